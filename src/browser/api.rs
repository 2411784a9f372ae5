//! Every function of the browser's that we call, and nothing else.
//!
//! Both browsers have them under `chrome`, answering with promises. Arguments are built by serde where they are read.

use js_sys::Promise;
use serde::Serialize;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = fetch)]
    pub(super) fn fetch(request: &web_sys::Request) -> Result<Promise, JsValue>;
    /// In `extension/probing.js`: asks a site, and ends what was asked of its web origin before and has not been answered.
    #[wasm_bindgen(catch, js_name = fetchAlone)]
    pub(super) fn fetch_alone(request: &web_sys::Request) -> Result<Promise, JsValue>;
    // Ours, in `extension/outside.js`: a request with all that must not go with it left out.
    #[wasm_bindgen(catch, js_name = fetchOutside)]
    pub(super) fn fetch_outside(
        url: &str,
        accept: &str,
        body: Option<&str>,
        etag: Option<&str>,
    ) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = console)]
    pub(super) fn warn(text: &str);

    #[wasm_bindgen(js_namespace = ["chrome", "runtime"], js_name = getURL)]
    pub(super) fn own_url(path: &str) -> String;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "runtime"], js_name = sendMessage)]
    pub(super) fn send_to_pages(message: &JsValue) -> Result<Promise, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["chrome", "tabs"], js_name = get)]
    pub(super) fn tab(id: u32) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "tabs"], js_name = reload)]
    pub(super) fn reload_tab(id: u32) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "tabs"], js_name = update)]
    pub(super) fn update_tab(id: u32, properties: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "tabs"], js_name = create)]
    pub(super) fn create_tab(properties: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "windows"], js_name = update)]
    pub(super) fn update_window(id: f64, properties: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "tabs"], js_name = sendMessage)]
    pub(super) fn send_to_tab(id: u32, message: &JsValue) -> Result<Promise, JsValue>;

    /// In `extension/ahead.js`: our words in one language, as [`crate::words::Words::read`] takes them.
    #[wasm_bindgen(catch, js_name = readWords)]
    pub(super) fn read_words(tag: &str) -> Result<Promise, JsValue>;
    /// In `extension/icon.js`: the toolbar icon of a tab, or of all that have none of their own.
    #[wasm_bindgen(catch, js_name = showState)]
    pub(super) fn show_state(
        tab: Option<u32>,
        drawing: &str,
        mark: &str,
        colour: &str,
        title: &str,
    ) -> Result<Promise, JsValue>;
    /// In `extension/sending.js`.
    #[wasm_bindgen(catch, js_name = drawIn)]
    pub(super) fn draw_in(tab: u32) -> Result<Promise, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "session"], js_name = get)]
    pub(super) fn session_get(key: &str) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "session"], js_name = set)]
    pub(super) fn session_set(items: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "local"], js_name = get)]
    pub(super) fn local_get(keys: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "local"], js_name = set)]
    pub(super) fn local_set(items: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "local"], js_name = remove)]
    pub(super) fn local_remove(key: &str) -> Result<Promise, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "sync"], js_name = get)]
    pub(super) fn sync_get(key: &str) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "sync"], js_name = set)]
    pub(super) fn sync_set(items: &JsValue) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_namespace = ["chrome", "i18n"], js_name = getUILanguage)]
    pub(super) fn ui_language() -> String;

    // There only once the reader has given leave; without it the call itself fails.
    #[wasm_bindgen(catch, js_namespace = ["chrome", "notifications"], js_name = create)]
    pub(super) fn create_notification(id: &str, options: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "notifications"], js_name = clear)]
    pub(super) fn clear_notification(id: &str) -> Result<Promise, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["chrome", "alarms"], js_name = create)]
    pub(super) fn create_alarm(name: &str, info: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "alarms"], js_name = clear)]
    pub(super) fn clear_alarm(name: &str) -> Result<Promise, JsValue>;
}

/// Writes a value as plain JavaScript objects, the form that storage, messages and arguments take.
pub(super) fn plain<T: Serialize>(value: &T) -> Result<JsValue, JsValue> {
    value.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).map_err(JsValue::from)
}

/// Whether the computer is on the net, as far as the browser knows.
pub(super) fn is_online() -> bool {
    let navigator = js_sys::Reflect::get(&js_sys::global(), &"navigator".into());
    let on_line = navigator.and_then(|navigator| js_sys::Reflect::get(&navigator, &"onLine".into()));
    on_line.ok().and_then(|value| value.as_bool()).unwrap_or(true)
}

/// Whether this is Firefox: it alone has `runtime.getBrowserInfo`.
pub(super) fn is_firefox() -> bool {
    let runtime = js_sys::Reflect::get(&js_sys::global(), &"chrome".into())
        .and_then(|chrome| js_sys::Reflect::get(&chrome, &"runtime".into()));
    runtime.and_then(|runtime| js_sys::Reflect::has(&runtime, &"getBrowserInfo".into())).unwrap_or(false)
}
