//! What the retry policy promises, on a small crowd and for one person: the targets, measured by `examples/fleet`.
//!
//! The bounds are those of `docs/retry-policy.md`, with some room for other seeds.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "clippy spares `#[test]` functions, not the functions around them in a test of its own crate"
)]

#[allow(dead_code, reason = "the example also draws and prints")]
#[path = "../examples/fleet/person.rs"]
mod person;
#[allow(dead_code, reason = "the example also prints")]
#[path = "../examples/fleet/site.rs"]
mod site;
#[allow(dead_code, reason = "the example has more policies")]
#[path = "../examples/fleet/waiter.rs"]
mod waiter;

use back_soon::retry::pace::Pace;
use site::{Outcome, World, arrivals};
use waiter::{Reader, Refusal, Rule, Tab};

fn world(outage_s: u32, drain_limit_s: u32, shed_cost: f64) -> World {
    World {
        people: 4_000,
        tabs: 1,
        outage_s,
        drain_limit_s,
        shed_cost,
        probe_cost: 1.0,
        queue_s: 1.0,
        arrivals_s: 1,
        down: Refusal::of(502, None).unwrap(),
        shed: Refusal::of(503, None).unwrap(),
        seed: 11,
    }
}

fn ours(world: &World) -> Outcome {
    site::run(world, arrivals(world, world.people).map(|(seed, at)| (Reader::<Pace>::new(seed, world.tabs, at), at)))
}

fn theirs(world: &World, rule: Rule) -> Outcome {
    let tabs = world.people * u32::from(world.tabs);
    site::run(world, arrivals(world, tabs).map(|(seed, at)| (Tab::new(rule, seed), at)))
}

#[track_caller]
fn drains(outage_s: u32, drain_limit_s: u32, tabs: u8, shed_cost: f64, at_most: f64) {
    let ratio = ours(&World { tabs, ..world(outage_s, drain_limit_s, shed_cost) }).drain_ratio;
    assert!(ratio <= at_most, "{outage_s} s, N/C {drain_limit_s} s, {tabs} tabs, shed {shed_cost}: {ratio:.2}");
}

#[test]
fn a_crowd_is_served_in_time() {
    for outage_s in [10, 60, 600, 3600] {
        // The target where shedding is free, and with five tabs where it costs a tenth; with one tab up to a sixth over it; at
        // 100 s a quarter over it, with so few people a hundredth more.
        drains(outage_s, 1000, 1, 0.0, 1.2);
        drains(outage_s, 1000, 5, 0.0, 1.2);
        drains(outage_s, 1000, 5, 0.1, 1.5);
        drains(outage_s, 1000, 1, 0.1, 1.5 * 7.0 / 6.0);
        drains(outage_s, 100, 1, 0.0, 1.52);
        drains(outage_s, 100, 1, 0.1, 1.85);
    }
}

#[test]
fn a_site_that_can_serve_all_at_once_is_asked_within_a_quarter_of_the_bound() {
    // `fleet --bounds`: whoever asks no more than others do, and lets one person wait no longer, takes 3.27 somewhere within
    // the first ten minutes, and 3.96 within the first hour.
    drains(600, 10, 1, 0.0, 3.27 * 1.25);
    drains(3600, 10, 1, 0.0, 3.96 * 1.25);
    // Nor does it matter much where in a round the outage ends.
    for outage_s in (560..640).step_by(8) {
        drains(outage_s, 10, 1, 0.0, 4.25);
    }
}

#[test]
fn blind_policies_break_the_site_that_ours_lets_recover() {
    let world = world(60, 1000, 0.1);
    let full = theirs(&world, Rule::Full { base: 1_000, factor: 2.0, cap: 60_000 });
    assert!(full.drain_ratio > 4.0, "{full:?}");
    assert!(ours(&world).drain_ratio < 2.0);
}

#[test]
fn nobody_asks_less_and_waits_less() {
    for (outage_s, drain_limit_s) in [(10, 10), (10, 100), (60, 100), (600, 10), (600, 100), (600, 1000), (10, 1000)] {
        let world = world(outage_s, drain_limit_s, 0.0);
        let ours = ours(&world);
        for rule in [
            Rule::Chromium,
            Rule::Fixed { interval: 30_000 },
            Rule::Full { base: 1_000, factor: 2.0, cap: 60_000 },
            Rule::Decorrelated { base: 2_000, factor: 3.0, cap: 60_000 },
        ] {
            let other = theirs(&world, rule);
            let beaten = other.wait_p50_s < ours.wait_p50_s && other.requests_per_person < ours.requests_per_person;
            assert!(!beaten, "{outage_s} s, N/C {drain_limit_s} s: {rule:?} {other:?} against {ours:?}");
        }
    }
}

#[test]
fn one_person_waits_little_for_few_requests() {
    // The lower edge of all families, at 26.3 requests: a wait of 15.85 s, by equal jitter. The page load after a good probe
    // is among the requests.
    let ours = person::ours::<Pace>(1, 400);
    assert!(ours.wait_s * ours.requests < 417.0, "{ours:?}");
    assert!((20.0..32.0).contains(&ours.requests), "{ours:?}");
}
