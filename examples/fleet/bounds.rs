//! What no policy can do better, for each cell, beside what ours does. `docs/retry-policy.md` has the proofs.

use std::fmt::Write as _;

use back_soon::retry::budget::Budget;

use crate::report::Row;
use crate::site::World;

/// The part of the people whose waits count.
const MOST: f64 = 0.99;

/// For one length of outages, how long after the end of one of them the last of 99 % ask first: for each policy there is such
/// an outage.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FirstQuestion {
    /// Within the budget, in an outage between this length and twice as long.
    pub(crate) by_budget_s: f64,
    /// With no more requests than the compared policy that needs fewest, in an outage of up to this length.
    pub(crate) by_requests_s: f64,
}

impl FirstQuestion {
    /// The bounds at an outage of `outage_s`, where a compared policy that keeps the site busy needs `requests`, those after
    /// the outage counted.
    pub(crate) fn of(outage_s: u32, requests: f64) -> Self {
        let length = f64::from(outage_s);
        Self { by_budget_s: within_budget(length), by_requests_s: MOST * length / (requests - 2.0 + 1.0) }
    }

    /// A policy that is bound by either is bound by the longer one.
    pub(crate) const fn longest_s(self) -> f64 {
        self.by_budget_s.max(self.by_requests_s)
    }
}

/// In a stretch of `length` and `x` more nobody asks more often than the bucket holds, and once a refill. Each question is the
/// first one after the ends of at most `x` of that stretch: the least `x` with which 99 % can be reached everywhere.
fn within_budget(length: f64) -> f64 {
    let refill = whole(Budget::REFILL.as_millis()) / 1000.0;
    let tokens = whole(Budget::TOKENS);
    // x (tokens + (length + x) / refill) = MOST length, for x.
    let b = tokens * refill + length;
    (((b * b + 4.0 * MOST * length * refill).sqrt()) - b) / 2.0
}

/// The least drain ratio in a cell: 99 % of the pages take their time, and nobody has one before the first question.
pub(crate) fn drain_ratio(world: &World, first: FirstQuestion) -> f64 {
    MOST.max(first.longest_s() / f64::from(world.drain_limit_s))
}

/// The line of a cell.
pub(crate) fn line(ours: &Row, first: FirstQuestion) -> String {
    let Row { world, outcome, .. } = ours;
    let bound = drain_ratio(world, first);
    let mut text = String::new();
    let _ = writeln!(
        text,
        "{:>4}{:>8}{:>7}{:>6}{:>12.1}{:>14.1}{:>8.2}{:>10.2}{:>8.2}",
        world.tabs,
        world.outage_s,
        world.drain_limit_s,
        world.shed_cost,
        first.by_budget_s,
        first.by_requests_s,
        bound,
        outcome.drain_ratio,
        outcome.drain_ratio / bound,
    );
    text
}

/// The line above them.
pub(crate) fn head() -> String {
    format!(
        "{:>4}{:>8}{:>7}{:>6}{:>12}{:>14}{:>8}{:>10}{:>8}\n",
        "tabs", "outage", "drain", "shed", "budget, s", "requests, s", "bound", "measured", "times"
    )
}

#[expect(clippy::cast_precision_loss, reason = "small numbers")]
fn whole(n: u64) -> f64 {
    n as f64
}
