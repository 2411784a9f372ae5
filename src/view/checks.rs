//! Checks from outside, as they are drawn: in words, as a table, and as a small picture of the world.
//!
//! Not here: the links to other services (`outside`), and what a check is (`reach`).

use std::borrow::Cow;

use super::icon::drawing;
use super::node::{Attribute, Element, Tag};
use super::now::button;
use crate::diagnosis::Failure;
use crate::outage::{Outage, Press};
use crate::reach::PublicHost;
use crate::reach::check::{Check, Checks, Kind, Trouble};
use crate::reach::findings::{Accord, Findings, Got, Place, Verdict};
use crate::words::Words;

/// The headline and the line under it, where a check of the front page says more than the answer itself.
pub(super) fn verdict(outage: &Outage, host: &str, words: &Words) -> Option<(String, String)> {
    let (all, good) = outage.checks.found(Kind::Load)?.counts();
    Some(match outage.checks.verdict()? {
        Verdict::Everyone => (words.headline_everyone(&host), words.lead_everyone()),
        Verdict::Elsewhere => (words.headline_elsewhere(&host), words.lead_elsewhere()),
        Verdict::Some => (words.headline_some(&host), words.lead_some(&good, &all)),
    })
}

/// The question whether others may hear of the site; `None` where it is not asked.
pub(super) fn consent(outage: &Outage, words: &Words) -> Option<Element> {
    matches!(outage.checks.newest, Check::Consent(_)).then(|| {
        let acts = [
            button("plain", Press::AllowOutside, words.button_allow_outside()),
            button("quiet", Press::RefuseOutside, words.button_refuse_outside()),
        ];
        Tag::Div.class("outside").with(Tag::P.text(words.check_consent())).with(Tag::Div.class("acts").with_all(acts))
    })
}

/// The checks: to be had, under way, or done. The further ones are offered once a first one has been made.
pub(super) fn checks(outage: &Outage, host: &PublicHost, words: &Words) -> Element {
    let checks = &outage.checks;
    let begun = checks.have_begun();
    let asking = matches!(checks.newest, Check::Asking(_));
    let mut part = Tag::Div.class("outside");
    let mut acts = Tag::Div.class("acts");
    for kind in Kind::ALL {
        part = result(part, kind, outage, words);
        if kind == Kind::Load || begun && kind.suits(host) {
            let ask = button("plain", Press::AskOutside(kind), ask(kind, words));
            acts = acts.with(if asking { ask.set(Attribute::Disabled) } else { ask });
        }
    }
    part.with(consent(outage, words).unwrap_or(acts))
}

/// What a button for a check says.
fn ask(kind: Kind, words: &Words) -> String {
    match kind {
        Kind::Load => words.button_check_outside(),
        Kind::Ping => words.button_ping(),
        Kind::Route => words.button_route(),
        Kind::Names => words.button_names(),
        Kind::Resolvers => words.button_resolvers(),
    }
}

/// Adds how a check stands, or what it found; nothing where it is still to be had, but for a word on the first.
fn result(part: Element, kind: Kind, outage: &Outage, words: &Words) -> Element {
    let Checks { newest, .. } = &outage.checks;
    let resolvers = kind == Kind::Resolvers;
    let (said, places) = match (newest, outage.checks.found(kind)) {
        (Check::Asking(asking), _) if asking.kind == kind => {
            let said = if resolvers { words.resolvers_asking() } else { words.check_asking() };
            (said, asking.places.as_slice())
        }
        (Check::Failed(failed, trouble), _) if *failed == kind => {
            let said = match trouble {
                Trouble::Limited(wait) => {
                    words.check_limited(&wait.map_or(60, |wait| wait.as_millis().div_ceil(60_000)))
                }
                Trouble::Unreached | Trouble::Unreadable if resolvers => words.resolvers_failed(),
                Trouble::Unreached | Trouble::Unreadable => words.check_failed(),
            };
            (said, [].as_slice())
        }
        (_, Some(found)) => (told(found, words), found.places.as_slice()),
        (_, None) if kind == Kind::Load => (words.check_text(), [].as_slice()),
        (_, None) => return part,
    };
    let mut part = part.with(Tag::P.element().set(Attribute::Role("status")).text(said));
    if !places.is_empty() {
        let map = (!resolvers).then(|| map(places));
        part = part.with(Tag::Div.class("world").with_all(map).with(table(places, words)));
    }
    let known = outage.checks.found(kind).is_some_and(is_known);
    if known && outage.diagnosis.failure == Failure::Dns {
        part = part.with(Tag::P.text(words.names_known()));
    }
    part
}

