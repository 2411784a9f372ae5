//! How many tries one web origin gets: a bucket of tokens that the time fills.
//!
//! The waits of a single outage hardly ever need it. It is there for what comes on top: outage after outage, round after
//! round, the reader's own presses.

use serde::{Deserialize, Serialize};

use crate::time::{Delay, Timestamp};

/// A bucket of tokens, kept as the one time at which it will be full again.
///
/// # Default
///
/// 10 tokens; a try takes one; every 30 seconds one comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Budget {
    full_at: Timestamp,
}

impl Budget {
    /// How many tokens it holds.
    pub const TOKENS: u64 = 10;
    /// How long a token takes to come back.
    pub const REFILL: Delay = Delay::from_secs(30);

    /// A full bucket.
    #[must_use]
    pub const fn full(now: Timestamp) -> Self {
        Self { full_at: now }
    }

    /// Takes a token; from an empty bucket nothing, since the reader's own tries are never refused.
    pub fn spend(&mut self, now: Timestamp) {
        let empty = now.plus(Self::REFILL.times(Self::TOKENS));
        self.full_at = now.plus(self.missing(now)).plus(Self::REFILL).min(empty);
    }

    /// How long until there is a token: nothing where there is one, [`Budget::REFILL`] at most.
    #[must_use]
    pub fn wait(self, now: Timestamp) -> Delay {
        let all_but_one = now.plus(Self::REFILL.times(Self::TOKENS.saturating_sub(1)));
        now.plus(self.missing(now)).since(all_but_one)
    }

    /// How long until it is full. A bucket that would take longer than an empty one was filled by a clock that has gone
    /// back since: it counts as full.
    fn missing(self, now: Timestamp) -> Delay {
        let missing = self.full_at.since(now);
        if missing > Self::REFILL.times(Self::TOKENS) { Delay::ZERO } else { missing }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    const START: Timestamp = Timestamp::from_millis(1_000_000_000);

    /// How long the next try must wait, `after` seconds past `tries` tries at once.
    #[track_caller]
    fn check(tries: u32, after: u64, expected: u64) {
        let mut budget = Budget::full(START);
        for _ in 0..tries {
            budget.spend(START);
        }
        let now = START.plus(Delay::from_secs(after));
        assert_eq!(budget.wait(now), Delay::from_secs(expected), "{tries} tries, {after} s ago");
    }

    #[test]
    fn ten_at_once_and_then_one_each_half_minute() {
        check(0, 0, 0);
        check(9, 0, 0);
        check(10, 0, 30);
        check(10, 12, 18);
        check(10, 30, 0);
        check(50, 0, 30);
        check(50, 30, 0);
    }

    #[test]
    fn in_the_long_run_two_a_minute() {
        let mut budget = Budget::full(START);
        let mut now = START;
        for _ in 0..130 {
            now = now.plus(budget.wait(now));
            budget.spend(now);
        }
        assert_eq!(now.since(START), Delay::from_secs(120 * 30));
    }

    #[test]
    fn a_clock_that_went_back_leaves_a_full_bucket() {
        let mut budget = Budget::full(START.plus(Delay::from_secs(86_400)));
        assert_eq!(budget.wait(START), Delay::ZERO);
        budget.spend(START);
        assert_eq!(budget, Budget::full(START.plus(Budget::REFILL)));
    }
}
