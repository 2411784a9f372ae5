//! What a failed response means: who answered, what broke, and how we know.
//!
//! Lives here: reading a response. Not here: what to do about it (`retry::advice`) and how to say it (`view`, `words`).
//!
//! A body is brought into one normal form (`text`) and searched once for all words of all rules (`scan`). The rules are a
//! table (`rules`): who leaves what on all that passes, what stands on whose own pages, and what those pages mean. The first
//! row whose own signs are there made the page; the others whose signs are there passed it on. Where no row's are, a sentence
//! may tell what broke (`failure`), and else the status.

mod evidence;
mod failure;
mod gateway;
mod page;
mod request_id;
mod rules;
mod saved;
mod scan;
mod sign;
mod text;

use crate::http::{Response, Status};
use rules::{Line, RULES, Says};
use sign::{Content, Reading, Sign};

pub use evidence::{Confidence, Evidence, Place};
pub use failure::Failure;
pub use gateway::{Gateway, Role};
pub use page::Page;
pub use request_id::RequestId;
pub use text::BODY_LIMIT;

/// What a failed response says about the outage behind it.
///
/// It is saved with the outage: everything in it is bounded.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Diagnosis {
    /// The status code that came.
    pub status: Status,
    /// The server that made the answer; `None` where the response does not tell, which is better than a guess.
    pub gateway: Option<Gateway>,
    /// What broke.
    pub failure: Failure,
    /// What the gateway was told by: empty where it is `None`.
    pub evidence: Vec<Evidence>,
    /// What the failure was told by, where something says more than the status.
    pub reason: Option<Evidence>,
    /// How far all this can be trusted.
    pub confidence: Confidence,
    /// The servers that passed the answer on: at most [`Diagnosis::MAX_RELAYS`].
    pub relays: Vec<Gateway>,
    /// Numbers to quote to a support desk: at most [`RequestId::MAX_COUNT`].
    pub request_ids: Vec<RequestId>,
    /// What kind of page came with it.
    pub page: Page,
}

impl Diagnosis {
    /// How many relays are kept.
    pub const MAX_RELAYS: usize = 4;
    /// How many pieces of evidence for the gateway are kept.
    pub const MAX_EVIDENCE: usize = 4;

    /// No more than a status: what is known of a response that says nothing.
    #[must_use]
    pub const fn of_status(status: Status) -> Self {
        Self {
            status,
            gateway: None,
            failure: Failure::of_status(status.code(), None),
            evidence: Vec::new(),
            reason: None,
            confidence: Confidence::Guess,
            relays: Vec::new(),
            request_ids: Vec::new(),
            page: Page::Unread,
        }
    }

    /// Whether the page is a gateway's standard one: nothing on it was written by the site.
    #[must_use]
    pub fn is_gateways_page(&self) -> bool {
        self.page == Page::Standard && self.gateway.is_some_and(|gateway| gateway.role() != Role::App)
    }
}

/// Reads a response, with as much of its body as is known: `""` before it came. The body may be as it was sent, or the
/// `outerHTML` of the document that a browser made of it.
///
/// Never fails: what cannot be told is `None` or [`Failure::Unknown`]. A status under 500 is no failure of a gateway,
/// whatever the page talks of: nothing is told of it.
///
/// ```
/// # use back_soon::{diagnosis::{diagnose, Failure, Gateway}, http::{Method, Response, Status}, id::Address, time::Timestamp};
/// let response = Response {
///     address: Address::parse("https://shop.example.com/").unwrap(),
///     method: Method::Get,
///     status: Status::new(504),
///     headers: [("server", "nginx/1.22.1")].into_iter().collect(),
///     received: Timestamp::from_millis(0),
///     sent_from: None,
/// };
/// let diagnosis = diagnose(&response, "");
/// assert_eq!((diagnosis.gateway, diagnosis.failure), (Some(Gateway::Nginx), Failure::OriginTimeout));
/// ```
#[must_use]
pub fn diagnose(response: &Response, body: &str) -> Diagnosis {
    let mut diagnosis = Diagnosis::of_status(response.status);
    if !response.status.is_server_error() {
        return diagnosis;
    }
    let reading = Reading::of(response, body, &RULES.index);
    if let Some(author) = author(&reading).or_else(|| named(&reading)) {
        diagnosis.gateway = Some(author.gateway);
        diagnosis.confidence = author.confidence;
        diagnosis.evidence = author.evidence;
    }
    diagnosis.page = page(&reading, diagnosis.confidence);
    diagnosis.failure = Failure::of_status(response.status.code(), diagnosis.gateway);
    if let Some(line) = meaning(&reading, diagnosis.gateway)
        && let Says::Means(failure) = line.says
    {
        diagnosis.failure = failure;
        diagnosis.reason = line.signs.iter().rev().find_map(|sign| reading.evidence(*sign));
        if diagnosis.reason.is_some() {
            // A sentence tells what broke where nothing tells who says so.
            diagnosis.confidence = diagnosis.confidence.max(Confidence::Possible);
        }
    }
    if let Some(from) = &response.sent_from
        && diagnosis.failure != Failure::CaptivePortal
    {
        diagnosis.failure = Failure::CaptivePortal;
        diagnosis.reason = Some(Evidence::redirect(from.host()));
        diagnosis.confidence = Confidence::Possible;
    }
    diagnosis.relays = relays(&reading, diagnosis.gateway);
    diagnosis.request_ids = RequestId::all_in(&reading);
    diagnosis
}

