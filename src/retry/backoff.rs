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
//! outage lasts for ever: for outages of up to two hours it is `sqrt(t ln(2 h / t))`, which the cube root of `t`, with
//! a stretch of 39.75 seconds and held at 48.5, follows within a fifth from 30 seconds to an hour.
//!
//! # Why there is chance in them
//!
//! People who failed in the same second would ask in the same second for ever. A 16th more or less each time spreads them over
//! the whole wait within ten minutes, and a 24th keeps them there; with less, an outage that ends just after they asked leaves
//! the site idle for a whole wait, and then they all come. `docs/retry-policy.md` has the figures.

use std::ops::Range;

use super::advice::Tempo;
use crate::chance::Dice;
use crate::time::Delay;

/// Longest wait of our own while a site is down, before dice: 5 minutes.
pub const LONGEST: Delay = Delay::from_secs(5 * 60);
/// Longest wait of our own while a site turns people away: an hour.
pub const LONGEST_CROWDED: Delay = Delay::from_secs(60 * 60);
/// Longest wait that we sit through because a site asked for it; past this the reader is told the time instead.
pub const LONGEST_ASKED: Delay = Delay::from_secs(5 * 60);

/// The wait after a failure, in an outage that has lasted for `age`.
///
/// # Default
///
/// For [`Tempo::Quick`]: 13 s at first, 21 s after a minute, 39.75 s from six to ten, 48.5 s from 20 on; past three hours a
/// 200th of the age, at most 5 minutes. Up to 1 s, or a 16th (after twelve minutes a 24th), more or less by chance.
#[must_use]
pub fn wait(age: Delay, tempo: Tempo, dice: &mut Dice) -> Delay {
    let Range { start, end } = bounds(age, tempo);
    dice.between(start, end)
}

/// The shortest [`wait`] in an outage that has lasted for `age`, and what none reaches.
#[must_use]
pub fn bounds(age: Delay, tempo: Tempo) -> Range<Delay> {
    /// By then those who failed together ask all over the wait.
    const SPREAD_OUT: Delay = Delay::from_secs(12 * 60);
    let times = tempo.times();
    let share = match tempo {
        Tempo::Quick => 200,
        // A site that says "503" from the start may be drowning in questions. It is never asked for ever at one pace.
        Tempo::Careful | Tempo::Slow => 20,
        Tempo::Rare => 10,
    };
    let wait = curve(age).times(times).max(age.part(share)).min(LONGEST);
    let width = Delay::from_secs(1).times(times).max(wait.part(if age < SPREAD_OUT { 16 } else { 24 }));
    Delay::from_millis(wait.as_millis().saturating_sub(width.as_millis()))..wait.plus(width)
}

/// 5.5 seconds times the cube root of the age in seconds, from 13 up to 39.75; once 4.7 seconds times it is more, that, up to
/// 48.5.
fn curve(age: Delay) -> Delay {
    let root = cube_root(age);
    early(root, Delay::from_millis(39_750)).max(root.times(47).part(10).min(Delay::from_millis(48_500)))
}

/// 5.5 times the cube root of the age, from 13 seconds up to `most`.
fn early(root: Delay, most: Delay) -> Delay {
    root.times(55).part(10).clamp(Delay::from_secs(13), most)
}

/// As many seconds as the cube root of the age in seconds; ages past 1210 seconds, where the curves have ended, count as that.
fn cube_root(age: Delay) -> Delay {
    if age >= Delay::from_secs(1210) {
        return Delay::from_millis(10_656);
    }
    let cube = age.as_millis() * 1_000_000;
    let bits = (0..14).rev().map(|bit| 1 << bit);
    Delay::from_millis(bits.fold(0u64, |root, bit| if (root + bit).pow(3) <= cube { root + bit } else { root }))
}

