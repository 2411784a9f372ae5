//! The help page: the whole story of a failed page, the most telling first, the rest folded.

use super::icon::Icon;
use super::node::{Attribute, Element, Node, Precision, Tag};
use super::now::{Room, button, now};
use super::outside::{Around, everyone};
use super::{account, advice, checks, owner, path, report, timeline};
use crate::http::Status;
use crate::outage::{Net, Outage, Phase, Press, Visit};
use crate::words::Words;

/// From how many letters on a host makes the headline run over too many lines.
const LONG_HOST: usize = 32;

/// Inside the failed page, over all of it.
pub(super) fn full(visit: &Visit, outage: &Outage, net: Net, around: Around<'_>, words: &Words) -> Element {
    let original = button("link", Press::ShowOriginal, words.button_show_original());
    page(visit, outage, net, None, around, words).with(footer(visit, outage, words).with(original))
}

/// In our own page: the same, with the address, which the browser's address bar does not show there.
pub(super) fn tab(visit: &Visit, outage: &Outage, net: Net, around: Around<'_>, words: &Words) -> Element {
    let address = owner::copyable(words.address_label(), visit.address().as_str().to_owned(), words);
    let address = Tag::Section.class("address").with(address);
    page(visit, outage, net, Some(address), around, words).with(footer(visit, outage, words))
}

/// The line that says who drew this.
pub(super) fn who(words: &Words) -> Element {
    Tag::P.class("who").with(Icon::Mark.draw()).text(words.who())
}

/// The headline, whose side it is on, and the picture: of the failure, or of the way that is free again.
pub(super) fn story(visit: &Visit, outage: &Outage, net: Net, words: &Words) -> [Element; 3] {
    let host = visit.address().host();
    let (headline, lead, path) = match outage.phase {
        Phase::Back { .. } => {
            let again = visit.response.method.may_repeat();
            let lead = if again { words.lead_back() } else { words.lead_back_form() };
            (words.headline_back(&host), lead, path::mended(&outage.diagnosis, words))
        }
        Phase::Wait { .. } | Phase::Probe { .. } | Phase::Load { .. } | Phase::Stop { .. } => {
            let (headline, lead) = told(visit, outage, words);
            if matches!(outage.phase, Phase::Wait { .. }) && net != Net::Online {
                (headline, words.ask_offline(), path::offline(words))
            } else {
                (headline, lead, path::broken(&outage.diagnosis, words))
            }
        }
    };
    let size = if host.len() > LONG_HOST { "long" } else { "short" };
    [Tag::H1.class(size).text(headline), Tag::P.class("lead").text(lead), path]
}

/// The headline of what fails, and whose side it is on: by checks from outside where they tell.
pub(super) fn told(visit: &Visit, outage: &Outage, words: &Words) -> (String, String) {
    let host = visit.address().host();
    checks::verdict(outage, host, words)
        .unwrap_or_else(|| (account::headline(&outage.diagnosis, host, words), account::lead(&outage.diagnosis, words)))
}

/// What can be known about a form, at length or in short; `None` where none was sent.
pub(super) fn form_note(visit: &Visit, room: Room, words: &Words) -> Option<Element> {
    if visit.response.method.may_repeat() {
        return None;
    }
    let said = Tag::Div.class("said");
    let said = match room {
        Room::Page => said.with(Tag::Strong.text(words.note_form_title())).with(Tag::P.text(words.note_form())),
        Room::Card | Room::Popup => said.with(Tag::P.text(words.note_form_short())),
    };
    Some(Tag::Section.class("note").with(Icon::Letter.draw()).with(said))
}

/// The code of the error, with its name where it has one.
pub(super) fn error(status: Status, words: &Words) -> String {
    let code = status.code();
    match (code, status.name()) {
        // What is watched may have said nothing at all yet.
        (0, _) => words.error_none(),
        (_, Some(name)) => words.error_named(&code, &name),
        (_, None) => words.error_plain(&code),
    }
}

fn page(
    visit: &Visit,
    outage: &Outage,
    net: Net,
    address: Option<Element>,
    around: Around<'_>,
    words: &Words,
) -> Element {
    Tag::Main
        .class("help")
        .with(who(words))
        .with_all(story(visit, outage, net, words))
        .with(now(visit, outage, net, Room::Page, words))
        .with_all(form_note(visit, Room::Page, words))
        .with_all(address)
        .with_all(tips(visit, outage, net, around, words).map(|tips| fold(words.section_do(), tips)))
        .with(fold(words.section_wrong(), wrong(outage, words)))
        .with_all(advice::causes(&outage.diagnosis, words).map(|causes| fold(words.causes_title(), causes)))
        .with(fold(words.section_report(), report::details(visit, outage, words)))
        .with(fold(words.section_owner(), owner::commands(visit, &outage.diagnosis, words)))
}

/// A part that shows its title alone until it is pressed.
pub(super) fn fold(title: String, content: Element) -> Element {
    Tag::Details.element().with(Tag::Summary.text(title)).with(content)
}

/// What the reader can do; `None` once there is nothing left to do.
fn tips(visit: &Visit, outage: &Outage, net: Net, around: Around<'_>, words: &Words) -> Option<Element> {
    match outage.phase {
        Phase::Back { .. } => return None,
        Phase::Wait { .. } | Phase::Probe { .. } | Phase::Load { .. } | Phase::Stop { .. } => {}
    }
    let verdict = outage.checks.verdict();
    let tips = advice::tips(&outage.diagnosis, verdict, visit.response.method.may_repeat(), words);
    Some(Tag::Div.class("fold").with(tips).with_all(everyone(visit, outage, net, around, words)))
}

/// Whether checks are being made.
const fn is_under_way(outage: &Outage) -> bool {
    match outage.phase {
        Phase::Wait { .. } | Phase::Probe { .. } | Phase::Load { .. } => true,
        Phase::Stop { .. } | Phase::Back { .. } => false,
    }
}

fn wrong(outage: &Outage, words: &Words) -> Element {
    let checks = timeline::list(&outage.attempts, words);
    let title = checks.is_some().then(|| Tag::H2.text(words.timeline_title()));
    Tag::Div
        .class("fold")
        .with_all(account::explanation(&outage.diagnosis, words))
        .with_all(is_under_way(outage).then(|| account::tempo(outage.diagnosis.failure, words)).flatten())
        .with(Tag::H2.text(words.evidence_title()))
        .with(account::confidence(&outage.diagnosis, words))
        .with(account::evidence(&outage.diagnosis, words))
        .with_all(title)
        .with_all(checks)
}

fn footer(visit: &Visit, outage: &Outage, words: &Words) -> Element {
    let when = Tag::Span.class("when").with(Node::Time { at: visit.response.received, precision: Precision::Minutes });
    let error = Tag::Span.text(error(outage.diagnosis.status, words));
    let error = Tag::P.element().set(Attribute::Class("error")).with(error).text(" ").with(when);
    Tag::Footer.element().with(error).with(report::button("link", visit, outage, words))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
