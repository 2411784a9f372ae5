//! What the reader does with tabs and net, and what the background survives.

use super::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[test]
fn the_worker_dies_in_the_middle_of_a_probe() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    world.waits();
    world.state = Snapshot::from(&world.state).into();
    assert!(world.state.next_wakeup().is_some_and(|at| at <= world.now));
    world.passes(Delay::ZERO);
    world.answers(200, &[]);
    assert_eq!(world.reloads(), [tab(1)]);
}

#[test]
fn a_clock_that_jumps_harms_nothing() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    world.now = Timestamp::from_millis(0);
    world.happens(Event::TimePassed);
    world.presses(1, Press::CheckNow);
    world.answers(502, &[]);
    of_age(Delay::ZERO, world.waits());
    world.now = world.now.plus(Delay::from_secs(86_400 * 365));
    world.answers(200, &[]);
    assert_eq!(world.reloads(), [tab(1)]);
}

/// The clock is set back by an hour once `before` has happened: how long until something is due, then and without that.
#[track_caller]
fn clock_set_back(before: impl Fn(&mut World)) -> (Delay, Delay) {
    let next = |world: &World| world.state.next_wakeup().expect("nothing is due, ever").since(world.now);
    let mut world = World::new();
    before(&mut world);
    let usual = next(&world);
    world.now = world.now.minus(Delay::from_secs(3600));
    world.happens(Event::TimePassed);
    (next(&world), usual)
}

#[test]
fn a_clock_that_is_set_back_takes_a_wait_with_it() {
    let (wait, usual) = clock_set_back(|world| world.fails(1, SHOP, 502, &[]));
    assert_eq!(wait, usual);
    let (wait, usual) = clock_set_back(|world| world.fails(1, SHOP, 503, &[("Retry-After", "120")]));
    assert_eq!(wait, usual, "what the site asked for stays a floor");
    let (wait, usual) = clock_set_back(|world| {
        world.fails(1, SHOP, 502, &[]);
        world.presses(1, Press::KeepWatching);
        world.restarts();
    });
    assert_eq!(wait, usual);
}

#[test]
fn a_clock_that_is_set_back_keeps_no_tab_waiting() {
    type Before<'a> = &'a dyn Fn(&mut World);
    let stories: [(&str, Before); 4] = [
        ("a document is looked for", &|world| world.responds(1, SHOP, 502, &[])),
        ("our own page was asked for", &|world| {
            world.responds(1, SHOP, 502, &[]);
            world.commits(1, SHOP);
            world.happens(Event::InjectionRefused { tab: tab(1) });
        }),
        ("tabs are opened one after the other", &|world| {
            (1..=8).for_each(|n| world.fails(n, SHOP, 502, &[]));
            world.probed(200, &[]);
        }),
        ("a page is loading", &|world| {
            world.fails(1, SHOP, 502, &[]);
            world.probed(200, &[]);
        }),
    ];
    for (story, before) in stories {
        let (wait, _) = clock_set_back(before);
        assert!(wait <= Delay::from_secs(60), "{story}: {wait:?}");
    }
}

#[test]
fn a_tab_that_nobody_looks_at_asks_once_a_minute() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    world.happens(Event::Attended { tab: tab(1), attention: Attention::Hidden });
    between(60, world.until_probe(), 60);
    world.answers(502, &[]);
    between(60, world.until_probe(), 63);
    world.answers(502, &[]);
    world.passes(Delay::from_secs(20));
    world.happens(Event::Attended { tab: tab(1), attention: Attention::Visible });
    let soon = world.waits();
    assert!((Delay::from_millis(500)..=Delay::from_secs(3)).contains(&soon), "{soon:?}");
    world.probe();
}

#[test]
fn a_tab_that_is_opened_in_front_of_the_others_is_not_made_to_wait_for_them() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    world.happens(Event::Attended { tab: tab(1), attention: Attention::Hidden });
    world.passes(Delay::from_secs(10));
    world.fails(2, SHOP, 502, &[]);
    assert!(world.until_probe() <= Delay::from_secs(3));
}

#[test]
fn the_tab_in_front_goes_and_the_one_behind_asks_once_a_minute() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    world.happens(Event::Attended { tab: tab(1), attention: Attention::Hidden });
    world.fails(2, SHOP, 502, &[]);
    world.happens(Event::Attended { tab: tab(1), attention: Attention::Visible });
    world.happens(Event::Attended { tab: tab(1), attention: Attention::Hidden });
    world.happens(Event::Closed { tab: tab(2) });
    between(60, world.until_probe(), 60);
}

#[test]
fn a_time_that_the_site_asked_for_is_kept_on_return() {
    let mut world = World::new();
    world.fails(1, SHOP, 503, &[("Retry-After", "120")]);
    world.happens(Event::Attended { tab: tab(1), attention: Attention::Hidden });
    world.passes(Delay::from_secs(20));
    world.happens(Event::Attended { tab: tab(1), attention: Attention::Visible });
    between(100, world.waits(), 115);
}

#[test]
fn without_a_net_nobody_is_asked() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    world.online = false;
    for _ in 0..30 {
        world.passes(Delay::from_secs(20));
        assert!(!world.wanted.iter().any(|effect| matches!(effect, Effect::Probe { .. })));
    }
    world.online = true;
    world.happens(Event::TimePassed);
    world.wanted.iter().for_each(|effect| assert!(!matches!(effect, Effect::Probe { .. }), "not at once"));
    let soon = world.waits();
    assert!((Delay::from_millis(500)..=Delay::from_secs(3)).contains(&soon), "{soon:?}");
    world.answers(200, &[]);
    assert_eq!(world.reloads(), [tab(1)]);
}

#[test]
fn a_probe_that_the_net_swallowed_is_no_try() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    world.waits();
    let (scope, probe, _) = world.probe();
    world.online = false;
    world.happens(Event::Answered { scope, probe, answer: Answer::Silence });
    assert_eq!(world.state.visit(tab(1)).unwrap().1.attempts, []);
}

#[test]
fn a_page_that_the_reader_types_in_is_not_taken_away() {
    let mut world = World::new();
    world.responds(1, SHOP, 503, &[]);
    world.commits(1, SHOP);
    world.hello(1, SHOP, 503, RICH, Attention::Visible);
    world.happens(Event::Engaged { tab: tab(1) });
    world.probed(200, &[]);
    assert_eq!(world.reloads(), []);
    assert!(matches!(world.phase(1), Phase::Back { .. }));
    world.presses(1, Press::CheckNow);
    assert_eq!(world.reloads(), [tab(1)], "offered, and taken");
}

#[test]
fn damaged_and_later_snapshots_make_a_fresh_start() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    let good = serde_json::to_value(Snapshot::from(&world.state)).unwrap();
    assert_eq!(restore(&good), world.state);
    let mut later = good.clone();
    later["version"] = (good["version"].as_u64().unwrap() + 1).into();
    let mut cut = good.clone();
    cut["visits"][0][1]["response"]["address"] = "about:blank".into();
    for damaged in [later, cut, serde_json::Value::Null, serde_json::json!({}), serde_json::json!("state")] {
        assert_eq!(restore(&damaged), State::default(), "{damaged}");
    }
    let mut orphaned = good;
    orphaned["outages"] = serde_json::json!([]);
    assert_eq!(restore(&orphaned).next_wakeup(), None);
}
