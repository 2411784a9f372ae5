//! One person at a tab: how long they wait after the site is back, and how many requests that takes.
//!
//! Outages are between 5 seconds and 2 hours, log-uniform. For each run of the dice the mean over the lengths is taken
//! exactly, since a schedule does not depend on when the site comes back.

use std::thread;

use back_soon::chance::Dice;
use back_soon::time::Delay;

use crate::waiter::{Ask, Ms, Reader, Refusal, Rule, Schedule, Waiter};

/// Shortest and longest outage, seconds.
const SHORTEST: f64 = 5.0;
const LONGEST: f64 = 7200.0;

/// The same, as a whole number.
pub(crate) const LAST_SECOND: u32 = 7200;

/// The chance that an outage lasts longer than `secs`.
pub(crate) fn lasts(secs: f64) -> f64 {
    1.0 - (secs.clamp(SHORTEST, LONGEST) / SHORTEST).ln() / (LONGEST / SHORTEST).ln()
}

/// The part of the mean length that outages of up to `secs` make up, and a constant: the integral of the length over its
/// density, which is one over it.
pub(crate) fn mean_length_up_to(secs: f64) -> f64 {
    secs.clamp(SHORTEST, LONGEST) / (LONGEST / SHORTEST).ln()
}

/// Mean wait and mean requests of one policy; `rule` is none for ours.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Point {
    rule: Option<Rule>,
    pub(crate) wait_s: f64,
    pub(crate) requests: f64,
}

/// Ours and all others.
#[derive(Clone, Debug)]
pub(crate) struct Comparison {
    pub(crate) ours: Point,
    pub(crate) points: Vec<Point>,
}

/// The families that are swept.
pub(crate) const FAMILIES: [&str; 4] = ["fixed", "full", "equal", "decorrelated"];

impl Point {
    pub(crate) fn family(&self) -> &'static str {
        match self.rule {
            None => "back-soon",
            Some(Rule::Chromium) => "chromium",
            Some(Rule::Fixed { .. }) => "fixed",
            Some(Rule::Full { .. }) => "full",
            Some(Rule::Equal { .. }) => "equal",
            Some(Rule::Decorrelated { .. }) => "decorrelated",
        }
    }

    pub(crate) fn setting(&self) -> String {
        let secs = |ms: Ms| f64::from(ms) / 1000.0;
        match self.rule {
            None | Some(Rule::Chromium) => String::new(),
            Some(Rule::Fixed { interval }) => format!("interval {:.1} s", secs(interval)),
            Some(
                Rule::Full { base, factor, cap }
                | Rule::Equal { base, factor, cap }
                | Rule::Decorrelated { base, factor, cap },
            ) => {
                format!("base {} s, factor {factor}, cap {} s", secs(base), secs(cap))
            }
        }
    }
}

impl Comparison {
    /// For each family the wait on its lower edge at our number of requests, and the setting next to there.
    pub(crate) fn best(&self) -> Vec<(&'static str, f64, Point)> {
        let best = |family| on(&self.edge(family), self.ours.requests).map(|(wait_s, near)| (family, wait_s, near));
        FAMILIES.into_iter().filter_map(best).collect()
    }

    /// The least wait of all families at so many `requests`; none past the ends of what was swept.
    pub(crate) fn lowest(&self, requests: f64) -> Option<f64> {
        let waits = FAMILIES.into_iter().filter_map(|family| on(&self.edge(family), requests));
        waits.map(|(wait_s, _)| wait_s).min_by(f64::total_cmp)
    }

    /// The points of a family that no straight line between two others lies under, by requests.
    pub(crate) fn edge(&self, family: &str) -> Vec<Point> {
        let mut points: Vec<Point> = self.points.iter().filter(|point| point.family() == family).copied().collect();
        points.sort_by(|a, b| a.requests.total_cmp(&b.requests));
        let mut edge: Vec<Point> = Vec::new();
        for point in points {
            while let [.., a, b] = edge.as_slice()
                && (b.wait_s - a.wait_s) * (point.requests - a.requests)
                    >= (point.wait_s - a.wait_s) * (b.requests - a.requests)
            {
                edge.pop();
            }
            edge.push(point);
        }
        edge
    }
}

/// The wait at so many `requests` on an edge, between two settings as their product changes; and the nearer of them.
fn on(edge: &[Point], requests: f64) -> Option<(f64, Point)> {
    let right = edge.iter().position(|point| point.requests >= requests)?;
    let (a, b) = (*edge.get(right.checked_sub(1)?)?, *edge.get(right)?);
    let share = (requests - a.requests) / (b.requests - a.requests);
    let product = a.wait_s * a.requests * (1.0 - share) + b.wait_s * b.requests * share;
    Some((product / requests, if share < 0.5 { a } else { b }))
}

