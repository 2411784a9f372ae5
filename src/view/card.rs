//! The two small ones: the card on pages that have something of their own to say, and what is left while the reader looks at
//! the original page.

use super::account;
use super::help::form_note;
use super::icon::Icon;
use super::node::{Attribute, Element, Node, Tag};
use super::now::{Room, button, now};
use crate::outage::{Outage, Phase, Press, Visit};
use crate::words::Words;

/// In a corner of the page, which stays as it is.
pub(super) fn card(visit: &Visit, outage: &Outage, words: &Words) -> Element {
    let host = visit.address().host();
    let headline = match outage.phase {
        Phase::Back { .. } => words.headline_back(&host),
        Phase::Wait { .. } | Phase::Probe { .. } | Phase::Stop { .. } => {
            account::headline(outage.diagnosis.failure, host, words)
        }
    };
    let hide = Tag::Button
        .class("hide")
        .set(Attribute::Press(Press::ShowOriginal))
        .set(Attribute::Label(words.button_hide()))
        .with(Icon::Cross.draw());
    Tag::Section
        .class("card")
        .set(Attribute::Label(words.extension_name()))
        .with(Tag::Div.class("top").with(Icon::Mark.draw()).with(Tag::H2.text(headline)).with(hide))
        .with(now(visit, outage, Room::Card, words))
        .with_all(form_note(visit, Room::Card, words))
        .with(button("link", Press::ShowHelp, words.button_more()))
}

/// One button, with the countdown on it while there is one.
pub(super) fn pill(outage: &Outage, words: &Words) -> Element {
    let (state, symbol) = match outage.phase {
        Phase::Wait { from, until, .. } => ("wait", Node::Countdown { from, until }),
        Phase::Probe { .. } => ("probe", Icon::Mark.draw().into()),
        Phase::Back { .. } => ("back", Icon::Tick.draw().into()),
        Phase::Stop { .. } => ("stop", Icon::Mark.draw().into()),
    };
    let symbol = Tag::Span.class("symbol").set(Attribute::State(state)).with(symbol);
    let show = Tag::Button.class("pill").set(Attribute::Press(Press::ShowHelp)).with(symbol);
    Tag::Section
        .class("corner")
        .set(Attribute::Label(words.extension_name()))
        .with(show.with(Tag::Span.text(words.button_show_help())))
}
