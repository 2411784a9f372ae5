//! Checks of a site from outside: which kinds there are, and how one goes on from press to result; pure.
//!
//! Not here: what is found and what follows from it (`findings`), what is asked of whom and what the answers say (`world` for
//! Globalping, `resolvers` for the name's address), and whether the reader has agreed (`outage`).

use serde::{Deserialize, Serialize};

use super::findings::{Findings, Got, Place, Verdict};
use super::resolvers::RESOLVERS;
use super::{PublicHost, private};
use crate::time::{Delay, Timestamp};

/// Shortest time between two requests: Globalping's client guidelines want 500 ms.
pub const PAUSE: Delay = Delay::from_millis(600);
/// Longest time that a check takes.
pub const LIMIT: Delay = Delay::from_secs(30);

/// What a check asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// Does the site's front page load, from around the world?
    Load,
    /// Does its server answer a ping, from around the world?
    Ping,
    /// How far do packets come on the way to it, from around the world?
    Route,
    /// Which addresses has its name, around the world?
    Names,
    /// Which addresses has its name, by two public name services?
    Resolvers,
}

/// The checks of a site: what has been found, and the newest one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Checks {
    /// The newest, unless it is done. It dies with the background that made it.
    #[serde(skip)]
    pub newest: Check,
    /// What was found, one for each kind at most.
    pub found: Vec<Findings>,
}

/// How the newest check stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Check {
    /// None was wanted, or it is done.
    #[default]
    None,
    /// The reader is asked whether others may hear of the site.
    Consent(Kind),
    /// It is under way.
    Asking(Asking),
    /// It came to nothing.
    Failed(Kind, Trouble),
}

/// A check under way.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Asking {
    /// What it asks.
    pub kind: Kind,
    /// When it began; also its name, which answers must bear.
    pub began: Timestamp,
    /// When the next request is due; `None` while one is under way.
    pub next: Option<Timestamp>,
    /// Globalping's name for it, once it has one, and the version of its news that we have.
    pub measurement: Option<(String, Option<String>)>,
    /// What has come so far.
    pub places: Vec<Place>,
}

/// Why a check came to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Trouble {
    /// As many checks as the service allows were made; with the time until the next, where it says one.
    Limited(Option<Delay>),
    /// Who was asked could not be reached, or not in time.
    Unreached,
    /// The answer made no sense, or was none.
    Unreadable,
}

/// An answer, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tidings {
    /// The check has been taken on, under this name.
    Taken(String),
    /// What has come so far, its version, and whether that is all.
    News(Vec<Place>, Option<String>, Complete),
    /// What one name service says.
    Word(Got),
    /// Nothing new.
    Same,
    /// No check.
    None(Trouble),
}

/// Whether more is to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Complete {
    /// It is.
    NotYet,
    /// That is all.
    Yes,
}

impl Kind {
    /// Every kind, in the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::Load, Self::Ping, Self::Route, Self::Names, Self::Resolvers];

    /// Whether it makes sense for a host: an address has no name to be looked up, and a name with signs that no name of a
    /// computer has (`&` is one that browsers take) is left alone.
    #[must_use]
    pub fn suits(self, host: &PublicHost) -> bool {
        match self {
            Self::Load | Self::Ping | Self::Route => true,
            Self::Names | Self::Resolvers => {
                let host = host.as_str();
                let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_');
                !private::is_number(host) && host.bytes().all(plain)
            }
        }
    }
}

impl Asking {
    /// A check that begins now.
    #[must_use]
    pub const fn begin(kind: Kind, now: Timestamp) -> Self {
        Self { kind, began: now, next: Some(now), measurement: None, places: Vec::new() }
    }
}

impl Checks {
    /// Begins a check. What an earlier one of its kind found is old news.
    pub fn begin(&mut self, kind: Kind, now: Timestamp) {
        self.found.retain(|found| found.kind != kind);
        self.newest = Check::Asking(Asking::begin(kind, now));
    }

