//! The mailbox: one piece of mail at a time is decoded, stepped with, saved, acted on, and answered.
//!
//! Saving comes before acting: what has been done without being saved would be done again by the next background.

use std::cell::RefCell;
use std::pin::Pin;

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise, spawn_local};

use super::convert::{self, Incoming};
use super::error::BrowserError;
use super::storage::KeptState;
use super::{alarms, api, effects, notifications, options, probe, storage, surfaces};
use crate::chance::Dice;
use crate::history::History;
use crate::id::{Address, TabId};
use crate::message::{Message, Notice, Place};
use crate::outage::{Context, Effect, Event, Record, State};
use crate::reach::Known;
use crate::settings::Settings;
use crate::time::Timestamp;
use crate::view::{self, Around, Question, View};

thread_local! {
    /// The state; `None` until it has been read.
    static STATE: RefCell<Option<State>> = const { RefCell::new(None) };
    /// The settings; `None` until they have been read. Whoever changes them, the browser tells of it.
    static SETTINGS: RefCell<Option<Settings>> = const { RefCell::new(None) };
    /// Settles when the mail before has been dealt with.
    static BEFORE: RefCell<Promise> = RefCell::new(Promise::resolve(&JsValue::UNDEFINED));
}

/// Takes in an event of the browser's.
pub(super) async fn deliver(event: &str, details: JsValue) -> Result<JsValue, BrowserError> {
    match convert::incoming(event, details, now())? {
        Incoming::Event(Some(event)) => in_turn(Box::pin(heard(event))).await,
        Incoming::Event(None) => Ok(JsValue::UNDEFINED),
        Incoming::Message(Message::Ask { address, place }, _) => ask(address, place).await,
        Incoming::Message(message, known) => in_turn(Box::pin(answer(message, known))).await,
        Incoming::SettingsChanged => {
            in_turn(Box::pin(async { settings_changed().await.map(|()| JsValue::UNDEFINED) })).await
        }
        Incoming::NotificationPressed(name) => {
            if let Some(address) = notifications::pressed(&name).await {
                post(Event::Dismissed { address });
            }
            Ok(JsValue::UNDEFINED)
        }
    }
}

/// Takes in an event of our own making.
pub(super) fn post(event: Event) {
    spawn_local(async move {
        if let Err(error) = in_turn(Box::pin(heard(event))).await {
            api::warn(&error.to_string());
        }
    });
}

/// Puts an outage into the history, and lets the machine know that it is there.
pub(super) async fn remember(record: Record) -> Result<(), BrowserError> {
    let id = record.id.clone();
    let added = storage::change_history(|history| history.add(record));
    in_turn(Box::pin(async move { added.await.map(|_| JsValue::UNDEFINED) })).await?;
    post(Event::Recorded { id });
    Ok(())
}

/// The timer rang.
pub(super) fn time_passed() {
    post(Event::TimePassed);
}

/// Whether a tab waits on an outage. Until the state has been read, every tab may.
pub(super) fn concerns(tab: TabId) -> bool {
    STATE.with_borrow(|state| state.as_ref().is_none_or(|state| state.visit(tab).is_some()))
}

/// What mail asks for. In a box, so that the mailbox is compiled once and not for each kind of mail.
type Work = Pin<Box<dyn Future<Output = Result<JsValue, BrowserError>>>>;

/// Does `work` when all work before it is done.
async fn in_turn(work: Work) -> Result<JsValue, BrowserError> {
    let turn = BEFORE.with_borrow_mut(|before| {
        let earlier = before.clone();
        let done = future_to_promise(async move {
            // Its failure is its sender's matter, not ours.
            drop(JsFuture::from(earlier).await);
            work.await.map_err(JsValue::from)
        });
        *before = done.clone();
        done
    });
    JsFuture::from(turn).await.map_err(BrowserError::refused("background"))
}

async fn heard(event: Event) -> Result<JsValue, BrowserError> {
    take(event, None).await.map(|()| JsValue::UNDEFINED)
}

/// Asks a site once, at the reader's press. Other mail does not wait for it, and it waits for none.
async fn ask(address: Address, place: Place) -> Result<JsValue, BrowserError> {
    in_turn(Box::pin(heard(Event::TimePassed))).await?;
    let busy = STATE.with_borrow(|state| state.as_ref().is_some_and(|state| state.is_being_asked(&address.origin())));
    let question = if !api::is_online() {
        Question::Offline
    } else if busy {
        Question::Open
    } else {
        let since = now();
        let answer = probe::ask(&address).await;
        Question::Answered { answer, took: now().since(since) }
    };
    let (words, settings) = surfaces::own_words().await?;
    surfaces::answered(view::asked(&address, &question, place, &words), &settings)
}

