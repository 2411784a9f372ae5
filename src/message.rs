//! What surfaces and background say to each other: closed enums, checked as they come in.
//!
//! Surfaces ask and are answered with a [`View`](crate::view::View). The background sends only [`Notice`]s: that there is
//! something new to ask for. The painter, `extension/surface/`, is the other end.

use serde::{Deserialize, Serialize};

use crate::http::Status;
use crate::id::{Address, AddressError, TabId};
use crate::outage::{Attention, Content, Document, Press, RecordId, Sight, Window};
use crate::settings::edit::{Edit, Field, List};
use crate::time::Timestamp;

/// Who sent a message, as the browser says, which a page cannot forge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sender {
    /// A page of ours, which may speak about any tab; with the tab it stands in, if it stands in one.
    OwnPage(Option<TabId>),
    /// Our script in the main document of a tab; it speaks for that tab alone.
    Injected(TabId),
}

/// A message of a surface, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// Our script stands in a document.
    Hello {
        /// Where.
        tab: TabId,
        /// The document.
        document: Document,
        /// What the browser says of its tab.
        sight: Sight,
    },
    /// Our own page stands in a tab.
    HelpTab {
        /// Where.
        tab: TabId,
        /// The address that failed.
        address: Address,
        /// What the browser says of its tab.
        sight: Sight,
    },
    /// The popup is open.
    Popup(Popup),
    /// A surface that has been drawn asks for what there is to draw now.
    Look {
        /// Where it stands.
        tab: TabId,
    },
    /// The reader pressed something.
    Press {
        /// The tab it is about.
        tab: TabId,
        /// What.
        press: Press,
        /// The popup in which it was pressed, to draw anew.
        popup: Option<Popup>,
    },
    /// The reader types or scrolls in the failed page.
    Engaged {
        /// Where.
        tab: TabId,
    },
    /// The reader wants to know how a page that is watched is.
    Want {
        /// The page.
        address: Address,
        /// The popup, to draw anew.
        popup: Popup,
    },
    /// The reader has seen in the popup what became of a page that was watched, or does not want to know any more.
    Dismiss {
        /// The page.
        address: Address,
        /// The popup, to draw anew.
        popup: Popup,
    },
    /// The page of past outages.
    History(HistoryWish),
    /// The page of settings.
    Options {
        /// What it wants.
        wish: OptionsWish,
        /// What the browser lets us do.
        leave: Leave,
    },
    /// A countdown is over.
    Due {
        /// The tab, where the surface stands in one.
        tab: Option<TabId>,
        /// The popup in which it ran, to draw anew.
        popup: Option<Popup>,
    },
    /// A tab came to the front, or went behind.
    Visible {
        /// Which.
        tab: TabId,
        /// Whether the reader sees it.
        attention: Attention,
    },
}

/// What the page of past outages wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HistoryWish {
    /// To show them.
    Show,
    /// To forget one, and show the others.
    Erase(RecordId),
    /// To forget all.
    EraseAll,
    /// To have them as a text that other programs can read.
    Export,
}

/// What the page of settings wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OptionsWish {
    /// To show them for the first time.
    Open,
    /// To show them anew, with what was last said.
    Look,
    /// To change one, and show all.
    Edit(Edit),
    /// To take what a file holds for all of them.
    Import(String),
    /// To have them as the text of a file.
    Export,
    /// To have them synced by the browser, or not.
    Sync(bool),
}

/// What the reader has given leave for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leave {
    /// Whether we may see web pages at all.
    pub granted: bool,
    /// Whether we may show notifications.
    pub notifies: bool,
}

/// What the popup knows about the tab it was opened over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Popup {
    /// The tab.
    pub tab: Option<TabId>,
    /// The address it shows; `None` where it is no web page, or we may not know.
    pub address: Option<Address>,
    /// Whether we may see web pages at all.
    pub granted: bool,
    /// Whether we may show notifications.
    pub notifies: bool,
}

/// What the background tells surfaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Notice {
    /// There is something new; sent to one tab.
    Changed,
    /// There is something new; sent to a popup that may be open.
    PopupChanged,
    /// Other settings hold; sent to the page of settings, which may be open.
    SettingsChanged,
}

