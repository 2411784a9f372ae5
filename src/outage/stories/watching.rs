//! What is watched on the reader's wish, with a tab and without.

use super::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

impl World {
    /// Probes that fail, one after the other, until so much time has passed; how many there were.
    fn stays_down_for(&mut self, span: Delay) -> u32 {
        let end = self.now.plus(span);
        let mut probes = 0;
        while self.now < end {
            self.until_probe();
            self.answers(502, &[]);
            probes += 1;
        }
        probes
    }

    fn is_watched(&self) -> bool {
        self.state.watched_alone().next().is_some()
    }

    fn badge_everywhere(&self) -> Option<Badge> {
        self.wanted.iter().find_map(|effect| match effect {
            Effect::SetBadge { tab: None, badge } => Some(*badge),
            _ => None,
        })
    }
}

const HOURS: Delay = Delay::from_secs(5 * 60 * 60);

#[test]
fn watched_for_hours_and_told_of() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    while world.state.next_wakeup().is_some() {
        world.probed(502, &[]);
    }
    assert!(matches!(world.phase(1), Phase::Stop { why: Stop::GaveUp, .. }));
    world.presses(1, Press::KeepWatching);
    let probes = world.stays_down_for(HOURS);
    assert!((100..=610).contains(&probes), "{probes} probes in five hours");
    world.until_probe();
    world.answers(200, &[]);
    assert_eq!((world.reloads(), world.announced()), (vec![tab(1)], vec![]), "it may fail once more");
    world.responds(1, SHOP, 200, &[]);
    assert_eq!(world.announced(), [(SHOP, Some(tab(1)))]);
    assert!(!world.is_watched());
    assert_eq!(world.state.next_wakeup(), None);
}

#[test]
fn a_page_that_comes_and_fails_is_not_told_of() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    world.presses(1, Press::KeepWatching);
    world.probed(200, &[]);
    world.passes(Delay::from_millis(300));
    world.fails(1, SHOP, 502, &[]);
    assert_eq!(world.announced(), []);
    assert!(matches!(world.phase(1), Phase::Wait { .. }));
}

#[test]
fn good_news_of_another_page_is_none_of_the_one_that_is_watched() {
    for watched in [1, 2] {
        let mut world = World::new();
        world.fails(1, SHOP, 504, &[]);
        world.fails(2, OTHER, 504, &[]);
        world.presses(watched, Press::KeepWatching);
        // The other is asked about at last, and works; both are opened, and the first fails again.
        world.until_probe();
        while world.probe().2.as_str() != OTHER {
            world.answers(504, &[]);
            world.until_probe();
        }
        world.answers(200, &[]);
        world.until_opened(1);
        world.fails(1, SHOP, 504, &[]);
        world.responds(2, OTHER, 200, &[]);
        let told = if watched == 2 { vec![(OTHER, Some(tab(2)))] } else { Vec::new() };
        assert_eq!(world.announced(), told);
        let (_, outage) = world.state.visit(tab(1)).unwrap();
        assert_eq!(outage.watch.is_some(), watched == 1);
    }
}

#[test]
fn the_wish_outlasts_the_tab_and_the_browser() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    world.presses(1, Press::KeepWatching);
    world.happens(Event::Closed { tab: tab(1) });
    assert!(world.is_watched());
    let last = world.now;
    world.until_probe();
    world.answers(502, &[]);
    world.until_probe();
    assert!(world.now.since(last) >= Outage::ALONE, "slowly, with nobody there");
    world.restarts();
    assert!(world.is_watched());
    let restarted = world.now;
    world.until_probe();
    assert!(world.now.since(restarted) <= Outage::ALONE);
    world.answers(200, &[]);
    assert_eq!(world.announced(), [(SHOP, None)]);
    assert_eq!(world.badge_everywhere(), Some(Badge::Back));
    world.restarts();
    assert_eq!(world.badge_everywhere(), Some(Badge::Back), "until the reader knows");
    world.happens(Event::Dismissed { address: Address::parse(SHOP).unwrap() });
    assert_eq!(world.badge_everywhere(), Some(Badge::None));
    assert!(!world.is_watched());
    assert_eq!(world.history.records().last().map(|record| record.ended), Some(Ended::Back));
}

#[test]
fn what_is_watched_is_asked_about_when_the_reader_wants_to_know() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    world.presses(1, Press::KeepWatching);
    world.happens(Event::Closed { tab: tab(1) });
    let address = Address::parse(SHOP).unwrap();
    world.happens(Event::Wanted { address: address.clone() });
    world.answers(502, &[]);
    assert!(world.is_watched());
    world.happens(Event::Wanted { address: address.clone() });
    world.answers(200, &[]);
    assert_eq!(world.announced(), [(SHOP, None)]);
    world.happens(Event::Wanted { address });
    assert_eq!(world.wanted, [], "it is back already");
}

