//! What can go wrong at the browser's edge.

use wasm_bindgen::prelude::*;

use crate::cut::cut_at;
use crate::message::MessageError;

/// Something the browser said or refused. Small, and named by what we were doing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum BrowserError {
    /// A call was refused; with the call's name and the browser's own words.
    Refused {
        /// What was called.
        call: &'static str,
        /// What the browser said.
        said: String,
    },
    /// An event that we have no listener for.
    UnknownEvent(String),
    /// A surface's message is none.
    Message(MessageError),
    /// The state could not be written down.
    Unwritable(String),
}

impl BrowserError {
    /// For `map_err` on a call's result.
    pub(super) fn refused(call: &'static str) -> impl Fn(JsValue) -> Self {
        move |error| Self::Refused { call, said: words_of(&error) }
    }
}

impl BrowserError {
    /// Whether something could not be done because the document, or its tab, has gone away, and not because the browser
    /// does not let us. Told by the browsers' words, since they tell it by nothing else.
    pub(super) fn is_of_what_went(&self) -> bool {
        // Chromium: "Frame with ID 0 was removed.", "No tab with id: 5", "The tab was closed.". Firefox: "Actor 'Conduits'
        // destroyed before query 'Execute' was resolved", "Invalid tab ID: 5".
        const WENT: [&str; 5] = ["was removed", "No tab", "was closed", "destroyed before", "Invalid tab"];
        match self {
            Self::Refused { said, .. } => WENT.iter().any(|words| cut_at(said, words).is_some()),
            Self::UnknownEvent(_) | Self::Message(_) | Self::Unwritable(_) => false,
        }
    }
}

/// What a thrown value says: an `Error`'s message, or whatever else was thrown, as text.
fn words_of(thrown: &JsValue) -> String {
    let message = thrown.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
    message.or_else(|| thrown.as_string()).unwrap_or_else(|| format!("{thrown:?}"))
}

impl std::fmt::Display for BrowserError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Refused { call, said } => write!(f, "{call}: {said}"),
            Self::UnknownEvent(event) => write!(f, "event {event}: unknown"),
            Self::Message(error) => error.fmt(f),
            Self::Unwritable(said) => write!(f, "writing the state: {said}"),
        }
    }
}

impl From<MessageError> for BrowserError {
    fn from(error: MessageError) -> Self {
        Self::Message(error)
    }
}

impl From<BrowserError> for JsValue {
    fn from(error: BrowserError) -> Self {
        js_sys::Error::new(&error.to_string()).into()
    }
}
