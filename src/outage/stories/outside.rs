//! Checks from outside: asked for, agreed to, made, and what comes of it.

use super::*;
use crate::reach::check::{Check, Checks, Complete, Kind, Tidings, Trouble};
use crate::reach::findings::{Got, Place, Verdict};
use crate::reach::world::SERVICE;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

impl World {
    /// A page that fails and has help drawn in it.
    fn failing(url: &str) -> Self {
        let mut world = Self::new();
        world.responds(1, url, 502, &[]);
        world.hello(1, url, 502, BARE, Attention::Visible);
        world
    }

    fn presses_in(&mut self, press: Press) {
        self.happens(Event::Pressed { tab: tab(1), press });
    }

    fn checks(&self) -> &Checks {
        &self.state.visit(tab(1)).unwrap().1.checks
    }

    fn check(&self) -> &Check {
        &self.checks().newest
    }

    /// The address that the last step wanted asked, with the name of the check.
    fn asked(&self) -> Option<(String, Timestamp)> {
        self.wanted.iter().find_map(|effect| match effect {
            Effect::AskOutside { request, began, .. } => Some((request.url.clone(), *began)),
            _ => None,
        })
    }

    fn told(&mut self, began: Timestamp, tidings: Tidings) {
        let scope = self.state.visit(tab(1)).unwrap().0.scope.clone();
        self.happens(Event::Told { scope, began, tidings });
    }

    fn goes_by(&mut self, ms: u64) {
        self.now = self.now.plus(Delay::from_millis(ms));
        self.happens(Event::TimePassed);
    }
}

const ASK: Press = Press::AskOutside(Kind::Load);

fn places(statuses: &[u16]) -> Vec<Place> {
    statuses.iter().map(|status| Place { name: String::new(), spot: None, got: Got::Status(*status) }).collect()
}

#[test]
fn nobody_is_asked_before_the_reader_has_agreed() {
    let mut world = World::failing(SHOP);
    assert_eq!(world.asked(), None);
    world.presses_in(Press::AllowOutside);
    assert_eq!((world.asked(), world.check()), (None, &Check::None));
    world.presses_in(ASK);
    assert_eq!((world.asked(), world.check()), (None, &Check::Consent(Kind::Load)));
    world.presses_in(Press::RefuseOutside);
    assert_eq!((world.asked(), world.check()), (None, &Check::None));
    world.presses_in(ASK);
    world.presses_in(Press::AllowOutside);
    assert_eq!(world.asked().map(|(url, _)| url).as_deref(), Some(SERVICE));
    assert!(world.wanted.contains(&Effect::KeepConsent));
}

#[test]
fn who_has_agreed_is_asked_again_in_private_windows_and_where_the_browser_wants_it() {
    for (window, agreed, press, asked) in [
        (Window::Ordinary, true, ASK, true),
        (Window::Ordinary, true, Press::AskConsent(Kind::Load), false),
        (Window::Private, true, ASK, false),
        (Window::Ordinary, false, ASK, false),
    ] {
        let mut world = World { window, ..World::new() };
        world.settings.outside = agreed;
        world.responds(1, SHOP, 502, &[]);
        world.hello(1, SHOP, 502, BARE, Attention::Visible);
        world.presses_in(press);
        assert_eq!(world.asked().is_some(), asked, "{window:?} {press:?}");
        world.presses_in(Press::AllowOutside);
        assert_eq!(world.wanted.contains(&Effect::KeepConsent), !asked && window == Window::Ordinary, "{window:?}");
    }
}

#[test]
fn a_check_joins_the_diagnosis_and_outlasts_the_background() {
    let mut world = World::failing(SHOP);
    world.settings.outside = true;
    world.presses_in(ASK);
    let (_, began) = world.asked().unwrap();
    world.presses_in(ASK);
    assert_eq!(world.asked(), None, "one at a time");
    world.told(began, Tidings::Taken("abc".to_owned()));
    assert_eq!(world.asked(), None);
    world.goes_by(600);
    assert_eq!(world.asked().unwrap(), (format!("{SERVICE}/abc"), began));
    world.told(began, Tidings::News(places(&[502, 500, 503]), None, Complete::Yes));
    assert_eq!(world.checks().verdict(), Some(Verdict::Everyone));
    let saved = Snapshot::from(&world.state).write().unwrap();
    assert_eq!(crate::outage::read(&saved), world.state);
}