#[test]
fn good_news_that_nobody_wants_to_hear_is_kept_for_a_day() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    world.presses(1, Press::KeepWatching);
    world.happens(Event::Closed { tab: tab(1) });
    world.until_probe();
    world.answers(200, &[]);
    assert_eq!(world.waits(), Delay::from_secs(86_400));
    assert!(!world.is_watched());
}

#[test]
fn a_tab_that_comes_back_with_the_browser_joins_what_is_watched() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    world.presses(1, Press::KeepWatching);
    world.restarts();
    world.fails(9, SHOP, 502, &[]);
    assert!(!world.is_watched(), "a tab waits for it again");
    world.stays_down_for(HOURS);
    world.until_probe();
    world.answers(200, &[]);
    assert_eq!(world.reloads(), [tab(9)]);
}

#[test]
fn a_form_is_watched_and_told_of_and_not_sent_again() {
    let mut world = World::new();
    let response = Response { method: Method::Post, ..world.response(SHOP, 502, &[]) };
    world.happens(Event::Responded { tab: tab(1), response });
    world.commits(1, SHOP);
    world.hello(1, SHOP, 502, BARE, Attention::Visible);
    world.presses(1, Press::KeepWatching);
    world.until_probe();
    world.answers(200, &[]);
    assert_eq!((world.reloads(), world.announced()), (vec![], vec![(SHOP, Some(tab(1)))]));
}

#[test]
fn a_time_far_off_is_sat_through_on_the_readers_wish() {
    let mut world = World::new();
    world.fails(1, SHOP, 503, &[("Retry-After", "3600")]);
    world.presses(1, Press::KeepWatching);
    between(3600, world.waits(), 3615);
    world.answers(503, &[("Retry-After", "7200")]);
    between(7200, world.waits(), 7215);
}

#[test]
fn a_wish_from_a_private_window_ends_with_its_tab() {
    let mut world = World::new();
    world.window = Window::Private;
    world.fails(1, SHOP, 502, &[]);
    world.presses(1, Press::KeepWatching);
    assert_eq!(Snapshot::watched(&world.state), None);
    world.probed(200, &[]);
    world.responds(1, SHOP, 200, &[]);
    assert_eq!(world.announced(), []);
    world.fails(1, SHOP, 502, &[]);
    world.presses(1, Press::KeepWatching);
    world.happens(Event::Closed { tab: tab(1) });
    assert!(!world.is_watched());
}

#[test]
fn stop_ends_the_wish() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    world.presses(1, Press::KeepWatching);
    world.presses(1, Press::Stop);
    world.happens(Event::Closed { tab: tab(1) });
    assert!(!world.is_watched());
    assert_eq!(world.state.next_wakeup(), None);
}

#[test]
fn what_does_not_help_is_not_watched() {
    let mut world = World::new();
    world.fails(1, SHOP, 511, &[]);
    world.presses(1, Press::KeepWatching);
    assert!(matches!(world.phase(1), Phase::Stop { why: Stop::Useless(_), .. }));
    assert_eq!(world.state.next_wakeup(), None);
    world.fails(2, OTHER, 502, &[]);
    world.presses(2, Press::KeepWatching);
    world.until_probe();
    world.answers(511, &[]);
    world.happens(Event::Closed { tab: tab(1) });
    world.happens(Event::Closed { tab: tab(2) });
    assert!(!world.is_watched());
    world.fails(3, SHOP, 502, &[]);
    world.presses(3, Press::KeepWatching);
    world.happens(Event::Closed { tab: tab(3) });
    world.until_probe();
    world.answers(511, &[]);
    assert_eq!(world.state.outages().count(), 0, "nobody is left who could be told");
}

#[test]
fn what_was_asked_about_is_watched_and_asked_at_once() {
    let mut world = World::new();
    world.happens(Event::WatchWanted { address: Address::parse(SHOP).unwrap(), window: Window::Ordinary });
    assert!(world.is_watched());
    world.answers(502, &[]);
    assert!(world.is_watched());
    let last = world.now;
    world.until_probe();
    assert!(world.now.since(last) >= Outage::ALONE, "slowly, with nobody there");
    world.answers(200, &[]);
    assert_eq!(world.announced().len(), 1);
    assert_eq!(world.badge_everywhere(), Some(Badge::Back));
}

#[test]
fn a_wish_about_a_site_that_fails_in_a_tab_joins_its_outage() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    world.happens(Event::WatchWanted { address: Address::parse(SHOP).unwrap(), window: Window::Ordinary });
    assert_eq!(world.state.outages().count(), 1);
    world.happens(Event::Closed { tab: tab(1) });
    assert!(world.is_watched());
}
