//! How an outage ends, and how it only seems to.

use super::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[test]
fn a_site_fails_and_heals() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    assert!(matches!(world.phase(1), Phase::Wait { asked: false, .. }));
    let start = world.now;
    for status in [502, 502, 502, 200] {
        of_age(world.now.since(start), world.probed(status, &[]));
    }
    assert_eq!(world.reloads(), [tab(1)]);
    world.responds(1, SHOP, 200, &[]);
    assert!(world.wanted.contains(&Effect::SetBadge { tab: Some(tab(1)), badge: Badge::None }));
    world.passes(Delay::from_secs(300));
    assert_eq!(world.state, State { last_probe: world.state.last_probe, ..State::default() });
}

#[test]
fn eight_tabs_make_one_probe_and_come_back_one_after_the_other() {
    let mut world = World::new();
    for n in 1..=8 {
        world.responds(n, SHOP, 502, &[]);
        world.commits(n, SHOP);
        world.hello(n, SHOP, 502, BARE, if n == 5 { Attention::Visible } else { Attention::Hidden });
    }
    world.probed(502, &[]);
    world.probed(200, &[]);
    assert_eq!(world.reloads(), [tab(5)], "the tab in front first, and at once");
    let mut opened = world.reloads();
    let start = world.now;
    while opened.len() < 8 {
        let last = opened.last().unwrap().number();
        world.responds(last, SHOP, 200, &[]);
        assert_eq!(world.reloads(), [], "a page that comes does not hurry the next");
        let waited = world.waits();
        assert!(waited >= Delay::from_millis(400), "{waited:?}");
        opened.extend(world.reloads());
    }
    opened.sort_unstable();
    assert_eq!(opened, (1..=8).map(tab).collect::<Vec<_>>());
    between(3, world.now.since(start), 9);
}

#[test]
fn a_background_dies_before_it_has_the_page_opened() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    world.probed(200, &[]);
    assert_eq!(world.reloads(), [tab(1)]);
    world.dies();
    world.happens(Event::TimePassed);
    assert_eq!(world.reloads(), [], "it may be on its way");
    let waited = world.waits();
    assert_eq!(world.reloads(), [tab(1)]);
    between(9, waited, 10);

    world.dies();
    world.responds(1, SHOP, 200, &[]);
    world.passes(Delay::from_secs(300));
    assert_eq!(world.reloads(), [], "it has come");
}

#[test]
fn a_form_is_never_sent_again() {
    let mut world = World::new();
    let mut response = world.response(SHOP, 504, &[]);
    response.method = Method::Post;
    world.happens(Event::Responded { tab: tab(1), response });
    world.commits(1, SHOP);
    world.hello(1, SHOP, 504, BARE, Attention::Visible);
    world.probed(200, &[]);
    world.presses(1, Press::CheckNow);
    world.passes(Delay::from_secs(3600));
    assert!(matches!(world.phase(1), Phase::Back { .. }));
    assert_eq!(world.reloads(), []);
    assert_eq!(world.state.next_wakeup(), None);
}

#[test]
fn leaving_ends_it() {
    for leave in [
        Event::Closed { tab: tab(1) },
        Event::Committed { tab: tab(1), address: Address::parse("https://elsewhere.example.org/").ok() },
        Event::Committed { tab: tab(1), address: None },
    ] {
        let mut world = World::new();
        world.fails(1, SHOP, 502, &[]);
        world.happens(leave);
        assert_eq!(world.state.next_wakeup(), None);
        assert_eq!(world.state, State::default());
    }
}

#[test]
fn the_reader_reloads_and_it_works() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    world.fails(2, SHOP, 502, &[]);
    world.responds(1, SHOP, 200, &[]);
    assert_eq!(world.state.visit(tab(1)), None);
    assert_eq!(world.reloads(), [tab(2)], "what one tab found out helps the other");
}

#[test]
fn the_reader_reloads_and_firefox_names_the_document_first() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    world.passes(Delay::from_millis(500));
    world.commits(1, SHOP);
    assert!(world.wanted.contains(&Effect::Inject { tab: tab(1) }));
    world.hello(1, SHOP, 200, RICH, Attention::Visible);
    assert_eq!(world.state.visit(tab(1)), None);
}

