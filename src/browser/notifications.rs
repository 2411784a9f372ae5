//! Telling the reader, outside of any tab, that what they had watched is back; and what a press on that does.
//!
//! Works only with the `notifications` permission, which is asked for when the reader wants a site to be watched. Without it
//! the badge and the popup tell.

use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::effects::settle;
use super::error::BrowserError;
use super::{api, surfaces};
use crate::id::{Address, TabId};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Options {
    r#type: &'static str,
    icon_url: String,
    title: String,
    message: String,
}

/// Says that the page is back.
pub(super) async fn announce(address: &Address, tab: Option<TabId>) -> Result<(), BrowserError> {
    let (words, _) = surfaces::own_words().await?;
    let options = Options {
        r#type: "basic",
        icon_url: api::own_url("icons/mark-128.png"),
        title: words.headline_back(&address.host()),
        message: words.notification_text(),
    };
    let name = name(address, tab);
    // No leave, no notification.
    drop(settle(api::plain(&options).and_then(|options| api::create_notification(&name, &options))).await);
    Ok(())
}

/// Takes the word of a page that is back without a tab away again: the reader knows.
pub(super) async fn withdraw(address: &Address) {
    drop(settle(api::clear_notification(&name(address, None))).await);
}

/// A press on a notification: the page that it told of, after the tab that waited for it has come to the front, or a new one.
/// `None` for a name that is none of ours.
pub(super) async fn pressed(name: &str) -> Option<Address> {
    let (tab, address) = read(name)?;
    drop(settle(api::clear_notification(name)).await);
    let shown = match tab {
        Some(tab) => bring_to_front(tab).await,
        None => Err(JsValue::UNDEFINED),
    };
    if shown.is_err() {
        let created = api::plain(&NewTab { url: address.as_str() }).and_then(|tab| api::create_tab(&tab));
        if let Err(error) = settle(created).await {
            api::warn(&format!("tabs.create: {error:?}"));
        }
    }
    Some(address)
}

/// A notification's name says all that a press on it needs: the background may be another one by then.
fn name(address: &Address, tab: Option<TabId>) -> String {
    format!("{} {}", tab.map_or_else(String::new, |tab| tab.number().to_string()), address.as_str())
}

fn read(name: &str) -> Option<(Option<TabId>, Address)> {
    let (tab, address) = name.split_once(' ')?;
    Some((tab.parse().ok().map(TabId::new), Address::parse(address).ok()?))
}

#[derive(Serialize)]
struct NewTab<'a> {
    url: &'a str,
}

#[derive(Serialize)]
struct Front {
    active: bool,
}

#[derive(Serialize)]
struct Focus {
    focused: bool,
}

async fn bring_to_front(tab: TabId) -> Result<(), JsValue> {
    let shown =
        settle(api::plain(&Front { active: true }).and_then(|front| api::update_tab(tab.number(), &front))).await?;
    let window = js_sys::Reflect::get(&shown, &"windowId".into())?.as_f64().ok_or(JsValue::UNDEFINED)?;
    // Firefox for Android has tabs and no windows.
    drop(settle(api::plain(&Focus { focused: true }).and_then(|focus| api::update_window(window, &focus))).await);
    Ok(())
}
