//! From what the browser says to what the core takes. Everything is checked here, once.

use serde::Deserialize;
use wasm_bindgen::prelude::*;

use super::api;
use super::error::BrowserError;
use crate::http::{Headers, Method, Response, Status};
use crate::id::{Address, TabId};
use crate::message::{Message, RawMessage, Sender};
use crate::outage::{Event, Window};
use crate::time::Timestamp;

/// What came in: something that happened, or something that a surface says.
#[derive(Debug)]
pub(super) enum Incoming {
    /// Something that happened; `None` where it is of no concern, such as a page that is not of the web.
    Event(Option<Event>),
    /// A surface's message, which is answered.
    Message(Message),
    /// A press on the notification of that name.
    NotificationPressed(String),
}

/// Decodes an event by the name of its listener in `extension/background.js`.
pub(super) fn incoming(event: &str, details: JsValue, now: Timestamp) -> Result<Incoming, BrowserError> {
    Ok(match event {
        "responded" => Incoming::Event(read::<HeadersReceived>(event, details)?.into_event(now)),
        "recalled" => Incoming::Event(read::<Navigation>(event, details)?.recalled()),
        "committed" => Incoming::Event(read::<Navigation>(event, details)?.committed()),
        "load-failed" => Incoming::Event(read::<Navigation>(event, details)?.failed()),
        "closed" => Incoming::Event(details.as_f64().and_then(tab).map(|tab| Event::Closed { tab })),
        "alarm" => Incoming::Event(Some(Event::TimePassed)),
        "began" => Incoming::Event(Some(Event::Began)),
        "found" => Incoming::Event(read::<FoundPage>(event, details)?.into_event(now)),
        "notification-pressed" => Incoming::NotificationPressed(details.as_string().unwrap_or_default()),
        "message" => {
            let sent = read::<Sent>(event, details)?;
            let (sender, window) = (sent.sender()?, sent.window());
            Incoming::Message(sent.message.check(sender, window)?)
        }
        _ => return Err(BrowserError::UnknownEvent(event.to_owned())),
    })
}

/// A tab's number as the browser gives it; -1 is none.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked just before")]
pub(super) fn tab(number: f64) -> Option<TabId> {
    (0.0..=f64::from(u32::MAX)).contains(&number).then(|| TabId::new(number as u32))
}

fn read<T: serde::de::DeserializeOwned>(event: &str, details: JsValue) -> Result<T, BrowserError> {
    serde_wasm_bindgen::from_value(details).map_err(BrowserError::details(event))
}

/// `details` of `webRequest.onHeadersReceived`, as far as we read them.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct HeadersReceived {
    tab_id: f64,
    url: String,
    method: String,
    status_code: u16,
    #[serde(default)]
    response_headers: Vec<RawHeader>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawHeader {
    name: String,
    value: Option<String>,
    /// Instead of `value` where that is no UTF-8: an array or a buffer of bytes.
    #[serde(default, with = "serde_wasm_bindgen::preserve")]
    binary_value: JsValue,
}

impl RawHeader {
    fn text(self) -> String {
        self.value.unwrap_or_else(|| {
            if self.binary_value.is_object() {
                String::from_utf8_lossy(&js_sys::Uint8Array::new(&self.binary_value).to_vec()).into_owned()
            } else {
                String::new()
            }
        })
    }
}

impl HeadersReceived {
    fn into_event(self, received: Timestamp) -> Option<Event> {
        let tab = tab(self.tab_id)?;
        let address = Address::parse(&self.url).ok()?;
        let headers: Headers =
            self.response_headers.into_iter().map(|header| (header.name.clone(), header.text())).collect();
        let status = Status::new(self.status_code);
        Some(Event::Responded {
            tab,
            response: Response { address, method: Method::parse(&self.method), status, headers, received },
        })
    }
}

/// `details` of `webNavigation`'s events and of `webRequest.onResponseStarted`, as far as we read them.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Navigation {
    tab_id: f64,
    url: String,
}

impl Navigation {
    fn committed(self) -> Option<Event> {
        // Our own page in the tab is what we asked for, and says so itself.
        let own = self.url.starts_with(&api::own_url(""));
        let tab = tab(self.tab_id).filter(|_| !own)?;
        Some(Event::Committed { tab, address: Address::parse(&self.url).ok() })
    }

    fn recalled(self) -> Option<Event> {
        Some(Event::Recalled { tab: tab(self.tab_id)?, address: Address::parse(&self.url).ok()? })
    }

    fn failed(self) -> Option<Event> {
        Some(Event::LoadFailed { tab: tab(self.tab_id)?, address: Address::parse(&self.url).ok()? })
    }
}

/// What a failed page that nobody had told of says of itself.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct FoundPage {
    tab_id: f64,
    url: String,
    status: u16,
}

impl FoundPage {
    fn into_event(self, received: Timestamp) -> Option<Event> {
        let (tab, address) = (tab(self.tab_id)?, Address::parse(&self.url).ok()?);
        let (status, headers) = (Status::new(self.status), Headers::default());
        Some(Event::Found { tab, response: Response { address, method: Method::Unseen, status, headers, received } })
    }
}

/// A message, with what the browser says of its sender.
#[derive(Deserialize)]
struct Sent {
    message: RawMessage,
    tab: Option<f64>,
    frame: Option<f64>,
    url: Option<String>,
    /// Whether its tab is in a private window.
    private: Option<bool>,
}

impl Sent {
    fn window(&self) -> Window {
        if self.private == Some(false) { Window::Ordinary } else { Window::Private }
    }

    fn sender(&self) -> Result<Sender, BrowserError> {
        let tab = self.tab.and_then(tab);
        if self.url.as_deref().is_some_and(|url| url.starts_with(&api::own_url(""))) {
            return Ok(Sender::OwnPage(tab));
        }
        match (tab, self.frame) {
            (Some(tab), Some(0.0)) => Ok(Sender::Injected(tab)),
            _ => Err(BrowserError::Message(crate::message::MessageError::NotAllowed)),
        }
    }
}
