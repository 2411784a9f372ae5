//! What happened, in words: the headline, whose side it is on, who answered, what broke, and how we know.
//!
//! Not here: what the reader can do about it (`advice`).

use super::node::{Element, Tag};
use crate::diagnosis::{Confidence, Diagnosis, Evidence, Failure, Gateway, Page, Place, Role};
use crate::retry::advice::{Advice, Tempo};
use crate::words::Words;

/// The headline.
pub(super) fn headline(diagnosis: &Diagnosis, host: &str, words: &Words) -> String {
    match (Front::of(diagnosis), kind(diagnosis)) {
        (Front::Own(_), _) if diagnosis.failure == Failure::Blocked => return words.headline_filtered(&host),
        (_, Some(Kind::Debug)) => return words.headline_debug(&host),
        (_, Some(Kind::Database)) => return words.headline_database(&host),
        (_, Some(Kind::Api)) => return words.headline_api(&host),
        (_, None) => {}
    }
    match diagnosis.failure {
        Failure::OriginRefused => words.headline_refused(&host),
        Failure::OriginTimeout => words.headline_timeout(&host),
        Failure::OriginUnreachable => words.headline_unreachable(&host),
        Failure::OriginOverloaded => words.headline_overloaded(&host),
        Failure::Maintenance => words.headline_maintenance(&host),
        Failure::InvalidResponse => words.headline_invalid(&host),
        Failure::Dns => words.headline_dns(&host),
        Failure::Tls => words.headline_tls(&host),
        Failure::Blocked => words.headline_blocked(&host),
        Failure::Quota => words.headline_quota(&host),
        Failure::AppCrash => words.headline_crash(&host),
        Failure::CaptivePortal => words.headline_sign_in(),
        Failure::Unknown => words.headline_unknown(&host),
    }
}

/// Whose side it is on.
pub(super) fn lead(diagnosis: &Diagnosis, words: &Words) -> String {
    if let Front::Own(_) = Front::of(diagnosis) {
        return if diagnosis.failure == Failure::Blocked { words.lead_filtered() } else { words.lead_own() };
    }
    match diagnosis.failure {
        Failure::OriginRefused
        | Failure::OriginTimeout
        | Failure::OriginUnreachable
        | Failure::OriginOverloaded
        | Failure::InvalidResponse
        | Failure::Dns
        | Failure::Tls
        | Failure::AppCrash => words.lead_site(),
        Failure::Maintenance => words.lead_maintenance(),
        Failure::Blocked => words.lead_blocked(),
        Failure::Quota => words.lead_quota(),
        Failure::CaptivePortal => words.lead_sign_in(),
        Failure::Unknown => words.lead_unknown(),
    }
}

/// Who answered, and so what stands between the reader and the site, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Front {
    /// A service in front of the site.
    Service(Gateway),
    /// A gateway of the site's own.
    Proxy(Gateway),
    /// A gateway that did not say who it is.
    Someone,
    /// The site's own software.
    App(Gateway),
    /// Perhaps nothing: this failure can come from the site's own server.
    Unsure,
    /// A server in the reader's own network, which asked the site for them.
    Own(Gateway),
    /// Not the site at all: the local network wants a sign-in.
    SignIn,
}

impl Front {
    /// What `diagnosis` tells of it.
    pub(super) const fn of(diagnosis: &Diagnosis) -> Self {
        match (diagnosis.failure, diagnosis.gateway) {
            (Failure::CaptivePortal, _) => Self::SignIn,
            (_, Some(gateway)) => match gateway.role() {
                Role::Service => Self::Service(gateway),
                Role::Proxy => Self::Proxy(gateway),
                Role::App => Self::App(gateway),
                Role::Local => Self::Own(gateway),
            },
            (
                Failure::OriginRefused
                | Failure::OriginTimeout
                | Failure::OriginUnreachable
                | Failure::OriginOverloaded
                | Failure::InvalidResponse
                | Failure::Dns
                | Failure::Tls,
                None,
            ) => Self::Someone,
            (Failure::Maintenance | Failure::Blocked | Failure::Quota | Failure::AppCrash | Failure::Unknown, None) => {
                Self::Unsure
            }
        }
    }
}

/// A page that is to be named for what it is, rather than for the error that it came with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A framework's page for developers.
    Debug,
    /// An application without its database.
    Database,
    /// An answer for programs.
    Api,
}

