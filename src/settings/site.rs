//! How a site is named in settings: by its host, with all hosts below it, or by one web origin.

use super::Why;
use crate::cut::cut_at;
use crate::id::{Address, WebOrigin};

/// A host, in small letters, as the browser writes it: `example.com`, `xn--bcher-kva.example`, `[::1]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host(String);

impl Host {
    /// Longest name that there is ([RFC 1035], 2.3.4).
    ///
    /// [RFC 1035]: https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4
    const MAX_LEN: usize = 253;

    /// Reads a host.
    ///
    /// # Errors
    ///
    /// [`NotHost`](Why::NotHost) for `""`, `"a b"`, `"a.test:80"`, `"a.test/x"`, `"*.a.test"`, `"bücher.example"`.
    pub fn parse(text: &str) -> Result<Self, Why> {
        let host = text.trim().trim_end_matches('.').to_ascii_lowercase();
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
        let address = |inside: &str| inside.bytes().all(|b| b.is_ascii_hexdigit() || matches!(b, b':' | b'.'));
        let good = match host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            Some(inside) => inside.contains(':') && address(inside),
            None => !host.is_empty() && host.bytes().all(plain) && host.split('.').all(|label| !label.is_empty()),
        };
        if good && host.len() <= Self::MAX_LEN { Ok(Self(host)) } else { Err(Why::NotHost) }
    }

    /// The host.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether `host` is this one, or below it.
    #[must_use]
    pub fn covers(&self, host: &str) -> bool {
        host.strip_suffix(&self.0).is_some_and(|above| above.is_empty() || above.ends_with('.'))
    }
}

/// A site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Site {
    /// A host and all below it.
    Host(Host),
    /// One web origin.
    Origin(WebOrigin),
}

impl Site {
    /// Reads a host, or the address of any page of a web origin.
    ///
    /// # Errors
    ///
    /// [`NotHost`](Why::NotHost) for `""`, `"a b"`, `"a.test:80"`, `"ftp://a.test/"`.
    ///
    /// ```
    /// # use back_soon::settings::site::Site;
    /// assert_eq!(Site::parse("Example.com").unwrap().as_str(), "example.com");
    /// assert_eq!(Site::parse("https://example.com:8443/cart").unwrap().as_str(), "https://example.com:8443");
    /// ```
    pub fn parse(text: &str) -> Result<Self, Why> {
        if cut_at(text, "://").is_none() {
            return Host::parse(text).map(Self::Host);
        }
        let origin = Address::parse(&text.trim().to_ascii_lowercase()).map_err(|_| Why::NotHost)?.origin();
        Host::parse(origin.host())?;
        Ok(Self::Origin(origin))
    }

    /// The host, or the web origin.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Host(host) => host.as_str(),
            Self::Origin(origin) => origin.as_str(),
        }
    }

    /// Whether `origin` belongs to it.
    #[must_use]
    pub fn covers(&self, origin: &WebOrigin) -> bool {
        match self {
            Self::Host(host) => host.covers(origin.host()),
            Self::Origin(own) => own == origin,
        }
    }

    /// Of two that cover the same origin, the one with more says more.
    pub(super) fn closeness(&self) -> (bool, usize) {
        (matches!(self, Self::Origin(_)), self.as_str().len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[track_caller]
    fn check(text: &str, expected: Result<&str, Why>) {
        assert_eq!(Site::parse(text).as_ref().map(Site::as_str).map_err(|why| *why), expected, "{text:?}");
    }

    #[test]
    fn sites() {
        for (text, site) in [
            ("a.test", "a.test"),
            (" A.Test. ", "a.test"),
            ("intranet", "intranet"),
            ("192.0.2.7", "192.0.2.7"),
            ("[2001:DB8::1]", "[2001:db8::1]"),
            ("https://A.test/x?y#z", "https://a.test"),
            ("http://a.test:8080", "http://a.test:8080"),
            ("https://a.test:443/x", "https://a.test"),
            ("HTTP://A.test:80", "http://a.test"),
            ("https://a.test:80", "https://a.test:80"),
        ] {
            check(text, Ok(site));
        }
        let long = "a.".repeat(200);
        for text in
            ["", ".", "a b", "a..b", "a.test:80", "a.test/x", "*.a.test", "bücher.example", "ftp://a.test/", &long]
        {
            check(text, Err(Why::NotHost));
        }
        for text in ["http://a b/", "http://a.test:x", "http://:80"] {
            check(text, Err(Why::NotHost));
        }
    }

    #[test]
    fn a_host_covers_those_below_it() {
        let host = Host::parse("a.test").unwrap();
        assert!(host.covers("a.test") && host.covers("www.a.test"));
        assert!(!host.covers("ba.test") && !host.covers("test") && !host.covers("a.test.b"));
    }
}
