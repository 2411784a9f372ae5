//! What happened, in words: for each failure its headline, whose side it is on, why, and what the reader can do.

use super::node::{Element, Tag};
use crate::diagnosis::{Diagnosis, Evidence, Failure, Place};
use crate::retry::advice::{Advice, Tempo};
use crate::words::Words;

/// The headline.
pub(super) fn headline(failure: Failure, host: &str, words: &Words) -> String {
    match failure {
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
pub(super) fn lead(failure: Failure, words: &Words) -> String {
    match failure {
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

/// What stands between the reader and the site's server, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Front {
    /// A gateway that we know by name.
    Named(&'static str),
    /// A gateway that did not say who it is.
    Someone,
    /// Perhaps nothing: this failure can come from the site's own server.
    Unsure,
    /// Not the site at all: the local network answered.
    Local,
}

impl Front {
    /// What `diagnosis` tells of it.
    pub(super) const fn of(diagnosis: &Diagnosis) -> Self {
        match (diagnosis.failure, diagnosis.gateway) {
            (Failure::CaptivePortal, _) => Self::Local,
            (_, Some(gateway)) => Self::Named(gateway.name()),
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

/// Who answered, and what broke.
pub(super) fn explanation(diagnosis: &Diagnosis, words: &Words) -> Vec<Element> {
    let who = match Front::of(diagnosis) {
        Front::Named(name) => Some(words.answered_by(&name)),
        Front::Someone => Some(words.answered_by_someone()),
        Front::Unsure | Front::Local => None,
    };
    who.into_iter().chain([what(diagnosis.failure, words)]).map(|text| Tag::P.text(text)).collect()
}

fn what(failure: Failure, words: &Words) -> String {
    match failure {
        Failure::OriginRefused => words.explain_refused(),
        Failure::OriginTimeout => words.explain_timeout(),
        Failure::OriginUnreachable => words.explain_unreachable(),
        Failure::OriginOverloaded => words.explain_overloaded(),
        Failure::Maintenance => words.explain_maintenance(),
        Failure::InvalidResponse => words.explain_invalid(),
        Failure::Dns => words.explain_dns(),
        Failure::Tls => words.explain_tls(),
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

/// What the statements rest on, each as one sentence.
pub(super) fn evidence(diagnosis: &Diagnosis, words: &Words) -> Element {
    let code = words.evidence_code(&diagnosis.status.code());
    let rest = diagnosis.evidence.iter().map(|Evidence { place, words: found }| match place {
        Place::Header(name) => words.evidence_header(name, found),
        Place::Body => words.evidence_body(found),
    });
    Tag::Ul.class("facts").with_all([code].into_iter().chain(rest).map(|fact| Tag::Li.text(fact)))
}

/// What the reader can do, each with a title.
pub(super) fn advice(failure: Failure, may_repeat: bool, words: &Words) -> Vec<(String, String)> {
    let wait = || {
        let text = if may_repeat { words.tip_wait() } else { words.tip_wait_form() };
        (words.tip_wait_title(), text)
    };
    let later = || (words.tip_later_title(), words.tip_later());
    let tell = || (words.tip_tell_title(), words.tip_tell());
    match failure {
        Failure::OriginRefused
        | Failure::OriginTimeout
        | Failure::OriginUnreachable
        | Failure::OriginOverloaded
        | Failure::InvalidResponse
        | Failure::AppCrash
        | Failure::Unknown => vec![wait(), tell()],
        Failure::Maintenance | Failure::Quota => vec![later(), tell()],
        Failure::Dns | Failure::Tls => vec![wait(), later(), tell()],
        Failure::Blocked => vec![(words.tip_network_title(), words.tip_network()), tell()],
        Failure::CaptivePortal => vec![(words.tip_sign_in_title(), words.tip_sign_in())],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnosis::Gateway;
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
        let mut headlines: Vec<_> = Failure::ALL.map(|failure| headline(failure, "a.test", &words)).into();
        let mut reasons: Vec<_> = Failure::ALL.map(|failure| what(failure, &words)).into();
        for list in [&mut headlines, &mut reasons] {
            list.sort_unstable();
            list.dedup();
            assert_eq!(list.len(), Failure::ALL.len());
        }
        for failure in Failure::ALL {
            assert!(!lead(failure, &words).is_empty() && !advice(failure, true, &words).is_empty());
        }
    }

    #[test]
    fn nobody_promises_to_open_the_answer_to_a_form() {
        for failure in Failure::ALL {
            let said = advice(failure, false, &english());
            assert!(said.iter().all(|(_, text)| !text.contains("by itself")), "{failure:?}");
        }
    }

    #[track_caller]
    fn check(failure: Failure, gateway: Option<Gateway>, expected: Front) {
        assert_eq!(Front::of(&diagnosis(failure, gateway)), expected, "{failure:?} {gateway:?}");
    }

    #[test]
    fn what_stands_in_front() {
        check(Failure::OriginTimeout, Some(Gateway::Nginx), Front::Named("nginx"));
        check(Failure::OriginTimeout, None, Front::Someone);
        check(Failure::AppCrash, None, Front::Unsure);
        check(Failure::CaptivePortal, Some(Gateway::Nginx), Front::Local);
    }
}