async fn answer(message: Message, known: Known) -> Result<JsValue, BrowserError> {
    if let Message::History(wish) = message {
        let settings = storage::load_settings().await.unwrap_or_else(warned);
        return surfaces::answer_history(wish, &settings).await;
    }
    if let Message::Options { wish, leave } = message {
        return options::answer(wish, leave).await;
    }
    take(surfaces::event_of(&message), surfaces::answered_tab(&message)).await?;
    if let Message::Dismiss { address, .. } = &message {
        notifications::withdraw(address).await;
    }
    let history = match surfaces::page_under(&message) {
        Some(_) => storage::load_history().await.unwrap_or_else(warned),
        None => History::default(),
    };
    let settings = SETTINGS.with_borrow(Clone::clone).unwrap_or_default();
    let words = surfaces::words(settings.language).await?;
    let around = Around { settings: &settings, known };
    let of = |state: &State| surfaces::view(&message, state, &history, around, &words);
    let view = STATE.with_borrow(|state| state.as_ref().map(of));
    surfaces::answered(view.unwrap_or(View::none()), &settings)
}

/// Goes by other settings from now on, if they are others, and has everything that is open drawn anew.
pub(super) async fn settings_changed() -> Result<(), BrowserError> {
    let settings = storage::load_settings().await.unwrap_or_else(warned);
    if SETTINGS.with_borrow(|known| known.as_ref() == Some(&settings)) {
        return Ok(());
    }
    SETTINGS.set(Some(settings));
    take(Event::SettingsChanged, None).await?;
    effects::tell_pages(Notice::PopupChanged);
    effects::tell_pages(Notice::SettingsChanged);
    Ok(())
}

/// The settings as last read. Where they are read for the first time, the words in their language are, too: whoever wants the one
/// will soon want the other.
pub(super) async fn settings() -> Settings {
    if let Some(settings) = SETTINGS.with_borrow(Clone::clone) {
        return settings;
    }
    let read = storage::load_settings().await.unwrap_or_else(warned);
    // Newer ones may have come while these were read.
    let settings = SETTINGS.with_borrow_mut(|known| known.get_or_insert(read).clone());
    let language = settings.language;
    spawn_local(async move { drop(surfaces::words(language).await) });
    settings
}

/// One step. `answered` is the tab that draws the answer itself and need not be told.
async fn take(event: Event, answered: Option<TabId>) -> Result<(), BrowserError> {
    // Storage that fails must not keep help away: we then start with what a first start has.
    let settings = settings().await;
    let mut state = match STATE.take() {
        Some(state) => state,
        // Asked for last of all: a background that is dying may still be writing it.
        None => storage::load_state().await.unwrap_or_else(warned),
    };
    let before = KeptState::of(&state)?;
    let context = Context { now: now(), dice: Dice::from_seed(seed()), settings, online: api::is_online() };
    let wanted = state.step(context, event);
    let kept = KeptState::of(&state)?;
    let wakeup = state.next_wakeup();
    STATE.set(Some(state));
    // What cannot be saved: help now is worth more than help after a restart, so go on.
    for saved in [kept.save_over(&before).await, kept.save_watched_over(&before).await] {
        saved.unwrap_or_else(warned);
    }
    alarms::wake_at(wakeup, now());
    for effect in wanted {
        if !matches!(effect, Effect::Repaint { tab } if Some(tab) == answered) {
            effects::run(effect);
        }
    }
    if kept != before {
        effects::tell_pages(Notice::PopupChanged);
    }
    Ok(())
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that `unwrap_or_else` wants")]
fn warned<T: Default>(error: BrowserError) -> T {
    api::warn(&error.to_string());
    T::default()
}

pub(super) fn now() -> Timestamp {
    Timestamp::from_js(js_sys::Date::now())
}

/// Two throws of the browser's dice: jitter, no secret.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "any bits will do")]
fn seed() -> u64 {
    let throw = || (js_sys::Math::random() * 4_294_967_296.0) as u64;
    throw() << 32 | throw()
}
