//! What a reader sees, as a pure function of the state and the words of one language.
//!
//! Lives here: which words, drawings and buttons stand where. Not here: the words (`words`), how a tree gets onto a screen
//! (`extension/surface/`), and how it looks there (`extension/style/`). Every `match` on the state is total, so a new
//! failure or phase does not compile until something is said about it.

mod account;
mod advice;
mod asked;
mod attribute;
mod card;
mod checks;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod first_screen;
mod help;
mod history;
mod icon;
pub mod node;
mod logs;
mod now;
mod options;
mod outside;
mod owner;
mod parts;
mod path;
mod popup;
mod report;

mod terms;
#[cfg(test)]
mod testing;
mod timeline;

use serde::Serialize;

use crate::id::{Address, TabId};
use crate::outage::{Cover, Stage, State, Surface};
use crate::settings::Theme;
use crate::words::Words;
use node::{Attribute, Element, Node};
use terms::Terms;

pub use asked::{Question, asked};
pub use history::history;
pub use options::{Keeping, Said, Spot, options};
pub use outside::Around;
pub use parts::parts;
pub use popup::{Notifications, PopupSubject, popup};
#[cfg(test)]
pub(crate) use testing::AROUND;

/// What a surface gets when it asks what to show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct View {
    /// How much of the page is covered.
    pub cover: Frame,
    /// What stands there.
    pub tree: Option<Node>,
    /// Where our own page goes on to, in place of itself.
    pub go: Option<Address>,
    /// What the tab is called as long as this is shown; as the page says where it is `None`.
    pub title: Option<String>,
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
        Self { cover: Frame::None, tree: None, go: None, title: None }
    }

    /// Nothing to show in our own page but the way on to `address`.
    #[must_use]
    pub const fn leave_for(address: Address) -> Self {
        Self { cover: Frame::Page, tree: None, go: Some(address), title: None }
    }

    /// The view in the reader's choice of light or dark, where there is one.
    #[must_use]
    pub fn in_theme(self, theme: Theme) -> Self {
        let tree = match (self.tree, theme) {
            (Some(Node::Element(root)), Theme::Light | Theme::Dark) => {
                Some(root.set(Attribute::Theme(theme.word())).into())
            }
            (tree, _) => tree,
        };
        Self { tree, ..self }
    }

    fn new(cover: Frame, mut root: Element, words: &Words) -> Self {
        let all: Vec<&str> = words.terms().collect();
        root.explain(&mut Terms { all: &all, seen: 0 });
        let lang = Attribute::Lang(words.language_tag());
        let tree = root.set(lang).set(Attribute::Dir(words.text_direction()));
        Self { cover, tree: Some(tree.into()), go: None, title: None }
    }
}

/// What our script draws into the page in `tab`.
#[must_use]
pub fn help(state: &State, tab: TabId, around: Around<'_>, words: &Words) -> View {
    let Some((visit, outage)) = state.visit(tab) else { return View::none() };
    // For a tab that stays behind others, or that the reader has to open.
    let title = outage.is_back().then(|| words.title_back(&visit.address().host()));
    let view = match visit.surface() {
        Some(Surface::Page { cover: Cover::Full, .. }) => {
            View::new(Frame::Full, help::full(visit, outage, state.net(), around, words), words)
        }
        Some(Surface::Page { cover: Cover::Card, .. }) => {
            View::new(Frame::Card, card::card(visit, outage, state.net(), words), words)
        }
        Some(Surface::Page { cover: Cover::Badge, .. }) => View::none(),
        Some(Surface::Page { cover: Cover::Original, .. }) => {
            View::new(Frame::Card, card::pill(outage, state.net(), words), words)
        }
        Some(Surface::HelpTab) | None => return View::none(),
    };
    View { title, ..view }
}

/// What our own page in `tab` shows.
#[must_use]
pub fn help_tab(state: &State, tab: TabId, around: Around<'_>, words: &Words) -> View {
    let Some((visit, outage)) = state.visit(tab) else { return View::none() };
    let go = match visit.stage {
        Stage::Opened { surface: Surface::HelpTab, .. } => Some(visit.address().clone()),
        Stage::Opened { surface: Surface::Page { .. }, .. }
        | Stage::Expect { .. }
        | Stage::ExpectHelpTab { .. }
        | Stage::Show { .. }
        | Stage::OpenAt { .. } => None,
    };
    View { go, ..View::new(Frame::Page, help::tab(visit, outage, state.net(), around, words), words) }
}