/// What a check found, in a sentence or two.
fn told(found: &Findings, words: &Words) -> String {
    let (all, good) = found.counts();
    match (found.kind, found.accord()) {
        (Kind::Load, _) => words.check_done(),
        (Kind::Ping, _) => words.ping_done(&good, &all),
        (Kind::Route, _) => words.route_done(&good, &all),
        (Kind::Names | Kind::Resolvers, Accord::NoName) => words.names_unknown(),
        (Kind::Names, _) => words.names_done(&good, &all),
        (Kind::Resolvers, Accord::Same) => words.resolvers_same(),
        (Kind::Resolvers, Accord::Differ) => words.resolvers_differ(),
        (Kind::Resolvers, Accord::Split) => words.resolvers_split(),
    }
}

/// Whether whoever was asked knows the site's name.
fn is_known(found: &Findings) -> bool {
    let (all, good) = found.counts();
    matches!(found.kind, Kind::Names | Kind::Resolvers) && good == all
}

/// A place a line, with what it got in words.
fn table(places: &[Place], words: &Words) -> Element {
    let lines = places.iter().map(|place| {
        let state = match &place.got {
            Got::Pending => "idle",
            got if got.is_good() => "works",
            _ => "broken",
        };
        let name = Tag::Span.text(place.name.as_str());
        let got = Tag::Span.text(got(&place.got, words));
        Tag::Li.element().set(Attribute::State(state)).with(name).text(" ").with(got)
    });
    Tag::Ol.class("checks").with_all(lines)
}

fn got(got: &Got, words: &Words) -> String {
    match got {
        Got::Pending => words.place_asking(),
        Got::Silence => words.outcome_silent(),
        Got::Status(code) if got.is_good() => words.place_loads(code),
        Got::Status(code) => words.outcome_failed(code),
        Got::Echo { ms, lost } => words.place_echo(ms, lost),
        Got::Reached(step) => words.place_reached(step),
        Got::Lost { step, name } => words.place_lost(step, name),
        Got::Addresses(addresses) if addresses.is_empty() => words.place_no_address(),
        Got::Addresses(addresses) => addresses.join(" · "),
        Got::NoName => words.place_no_name(),
    }
}

/// Degrees to the east and to the south of the picture's upper left corner: coasts in a few strokes, then the places.
const LAND: &str = "M15 25l40-8 55 0 15 18-25 20-15 5 0 10 10 5-20 0-20-20-8-20zM103 82l20 2 22 16-18 28-10 20-6-6-2-30-8-16zM165 58l20-5 25 5 12 22 10 3-14 25-8 18-10 0-8-26-22-8-8-18zM172 52l4-14 22-18 90-6 60 10-20 16-20 18-22 22-10 8-10-14-8 8-10-22-30 6-8-8-20-4zM295 108l14-8 16 4 8 16-8 10-14-6-14 4z";

/// The world, with a mark for each place: a tick, a cross, a ring. For the eye: the table says the same.
fn map(places: &[Place]) -> Element {
    let (mut good, mut bad, mut open) = (String::new(), String::new(), String::new());
    for place in places {
        let Some((east, north)) = place.spot else { continue };
        let (x, y) = (i32::from(east) + 180, 90 - i32::from(north));
        let (into, shape) = match &place.got {
            Got::Pending => (&mut open, "m-4 0a4 4 0 1 1 8 0a4 4 0 1 1-8 0"),
            got if got.is_good() => (&mut good, "m-5 0l4 4 7-8"),
            _ => (&mut bad, "m-4-4l8 8m0-8l-8 8"),
        };
        for part in ["M", &x.to_string(), " ", &y.to_string(), shape] {
            into.push_str(part);
        }
    }
    let part = |class, course| drawing(class, "0 0 360 160", course);
    Tag::Div.class("map").with(part("land", Cow::Borrowed(LAND))).with_all([
        part("good", Cow::Owned(good)),
        part("bad", Cow::Owned(bad)),
        part("open", Cow::Owned(open)),
    ])
}

#[cfg(all(test, not(target_arch = "wasm32")))]
#[expect(clippy::unwrap_used, reason = "clippy knows no tests of some targets alone")]
mod tests {
    use super::super::card::card;
    use super::super::help::story;
    use super::super::node::tests::outline;
    use super::super::testing::{WAIT, address_of, at, in_one_line, outage, page, visit};
    use super::*;
    use crate::http::Method;
    use crate::outage::{Cover, Net};
    use crate::reach::check::Asking;
    use crate::settings::Settings;
    use crate::time::Delay;
    use crate::words::tests::english;

