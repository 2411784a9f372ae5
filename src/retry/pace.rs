//! The pace of one round of tries: when the next comes, and when we stop asking.
//!
//! Lives here: everything that decides the length of a wait, as a small state that is saved with the outage and can be run
//! without one (`examples/fleet` does). Not here: who waits, and what else ends an outage (`outage`).

use serde::{Deserialize, Serialize};

use super::advice::{Advice, Reason, Tempo};
use super::backoff;
use super::style::Style;
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
    /// When it ends by itself.
    pub patience: Patience,
    /// Since when the waits have grown: they start anew after a wait that the site asked for.
    pub grows_since: Timestamp,
    /// What the answers so far say of the site.
    pub site: Site,
}

/// When a round ends by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Patience {
    /// After [`Pace::TRIES`] or [`Pace::LONGEST`].
    Round,
    /// Never: the reader asked us to keep watching.
    Watch,
}

/// What the answers so far say of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Site {
    /// It may be down, or up and drowning.
    Unclear,
    /// Its gateway could not reach it.
    Down,
    /// It has answered well.
    Up,
    /// It was down, or has answered well, and now turns us away: it is up, and others want in as well.
    Crowded {
        /// Since when it has turned us away.
        since: Timestamp,
    },
}

/// How to ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// By a probe, which the page does not notice; the page is loaded when it is answered well.
    Probe,
    /// By loading the page at once. Where most requests are turned away, a probe that gets in has used up luck that the
    /// page load after it will not have again: the crowd would take several times as long.
    Load,
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
    /// How long a round may wait in all, the waits that the site asked for not counted; where a question costs the site more,
    /// as many times as long as the waits are.
    pub const LONGEST: Delay = Delay::from_secs(5 * 60);

    /// A round that begins `now`.
    #[must_use]
    pub const fn begin(now: Timestamp) -> Self {
        Self { began: now, tries: 0, patience: Patience::Round, grows_since: now, site: Site::Unclear }
    }

    /// The same round, gone on with for as long as it takes.
    #[must_use]
    pub const fn watching(self) -> Self {
        Self { patience: Patience::Watch, ..self }
    }

    /// Counts a try.
    pub const fn tried(&mut self) {
        self.tries = self.tries.saturating_add(1);
    }

    /// Takes in that a probe was answered well: if the page load after it is turned away, others want in as well.
    pub const fn answered(&mut self) {
        self.site = match self.site {
            Site::Unclear | Site::Down | Site::Up => Site::Up,
            crowded @ Site::Crowded { .. } => crowded,
        };
    }

    /// How the next try should ask.
    #[must_use]
    pub const fn manner(&self) -> Manner {
        match self.site {
            Site::Unclear | Site::Down | Site::Up => Manner::Probe,
            Site::Crowded { .. } => Manner::Load,
        }
    }

    /// What comes after a try that ended `now` in `failure`, with the wish `retry_after` if the site had one.
    pub fn next(
        &mut self,
        failure: Failure,
        retry_after: Option<Delay>,
        now: Timestamp,
        style: Style,
        dice: &mut Dice,
    ) -> Next {
        let tempo = match Advice::on(failure) {
            Advice::Ask(tempo) => tempo,
            Advice::Leave(reason) => return Next::Useless(reason),
        };
        self.site = self.site.after(tempo, now);
        if self.patience == Patience::Round && self.tries >= Self::TRIES {
            return Next::GiveUp;
        }
        // Haste spends what a full budget has; a site that turns people away gets none.
        let style = if self.tries < Self::TRIES { style } else { style.unhurried() };
        let age = now.since(self.grows_since);
        let (own, spread) = match self.site {
            Site::Crowded { since } => {
                let wait = style.unhurried().of(backoff::crowded(now.since(since), age, dice));
                (wait, wait)
            }
            Site::Unclear | Site::Down | Site::Up => (style.of(backoff::wait(age, tempo, dice)), Delay::ZERO),
        };
        let asked = retry_after.map(|wish| (wish, backoff::asked(wish, spread, dice)));
        match asked {
            Some((wish, _)) if wish > backoff::LONGEST_ASKED => Next::Named(wish),
            Some((_, delay)) if delay > own => {
                self.grows_since = now.plus(delay);
                self.began = self.began.plus(delay);
                Next::Wait { delay, asked: true }
            }
            Some(_) | None if self.is_over_at(now.plus(own), tempo, style) => Next::GiveUp,
            Some(_) | None => Next::Wait { delay: own, asked: false },
        }
    }

    fn is_over_at(&self, time: Timestamp, tempo: Tempo, style: Style) -> bool {
        match self.patience {
            Patience::Round => time.since(self.began) > style.of(Self::LONGEST).max(Self::LONGEST).times(tempo.times()),
            Patience::Watch => false,
        }
    }
}