/// Who answered, whatever the answer was: the one nearest to the reader that leaves its traces in the headers, or the one that
/// they name.
#[must_use]
pub fn front(response: &Response) -> Option<Gateway> {
    let reading = Reading::of(response, "", &RULES.index);
    relays(&reading, None).first().copied().or_else(|| named(&reading).map(|author| author.gateway))
}

/// Who made an answer, and how we know.
struct Author {
    gateway: Gateway,
    confidence: Confidence,
    evidence: Vec<Evidence>,
}

/// The first of `lines` that is `wanted` and whose signs are all there.
fn first(lines: &'static [Line], reading: &Reading<'_>, wanted: &dyn Fn(&Line) -> bool) -> Option<&'static Line> {
    lines.iter().find(|line| wanted(line) && reading.has_all(&line.signs))
}

/// The first server whose own signs are there.
fn author(reading: &Reading<'_>) -> Option<Author> {
    let line = first(&RULES.owns, reading, &|_| true)?;
    let gateway = line.gateway?;
    let is_path = |line: &Line| line.gateway == Some(gateway);
    let mut evidence: Vec<Evidence> = Vec::new();
    for line in [Some(line), first(&RULES.paths, reading, &is_path)].into_iter().flatten() {
        for found in line.signs.iter().filter_map(|sign| reading.evidence(*sign)) {
            if evidence.len() < Diagnosis::MAX_EVIDENCE && !evidence.contains(&found) {
                evidence.push(found);
            }
        }
    }
    let by_header = evidence.iter().any(|found| found.place != Place::Body);
    let leaves_traces = RULES.paths.iter().any(is_path);
    let confidence = if by_header || !leaves_traces { Confidence::Sure } else { Confidence::Likely };
    Some(Author { gateway, confidence, evidence })
}

/// Who is likely to have made an answer whose body is not known: a proxy that puts its name on it, where the status is one
/// that proxies make, or the application's own software where the application failed. Both may have passed it on.
fn named(reading: &Reading<'_>) -> Option<Author> {
    let role = match (reading.content, reading.code) {
        (Content::Unread, 500) => Role::App,
        (Content::Unread, 502..=504) => Role::Proxy,
        _ => return None,
    };
    let by_name = |sign: &Sign| matches!(sign, Sign::Is(..) | Sign::Starts(..));
    let line = first(&RULES.paths, reading, &|line| {
        let fits = line.gateway.is_some_and(|gateway| gateway.role() == role);
        fits && line.signs.iter().all(by_name)
    })?;
    let evidence = line.signs.iter().filter_map(|sign| reading.evidence(*sign)).collect();
    Some(Author { gateway: line.gateway?, confidence: Confidence::Possible, evidence })
}

