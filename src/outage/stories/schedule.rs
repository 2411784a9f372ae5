//! When a site is asked, and when it is not.

use super::*;
use crate::diagnosis::Failure;
use crate::retry::advice::Reason;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[test]
fn what_the_site_asks_for_is_a_floor() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[("Retry-After", "20")]);
    assert!(matches!(world.phase(1), Phase::Wait { asked: true, .. }));
    between(20, world.probed(502, &[]), 22);
    // After that the waits start anew; what asks for less, or says nothing that can be read, changes nothing.
    let start = world.now;
    for wish in ["1", "soon", "-1", "1e9"] {
        of_age(world.now.since(start), world.probed(502, &[("Retry-After", wish)]));
    }
}

#[test]
fn a_time_far_off_is_told_and_not_sat_through() {
    let mut world = World::new();
    world.fails(1, SHOP, 503, &[("Retry-After", "3600")]);
    let at = world.now.plus(Delay::from_secs(3600));
    assert!(matches!(world.phase(1), Phase::Stop { why: Stop::Named(named), .. } if *named == at));
    assert_eq!(world.state.next_wakeup(), None);
    world.presses(1, Press::CheckNow);
    world.answers(200, &[]);
    assert_eq!(world.reloads(), [tab(1)]);
}

#[test]
fn a_round_ends() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    let start = world.now;
    let mut probes = 0;
    while world.state.next_wakeup().is_some() {
        world.probed(502, &[]);
        probes += 1;
    }
    assert!(matches!(world.phase(1), Phase::Stop { why: Stop::GaveUp, .. }));
    assert!((8..=10).contains(&probes), "{probes} probes");
    between(180, world.now.since(start), 300);
    world.presses(1, Press::CheckNow);
    world.answers(502, &[]);
    of_age(Delay::ZERO, world.waits());
}

#[test]
fn stop_means_stop() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    world.presses(1, Press::Stop);
    assert!(matches!(world.phase(1), Phase::Stop { why: Stop::Reader, .. }));
    assert_eq!(world.state.next_wakeup(), None);
    world.passes(Delay::from_secs(86_400));
    assert!(!world.wanted.iter().any(|effect| matches!(effect, Effect::Probe { .. })));
}

#[test]
fn stop_while_a_probe_is_under_way() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    world.waits();
    let (scope, probe, address) = world.probe();
    world.presses(1, Press::Stop);
    let answer = Answer::Response(world.response(address.as_str(), 200, &[]));
    world.happens(Event::Answered { scope, probe, answer });
    assert!(matches!(world.phase(1), Phase::Stop { why: Stop::Reader, .. }));
    assert_eq!(world.reloads(), []);
}

#[test]
fn check_now_asks_once() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    world.presses(1, Press::CheckNow);
    world.probe();
    world.presses(1, Press::CheckNow);
    assert!(!world.wanted.iter().any(|effect| matches!(effect, Effect::Probe { .. })));
}

#[test]
fn a_page_that_the_network_sent_the_reader_to_is_its_sign_in() {
    const PORTAL: &str = "http://10.0.0.1:8080/login";
    let mut world = World::new();
    let sent = |world: &mut World, n, from: Option<&str>, to| {
        let sent_from = from.and_then(|from| Address::parse(from).ok());
        let response = Response { sent_from, ..world.response(to, 502, &[]) };
        world.happens(Event::Responded { tab: tab(n), response });
        world.commits(n, to);
        world.hello(n, to, 502, BARE, Attention::Visible);
        let outage = world.state.visit(tab(n)).unwrap().1;
        (outage.phase.clone(), outage.diagnosis.failure)
    };
    let useless = |(phase, failure)| {
        let stopped = matches!(phase, Phase::Stop { why: Stop::Useless(Reason::SignIn), .. });
        stopped && failure == Failure::CaptivePortal
    };
    assert!(useless(sent(&mut world, 1, Some("http://shop.example.com/"), PORTAL)));
    // Pressing "Reload" does not make it another page.
    for seconds in [1, 9] {
        world.passes(Delay::from_secs(seconds));
        assert!(useless(sent(&mut world, 1, None, PORTAL)), "after {seconds} s");
    }
    // The site itself sends them on, and to a machine of their own.
    assert!(!useless(sent(&mut world, 2, Some("https://shop.example.com/"), "http://10.0.0.2/")));
    assert!(!useless(sent(&mut world, 3, Some("http://shop.example.com/"), "http://localhost:3000/")));
}

#[test]
fn asking_is_useless_behind_a_sign_in() {
    let mut world = World::new();
    world.fails(1, "http://shop.example.com/", 511, &[]);
    assert!(matches!(world.phase(1), Phase::Stop { why: Stop::Useless(_), .. }));
    assert_eq!(world.state.next_wakeup(), None);
}

#[test]
fn a_reader_who_wants_to_be_asked_is_asked() {
    let mut world = World::new();
    world.settings.checking = Checking::WhenAsked;
    world.fails(1, SHOP, 502, &[]);
    assert!(matches!(world.phase(1), Phase::Stop { why: Stop::Settings, .. }));
    world.presses(1, Press::CheckNow);
    world.answers(502, &[]);
    assert!(matches!(world.phase(1), Phase::Stop { why: Stop::Settings, .. }));
}