/// Sweeps the families; each point is the mean of `draws` runs of the dice, ours of twenty times as many.
pub(crate) fn compare(seed: u64, draws: u32) -> Comparison {
    let sweep = sweep();
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let points = thread::scope(|scope| {
        let part = |rules: &[Rule]| rules.iter().map(|rule| point_of(*rule, seed, draws)).collect::<Vec<_>>();
        let chunks = sweep.chunks(sweep.len().div_ceil(threads * 8).max(1));
        let running: Vec<_> = chunks.map(|chunk| scope.spawn(move || part(chunk))).collect();
        running.into_iter().filter_map(|thread| thread.join().ok()).flatten().collect()
    });
    Comparison { ours: ours::<back_soon::retry::pace::Pace>(seed, draws * 20), points }
}

fn sweep() -> Vec<Rule> {
    const BASES: [Ms; 14] =
        [500, 1000, 2000, 3000, 4000, 5000, 6000, 8000, 10_000, 12_000, 15_000, 20_000, 25_000, 30_000];
    const FACTORS: [f32; 14] = [1.0, 1.03, 1.05, 1.08, 1.1, 1.15, 1.2, 1.3, 1.4, 1.5, 1.7, 2.0, 2.5, 3.0];
    const CAPS: [u32; 22] = [5, 8, 10, 12, 15, 20, 25, 30, 33, 36, 40, 45, 50, 55, 60, 70, 80, 100, 120, 150, 300, 600];
    let mut rules: Vec<Rule> = (8..=400).map(|n| Rule::Fixed { interval: n * 500 }).collect();
    for base in BASES {
        for factor in FACTORS {
            for cap in CAPS.map(|secs| secs * 1000).into_iter().filter(|cap| *cap >= base) {
                rules.push(Rule::Full { base, factor, cap });
                rules.push(Rule::Equal { base, factor, cap });
                rules.push(Rule::Decorrelated { base, factor, cap });
            }
        }
    }
    rules
}

/// Our own mean wait and mean requests.
pub(crate) fn ours<S: Schedule>(seed: u64, draws: u32) -> Point {
    let Some(down) = Refusal::of(502, None) else { return Point { rule: None, wait_s: f64::NAN, requests: f64::NAN } };
    let (wait_s, requests) = mean(seed, draws, |seed| {
        let mut reader = Reader::<S>::new(seed, 1, 0);
        move |now| reader.refused(down, now)
    });
    // A probe that is answered well is followed by the page.
    let loads = if Reader::<S>::new(seed, 1, 0).ask() == Ask::Probe { 1.0 } else { 0.0 };
    Point { rule: None, wait_s, requests: requests + loads }
}

fn point_of(rule: Rule, seed: u64, draws: u32) -> Point {
    let draws = if matches!(rule, Rule::Fixed { .. }) { 1 } else { draws };
    let (wait_s, requests) = mean(seed, draws, |seed| {
        let (mut memory, mut dice) = (rule.start(), Dice::from_seed(seed));
        move |now: Ms| now.saturating_add(rule.wait(&mut memory, &mut dice))
    });
    Point { rule: Some(rule), wait_s, requests }
}

/// Means over runs of the dice: `schedule` makes one run, which tells the time of the next try from that of the last.
fn mean<S: FnMut(Ms) -> Ms>(seed: u64, draws: u32, schedule: impl Fn(u64) -> S) -> (f64, f64) {
    let mut dice = Dice::from_seed(seed);
    let (mut wait, mut requests) = (0.0, 0.0);
    for _ in 0..draws {
        let run = exact(schedule(dice.below(Delay::from_millis(u64::MAX)).as_millis()));
        wait += run.0;
        requests += run.1;
    }
    (wait / f64::from(draws), requests / f64::from(draws))
}

/// The mean wait and the mean number of requests of one schedule, over all lengths of the outage.
fn exact(mut next: impl FnMut(Ms) -> Ms) -> (f64, f64) {
    let (mut now, mut wait, mut requests) = (0, 0.0, 0.0);
    let mut chance = 1.0;
    while chance > 0.0 {
        requests += chance;
        let then = next(now);
        let (start, end) = (f64::from(now) / 1000.0, f64::from(then) / 1000.0);
        let still = lasts(end);
        // The mean of (end - length), for the outages that end between the two tries.
        wait += end * (chance - still) - (mean_length_up_to(end) - mean_length_up_to(start));
        (now, chance) = (then, still);
    }
    (wait, requests)
}
