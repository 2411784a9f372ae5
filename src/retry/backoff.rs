//! How long to wait between two tries.
//!
//! Lives here: the lengths. Not here: whether to try at all (`advice`), how many tries there are (`budget`, `pace`), and what
//! the site itself asked for (`http::RetryAfter`, a floor under what comes from here).
//!
//! # Why the waits grow as they do
//!
//! An outage that has lasted for a time `t` ends in the next second with a chance of about `1 / t`: outages of seconds, of
//! minutes and of hours are all common. A wait of length `w` then costs half of `w` with that chance, and saves questions
//! in proportion to `1 / w`. The sum is least where `w` grows like the square root of `t`, and more slowly than that since no
//! outage lasts for ever. The fourth root, held at 50 seconds, is what came out best for one person and for a crowd at once.

use std::ops::Range;

use super::advice::Tempo;
use crate::chance::Dice;
use crate::time::Delay;

/// Longest wait of our own while a site is down, before dice: 5 minutes.
pub const LONGEST: Delay = Delay::from_secs(5 * 60);
/// Longest wait of our own while a site turns people away, before dice: a quarter of an hour.
pub const LONGEST_CROWDED: Delay = Delay::from_secs(15 * 60);
/// Longest wait that we sit through because a site asked for it; past this the reader is told the time instead.
pub const LONGEST_ASKED: Delay = Delay::from_secs(5 * 60);

/// The wait after a failure, in an outage that has lasted for `age`.
///
/// # Default
///
/// For [`Tempo::Quick`]: 5 s at first, 16 s after 10 s, 25 s after a minute, 45 s after ten, 50 s from 16 minutes on; past three
/// hours a 200th of the age, at most 5 minutes. A random part is added or taken: a 16th, and 2.5 s more, so that those who
/// failed together soon ask at all times alike.
#[must_use]
pub fn wait(age: Delay, tempo: Tempo, dice: &mut Dice) -> Delay {
    let Range { start, end } = bounds(age, tempo);
    dice.between(start, end)
}

/// The shortest [`wait`] in an outage that has lasted for `age`, and what none reaches.
#[must_use]
pub fn bounds(age: Delay, tempo: Tempo) -> Range<Delay> {
    let (times, share) = match tempo {
        Tempo::Quick => (1, 200),
        // A site that says "503" from the start may be drowning in questions. It is never asked for ever at one pace.
        Tempo::Careful => (2, 20),
        Tempo::Slow => (4, 20),
        Tempo::Rare => (8, 10),
    };
    let wait = curve(age).times(times).max(age.part(share)).min(LONGEST);
    let width = wait.part(16).plus(Delay::from_millis(2500));
    Delay::from_millis(wait.as_millis().saturating_sub(width.as_millis()))..wait.plus(width)
}

/// 9 seconds times the fourth root of the age in seconds, at most 50 seconds.
fn curve(age: Delay) -> Delay {
    const HIGHEST: Delay = Delay::from_secs(50);
    /// So that the first wait is 5 seconds, where the root would say none.
    const START: Delay = Delay::from_millis(95);
    /// 9 seconds in the units below: 9000 to the power 4, a thousandth of it.
    const FACTOR: u64 = 6_561_000_000_000;
    // The curve is past its end before 2000 seconds, and up to there the product fits.
    let age = age.plus(START).as_millis().min(2_000_000);
    Delay::from_millis(age.saturating_mul(FACTOR).isqrt().isqrt()).min(HIGHEST)
}

/// The wait after a site has turned us away, as it has done for `since`, in an outage that has lasted for `age`: it is up, and
/// more people want in than it can serve.
///
/// How many is not known: it may take seconds until all are served, or hours. Waits that grow with the time gone by fit
/// either; spread by a third, so that those who came together do not return together.
///
/// # Default
///
/// As long as while it was down, and half of the time gone by since, at most a quarter of an hour; up to a third more or less.
#[must_use]
pub fn crowded(since: Delay, age: Delay, dice: &mut Dice) -> Delay {
    let wait = curve(age).plus(since.part(2)).min(LONGEST_CROWDED);
    dice.between(wait.times(2).part(3), wait.times(4).part(3))
}

/// The wait that a site asked for with `Retry-After`, and up to `spread` more, so that not everyone returns in the same second:
/// at least a tenth of it, within 1 to 15 seconds.
#[must_use]
pub fn asked(retry_after: Delay, spread: Delay, dice: &mut Dice) -> Delay {
    const MOST: Delay = Delay::from_secs(15);
    const LEAST: Delay = Delay::from_secs(1);
    retry_after.plus(dice.below(retry_after.part(10).clamp(LEAST, MOST).max(spread)))
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    const TENTHS: u64 = 100;

    /// Whether the waits at `age` seconds fill the span from `low` to `high` tenths of a second, and stay in it.
    #[track_caller]
    fn check(low: u64, high: u64, wait: impl Fn(&mut Dice) -> Delay) {
        let waits: Vec<u64> = (0..300).map(|seed| wait(&mut Dice::from_seed(seed)).as_millis()).collect();
        let (least, most) = (*waits.iter().min().unwrap(), *waits.iter().max().unwrap());
        assert!(low * TENTHS <= least && most <= high * TENTHS, "{least} to {most} ms");
        assert!((most - least) * 10 >= (high - low) * TENTHS * 8, "{least} to {most} ms do not fill the span");
    }

    #[test]
    fn waits_grow_with_the_age_of_the_outage() {
        let at = |secs: u64, tempo: Tempo| move |dice: &mut Dice| wait(Delay::from_secs(secs), tempo, dice);
        check(21, 78, at(0, Tempo::Quick));
        check(125, 196, at(10, Tempo::Quick));
        check(209, 292, at(60, Tempo::Quick));
        check(392, 500, at(600, Tempo::Quick));
        check(443, 557, at(3600, Tempo::Quick));
        check(443, 557, at(10_000, Tempo::Quick));
        check(2787, 3213, at(1_000_000_000, Tempo::Quick));
    }

    #[test]
    fn dear_questions_come_less_often() {
        let at = |secs: u64, tempo: Tempo| move |dice: &mut Dice| wait(Delay::from_secs(secs), tempo, dice);
        check(68, 132, at(0, Tempo::Careful));
        check(444, 558, at(60, Tempo::Careful));
        check(1662, 1938, at(3600, Tempo::Careful));
        check(162, 238, at(0, Tempo::Slow));
        check(349, 450, at(0, Tempo::Rare));
        check(2787, 3213, at(3600, Tempo::Rare));
    }

    #[test]
    fn a_crowd_is_given_half_the_time_that_it_has_stood() {
        let after =
            |since: u64, age: u64| move |dice: &mut Dice| crowded(Delay::from_secs(since), Delay::from_secs(age), dice);
        check(33, 67, after(0, 0));
        check(333, 667, after(0, 3600));
        check(666, 1334, after(100, 3600));
        check(6000, 12000, after(1_000_000_000, 1_000_000_000));
    }

    #[test]
    fn what_was_asked_for_is_a_floor() {
        check(0, 10, |dice| asked(Delay::ZERO, Delay::ZERO, dice));
        check(600, 660, |dice| asked(Delay::from_secs(60), Delay::ZERO, dice));
        check(3000, 3150, |dice| asked(Delay::from_secs(300), Delay::ZERO, dice));
        check(600, 1000, |dice| asked(Delay::from_secs(60), Delay::from_secs(40), dice));
        let ever = Delay::from_secs(u64::MAX);
        assert_eq!(asked(ever, ever, &mut Dice::from_seed(1)), ever);
    }
}
