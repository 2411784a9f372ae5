//! What no policy can do better, for each cell, beside what ours does. `docs/retry-policy.md` has the proofs.

use std::fmt::Write as _;

use back_soon::retry::budget::Budget;

use crate::person::{self, Comparison};
use crate::report::Row;
use crate::site::World;
use crate::waiter;

/// The part of the people whose waits count.
const MOST: f64 = 0.99;

/// How long after the end of an outage the last of 99 % ask first, in seconds: for each policy that keeps to what is named there is an
/// outage of such a length.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FirstQuestion {
    /// The budget; in an outage between this length and twice as long.
    budget: f64,
    /// No more requests than the compared policy that needs fewest; in an outage of up to this length.
    requests: f64,
    /// The same after ten minutes, no compared family better for one person, and waits that never shrink; in an outage of up to
    /// this length.
    person: f64,
}

/// The fewest requests of a compared policy that keeps the site busy, in outages of ten minutes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rivals {
    pub(crate) after_ten_minutes: f64,
}

impl FirstQuestion {
    /// The bounds at an outage of `outage_s`, where a compared policy that keeps the site busy needs `requests`, those after
    /// the outage counted.
    pub(crate) fn of(outage_s: u32, requests: f64, rivals: Rivals, comparison: &Comparison) -> Self {
        let length = f64::from(outage_s);
        Self {
            budget: within_budget(length),
            requests: MOST * length / (requests - 2.0 + 1.0),
            person: MOST * f64::from(least_longest(outage_s, rivals.after_ten_minutes - 2.0, comparison)),
        }
    }

    const fn longest_s(self) -> f64 {
        self.budget.max(self.requests).max(self.person)
    }
}

/// In a stretch of `length` and `x` more nobody asks more often than the bucket holds, and once a refill. Each question is the
/// first one after the ends of at most `x` of that stretch: the least `x` with which 99 % can be reached everywhere.
fn within_budget(length: f64) -> f64 {
    let refill = whole(Budget::REFILL.as_millis()) / 1000.0;
    // x (tokens + (length + x) / refill) = MOST length, for x.
    let b = whole(Budget::TOKENS) * refill + length;
    ((b * b + 4.0 * MOST * length * refill).sqrt() - b) / 2.0
}

/// The least that the longest wait of the first `outage_s` can be, in whole seconds, for waits that never shrink, with at most
/// so many `questions` in ten minutes, where for one person no compared family is better.
fn least_longest(outage_s: u32, questions: f64, comparison: &Comparison) -> u32 {
    let fits = |longest: &u32| {
        let prices: Vec<Price> = (0..14).flat_map(|a| (0..6).map(move |b| Price::of(a, b))).collect();
        let costs: Vec<(Price, f64)> =
            prices.into_iter().map(|price| (price, price.least_cost(*longest, outage_s))).collect();
        (38..=76).any(|halves| {
            let requests = f64::from(halves) / 2.0;
            let bounds = costs.iter().map(|(p, cost)| cost - p.request * (requests - 1.0) - p.early * questions);
            let wait = bounds.fold(0.0, f64::max);
            comparison.lowest(requests).is_some_and(|edge| wait <= edge)
        })
    };
    (6..=60).find(fits).unwrap_or(60)
}

/// What requests are worth in seconds of waiting: a mean wait plus so much for each of them has a least value, which is found
/// exactly. So no schedule, and no mixture of schedules, has both less wait and fewer requests than that allows.
#[derive(Clone, Copy, Debug)]
struct Price {
    request: f64,
    /// More, for each in the first ten minutes.
    early: f64,
}

impl Price {
    fn of(request: u8, early: u8) -> Self {
        Self { request: 0.2 + 0.07 * f64::from(request), early: 0.1 * f64::from(early) }
    }

    /// The least cost of one person's outage, to the second, where waits never shrink and those that begin within `until` are
    /// at most `longest`: from the last second back, for each length of the wait before.
    fn least_cost(self, longest: u32, until: u32) -> f64 {
        const LONGEST: u32 = 120;
        const EARLY: u32 = 600;
        let end = person::LAST_SECOND;
        let width = slot(LONGEST) + 1;
        let mut costs = vec![0.0; width * (slot(end) + 1)];
        let lasts: Vec<f64> = (0..=end + LONGEST).map(|t| person::lasts(f64::from(t))).collect();
        let gone: Vec<f64> = (0..=end + LONGEST).map(|t| person::mean_length_up_to(f64::from(t))).collect();
        let at = |of: &[f64], t: u32| of.get(slot(t)).copied().unwrap_or(0.0);
        for t in (0..end).rev() {
            let most = if t < until { longest } else { LONGEST };
            let mut least = f64::INFINITY;
            for wait in (1..=LONGEST).rev() {
                if wait <= most {
                    let then = t + wait;
                    let waiting =
                        f64::from(then) * (at(&lasts, t) - at(&lasts, then)) - (at(&gone, then) - at(&gone, t));
                    let asking = self.request * at(&lasts, t) + if then < EARLY { self.early } else { 0.0 };
                    let after = if then < end { at(&costs, then * (LONGEST + 1) + wait) } else { 0.0 };
                    least = least.min(waiting + asking + after);
                }
                if let Some(cost) = costs.get_mut(slot(t) * width + slot(wait)) {
                    *cost = least;
                }
            }
        }
        at(&costs, 1)
    }
}