    /// Takes in what was said to the request of the check that began at `began`.
    pub fn take(&mut self, began: Timestamp, tidings: Tidings, now: Timestamp) {
        let Check::Asking(asking) = &mut self.newest else { return };
        if asking.began != began {
            return;
        }
        asking.next = Some(now.plus(PAUSE));
        match tidings {
            Tidings::Taken(id) => asking.measurement = Some((id, None)),
            Tidings::News(places, etag, complete) => {
                asking.places = places;
                if let Some((_, known)) = &mut asking.measurement {
                    *known = etag;
                }
                if complete == Complete::Yes {
                    self.end();
                }
            }
            Tidings::Word(got) => {
                let name = RESOLVERS.get(asking.places.len()).map_or("", |(name, _)| name).to_owned();
                asking.places.push(Place { name, spot: None, got });
                if asking.places.len() == RESOLVERS.len() {
                    self.end();
                }
            }
            Tidings::Same => {}
            Tidings::None(trouble) => self.newest = Check::Failed(asking.kind, trouble),
        }
    }

    /// When something is next to be done.
    #[must_use]
    pub fn due(&self) -> Option<Timestamp> {
        let Check::Asking(Asking { began, next, .. }) = &self.newest else { return None };
        let limit = began.plus(LIMIT);
        Some(next.map_or(limit, |next| next.min(limit)))
    }

    /// Ends a check with what has come.
    pub fn end(&mut self) {
        let Check::Asking(asking) = &mut self.newest else { return };
        let found = Findings { kind: asking.kind, places: std::mem::take(&mut asking.places) };
        self.newest = if found.says_something() {
            self.found.push(found);
            Check::None
        } else {
            Check::Failed(found.kind, Trouble::Unreached)
        };
    }

    /// What a check of that kind found.
    #[must_use]
    pub fn found(&self, kind: Kind) -> Option<&Findings> {
        self.found.iter().find(|found| found.kind == kind)
    }

    /// What follows from the check of the front page.
    #[must_use]
    pub fn verdict(&self) -> Option<Verdict> {
        self.found(Kind::Load).map(Findings::verdict)
    }

    /// Whether a first check has come to its end, one way or another.
    #[must_use]
    pub fn have_begun(&self) -> bool {
        !self.found.is_empty() || matches!(self.newest, Check::Failed(..))
    }
}

#[cfg(test)]
mod tests {
    use super::super::findings::Accord;
    use super::*;
    use crate::id::Address;
    use crate::settings::Settings;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    const fn at(ms: u64) -> Timestamp {
        Timestamp::from_millis(ms)
    }

    fn places(got: &[Got]) -> Vec<Place> {
        got.iter().map(|got| Place { name: "Lyon, FR".to_owned(), spot: Some((5, 46)), got: got.clone() }).collect()
    }

    fn news(complete: Complete, got: &[Got]) -> Tidings {
        Tidings::News(places(got), Some("v".to_owned()), complete)
    }

    fn begun(kind: Kind) -> Checks {
        let mut checks = Checks::default();
        checks.begin(kind, at(0));
        checks
    }

    fn ended(kind: Kind, got: &[Got]) -> Checks {
        let mut checks = begun(kind);
        checks.take(at(0), Tidings::Taken("abc".to_owned()), at(100));
        checks.take(at(0), news(Complete::Yes, got), at(900));
        checks
    }

    #[test]
    fn a_check_from_beginning_to_end() {
        let mut checks = begun(Kind::Load);
        assert_eq!(checks.due(), Some(at(0)));
        checks.take(at(0), Tidings::Taken("abc".to_owned()), at(100));
        assert_eq!(checks.due(), Some(at(700)));
        checks.take(at(0), news(Complete::NotYet, &[Got::Status(502)]), at(900));
        let Check::Asking(asking) = &checks.newest else { panic!("{checks:?}") };
        assert_eq!((asking.places.len(), asking.measurement.as_ref().unwrap().1.as_deref()), (1, Some("v")));
        checks.take(at(0), Tidings::Same, at(1_600));
        checks.take(at(9), Tidings::None(Trouble::Unreached), at(1_700));
        assert_eq!(checks.due(), Some(at(2_200)), "an answer to another check is none");
        checks.take(at(0), news(Complete::Yes, &[Got::Status(502), Got::Status(500), Got::Silence]), at(2_400));
        assert_eq!((checks.verdict(), checks.due()), (Some(Verdict::Everyone), None));
    }

