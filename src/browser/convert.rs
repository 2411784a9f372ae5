//! From what the browser says to what the core takes. Everything is checked here, once.

use wasm_bindgen::prelude::*;

use super::api;
use super::error::BrowserError;
use super::fields::Fields;
use crate::http::{Headers, Method, Response, Status};
use crate::id::{Address, TabId};
use crate::message::{self, Message, MessageError, RawDocument, RawMessage, RawPart, Sender};
use crate::outage::{Content, Event, Window};
use crate::reach::Known;
use crate::time::Timestamp;

/// What came in: something that happened, or something that a surface says.
#[derive(Debug)]
pub(super) enum Incoming {
    /// Something that happened; `None` where it is of no concern, such as a page that is not of the web.
    Event(Option<Event>),
    /// A surface's message, which is answered, and what is known without asking anyone.
    Message(Message, Known),
    /// Somebody has changed the settings that are kept: perhaps we ourselves.
    SettingsChanged,
    /// A press on the notification of that name.
    NotificationPressed(String),
}

/// Decodes an event by the name of its listener in `extension/background.js`.
pub(super) fn incoming(event: &str, details: JsValue, now: Timestamp) -> Result<Incoming, BrowserError> {
    Ok(match event {
        "responded" => Incoming::Event(responded(&Fields::of(details), now)),
        "recalled" => Incoming::Event(recalled(&Fields::of(details))),
        "committed" => Incoming::Event(committed(&Fields::of(details))),
        "load-failed" => Incoming::Event(load_failed(&Fields::of(details))),
        "closed" => Incoming::Event(details.as_f64().and_then(tab).map(|tab| Event::Closed { tab })),
        "alarm" => Incoming::Event(Some(Event::TimePassed)),
        "command" => Incoming::Event(command(&Fields::of(details))),
        "began" => Incoming::Event(Some(Event::Began)),
        "found" => Incoming::Event(found(&Fields::of(details), now)),
        "settings-changed" => Incoming::SettingsChanged,
        "notification-pressed" => Incoming::NotificationPressed(details.as_string().unwrap_or_default()),
        "message" => {
            let sent = Fields::of(details);
            let message = raw_message(&Fields::of(sent.get("message")));
            Incoming::Message(message.check(sender(&sent)?, window(&sent))?, known(&Fields::of(sent.get("known"))))
        }
        _ => return Err(BrowserError::UnknownEvent(event.to_owned())),
    })
}

/// A tab's number as the browser gives it; -1 is none.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked just before")]
pub(super) fn tab(number: f64) -> Option<TabId> {
    (0.0..=f64::from(u32::MAX)).contains(&number).then(|| TabId::new(number as u32))
}

/// The tab and the address that an event is about; `None` where it is about no tab, or about no page of the web.
fn place(details: &Fields) -> Option<(TabId, Address)> {
    Some((tab(details.number("tabId")?)?, Address::parse(&details.text("url")?).ok()?))
}

/// `details` of `webRequest.onHeadersReceived`.
fn responded(details: &Fields, received: Timestamp) -> Option<Event> {
    let (tab, address) = place(details)?;
    let headers: Headers = details.list("responseHeaders").map(|header| header_of(&Fields::of(header))).collect();
    let method = Method::parse(&details.text("method")?);
    let status = Status::new(details.status("statusCode"));
    let sent_from = details.text("sentFrom").and_then(|from| Address::parse(&from).ok());
    Some(Event::Responded { tab, response: Response { address, method, status, headers, received, sent_from } })
}

fn header_of(header: &Fields) -> (String, String) {
    // What is no UTF-8 comes as an array or a buffer of bytes.
    let bytes = || Some(header.get("binaryValue")).filter(JsValue::is_object);
    let lossy = |bytes: JsValue| String::from_utf8_lossy(&js_sys::Uint8Array::new(&bytes).to_vec()).into_owned();
    let value = header.text("value").or_else(|| bytes().map(lossy));
    (header.text("name").unwrap_or_default(), value.unwrap_or_default())
}

