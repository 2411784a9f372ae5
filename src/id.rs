//! Names of things: tabs, probes, addresses and the web origin that an address belongs to.
//!
//! Each is checked once, here, and can be trusted from then on. Addresses come from the browser, which has already
//! written them in the one way of the URL standard (lower-case host, punycode, no default port): so this splits them and
//! does not parse anew.

use serde::{Deserialize, Serialize};

use crate::cut::cut_at;

/// A tab, by the browser's own number; the browsers' "no tab" (-1) is not one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TabId(u32);

impl TabId {
    /// The tab with number `n`.
    #[must_use]
    pub const fn new(n: u32) -> Self {
        Self(n)
    }

    /// The browser's number for it.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.0
    }
}

/// A probe, by a number that is not given out twice while the browser runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ProbeId(u32);

impl ProbeId {
    /// The number after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.wrapping_add(1))
    }
}

/// The address of a page: `http` or `https`, with a host, without fragment, without user name or password, and without the port
/// that its scheme has anyway: a reader may have written that into settings.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Address {
    text: String,
    /// Where the path begins in `text`: right behind host and port.
    path: usize,
}

impl Address {
    /// Longest address that is kept; browsers take two million characters, nobody waits on such a page.
    pub const MAX_LEN: usize = 8 * 1024;

    /// Reads an address as the browser writes it.
    ///
    /// # Errors
    ///
    /// - [`NotWeb`](AddressError::NotWeb) for `"about:blank"`, `"ftp://host/"`, `"javascript:alert(1)"`, `""`.
    /// - [`NoHost`](AddressError::NoHost) for `"http://"`, `"https:///path"`.
    /// - [`TooLong`](AddressError::TooLong) past [`MAX_LEN`](Self::MAX_LEN) bytes.
    /// - [`ControlCharacter`](AddressError::ControlCharacter) for a line end, a blank or the like anywhere in it.
    ///
    /// ```
    /// # use back_soon::id::Address;
    /// let address = Address::parse("https://user:word@shop.example.com:8443/cart?id=1#top").unwrap();
    /// assert_eq!(address.as_str(), "https://shop.example.com:8443/cart?id=1");
    /// assert_eq!(address.host(), "shop.example.com");
    /// assert_eq!(address.origin().as_str(), "https://shop.example.com:8443");
    /// ```
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let (scheme, rest) = cut_at(text, "://").ok_or(AddressError::NotWeb)?;
        if !matches!(scheme, "http" | "https") {
            return Err(AddressError::NotWeb);
        }
        if text.len() > Self::MAX_LEN {
            return Err(AddressError::TooLong);
        }
        if text.bytes().any(|b| b <= b' ' || b == 0x7f) {
            return Err(AddressError::ControlCharacter);
        }
        let rest = rest.split('#').next().unwrap_or_default();
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at_checked(end).unwrap_or((rest, ""));
        let host = authority.rsplit('@').next().unwrap_or_default();
        let host = host.strip_suffix(if scheme == "https" { ":443" } else { ":80" }).unwrap_or(host);
        if host.is_empty() || host.starts_with(':') {
            return Err(AddressError::NoHost);
        }
        let origin = format!("{scheme}://{host}");
        let slash = if path.starts_with('/') { "" } else { "/" };
        Ok(Self { path: origin.len(), text: format!("{origin}{slash}{path}") })
    }

    /// The whole address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The web origin it belongs to.
    #[must_use]
    pub fn origin(&self) -> WebOrigin {
        WebOrigin(self.before_path().to_owned())
    }

    /// The host without port: `shop.example.com`, `192.0.2.7`, `[2001:db8::1]`.
    #[must_use]
    pub fn host(&self) -> &str {
        host_of(self.before_path())
    }

    fn before_path(&self) -> &str {
        self.text.get(..self.path).unwrap_or(&self.text)
    }
}

impl TryFrom<String> for Address {
    type Error = AddressError;

    fn try_from(text: String) -> Result<Self, AddressError> {
        Self::parse(&text)
    }
}

impl From<Address> for String {
    fn from(address: Address) -> Self {
        address.text
    }
}

/// Why a text is no [`Address`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressError {
    /// It does not begin with `http://` or `https://`.
    NotWeb,
    /// Nothing stands where the host should be.
    NoHost,
    /// It is longer than [`Address::MAX_LEN`].
    TooLong,
    /// It holds a character that no browser leaves in an address.
    ControlCharacter,
}

impl std::fmt::Display for AddressError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::NotWeb => "address: neither http nor https",
            Self::NoHost => "address: no host",
            Self::TooLong => "address: longer than 8192 bytes",
            Self::ControlCharacter => "address: blank or control character",
        })
    }
}

impl std::error::Error for AddressError {}

/// Scheme, host and port: the unit that fails and recovers together ([RFC 6454]).
///
/// [RFC 6454]: https://www.rfc-editor.org/rfc/rfc6454
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WebOrigin(String);

impl WebOrigin {
    /// Written as in an `Origin` header: `https://shop.example.com:8443`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host without port.
    #[must_use]
    pub fn host(&self) -> &str {
        host_of(&self.0)
    }
}

/// The host in `scheme://host:port`; the colons inside an IPv6 address in brackets are no port.
fn host_of(origin: &str) -> &str {
    let host = cut_at(origin, "://").map_or(origin, |(_, rest)| rest);
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[track_caller]
    fn check(text: &str, expected: Result<(&str, &str), AddressError>) {
        let got = Address::parse(text);
        let got = got.as_ref().map(|a| (a.as_str(), a.host())).map_err(|e| *e);
        assert_eq!(got, expected, "{text:?}");
    }

    #[test]
    fn web_addresses() {
        check("http://a.test/", Ok(("http://a.test/", "a.test")));
        check("http://a.test", Ok(("http://a.test/", "a.test")));
        check("https://a.test:8443/x?y#z", Ok(("https://a.test:8443/x?y", "a.test")));
        check("http://a.test?q=a@b", Ok(("http://a.test/?q=a@b", "a.test")));
        check("https://me:secret@a.test/", Ok(("https://a.test/", "a.test")));
        check("http://[2001:db8::1]:81/", Ok(("http://[2001:db8::1]:81/", "[2001:db8::1]")));
        check("http://[2001:db8::1]/", Ok(("http://[2001:db8::1]/", "[2001:db8::1]")));
        check("https://a.test:443/x", Ok(("https://a.test/x", "a.test")));
        check("http://a.test:80", Ok(("http://a.test/", "a.test")));
        check("https://a.test:80/", Ok(("https://a.test:80/", "a.test")));
        check("http://[2001:db8::80]:80/", Ok(("http://[2001:db8::80]/", "[2001:db8::80]")));
    }

    #[test]
    fn everything_else() {
        for text in ["", "about:blank", "ftp://a.test/", "javascript:alert(1)//http://a.test", "chrome-error://x/"] {
            check(text, Err(AddressError::NotWeb));
        }
        for text in ["http://", "https:///x", "http://:80/", "http://me@/", "http://#x"] {
            check(text, Err(AddressError::NoHost));
        }
        check("http://a.test/a b", Err(AddressError::ControlCharacter));
        check("http://a.test/\r\nHost: b", Err(AddressError::ControlCharacter));
        check(&format!("http://a.test/{}", "x".repeat(9000)), Err(AddressError::TooLong));
    }

    #[test]
    fn an_address_reads_back_as_itself() {
        let address = Address::parse("https://a.test:1/b?c").unwrap();
        assert_eq!(Address::try_from(String::from(address.clone())), Ok(address));
    }
}
