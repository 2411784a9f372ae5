//! The method of a request, as far as it matters here: may it be sent again?

use serde::{Deserialize, Serialize};

/// How something was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Method {
    /// `GET`: asks for a page and changes nothing.
    Get,
    /// `HEAD`: the same without a body.
    Head,
    /// `POST`: sends a form. To send it again may order twice.
    Post,
    /// Any other: taken to change something, and never sent again.
    Other,
    /// Not seen: the page stood there before we did, or a worker of its own made it up. Its address may be asked for, which is
    /// always a `GET`; the browser must not repeat whatever it was.
    Unseen,
}

impl Method {
    /// Reads a method as browsers write it; methods are case-sensitive (RFC 9110, section 9.1).
    #[must_use]
    pub fn parse(text: &str) -> Self {
        match text {
            "GET" => Self::Get,
            "HEAD" => Self::Head,
            "POST" => Self::Post,
            _ => Self::Other,
        }
    }

    /// Whether asking for the page by its address does no harm, and is what the reader wants.
    ///
    /// RFC 9110, section 9.2.2: "A client SHOULD NOT automatically retry a request with a non-idempotent method".
    /// We hold back from idempotent ones that change something, too.
    #[must_use]
    pub const fn may_repeat(self) -> bool {
        match self {
            Self::Get | Self::Head | Self::Unseen => true,
            Self::Post | Self::Other => false,
        }
    }

    /// Whether the browser may repeat the request as it was, which is what its reload does with any method.
    #[must_use]
    pub const fn may_reload(self) -> bool {
        match self {
            Self::Get | Self::Head => true,
            Self::Post | Self::Other | Self::Unseen => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn only_reading_may_be_repeated() {
        for (text, repeat) in
            [("GET", true), ("HEAD", true), ("POST", false), ("PUT", false), ("get", false), ("", false)]
        {
            assert_eq!(Method::parse(text).may_repeat(), repeat, "{text:?}");
            assert_eq!(Method::parse(text).may_reload(), repeat, "{text:?}");
        }
        assert!(Method::Unseen.may_repeat() && !Method::Unseen.may_reload());
    }
}
