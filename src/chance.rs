//! Chance, as an argument: the browser side throws one seed per event, everything else follows from it.

use crate::time::Delay;

/// A run of dice throws that the seed decides: equal seeds, equal throws. For jitter, not for secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dice(u64);

impl Dice {
    /// Dice whose throws follow from `seed`.
    #[must_use]
    pub const fn from_seed(seed: u64) -> Self {
        Self(seed)
    }

    /// A random span from zero up to and without `end`; zero when `end` is zero.
    #[must_use]
    pub fn below(&mut self, end: Delay) -> Delay {
        // The remainder's bias is under one in 10^9 for any span of under an hour.
        Delay::from_millis(self.throw().checked_rem(end.as_millis()).unwrap_or(0))
    }

    /// A random span from `start` up to and without `end`; `start` when they are the wrong way round.
    #[must_use]
    pub fn between(&mut self, start: Delay, end: Delay) -> Delay {
        let width = end.as_millis().saturating_sub(start.as_millis());
        start.plus(self.below(Delay::from_millis(width)))
    }

    /// Other dice, whose throws follow from the next throw of these.
    #[must_use]
    pub fn fork(&mut self) -> Self {
        Self(self.throw())
    }

    /// One step of SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014).
    fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn equal_seeds_throw_alike() {
        let end = Delay::from_secs(60);
        assert_eq!(Dice::from_seed(7).below(end), Dice::from_seed(7).below(end));
        assert_ne!(Dice::from_seed(7).below(end), Dice::from_seed(8).below(end));
    }

    #[test]
    fn throws_fill_the_span_and_stay_in_it() {
        let mut dice = Dice::from_seed(1);
        let (start, end) = (Delay::from_secs(10), Delay::from_secs(20));
        let throws: Vec<u64> = (0..1000).map(|_| dice.between(start, end).as_millis()).collect();
        assert!(throws.iter().all(|ms| (10_000..20_000).contains(ms)));
        assert!(throws.iter().any(|ms| *ms < 10_500) && throws.iter().any(|ms| *ms > 19_500));
    }

    #[test]
    fn an_empty_span_has_one_answer() {
        let mut dice = Dice::from_seed(1);
        assert_eq!(dice.below(Delay::ZERO), Delay::ZERO);
        assert_eq!(dice.between(Delay::from_secs(5), Delay::from_secs(2)), Delay::from_secs(5));
    }
}
