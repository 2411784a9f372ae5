//! The status code of a response ([RFC 9110, section 15]).
//!
//! [RFC 9110, section 15]: https://www.rfc-editor.org/rfc/rfc9110#section-15

use serde::{Deserialize, Serialize};

/// A status code. Any number that a browser hands on is one; codes that no standard knows mean what their hundred means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Status(u16);

impl Status {
    /// The code `n`.
    #[must_use]
    pub const fn new(n: u16) -> Self {
        Self(n)
    }

    /// The code as a number.
    #[must_use]
    pub const fn code(self) -> u16 {
        self.0
    }

    /// Whether the server, or one in front of it, says that it failed: 500 to 599.
    #[must_use]
    pub const fn is_server_error(self) -> bool {
        matches!(self.0, 500..=599)
    }

    /// Whether it sends the browser on to another address: 300 to 399.
    #[must_use]
    pub const fn is_redirection(self) -> bool {
        matches!(self.0, 300..=399)
    }

    /// The name that a person may have read beside it, for codes that have one.
    ///
    /// Source: IANA's registry of status codes; 520 to 530 from Cloudflare's "Cloudflare 5xx errors".
    #[must_use]
    pub const fn name(self) -> Option<&'static str> {
        Some(match self.0 {
            500 => "Internal Server Error",
            501 => "Not Implemented",
            502 => "Bad Gateway",
            503 => "Service Unavailable",
            504 => "Gateway Timeout",
            505 => "HTTP Version Not Supported",
            507 => "Insufficient Storage",
            508 => "Loop Detected",
            511 => "Network Authentication Required",
            520 => "Web server returned an unknown error",
            521 => "Web server is down",
            522 => "Connection timed out",
            523 => "Origin is unreachable",
            524 => "A timeout occurred",
            525 => "SSL handshake failed",
            526 => "Invalid SSL certificate",
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn the_hundreds() {
        for (code, error) in
            [(0, false), (200, false), (499, false), (500, true), (502, true), (599, true), (600, false)]
        {
            assert_eq!(Status::new(code).is_server_error(), error, "{code}");
        }
        assert!(Status::new(302).is_redirection() && !Status::new(502).is_redirection());
    }

    #[test]
    fn unknown_codes_have_no_name() {
        assert_eq!(Status::new(502).name(), Some("Bad Gateway"));
        assert_eq!(Status::new(599).name(), None);
    }
}
