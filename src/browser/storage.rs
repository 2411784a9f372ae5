//! What is kept: the state while the browser runs, the reader's settings for good.

use serde::Serialize;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::api;
use super::error::BrowserError;
use super::fields::{Fields, elements};
use crate::history::History;
use crate::id::TabId;
use crate::outage::{self, Record, Snapshot, State};
use crate::packed;
use crate::settings::{RawSettings, Settings};

const STATE: &str = "state";
const SETTINGS: &str = "settings";
const WATCHED: &str = "watched";
const HISTORY: &str = "history";

/// What `storage.session` holds. `extension/background.js` reads `tabs`, to know without us which tabs are of concern.
#[derive(Serialize)]
struct Saved {
    state: String,
    tabs: Vec<TabId>,
}

/// The state as last saved; where the browser was started since, what is watched. A fresh one where nothing, or nothing that
/// can be read, was saved.
pub(super) async fn load_state() -> Result<State, BrowserError> {
    let refused = BrowserError::refused("storage.session.get");
    let items = JsFuture::from(api::session_get(STATE).map_err(&refused)?).await.map_err(&refused)?;
    let saved = item(&items, STATE);
    let saved = if saved.is_undefined() { local(WATCHED).await? } else { saved };
    Ok(saved.as_string().map_or_else(State::default, |saved| outage::read(&saved)))
}

/// Saves what is watched, for the next start of the browser; nothing is left in storage where nothing is.
pub(super) async fn save_watched(watched: Option<&Snapshot>) -> Result<(), BrowserError> {
    if let Some(watched) = watched {
        return set_local(&Watched { watched: written(watched)? }).await;
    }
    let refused = BrowserError::refused("storage.local.remove");
    JsFuture::from(api::local_remove(WATCHED).map_err(&refused)?).await.map(drop).map_err(&refused)
}

#[derive(Serialize)]
struct Watched {
    watched: String,
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
    Ok(elements(&saved).filter_map(|one| packed::unpack::<Record>(&one.as_string()?)).collect())
}

/// Changes the outages of the past. To be called in turn with all other mail, or two changes may undo each other.
pub(super) async fn change_history(change: impl FnOnce(&mut History)) -> Result<History, BrowserError> {
    let mut history = load_history().await?;
    change(&mut history);
    let packed: Result<Vec<_>, _> = history.records().iter().map(packed::pack).collect();
    set_local(&Past { history: packed.map_err(unwritable)? }).await?;
    Ok(history)
}

#[derive(Serialize)]
struct Past {
    history: Vec<String>,
}

async fn local(key: &str) -> Result<JsValue, BrowserError> {
    let refused = BrowserError::refused("storage.local.get");
    let items = JsFuture::from(api::local_get(key).map_err(&refused)?).await.map_err(&refused)?;
    Ok(item(&items, key))
}

async fn set_local<T: Serialize>(items: &T) -> Result<(), BrowserError> {
    let refused = BrowserError::refused("storage.local.set");
    let items = api::plain(items).map_err(&refused)?;
    JsFuture::from(api::local_set(&items).map_err(&refused)?).await.map(drop).map_err(&refused)
}

/// Saves the state.
pub(super) async fn save_state(state: &State) -> Result<(), BrowserError> {
    let refused = BrowserError::refused("storage.session.set");
    let saved = Saved { state: written(&Snapshot::from(state))?, tabs: state.tabs().collect() };
    let items = api::plain(&saved).map_err(&refused)?;
    JsFuture::from(api::session_set(&items).map_err(&refused)?).await.map_err(&refused)?;
    Ok(())
}

/// The reader's settings; what cannot be read is as if it had not been set.
pub(super) async fn load_settings() -> Result<Settings, BrowserError> {
    let settings = Fields::of(local(SETTINGS).await?);
    Ok(RawSettings { checking: settings.text("checking") }.into())
}

fn item(items: &JsValue, key: &str) -> JsValue {
    js_sys::Reflect::get(items, &key.into()).unwrap_or(JsValue::UNDEFINED)
}
