//! How often the reader wants sites to be asked, and what that comes to in numbers.
//!
//! A style stretches or halves the waits that `backoff` sets; the curve is the same for all.

use std::ops::Range;

use super::advice::Tempo;
use super::backoff;
use super::pace::{Next, Pace};
use crate::chance::Dice;
use crate::diagnosis::Failure;
use crate::time::{Delay, Timestamp};

/// How often a site is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// Half as often.
    Gentle,
    /// As the curve says.
    #[default]
    Balanced,
    /// Twice as often, as long as a round goes on; then as the curve says, or the budget would run dry.
    Eager,
}

impl Style {
    /// Our own wait of this length, in this style. What a site asked for is not ours to change.
    #[must_use]
    pub const fn of(self, wait: Delay) -> Delay {
        match self {
            Self::Gentle => wait.times(2),
            Self::Balanced => wait,
            Self::Eager => wait.part(2),
        }
    }

    /// The style without haste.
    #[must_use]
    pub const fn unhurried(self) -> Self {
        match self {
            Self::Gentle => Self::Gentle,
            Self::Balanced | Self::Eager => Self::Balanced,
        }
    }
}

/// What a round of tries comes to while a site is down, chance left aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outlook {
    /// The wait before the first try.
    pub first: Delay,
    /// The longest wait.
    pub longest: Delay,
    /// How many tries there are.
    pub tries: u32,
    /// How long they take in all.
    pub whole: Delay,
}

impl Outlook {
    /// Lives through a round in `style`.
    #[must_use]
    pub fn of(style: Style) -> Self {
        let start = Timestamp::from_millis(0);
        let (mut pace, mut dice) = (Pace::begin(start), Dice::from_seed(0));
        let Range { start: least, end: most } = backoff::bounds(Delay::ZERO, Tempo::Quick);
        let first = style.of(least.plus(most).part(2));
        let mut round = Self { first, longest: Delay::ZERO, tries: 0, whole: Delay::ZERO };
        let failure = Failure::OriginRefused;
        while let Next::Wait { delay, .. } = pace.next(failure, None, start.plus(round.whole), style, &mut dice) {
            round.longest = round.longest.max(delay);
            round.whole = round.whole.plus(delay);
            round.tries += 1;
            pace.tried();
        }
        round
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::retry::backoff::bounds;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn the_numbers_are_those_of_the_curve() {
        for style in [Style::Gentle, Style::Balanced, Style::Eager] {
            let outlook = Outlook::of(style);
            let first = bounds(Delay::ZERO, Tempo::Quick);
            assert!((style.of(first.start)..style.of(first.end)).contains(&outlook.first), "{style:?} {outlook:?}");
            assert!((1..=Pace::TRIES).contains(&outlook.tries), "{style:?} {outlook:?}");
            assert!(outlook.first < outlook.longest && outlook.longest < outlook.whole, "{style:?} {outlook:?}");
            assert!(outlook.whole <= style.of(Pace::LONGEST).max(Pace::LONGEST), "{style:?} {outlook:?}");
        }
    }

    #[test]
    fn gentle_is_slower_and_eager_faster() {
        let [gentle, balanced, eager] = [Style::Gentle, Style::Balanced, Style::Eager].map(Outlook::of);
        let secs = |delay: Delay| delay.as_millis() / 1000;
        assert!(secs(gentle.first) >= 2 * secs(eager.first), "{gentle:?} {eager:?}");
        assert!(gentle.first > balanced.first && balanced.first > eager.first);
        assert!(gentle.longest > balanced.longest && balanced.longest > eager.longest);
        assert_eq!(Style::Eager.unhurried(), Style::Balanced);
    }
}
