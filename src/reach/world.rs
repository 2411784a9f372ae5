//! Checks from around the world through Globalping's public API: six places, one on each continent, ask for the site's front
//! page, ping its server, follow the way to it, or look up its name.
//!
//! Lives here: what is asked, and what an answer says; pure. Not here: sending it (`browser`), and how a check goes on
//! (`check`). Everything that comes is somebody else's word: it is cut to size as it is read.
//!
//! Source: the `OpenAPI` file at <https://api.globalping.io>, and its client guidelines: polls 500 ms apart or more, with `ETag`.

use super::PublicHost;
use super::check::{Asking, Complete, Kind, Tidings, Trouble};
use super::findings::{Got, Place};
use super::resolvers;
use crate::cut::cut_at;
use crate::id::Address;
use crate::settings::kept::Kept;
use crate::time::Delay;

/// Where the service is.
pub const SERVICE: &str = "https://api.globalping.io/v1/measurements";
/// One place on each continent, by the service's own codes.
const LOCATIONS: &str = r#"[{"continent":"AF"},{"continent":"AS"},{"continent":"EU"},{"continent":"NA"},{"continent":"OC"},{"continent":"SA"}]"#;
/// How many those are.
const PLACES: usize = 6;
/// Most pings of a place, and most steps of a way, that are read: the most that the service gives, and more than it takes.
const MOST: usize = 64;
/// Longest name that is kept, in characters.
const LONGEST: usize = 40;

/// A request to a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// What the check asks, which tells how to read the answer.
    pub kind: Kind,
    /// Where to.
    pub url: String,
    /// What is sent as JSON, by `POST`; a `GET` where there is nothing.
    pub body: Option<String>,
    /// The version of the news that we have.
    pub etag: Option<String>,
}

/// An answer of a service as it comes.
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

impl Request {
    /// The kind of data that the answer is to be.
    #[must_use]
    pub const fn accept(&self) -> &'static str {
        match self.kind {
            Kind::Load | Kind::Ping | Kind::Route | Kind::Names => "application/json",
            Kind::Resolvers => "application/dns-json",
        }
    }
}

impl Asking {
    /// The request that is due. Of the page only its host is told, and for a check of the front page scheme and port.
    #[must_use]
    pub fn request(&self, host: &PublicHost, address: &Address) -> Request {
        let kind = self.kind;
        if kind == Kind::Resolvers {
            return resolvers::request(self.places.len(), host);
        }
        if let Some((id, etag)) = &self.measurement {
            return Request { kind, url: format!("{SERVICE}/{id}"), body: None, etag: etag.clone() };
        }
        let (word, options) = match kind {
            Kind::Load => ("http", front_page(address)),
            Kind::Ping => ("ping", String::new()),
            Kind::Route => ("traceroute", String::new()),
            Kind::Names | Kind::Resolvers => ("dns", String::new()),
        };
        let target = host.as_str().trim_matches(['[', ']']).replace(['"', '\\'], "");
        let body = [
            r#"{"type":""#,
            word,
            r#"","target":""#,
            &target,
            r#"","inProgressUpdates":true,"locations":"#,
            LOCATIONS,
            &options,
            "}",
        ];
        Request { kind, url: SERVICE.to_owned(), body: Some(body.concat()), etag: None }
    }
}

