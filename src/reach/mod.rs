//! Who else can tell whether a site is reachable. Nobody is asked before the reader presses.
//!
//! Whatever leads outside takes a [`PublicHost`], and of a host that only the reader's own network knows there is none: so
//! neither a link nor a question about one can be made.

pub mod check;
pub mod checkers;
pub mod findings;
pub mod private;
mod resolvers;
pub mod world;

use crate::id::Address;
use crate::settings::Settings;
use crate::time::Timestamp;

/// What is known of the reader's connection without asking anyone: from page loads that happened anyway.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// How many other sites of the net loaded well in the last minute.
    pub others: u32,
    /// When this site last loaded well, where that was of late.
    pub good: Option<Timestamp>,
    /// Whether a page was sent on to an address of the local network in the last minute, as networks do that want a sign-in.
    pub sent_aside: bool,
}

/// The host of a page that anyone may hear of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicHost(String);

impl PublicHost {
    /// The host of `address`; `None` where only this computer or the reader's own network knows it, and where the reader has
    /// called it private.
    #[must_use]
    pub fn of(address: &Address, settings: &Settings) -> Option<Self> {
        let host = address.host().trim_end_matches('.');
        let private = private::is_private(address.host()) || settings.is_private(host);
        (!private).then(|| Self(host.to_owned()))
    }

    /// The host, as it stands in an address, without a last dot.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether it was the reader's own network that sent them on from `from` to `to`, as networks do that want a sign-in: the page
/// of a site, to a machine inside the network. What comes over TLS no network can forge: there the site itself sent them on.
/// So did a site that sends them on to their own computer, as sign-ins for programs under development do.
#[must_use]
pub fn is_sent_aside(from: &Address, to: &Address, settings: &Settings) -> bool {
    let forgeable = from.as_str().starts_with("http:");
    let [from, to] = [from, to].map(Address::host);
    let inside = private::is_private(to) && !private::is_this_computer(to);
    forgeable && inside && !private::is_private(from) && !settings.is_private(from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::kept::Kept;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn the_readers_own_list_counts_too() {
        let hosts = Kept::Fields(vec![("hosts".to_owned(), Kept::List(vec!["corp.example.com".into()]))]);
        let settings = Settings::read(&hosts, &mut Vec::new());
        let of = |text| PublicHost::of(&Address::parse(text).unwrap(), &settings).map(|host| host.0);
        assert_eq!(of("https://shop.example.com.:8443/cart").as_deref(), Some("shop.example.com"));
        for private in ["http://wiki.corp.example.com/", "http://corp.example.com./", "http://10.0.0.1/", "http://nas/"]
        {
            assert_eq!(of(private), None, "{private}");
        }
    }

    #[track_caller]
    fn check(from: &str, to: &str, expected: bool) {
        let hosts = Kept::Fields(vec![("hosts".to_owned(), Kept::List(vec!["corp.example.com".into()]))]);
        let settings = Settings::read(&hosts, &mut Vec::new());
        let [from, to] = [from, to].map(|text| Address::parse(text).unwrap());
        assert_eq!(is_sent_aside(&from, &to, &settings), expected, "{from:?} {to:?}");
    }

    #[test]
    fn a_network_sends_aside_what_it_can_forge() {
        check("http://shop.example.com/", "http://10.0.0.1:8080/login", true);
        check("http://shop.example.com/", "https://portal.lan/", true);
        check("https://shop.example.com/", "http://10.0.0.1/", false);
        check("http://shop.example.com/", "http://hotspot.example.net/", false);
        check("http://nas.local/", "http://10.0.0.1/", false);
        check("http://wiki.corp.example.com/", "http://10.0.0.1/", false);
        check("http://login.example.com/", "http://localhost:3000/callback", false);
    }
}