/// Why a message is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageError {
    /// Its kind, or its surface, is none that we know.
    UnknownKind,
    /// It names a press that we do not know.
    UnknownPress,
    /// It does not say which tab it is about.
    NoTab,
    /// It lacks what its kind must have.
    Incomplete,
    /// It speaks of an address that is none.
    Address(AddressError),
    /// It comes from where such a message must not come from.
    NotAllowed,
}

impl std::fmt::Display for MessageError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::UnknownKind => f.write_str("message: unknown kind"),
            Self::UnknownPress => f.write_str("message: unknown press"),
            Self::NoTab => f.write_str("message: no tab"),
            Self::Incomplete => f.write_str("message: incomplete"),
            Self::Address(error) => write!(f, "message: {error}"),
            Self::NotAllowed => f.write_str("message: not allowed from there"),
        }
    }
}

impl std::error::Error for MessageError {}

impl From<AddressError> for MessageError {
    fn from(error: AddressError) -> Self {
        Self::Address(error)
    }
}

/// A message as it comes.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct RawMessage {
    pub(crate) kind: String,
    pub(crate) surface: Option<String>,
    pub(crate) document: Option<RawDocument>,
    pub(crate) visible: Option<bool>,
    pub(crate) tab: Option<u32>,
    pub(crate) address: Option<String>,
    pub(crate) granted: Option<bool>,
    pub(crate) notifies: Option<bool>,
    pub(crate) action: Option<String>,
    pub(crate) about: Option<String>,
    pub(crate) value: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct RawDocument {
    pub(crate) address: String,
    pub(crate) status: u16,
    pub(crate) started: f64,
    pub(crate) html: String,
    pub(crate) content: Content,
    pub(crate) refreshes: bool,
}

impl RawMessage {
    /// Checks a message of `sender`.
    ///
    /// # Errors
    ///
    /// - [`UnknownKind`](MessageError::UnknownKind) for `{}` and `{kind: "bye"}`.
    /// - [`UnknownPress`](MessageError::UnknownPress) for `{kind: "press", action: "buy"}`.
    /// - [`NoTab`](MessageError::NoTab) for a press in a popup that names no tab.
    /// - [`Incomplete`](MessageError::Incomplete) for an injected `{kind: "hello", surface: "page"}` without a document.
    /// - [`Address`](MessageError::Address) where an address must be and is not.
    /// - [`NotAllowed`](MessageError::NotAllowed) for an injected script that says it is the popup.
    pub fn check(self, sender: Sender, window: Window) -> Result<Message, MessageError> {
        let attention = if self.visible.unwrap_or(true) { Attention::Visible } else { Attention::Hidden };
        let sight = Sight { attention, window };
        match (self.kind.as_str(), self.surface.as_deref(), sender) {
            ("hello", Some("page"), Sender::Injected(tab)) => {
                let document = self.document.ok_or(MessageError::Incomplete)?.check()?;
                Ok(Message::Hello { tab, document, sight })
            }
            ("hello", Some("help"), Sender::OwnPage(Some(tab))) => {
                let address = Address::parse(&self.address.ok_or(MessageError::Incomplete)?)?;
                Ok(Message::HelpTab { tab, address, sight })
            }
            ("hello" | "look", Some("popup"), Sender::OwnPage(_)) => Ok(Message::Popup(self.popup_state())),
            ("look", Some("page"), Sender::Injected(tab)) | ("look", Some("help"), Sender::OwnPage(Some(tab))) => {
                Ok(Message::Look { tab })
            }
            ("hello" | "look", Some("history"), Sender::OwnPage(_)) => Ok(Message::History(HistoryWish::Show)),
            ("export", Some("history"), Sender::OwnPage(_)) => Ok(Message::History(HistoryWish::Export)),
            ("erase", Some("history"), Sender::OwnPage(_)) => {
                let about = self.about.as_deref().unwrap_or_default();
                let one = || RecordId::parse(about).map(HistoryWish::Erase);
                let wish = if about == "all" { Some(HistoryWish::EraseAll) } else { one() };
                wish.map(Message::History).ok_or(MessageError::Incomplete)
            }
            (
                "hello" | "look" | "set" | "add" | "remove" | "reset" | "import" | "export" | "sync",
                Some("options"),
                _,
            ) if matches!(sender, Sender::OwnPage(_)) => {
                let wish = self.options_wish().ok_or(MessageError::Incomplete)?;
                Ok(Message::Options { wish, leave: self.leave() })
            }
            (kind @ ("want" | "dismiss"), Some("popup"), Sender::OwnPage(_)) => {
                let address = Address::parse(self.about.as_deref().ok_or(MessageError::Incomplete)?)?;
                let popup = self.popup_state();
                Ok(if kind == "want" { Message::Want { address, popup } } else { Message::Dismiss { address, popup } })
            }
            ("press", _, _) => {
                let tab = self.tab_about(sender).ok_or(MessageError::NoTab)?;
                let press = press(self.action.as_deref().unwrap_or_default())?;
                Ok(Message::Press { tab, press, popup: self.popup(sender) })
            }
            ("due", _, _) => Ok(Message::Due { tab: self.tab_about(sender), popup: self.popup(sender) }),
            ("visible", _, Sender::Injected(tab) | Sender::OwnPage(Some(tab))) => {
                Ok(Message::Visible { tab, attention })
            }
            ("engaged", _, Sender::Injected(tab)) => Ok(Message::Engaged { tab }),
            (
                "hello" | "look" | "visible" | "engaged" | "export" | "erase" | "want" | "dismiss" | "set" | "add"
                | "remove" | "reset" | "import" | "sync",
                _,
                _,
            ) => Err(MessageError::NotAllowed),
            _ => Err(MessageError::UnknownKind),
        }
    }