    #[test]
    fn two_name_services_are_asked_one_after_the_other() {
        let mut checks = begun(Kind::Resolvers);
        checks.take(at(0), Tidings::Word(Got::NoName), at(100));
        assert_eq!(checks.due(), Some(at(700)));
        checks.take(at(0), Tidings::Word(Got::Silence), at(800));
        let found = checks.found(Kind::Resolvers).unwrap();
        assert_eq!(found.places.iter().map(|place| place.name.as_str()).collect::<Vec<_>>(), ["Google", "Cloudflare"]);
        assert_eq!((found.accord(), checks.due()), (Accord::Split, None));
    }

    #[test]
    fn verdicts() {
        let status = |codes: &[u16]| codes.iter().map(|code| Got::Status(*code)).collect::<Vec<_>>();
        for (codes, verdict) in [
            (&[502, 503, 599, 500][..], Some(Verdict::Everyone)),
            (&[200, 301, 404], Some(Verdict::Elsewhere)),
            (&[200, 502], Some(Verdict::Some)),
            (&[502], None),
        ] {
            assert_eq!(ended(Kind::Load, &status(codes)).verdict(), verdict, "{codes:?}");
        }
        assert_eq!(ended(Kind::Load, &[Got::Status(502)]).newest, Check::Failed(Kind::Load, Trouble::Unreached));
    }

    #[test]
    fn a_kind_keeps_to_itself() {
        let mut checks = ended(Kind::Load, &[Got::Status(200), Got::Status(200)]);
        checks.begin(Kind::Ping, at(5_000));
        assert_eq!(checks.verdict(), Some(Verdict::Elsewhere), "a further check takes nothing away");
        checks.take(at(5_000), Tidings::None(Trouble::Unreadable), at(5_100));
        assert_eq!(checks.newest, Check::Failed(Kind::Ping, Trouble::Unreadable));
        checks.begin(Kind::Load, at(6_000));
        assert_eq!((checks.verdict(), checks.found.len()), (None, 0));
        // Nobody who is pinged need answer: that is a finding, too.
        assert!(ended(Kind::Ping, &[Got::Silence, Got::Silence]).found(Kind::Ping).is_some());
    }

    #[test]
    fn thirty_seconds_are_the_end_with_what_has_come() {
        for kind in Kind::ALL {
            let mut checks = begun(kind);
            let Check::Asking(asking) = &mut checks.newest else { panic!("{checks:?}") };
            asking.next = None;
            assert_eq!(checks.due(), Some(at(30_000)));
            checks.end();
            assert_eq!(checks.newest, Check::Failed(kind, Trouble::Unreached));
            let mut checks = begun(kind);
            let pending = [Got::Status(200), Got::Status(200), Got::Pending];
            checks.take(at(0), news(Complete::NotYet, &pending), at(100));
            checks.end();
            assert_eq!(checks.found(kind).unwrap().counts(), (2, 2));
        }
    }

    #[test]
    fn numbers_have_no_name_to_look_up() {
        for (address, count) in
            [("https://shop.example.com/", 5), ("http://9.9.9.9/", 3), ("http://[2606:4700::1]/", 3)]
        {
            let host = PublicHost::of(&Address::parse(address).unwrap(), &Settings::default()).unwrap();
            assert_eq!(Kind::ALL.into_iter().filter(|kind| kind.suits(&host)).count(), count, "{address}");
        }
    }
}
