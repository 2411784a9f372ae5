//! Asking a site whether it is back, in the background: the request that a reload would be, its body dropped unread.

use gloo::timers::callback::Timeout;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, RequestCache, RequestCredentials, RequestInit, RequestRedirect, ResponseType};

use crate::http::{Headers, Method, Response, Status};
use crate::id::Address;
use crate::outage::Answer;
use crate::time::Timestamp;

/// How long we wait for an answer: under the 30 s after which Chrome ends a worker whose fetch has not been answered.
const LIMIT_MS: u32 = 25_000;

/// How a question is sent: [`fetch`](super::api::fetch), or [`fetch_alone`](super::api::fetch_alone).
type Send = fn(&web_sys::Request) -> Result<js_sys::Promise, JsValue>;

/// Asks, and says what came of it. Whatever fails is silence.
pub(super) async fn ask(address: &Address, send: Send) -> Answer {
    try_asking(address, send).await.unwrap_or(Answer::Silence)
}

async fn try_asking(address: &Address, send: Send) -> Result<Answer, JsValue> {
    let abort = AbortController::new()?;
    let wanted = RequestInit::new();
    wanted.set_method("GET");
    wanted.set_cache(RequestCache::NoStore);
    wanted.set_credentials(RequestCredentials::Include);
    wanted.set_redirect(RequestRedirect::Manual);
    wanted.set_signal(Some(&abort.signal()));
    let request = web_sys::Request::new_with_str_and_init(address.as_str(), &wanted)?;
    let limit = Timeout::new(LIMIT_MS, {
        let abort = abort.clone();
        move || abort.abort()
    });
    let response: web_sys::Response = JsFuture::from(send(&request)?).await?.dyn_into()?;
    limit.cancel();
    let answer = if response.type_() == ResponseType::Opaqueredirect {
        Answer::Redirection
    } else {
        Answer::Response(Response {
            address: address.clone(),
            method: Method::Get,
            status: Status::new(response.status()),
            headers: headers(&response.headers())?,
            received: Timestamp::from_js(js_sys::Date::now()),
            sent_from: None,
        })
    };
    abort.abort();
    Ok(answer)
}

fn headers(headers: &web_sys::Headers) -> Result<Headers, JsValue> {
    let pairs = js_sys::try_iter(headers)?.into_iter().flatten();
    pairs
        .map(|pair| {
            let pair: js_sys::Array = pair?.dyn_into()?;
            Ok((pair.get(0).as_string().unwrap_or_default(), pair.get(1).as_string().unwrap_or_default()))
        })
        .collect::<Result<Vec<_>, JsValue>>()
        .map(|pairs| pairs.into_iter().collect())
}
