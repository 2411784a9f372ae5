//! Answering surfaces: from a message to the view that its sender draws.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::api;
use super::error::BrowserError;
use crate::id::TabId;
use crate::message::{Message, Popup};
use crate::outage::{Event, State, Surface};
use crate::view::{self, PopupSubject, View};
use crate::words::Words;

/// The file that all words come from.
const WORDS: &str = "_locales/en/messages.json";

thread_local! {
    static WORDS_READ: RefCell<Option<Rc<Words>>> = const { RefCell::new(None) };
}

/// What a message means to the machine; [`Event::TimePassed`] where it is only a question.
pub(super) fn event_of(message: &Message) -> Event {
    match message.clone() {
        Message::Hello { tab, document, attention } => Event::Hello { tab, document, attention },
        Message::HelpTab { tab, address, attention } => Event::HelpTabOpened { tab, address, attention },
        Message::Press { tab, press, .. } => Event::Pressed { tab, press },
        Message::Visible { tab, attention } => Event::Attended { tab, attention },
        Message::Engaged { tab } => Event::Engaged { tab },
        Message::Popup(_) | Message::Look { .. } | Message::Due { .. } => Event::TimePassed,
    }
}

/// The tab that is answered by the reply and need not be told to ask again.
pub(super) fn answered_tab(message: &Message) -> Option<TabId> {
    match message {
        Message::Hello { tab, .. }
        | Message::HelpTab { tab, .. }
        | Message::Look { tab }
        | Message::Visible { tab, .. }
        | Message::Engaged { tab }
        | Message::Press { tab, popup: None, .. } => Some(*tab),
        Message::Due { tab, popup: None } => *tab,
        Message::Press { .. } | Message::Due { .. } | Message::Popup(_) => None,
    }
}

/// What the message's sender is to draw.
pub(super) fn view(message: &Message, state: &State, words: &Words) -> View {
    match message {
        Message::HelpTab { tab, address, .. } if state.visit(*tab).is_none() => View::leave_for(address.clone()),
        Message::HelpTab { tab, .. } => view::help_tab(state, *tab, words),
        Message::Hello { tab, .. }
        | Message::Look { tab }
        | Message::Visible { tab, .. }
        | Message::Engaged { tab }
        | Message::Press { tab, popup: None, .. }
        | Message::Due { tab: Some(tab), popup: None } => in_tab(state, *tab, words),
        Message::Press { popup: Some(popup), .. } | Message::Due { popup: Some(popup), .. } | Message::Popup(popup) => {
            view::popup(state, &subject(popup, state), words)
        }
        Message::Due { tab: None, popup: None } => View::none(),
    }
}

fn in_tab(state: &State, tab: TabId, words: &Words) -> View {
    match state.visit(tab).and_then(|(visit, _)| visit.surface()) {
        Some(Surface::Page { .. }) => view::help(state, tab, words),
        Some(Surface::HelpTab) => view::help_tab(state, tab, words),
        None => View::none(),
    }
}

fn subject(popup: &Popup, state: &State) -> PopupSubject {
    match (popup.tab, &popup.address) {
        (Some(tab), _) if state.visit(tab).is_some() => PopupSubject::Failing(tab),
        _ if !popup.granted => PopupSubject::NotGranted,
        (_, Some(address)) => PopupSubject::Healthy { host: address.host().to_owned() },
        (_, None) => PopupSubject::OutOfReach,
    }
}

/// Our words, read from the extension's own files the first time. A failed read is not remembered.
pub(super) async fn words() -> Result<Rc<Words>, BrowserError> {
    if let Some(words) = WORDS_READ.with_borrow(Clone::clone) {
        return Ok(words);
    }
    let refused = BrowserError::refused("reading our words");
    let response = JsFuture::from(api::fetch_own(&api::own_url(WORDS)).map_err(&refused)?).await.map_err(&refused)?;
    let response: web_sys::Response = response.dyn_into().map_err(&refused)?;
    let json = JsFuture::from(response.json().map_err(&refused)?).await.map_err(&refused)?;
    let words = Rc::new(serde_wasm_bindgen::from_value::<Words>(json).map_err(BrowserError::details(WORDS))?);
    WORDS_READ.set(Some(Rc::clone(&words)));
    Ok(words)
}
