//! Answering surfaces: from a message to the view that its sender draws.

use std::cell::RefCell;
use std::rc::Rc;

use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::background::{now, settings};
use super::effects::settle;
use super::error::BrowserError;
use super::{api, storage};
use crate::history::{Filter, History, csv};
use crate::id::{Address, TabId};
use crate::message::{Format, HistoryWish, Message, Next, Place, Popup};
use crate::outage::{Event, State, Surface};
use crate::settings::{Language, Settings};
use crate::view::{self, Around, Notifications, PopupSubject, Question, View};
use crate::words::Words;

thread_local! {
    /// The words as last read, with the tag of their language.
    static WORDS_READ: RefCell<Option<(&'static str, Rc<Words>)>> = const { RefCell::new(None) };
}

/// What a message means to the machine; [`Event::TimePassed`] where it is only a question.
pub(super) fn event_of(message: &Message) -> Event {
    // By reference: copying any message as a whole takes more code.
    match message {
        Message::Hello { tab, document, sight } => {
            Event::Hello { tab: *tab, document: document.clone(), sight: *sight }
        }
        Message::HelpTab { tab, address, sight } => {
            Event::HelpTabOpened { tab: *tab, address: address.clone(), sight: *sight }
        }
        Message::Press { tab, press, .. } => Event::Pressed { tab: *tab, press: *press },
        Message::Visible { tab, attention } => Event::Attended { tab: *tab, attention: *attention },
        Message::Engaged { tab } => Event::Engaged { tab: *tab },
        Message::Want { address, .. } => Event::Wanted { address: address.clone() },
        Message::Dismiss { address, .. } => Event::Dismissed { address: address.clone() },
        Message::Watch { address, window, .. } => Event::WatchWanted { address: address.clone(), window: *window },
        Message::Popup(_)
        | Message::Look { .. }
        | Message::Due { .. }
        | Message::Ask { .. }
        | Message::Question { .. }
        | Message::Parts(_)
        | Message::History { .. }
        | Message::Options { .. } => Event::TimePassed,
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
        Message::Press { .. }
        | Message::Due { .. }
        | Message::Popup(_)
        | Message::Want { .. }
        | Message::Dismiss { .. }
        | Message::Ask { .. }
        | Message::Question { .. }
        | Message::Watch { .. }
        | Message::Parts(_)
        | Message::History { .. }
        | Message::Options { .. } => None,
    }
}

/// What the message's sender is to draw.
pub(super) fn view(message: &Message, state: &State, history: &History, around: Around<'_>, words: &Words) -> View {
    match message {
        Message::HelpTab { tab, address, .. } if state.visit(*tab).is_none() => View::leave_for(address.clone()),
        Message::HelpTab { tab, .. } => view::help_tab(state, *tab, around, words),
        Message::Hello { tab, .. }
        | Message::Look { tab }
        | Message::Visible { tab, .. }
        | Message::Engaged { tab }
        | Message::Press { tab, popup: None, .. }
        | Message::Due { tab: Some(tab), popup: None } => in_tab(state, *tab, around, words),
        Message::Press { popup: Some(popup), .. }
        | Message::Due { popup: Some(popup), .. }
        | Message::Want { popup, .. }
        | Message::Dismiss { popup, .. }
        | Message::Popup(popup) => {
            view::popup(state, &subject(popup, state, history), notifications(popup), around.settings, words)
        }
        Message::Question { address, next } => {
            let question = if *next == Next::Asking { Question::Asking } else { Question::Open };
            view::asked(address, &question, Place::Page, around.settings, words)
        }
        Message::Watch { address, place, .. } => {
            view::asked(address, &Question::Watched, *place, around.settings, words)
        }
        Message::Parts(parts) => view::parts(parts, words),
        Message::Due { tab: None, popup: None }
        | Message::Ask { .. }
        | Message::History { .. }
        | Message::Options { .. } => View::none(),
    }
}

/// The page under a popup, whose past the popup tells.
pub(super) fn page_under(message: &Message) -> Option<&Address> {
    match message {
        Message::Press { popup: Some(popup), .. }
        | Message::Due { popup: Some(popup), .. }
        | Message::Want { popup, .. }
        | Message::Dismiss { popup, .. }
        | Message::Popup(popup) => popup.address.as_ref(),
        _ => None,
    }
}

fn in_tab(state: &State, tab: TabId, around: Around<'_>, words: &Words) -> View {
    match state.visit(tab).and_then(|(visit, _)| visit.surface()) {
        Some(Surface::Page { .. }) => view::help(state, tab, around, words),
        Some(Surface::HelpTab) => view::help_tab(state, tab, around, words),
        None => View::none(),
    }
}

/// Answers the page of past outages: with what it shows, as a view or as a text for a file.
pub(super) async fn answer_history(wish: HistoryWish, filter: Filter) -> Result<JsValue, BrowserError> {
    let history = match &wish {
        HistoryWish::Show | HistoryWish::Export(_) => storage::load_history().await?,
        HistoryWish::Erase(id) => storage::change_history(|history| history.erase(id)).await?,
        HistoryWish::EraseAll => storage::change_history(|history| *history = History::default()).await?,
    };
    let filter = filter.among(&history);
    if let HistoryWish::Export(format) = wish {
        let wanted = history.records().iter().filter(|record| filter.takes(record, now()));
        return match format {
            Format::Json => file(&wanted.collect::<Vec<_>>()),
            Format::Csv => Ok(csv(wanted).into()),
        };
    }
    let (words, settings) = own_words().await?;
    answered(view::history(&history, &filter, now(), &words), &settings)
}

/// What a surface is answered with.
pub(super) fn answered(view: View, settings: &Settings) -> Result<JsValue, BrowserError> {
    api::plain(&view.in_theme(settings.theme)).map_err(BrowserError::refused("writing a view"))
}

/// The text of a file that other programs can read.
pub(super) fn file<T: Serialize>(content: &T) -> Result<JsValue, BrowserError> {
    let refused = BrowserError::refused("writing a file");
    let content = api::plain(content).map_err(&refused)?;
    let text =
        js_sys::JSON::stringify_with_replacer_and_space(&content, &JsValue::NULL, &2.into()).map_err(&refused)?;
    Ok(text.into())
}

fn notifications(popup: &Popup) -> Notifications {
    if popup.notifies { Notifications::Allowed } else { Notifications::NotAsked }
}

fn subject(popup: &Popup, state: &State, history: &History) -> PopupSubject {
    match (popup.tab, &popup.address) {
        (Some(tab), _) if state.visit(tab).is_some() => PopupSubject::Failing(tab),
        _ if !popup.granted => PopupSubject::NotGranted,
        (_, Some(address)) => PopupSubject::Web {
            address: address.clone(),
            arrival: popup.arrival,
            lately: history.lately(&address.origin(), now()),
        },
        (_, None) => PopupSubject::OutOfReach,
    }
}

/// Our words in the reader's language, read from the extension's own files the first time. A failed read is not remembered.
pub(super) async fn words(language: Language) -> Result<Rc<Words>, BrowserError> {
    let tag = language.tag(&api::ui_language());
    if let Some((read, words)) = WORDS_READ.with_borrow(Clone::clone)
        && read == tag
    {
        return Ok(words);
    }
    let text = settle(api::read_words(tag)).await.map_err(BrowserError::refused("reading our words"))?;
    let words = Rc::new(Words::read(&text.as_string().unwrap_or_default()));
    WORDS_READ.set(Some((tag, Rc::clone(&words))));
    Ok(words)
}

/// Our words, and the reader's choices.
pub(super) async fn own_words() -> Result<(Rc<Words>, Settings), BrowserError> {
    let settings = settings().await;
    Ok((words(settings.language).await?, settings))
}