/// The wait after a site has turned us away, as it has done for `since`, in an outage that has lasted for `age`: it is up, and
/// more people want in than it can serve.
///
/// How many is not known: it may take seconds until all are served, or hours. Waits that grow with the time gone by fit
/// either; those who came together do not return together.
///
/// # Default
///
/// About half as long as while it was down (less and less of it after an outage of over 20 minutes), and half of the time gone
/// by since; by chance anything between 3/10 of the one with two fifths of the other, and seven eighths with three fifths.
/// About six minutes, once that is longer; from half an hour on a quarter of the time gone by, at most an hour.
#[must_use]
pub fn crowded(since: Delay, age: Delay, dice: &mut Dice) -> Delay {
    const MIDDLE: Range<Delay> = Delay::from_secs(300)..Delay::from_secs(400);
    /// Past it the part from before the return shrinks: over so long a time few questions were asked, and some more will not hurt.
    const OLD: Delay = Delay::from_secs(20 * 60);
    let own = early(cube_root(age), Delay::from_secs(45)).times(OLD.as_millis()).part(age.max(OLD).as_millis());
    let low = own.times(3).part(10).plus(since.times(2).part(5)).min(MIDDLE.start).max(since.part(5));
    let high = own.times(7).part(8).plus(since.times(3).part(5)).min(MIDDLE.end).max(since.times(3).part(10));
    dice.between(low.min(LONGEST_CROWDED.times(2).part(3)), high.min(LONGEST_CROWDED))
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
        check(120, 140, at(0, Tempo::Quick));
        check(120, 140, at(10, Tempo::Quick));
        check(201, 229, at(60, Tempo::Quick));
        check(373, 423, at(600, Tempo::Quick));
        check(464, 506, at(3600, Tempo::Quick));
        check(479, 521, at(10_000, Tempo::Quick));
        check(2875, 3125, at(1_000_000_000, Tempo::Quick));
    }

    /// The best waits for one person, in proportion: `sqrt(t ln(T / t))` with `T` of two hours.
    #[test]
    fn the_waits_follow_the_best_ones() {
        for secs in [30, 60, 120, 300, 600, 1200, 2400, 3600] {
            let Range { start, end } = bounds(Delay::from_secs(secs), Tempo::Quick);
            let age = f64::from(u32::try_from(secs).unwrap());
            let best = 1080.0 * (age * (7200.0 / age).ln()).sqrt();
            let ours = f64::from(u32::try_from(start.plus(end).part(2).as_millis()).unwrap());
            assert!((0.8..1.25).contains(&(ours / best)), "{secs} s: {ours} ms, best {best} ms");
        }
    }

    #[test]
    fn waits_never_shrink_with_age() {
        for tempo in [Tempo::Quick, Tempo::Careful, Tempo::Slow, Tempo::Rare] {
            let mut before = Delay::ZERO;
            for age in (0..100_000).step_by(7).map(Delay::from_secs).chain([Delay::from_secs(u64::MAX)]) {
                let Range { start, end } = bounds(age, tempo);
                assert!(before <= start && start < end && end <= Delay::from_secs(330), "{tempo:?} at {age:?}");
                before = start;
            }
        }
    }

    #[test]
    fn dear_questions_come_less_often() {
        let at = |secs: u64, tempo: Tempo| move |dice: &mut Dice| wait(Delay::from_secs(secs), tempo, dice);
        check(240, 280, at(0, Tempo::Careful));
        check(403, 458, at(60, Tempo::Careful));
        check(1725, 1875, at(3600, Tempo::Careful));
        check(480, 560, at(0, Tempo::Slow));
        check(960, 1120, at(0, Tempo::Rare));
        check(2875, 3125, at(3600, Tempo::Rare));
    }

    #[test]
    fn a_crowd_is_given_half_the_time_that_it_has_stood() {
        let after =
            |since: u64, age: u64| move |dice: &mut Dice| crowded(Delay::from_secs(since), Delay::from_secs(age), dice);
        check(39, 114, after(0, 0));
        check(135, 394, after(0, 600));
        check(45, 132, after(0, 3600));
        check(445, 732, after(100, 3600));
        check(2445, 3732, after(600, 3600));
        check(7200, 10_800, after(3600, 3600));
        check(24_000, 36_000, after(1_000_000_000, 1_000_000_000));
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
