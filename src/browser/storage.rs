//! What is kept: the state while the browser runs, the reader's settings for good.

use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::api;
use super::effects::settle;
use super::error::BrowserError;
use super::fields::{elements, kept};
use crate::history::History;
use crate::id::TabId;
use crate::outage::{self, Record, Snapshot, State};
use crate::packed;
use crate::settings::Settings;
use crate::settings::kept::Kept;

const STATE: &str = "state";
const SETTINGS: &str = "settings";
const SYNCED: &str = "synced";
const WATCHED: &str = "watched";
const HISTORY: &str = "history";

/// The state as it is kept, all but what outlasts the browser: what `storage.session` holds. `extension/background.js` reads
/// `tabs`, to know without us which tabs are of concern.
#[derive(PartialEq, Eq, Serialize)]
struct Session {
    state: String,
    tabs: Vec<TabId>,
}

/// The state as it is kept. Two states that are kept in the same way are the same: comparing the texts takes less code than
/// comparing all that a state is made of.
#[derive(PartialEq, Eq)]
pub(super) struct KeptState {
    session: Session,
    /// What is watched; nothing is left in storage where nothing is.
    watched: Option<String>,
}

impl KeptState {
    /// The form in which `state` is kept.
    pub(super) fn of(state: &State) -> Result<Self, BrowserError> {
        let watched = Snapshot::watched(state).as_ref().map(written).transpose()?;
        Ok(Self { session: Session { state: written(&Snapshot::from(state))?, tabs: state.tabs().collect() }, watched })
    }

    /// Saves what differs from what is kept already.
    pub(super) async fn save_over(&self, before: &Self) -> Result<(), BrowserError> {
        if self.session != before.session {
            let call = api::plain(&self.session).and_then(|items| api::session_set(&items));
            called("storage.session.set", call).await?;
        }
        Ok(())
    }

    /// Saves what is watched, for the next start of the browser.
    pub(super) async fn save_watched_over(&self, before: &Self) -> Result<(), BrowserError> {
        if self.watched == before.watched {
            return Ok(());
        }
        if let Some(watched) = &self.watched {
            return set_local(api::plain(&Watched { watched })).await;
        }
        called("storage.local.remove", api::local_remove(WATCHED)).await.map(drop)
    }
}

/// The state as last saved; where the browser was started since, what is watched. A fresh one where nothing, or nothing that
/// can be read, was saved.
pub(super) async fn load_state() -> Result<State, BrowserError> {
    let items = called("storage.session.get", api::session_get(STATE)).await?;
    let saved = item(&items, STATE);
    let saved = if saved.is_undefined() { item(&local(WATCHED).await?, WATCHED) } else { saved };
    Ok(saved.as_string().map_or_else(State::default, |saved| outage::read(&saved)))
}

#[derive(Serialize)]
struct Watched<'a> {
    watched: &'a str,
}

fn written(snapshot: &Snapshot) -> Result<String, BrowserError> {
    snapshot.write().map_err(unwritable)
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that `map_err` wants")]
fn unwritable(error: postcard::Error) -> BrowserError {
    BrowserError::Unwritable(error.to_string())
}

/// The outages of the past. What cannot be read of them is left out.
pub(super) async fn load_history() -> Result<History, BrowserError> {
    let saved = local(HISTORY).await?;
    Ok(elements(&item(&saved, HISTORY)).filter_map(|one| packed::unpack::<Record>(&one.as_string()?)).collect())
}

/// Changes the outages of the past. To be called in turn with all other mail, or two changes may undo each other.
pub(super) async fn change_history(change: impl FnOnce(&mut History)) -> Result<History, BrowserError> {
    let mut history = load_history().await?;
    change(&mut history);
    let packed: Result<Vec<_>, _> = history.records().iter().map(packed::pack).collect();
    set_local(api::plain(&Past { history: packed.map_err(unwritable)? })).await?;
    Ok(history)
}

#[derive(Serialize)]
struct Past {
    history: Vec<String>,
}

async fn local(keys: impl Into<JsValue>) -> Result<JsValue, BrowserError> {
    called("storage.local.get", api::local_get(&keys.into())).await
}

async fn set_local(items: Result<JsValue, JsValue>) -> Result<(), BrowserError> {
    called("storage.local.set", items.and_then(|items| api::local_set(&items))).await.map(drop)
}

/// What a call comes to. The waiting is compiled here once, and not for each call.
async fn called(name: &'static str, call: Result<js_sys::Promise, JsValue>) -> Result<JsValue, BrowserError> {
    settle(call).await.map_err(BrowserError::refused(name))
}

/// Where settings are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// On this computer.
    Local,
    /// Where the browser syncs them with the reader's others.
    Synced,
}

/// The reader's settings; what cannot be read is as if it had not been set.
pub(super) async fn load_settings() -> Result<Settings, BrowserError> {
    let (kept, _) = load_kept().await?;
    Ok(Settings::read(&kept, &mut Vec::new()))
}

/// The settings as they are kept, and where. Where sync does not answer, those that were last kept here count.
pub(super) async fn load_kept() -> Result<(Kept, Place), BrowserError> {
    let items = local(js_sys::Array::of2(&SETTINGS.into(), &SYNCED.into())).await?;
    let here = kept(&item(&items, SETTINGS));
    if item(&items, SYNCED).as_bool() != Some(true) {
        return Ok((here, Place::Local));
    }
    Ok((synced().await.unwrap_or(here), Place::Synced))
}

/// What the browser syncs; `None` where that is nothing, or cannot be had.
pub(super) async fn synced() -> Option<Kept> {
    let items = settle(api::sync_get(SETTINGS)).await.ok()?;
    Some(kept(&item(&items, SETTINGS))).filter(|kept| !kept.fields().is_empty())
}

#[derive(Serialize)]
struct Choices<'a> {
    settings: &'a Kept,
    #[serde(skip_serializing_if = "Option::is_none")]
    synced: Option<bool>,
}

/// Keeps the settings: here in any case, and where they are synced as well. Answers where they are now: if sync does not
/// take them, which holds 8 KB of them, here alone.
pub(super) async fn save_kept(settings: &Kept, wanted: Place) -> Result<Place, BrowserError> {
    let place = match wanted {
        Place::Synced if sync(settings).await.is_ok() => Place::Synced,
        Place::Synced | Place::Local => Place::Local,
    };
    set_local(api::plain(&Choices { settings, synced: Some(place == Place::Synced) })).await?;
    Ok(place)
}

async fn sync(settings: &Kept) -> Result<JsValue, JsValue> {
    settle(api::plain(&Choices { settings, synced: None }).and_then(|items| api::sync_set(&items))).await
}

fn item(items: &JsValue, key: &str) -> JsValue {
    js_sys::Reflect::get(items, &key.into()).unwrap_or(JsValue::UNDEFINED)
}
