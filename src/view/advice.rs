//! What the reader can do, how long it usually takes, what does not help; and what may be behind a failure that does not say.

use super::account::{Front, kind};
use super::node::{Element, Tag};
use crate::diagnosis::{Diagnosis, Failure};
use crate::reach::findings::Verdict;
use crate::words::Words;

/// A title, and what stands under it.
type Tip = (String, String);

/// What the reader can do. `may_repeat`: whether the request may be sent again, as a form may not.
pub(super) fn tips(diagnosis: &Diagnosis, verdict: Option<Verdict>, may_repeat: bool, words: &Words) -> Element {
    let mut tips = told(diagnosis, may_repeat, words);
    // What works elsewhere is not mended by waiting: first another way, and nobody says that the reader's side is fine.
    if verdict == Some(Verdict::Elsewhere) {
        tips.insert(0, (words.tip_elsewhere_title(), words.tip_elsewhere()));
        tips.truncate(tips.len().saturating_sub(usize::from(may_repeat)));
    }
    list(tips)
}

/// The five usual causes; `None` where the answer itself says what it was.
///
/// Which of them a bare 502 means cannot be known from outside: RFC 9110, section 15.6.3, leaves it at "an invalid response".
pub(super) fn causes(diagnosis: &Diagnosis, words: &Words) -> Option<Element> {
    if kind(diagnosis).is_some() || !matches!(diagnosis.failure, Failure::OriginUnreachable | Failure::Unknown) {
        return None;
    }
    let causes = list([
        (words.cause_load_title(), words.cause_load()),
        (words.cause_firewall_title(), words.cause_firewall()),
        (words.cause_program_title(), words.cause_program()),
        (words.cause_network_title(), words.cause_network()),
        (words.cause_slow_title(), words.cause_slow()),
    ]);
    Some(Tag::Div.class("fold").with(Tag::P.text(words.causes_intro())).with(causes))
}

fn list(tips: impl IntoIterator<Item = Tip>) -> Element {
    let items = tips
        .into_iter()
        .map(|(title, text)| Tag::Li.element().with(Tag::Strong.text(title)).text(" ").with(Tag::Span.text(text)));
    Tag::Ul.class("tips").with_all(items)
}

fn told(diagnosis: &Diagnosis, may_repeat: bool, words: &Words) -> Vec<Tip> {
    let mut tips = vec![(words.tip_time_title(), time(diagnosis.failure, words))];
    tips.extend(acts(diagnosis, may_repeat, words));
    let not = if may_repeat { does_not_help(diagnosis, words) } else { words.not_form() };
    tips.push((words.tip_not_title(), not));
    tips
}

/// How long it usually takes.
fn time(failure: Failure, words: &Words) -> String {
    match failure {
        Failure::OriginRefused | Failure::OriginUnreachable | Failure::InvalidResponse => words.time_restart(),
        Failure::OriginTimeout | Failure::OriginOverloaded => words.time_busy(),
        Failure::Maintenance => words.time_planned(),
        Failure::Dns | Failure::Tls => words.time_setting(),
        Failure::Blocked => words.time_blocked(),
        Failure::Quota => words.time_quota(),
        Failure::AppCrash => words.time_crash(),
        Failure::CaptivePortal => words.time_sign_in(),
        Failure::Unknown => words.time_unknown(),
    }
}

fn acts(diagnosis: &Diagnosis, may_repeat: bool, words: &Words) -> Vec<Tip> {
    let wait = || {
        let text = if may_repeat { words.tip_wait() } else { words.tip_wait_form() };
        (words.tip_wait_title(), text)
    };
    let later = || (words.tip_later_title(), words.tip_later());
    // Whoever can do something about it, or know more.
    let tell = || match Front::of(diagnosis) {
        Front::Own(gateway) => (words.tip_own_title(), words.tip_own(&gateway.name())),
        Front::Service(_) | Front::Proxy(_) | Front::Someone | Front::App(_) | Front::Unsure | Front::SignIn => {
            (words.tip_tell_title(), words.tip_tell())
        }
    };
    match diagnosis.failure {
        Failure::OriginRefused
        | Failure::OriginTimeout
        | Failure::OriginUnreachable
        | Failure::OriginOverloaded
        | Failure::InvalidResponse
        | Failure::AppCrash
        | Failure::Unknown => vec![wait(), tell()],
        Failure::Maintenance | Failure::Quota => vec![later(), tell()],
        Failure::Dns | Failure::Tls => vec![wait(), later(), tell()],
        Failure::Blocked if matches!(Front::of(diagnosis), Front::Own(_)) => vec![tell()],
        Failure::Blocked => vec![(words.tip_network_title(), words.tip_network()), tell()],
        Failure::CaptivePortal => vec![(words.tip_sign_in_title(), words.tip_sign_in())],
    }
}

