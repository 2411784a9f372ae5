//! How many questions a web origin may be asked: a bucket of tokens that fills up slowly.
//!
//! The ladder alone keeps the pace of one outage; this holds over outages that split, flap and begin anew.

use serde::{Deserialize, Serialize};

use crate::time::{Delay, Timestamp};

/// A bucket of tokens, told by the one time at which it will be full again; before that, a token is missing for each
/// [`REFILL`](Self::REFILL) that is left.
///
/// # Default
///
/// 10 tokens, one for each question, one more every 30 seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Budget {
    full_at: Timestamp,
}

impl Budget {
    /// How many tokens a full bucket has.
    pub const TOKENS: u64 = 10;
    /// How long a token takes to come back.
    pub const REFILL: Delay = Delay::from_secs(30);

    /// A full bucket.
    #[must_use]
    pub const fn full(now: Timestamp) -> Self {
        Self { full_at: now }
    }

    /// Whether nothing is missing.
    #[must_use]
    pub fn is_full(self, now: Timestamp) -> bool {
        self.missing(now) == Delay::ZERO
    }

    /// Takes a token, if one is there.
    ///
    /// # Errors
    ///
    /// How long it takes until one is there, where none is.
    pub fn take(&mut self, now: Timestamp) -> Result<(), Delay> {
        let wait = self.missing(now).plus(Self::REFILL);
        let most = Self::REFILL.times(Self::TOKENS);
        if wait > most {
            self.full_at = now.plus(self.missing(now)); // Where the clock went back, or it would stay empty until that has caught up.
            return Err(Delay::from_millis(wait.as_millis() - most.as_millis()));
        }
        self.full_at = now.plus(wait);
        Ok(())
    }

    /// A clock that went back may make it seem that more is missing than a bucket holds.
    fn missing(self, now: Timestamp) -> Delay {
        self.full_at.since(now).min(Self::REFILL.times(Self::TOKENS))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    const START: Timestamp = Timestamp::from_millis(1_000_000);

    fn after(secs: u64) -> Timestamp {
        START.plus(Delay::from_secs(secs))
    }

    #[test]
    fn ten_at_once_and_one_every_thirty_seconds() {
        let mut budget = Budget::full(START);
        for n in 0..10 {
            assert_eq!(budget.take(START), Ok(()), "{n}");
        }
        assert_eq!(budget.take(START), Err(Delay::from_secs(30)));
        assert_eq!(budget.take(after(10)), Err(Delay::from_secs(20)));
        assert_eq!(budget.take(after(30)), Ok(()));
        assert_eq!(budget.take(after(30)), Err(Delay::from_secs(30)));
        assert!(!budget.is_full(after(329)) && budget.is_full(after(330)));
    }

    #[test]
    fn a_clock_that_went_back_waits_one_refill_at_most() {
        let mut budget = Budget::full(after(86_400));
        assert_eq!(budget.take(START), Err(Budget::REFILL));
        assert_eq!(budget.take(after(30)), Ok(()));
    }
}
