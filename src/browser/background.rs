//! The mailbox: mail is decoded and stepped with in the order in which it comes; then, in the same order, what it came to is
//! saved, acted on, and answered. The next step does not wait for the last to be saved.
//!
//! Saving comes before acting: what has been done without being saved would be done again by the next background. It comes
//! before answering too, where a reader has pressed something; a document that only asks what it is to show does not wait.

use std::cell::RefCell;
use std::pin::Pin;
use std::thread::LocalKey;

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
    /// Settles when what came before has been stepped with.
    static STEPPED: RefCell<Promise> = RefCell::new(Promise::resolve(&JsValue::UNDEFINED));
    /// Settles when what came before has been saved, and acting on it has begun.
    static SAVED: RefCell<Promise> = RefCell::new(Promise::resolve(&JsValue::UNDEFINED));
}

/// Takes in an event of the browser's.
pub(super) async fn deliver(event: &str, details: JsValue) -> Result<JsValue, BrowserError> {
    match convert::incoming(event, details, now())? {
        Incoming::Event(Some(event)) => {
            take(event, None).await?;
            saved().await;
            Ok(JsValue::UNDEFINED)
        }
        Incoming::Event(None) => Ok(JsValue::UNDEFINED),
        Incoming::Message(Message::Ask { address, place }, _) => ask(address, place).await,
        Incoming::Message(Message::History { wish, filter }, _) => {
            in_turn(Box::pin(surfaces::answer_history(wish, filter))).await
        }
        Incoming::Message(Message::Options { wish, leave }, _) => in_turn(Box::pin(options::answer(wish, leave))).await,
        Incoming::Message(message, known) => answer(message, known).await,
        Incoming::SettingsChanged => settings_changed().await.map(|()| JsValue::UNDEFINED),
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
        if let Err(error) = take(event, None).await {
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

/// What is done in turn. In a box, so that the mailbox is compiled once and not for each kind of mail.
type Work = Pin<Box<dyn Future<Output = Result<JsValue, BrowserError>>>>;

/// Has `work` done when all work before it in the same queue is done.
fn queue(last: &'static LocalKey<RefCell<Promise>>, work: Work) -> Promise {
    last.with_borrow_mut(|last| {
        let earlier = last.clone();
        let done = future_to_promise(async move {
            // Its failure is its sender's matter, not ours.
            drop(JsFuture::from(earlier).await);
            work.await.map_err(JsValue::from)
        });
        *last = done.clone();
        done
    })
}

async fn settled(work: Promise) -> Result<JsValue, BrowserError> {
    JsFuture::from(work).await.map_err(BrowserError::refused("background"))
}

/// Does what reads and writes storage, when all that is to be saved before has been.
async fn in_turn(work: Work) -> Result<JsValue, BrowserError> {
    settled(queue(&SAVED, work)).await
}

/// Waits until all steps so far have been saved.
async fn saved() {
    // What else is done in turn may fail: that is its sender's matter.
    drop(JsFuture::from(SAVED.with_borrow(Clone::clone)).await);
}

/// Asks a site once, at the reader's press. Other mail does not wait for it, and it waits for none.
async fn ask(address: Address, place: Place) -> Result<JsValue, BrowserError> {
    take(Event::TimePassed, None).await?;
    saved().await;
    let busy = STATE.with_borrow(|state| state.as_ref().is_some_and(|state| state.is_being_asked(&address.origin())));
    let question = if !api::is_online() {
        Question::Offline
    } else if busy {
        Question::Open
    } else {
        let since = now();
        let answer = probe::ask(&address, api::fetch).await;
        Question::Answered { answer, took: now().since(since) }
    };
    let (words, settings) = surfaces::own_words().await?;
    surfaces::answered(view::asked(&address, &question, place, &settings, &words), &settings)
}

async fn answer(message: Message, known: Known) -> Result<JsValue, BrowserError> {
    take(surfaces::event_of(&message), surfaces::answered_tab(&message)).await?;
    if !matches!(message, Message::Hello { .. }) {
        saved().await;
    }
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
    post(Event::SettingsChanged);
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

/// One step, in the order of what comes in. `answered` is the tab that draws the answer itself and need not be told.
async fn take(event: Event, answered: Option<TabId>) -> Result<(), BrowserError> {
    settled(queue(&STEPPED, Box::pin(step(event, answered)))).await.map(drop)
}

/// Takes the step, and has what it comes to saved and acted on.
async fn step(event: Event, answered: Option<TabId>) -> Result<JsValue, BrowserError> {
    let settings = settings().await;
    if STATE.with_borrow(Option::is_none) {
        // Asked for last of all: a background that is dying may still be writing it. Storage that fails must not keep help away: we
        // then start with what a first start has.
        STATE.set(Some(storage::load_state().await.unwrap_or_else(warned)));
    }
    let context = Context { now: now(), dice: Dice::from_seed(seed()), settings, online: api::is_online() };
    let stepped = STATE.with_borrow_mut(|state| {
        let state = state.get_or_insert_default();
        let before = KeptState::of(state)?;
        let wanted = state.step(context, event);
        Ok::<_, BrowserError>((before, KeptState::of(state)?, wanted, state.next_wakeup()))
    });
    let (before, kept, wanted, wakeup) = stepped?;
    drop(queue(
        &SAVED,
        Box::pin(async move {
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
            Ok(JsValue::UNDEFINED)
        }),
    ));
    Ok(JsValue::UNDEFINED)
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
