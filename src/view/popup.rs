//! The popup of the toolbar icon: the tab before the reader in short, whatever state it is in.

use super::help::{error, form_note, story};
use super::icon::Icon;
use super::node::{Attribute, Element, Tag};
use super::now::{Room, button, now};
use super::{Frame, View};
use crate::id::TabId;
use crate::outage::{Cover, Outage, Press, State, Surface, Visit};
use crate::words::Words;

/// What the popup is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PopupSubject {
    /// A tab whose page failed.
    Failing(TabId),
    /// A page that loaded well.
    Healthy {
        /// Whose page it is.
        host: String,
    },
    /// A page that no extension may see.
    OutOfReach,
    /// Any page, while we may not see sites.
    NotGranted,
}

/// What the popup shows.
#[must_use]
pub fn popup(state: &State, subject: &PopupSubject, words: &Words) -> View {
    let content = match subject {
        PopupSubject::Failing(tab) => match state.visit(*tab) {
            Some((visit, outage)) => failing(visit, outage, words),
            None => calm(Icon::Tick, words.popup_quiet_title(), words.popup_healthy_text(), words),
        },
        PopupSubject::Healthy { host } => {
            calm(Icon::Tick, words.popup_healthy_title(host), words.popup_healthy_text(), words)
        }
        PopupSubject::OutOfReach => calm(Icon::Unseen, words.popup_out_title(), words.popup_out_text(), words),
        PopupSubject::NotGranted => {
            let grant = Tag::Button.class("first").set(Attribute::GrantSites).text(words.button_grant());
            calm(Icon::Key, words.popup_grant_title(), words.popup_grant_text(), words)
                .with(Tag::Div.class("acts").with(grant))
        }
    };
    View::new(Frame::Page, content, words)
}

/// A page without trouble: a picture, a headline, a line.
fn calm(icon: Icon, title: String, text: String, words: &Words) -> Element {
    Tag::Main
        .class("popup calm")
        .with(brand(words))
        .with(Tag::Div.class("symbol").with(icon.draw()))
        .with(Tag::H1.text(title))
        .with(Tag::P.class("lead").text(text))
}

fn failing(visit: &Visit, outage: &Outage, words: &Words) -> Element {
    // Where the full page stands in the tab, it says all this at length already.
    let more = match visit.surface() {
        Some(Surface::Page { cover: Cover::Card | Cover::Original, .. }) => true,
        Some(Surface::Page { cover: Cover::Full, .. } | Surface::HelpTab) | None => false,
    };
    let more = more.then(|| button("link", Press::ShowHelp, words.button_more()));
    let error = Tag::P.class("error").text(error(&outage.diagnosis, words));
    Tag::Main
        .class("popup")
        .with(brand(words))
        .with_all(story(visit, outage, words))
        .with(now(visit, outage, Room::Popup, words))
        .with_all(form_note(visit, Room::Popup, words))
        .with(Tag::Footer.element().with(error).with_all(more))
}

fn brand(words: &Words) -> Element {
    Tag::P.class("who").with(Icon::Mark.draw()).text(words.extension_name())
}