/// `details` of `webRequest.onResponseStarted`.
fn recalled(details: &Fields) -> Option<Event> {
    place(details).map(|(tab, address)| Event::Recalled { tab, address })
}

/// `details` of `webNavigation.onCommitted`.
fn committed(details: &Fields) -> Option<Event> {
    let url = details.text("url")?;
    // Our own page in the tab is what we asked for, and says so itself.
    let own = url.starts_with(&api::own_url(""));
    let tab = tab(details.number("tabId")?).filter(|_| !own)?;
    Some(Event::Committed { tab, address: Address::parse(&url).ok() })
}

/// `details` of `webNavigation.onErrorOccurred`.
fn load_failed(details: &Fields) -> Option<Event> {
    place(details).map(|(tab, address)| Event::LoadFailed { tab, address })
}

/// What a failed page that nobody had told of says of itself.
fn found(details: &Fields, received: Timestamp) -> Option<Event> {
    let (tab, address) = place(details)?;
    let (status, headers) = (Status::new(details.status("status")), Headers::default());
    let method = Method::Unseen;
    Some(Event::Found { tab, response: Response { address, method, status, headers, received, sent_from: None } })
}

/// A key of the reader's that means a press; other keys are none of ours.
fn command(details: &Fields) -> Option<Event> {
    let tab = tab(details.number("tabId")?)?;
    Some(Event::Pressed { tab, press: message::press(&details.text("command")?).ok()? })
}

/// Who sent a message, by what the browser says of its sender.
fn sender(sent: &Fields) -> Result<Sender, BrowserError> {
    let tab = sent.number("tab").and_then(tab);
    if sent.text("url").is_some_and(|url| url.starts_with(&api::own_url(""))) {
        return Ok(Sender::OwnPage(tab));
    }
    match (tab, sent.number("frame")) {
        (Some(tab), Some(0.0)) => Ok(Sender::Injected(tab)),
        _ => Err(BrowserError::Message(MessageError::NotAllowed)),
    }
}

fn known(known: &Fields) -> Known {
    Known {
        others: known.count("others"),
        good: known.number("good").map(Timestamp::from_js),
        sent_aside: known.flag("aside").unwrap_or_default(),
    }
}

fn window(sent: &Fields) -> Window {
    if sent.flag("private") == Some(false) { Window::Ordinary } else { Window::Private }
}

fn raw_message(message: &Fields) -> RawMessage {
    RawMessage {
        kind: message.text("kind").unwrap_or_default(),
        surface: message.text("surface"),
        document: Some(message.get("document"))
            .filter(JsValue::is_object)
            .map(|document| raw_document(&Fields::of(document))),
        visible: message.flag("visible"),
        tab: message.number("tab").and_then(tab).map(TabId::number),
        address: message.text("address"),
        granted: message.flag("granted"),
        notifies: message.flag("notifies"),
        action: message.text("action"),
        about: message.text("about"),
        value: message.text("value"),
        status: message.status("status"),
        took: message.number("took"),
        parts: message.list("parts").map(|part| raw_part(&Fields::of(part))).collect(),
        seen: message.count("seen"),
        unseen: message.count("unseen"),
        full: message.flag("full").unwrap_or_default(),
        shut: message.flag("shut").unwrap_or_default(),
    }
}

fn raw_part(part: &Fields) -> RawPart {
    RawPart {
        address: part.text("address").unwrap_or_default(),
        status: part.status("status"),
        times: part.count("times"),
    }
}

fn raw_document(document: &Fields) -> RawDocument {
    let content = Fields::of(document.get("content"));
    RawDocument {
        address: document.text("address").unwrap_or_default(),
        status: document.status("status"),
        started: document.number("started").unwrap_or_default(),
        html: document.text("html").unwrap_or_default(),
        content: Content {
            words: content.count("words"),
            images: content.count("images"),
            forms: content.count("forms"),
        },
        refreshes: document.flag("refreshes").unwrap_or_default(),
    }
}
