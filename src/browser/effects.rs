//! Doing what the core wants done. None of it is waited for: what comes of it is a new event.

use serde::Serialize;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::error::BrowserError;
use super::{api, background, notifications, options, outside, probe, surfaces};
use crate::id::{Address, TabId};
use crate::message::Notice;
use crate::outage::{Badge, Effect, Event};

/// Runs one effect.
pub(super) fn run(effect: Effect) {
    spawn_local(async move {
        if let Err(error) = attempt(effect).await {
            api::warn(&error.to_string());
        }
    });
}

/// Tells our own pages, those that are open, that there is something new.
pub(super) fn tell_pages(notice: Notice) {
    let told = api::plain(&notice).and_then(|notice| api::send_to_pages(&notice));
    // Nobody listens unless one is open: that is no failure.
    spawn_local(async move { drop(settle(told).await) });
}

async fn attempt(effect: Effect) -> Result<(), BrowserError> {
    match effect {
        Effect::Inject { tab } => {
            // What came in the meantime is not refused a second time.
            if is_refused(tab).await && is_refused(tab).await {
                background::post(Event::InjectionRefused { tab });
            }
            Ok(())
        }
        Effect::OpenHelpTab { tab, address } => open_help_tab(tab, &address).await,
        Effect::Probe { scope, probe, address } => {
            let answer = probe::ask(&address, api::fetch_alone).await;
            background::post(Event::Answered { scope, probe, answer });
            Ok(())
        }
        Effect::Reload { tab, address } => reload(tab, &address).await,
        Effect::Open { tab, address } => open(tab, &address).await,
        Effect::Announce { address, tab } => notifications::announce(&address, tab).await,
        Effect::AskOutside { scope, began, request } => {
            let tidings = outside::ask(&request).await;
            background::post(Event::Told { scope, began, tidings });
            Ok(())
        }
        Effect::KeepConsent => options::keep_consent().await,
        Effect::Remember { record } => background::remember(record).await,
        Effect::Repaint { tab } => {
            // A tab that has gone on has nobody to listen, which is as good.
            drop(settle(api::plain(&Notice::Changed).and_then(|notice| api::send_to_tab(tab.number(), &notice))).await);
            Ok(())
        }
        Effect::SetBadge { tab, badge } => set_badge(tab, badge).await,
    }
}

pub(super) async fn settle(call: Result<js_sys::Promise, JsValue>) -> Result<JsValue, JsValue> {
    JsFuture::from(call?).await
}

async fn inject(tab: TabId) -> Result<JsValue, BrowserError> {
    settle(api::draw_in(tab.number())).await.map_err(BrowserError::refused("scripting.executeScript"))
}

/// Whether the document in `tab` would not have our script. What has gone, or is still on its way, is looked for again.
async fn is_refused(tab: TabId) -> bool {
    match inject(tab).await {
        Ok(_) => false,
        Err(error) => !error.is_of_what_went() && !is_loading(tab).await,
    }
}

/// Whether the tab's next document is on its way: until it is there, the one before may take no script of ours.
async fn is_loading(tab: TabId) -> bool {
    let shown = settle(api::tab(tab.number())).await.unwrap_or_default();
    js_sys::Reflect::get(&shown, &"status".into()).is_ok_and(|status| status == "loading")
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Update {
    url: String,
    /// Firefox alone knows it, and takes the error page's place in the tab's history then. Chrome's Back button passes
    /// over that entry by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    load_replace: Option<bool>,
}

async fn open_help_tab(tab: TabId, address: &Address) -> Result<(), BrowserError> {
    let shown = settle(api::tab(tab.number())).await.map_err(BrowserError::refused("tabs.get"))?;
    let private = js_sys::Reflect::get(&shown, &"incognito".into()).ok().and_then(|value| value.as_bool());
    // Chrome shows an extension's page in no private window, but in an ordinary one, where the address would stay behind.
    if private == Some(true) && !api::is_firefox() {
        return Ok(());
    }
    go_to(tab, format!("{}#{}", api::own_url("help.html"), js_sys::encode_uri_component(address.as_str()))).await
}

/// Takes the place of what a tab shows, in its history too.
async fn go_to(tab: TabId, url: String) -> Result<(), BrowserError> {
    let update = Update { url, load_replace: api::is_firefox().then_some(true) };
    let updated = api::plain(&update).and_then(|update| api::update_tab(tab.number(), &update));
    settle(updated).await.map(drop).map_err(BrowserError::refused("tabs.update"))
}

/// Loads the page again, if the tab still shows it and is not on its way elsewhere.
async fn reload(tab: TabId, address: &Address) -> Result<(), BrowserError> {
    if !shows(tab, address).await? {
        return Ok(());
    }
    settle(api::reload_tab(tab.number())).await.map(drop).map_err(BrowserError::refused("tabs.reload"))
}

/// Goes to the page's address, if the tab still shows it and is not on its way elsewhere.
async fn open(tab: TabId, address: &Address) -> Result<(), BrowserError> {
    if !shows(tab, address).await? {
        return Ok(());
    }
    go_to(tab, address.as_str().to_owned()).await
}

async fn shows(tab: TabId, address: &Address) -> Result<bool, BrowserError> {
    let shown = settle(api::tab(tab.number())).await.map_err(BrowserError::refused("tabs.get"))?;
    let text = |key: &str| js_sys::Reflect::get(&shown, &key.into()).ok().and_then(|value| value.as_string());
    let same = text("url").and_then(|url| Address::parse(&url).ok()).is_some_and(|url| url == *address);
    Ok(same && text("pendingUrl").is_none_or(|url| url.is_empty()))
}

async fn set_badge(tab: Option<TabId>, badge: Badge) -> Result<(), BrowserError> {
    let (words, _) = surfaces::own_words().await?;
    let (mark, colour, title) = match badge {
        Badge::None => ("", "#5a5f6a", words.action_title()),
        Badge::Waiting => ("…", "#8a5a00", words.badge_waiting()),
        Badge::Trying => ("?", "#0b5f8a", words.badge_trying()),
        Badge::Watching => ("•", "#6b3fa0", words.badge_watching()),
        Badge::Offline => ("–", "#4a4f5a", words.badge_offline()),
        Badge::Stopped => ("!", "#b4401f", words.badge_stopped()),
        Badge::Back => ("✓", "#18794e", words.badge_back()),
    };
    let shown = api::show_state(tab.map(TabId::number), badge.drawing(), mark, colour, &title);
    let shown = settle(shown).await.map_err(BrowserError::refused("action.setBadgeText"));
    // We may have been dead when the tab was closed, and never have heard of it.
    if let (Some(tab), Err(error)) = (tab, shown)
        && error.is_of_what_went()
    {
        background::post(Event::Closed { tab });
    }
    Ok(())
}
