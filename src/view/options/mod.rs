//! The page of settings: every choice with its words, what is wrong at its field, and a sign that the rest was saved.
//!
//! Lives here: the page and its parts. What a field looks like is in `fields`. Not here: what can be chosen (`settings`).

mod fields;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

use super::icon::Icon;
use super::node::{Attribute, Element, Node, Precision, SLOT, Tag, around};
use super::{Frame, View};
use crate::message::Leave;
use crate::retry::style::Outlook;
use crate::settings::edit::{Edit, Field, List};
use crate::settings::link::{Link, Target};
use crate::settings::{Checking, LANGUAGES, Language, Look, Rule, Settings, Theme, Wrong};
use crate::time::{Delay, Timestamp};
use crate::words::Words;
use fields::{adder, failing, picker, radio};

/// What came of the last wish of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// Nothing has been wished for.
    Nothing,
    /// It was saved, then.
    Saved(Timestamp),
    /// It cannot be.
    Wrong(Spot, Vec<Wrong>),
}

/// Where on the page a wish was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// At a list.
    List(List),
    /// Where a file is taken in; and for what has no better place.
    File,
    /// At the choice whether to sync.
    Sync,
}

impl Spot {
    /// Where a change is wished for.
    #[must_use]
    pub const fn of(edit: &Edit) -> Self {
        match edit {
            Edit::Add(list, _) | Edit::Remove(list, _) => Self::List(*list),
            Edit::Set(Field::SiteLook(_) | Field::SiteChecking(_), _) => Self::List(List::Sites),
            Edit::Set(Field::LinkOn(_) | Field::LinkPlace(_), _) => Self::List(List::Links),
            Edit::Set(Field::Theme | Field::Language | Field::Look | Field::Checking | Field::Outside, _)
            | Edit::Reset => Self::File,
        }
    }
}

/// Where settings are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// On this computer alone.
    Here,
    /// The browser syncs them.
    Synced,
}

/// What the page of settings shows.
#[must_use]
pub fn options(settings: &Settings, keeping: Keeping, leave: Leave, said: &Said, words: &Words) -> View {
    let page = Tag::Main
        .class("help options")
        .with(Tag::P.class("who").with(Icon::Mark.draw()).text(words.extension_name()))
        .with(Tag::H1.text(words.options_title()))
        .with(Tag::P.class("lead").text(words.options_intro()))
        .with(saved(said, words))
        .with(looks(settings, words))
        .with(checks(settings, words))
        .with(sites(settings, said, words))
        .with(links(settings, said, words))
        .with(hosts(settings, said, words))
        .with(leaves(settings, leave, words))
        .with(copies(keeping, said, words));
    View::new(Frame::Page, page, words)
}

/// Is there even when it says nothing, so that what it says later is read out.
fn saved(said: &Said, words: &Words) -> Element {
    let sign = Tag::P.class("saved").set(Attribute::Role("status"));
    match said {
        Said::Saved(at) => {
            let time = Node::Time { at: *at, precision: Precision::Seconds };
            let told = Tag::Span.element().with_all(around(&words.options_saved(&SLOT), time));
            sign.with(Tag::Span.class("sign").with(Icon::Tick.draw()).with(told))
        }
        Said::Nothing | Said::Wrong(..) => sign,
    }
}

fn group(title: String, text: String) -> Element {
    let about = Tag::Div.class("about").with(Tag::H2.text(title)).with(Tag::P.text(text));
    Tag::Section.class("group").with(about)
}

fn body() -> Element {
    Tag::Div.class("fields")
}

fn looks(settings: &Settings, words: &Words) -> Element {
    let theme = |theme: &Theme| {
        radio("theme", Field::Theme, theme.word(), *theme == settings.theme, theme_name(*theme, words), None)
    };
    let look = |look: &Look| {
        let text = match look {
            Look::Full => words.look_full_text(),
            Look::Card => words.look_card_text(),
            Look::Badge => words.look_badge_text(),
        };
        radio("look", Field::Look, look.word(), *look == settings.look, look_name(*look, words), Some(text))
    };
    let chosen = settings.language.word();
    let languages = LANGUAGES.into_iter().map(|(tag, name)| (tag, name.to_owned()));
    let languages = [(Language::BROWSER, words.language_browser())].into_iter().chain(languages);
    let language = Tag::Label.class("line").with(Tag::Span.text(words.language_title())).with(picker(
        Field::Language,
        chosen,
        languages,
    ));
    let themes = Tag::Div.class("pills").with_all(Theme::ALL.iter().map(theme));
    group(words.options_look(), words.options_look_text()).with(
        body()
            .with(Tag::Fieldset.element().with(Tag::Legend.text(words.theme_title())).with(themes))
            .with(
                Tag::Fieldset.element().with(Tag::Legend.text(words.look_title())).with_all(Look::ALL.iter().map(look)),
            )
            .with(language),
    )
}