impl Site {
    /// What is known after one more failure.
    const fn after(self, tempo: Tempo, now: Timestamp) -> Self {
        match (tempo, self) {
            (Tempo::Quick, _) => Self::Down,
            (Tempo::Careful, Self::Down | Self::Up) => Self::Crowded { since: now },
            (Tempo::Careful | Tempo::Slow | Tempo::Rare, site) => site,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    const START: Timestamp = Timestamp::from_millis(1_000_000_000);
    const DOWN: Failure = Failure::OriginRefused;
    const FULL: Failure = Failure::OriginOverloaded;

    #[track_caller]
    fn check(retry_after: Option<u64>, expected: impl Fn(Next) -> bool) {
        for seed in 0..50 {
            let wish = retry_after.map(Delay::from_secs);
            let next = Pace::begin(START).next(DOWN, wish, START, Style::Balanced, &mut Dice::from_seed(seed));
            assert!(expected(next), "{retry_after:?}: {next:?}");
        }
    }

    /// Lives through `failures`, one after the other; the waits between them in milliseconds, and the pace after them.
    #[track_caller]
    fn run(pace: Pace, failures: impl IntoIterator<Item = Failure>, seed: u64) -> (Vec<u64>, Pace) {
        run_in(Style::Balanced, pace, failures, seed)
    }

    #[track_caller]
    fn run_in(
        style: Style,
        mut pace: Pace,
        failures: impl IntoIterator<Item = Failure>,
        seed: u64,
    ) -> (Vec<u64>, Pace) {
        let mut dice = Dice::from_seed(seed);
        let (mut now, mut waits) = (START, Vec::new());
        for failure in failures {
            if now != START {
                pace.tried();
            }
            let Next::Wait { delay, asked: false } = pace.next(failure, None, now, style, &mut dice) else { break };
            waits.push(delay.as_millis());
            now = now.plus(delay);
        }
        (waits, pace)
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
        check(None, within(12, 14, false));
        check(Some(0), within(12, 14, false));
        check(Some(20), within(20, 22, true));
        check(Some(300), within(300, 315, true));
        check(Some(301), |next| next == Next::Named(Delay::from_secs(301)));
    }

    #[test]
    fn a_round_is_used_up_by_tries_or_by_time() {
        let mut dice = Dice::from_seed(1);
        let mut tried = Pace { tries: Pace::TRIES, ..Pace::begin(START) };
        assert_eq!(tried.next(DOWN, None, START, Style::Balanced, &mut dice), Next::GiveUp);
        let later = START.plus(Pace::LONGEST);
        assert_eq!(Pace::begin(START).next(DOWN, None, later, Style::Balanced, &mut dice), Next::GiveUp);
        for seed in 0..20 {
            let (waits, _) = run(Pace::begin(START), [DOWN; 100], seed);
            assert!((9..=10).contains(&waits.len()), "{} tries", waits.len());
            assert!((180_000..=300_000).contains(&waits.iter().sum::<u64>()), "{waits:?}");
        }
    }

    /// How fast and how long, failure by failure: the first wait and the whole round in seconds, with what chance may add.
    #[test]
    fn a_round_fits_the_failure() {
        let (quick, careful, slow, rare) =
            ((12..=14, 200..=300), (24..=28, 400..=600), (48..=56, 800..=1200), (96..=112, 1500..=2400));
        let never = (0..=0, 0..=0);
        let table = [
            (Failure::OriginRefused, &quick),
            (Failure::OriginTimeout, &careful),
            (Failure::OriginUnreachable, &quick),
            (Failure::OriginOverloaded, &careful),
            (Failure::Maintenance, &slow),
            (Failure::InvalidResponse, &quick),
            (Failure::Dns, &rare),
            (Failure::Tls, &rare),
            (Failure::Blocked, &never),
            (Failure::Quota, &never),
            (Failure::AppCrash, &careful),
            (Failure::CaptivePortal, &never),
            (Failure::Unknown, &careful),
        ];
        assert_eq!(table.each_ref().map(|(failure, _)| *failure), Failure::ALL);
        for (failure, (first, whole)) in table {
            for seed in 0..20 {
                let (waits, _) = run(Pace::begin(START), [failure; 100], seed);
                let (start, sum) = (waits.first().copied().unwrap_or(0), waits.iter().sum::<u64>());
                assert!(first.contains(&(start / 1000)) && whole.contains(&(sum / 1000)), "{failure:?}: {waits:?}");
                assert!(waits.is_empty() || (7..=10).contains(&waits.len()), "{failure:?}: {waits:?}");
            }
        }
    }

    #[test]
    fn watching_goes_on_for_hours() {
        let (waits, _) = run(Pace::begin(START).watching(), [DOWN; 500], 1);
        assert_eq!(waits.len(), 500);
        assert!(waits.iter().skip(40).all(|ms| (40_000..=325_000).contains(ms)));
    }

    #[test]
    fn the_waits_keep_within_the_budget() {
        let styles = [Style::Gentle, Style::Balanced, Style::Eager];
        for (style, failure) in styles.into_iter().flat_map(|style| [(style, DOWN), (style, FULL)]) {
            let (waits, _) = run_in(style, Pace::begin(START).watching(), [failure; 200], 3);
            let mut now = 0;
            for (tries, wait) in (0..).zip(waits) {
                now += wait;
                assert!(tries <= 10 + now / 30_000, "{tries} tries before {now} ms");
            }
        }
    }

    #[test]
    fn a_site_that_answers_again_and_turns_us_away_is_crowded() {
        let manner = |failures: &[Failure]| run(Pace::begin(START), failures.iter().copied(), 1).1.manner();
        assert_eq!(manner(&[DOWN, DOWN]), Manner::Probe);
        assert_eq!(manner(&[FULL, FULL]), Manner::Probe);
        assert_eq!(manner(&[DOWN, FULL]), Manner::Load);
        assert_eq!(manner(&[DOWN, Failure::Unknown, FULL]), Manner::Load);
        assert_eq!(manner(&[DOWN, FULL, DOWN]), Manner::Probe);
        assert_eq!(manner(&[FULL, DOWN, FULL]), Manner::Load);
    }

    #[test]
    fn a_site_that_answered_a_probe_and_then_turns_us_away_is_crowded() {
        let (_, mut pace) = run(Pace::begin(START), [FULL, FULL], 1);
        pace.answered();
        assert_eq!(pace.manner(), Manner::Probe);
        let _ = pace.next(FULL, None, START, Style::Balanced, &mut Dice::from_seed(1));
        assert_eq!(pace.manner(), Manner::Load);
    }

    #[test]
    fn in_a_crowd_the_waits_grow_with_the_time_gone_by() {
        let (waits, _) = run(Pace::begin(START).watching(), [DOWN].into_iter().chain([FULL; 10]), 5);
        let mut gone = 0;
        for wait in waits.into_iter().skip(1) {
            let low = 3_000 + gone * 2 / 5;
            assert!((low.min(255_000)..=gone + 45_000).contains(&wait), "{wait} ms after {gone} ms");
            gone += wait;
        }
        assert!(gone > 300_000);
    }

    #[test]
    fn a_wait_asked_for_starts_the_waits_anew_and_spreads_a_crowd() {
        let mut dice = Dice::from_seed(1);
        let mut pace = Pace::begin(START);
        let late = START.plus(Delay::from_secs(200));
        let wish = Some(Delay::from_secs(60));
        let Next::Wait { delay, asked: true } = pace.next(DOWN, wish, late, Style::Balanced, &mut dice) else {
            panic!("not asked for")
        };
        let Next::Wait { delay: after, asked: false } =
            pace.next(DOWN, None, late.plus(delay), Style::Balanced, &mut dice)
        else {
            panic!("gave up, or was asked")
        };
        assert!(after <= Delay::from_secs(14), "{after:?}");
        let mut crowd = Pace { site: Site::Crowded { since: START }, ..pace };
        let most = (0..50).filter_map(|seed| {
            match crowd.next(FULL, wish, late, Style::Balanced, &mut Dice::from_seed(seed)) {
                Next::Wait { delay, asked: true } => Some(delay),
                _ => None,
            }
        });
        assert!(most.max() > Some(Delay::from_secs(90)), "all come back at once");
    }

    #[test]
    fn a_block_is_not_asked_about_again() {
        let next = Pace::begin(START).next(
            Failure::Blocked,
            Some(Delay::ZERO),
            START,
            Style::Balanced,
            &mut Dice::from_seed(1),
        );
        assert_eq!(next, Next::Useless(Reason::Blocked));
    }
}