    fn tab_about(&self, sender: Sender) -> Option<TabId> {
        match sender {
            Sender::Injected(tab) => Some(tab),
            Sender::OwnPage(own) => self.tab.map(TabId::new).or(own),
        }
    }

    fn popup(&self, sender: Sender) -> Option<Popup> {
        (matches!(sender, Sender::OwnPage(_)) && self.surface.as_deref() == Some("popup")).then(|| self.popup_state())
    }

    fn options_wish(&self) -> Option<OptionsWish> {
        let about = self.about.as_deref().unwrap_or_default();
        let value = self.value.clone().unwrap_or_default();
        let (list, item) = about.split_once(' ').unwrap_or((about, ""));
        Some(match self.kind.as_str() {
            "set" => OptionsWish::Edit(Edit::Set(Field::parse(about)?, value)),
            "add" => OptionsWish::Edit(Edit::Add(List::parse(about)?, value)),
            "remove" => OptionsWish::Edit(Edit::Remove(List::parse(list)?, item.to_owned())),
            "reset" => OptionsWish::Edit(Edit::Reset),
            "import" => OptionsWish::Import(value),
            "export" => OptionsWish::Export,
            "sync" => OptionsWish::Sync(value == "on"),
            "hello" => OptionsWish::Open,
            _ => OptionsWish::Look,
        })
    }

    fn leave(&self) -> Leave {
        Leave { granted: self.granted.unwrap_or(true), notifies: self.notifies.unwrap_or(false) }
    }

    fn popup_state(&self) -> Popup {
        let Leave { granted, notifies } = self.leave();
        Popup {
            tab: self.tab.map(TabId::new),
            address: self.address.as_deref().and_then(|address| Address::parse(address).ok()),
            granted,
            notifies,
        }
    }
}

impl RawDocument {
    fn check(self) -> Result<Document, MessageError> {
        Ok(Document {
            address: Address::parse(&self.address)?,
            status: (self.status != 0).then_some(Status::new(self.status)),
            started: Timestamp::from_js(self.started),
            html: self.html,
            content: self.content,
            refreshes: self.refreshes,
        })
    }
}