fn theme_name(theme: Theme, words: &Words) -> String {
    match theme {
        Theme::System => words.theme_system(),
        Theme::Light => words.theme_light(),
        Theme::Dark => words.theme_dark(),
    }
}

fn look_name(look: Look, words: &Words) -> String {
    match look {
        Look::Full => words.look_full(),
        Look::Card => words.look_card(),
        Look::Badge => words.look_badge(),
    }
}

fn checks(settings: &Settings, words: &Words) -> Element {
    let choice = |checking: &Checking| {
        let name = checking_name(*checking, words);
        let chosen = *checking == settings.checking;
        radio("checking", Field::Checking, checking.word(), chosen, name, Some(numbers(*checking, words)))
    };
    let choices = Tag::Fieldset
        .element()
        .with(Tag::Legend.class("unseen").text(words.options_checking()))
        .with_all(Checking::ALL.iter().map(choice));
    group(words.options_checking(), words.options_checking_text()).with(body().with(choices))
}

fn checking_name(checking: Checking, words: &Words) -> String {
    match checking {
        Checking::Gentle => words.checking_gentle(),
        Checking::Balanced => words.checking_balanced(),
        Checking::Eager => words.checking_eager(),
        Checking::WhenAsked => words.checking_asked(),
    }
}

/// What a choice comes to, from the engine itself.
fn numbers(checking: Checking, words: &Words) -> String {
    if checking == Checking::WhenAsked {
        return words.checking_asked_text();
    }
    let Outlook { first, longest, tries, whole } = Outlook::of(checking.style());
    let [first, longest, whole] = [first, longest, whole].map(|length| about(length, words));
    words.checking_numbers(&first, &longest, &tries, &whole)
}

/// A length of time in one number, rounded.
fn about(length: Delay, words: &Words) -> String {
    let secs = length.as_millis().saturating_add(500) / 1000;
    if secs < 120 { words.span_seconds(&secs) } else { words.span_minutes(&((secs + 30) / 60)) }
}

fn sites(settings: &Settings, said: &Said, words: &Words) -> Element {
    let rules = settings.sites.iter().map(|rule| site(rule, words));
    let rows = (!settings.sites.is_empty()).then(|| Tag::Ul.class("rows").with_all(rules));
    group(words.options_sites(), words.options_sites_text()).with(body().with_all(rows).with(adder(
        List::Sites,
        words.site_add_label(),
        words.site_add_hint(),
        said,
        words,
    )))
}

fn site(rule: &Rule, words: &Words) -> Element {
    let site = rule.site.as_str();
    let own = || [("", words.as_elsewhere())].into_iter();
    let looks = own().chain(Look::ALL.iter().map(|look| (look.word(), look_name(*look, words))));
    let checks = own().chain(Checking::ALL.iter().map(|each| (each.word(), checking_name(*each, words))));
    let look = picker(Field::SiteLook(site.to_owned()), rule.look.map_or("", Look::word), looks);
    let checking = picker(Field::SiteChecking(site.to_owned()), rule.checking.map_or("", Checking::word), checks);
    Tag::Li
        .class("rule")
        .with(Tag::Strong.text(site))
        .with(named(words.options_look(), look.set(Attribute::Label(words.site_look(&site)))))
        .with(named(words.options_checking(), checking.set(Attribute::Label(words.site_checking(&site)))))
        .with(remove(List::Sites, site, site, words))
}

/// A field with a short word over it.
fn named(word: String, field: Element) -> Element {
    Tag::Label.class("named").with(Tag::Span.class("hint").text(word)).with(field)
}

fn remove(list: List, item: &str, name: &str, words: &Words) -> Element {
    Tag::Button
        .class("quiet small")
        .set(Attribute::Remove(list, item.to_owned()))
        .set(Attribute::Label(words.button_remove_one(&name)))
        .text(words.button_remove())
}

fn links(settings: &Settings, said: &Said, words: &Words) -> Element {
    let last = settings.links.len().saturating_sub(1);
    let rows = settings.links.iter().enumerate().map(|(place, one)| link(one, place == 0, place == last, words));
    group(words.options_links(), words.options_links_text()).with(
        body().with(Tag::Ol.class("rows").with_all(rows)).with(adder(
            List::Links,
            words.link_add_label(),
            words.link_add_hint(),
            said,
            words,
        )),
    )
}