#[test]
fn it_ends_after_thirty_seconds_and_with_the_last_tab() {
    let mut world = World::failing(SHOP);
    world.settings.outside = true;
    world.presses_in(ASK);
    world.goes_by(30_000);
    assert_eq!(world.check(), &Check::Failed(Kind::Load, Trouble::Unreached));
    world.presses_in(ASK);
    let (_, began) = world.asked().unwrap();
    world.told(began, Tidings::Taken("abc".to_owned()));
    world.presses_in(Press::KeepWatching);
    world.happens(Event::Closed { tab: tab(1) });
    world.goes_by(600);
    assert_eq!(world.asked(), None);
}

#[test]
fn of_a_private_host_nobody_is_ever_asked() {
    for url in ["http://localhost:3000/", "http://10.1.2.3/", "http://wiki/", "http://nas.local/", "http://[::1]/"] {
        let mut world = World::failing(url);
        world.settings.outside = true;
        for press in Press::ALL {
            world.presses_in(press);
            assert_eq!((world.asked(), world.check()), (None, &Check::None), "{url} {press:?}");
        }
    }
}

#[test]
fn a_further_check_goes_the_same_way_and_takes_nothing_from_the_first() {
    let mut world = World::failing(SHOP);
    world.settings.outside = true;
    world.presses_in(ASK);
    let (_, began) = world.asked().unwrap();
    world.told(began, Tidings::Taken("abc".to_owned()));
    world.told(began, Tidings::News(places(&[200, 200]), None, Complete::Yes));
    world.goes_by(5_000);
    world.presses_in(Press::AskOutside(Kind::Resolvers));
    let (url, began) = world.asked().unwrap();
    assert_eq!(url, "https://dns.google/resolve?type=A&name=shop.example.com");
    world.presses_in(Press::AskOutside(Kind::Ping));
    assert_eq!(world.asked(), None, "one at a time");
    world.told(began, Tidings::Word(Got::NoName));
    assert_eq!(world.asked(), None);
    world.goes_by(600);
    assert!(world.asked().unwrap().0.starts_with("https://cloudflare-dns.com/"));
    world.told(began, Tidings::Word(Got::NoName));
    assert_eq!((world.check(), world.checks().found.len()), (&Check::None, 2));
    assert_eq!(world.checks().verdict(), Some(Verdict::Elsewhere));
    let saved = Snapshot::from(&world.state).write().unwrap();
    assert_eq!(crate::outage::read(&saved), world.state);
}

#[test]
fn a_private_window_is_asked_before_each_kind() {
    let mut world = World { window: Window::Private, ..World::new() };
    world.settings.outside = true;
    world.responds(1, SHOP, 502, &[]);
    world.hello(1, SHOP, 502, BARE, Attention::Visible);
    for kind in Kind::ALL {
        world.presses_in(Press::AskOutside(kind));
        assert_eq!((world.asked(), world.check()), (None, &Check::Consent(kind)));
        world.presses_in(Press::AllowOutside);
        let (_, began) = world.asked().unwrap();
        assert!(!world.wanted.contains(&Effect::KeepConsent));
        world.told(began, Tidings::None(Trouble::Unreadable));
    }
}

#[test]
fn an_address_has_no_name_to_look_up() {
    for kind in [Kind::Names, Kind::Resolvers] {
        let mut world = World::failing("http://93.184.215.14/");
        world.settings.outside = true;
        world.presses_in(Press::AskOutside(kind));
        world.presses_in(Press::AskConsent(kind));
        assert_eq!((world.asked(), world.check()), (None, &Check::None), "{kind:?}");
    }
}