fn does_not_help(diagnosis: &Diagnosis, words: &Words) -> String {
    match diagnosis.failure {
        Failure::OriginRefused
        | Failure::OriginUnreachable
        | Failure::InvalidResponse
        | Failure::Dns
        | Failure::Tls
            if !matches!(Front::of(diagnosis), Front::Own(_)) =>
        {
            words.not_restart()
        }
        Failure::OriginRefused
        | Failure::OriginUnreachable
        | Failure::InvalidResponse
        | Failure::Dns
        | Failure::Tls
        | Failure::OriginTimeout
        | Failure::OriginOverloaded
        | Failure::Maintenance
        | Failure::AppCrash
        | Failure::Unknown => words.not_reload(),
        Failure::Blocked => words.not_again(),
        Failure::Quota => words.not_quota(),
        Failure::CaptivePortal => words.not_password(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnosis::{Gateway, Page};
    use crate::http::Status;
    use crate::words::tests::english;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn diagnosis(failure: Failure, gateway: Option<Gateway>) -> Diagnosis {
        Diagnosis { gateway, failure, ..Diagnosis::of_status(Status::new(502)) }
    }

    #[test]
    fn every_failure_has_its_time_something_to_do_and_something_not_to() {
        let words = english();
        for failure in Failure::ALL {
            for gateway in [None, Some(Gateway::Nginx), Some(Gateway::Squid), Some(Gateway::Rails)] {
                let tips = told(&diagnosis(failure, gateway), true, &words);
                assert_eq!(tips.first().unwrap().0, "How long it takes");
                assert_eq!(tips.last().unwrap().0, "What does not help");
                assert!(tips.len() > 2 && tips.iter().all(|(title, text)| !title.is_empty() && !text.is_empty()));
            }
        }
    }

    #[test]
    fn nobody_promises_to_open_the_answer_to_a_form_and_all_warn_of_sending_it_again() {
        for failure in Failure::ALL {
            let said = told(&diagnosis(failure, None), false, &english());
            assert!(said.iter().all(|(_, text)| !text.contains("by itself")), "{failure:?}");
            assert!(said.last().unwrap().1.contains("the form again"), "{failure:?}");
        }
    }

    #[track_caller]
    fn check(failure: Failure, gateway: Gateway, expected: [&str; 2]) {
        let tips = told(&diagnosis(failure, Some(gateway)), true, &english());
        for part in expected {
            assert!(tips.iter().any(|(title, text)| format!("{title} {text}").contains(part)), "{part}: {tips:?}");
        }
    }

    #[test]
    fn what_a_gateway_on_the_readers_side_changes() {
        check(Failure::Dns, Gateway::Cloudflare, ["Tell the site", "Restarting your computer"]);
        check(Failure::Dns, Gateway::Squid, ["They look after Squid", "Reloading again"]);
        check(Failure::Blocked, Gateway::Cloudflare, ["If you use a VPN", "Tell the site"]);
        check(Failure::Blocked, Gateway::Zscaler, ["They look after Zscaler", "Trying again"]);
    }

    #[test]
    fn causes_are_told_where_the_answer_does_not_tell() {
        for failure in Failure::ALL {
            let unsaid = matches!(failure, Failure::OriginUnreachable | Failure::Unknown);
            assert_eq!(causes(&diagnosis(failure, None), &english()).is_some(), unsaid, "{failure:?}");
        }
        let named = Diagnosis { page: Page::Debug, ..diagnosis(Failure::Unknown, None) };
        assert_eq!(causes(&named, &english()), None);
    }
}
