//! A check from around the world through Globalping's public API: six places, one on each continent, ask for the site's front
//! page.
//!
//! Lives here: what is asked, what an answer says, and what follows from it; pure. Not here: sending it (`browser`), and whether
//! the reader has agreed (`outage`). Everything that comes is somebody else's word: it is cut to size as it is read.
//!
//! Source: the `OpenAPI` file at <https://api.globalping.io>, and its client guidelines: polls 500 ms apart or more, with `ETag`.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::PublicHost;
use crate::id::Address;
use crate::settings::kept::Kept;
use crate::time::{Delay, Timestamp};

/// Where the service is.
pub const SERVICE: &str = "https://api.globalping.io/v1/measurements";
/// Shortest time between two polls.
pub const PAUSE: Delay = Delay::from_millis(600);
/// Longest time that a check takes.
pub const LIMIT: Delay = Delay::from_secs(30);
/// The continents, by the service's own codes.
const CONTINENTS: [&str; 6] = ["AF", "AS", "EU", "NA", "OC", "SA"];

/// How a check stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Check {
    /// None was wanted.
    #[default]
    Never,
    /// The reader is asked whether the service may hear of the site.
    Consent,
    /// It is under way.
    Asking(Asking),
    /// It is done.
    Done(Findings),
    /// It came to nothing.
    Failed(Trouble),
}

/// A check under way.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Asking {
    /// When it began; also its name, which answers must bear.
    pub began: Timestamp,
    /// When the next request is due; `None` while one is under way.
    pub next: Option<Timestamp>,
    /// The service's name for it, once it has one, and the version of its news that we have.
    pub measurement: Option<(String, Option<String>)>,
    /// What has come so far.
    pub places: Vec<Place>,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Findings {
    /// When.
    pub at: Timestamp,
    /// From where, and what.
    pub places: Vec<Place>,
}

/// One place in the world.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Place {
    /// Its name: city and country.
    pub name: String,
    /// Degrees to the east, -180 to 180.
    pub east: i16,
    /// Degrees to the north, -90 to 90.
    pub north: i16,
    /// What it got: a status; 0 for no answer from the site; `None` while it is still asking.
    pub status: Option<u16>,
}

/// Why a check came to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Trouble {
    /// As many checks as the service allows were made; with the time until the next, where it says one.
    Limited(Option<Delay>),
    /// The service could not be reached, or not in time.
    Unreached,
    /// It answered what makes no sense, or would not.
    Unreadable,
}

/// What the places together say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// None could load it.
    Everyone,
    /// All could.
    Elsewhere,
    /// Some could.
    Some,
}

/// A request to the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Where to.
    pub url: String,
    /// What is sent as JSON, by `POST`; a `GET` where there is nothing.
    pub body: Option<String>,
    /// The version of the news that we have.
    pub etag: Option<String>,
}

/// An answer of the service as it comes.
#[derive(Clone, Debug, Default)]
pub struct Reply {
    /// Its status; 0 where none came.
    pub status: u16,
    /// Its `ETag`.
    pub etag: Option<String>,
    /// Its `Retry-After` in seconds.
    pub retry_after: Option<String>,
    /// Its JSON.
    pub body: Kept,
}

/// An answer, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tidings {
    /// The check has been taken on, under this name.
    Taken(String),
    /// What has come so far, its version, and whether that is all.
    News(Vec<Place>, Option<String>, Complete),
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

