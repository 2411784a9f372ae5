//! What is remembered of an outage, and what was there before we were.

use super::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[test]
fn an_outage_ends_as_a_record() {
    let mut world = World::new();
    let start = world.now;
    world.fails(1, SHOP, 502, &[("Server", "nginx")]);
    world.probed(502, &[]);
    world.probed(200, &[]);
    let back = world.now;
    world.passes(Delay::from_secs(1));
    world.responds(1, SHOP, 200, &[]);
    let [Record { id, attempts, ended, status, .. }] = world.history.records() else { panic!("{:?}", world.history) };
    assert_eq!((id.origin.as_str(), id.since, id.until), ("https://shop.example.com", start, back));
    assert_eq!((attempts.len(), *ended, status.code()), (2, Ended::Back, 502));
}

#[test]
fn a_tab_that_is_left_ends_it_too() {
    for (press, ended) in [(Press::ShowHelp, Ended::Left), (Press::Stop, Ended::Stopped(Stop::Reader))] {
        let mut world = World::new();
        world.fails(1, SHOP, 502, &[]);
        world.presses(1, press);
        world.happens(Event::Closed { tab: tab(1) });
        assert_eq!(world.history.records().iter().map(|record| record.ended).collect::<Vec<_>>(), [ended]);
    }
}

#[test]
fn a_private_window_leaves_nothing_behind() {
    let mut world = World::new();
    world.window = Window::Private;
    world.fails(1, SHOP, 502, &[]);
    world.happens(Event::Closed { tab: tab(1) });
    assert_eq!(world.history, History::default());
    world.fails(1, SHOP, 502, &[]);
    world.window = Window::Ordinary;
    world.fails(2, OTHER, 502, &[]);
    world.happens(Event::Closed { tab: tab(2) });
    world.happens(Event::Closed { tab: tab(1) });
    assert_eq!(world.history.records().len(), 1, "it was met in an ordinary window as well");
}

#[test]
fn a_record_is_offered_until_it_has_been_taken() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    let offered = |wanted: &[Effect]| wanted.iter().filter(|e| matches!(e, Effect::Remember { .. })).count();
    let first = world.step(Event::Closed { tab: tab(1) });
    assert_eq!(offered(&first), 1);
    world.dies();
    let again = world.step(Event::TimePassed);
    assert_eq!(offered(&again), 1, "it may not have heard of it");
    let soon = world.step(Event::TimePassed);
    assert_eq!(offered(&soon), 0, "it has a minute");
    world.waits();
    assert_eq!((offered(&world.wanted), world.history.records().len()), (1, 1));
    assert_eq!(world.state.next_wakeup(), None);
}

#[test]
fn a_page_that_had_failed_before_is_taken_up_and_opened_by_its_address() {
    let mut world = World::new();
    let found = Response { method: Method::Unseen, headers: Headers::default(), ..world.response(SHOP, 503, &[]) };
    world.happens(Event::Found { tab: tab(1), response: found.clone() });
    assert!(world.wanted.contains(&Effect::Inject { tab: tab(1) }));
    world.hello(1, SHOP, 503, BARE, Attention::Visible);
    assert!(matches!(world.phase(1), Phase::Wait { .. }));
    let before = world.state.clone();
    world.happens(Event::Found { tab: tab(1), response: found });
    assert_eq!(world.state, before, "once is enough");
    world.until_probe();
    world.answers(200, &[]);
    assert_eq!(world.reloads(), [], "the browser might send a form again");
    assert!(world.wanted.contains(&Effect::Open { tab: tab(1), address: Address::parse(SHOP).unwrap() }));
}

#[test]
fn a_healthy_page_that_is_found_is_nothing_to_us() {
    let mut world = World::new();
    let found = Response { method: Method::Unseen, ..world.response(SHOP, 200, &[]) };
    world.happens(Event::Found { tab: tab(1), response: found });
    assert_eq!(world.state, State::default());
}