#[cfg(test)]
mod tests {
    use super::node::tests::{outline, words_of};
    use super::testing::{AROUND, TAB, WAIT, every_phase, help_in, outage, page, state, tree, visit};
    use super::*;
    use crate::chance::Dice;
    use crate::diagnosis::Failure;
    use crate::http::Method;
    use crate::outage::{Context, Event, Phase, Visit};
    use crate::settings::Settings;
    use crate::words::tests::english;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    const COVERS: [Cover; 3] = [Cover::Full, Cover::Card, Cover::Original];

    #[test]
    fn each_cover_has_its_frame() {
        for (cover, frame) in COVERS.into_iter().zip([Frame::Full, Frame::Card, Frame::Card]) {
            assert_eq!(help_in(Method::Get, cover, WAIT).cover, frame, "{cover:?}");
        }
        assert_eq!(help(&State::default(), TAB, AROUND, &english()), View::none());
        let in_help_tab = state(&visit(Method::Get, Surface::HelpTab), &outage(Failure::Dns, WAIT));
        assert_eq!(help(&in_help_tab, TAB, AROUND, &english()), View::none());
    }

    #[test]
    fn everything_that_can_go_on_can_be_said() {
        let words = english();
        for failure in Failure::ALL {
            for phase in every_phase() {
                for method in [Method::Get, Method::Post] {
                    for surface in COVERS.map(page).into_iter().chain([Surface::HelpTab]) {
                        let state = state(&visit(method, surface), &outage(failure, phase.clone()));
                        let in_page = help(&state, TAB, AROUND, &words);
                        let in_popup = popup(
                            &state,
                            &PopupSubject::Failing(TAB),
                            Notifications::NotAsked,
                            AROUND.settings,
                            &words,
                        );
                        let in_tab = help_tab(&state, TAB, AROUND, &words);
                        for view in [in_page, in_popup, in_tab].into_iter().filter(|view| view.cover != Frame::None) {
                            let said = words_of(tree(&view));
                            assert!(!said.contains(['$', '_', node::SLOT]), "{failure:?} {phase:?}: {said}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn a_form_is_spoken_of_wherever_there_is_room() {
        for phase in every_phase() {
            for cover in [Cover::Full, Cover::Card] {
                let told = |method| words_of(tree(&help_in(method, cover, phase.clone()))).contains("may have arrived");
                assert!(told(Method::Post), "{cover:?} {phase:?}");
                assert!(!told(Method::Get), "{cover:?} {phase:?}");
            }
        }
    }

    #[test]
    fn the_status_line_changes_with_the_phase_and_not_with_time() {
        let status = |phase| {
            let tree = outline(tree(&help_in(Method::Get, Cover::Full, phase)));
            tree.lines().find(|line| line.contains("role=status")).map(str::to_owned)
        };
        let later = Phase::Wait { from: testing::at(70_000), until: testing::at(99_000), asked: false };
        assert_eq!(status(WAIT), status(later));
        let mut all: Vec<_> = every_phase().into_iter().map(status).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        // A snapshot's probe is a wait, and two refusals have one status line.
        assert_eq!(all.len(), count - 2, "{all:?}");
    }

    #[test]
    fn our_own_page_goes_on_when_the_browser_was_told_to_load() {
        let at = testing::at(40_000);
        let here = visit(Method::Get, Surface::HelpTab);
        let address = here.address().clone();
        let gone = Visit { stage: Stage::Opened { at, surface: Surface::HelpTab }, ..here.clone() };
        let outage = outage(Failure::Dns, Phase::Back { since: at, by: testing::address() });
        assert_eq!(help_tab(&state(&here, &outage), TAB, AROUND, &english()).go, None);
        let mut state = state(&gone, &outage);
        assert_eq!(help_tab(&state, TAB, AROUND, &english()).go, None, "it has been read from what was saved");
        let now = at.plus(Visit::OPENING_LIMIT);
        let context = Context { now, dice: Dice::from_seed(1), settings: Settings::default(), online: true };
        drop(state.step(context, Event::TimePassed));
        assert_eq!(help_tab(&state, TAB, AROUND, &english()).go, Some(address.clone()));
        assert_eq!(View::leave_for(address.clone()).go, Some(address));
        assert_eq!(help_tab(&State::default(), TAB, AROUND, &english()), View::none());
    }

    #[test]
    fn surfaces_get_plain_json() {
        assert_eq!(
            serde_json::to_string(&View::none()).unwrap(),
            r#"{"cover":"none","tree":null,"go":null,"title":null}"#
        );
        let card = serde_json::to_value(help_in(Method::Get, Cover::Original, WAIT)).unwrap();
        assert_eq!(card["cover"], "card");
        assert_eq!(card["tree"]["attributes"]["dir"], "ltr");
        assert_eq!(card["tree"]["children"][0]["attributes"]["data-press"], "show-help");
    }
}
