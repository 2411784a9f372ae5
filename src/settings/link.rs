//! The services that a page links to: those that we know, and the reader's own, by the pattern of their addresses.

use super::Why;
use crate::cut::{cut_at, replaced};
use crate::id::Address;
use crate::reach::checkers::{SERVICES, Service};

/// A service to link to, and whether to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Which.
    pub target: Target,
    /// Whether it is shown.
    pub on: bool,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// To a service that we know.
    Known(Service),
    /// To one of the reader's own.
    Own(Template),
}

/// The pattern of an address: `{host}` stands for the host asked about, and nothing else is filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template(String);

impl Target {
    /// Reads the id of a service, or a pattern.
    ///
    /// # Errors
    ///
    /// As [`Template::parse`] for what is no id.
    pub fn parse(text: &str) -> Result<Self, Why> {
        let known = SERVICES.into_iter().find(|service| service.id == text);
        known.map_or_else(|| Template::parse(text).map(Self::Own), |service| Ok(Self::Known(service)))
    }

    /// The id, or the pattern.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Known(service) => service.id,
            Self::Own(template) => &template.0,
        }
    }

    /// What to call it: its name, or the host of the reader's own.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Known(service) => service.name.to_owned(),
            Self::Own(template) => template.address("…").map_or_else(String::new, |address| address.host().to_owned()),
        }
    }
}

impl Template {
    /// Longest pattern.
    const MAX_LEN: usize = 500;
    /// What stands for the host.
    const SLOT: &str = "{host}";

    /// Reads a pattern.
    ///
    /// # Errors
    ///
    /// - [`NotWeb`](Why::NotWeb) for `"javascript:{host}"`, `"a.test/{host}"`, `"https://a.test/ {host}"`,
    ///   `"https://a.test:99999/{host}"`, `"https://name:word@a.test/{host}"`, and past 500 bytes.
    /// - [`NoSlot`](Why::NoSlot) for `"https://a.test/"`.
    /// - [`OtherSlot`](Why::OtherSlot) for `"https://a.test/{host}/{path}"`.
    ///
    /// ```
    /// # use back_soon::settings::link::Template;
    /// let template = Template::parse("https://a.test/up?site={host}").unwrap();
    /// assert_eq!(template.fill("b.test"), "https://a.test/up?site=b.test");
    /// ```
    pub fn parse(text: &str) -> Result<Self, Why> {
        let template = Self(text.trim().to_owned());
        if template.0.len() > Self::MAX_LEN || template.address("host.example").is_none() {
            return Err(Why::NotWeb);
        }
        if cut_at(&template.0, Self::SLOT).is_none() {
            return Err(Why::NoSlot);
        }
        if replaced(&template.0, Self::SLOT, "").contains(['{', '}']) {
            return Err(Why::OtherSlot);
        }
        Ok(template)
    }

    /// The address for `host`, fragment included.
    #[must_use]
    pub fn fill(&self, host: &str) -> String {
        replaced(&self.0, Self::SLOT, host)
    }

    /// The same in small letters and without fragment, if it can lead anywhere.
    fn address(&self, host: &str) -> Option<Address> {
        let text = self.fill(host).to_ascii_lowercase();
        // A user name or password would stand in the open, here and wherever a list of services is taken along.
        if text.split(['/', '?', '#']).nth(2)?.contains('@') {
            return None;
        }
        let address = Address::parse(&text).ok()?;
        let origin = address.origin();
        let (_, last) = origin.as_str().rsplit_once(':')?;
        let leads = last.starts_with('/') || last.ends_with(']') || last.parse().is_ok_and(|port: u64| port < 65_536);
        leads.then_some(address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn patterns() {
        let long = format!("https://a.test/{{host}}{}", "x".repeat(500));
        for (text, expected) in [
            ("https://a.test/{host}", Ok("https://a.test/{host}")),
            (" http://a.test/?q={host}&again={host} ", Ok("http://a.test/?q={host}&again={host}")),
            ("https://a.test/#A/{host}", Ok("https://a.test/#A/{host}")),
            ("HTTPS://A.TEST/{host}", Ok("HTTPS://A.TEST/{host}")),
            ("uptrends", Ok("uptrends")),
            ("", Err(Why::NotWeb)),
            ("downdetector", Err(Why::NotWeb)),
            ("javascript:{host}", Err(Why::NotWeb)),
            ("a.test/{host}", Err(Why::NotWeb)),
            ("https:///{host}", Err(Why::NotWeb)),
            ("https://a.test/ {host}", Err(Why::NotWeb)),
            ("https://a.test:99999/{host}", Err(Why::NotWeb)),
            ("https://a.test:x/{host}", Err(Why::NotWeb)),
            ("https://me:secret@a.test/{host}", Err(Why::NotWeb)),
            ("HTTPS://a.test@a.test/{host}", Err(Why::NotWeb)),
            ("https://me@a.test?{host}", Err(Why::NotWeb)),
            ("https://{host}@a.test/", Err(Why::NotWeb)),
            ("https://a.test:443/@{host}", Ok("https://a.test:443/@{host}")),
            ("https://a.test?{host}@b", Ok("https://a.test?{host}@b")),
            (&long, Err(Why::NotWeb)),
            ("https://a.test/", Err(Why::NoSlot)),
            ("https://a.test/{Host}", Err(Why::NoSlot)),
            ("https://a.test/{host}/{path}", Err(Why::OtherSlot)),
            ("https://a.test/{host}}", Err(Why::OtherSlot)),
        ] {
            assert_eq!(Target::parse(text).as_ref().map(Target::as_str).map_err(|why| *why), expected, "{text:?}");
        }
    }

    #[test]
    fn names() {
        let name = |text: &str| Target::parse(text).unwrap().name();
        assert_eq!(name("wayback"), "Wayback Machine");
        assert_eq!(name("https://a.test/{host}"), "a.test");
        assert_eq!(name("https://{host}.a.test/"), "….a.test");
        assert_eq!(name("HTTPS://A.TEST/{host}"), "a.test");
    }
}