/// What kind of page it is; `None` where the failure tells more than the page.
pub(super) const fn kind(diagnosis: &Diagnosis) -> Option<Kind> {
    match (diagnosis.failure, diagnosis.page) {
        (Failure::AppCrash | Failure::Unknown, Page::Debug) => Some(Kind::Debug),
        (Failure::AppCrash | Failure::Unknown, Page::Database) => Some(Kind::Database),
        (Failure::AppCrash | Failure::Unknown, Page::Api) => Some(Kind::Api),
        (_, Page::Unread | Page::Empty | Page::Standard | Page::Other)
        | (
            Failure::OriginRefused
            | Failure::OriginTimeout
            | Failure::OriginUnreachable
            | Failure::OriginOverloaded
            | Failure::Maintenance
            | Failure::InvalidResponse
            | Failure::Dns
            | Failure::Tls
            | Failure::Blocked
            | Failure::Quota
            | Failure::CaptivePortal,
            Page::Debug | Page::Database | Page::Api,
        ) => None,
    }
}

/// Who answered and who passed it on; what broke; and what kind of page came with it.
pub(super) fn explanation(diagnosis: &Diagnosis, words: &Words) -> Vec<Element> {
    let page = kind(diagnosis).map(|kind| match kind {
        Kind::Debug => words.page_debug(),
        Kind::Database => words.page_database(),
        Kind::Api => words.page_api(),
    });
    let mut texts = who(diagnosis, words);
    texts.push(what(diagnosis, words));
    texts.extend(page);
    texts.into_iter().map(|text| Tag::P.text(text)).collect()
}

/// A text for each server that passed the answer on, and one for who made it; none where that is not known.
fn who(diagnosis: &Diagnosis, words: &Words) -> Vec<String> {
    let made = match Front::of(diagnosis) {
        Front::Service(gateway) => words.answered_by_service(&gateway.name()),
        Front::Proxy(gateway) => words.answered_by(&gateway.name()),
        Front::App(gateway) => words.answered_by_app(&gateway.name()),
        Front::Own(gateway) => words.answered_by_own(&gateway.name()),
        Front::Someone | Front::Unsure if !diagnosis.relays.is_empty() => words.answered_behind(),
        Front::Someone => words.answered_by_someone(),
        Front::Unsure | Front::SignIn => return Vec::new(),
    };
    diagnosis.relays.iter().map(|relay| words.relayed(&relay.name())).chain([made]).collect()
}

fn what(diagnosis: &Diagnosis, words: &Words) -> String {
    match diagnosis.failure {
        Failure::OriginRefused => words.explain_refused(),
        Failure::OriginTimeout => words.explain_timeout(),
        Failure::OriginUnreachable => words.explain_unreachable(),
        Failure::OriginOverloaded => words.explain_overloaded(),
        Failure::Maintenance => words.explain_maintenance(),
        Failure::InvalidResponse => words.explain_invalid(),
        Failure::Dns => words.explain_dns(),
        Failure::Tls => words.explain_tls(),
        Failure::Blocked if matches!(Front::of(diagnosis), Front::Own(_)) => words.explain_filtered(),
        Failure::Blocked => words.explain_blocked(),
        Failure::Quota => words.explain_quota(),
        Failure::AppCrash => words.explain_crash(),
        Failure::CaptivePortal => words.explain_sign_in(),
        Failure::Unknown => words.explain_unknown(),
    }
}

/// Why we ask as often as we do; nothing where we do not ask, which is said elsewhere.
pub(super) fn tempo(failure: Failure, words: &Words) -> Option<Element> {
    let why = match Advice::on(failure) {
        Advice::Ask(Tempo::Quick) => words.tempo_quick(),
        Advice::Ask(Tempo::Careful) => words.tempo_careful(),
        Advice::Ask(Tempo::Slow) => words.tempo_slow(),
        Advice::Ask(Tempo::Rare) => words.tempo_rare(),
        Advice::Leave(_) => return None,
    };
    Some(Tag::P.text(why))
}

/// How sure we are.
pub(super) fn confidence(diagnosis: &Diagnosis, words: &Words) -> Element {
    Tag::P.text(match diagnosis.confidence {
        Confidence::Sure => words.confidence_sure(),
        Confidence::Likely => words.confidence_likely(),
        Confidence::Possible => words.confidence_possible(),
        Confidence::Guess => words.confidence_guess(),
    })
}