    fn drawn(address: &str, failure: Failure, newest: Check, found: Vec<Findings>) -> String {
        let mut outage = outage(failure, WAIT);
        outage.checks = Checks { newest, found };
        let host = PublicHost::of(&address_of(address), &Settings::default()).unwrap();
        outline(&checks(&outage, &host, &english()).into())
    }

    const PAGE: &str = "https://shop.example.com/cart?id=1";

    fn found(kind: Kind, got: &[Got]) -> Findings {
        let names = if kind == Kind::Resolvers { ["Google", "Cloudflare"] } else { ["Lyon, FR", "Tokyo, JP"] };
        let spot = (kind != Kind::Resolvers).then_some((5, 46));
        let place = |(name, got): (&str, &Got)| Place { name: name.to_owned(), spot, got: got.clone() };
        Findings { kind, places: names.into_iter().zip(got).map(place).collect() }
    }

    fn addresses(texts: &[&str]) -> Got {
        Got::Addresses(texts.iter().map(|text| (*text).to_owned()).collect())
    }

    #[test]
    fn a_name_that_two_services_know_and_the_answer_does_not() {
        let known = found(Kind::Resolvers, &[addresses(&["9.9.9.9", "8.8.8.8"]), addresses(&["8.8.8.8"])]);
        insta::assert_snapshot!(drawn(PAGE, Failure::Dns, Check::None, vec![known]), @r"
        div.outside
          p [role=status]: Or have it checked from six places around the world by Globalping, a free public service.
          p [role=status]: Both know the name of the site and agree where it leads.
          div.world
            ol.checks
              li [data-state=works]
                span: Google
                span: 9.9.9.9 · 8.8.8.8
              li [data-state=works]
                span: Cloudflare
                span: 8.8.8.8
          p: So the name of the site works. What failed is how the server in between looks names up: whoever runs that server has to fix it.
          div.acts
            button.plain [data-press=ask-outside]: Check from around the world
            button.plain [data-press=ask-ping]: See if its server replies
            button.plain [data-press=ask-route]: Trace the way to it
            button.plain [data-press=ask-names]: Look up its name
            button.plain [data-press=ask-resolvers]: Ask Google and Cloudflare for its address
        ");
    }

    #[test]
    fn every_state_of_a_check() {
        let load = || vec![found(Kind::Load, &[Got::Status(200), Got::Status(502)])];
        let mut lines = Vec::new();
        let mut told = |name: &str, newest, found| {
            lines.push(format!("{name}: {}", in_one_line(&drawn(PAGE, Failure::OriginTimeout, newest, found))));
        };
        told("none", Check::None, vec![]);
        told("may others be asked", Check::Consent(Kind::Load), vec![]);
        told("asking", Check::Asking(Asking::begin(Kind::Load, at(0))), vec![]);
        told("found", Check::None, load());
        told("found, asking more", Check::Asking(Asking::begin(Kind::Ping, at(0))), load());
        told("asking Google and Cloudflare", Check::Asking(Asking::begin(Kind::Resolvers, at(0))), load());
        for trouble in [Trouble::Unreached, Trouble::Unreadable, Trouble::Limited(None)] {
            told(&format!("{trouble:?}"), Check::Failed(Kind::Load, trouble), vec![]);
        }
        told("resolvers failed", Check::Failed(Kind::Resolvers, Trouble::Unreached), vec![]);
        insta::assert_snapshot!(lines.join("\n"), @r"
        none: p [role=status]: Or have it checked from six places around the world by Globalping, a free public service. | button.plain [data-press=ask-outside]: Check from around the world
        may others be asked: p [role=status]: Or have it checked from six places around the world by Globalping, a free public service. | p: May Back Soon ask others about this site? Globalping checks it from around the world, and Google and Cloudflare look up its name, each when you press for it. They learn the name of the site and your internet address, and for a week whoever has the number of a check at Globalping can read its result. Nothing else about your visit is sent. You are asked only once, except in private windows. | button.plain [data-press=allow-outside]: Yes, ask them | button.quiet [data-press=refuse-outside]: No
        asking: p [role=status]: Asking six places around the world, for half a minute at most. | button.plain [data-press=ask-outside] [aria-disabled=true]: Check from around the world
        found: p [role=status]: What the places around the world got: | li [data-state=works] | span: Lyon, FR | span: could load it (200) | li [data-state=broken] | span: Tokyo, JP | span: error 502 | button.plain [data-press=ask-outside]: Check from around the world | button.plain [data-press=ask-ping]: See if its server replies | button.plain [data-press=ask-route]: Trace the way to it | button.plain [data-press=ask-names]: Look up its name | button.plain [data-press=ask-resolvers]: Ask Google and Cloudflare for its address
        found, asking more: p [role=status]: What the places around the world got: | li [data-state=works] | span: Lyon, FR | span: could load it (200) | li [data-state=broken] | span: Tokyo, JP | span: error 502 | p [role=status]: Asking six places around the world, for half a minute at most. | button.plain [data-press=ask-outside] [aria-disabled=true]: Check from around the world | button.plain [data-press=ask-ping] [aria-disabled=true]: See if its server replies | button.plain [data-press=ask-route] [aria-disabled=true]: Trace the way to it | button.plain [data-press=ask-names] [aria-disabled=true]: Look up its name | button.plain [data-press=ask-resolvers] [aria-disabled=true]: Ask Google and Cloudflare for its address
        asking Google and Cloudflare: p [role=status]: What the places around the world got: | li [data-state=works] | span: Lyon, FR | span: could load it (200) | li [data-state=broken] | span: Tokyo, JP | span: error 502 | p [role=status]: Asking Google and Cloudflare. | button.plain [data-press=ask-outside] [aria-disabled=true]: Check from around the world | button.plain [data-press=ask-ping] [aria-disabled=true]: See if its server replies | button.plain [data-press=ask-route] [aria-disabled=true]: Trace the way to it | button.plain [data-press=ask-names] [aria-disabled=true]: Look up its name | button.plain [data-press=ask-resolvers] [aria-disabled=true]: Ask Google and Cloudflare for its address
        Unreached: p [role=status]: Globalping could not be asked just now, or its answer made no sense. That says nothing about the site. | button.plain [data-press=ask-outside]: Check from around the world | button.plain [data-press=ask-ping]: See if its server replies | button.plain [data-press=ask-route]: Trace the way to it | button.plain [data-press=ask-names]: Look up its name | button.plain [data-press=ask-resolvers]: Ask Google and Cloudflare for its address
        Unreadable: p [role=status]: Globalping could not be asked just now, or its answer made no sense. That says nothing about the site. | button.plain [data-press=ask-outside]: Check from around the world | button.plain [data-press=ask-ping]: See if its server replies | button.plain [data-press=ask-route]: Trace the way to it | button.plain [data-press=ask-names]: Look up its name | button.plain [data-press=ask-resolvers]: Ask Google and Cloudflare for its address
        Limited(None): p [role=status]: Globalping allows no more checks for now. Try again in 60 min. | button.plain [data-press=ask-outside]: Check from around the world | button.plain [data-press=ask-ping]: See if its server replies | button.plain [data-press=ask-route]: Trace the way to it | button.plain [data-press=ask-names]: Look up its name | button.plain [data-press=ask-resolvers]: Ask Google and Cloudflare for its address
        resolvers failed: p [role=status]: Or have it checked from six places around the world by Globalping, a free public service. | p [role=status]: Google and Cloudflare could not be asked just now. That says nothing about the site. | button.plain [data-press=ask-outside]: Check from around the world | button.plain [data-press=ask-ping]: See if its server replies | button.plain [data-press=ask-route]: Trace the way to it | button.plain [data-press=ask-names]: Look up its name | button.plain [data-press=ask-resolvers]: Ask Google and Cloudflare for its address
        ");
    }

    /// What each surface says of an outage that these places have looked at.
    fn verdicts(got: &[Got]) -> String {
        let words = english();
        let mut outage = outage(Failure::OriginTimeout, WAIT);
        outage.checks = Checks { newest: Check::None, found: vec![found(Kind::Load, got)] };
        let visit = visit(Method::Get, page(Cover::Card));
        let story =
            in_one_line(&story(&visit, &outage, Net::Online, &words).map(|part| outline(&part.into())).concat());
        let card = outline(&card(&visit, &outage, Net::Online, &words).into());
        format!("{story}\n  card: {}\n", card.lines().find(|line| line.contains("h2")).unwrap().trim())
    }

    #[test]
    fn every_surface_says_what_was_found_outside() {
        let (good, bad) = (Got::Status(200), Got::Status(502));
        let all =
            [[&bad, &bad], [&good, &good], [&good, &bad]].map(|[one, other]| verdicts(&[one.clone(), other.clone()]));
        insta::assert_snapshot!(all.concat(), @r"
        h1.short: shop.example.com is down for others too | p.lead: None of the places that we asked around the world could load it. So it is not you.
          card: h2: shop.example.com is down for others too
        h1.short: shop.example.com works elsewhere | p.lead: Every place that we asked around the world could load it. So it may be your network or provider, or the part of the site that answers you.
          card: h2: shop.example.com works elsewhere
        h1.short: shop.example.com works in some places | p.lead: Places around the world that could load it: 1 of 2. So a part of the site, or of the way to it, is broken.
          card: h2: shop.example.com works in some places
        ");
    }

    #[track_caller]
    fn check(kind: Kind, got: &[Got], said: &[&str]) {
        let drawn = drawn(PAGE, Failure::OriginTimeout, Check::None, vec![found(kind, got)]);
        for part in said {
            assert!(drawn.contains(part), "{part}: {drawn}");
        }
        assert_eq!(drawn.contains("div.map"), kind != Kind::Resolvers, "{drawn}");
        assert!(!drawn.contains("So the name of the site works"), "only where the answer blames a name: {drawn}");
    }

    #[test]
    fn each_finding_has_its_words() {
        check(Kind::Load, &[Got::Status(200), Got::Status(502)], &["could load it (200)", "error 502"]);
        let lost = Got::Lost { step: 7, name: "ae1.example.net".to_owned() };
        check(Kind::Ping, &[Got::Echo { ms: 24, lost: 33 }, Got::Silence], &["1 of 2", "24 ms, 33% lost", "no answer"]);
        let ends = ["1 of 2", "reached it at step 11", "silent after step 7, ae1.example.net"];
        check(Kind::Route, &[Got::Reached(11), lost], &ends);
        check(
            Kind::Names,
            &[addresses(&["9.9.9.9"]), Got::NoName],
            &["1 of 2", "li [data-state=broken]", "no such name"],
        );
        check(Kind::Names, &[Got::NoName, Got::NoName], &["there is no such name. Check how it is spelled"]);
        check(Kind::Resolvers, &[Got::NoName, Got::NoName], &["there is no such name. Check how it is spelled"]);
        check(
            Kind::Resolvers,
            &[addresses(&[]), Got::Silence],
            &["Only one of the two", "no address of the common kind"],
        );
        check(Kind::Resolvers, &[addresses(&["1.1.1.1"]), addresses(&["2.2.2.2"])], &["different addresses"]);
        check(Kind::Resolvers, &[addresses(&["1.1.1.1"]), Got::Pending], &["still asking", "data-state=idle"]);
    }

    #[test]
    fn further_checks_are_offered_once_a_first_one_has_ended() {
        let buttons = |drawn: &str| drawn.matches("data-press=ask-").count();
        let never = drawn(PAGE, Failure::Dns, Check::None, vec![]);
        let failed = drawn(PAGE, Failure::Dns, Check::Failed(Kind::Load, Trouble::Unreached), vec![]);
        let number = drawn("http://9.9.9.9/", Failure::Dns, Check::Failed(Kind::Load, Trouble::Unreached), vec![]);
        assert_eq!((buttons(&never), buttons(&failed), buttons(&number)), (1, 5, 3));
        let load = vec![found(Kind::Load, &[Got::Status(200), Got::Status(200)])];
        for kind in Kind::ALL {
            let consent = drawn(PAGE, Failure::Dns, Check::Consent(kind), load.clone());
            assert!(buttons(&consent) == 0 && consent.contains("allow-outside"), "{consent}");
            let asking = Check::Asking(Asking::begin(kind, at(0)));
            let asking = drawn(PAGE, Failure::Dns, asking, load.clone());
            assert_eq!((buttons(&asking), asking.matches("aria-disabled").count()), (5, 5), "{asking}");
            let limited = Check::Failed(kind, Trouble::Limited(Some(Delay::from_secs(700))));
            assert!(drawn(PAGE, Failure::Dns, limited, load.clone()).contains("Try again in 12 min"));
            let failed = drawn(PAGE, Failure::Dns, Check::Failed(kind, Trouble::Unreadable), load.clone());
            assert!(failed.contains("That says nothing about the site."), "{failed}");
        }
    }
}
