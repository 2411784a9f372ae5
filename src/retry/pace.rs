//! The pace of one round of tries: when the next comes, and when we stop asking.
//!
//! Lives here: everything that decides the length of a wait, as a small state that is saved with the outage and can be run
//! without one (`examples/fleet` does). Not here: who waits, and what else ends an outage (`outage`).

use serde::{Deserialize, Serialize};

use super::advice::{Advice, Reason};
use super::backoff::{self, Backoff};
use crate::chance::Dice;
use crate::diagnosis::Failure;
use crate::time::{Delay, Timestamp};

/// A round of tries under way: from the first failure, or from when the reader last set us going.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Pace {
    /// When it began; moved on by each wait that the site asked for, since those do not use up our patience.
    pub began: Timestamp,
    /// How many tries it has had.
    pub tries: u32,
    /// The step of the ladder that the next wait stands on: the first again after a wait that the site asked for.
    pub rung: u32,
}

/// What comes after a failed try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Try again after this long.
    Wait {
        /// How long.
        delay: Delay,
        /// Whether the site itself asked for the wait.
        asked: bool,
    },
    /// The site named a time further off than we wait by ourselves: from now in so long.
    Named(Delay),
    /// The round is used up.
    GiveUp,
    /// Asking again does not help.
    Useless(Reason),
}

impl Pace {
    /// How many tries a round has.
    pub const TRIES: u32 = 10;
    /// How long a round may wait in all, the waits that the site asked for not counted.
    pub const LONGEST: Delay = Delay::from_secs(5 * 60);

    /// A round that begins `now`.
    #[must_use]
    pub const fn begin(now: Timestamp) -> Self {
        Self { began: now, tries: 0, rung: 0 }
    }

    /// Counts a try.
    pub const fn tried(&mut self) {
        self.tries = self.tries.saturating_add(1);
    }

    /// What comes after a try that ended `now` in `failure`, with the wish `retry_after` if the site had one.
    pub fn next(&mut self, failure: Failure, retry_after: Option<Delay>, now: Timestamp, dice: &mut Dice) -> Next {
        if let Advice::Leave(reason) = Advice::on(failure) {
            return Next::Useless(reason);
        }
        if self.tries >= Self::TRIES {
            return Next::GiveUp;
        }
        let own = Backoff::from_rung(self.rung, dice.fork()).next().unwrap_or(Backoff::LAST);
        let asked = retry_after.map(|wish| (wish, backoff::asked(wish, dice)));
        match asked {
            Some((wish, _)) if wish > backoff::LONGEST_ASKED => Next::Named(wish),
            Some((_, delay)) if delay > own => {
                self.rung = 0;
                self.began = self.began.plus(delay);
                Next::Wait { delay, asked: true }
            }
            Some(_) | None if now.plus(own).since(self.began) > Self::LONGEST => Next::GiveUp,
            Some(_) | None => {
                self.rung = self.rung.saturating_add(1);
                Next::Wait { delay: own, asked: false }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    const START: Timestamp = Timestamp::from_millis(1_000_000);

    #[track_caller]
    fn check(retry_after: Option<u64>, expected: impl Fn(Next) -> bool) {
        for seed in 0..50 {
            let wish = retry_after.map(Delay::from_secs);
            let next = Pace::begin(START).next(Failure::OriginRefused, wish, START, &mut Dice::from_seed(seed));
            assert!(expected(next), "{retry_after:?}: {next:?}");
        }
    }

    #[test]
    fn the_first_wait() {
        let within = |low: u64, high: u64, by_wish: bool| {
            move |next| match next {
                Next::Wait { delay, asked } => {
                    asked == by_wish && (Delay::from_secs(low)..=Delay::from_secs(high)).contains(&delay)
                }
                Next::Named(_) | Next::GiveUp | Next::Useless(_) => false,
            }
        };
        check(None, within(1, 2, false));
        check(Some(20), within(20, 22, true));
        check(Some(300), within(300, 315, true));
        check(Some(301), |next| next == Next::Named(Delay::from_secs(301)));
    }

    #[test]
    fn a_round_is_used_up_by_tries_or_by_time() {
        let mut dice = Dice::from_seed(1);
        let mut tried = Pace { tries: Pace::TRIES, ..Pace::begin(START) };
        assert_eq!(tried.next(Failure::Unknown, None, START, &mut dice), Next::GiveUp);
        let later = START.plus(Pace::LONGEST);
        assert_eq!(Pace::begin(START).next(Failure::Unknown, None, later, &mut dice), Next::GiveUp);
    }

    #[test]
    fn a_block_is_not_asked_about_again() {
        let next = Pace::begin(START).next(Failure::Blocked, Some(Delay::ZERO), START, &mut Dice::from_seed(1));
        assert_eq!(next, Next::Useless(Reason::Blocked));
    }
}