#[test]
fn back_and_broken_again_as_firefox_tells_it() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    world.probed(200, &[]);
    assert_eq!(world.reloads(), [tab(1)]);
    world.passes(Delay::from_millis(300));
    world.commits(1, SHOP);
    world.hello(1, SHOP, 503, BARE, Attention::Visible);
    assert_eq!(world.reloads(), [], "it failed, and is not loaded again at once");
    assert!(matches!(world.phase(1), Phase::Wait { .. }));
    let tries = world.state.visit(tab(1)).unwrap().1.pace.tries;
    world.passes(Delay::from_millis(200));
    world.responds(1, SHOP, 503, &[("Retry-After", "40")]);
    let (visit, outage) = world.state.visit(tab(1)).unwrap();
    assert_eq!((outage.pace.tries, outage.false_dawns), (tries, 1), "one failure is counted once");
    assert!(visit.surface().is_some());
    between(40, world.waits(), 80);
}

#[test]
fn back_and_broken_again() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    let start = world.now;
    world.probed(502, &[]);
    world.probed(200, &[]);
    assert_eq!(world.reloads(), [tab(1)]);
    world.passes(Delay::from_millis(300));
    world.fails(1, SHOP, 502, &[]);
    of_age(world.now.since(start), world.waits()); // The waits go on where they were.
}

#[test]
fn a_page_that_loads_for_ever_is_asked_about_again() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    world.probed(200, &[]);
    assert_eq!(world.waits(), Delay::from_secs(60));
    assert!(matches!(world.phase(1), Phase::Wait { .. }));
}

#[test]
fn a_redirection_is_an_answer() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    world.waits();
    let (scope, probe, _) = world.probe();
    world.happens(Event::Answered { scope, probe, answer: Answer::Redirection });
    assert_eq!(world.reloads(), [tab(1)]);
}

#[test]
fn a_page_that_goes_on_failing_waits_by_itself() {
    let mut world = World::new();
    world.fails(1, SHOP, 504, &[]);
    world.fails(2, OTHER, 504, &[]);
    // Both addresses are asked in turn: the one in front, then the other.
    let mut asked = Vec::new();
    while !asked.iter().any(|address: &Address| address.as_str() == OTHER) {
        world.waits();
        asked.push(world.probe().2);
        let fine = asked.last().unwrap().as_str() == OTHER;
        world.answers(if fine { 200 } else { 504 }, &[]);
    }
    assert_eq!(asked[0].as_str(), SHOP);
    // The other works; both are opened, and the first fails again.
    world.until_opened(1);
    world.fails(1, SHOP, 504, &[]);
    world.responds(2, OTHER, 200, &[]);
    let (visit, outage) = world.state.visit(tab(1)).unwrap();
    assert_eq!(visit.scope, Scope::Page(Address::parse(SHOP).unwrap()));
    assert!(matches!(outage.phase, Phase::Wait { .. }));
    // A third tab at an address that is not known to fail is a matter of the web origin.
    world.fails(3, OTHER, 504, &[]);
    assert!(matches!(world.state.visit(tab(3)).unwrap().0.scope, Scope::Origin(_)));
    // Still one question at a time for the one server behind both.
    while world.state.next_wakeup().is_some() {
        world.waits();
        let probes = world.wanted.iter().filter(|effect| matches!(effect, Effect::Probe { .. })).count();
        assert!(probes <= 1);
        if probes == 1 {
            world.answers(504, &[]);
        }
    }
}

#[test]
fn after_two_false_dawns_a_try_is_a_load() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    for _ in 0..2 {
        world.probed(200, &[]);
        assert_eq!(world.reloads(), [tab(1)]);
        world.passes(Delay::from_millis(300));
        world.fails(1, SHOP, 502, &[]);
    }
    world.waits();
    assert!(!world.wanted.iter().any(|effect| matches!(effect, Effect::Probe { .. })));
    assert_eq!(world.reloads(), [tab(1)]);
    assert!(matches!(world.phase(1), Phase::Load { .. }));
    world.passes(Delay::from_millis(300));
    world.fails(1, SHOP, 502, &[]);
    assert!(matches!(world.phase(1), Phase::Wait { .. }));
    world.waits();
    world.responds(1, SHOP, 200, &[]);
    assert_eq!(world.state.visit(tab(1)), None);
}

#[test]
fn a_tab_that_loads_is_closed() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    world.fails(2, SHOP, 502, &[]);
    for _ in 0..2 {
        world.probed(200, &[]);
        world.passes(Delay::from_millis(300));
        world.fails(1, SHOP, 502, &[]);
    }
    world.waits();
    let Phase::Load { tab, .. } = *world.phase(1) else { panic!("{:?}", world.phase(1)) };
    world.happens(Event::Closed { tab });
    assert!(world.state.next_wakeup().is_some(), "the other tab still waits");
}
