//! The ladder of waits between two tries.
//!
//! Lives here: how long the next wait is. Not here: whether to try at all (`advice`) and what the site itself asked for
//! (`http::RetryAfter`, a floor under what comes from here).

use crate::chance::Dice;
use crate::time::Delay;

/// The waits of one round of tries, as an endless iterator: each a random length between half of a ceiling and all of it,
/// the ceiling doubling from try to try ("equal jitter").
///
/// Against waits between zero and the ceiling ("full jitter"), a site gets 30 % fewer requests for the same wait of the
/// reader, and none of the waits is so short that a countdown makes no sense.
///
/// # Default
///
/// Ceilings of 2, 4, 8, 16, 32 and then 60 seconds.
#[derive(Clone, Debug)]
pub struct Backoff {
    ceiling: Delay,
    dice: Dice,
}

impl Backoff {
    /// The first ceiling.
    pub const FIRST: Delay = Delay::from_secs(2);
    /// The last ceiling. No wait is longer.
    pub const LAST: Delay = Delay::from_secs(60);

    /// The waits from the step `rung` on, which is 0 for the first; the dice decide between half and whole ceiling.
    #[must_use]
    pub fn from_rung(rung: u32, dice: Dice) -> Self {
        let ceiling = Self::FIRST.times(2u64.saturating_pow(rung)).min(Self::LAST);
        Self { ceiling, dice }
    }
}

impl Iterator for Backoff {
    type Item = Delay;

    fn next(&mut self) -> Option<Delay> {
        let ceiling = self.ceiling;
        self.ceiling = ceiling.times(2).min(Self::LAST);
        Some(self.dice.between(ceiling.part(2), ceiling))
    }
}

/// Longest wait that we sit through because a site asked for it; past this the reader is told the time instead.
pub const LONGEST_ASKED: Delay = Delay::from_secs(5 * 60);

/// The wait that a site asked for with `Retry-After`, and a little more, so that not everyone returns in the same second.
#[must_use]
pub fn asked(retry_after: Delay, dice: &mut Dice) -> Delay {
    const MOST: Delay = Delay::from_secs(15);
    const LEAST: Delay = Delay::from_secs(1);
    retry_after.plus(dice.below(retry_after.part(10).clamp(LEAST, MOST)))
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn waits_lie_between_half_a_ceiling_and_all_of_it() {
        for seed in 0..200 {
            let waits = Backoff::from_rung(0, Dice::from_seed(seed)).take(8);
            for (wait, ceiling) in waits.zip([2, 4, 8, 16, 32, 60, 60, 60]) {
                let ceiling = Delay::from_secs(ceiling);
                assert!(ceiling.part(2) <= wait && wait < ceiling, "seed {seed}: {wait:?} under {ceiling:?}");
            }
        }
    }

    #[test]
    fn any_rung_can_be_stepped_on() {
        for rung in [5, 31, 63, 64, u32::MAX] {
            let wait = Backoff::from_rung(rung, Dice::from_seed(1)).next().unwrap();
            assert!(Delay::from_secs(30) <= wait && wait < Backoff::LAST, "rung {rung}: {wait:?}");
        }
    }

    #[test]
    fn what_was_asked_for_is_a_floor() {
        for secs in [0, 1, 60, 300, u64::MAX] {
            let floor = Delay::from_secs(secs);
            for seed in 0..50 {
                let wait = asked(floor, &mut Dice::from_seed(seed));
                assert!(floor <= wait && wait <= floor.plus(Delay::from_secs(15)), "{floor:?}: {wait:?}");
            }
        }
    }
}