fn link(link: &Link, first: bool, last: bool, words: &Words) -> Element {
    let id = link.target.as_str();
    let name = link.target.name();
    let shown = Tag::Input.element().set(Attribute::Type("checkbox")).set(Attribute::Set(Field::LinkOn(id.to_owned())));
    let shown = if link.on { shown.set(Attribute::Checked) } else { shown };
    let step = |word, label, icon: Icon, end: bool| {
        let button = Tag::Button
            .class("quiet small step")
            .set(Attribute::To(Field::LinkPlace(id.to_owned()), word))
            .set(Attribute::Label(label))
            .with(icon.draw());
        if end { button.set(Attribute::Disabled) } else { button }
    };
    let own = match &link.target {
        Target::Own(_) => Some(remove(List::Links, id, &name, words)),
        Target::Known(_) => None,
    };
    let pattern = own.is_some().then(|| Tag::Span.class("hint").text(id));
    let words_of = Tag::Span.element().with(Tag::Span.class("name").text(name.as_str())).with_all(pattern);
    Tag::Li
        .class("link-row")
        .with(Tag::Label.class("choice").with(shown).with(words_of))
        .with_all(own)
        .with(step("up", words.link_up(&name), Icon::Up, first))
        .with(step("down", words.link_down(&name), Icon::Down, last))
}

fn hosts(settings: &Settings, said: &Said, words: &Words) -> Element {
    let row =
        |host: &str| Tag::Li.class("host").with(Tag::Span.text(host)).with(remove(List::Hosts, host, host, words));
    let rows = settings.hosts.iter().map(|host| row(host.as_str()));
    let rows = (!settings.hosts.is_empty()).then(|| Tag::Ul.class("rows").with_all(rows));
    group(words.options_hosts(), words.options_hosts_text()).with(body().with_all(rows).with(adder(
        List::Hosts,
        words.host_add_label(),
        words.host_add_hint(),
        said,
        words,
    )))
}

fn leaves(settings: &Settings, leave: Leave, words: &Words) -> Element {
    let row = |leave, given: bool, name: String, text: String, allow: Option<String>| {
        let (word, icon, state, button) = if given {
            (words.leave_given(), Icon::Tick, "given", Some((Attribute::Return(leave), words.button_return())))
        } else {
            (words.leave_missing(), Icon::Halt, "missing", allow.map(|allow| (Attribute::Grant(leave), allow)))
        };
        let state = Tag::Span.class("held").set(Attribute::State(state)).with(icon.draw()).text(word);
        Tag::Li
            .class("leave")
            .with(Tag::Div.element().with(Tag::Strong.text(name)).with(Tag::P.class("hint").text(text)))
            .with(state)
            .with_all(button.map(|(attribute, text)| Tag::Button.class("plain small").set(attribute).text(text)))
    };
    let rows = [
        row("sites", leave.granted, words.leave_sites(), words.leave_sites_text(), Some(words.button_grant())),
        row(
            "notifications",
            leave.notifies,
            words.leave_notifications(),
            words.leave_notifications_text(),
            Some(words.button_give()),
        ),
        // Given where all that it means is said.
        row("outside", settings.outside, words.leave_outside(), words.leave_outside_text(), None),
    ];
    group(words.options_leave(), words.options_leave_text()).with(body().with(Tag::Ul.class("rows").with_all(rows)))
}

fn copies(keeping: Keeping, said: &Said, words: &Words) -> Element {
    let sync = Tag::Input.element().set(Attribute::Type("checkbox")).set(Attribute::SetSync);
    let sync = if keeping == Keeping::Synced { sync.set(Attribute::Checked) } else { sync };
    let sync_words = Tag::Span
        .element()
        .with(Tag::Span.class("name").text(words.sync_label()))
        .with(Tag::Span.class("hint").text(words.sync_text()));
    let (sync, sync_wrong) = failing(sync, Spot::Sync, said, words);
    let file = Tag::Input.class("unseen").set(Attribute::Type("file")).set(Attribute::Import);
    let (file, file_wrong) = failing(file, Spot::File, said, words);
    let reset = Tag::Button
        .class("quiet")
        .set(Attribute::Reset)
        .set(Attribute::Confirm(words.button_reset_sure()))
        .text(words.button_reset());
    let acts = Tag::Div
        .class("acts")
        .with(Tag::Button.class("plain").set(Attribute::Export("json")).text(words.button_export()))
        .with(Tag::Label.class("button plain").with(file).text(words.button_import()))
        .with(reset);
    group(words.options_copies(), words.options_copies_text()).with(
        body()
            .with(Tag::Label.class("choice").with(sync).with(sync_words))
            .with_all(sync_wrong)
            .with(acts)
            .with_all(file_wrong),
    )
}
