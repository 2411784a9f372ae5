//! Messages as they come, and the one place where they are checked.
//!
//! Not here: what they mean once they are (`message`).

use serde::Deserialize;

use super::{
    Arrival, Format, HistoryWish, Leave, Message, MessageError, Next, OptionsWish, Part, Parts, Place, Popup, Sender,
};
use crate::history::Filter;
use crate::http::Status;
use crate::id::{Address, TabId};
use crate::outage::{Attention, Content, Document, Press, RecordId, Sight, Window};
use crate::settings::edit::{Edit, Field, List};
use crate::time::{Delay, Timestamp};

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
    pub(crate) status: u16,
    pub(crate) took: Option<f64>,
    pub(crate) parts: Vec<RawPart>,
    pub(crate) seen: u32,
    pub(crate) unseen: u32,
    pub(crate) full: bool,
    pub(crate) shut: bool,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct RawPart {
    pub(crate) address: String,
    pub(crate) status: u16,
    pub(crate) times: u32,
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
        let kind = self.kind.as_str();
        match (kind, self.surface.as_deref(), sender) {
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
            ("hello" | "look", Some("ask"), Sender::OwnPage(_)) => {
                let next = if kind == "hello" { Next::Asking } else { Next::Press };
                Ok(Message::Question { address: self.about()?, next })
            }
            ("ask", Some("ask" | "popup"), Sender::OwnPage(_)) => {
                Ok(Message::Ask { address: self.about()?, place: self.place(window) })
            }
            ("watch", Some("ask"), Sender::OwnPage(_)) if window == Window::Ordinary => {
                Ok(Message::Watch { address: self.about()?, window, place: self.place(window) })
            }
            ("parts", Some("popup"), Sender::OwnPage(_)) => Ok(Message::Parts(self.parts())),
            ("hello" | "look" | "export" | "erase", Some("history"), Sender::OwnPage(_)) => {
                let filter = Filter::parse(self.value.as_deref().unwrap_or_default());
                Ok(Message::History { wish: self.history_wish().ok_or(MessageError::Incomplete)?, filter })
            }
            (
                "hello" | "look" | "set" | "add" | "remove" | "reset" | "import" | "export" | "sync",
                Some("options"),
                _,
            ) if matches!(sender, Sender::OwnPage(_)) => {
                let wish = self.options_wish().ok_or(MessageError::Incomplete)?;
                Ok(Message::Options { wish, leave: self.leave() })
            }
            ("want" | "dismiss", Some("popup"), Sender::OwnPage(_)) => {
                let (address, popup) = (self.about()?, self.popup_state());
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
                | "remove" | "reset" | "import" | "sync" | "ask" | "watch" | "parts",
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

    /// The page that it is about.
    fn about(&self) -> Result<Address, MessageError> {
        Ok(Address::parse(self.about.as_deref().ok_or(MessageError::Incomplete)?)?)
    }

    fn place(&self, window: Window) -> Place {
        match (self.surface.as_deref(), window) {
            (Some("popup"), _) => Place::Popup,
            (_, Window::Ordinary) => Place::Page,
            (_, Window::Private) => Place::PrivatePage,
        }
    }

    /// What is no web address is no part that could fail.
    fn parts(&self) -> Parts {
        let part = |raw: &RawPart| {
            let address = raw.address.split('?').next().unwrap_or_default();
            let status = Status::new(raw.status);
            let address = Address::parse(address).ok().filter(|_| status.is_server_error())?;
            Some(Part { address, status, times: raw.times })
        };
        let failed = self.parts.iter().filter_map(part).take(Parts::MOST).collect();
        Parts { failed, seen: self.seen, unseen: self.unseen, full: self.full }
    }

    fn history_wish(&self) -> Option<HistoryWish> {
        let about = self.about.as_deref().unwrap_or_default();
        Some(match (self.kind.as_str(), about) {
            ("export", "csv") => HistoryWish::Export(Format::Csv),
            ("export", _) => HistoryWish::Export(Format::Json),
            ("erase", "all") => HistoryWish::EraseAll,
            ("erase", _) => HistoryWish::Erase(RecordId::parse(about)?),
            _ => HistoryWish::Show,
        })
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
            arrival: Arrival {
                status: (self.status != 0).then_some(Status::new(self.status)),
                took: self.took.map(Delay::from_js),
                shut: self.shut,
            },
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
pub(crate) fn press(action: &str) -> Result<Press, MessageError> {
    Press::ALL.into_iter().find(|press| press.word() == action).ok_or(MessageError::UnknownPress)
}

#[cfg(test)]
mod tests {
    use super::super::*;
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
        let shown = |wish| Ok(Message::History { wish, filter: Filter::default() });
        let erase = r#"{"kind":"erase","surface":"history","about":"https://a.test 5 9"}"#;
        let id = RecordId::parse("https://a.test 5 9").unwrap();
        assert_eq!(check(erase, own), shown(HistoryWish::Erase(id)));
        assert_eq!(check(erase, Sender::Injected(TAB)), Err(MessageError::NotAllowed));
        let all = r#"{"kind":"erase","surface":"history","about":"all"}"#;
        assert_eq!(check(all, own), shown(HistoryWish::EraseAll));
        let none = r#"{"kind":"erase","surface":"history","about":"everything"}"#;
        assert_eq!(check(none, own), Err(MessageError::Incomplete));
    }

    #[test]
    fn settings_are_for_our_own_page() {
        let own = Sender::OwnPage(Some(TAB));
        let leave = Leave { granted: true, notifies: false };
        let edit = |edit| Ok(Message::Options { wish: OptionsWish::Edit(edit), leave });
        let set = r#"{"kind":"set","surface":"options","about":"site-look a.test","value":"card"}"#;
        assert_eq!(check(set, own), edit(Edit::Set(Field::SiteLook("a.test".to_owned()), "card".to_owned())));
        assert_eq!(check(set, Sender::Injected(TAB)), Err(MessageError::NotAllowed));
        assert_eq!(check(&set.replace("options", "history"), own), Err(MessageError::NotAllowed));
        assert_eq!(check(&set.replace("site-look", "site"), own), Err(MessageError::Incomplete));
        let remove = r#"{"kind":"remove","surface":"options","about":"links https://a.test/ {host}"}"#;
        assert_eq!(check(remove, own), edit(Edit::Remove(List::Links, "https://a.test/ {host}".to_owned())));
        let sync = r#"{"kind":"sync","surface":"options","value":"on"}"#;
        assert!(matches!(check(sync, own), Ok(Message::Options { wish: OptionsWish::Sync(true), .. })));
    }

    #[test]
    fn a_page_in_a_private_window_may_ask_but_not_watch() {
        let said = |kind: &str, window| {
            let json = format!(r#"{{"kind":"{kind}","surface":"ask","about":"http://a.test/"}}"#);
            serde_json::from_str::<RawMessage>(&json).unwrap().check(Sender::OwnPage(Some(TAB)), window)
        };
        let address = Address::parse("http://a.test/").unwrap();
        for (window, place) in [(Window::Ordinary, Place::Page), (Window::Private, Place::PrivatePage)] {
            assert_eq!(said("ask", window), Ok(Message::Ask { address: address.clone(), place }));
        }
        let (window, place) = (Window::Ordinary, Place::Page);
        assert_eq!(said("watch", window), Ok(Message::Watch { address, window, place }));
        assert_eq!(said("watch", Window::Private), Err(MessageError::NotAllowed));
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