/// What the author says on its page; else a sentence that means the same whoever says it, since many let their owners write
/// some words; else what the author means by the status.
fn meaning(reading: &Reading<'_>, author: Option<Gateway>) -> Option<&'static Line> {
    let of = |whose: Option<Gateway>, more_than_status: bool| {
        let told = |line: &Line| !more_than_status || line.signs.iter().any(|sign| !matches!(sign, Sign::Code(..)));
        first(&RULES.means, reading, &|line| line.gateway == whose && told(line))
    };
    let own = |more_than_status| author.and_then(|gateway| of(Some(gateway), more_than_status));
    own(true).or_else(|| of(None, true)).or_else(|| own(false))
}

/// Who passed the answer on: everyone whose signs are there, but the author and the servers that applications run in.
fn relays(reading: &Reading<'_>, author: Option<Gateway>) -> Vec<Gateway> {
    let mut relays = Vec::new();
    for line in RULES.paths.iter().filter(|line| line.gateway != author) {
        let passed = line.gateway.filter(|gateway| gateway.role() != Role::App && reading.has_all(&line.signs));
        if let Some(gateway) = passed
            && relays.len() < Diagnosis::MAX_RELAYS
            && !relays.contains(&gateway)
        {
            relays.push(gateway);
        }
    }
    relays
}

fn page(reading: &Reading<'_>, author: Confidence) -> Page {
    match reading.content {
        Content::Unread => return Page::Unread,
        Content::Nothing => return Page::Empty,
        Content::Something => {}
    }
    if let Some(line) = first(&RULES.pages, reading, &|_| true)
        && let Says::Page(page) = line.says
    {
        return page;
    }
    match author {
        Confidence::Likely | Confidence::Sure => Page::Standard,
        Confidence::Guess | Confidence::Possible if reading.is_for_programs() => Page::Api,
        Confidence::Guess | Confidence::Possible => Page::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Method;
    use crate::id::Address;
    use crate::time::Timestamp;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn response(status: u16, headers: &[(&str, &str)]) -> Response {
        Response {
            address: Address::parse("https://shop.example.com/").unwrap(),
            method: Method::Get,
            status: Status::new(status),
            headers: headers.iter().copied().collect(),
            received: Timestamp::from_millis(0),
            sent_from: None,
        }
    }

    #[track_caller]
    fn check(status: u16, headers: &[(&str, &str)], body: &str, expected: (Option<Gateway>, Failure)) {
        let got = diagnose(&response(status, headers), body);
        assert_eq!((got.gateway, got.failure), expected, "{status} {headers:?} {body:?}");
        assert_eq!(got.gateway.is_none(), got.confidence < Confidence::Possible || got.evidence.is_empty());
    }

    #[test]
    fn by_headers() {
        check(502, &[("Server", "nginx/1.22.1")], "", (Some(Gateway::Nginx), Failure::OriginUnreachable));
        check(504, &[("Server", "openresty")], "", (Some(Gateway::OpenResty), Failure::OriginTimeout));
        check(503, &[("Server", "nginx")], "", (Some(Gateway::Nginx), Failure::OriginOverloaded));
        check(502, &[("Server", "Caddy")], "", (Some(Gateway::Caddy), Failure::OriginUnreachable));
        check(503, &[("server", "awselb/2.0")], "", (Some(Gateway::AwsAlb), Failure::OriginUnreachable));
        check(
            521,
            &[("server", "cloudflare"), ("cf-ray", "1-FRA")],
            "",
            (Some(Gateway::Cloudflare), Failure::OriginRefused),
        );
        check(526, &[("server", "cloudflare"), ("cf-ray", "1-FRA")], "", (Some(Gateway::Cloudflare), Failure::Tls));
    }

    #[test]
    fn by_body() {
        let haproxy = "<html><body><h1>503 Service Unavailable</h1>\nNo server is available to handle this request.\n</body></html>";
        check(503, &[], haproxy, (Some(Gateway::HaProxy), Failure::OriginUnreachable));
        let nginx = "<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>";
        check(502, &[], nginx, (Some(Gateway::Nginx), Failure::OriginUnreachable));
        check(503, &[("server", "envoy")], "no healthy upstream", (Some(Gateway::Envoy), Failure::OriginUnreachable));
    }

    #[test]
    fn maintenance_is_told_by_its_words() {
        check(503, &[], "<h1>We are down for maintenance</h1>", (None, Failure::Maintenance));
        check(200, &[], "maintenance", (None, Failure::Unknown));
    }

    #[test]
    fn no_more_than_the_status() {
        for (status, failure) in [
            (500, Failure::AppCrash),
            (502, Failure::OriginUnreachable),
            (503, Failure::Unknown),
            (504, Failure::OriginTimeout),
            (599, Failure::Unknown),
            (0, Failure::Unknown),
            (65_535, Failure::Unknown),
        ] {
            check(status, &[], "", (None, failure));
        }
    }

    #[test]
    fn a_network_that_sends_its_people_aside_wants_a_sign_in() {
        let mut response = response(502, &[("server", "nginx")]);
        response.sent_from = Address::parse("http://shop.example.com/cart?id=1").ok();
        let page = "<hr><center>nginx</center>";
        let told = diagnose(&response, page);
        assert_eq!((told.gateway, told.failure), (Some(Gateway::Nginx), Failure::CaptivePortal));
        assert_eq!(
            (told.reason, told.confidence),
            (Some(Evidence::redirect("shop.example.com")), Confidence::Possible)
        );
        // It says so itself.
        response.status = Status::new(511);
        assert_eq!(diagnose(&response, page).reason, None);
    }

    #[test]
    fn a_relay_is_not_the_author() {
        let got = diagnose(
            &response(502, &[("server", "cloudflare"), ("cf-ray", "8f1d2c3b4a5e6f70-FRA")]),
            "<hr><center>nginx</center>",
        );
        assert_eq!((got.gateway, got.failure), (Some(Gateway::Nginx), Failure::OriginUnreachable));
        assert_eq!(got.relays, [Gateway::Cloudflare]);
        let ray = RequestId { name: "cf-ray".to_owned(), value: "8f1d2c3b4a5e6f70-FRA".to_owned() };
        assert_eq!(got.request_ids, [ray]);
        let relayed = diagnose(&response(503, &[("server", "nginx")]), "<h1>Sorry</h1>");
        assert_eq!((relayed.gateway, relayed.relays, relayed.page), (None, vec![Gateway::Nginx], Page::Other));
    }

    #[test]
    fn a_body_is_read_up_to_its_limit() {
        let late = format!("{}<hr><center>nginx</center>", "é".repeat(BODY_LIMIT));
        check(502, &[], &late, (None, Failure::OriginUnreachable));
    }
}