impl Reply {
    /// Reads it.
    #[must_use]
    pub fn read(self) -> Tidings {
        match self.status {
            202 => match self.body.get("id").text() {
                // It becomes part of an address.
                Some(id) if (1..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric()) => {
                    Tidings::Taken(id.to_owned())
                }
                _ => Tidings::None(Trouble::Unreadable),
            },
            200 => {
                let places: Vec<Place> =
                    self.body.get("results").items().iter().take(CONTINENTS.len()).map(place).collect();
                match self.body.get("status").text() {
                    Some("in-progress") => Tidings::News(places, self.etag, Complete::NotYet),
                    Some(_) if !places.is_empty() => Tidings::News(places, self.etag, Complete::Yes),
                    _ => Tidings::None(Trouble::Unreadable),
                }
            }
            304 => Tidings::Same,
            429 => {
                let wait = self.retry_after.and_then(|value| value.parse().ok()).map(Delay::from_secs);
                Tidings::None(Trouble::Limited(wait))
            }
            0 | 500.. => Tidings::None(Trouble::Unreached),
            _ => Tidings::None(Trouble::Unreadable),
        }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` stops at both ends, NaN is 0")]
fn place(item: &Kept) -> Place {
    let (probe, result) = (item.get("probe"), item.get("result"));
    let number = |value: &Kept| if let Kept::Number(number) = value { *number } else { 0.0 };
    // Not `clamp`: its complaint about wrong bounds writes out fractions, 8 kB of wasm.
    let degrees = |name, most: f64| number(probe.get(name)).max(-most).min(most) as i16;
    let name =
        |name| probe.get(name).text().unwrap_or("?").chars().filter(|c| !c.is_control()).take(40).collect::<String>();
    Place {
        name: format!("{}, {}", name("city"), name("country")),
        east: degrees("longitude", 180.0),
        north: degrees("latitude", 90.0),
        status: match result.get("status").text() {
            Some("in-progress") => None,
            Some("finished") => Some(number(result.get("statusCode")) as u16),
            _ => Some(0),
        },
    }
}

impl Asking {
    /// A check that begins now.
    #[must_use]
    pub const fn begin(now: Timestamp) -> Self {
        Self { began: now, next: Some(now), measurement: None, places: Vec::new() }
    }

    /// The request that is due. Of the page only host, scheme and port are told.
    #[must_use]
    pub fn request(&self, host: &PublicHost, address: &Address) -> Request {
        if let Some((id, etag)) = &self.measurement {
            return Request { url: format!("{SERVICE}/{id}"), body: None, etag: etag.clone() };
        }
        let origin = address.origin();
        let (scheme, authority) = origin.as_str().split_once("://").unwrap_or_default();
        let port = authority.strip_prefix(address.host()).and_then(|port| port.strip_prefix(':'));
        let port = port.map_or_else(String::new, |port| format!(",\"port\":{port}"));
        let places = CONTINENTS.map(|code| format!("{{\"continent\":\"{code}\"}}")).join(",");
        let body = format!(
            "{{\"type\":\"http\",\"target\":\"{}\",\"inProgressUpdates\":true,\"locations\":[{places}],\"measurementOptions\":{{\"protocol\":\"{}\"{port},\"request\":{{\"method\":\"GET\"}}}}}}",
            host.as_str().trim_matches(['[', ']']).replace(['"', '\\'], ""),
            if scheme == "https" { "HTTPS" } else { "HTTP" },
        );
        Request { url: SERVICE.to_owned(), body: Some(body), etag: None }
    }
}

impl Check {
    /// Takes in what the service said to the request of the check that began at `began`.
    pub fn take(&mut self, began: Timestamp, tidings: Tidings, now: Timestamp) {
        let Self::Asking(asking) = self else { return };
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
                    self.end(now);
                }
            }
            Tidings::Same => {}
            Tidings::None(trouble) => *self = Self::Failed(trouble),
        }
    }

    /// When something is next to be done.
    #[must_use]
    pub fn due(&self) -> Option<Timestamp> {
        let Self::Asking(Asking { began, next, .. }) = self else { return None };
        let limit = began.plus(LIMIT);
        Some(next.map_or(limit, |next| next.min(limit)))
    }

    /// Ends a check with what has come.
    pub fn end(&mut self, now: Timestamp) {
        let Self::Asking(asking) = self else { return };
        let places = std::mem::take(&mut asking.places);
        let findings = Findings { at: now, places };
        *self = if findings.verdict().is_some() { Self::Done(findings) } else { Self::Failed(Trouble::Unreached) };
    }

    /// What was found.
    #[must_use]
    pub const fn findings(&self) -> Option<&Findings> {
        if let Self::Done(findings) = self { Some(findings) } else { None }
    }

    /// What follows from it.
    #[must_use]
    pub fn verdict(&self) -> Option<Verdict> {
        self.findings().and_then(Findings::verdict)
    }
}

impl Findings {
    /// How many places have an answer, and how many of them could load the page.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        let told = self.places.iter().filter(|place| place.status.is_some());
        (told.clone().count(), told.filter(|place| place.loads()).count())
    }

    /// What they say; `None` where fewer than two have said anything.
    #[must_use]
    pub fn verdict(&self) -> Option<Verdict> {
        match self.counts() {
            (0 | 1, _) => None,
            (_, 0) => Some(Verdict::Everyone),
            (all, good) if all == good => Some(Verdict::Elsewhere),
            _ => Some(Verdict::Some),
        }
    }
}

impl Place {
    /// Whether it got an answer that is no server error.
    #[must_use]
    pub fn loads(&self) -> bool {
        self.status.is_some_and(|status| (1..500).contains(&status))
    }
}

/// Only what was found is kept: a check dies with the background that made it.
impl Serialize for Check {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.findings().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Check {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(deserializer)?.map_or(Self::Never, Self::Done))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Settings;
    use serde_json::json;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    const fn at(ms: u64) -> Timestamp {
        Timestamp::from_millis(ms)
    }

    fn reply(status: u16, body: serde_json::Value) -> Tidings {
        Reply { status, body: body.into(), etag: Some("v".to_owned()), retry_after: Some("90".to_owned()) }.read()
    }

    fn result(status: &str, code: u16) -> serde_json::Value {
        json!({ "probe": { "city": "Lyon", "country": "FR", "latitude": 45.7, "longitude": 4.8 },
            "result": { "status": status, "statusCode": code, "rawOutput": "" } })
    }

    fn news(status: &str, codes: &[u16]) -> Tidings {
        let results: Vec<_> = codes.iter().map(|code| result("finished", *code)).collect();
        reply(200, json!({ "id": "abc", "status": status, "results": results }))
    }

    fn ended(codes: &[u16]) -> Check {
        let mut check = Check::Asking(Asking::begin(at(0)));
        check.take(at(0), Tidings::Taken("abc".to_owned()), at(100));
        check.take(at(0), news("finished", codes), at(900));
        check
    }

    #[test]
    fn what_is_asked_tells_the_host_alone() {
        let asked = |text: &str| {
            let address = Address::parse(text).unwrap();
            let host = PublicHost::of(&address, &Settings::default()).unwrap();
            let request = Asking::begin(at(0)).request(&host, &address);
            assert_eq!((request.url.as_str(), request.etag), (SERVICE, None));
            serde_json::from_str::<serde_json::Value>(&request.body.unwrap()).unwrap()
        };
        let body = asked("https://shop.example.com/cart?id=1");
        assert_eq!((&body["type"], &body["target"]), (&json!("http"), &json!("shop.example.com")));
        assert_eq!(body["measurementOptions"], json!({ "protocol": "HTTPS", "request": { "method": "GET" } }));
        assert_eq!(body["locations"].as_array().map(Vec::len), Some(6));
        assert_eq!(asked("http://a.example.com:81/")["measurementOptions"]["port"], json!(81));
        assert_eq!(asked("http://[2606:4700::1]/")["target"], json!("2606:4700::1"));
        assert_eq!(asked("http://a\"b.example.com/")["target"], json!("ab.example.com"));
    }

    #[test]
    fn a_check_from_beginning_to_end() {
        let mut check = Check::Asking(Asking::begin(at(0)));
        assert_eq!(check.due(), Some(at(0)));
        check.take(at(0), reply(202, json!({ "id": "abc", "probesCount": 6 })), at(100));
        assert_eq!(check.due(), Some(at(700)));
        check.take(at(0), news("in-progress", &[502]), at(900));
        let Check::Asking(asking) = &check else { panic!("{check:?}") };
        assert_eq!((asking.places.len(), asking.measurement.as_ref().unwrap().1.as_deref()), (1, Some("v")));
        check.take(at(0), Tidings::Same, at(1_600));
        check.take(at(9), Tidings::None(Trouble::Unreached), at(1_700));
        assert_eq!(check.due(), Some(at(2_200)));
        check.take(at(0), news("finished", &[502, 502, 0]), at(2_400));
        assert_eq!((check.verdict(), check.due()), (Some(Verdict::Everyone), None));
        assert_eq!(check.findings().unwrap().places[0].name, "Lyon, FR");
    }

    #[test]
    fn verdicts() {
        for (codes, verdict) in [
            (&[502, 503, 0, 500][..], Some(Verdict::Everyone)),
            (&[200, 301, 404], Some(Verdict::Elsewhere)),
            (&[200, 502], Some(Verdict::Some)),
            (&[502], None),
        ] {
            assert_eq!(ended(codes).verdict(), verdict, "{codes:?}");
        }
        assert_eq!(ended(&[502]), Check::Failed(Trouble::Unreached));
    }

    #[test]
    fn thirty_seconds_are_the_end_with_what_has_come() {
        let mut check = Check::Asking(Asking { next: None, ..Asking::begin(at(0)) });
        assert_eq!(check.due(), Some(at(30_000)));
        check.end(at(30_000));
        assert_eq!(check, Check::Failed(Trouble::Unreached));
        let mut check = Check::Asking(Asking::begin(at(0)));
        check.take(at(0), news("in-progress", &[200, 200]), at(100));
        check.end(at(30_000));
        assert_eq!(check.verdict(), Some(Verdict::Elsewhere));
    }

    #[test]
    fn answers_that_are_none() {
        for body in
            [json!(null), json!({}), json!({ "id": 7 }), json!({ "id": "" }), json!({ "id": "../../x" }), json!([])]
        {
            assert_eq!(reply(202, body.clone()), Tidings::None(Trouble::Unreadable), "{body}");
        }
        for body in
            [json!("x"), json!({ "status": "finished" }), json!({ "status": "finished", "results": {} }), json!({})]
        {
            assert_eq!(reply(200, body.clone()), Tidings::None(Trouble::Unreadable), "{body}");
        }
        assert_eq!(reply(429, json!(null)), Tidings::None(Trouble::Limited(Some(Delay::from_secs(90)))));
        for status in [0, 500, 503] {
            assert_eq!(reply(status, json!(null)), Tidings::None(Trouble::Unreached));
        }
        for status in [201, 302, 400, 404, 422] {
            assert_eq!(reply(status, json!({ "id": "abc" })), Tidings::None(Trouble::Unreadable));
        }
    }

    #[test]
    fn nothing_that_comes_is_larger_than_a_place() {
        let huge = json!({ "probe": { "city": "x\n".repeat(9000), "country": 7, "latitude": 1e300, "longitude": -1e9 },
            "result": { "status": "finished", "statusCode": 1e9 } });
        let Tidings::News(places, ..) = reply(200, json!({ "status": "x", "results": vec![huge; 500] })) else {
            panic!()
        };
        assert_eq!(places.len(), 6);
        let Place { name, east, north, status } = &places[0];
        assert_eq!((name.len(), *east, *north, *status), (43, -180, 90, Some(u16::MAX)));
    }
}