/// The word that a button in the tree bears is the word that comes back.
fn press(action: &str) -> Result<Press, MessageError> {
    Press::ALL.into_iter().find(|press| press.word() == action).ok_or(MessageError::UnknownPress)
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    const TAB: TabId = TabId::new(7);

    #[track_caller]
    fn check(json: &str, sender: Sender) -> Result<Message, MessageError> {
        serde_json::from_str::<RawMessage>(json).unwrap().check(sender, Window::Ordinary)
    }

    #[test]
    fn a_script_speaks_for_its_own_tab_alone() {
        let json = r#"{"kind":"press","action":"stop","tab":9}"#;
        let stop = |tab| Ok(Message::Press { tab, press: Press::Stop, popup: None });
        assert_eq!(check(json, Sender::Injected(TAB)), stop(TAB));
        assert_eq!(check(json, Sender::OwnPage(None)), stop(TabId::new(9)));
        let popup = r#"{"kind":"hello","surface":"popup"}"#;
        assert_eq!(check(popup, Sender::Injected(TAB)), Err(MessageError::NotAllowed));
        let help = r#"{"kind":"hello","surface":"help","address":"http://a.test/"}"#;
        assert_eq!(check(help, Sender::Injected(TAB)), Err(MessageError::NotAllowed));
    }

    #[test]
    fn hello_brings_a_document() {
        let json = r#"{"kind":"hello","surface":"page","visible":false,"document":{"address":"http://a.test/#x","status":502,
            "started":12.5,"html":"<p>","content":{"words":3,"images":0,"forms":0,"later":1}}}"#;
        let Ok(Message::Hello { document, sight, .. }) = check(json, Sender::Injected(TAB)) else { panic!("no hello") };
        assert_eq!(document.address.as_str(), "http://a.test/");
        assert_eq!((document.status, sight.attention), (Some(Status::new(502)), Attention::Hidden));
        assert_eq!(check(r#"{"kind":"hello","surface":"page"}"#, Sender::Injected(TAB)), Err(MessageError::Incomplete));
    }

    #[test]
    fn the_history_is_for_our_own_page() {
        let own = Sender::OwnPage(Some(TAB));
        let erase = r#"{"kind":"erase","surface":"history","about":"https://a.test 5 9"}"#;
        let id = RecordId::parse("https://a.test 5 9").unwrap();
        assert_eq!(check(erase, own), Ok(Message::History(HistoryWish::Erase(id))));
        assert_eq!(check(erase, Sender::Injected(TAB)), Err(MessageError::NotAllowed));
        let all = r#"{"kind":"erase","surface":"history","about":"all"}"#;
        assert_eq!(check(all, own), Ok(Message::History(HistoryWish::EraseAll)));
        let none = r#"{"kind":"erase","surface":"history","about":"everything"}"#;
        assert_eq!(check(none, own), Err(MessageError::Incomplete));
    }

    #[test]
    fn settings_are_for_our_own_page() {
        let own = Sender::OwnPage(Some(TAB));
        let edit = |edit| {
            Ok(Message::Options { wish: OptionsWish::Edit(edit), leave: Leave { granted: true, notifies: false } })
        };
        let set = r#"{"kind":"set","surface":"options","about":"site-look a.test","value":"card"}"#;
        assert_eq!(check(set, own), edit(Edit::Set(Field::SiteLook("a.test".to_owned()), "card".to_owned())));
        assert_eq!(check(set, Sender::Injected(TAB)), Err(MessageError::NotAllowed));
        assert_eq!(check(&set.replace("options", "history"), own), Err(MessageError::NotAllowed));
        assert_eq!(check(&set.replace("site-look", "site"), own), Err(MessageError::Incomplete));
        let remove = r#"{"kind":"remove","surface":"options","about":"links https://a.test/ {host}"}"#;
        assert_eq!(check(remove, own), edit(Edit::Remove(List::Links, "https://a.test/ {host}".to_owned())));
        let sync = r#"{"kind":"sync","surface":"options","value":"on"}"#;
        assert!(matches!(check(sync, own), Ok(Message::Options { wish: OptionsWish::Sync(true), .. })));
        assert!(matches!(check(r#"{"kind":"look","surface":"options"}"#, own), Ok(Message::Options { .. })));
    }

    #[test]
    fn nonsense_has_a_name() {
        for (json, error) in [
            ("{}", MessageError::UnknownKind),
            (r#"{"kind":"bye"}"#, MessageError::UnknownKind),
            (r#"{"kind":"press","action":"buy"}"#, MessageError::UnknownPress),
            (r#"{"kind":"hello"}"#, MessageError::NotAllowed),
        ] {
            assert_eq!(check(json, Sender::Injected(TAB)), Err(error), "{json}");
        }
        let help = r#"{"kind":"hello","surface":"help","address":"javascript:alert(1)"}"#;
        assert_eq!(check(help, Sender::OwnPage(Some(TAB))), Err(MessageError::Address(AddressError::NotWeb)));
        assert_eq!(check(r#"{"kind":"press","action":"stop"}"#, Sender::OwnPage(None)), Err(MessageError::NoTab));
    }

    #[test]
    fn errors_read_well() {
        assert_eq!(MessageError::Address(AddressError::NoHost).to_string(), "message: address: no host");
        assert_eq!(MessageError::NotAllowed.to_string(), "message: not allowed from there");
    }
}
