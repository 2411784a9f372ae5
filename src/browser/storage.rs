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
pub(super) struct Kept {
    session: Session,
    /// What is watched; nothing is left in storage where nothing is.
    watched: Option<String>,
}

impl Kept {
    /// The form in which `state` is kept.
    pub(super) fn of(state: &State) -> Result<Self, BrowserError> {
        let watched = Snapshot::watched(state).as_ref().map(written).transpose()?;
        Ok(Self { session: Session { state: written(&Snapshot::from(state))?, tabs: state.tabs().collect() }, watched })
    }

    /// Saves what differs from what is kept already.
    pub(super) async fn save_over(&self, before: &Self) -> Result<(), BrowserError> {
        if self.session != before.session {
            let refused = BrowserError::refused("storage.session.set");
            let items = api::plain(&self.session).map_err(&refused)?;
            JsFuture::from(api::session_set(&items).map_err(&refused)?).await.map_err(&refused)?;
        }
        Ok(())
    }

    /// Saves what is watched, for the next start of the browser.
    pub(super) async fn save_watched_over(&self, before: &Self) -> Result<(), BrowserError> {
        if self.watched == before.watched {
            return Ok(());
        }
        if let Some(watched) = &self.watched {
            return set_local(&Watched { watched }).await;
        }
        let refused = BrowserError::refused("storage.local.remove");
        JsFuture::from(api::local_remove(WATCHED).map_err(&refused)?).await.map(drop).map_err(&refused)
    }
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

/// The reader's settings; what cannot be read is as if it had not been set.
pub(super) async fn load_settings() -> Result<Settings, BrowserError> {
    let settings = Fields::of(local(SETTINGS).await?);
    Ok(RawSettings { checking: settings.text("checking") }.into())
}

fn item(items: &JsValue, key: &str) -> JsValue {
    js_sys::Reflect::get(items, &key.into()).unwrap_or(JsValue::UNDEFINED)
}