#[test]
fn new_settings_count_at_once() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    assert!(matches!(world.phase(1), Phase::Wait { .. }));
    world.settings.checking = Checking::WhenAsked;
    world.happens(Event::SettingsChanged);
    assert!(matches!(world.phase(1), Phase::Stop { why: Stop::Settings, .. }));
    assert!(world.wanted.contains(&Effect::Repaint { tab: tab(1) }));
    world.settings.checking = Checking::Eager;
    world.happens(Event::SettingsChanged);
    assert!(matches!(world.phase(1), Phase::Wait { .. }));
    world.presses(1, Press::Stop);
    world.happens(Event::SettingsChanged);
    assert!(matches!(world.phase(1), Phase::Stop { why: Stop::Reader, .. }));
}

#[test]
fn the_style_sets_how_long_a_wait_is() {
    let first = |checking: Checking| {
        let mut world = World::new();
        world.settings.checking = checking;
        world.fails(1, SHOP, 502, &[]);
        world.waits().as_millis()
    };
    assert!((12_000..14_000).contains(&first(Checking::Balanced)));
    assert!((24_000..28_000).contains(&first(Checking::Gentle)));
    assert!((6_000..7_000).contains(&first(Checking::Eager)));
}

#[test]
fn silence_and_too_many_requests_are_no_recovery() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    world.waits();
    let (scope, probe, _) = world.probe();
    world.happens(Event::Answered { scope, probe, answer: Answer::Silence });
    assert!(matches!(world.phase(1), Phase::Wait { .. }));
    world.probed(429, &[("Retry-After", "30")]);
    between(30, world.waits(), 33);
}

#[test]
fn a_page_that_loads_itself_is_left_to_it() {
    let mut world = World::new();
    world.responds(1, SHOP, 503, &[("Refresh", "30")]);
    world.commits(1, SHOP);
    world.hello(1, SHOP, 503, BARE, Attention::Visible);
    assert!(matches!(world.phase(1), Phase::Stop { why: Stop::Refresh, .. }));
    assert_eq!(world.state.next_wakeup(), None);
    world.passes(Delay::from_secs(30));
    world.responds(1, SHOP, 200, &[]);
    assert_eq!(world.state.visit(tab(1)), None);
}

#[test]
fn a_security_check_is_left_alone() {
    let mut world = World::new();
    world.fails(1, SHOP, 503, &[("cf-mitigated", "challenge")]);
    assert!(matches!(world.phase(1), Phase::Stop { why: Stop::Challenge, .. }));
    let (visit, _) = world.state.visit(tab(1)).unwrap();
    assert!(matches!(visit.surface(), Some(Surface::Page { cover: Cover::Card, .. })), "the page is to be seen");
}

#[test]
fn two_hundred_tabs_make_one_probe() {
    let mut world = World::new();
    for n in 1..=200 {
        world.fails(n, SHOP, 502, &[]);
        world.happens(Event::Attended { tab: tab(n), attention: Attention::Hidden });
    }
    world.happens(Event::Attended { tab: tab(7), attention: Attention::Visible });
    let mut probes = 0;
    while probes == 0 {
        world.waits();
        probes += world.wanted.iter().filter(|effect| matches!(effect, Effect::Probe { .. })).count();
    }
    assert_eq!(probes, 1);
}

#[test]
fn a_few_sites_are_asked_at_a_time() {
    let mut world = World::new();
    for n in 1..=20 {
        world.fails(n, &format!("https://shop{n}.example.com/"), 502, &[]);
    }
    let mut in_flight: Vec<(Scope, ProbeId, Address)> = Vec::new();
    let mut asked = std::collections::BTreeSet::new();
    while world.state.next_wakeup().is_some() {
        world.waits();
        in_flight.extend(world.wanted.iter().filter_map(|effect| match effect {
            Effect::Probe { scope, probe, address } => Some((scope.clone(), *probe, address.clone())),
            _ => None,
        }));
        assert!(in_flight.len() <= 4, "{} probes at a time", in_flight.len());
        if in_flight.len() == 4 {
            let (scope, probe, address) = in_flight.remove(0);
            asked.insert(scope.clone());
            let answer = Answer::Response(world.response(address.as_str(), 502, &[]));
            world.happens(Event::Answered { scope, probe, answer });
        }
    }
    assert_eq!(asked.len(), 20, "every site has its turn");
}

#[test]
fn the_budget_holds_over_new_beginnings() {
    let mut world = World::new();
    let start = world.now;
    let mut probes = 0u64;
    // The reader opens the failing page anew, again and again.
    while world.now.since(start) < Delay::from_secs(60) {
        world.fails(1, SHOP, 502, &[]);
        world.waits();
        if world.wanted.iter().any(|effect| matches!(effect, Effect::Probe { .. })) {
            probes += 1;
            world.answers(502, &[]);
        }
        world.happens(Event::Closed { tab: tab(1) });
    }
    assert!(probes <= 12, "{probes} probes in a minute");
}

#[test]
fn what_a_site_asks_for_in_one_tab_is_a_floor_for_all() {
    let mut world = World::new();
    world.fails(1, SHOP, 503, &[]);
    world.passes(Delay::from_secs(5));
    world.fails(2, OTHER, 503, &[("Retry-After", "120")]);
    between(120, world.until_probe(), 132);
    // Less than what is planned changes nothing, nor does the same again.
    world.answers(503, &[("Retry-After", "60")]);
    let planned = world.phase(1).clone();
    world.fails(3, SHOP, 503, &[("Retry-After", "20")]);
    assert_eq!(*world.phase(1), planned);
}