/// The least drain ratio in a cell: 99 % of the pages take their time, and nobody has one before the first question.
fn drain_ratio(world: &World, first: FirstQuestion) -> f64 {
    MOST.max(last_page_s(first.longest_s(), world.tabs) / f64::from(world.drain_limit_s))
}

/// When 99 % of the pages are there, where 99 % of the people ask first within `longest_s`, evenly at best, and the tabs behind
/// the one in front are opened one after the other.
fn last_page_s(longest_s: f64, tabs: u8) -> f64 {
    let apart = f64::midpoint(whole(waiter::SPREAD.0.as_millis()), whole(waiter::SPREAD.1.as_millis())) / 1000.0;
    let there = |time: f64| {
        let opened = |tab: u8| ((time - apart * f64::from(tab)) * MOST / longest_s).clamp(0.0, 1.0);
        (0..tabs).map(opened).sum::<f64>() / f64::from(tabs)
    };
    let (mut early, mut late) = (0.0, longest_s + apart * f64::from(tabs));
    for _ in 0..60 {
        let middle = f64::midpoint(early, late);
        if there(middle) < MOST { early = middle } else { late = middle }
    }
    late
}

/// Waits that grow with the time since the site turned people away, each person asking once in every `factor` of it, evenly: the
/// only ones that treat all values of N/C alike. What they cost, in drain limits.
#[derive(Clone, Copy, Debug)]
struct Growing {
    factor: f64,
    shed_cost: f64,
}

impl Growing {
    /// When 99 % are served, and when the site last served less than half of what it can: those who are left load it with
    /// `left / (time ln factor)`, and refusals come before pages. Once it is not full any more the rest come in one factor more.
    fn drain_and_collapse(self) -> (f64, f64) {
        const STEP: f64 = 1e-4;
        let (mut time, mut left, mut collapse) = (STEP, 1.0, 0.0);
        loop {
            let load = left / (time * self.factor.ln());
            if load <= 1.0 {
                return (time * self.factor.powf(1.0 - (1.0 - MOST) / left), collapse);
            }
            let served = ((1.0 - self.shed_cost * load) / (1.0 - self.shed_cost)).max(0.0);
            if served < 0.5 {
                collapse = time;
            }
            left -= served * STEP;
            time += STEP;
        }
    }
}

/// What waits that grow with the time gone by can do, factor by factor.
pub(crate) fn growing() -> String {
    let mut lines = String::from(
        "\nwaits that grow with the time gone by, in drain limits\n\nfactor   drain, free   drain, a tenth   collapse, a tenth\n",
    );
    for factor in [1.4, 1.5, 1.6, 1.7, 1.8, 1.9, 2.0, 2.25, 2.5, 3.0, 4.0] {
        let (free, _) = Growing { factor, shed_cost: 0.0 }.drain_and_collapse();
        let (tenth, collapse) = Growing { factor, shed_cost: 0.1 }.drain_and_collapse();
        let _ = writeln!(lines, "{factor:>6.2}{free:>14.2}{tenth:>17.2}{collapse:>20.2}");
    }
    lines
}

/// The line of a cell.
pub(crate) fn line(ours: &Row, first: FirstQuestion) -> String {
    let Row { world, outcome, .. } = ours;
    let bound = drain_ratio(world, first);
    format!(
        "{:>4}{:>8}{:>7}{:>6}{:>9.1}{:>10.1}{:>9.1}{:>8.2}{:>10.2}{:>7.2}\n",
        world.tabs,
        world.outage_s,
        world.drain_limit_s,
        world.shed_cost,
        first.budget,
        first.requests,
        first.person,
        bound,
        outcome.drain_ratio,
        outcome.drain_ratio / bound,
    )
}

/// The lines above them.
pub(crate) fn head() -> String {
    format!(
        "until 99 % ask first, seconds at least: by the budget, by requests, by the wait of one person\n\n\
         {:>4}{:>8}{:>7}{:>6}{:>9}{:>10}{:>9}{:>8}{:>10}{:>7}\n",
        "tabs", "outage", "drain", "shed", "budget", "requests", "person", "bound", "measured", "times"
    )
}

fn slot(n: u32) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

#[expect(clippy::cast_precision_loss, reason = "small numbers")]
fn whole(n: u64) -> f64 {
    n as f64
}
