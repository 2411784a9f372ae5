//! Asking the service that checks sites from around the world. Nothing of the reader goes with it: no cookies, no referrer.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::api;
use super::fields::{self, Fields};
use crate::reach::world::{Reply, Request, Tidings};

/// Asks, and reads the answer. Whatever fails is as if the service were not there.
pub(super) async fn ask(request: &Request) -> Tidings {
    let reply = try_asking(request).await.unwrap_or_default();
    reply.read()
}

async fn try_asking(request: &Request) -> Result<Reply, JsValue> {
    let asked = api::fetch_outside(&request.url, request.body.as_deref(), request.etag.as_deref())?;
    let reply = Fields::of(JsFuture::from(asked).await?);
    Ok(Reply {
        status: reply.status("status"),
        etag: reply.text("etag"),
        retry_after: reply.text("retryAfter"),
        body: fields::kept(&reply.get("body")),
    })
}