/// By which protocol and port the front page is asked for.
fn front_page(address: &Address) -> String {
    let origin = address.origin();
    let (scheme, authority) = cut_at(origin.as_str(), "://").unwrap_or_default();
    let port = authority.strip_prefix(address.host()).and_then(|port| port.strip_prefix(':'));
    let (name, port) = port.map_or(("", ""), |port| (r#"","port":"#, port));
    let protocol = if scheme == "https" { "HTTPS" } else { "HTTP" };
    let end = if port.is_empty() { "\"" } else { "" };
    let parts =
        [r#","measurementOptions":{"protocol":""#, protocol, name, port, end, r#","request":{"method":"GET"}}"#];
    parts.concat()
}

impl Reply {
    /// Reads the answer to a request of a check of that kind.
    #[must_use]
    pub fn read(self, kind: Kind) -> Tidings {
        if kind == Kind::Resolvers {
            return resolvers::read(&self);
        }
        match self.status {
            202 => match self.body.get("id").text() {
                // It becomes part of an address.
                Some(id) if (1..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric()) => {
                    Tidings::Taken(id.to_owned())
                }
                _ => Tidings::None(Trouble::Unreadable),
            },
            200 => {
                let results = self.body.get("results").items().iter();
                let places: Vec<Place> = results.take(PLACES).map(|item| place(kind, item)).collect();
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

/// A number cut to what fits, without its fraction.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` stops at both ends, NaN is 0")]
pub(super) fn whole(value: &Kept) -> Option<u16> {
    if let Kept::Number(number) = value { Some(*number as u16) } else { None }
}

#[expect(clippy::cast_possible_truncation, reason = "`as` stops at both ends, NaN is 0")]
fn place(kind: Kind, item: &Kept) -> Place {
    let (probe, result) = (item.get("probe"), item.get("result"));
    let degrees = |name, most: f64| {
        let number = if let Kept::Number(number) = probe.get(name) { *number } else { 0.0 };
        // Not `clamp`: its complaint about wrong bounds writes out fractions, 8 kB of wasm.
        number.max(-most).min(most) as i16
    };
    let name = |name| cut(probe.get(name).text().unwrap_or("?"));
    Place {
        name: format!("{}, {}", name("city"), name("country")),
        spot: Some((degrees("longitude", 180.0), degrees("latitude", 90.0))),
        got: match (result.get("status").text(), kind) {
            (Some("in-progress"), _) => Got::Pending,
            (Some("finished"), Kind::Load) => {
                whole(result.get("statusCode")).filter(|status| *status > 0).map_or(Got::Silence, Got::Status)
            }
            (Some("finished"), Kind::Ping) => echo(result),
            (Some("finished"), Kind::Route) => way(result),
            (Some("finished"), Kind::Names | Kind::Resolvers) => {
                resolvers::addresses(result, ["statusCode", "answers", "value"])
            }
            _ => Got::Silence,
        },
    }
}

/// Somebody else's word, cut to size.
fn cut(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(LONGEST).collect()
}

fn echo(result: &Kept) -> Got {
    let timings = result.get("timings").items().iter().take(MOST);
    let times: Vec<u16> = timings.filter_map(|timing| whole(timing.get("rtt"))).collect();
    let lost = whole(result.get("stats").get("loss")).unwrap_or_default().min(100);
    // The one with half of them on either side; a sort is much code.
    for ms in &times {
        let (mut below, mut above) = (0, 0);
        for time in &times {
            below += usize::from(time < ms);
            above += usize::from(time > ms);
        }
        if 2 * below < times.len() && 2 * above <= times.len() {
            return Got::Echo { ms: *ms, lost };
        }
    }
    Got::Silence
}

fn way(result: &Kept) -> Got {
    let hops = (1..).zip(result.get("hops").items().iter().take(MOST));
    let answered = hops
        .filter(|(_, hop)| !hop.get("timings").items().is_empty())
        .filter_map(|(step, hop)| Some((step, hop, hop.get("resolvedAddress").text()?)));
    let Some((step, hop, address)) = answered.last() else { return Got::Silence };
    if result.get("resolvedAddress").text() == Some(address) {
        return Got::Reached(step);
    }
    Got::Lost { step, name: cut(hop.get("resolvedHostname").text().unwrap_or(address)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Settings;
    use crate::time::Timestamp;
    use serde_json::{Value, json};
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn reply(kind: Kind, status: u16, body: Value) -> Tidings {
        Reply { status, body: body.into(), etag: Some("v".to_owned()), retry_after: Some("90".to_owned()) }.read(kind)
    }

    fn asking(kind: Kind, text: &str) -> Request {
        let address = Address::parse(text).unwrap();
        let host = PublicHost::of(&address, &Settings::default()).unwrap();
        Asking::begin(kind, Timestamp::from_millis(0)).request(&host, &address)
    }

    fn asked(kind: Kind, text: &str) -> Value {
        let request = asking(kind, text);
        assert_eq!(
            (request.url.as_str(), request.accept(), request.etag.as_ref()),
            (SERVICE, "application/json", None)
        );
        serde_json::from_str(&request.body.unwrap()).unwrap()
    }

    #[test]
    fn what_is_asked_tells_the_host_alone() {
        let page = "https://shop.example.com/cart?id=1";
        for (kind, word) in
            [(Kind::Load, "http"), (Kind::Ping, "ping"), (Kind::Route, "traceroute"), (Kind::Names, "dns")]
        {
            let mut body = asked(kind, page);
            assert_eq!((&body["type"], &body["target"]), (&json!(word), &json!("shop.example.com")));
            assert_eq!(body["locations"].as_array().map(Vec::len), Some(6));
            let options = body.as_object_mut().unwrap().remove("measurementOptions");
            let front_page = json!({ "protocol": "HTTPS", "request": { "method": "GET" } });
            assert_eq!(options, (kind == Kind::Load).then_some(front_page));
            assert_eq!(body.as_object().unwrap().len(), 4, "{body}");
        }
        assert_eq!(asked(Kind::Load, "http://a.example.com:81/")["measurementOptions"]["port"], json!(81));
        assert_eq!(asked(Kind::Route, "http://[2606:4700::1]/")["target"], json!("2606:4700::1"));
        assert_eq!(asked(Kind::Ping, "http://a\"b.example.com/")["target"], json!("ab.example.com"));
    }

    #[test]
    fn news_is_asked_for_by_name_and_version() {
        let mut asking = Asking::begin(Kind::Ping, Timestamp::from_millis(0));
        asking.measurement = Some(("abc".to_owned(), Some("v".to_owned())));
        let address = Address::parse("http://a.example.com/").unwrap();
        let host = PublicHost::of(&address, &Settings::default()).unwrap();
        let Request { url, body, etag, .. } = asking.request(&host, &address);
        assert_eq!((url, body, etag.as_deref()), (format!("{SERVICE}/abc"), None, Some("v")));
    }

    #[track_caller]
    fn check(kind: Kind, result: &Value, expected: Got) {
        let probe = json!({ "city": "Lyon", "country": "FR", "latitude": 45.7, "longitude": 4.8 });
        let body = json!({ "status": "finished", "results": [{ "probe": probe, "result": result }] });
        let place = Place { name: "Lyon, FR".to_owned(), spot: Some((4, 45)), got: expected };
        let news = Tidings::News(vec![place], Some("v".to_owned()), Complete::Yes);
        assert_eq!(reply(kind, 200, body), news, "{result}");
    }

    fn pings(times: &[f64], loss: f64) -> Value {
        let timings: Vec<_> = times.iter().map(|rtt| json!({ "rtt": rtt, "ttl": 59 })).collect();
        json!({ "status": "finished", "timings": timings, "stats": { "loss": loss } })
    }

    fn way(hops: &[Option<&str>]) -> Value {
        let hop = |address: Option<&str>| match address {
            Some(address) => json!({ "resolvedAddress": address, "resolvedHostname": format!("at-{address}"),
                "timings": [{ "rtt": 1.5 }] }),
            None => json!({ "resolvedAddress": null, "resolvedHostname": null, "timings": [] }),
        };
        json!({ "status": "finished", "resolvedAddress": "9.9.9.9", "hops": hops.iter().copied().map(hop).collect::<Vec<_>>() })
    }

    fn entries(code: u8, values: &[&str]) -> Value {
        let answers: Vec<_> = values.iter().map(|value| json!({ "type": "A", "value": value })).collect();
        json!({ "status": "finished", "statusCode": code, "answers": answers })
    }

    #[test]
    fn each_kind_has_its_reading() {
        check(Kind::Load, &json!({ "status": "finished", "statusCode": 502 }), Got::Status(502));
        check(Kind::Ping, &pings(&[24.9, 20.1, 31.0], 0.0), Got::Echo { ms: 24, lost: 0 });
        check(Kind::Ping, &pings(&[24.9, 20.1], 33.4), Got::Echo { ms: 20, lost: 33 });
        check(Kind::Ping, &pings(&[0.4], 66.0), Got::Echo { ms: 0, lost: 66 });
        check(Kind::Ping, &pings(&[], 100.0), Got::Silence);
        check(Kind::Route, &way(&[Some("10.0.0.1"), None, Some("9.9.9.9")]), Got::Reached(3));
        let lost = Got::Lost { step: 2, name: "at-8.8.8.8".to_owned() };
        check(Kind::Route, &way(&[Some("10.0.0.1"), Some("8.8.8.8"), None, None]), lost);
        check(Kind::Route, &way(&[None, None]), Got::Silence);
        let found = Got::Addresses(vec!["9.9.9.9".to_owned()]);
        check(Kind::Names, &entries(0, &["cdn.example.net.", "9.9.9.9"]), found);
        check(Kind::Names, &entries(0, &[]), Got::Addresses(vec![]));
        check(Kind::Names, &entries(3, &[]), Got::NoName);
        check(Kind::Names, &entries(2, &[]), Got::Silence);
        for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::Resolvers) {
            check(kind, &json!({ "status": "in-progress", "statusCode": 200 }), Got::Pending);
            for status in [json!("failed"), json!("offline"), json!(null), json!(7)] {
                check(kind, &json!({ "status": status, "rawOutput": "" }), Got::Silence);
            }
            check(kind, &json!({ "status": "finished" }), Got::Silence);
            check(kind, &json!(null), Got::Silence);
        }
    }

    #[test]
    fn answers_that_are_none() {
        let unreadable = Tidings::None(Trouble::Unreadable);
        for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::Resolvers) {
            for body in
                [json!(null), json!({}), json!({ "id": 7 }), json!({ "id": "" }), json!({ "id": "../../x" }), json!([])]
            {
                assert_eq!(reply(kind, 202, body.clone()), unreadable, "{body}");
            }
            for body in
                [json!("x"), json!({ "status": "finished" }), json!({ "status": "finished", "results": {} }), json!({})]
            {
                assert_eq!(reply(kind, 200, body.clone()), unreadable, "{body}");
            }
            let limited = Tidings::None(Trouble::Limited(Some(Delay::from_secs(90))));
            assert_eq!(reply(kind, 429, json!(null)), limited);
            for status in [0, 500, 503] {
                assert_eq!(reply(kind, status, json!(null)), Tidings::None(Trouble::Unreached));
            }
            for status in [201, 302, 400, 404, 422] {
                assert_eq!(reply(kind, status, json!({ "id": "abc" })), unreadable);
            }
        }
    }

    /// What can stand where something else should.
    fn hostile() -> Vec<Value> {
        let long = "x\n".repeat(60);
        vec![
            json!(null),
            json!(true),
            json!(-1e300),
            json!(1e300),
            json!(0),
            json!(long),
            json!("9.9.9.9"),
            json!({}),
            json!([long]),
            json!(vec![
                json!({ "rtt": 1e300, "value": long, "resolvedAddress": long,
                "resolvedHostname": long, "timings": [{ "rtt": -1 }] });
                70
            ]),
            json!(vec![json!({ "rtt": [], "value": "9.9.9.9", "resolvedAddress": "9.9.9.9", "timings": [0] }); 70]),
        ]
    }

    /// A law: whatever stands anywhere in an answer, what is kept of it is small, and in range.
    #[test]
    fn nothing_that_comes_is_larger_than_a_place() {
        let names = ["statusCode", "timings", "stats", "hops", "resolvedAddress", "answers"];
        let values = hostile();
        let pairs = values.iter().zip(values.iter().cycle().skip(1));
        for (kind, (one, other)) in Kind::ALL.into_iter().flat_map(|kind| pairs.clone().map(move |pair| (kind, pair))) {
            let mut result = json!({ "status": "finished" });
            for (place, name) in names.into_iter().enumerate() {
                result[name] = if place % 2 == 0 { one.clone() } else { other.clone() };
            }
            let probe = json!({ "city": one, "country": other, "latitude": one, "longitude": other });
            let mut results = vec![json!(null); 9];
            results[3] = json!({ "probe": probe, "result": result });
            let body = json!({ "status": "x", "results": results, "Status": one, "Answer": other });
            match reply(kind, 200, body) {
                Tidings::News(places, ..) => {
                    assert_eq!(places.len(), 6);
                    places.iter().for_each(is_small);
                }
                Tidings::Word(got) => is_small(&Place { name: String::new(), spot: None, got }),
                other => panic!("{other:?}"),
            }
        }
    }

    #[track_caller]
    fn is_small(place: &Place) {
        assert!(place.name.len() <= 82, "{place:?}");
        assert!(place.spot.is_none_or(|(east, north)| east.abs() <= 180 && north.abs() <= 90), "{place:?}");
        match &place.got {
            Got::Pending | Got::Silence | Got::Status(_) | Got::NoName => {}
            Got::Echo { lost, .. } => assert!(*lost <= 100),
            Got::Reached(step) => assert!(*step <= 64),
            Got::Lost { step, name } => assert!(*step <= 64 && name.len() <= 40, "{name}"),
            Got::Addresses(addresses) => {
                assert!(addresses.len() <= 6 && addresses.iter().all(|address| address.len() < 16), "{addresses:?}");
            }
        }
    }
}
