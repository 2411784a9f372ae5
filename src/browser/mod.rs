//! The browser side: the only place that knows a browser exists. Compiled for wasm alone.
//!
//! JavaScript (`extension/background.js`) hears the browser's events, drops what cannot matter and calls [`deliver`]. All
//! else is here: decoding ([`convert`]), the mailbox ([`background`]), and one file for each thing that is talked to.

mod alarms;
mod api;
mod background;
mod convert;
mod effects;
mod error;
mod fields;
mod notifications;
mod options;
mod outside;
mod probe;
mod storage;
mod surfaces;

use wasm_bindgen::prelude::*;

/// Takes in one event of the browser's, by the name of its listener, with what the browser said of it. Settles when the
/// event has been dealt with; a surface's message is answered with the view to draw.
///
/// # Errors
///
/// A [`BrowserError`](error::BrowserError) as a JavaScript `Error`, for events that we
/// do not know and for messages that are none. The state is then as it was.
#[wasm_bindgen]
#[expect(unreachable_pub, reason = "JavaScript reaches it")]
pub async fn deliver(event: String, details: JsValue) -> Result<JsValue, JsValue> {
    background::deliver(&event, details).await.map_err(JsValue::from)
}

/// Whether a tab waits on an outage, so that healthy answers and new documents in it matter too.
#[wasm_bindgen]
#[must_use]
#[expect(unreachable_pub, reason = "JavaScript reaches it")]
pub fn concerns(tab: f64) -> bool {
    convert::tab(tab).is_some_and(background::concerns)
}
