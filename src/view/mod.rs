//! What a reader sees, as a pure function of the state and the words of one language.
//!
//! Lives here: which words, drawings and buttons stand where. Not here: the words (`words`), how a tree gets onto a screen
//! (`extension/surface.js`), and how it looks there (`extension/style.css`). Every `match` on the state is total, so a new
//! failure or phase does not compile until something is said about it.

mod account;
mod card;
mod help;
mod icon;
pub mod node;
mod now;
mod owner;
mod path;
mod popup;
mod timeline;

use serde::Serialize;

use crate::id::{Address, TabId};
use crate::outage::{Cover, Stage, State, Surface};
use crate::words::Words;
use node::{Attribute, Element, Node};

pub use popup::{PopupSubject, popup};

/// What a surface gets when it asks what to show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct View {
    /// How much of the page is covered.
    pub cover: Frame,
    /// What stands there.
    pub tree: Option<Node>,
    /// Where our own page goes on to, in place of itself.
    pub go: Option<Address>,
}

/// How a tree is framed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Frame {
    /// Over the whole page.
    Full,
    /// In a corner of the page.
    Card,
    /// In a page of our own.
    Page,
    /// Nowhere.
    None,
}

impl View {
    /// Nothing to show.
    #[must_use]
    pub const fn none() -> Self {
        Self { cover: Frame::None, tree: None, go: None }
    }

    /// Nothing to show in our own page but the way on to `address`.
    #[must_use]
    pub const fn leave_for(address: Address) -> Self {
        Self { cover: Frame::Page, tree: None, go: Some(address) }
    }

    fn new(cover: Frame, root: Element, words: &Words) -> Self {
        let lang = Attribute::Lang(words.language_tag());
        let tree = root.set(lang).set(Attribute::Dir(words.text_direction()));
        Self { cover, tree: Some(tree.into()), go: None }
    }
}

/// What our script draws into the page in `tab`.
#[must_use]
pub fn help(state: &State, tab: TabId, words: &Words) -> View {
    let Some((visit, outage)) = state.visit(tab) else { return View::none() };
    match visit.surface() {
        Some(Surface::Page { cover: Cover::Full, .. }) => {
            View::new(Frame::Full, help::full(visit, outage, words), words)
        }
        Some(Surface::Page { cover: Cover::Card, .. }) => {
            View::new(Frame::Card, card::card(visit, outage, words), words)
        }
        Some(Surface::Page { cover: Cover::Original, .. }) => View::new(Frame::Card, card::pill(outage, words), words),
        Some(Surface::HelpTab) | None => View::none(),
    }
}

/// What our own page in `tab` shows.
#[must_use]
pub fn help_tab(state: &State, tab: TabId, words: &Words) -> View {
    let Some((visit, outage)) = state.visit(tab) else {
        return View::new(Frame::Page, help::idle(words), words);
    };
    let go = match visit.stage {
        Stage::Opened { surface: Surface::HelpTab, .. } => Some(visit.address().clone()),
        Stage::Opened { surface: Surface::Page { .. }, .. }
        | Stage::Expect { .. }
        | Stage::ExpectHelpTab { .. }
        | Stage::Show { .. }
        | Stage::OpenAt { .. } => None,
    };
    View { go, ..View::new(Frame::Page, help::tab(visit, outage, words), words) }
}
