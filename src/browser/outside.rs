//! Asking the services that check sites from outside. Nothing of the reader goes with it: no cookies, no referrer.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::api;
use super::fields::{self, Fields};
use crate::reach::check::Tidings;
use crate::reach::world::{Reply, Request};

/// Asks, and reads the answer. Whatever fails is as if the service were not there.
pub(super) async fn ask(request: &Request) -> Tidings {
    let reply = try_asking(request).await.unwrap_or_default();
    reply.read(request.kind)
}

async fn try_asking(request: &Request) -> Result<Reply, JsValue> {
    let Request { url, body, etag, .. } = request;
    let asked = api::fetch_outside(url, request.accept(), body.as_deref(), etag.as_deref())?;
    let reply = Fields::of(JsFuture::from(asked).await?);
    Ok(Reply {
        status: reply.status("status"),
        etag: reply.text("etag"),
        retry_after: reply.text("retryAfter"),
        body: fields::kept(&reply.get("body")),
    })
}
