//! What HTTP says, in the words of RFC 9110: status, headers, method and the response made of them.
//!
//! Not here: what a response means (`diagnosis`) and how it came (`browser`).

mod date;
mod headers;
mod method;
mod retry_after;
mod status;

use serde::{Deserialize, Serialize};

use crate::id::Address;
use crate::time::{Delay, Timestamp};

pub use headers::{Header, Headers};
pub use method::Method;
pub use retry_after::{RetryAfter, RetryAfterError};
pub use status::Status;

/// The head of a response: all that is known before its body.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Response {
    /// What was asked for, after redirects.
    pub address: Address,
    /// How it was asked for.
    pub method: Method,
    /// The status code.
    pub status: Status,
    /// The headers, cut to what is of use.
    pub headers: Headers,
    /// When the head of the response came, by the reader's clock.
    pub received: Timestamp,
    /// The page of the net that sent the reader on to this one, where that is known.
    pub sent_from: Option<Address>,
}

impl Response {
    /// How long the server asks us to stay away, counted from when the response came; `None` where it says nothing, or
    /// nothing that can be read.
    #[must_use]
    pub fn retry_after(&self) -> Option<Delay> {
        let asked = RetryAfter::parse(self.headers.get("retry-after")?).ok()?;
        let date = self.headers.get("date").and_then(date::parse);
        Some(asked.wait(self.received, date))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[track_caller]
    fn check(headers: &[(&str, &str)], expected: Option<u64>) {
        let response = Response {
            address: Address::parse("https://shop.example.com/").unwrap(),
            method: Method::Get,
            status: Status::new(503),
            headers: headers.iter().copied().collect(),
            received: Timestamp::from_millis(1_795_348_800_000), // Sun, 22 Nov 2026 12:00:00 GMT
            sent_from: None,
        };
        assert_eq!(response.retry_after(), expected.map(Delay::from_secs), "{headers:?}");
    }

    #[test]
    fn retry_after_of_a_whole_response() {
        check(&[], None);
        check(&[("Retry-After", "90")], Some(90));
        check(&[("Retry-After", "soon")], None);
        check(&[("Retry-After", "-1")], None);
        check(&[("Retry-After", "Sun, 22 Nov 2026 12:01:00 GMT")], Some(60));
        check(&[("Retry-After", "Sun, 22 Nov 2026 12:01:00 GMT"), ("Date", "Sun, 22 Nov 2026 12:00:50 GMT")], Some(10));
        check(&[("Retry-After", "Sun, 22 Nov 2026 12:01:00 GMT"), ("Date", "yesterday")], Some(60));
        check(&[("Retry-After", "Thu, 01 Jan 1970 00:00:00 GMT")], Some(0));
    }
}
