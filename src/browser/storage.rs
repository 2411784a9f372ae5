//! What is kept: the state while the browser runs, the reader's settings for good.

use serde::Serialize;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::api;
use super::error::BrowserError;
use crate::id::TabId;
use crate::outage::{Snapshot, State, restore};
use crate::settings::{RawSettings, Settings};

const STATE: &str = "state";
const SETTINGS: &str = "settings";

/// What `storage.session` holds. `extension/background.js` reads `tabs`, to know without us which tabs are of concern.
#[derive(Serialize)]
struct Saved {
    state: Snapshot,
    tabs: Vec<TabId>,
}

/// The state as last saved; a fresh one where nothing, or nothing that can be read, was saved.
pub(super) async fn load_state() -> Result<State, BrowserError> {
    let refused = BrowserError::refused("storage.session.get");
    let items = JsFuture::from(api::session_get(STATE).map_err(&refused)?).await.map_err(&refused)?;
    let saved = item(&items, STATE);
    Ok(if saved.is_undefined() { State::default() } else { restore(serde_wasm_bindgen::Deserializer::from(saved)) })
}

/// Saves the state.
pub(super) async fn save_state(state: &State) -> Result<(), BrowserError> {
    let refused = BrowserError::refused("storage.session.set");
    let saved = Saved { state: Snapshot::from(state), tabs: state.tabs().collect() };
    let items = api::plain(&saved).map_err(&refused)?;
    JsFuture::from(api::session_set(&items).map_err(&refused)?).await.map_err(&refused)?;
    Ok(())
}

/// The reader's settings; what cannot be read is as if it had not been set.
pub(super) async fn load_settings() -> Result<Settings, BrowserError> {
    let refused = BrowserError::refused("storage.local.get");
    let items = JsFuture::from(api::local_get(SETTINGS).map_err(&refused)?).await.map_err(&refused)?;
    Ok(serde_wasm_bindgen::from_value::<RawSettings>(item(&items, SETTINGS)).unwrap_or_default().into())
}

fn item(items: &JsValue, key: &str) -> JsValue {
    js_sys::Reflect::get(items, &key.into()).unwrap_or(JsValue::UNDEFINED)
}