/// What the statements rest on, each once: what tells who answered, then what tells why.
pub(super) fn facts(diagnosis: &Diagnosis) -> impl Iterator<Item = &Evidence> {
    let reason = diagnosis.reason.as_ref().filter(|reason| !diagnosis.evidence.contains(reason));
    diagnosis.evidence.iter().chain(reason)
}

/// The same, each as one sentence for readers; none twice.
pub(super) fn evidence(diagnosis: &Diagnosis, words: &Words) -> Element {
    let mut told = vec![words.evidence_code(&diagnosis.status.code())];
    for Evidence { place, words: found } in facts(diagnosis) {
        let fact = match place {
            Place::Header(name) => words.evidence_header(name, found),
            Place::Body => match (seen(found), diagnosis.gateway) {
                (Some(text), _) => words.evidence_body(&text),
                (None, Some(gateway)) => words.evidence_form(&gateway.name()),
                (None, None) => continue,
            },
            Place::Redirect => words.evidence_redirect(found),
        };
        if !told.contains(&fact) {
            told.push(fact);
        }
    }
    Tag::Ul.class("facts").with_all(told.into_iter().map(|fact| Tag::Li.text(fact)))
}

/// What a reader of the page sees of a piece of its source; `None` where that is nothing.
fn seen(source: &str) -> Option<String> {
    let mut text = String::new();
    for (nth, part) in source.split('<').enumerate() {
        // What stands before the first tag is text, or the end of one.
        let shown = part.split_once('>').map_or(if nth == 0 { part } else { "" }, |(_, shown)| shown).trim();
        if !text.is_empty() && !shown.is_empty() {
            text.push(' ');
        }
        text.push_str(shown);
    }
    let is_text = !text.is_empty() && !text.contains(['=', '{']);
    is_text.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::super::node::tests::outline;
    use super::*;
    use crate::http::Status;
    use crate::words::tests::english;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn diagnosis(failure: Failure, gateway: Option<Gateway>) -> Diagnosis {
        Diagnosis { gateway, failure, ..Diagnosis::of_status(Status::new(502)) }
    }

    #[test]
    fn every_failure_has_words_of_its_own() {
        let words = english();
        let of = |say: fn(&Diagnosis, &Words) -> String| {
            let mut said: Vec<_> = Failure::ALL.map(|failure| say(&diagnosis(failure, None), &words)).into();
            said.sort_unstable();
            said.dedup();
            said.len()
        };
        assert_eq!(of(|diagnosis, words| headline(diagnosis, "a.test", words)), Failure::ALL.len());
        assert_eq!(of(what), Failure::ALL.len());
        assert!(Failure::ALL.iter().all(|failure| !lead(&diagnosis(*failure, None), &words).is_empty()));
    }

    #[track_caller]
    fn check(failure: Failure, gateway: Option<Gateway>, expected: Front) {
        assert_eq!(Front::of(&diagnosis(failure, gateway)), expected, "{failure:?} {gateway:?}");
    }

    #[test]
    fn what_stands_in_front() {
        check(Failure::OriginTimeout, Some(Gateway::Nginx), Front::Proxy(Gateway::Nginx));
        check(Failure::OriginTimeout, Some(Gateway::Fastly), Front::Service(Gateway::Fastly));
        check(Failure::AppCrash, Some(Gateway::Django), Front::App(Gateway::Django));
        check(Failure::Dns, Some(Gateway::Squid), Front::Own(Gateway::Squid));
        check(Failure::OriginTimeout, None, Front::Someone);
        check(Failure::AppCrash, None, Front::Unsure);
        check(Failure::CaptivePortal, Some(Gateway::Nginx), Front::SignIn);
    }

    #[track_caller]
    fn check_who(failure: Failure, gateway: Option<Gateway>, relays: &[Gateway], expected: &[&str]) {
        let diagnosis = Diagnosis { relays: relays.to_vec(), ..diagnosis(failure, gateway) };
        assert_eq!(who(&diagnosis, &english()), expected, "{failure:?} {gateway:?} {relays:?}");
    }

    #[test]
    fn who_made_it_and_who_passed_it_on() {
        let nginx = "The answer came from nginx. It is the site’s gateway: a server that stands in front and passes requests on.";
        check_who(Failure::OriginTimeout, Some(Gateway::Nginx), &[], &[nginx]);
        let relays = [Gateway::Cloudflare, Gateway::Varnish];
        let [cloudflare, varnish] = ["Cloudflare passed the answer on.", "Varnish passed the answer on."];
        check_who(Failure::OriginTimeout, Some(Gateway::Nginx), &relays, &[cloudflare, varnish, nginx]);
        for failure in [Failure::OriginUnreachable, Failure::Unknown] {
            let behind = "The server that made the answer does not give its name.";
            check_who(failure, None, &[Gateway::Cloudflare], &[cloudflare, behind]);
        }
        check_who(Failure::Unknown, None, &[], &[]);
        check_who(Failure::CaptivePortal, None, &[Gateway::Squid], &[]);
        let app = "The answer came from Django. That is software that the site itself is made with.";
        check_who(Failure::AppCrash, Some(Gateway::Django), &[], &[app]);
        let own = "The answer came from Squid. It stands in your own network, between you and the site.";
        check_who(Failure::Dns, Some(Gateway::Squid), &[], &[own]);
    }

    #[track_caller]
    fn check_page(failure: Failure, page: Page, expected: &str) {
        let diagnosis = Diagnosis { page, ..diagnosis(failure, None) };
        assert_eq!(headline(&diagnosis, "a.test", &english()), expected, "{failure:?} {page:?}");
    }

    #[test]
    fn pages_are_named_for_what_they_are() {
        check_page(Failure::AppCrash, Page::Debug, "a.test shows a page for its makers");
        check_page(Failure::AppCrash, Page::Database, "a.test cannot get at its data");
        check_page(Failure::Unknown, Page::Api, "a.test sent an error meant for programs");
        check_page(Failure::AppCrash, Page::Other, "a.test ran into a problem");
        check_page(Failure::Maintenance, Page::Other, "a.test is being worked on");
        // What broke says more than the form in which it is told.
        check_page(Failure::OriginTimeout, Page::Api, "a.test is taking too long to answer");
    }

    #[test]
    fn the_readers_own_network_is_not_the_site() {
        let words = english();
        let blocked = diagnosis(Failure::Blocked, Some(Gateway::Zscaler));
        assert_eq!(headline(&blocked, "a.test", &words), "Your network does not let a.test through");
        assert!(lead(&blocked, &words).contains("The site was not asked"));
        assert!(what(&blocked, &words).contains("your network"));
        let lost = diagnosis(Failure::Dns, Some(Gateway::Squid));
        assert!(!lead(&lost, &words).contains("on their side"));
    }

    #[track_caller]
    fn check_seen(source: &str, expected: Option<&str>) {
        assert_eq!(seen(source).as_deref(), expected, "{source}");
    }

    #[test]
    fn a_reader_sees_no_markup() {
        check_seen("Bad Gateway", Some("Bad Gateway"));
        check_seen("<hr><center>nginx", Some("nginx"));
        check_seen("title>502 Bad Gateway</title", Some("502 Bad Gateway"));
        check_seen("<h1>No</h1> <p>server", Some("No server"));
        check_seen("5 > 4", Some("4"));
        for nothing in ["<body id=\"ERR_", "class=\"cf-error-code\"", "{\"error_msg\":", "<hr>", ""] {
            check_seen(nothing, None);
        }
    }

    #[test]
    fn what_cannot_be_seen_is_told_of_once() {
        let found = |words: &str| Evidence { place: Place::Body, words: words.to_owned() };
        let mut diagnosis = diagnosis(Failure::OriginRefused, Some(Gateway::Cloudflare));
        diagnosis.evidence = vec![found("class=\"cf-error-code\""), found("id=\"cf-wrapper\"")];
        let told = |diagnosis: &Diagnosis| outline(&evidence(diagnosis, &english()).into());
        assert_eq!(told(&diagnosis).matches("The page is built the way Cloudflare builds its error pages.").count(), 1);
        assert_eq!(told(&Diagnosis { gateway: None, ..diagnosis }).matches("li:").count(), 1);
    }

    #[test]
    fn the_reason_is_a_fact_too_and_none_is_told_twice() {
        let found = |words: &str| Evidence { place: Place::Body, words: words.to_owned() };
        let mut diagnosis = diagnosis(Failure::OriginRefused, Some(Gateway::Caddy));
        diagnosis.evidence = vec![found("Caddy")];
        diagnosis.reason = Some(found("connection refused"));
        assert_eq!(
            facts(&diagnosis).map(|fact| fact.words.as_str()).collect::<Vec<_>>(),
            ["Caddy", "connection refused"]
        );
        diagnosis.reason = Some(found("Caddy"));
        assert_eq!(facts(&diagnosis).count(), 1);
    }
}
