//! Those who wait: what each policy does with an answer.

use back_soon::chance::Dice;
use back_soon::diagnosis::{Failure, diagnose};
use back_soon::http::{Method, Response, Status};
use back_soon::id::Address;
use back_soon::retry::pace::{Manner, Next, Pace};
use back_soon::retry::style::Style;
use back_soon::time::{Delay, Timestamp};

/// Milliseconds since the site went down.
pub(crate) type Ms = u32;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ask {
    /// Only whether the site is there.
    Probe,
    /// A page that somebody waits for.
    Page,
}

/// An answer that is no page.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Refusal {
    pub(crate) failure: Failure,
    pub(crate) retry_after: Option<Delay>,
}

impl Refusal {
    /// What the engine reads out of nginx's answer with `status`.
    pub(crate) fn of(status: u16, retry_after: Option<u32>) -> Option<Self> {
        let wish = retry_after.map(|secs| ("Retry-After".to_owned(), secs.to_string()));
        let headers = std::iter::once(("Server".to_owned(), "nginx".to_owned())).chain(wish);
        let response = Response {
            address: Address::parse("https://shop.example.com/").ok()?,
            method: Method::Get,
            status: Status::new(status),
            headers: headers.collect(),
            received: Timestamp::from_millis(0),
            sent_from: None,
        };
        Some(Self { failure: diagnose(&response, "").failure, retry_after: response.retry_after() })
    }
}

/// Somebody, or a tab of theirs, from the first failure to the last page.
pub(crate) trait Waiter: Send {
    /// What the next request is for.
    fn ask(&self) -> Ask;
    /// The request made `now` was refused; when the next one is due.
    fn refused(&mut self, refusal: Refusal, now: Ms) -> Ms;
    /// The request was answered well; when the next one is due, if there is one.
    fn served(&mut self, now: Ms) -> Option<Ms>;
}

/// A schedule that learns from what the site answers.
pub(crate) trait Schedule: Send {
    /// One that begins with a failure `now`.
    fn begin(now: Timestamp) -> Self;
    /// What the next request is for.
    fn ask(&self) -> Ask;
    /// How long to wait after a try that was refused; nothing if it is never to be made again.
    fn next(&mut self, refusal: Refusal, now: Timestamp, dice: &mut Dice) -> Option<Delay>;
    /// A probe was answered well.
    fn answered(&mut self);
}

/// The engine's own, for somebody who waits as long as it takes.
impl Schedule for Pace {
    fn begin(now: Timestamp) -> Self {
        Self::begin(now).watching()
    }

    fn ask(&self) -> Ask {
        match self.manner() {
            Manner::Probe => Ask::Probe,
            Manner::Load => Ask::Page,
        }
    }

    fn next(&mut self, refusal: Refusal, now: Timestamp, dice: &mut Dice) -> Option<Delay> {
        let next = self.next(refusal.failure, refusal.retry_after, now, Style::Balanced, dice);
        self.tried();
        match next {
            Next::Wait { delay, .. } | Next::Named(delay) => Some(delay),
            Next::GiveUp | Next::Useless(_) => None,
        }
    }

    fn answered(&mut self) {
        self.answered();
    }
}

/// As the engine does it: the tab in front is opened at once, the others one after the other, so far apart.
pub(crate) const SPREAD: (Delay, Delay) = (Delay::from_millis(400), Delay::from_millis(1200));

/// Somebody with our extension: one schedule for all tabs.
pub(crate) struct Reader<S> {
    pace: S,
    dice: Dice,
    pages: u8,
    opening: bool,
}

impl<S: Schedule> Reader<S> {
    /// Somebody whose tabs failed `now`.
    pub(crate) fn new(seed: u64, pages: u8, now: Ms) -> Self {
        Self { pace: S::begin(time(now)), dice: Dice::from_seed(seed), pages, opening: false }
    }
}

/// The site's clock, as one of the engine's; it begins some way into 1970, so that it could go back.
fn time(now: Ms) -> Timestamp {
    Timestamp::from_millis(1_000_000_000 + u64::from(now))
}

/// `delay` after `now`; what is past the clock's end never comes.
fn after(now: Ms, delay: Delay) -> Ms {
    now.saturating_add(Ms::try_from(delay.as_millis()).unwrap_or(Ms::MAX))
}

impl<S: Schedule> Waiter for Reader<S> {
    fn ask(&self) -> Ask {
        if self.opening { Ask::Page } else { self.pace.ask() }
    }

    fn refused(&mut self, refusal: Refusal, now: Ms) -> Ms {
        self.opening = false;
        self.pace.next(refusal, time(now), &mut self.dice).map_or(Ms::MAX, |delay| after(now, delay))
    }

    fn served(&mut self, now: Ms) -> Option<Ms> {
        if self.ask() == Ask::Probe {
            self.pace.answered();
            self.opening = true;
            return Some(now);
        }
        self.opening = true;
        self.pages = self.pages.saturating_sub(1);
        (self.pages > 0).then(|| after(now, self.dice.between(SPREAD.0, SPREAD.1)))
    }
}

/// A rule that knows nothing but how often it has asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Rule {
    /// 1, 5, 30, 60, 300, 600 and 1800 seconds, then 1800.
    Chromium,
    /// Always the same.
    Fixed { interval: Ms },
    /// Between nothing and a ceiling that grows by a factor up to a cap.
    Full { base: Ms, factor: f32, cap: Ms },
    /// Between half of the ceiling and all of it.
    Equal { base: Ms, factor: f32, cap: Ms },
    /// Between the base and the wait before times a factor, up to a cap.
    Decorrelated { base: Ms, factor: f32, cap: Ms },
}

impl Rule {
    /// The wait before the first try, for the calls to `wait` that follow.
    pub(crate) fn start(self) -> u64 {
        match self {
            Self::Chromium | Self::Fixed { .. } => 0,
            Self::Full { base, .. } | Self::Equal { base, .. } | Self::Decorrelated { base, .. } => u64::from(base),
        }
    }

    /// The next wait; `memory` is what is remembered from the wait before.
    pub(crate) fn wait(self, memory: &mut u64, dice: &mut Dice) -> Ms {
        let mut grow = |factor: f32, cap: Ms| {
            let ceiling = *memory;
            *memory = times(ceiling, factor).min(u64::from(cap));
            ceiling
        };
        match self {
            Self::Chromium => {
                const SECONDS: [Ms; 7] = [1, 5, 30, 60, 300, 600, 1800];
                let step = usize::try_from(*memory).ok().and_then(|n| SECONDS.get(n));
                *memory += 1;
                step.unwrap_or(&1800) * 1000
            }
            Self::Fixed { interval } => interval,
            Self::Full { factor, cap, .. } => between(dice, 0, grow(factor, cap)),
            Self::Equal { factor, cap, .. } => {
                let ceiling = grow(factor, cap);
                between(dice, ceiling / 2, ceiling)
            }
            Self::Decorrelated { base, factor, cap } => {
                let wait = between(dice, u64::from(base), times(*memory, factor)).min(cap);
                *memory = u64::from(wait);
                wait
            }
        }
    }
}

fn between(dice: &mut Dice, low: u64, high: u64) -> Ms {
    Ms::try_from(dice.between(Delay::from_millis(low), Delay::from_millis(high)).as_millis()).unwrap_or(Ms::MAX)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "waits are short"
)]
fn times(wait: u64, factor: f32) -> u64 {
    (wait as f32 * factor) as u64
}

/// One tab that follows a rule of its own.
pub(crate) struct Tab {
    rule: Rule,
    dice: Dice,
    memory: u64,
}

impl Tab {
    /// A tab that failed just now.
    pub(crate) fn new(rule: Rule, seed: u64) -> Self {
        Self { rule, dice: Dice::from_seed(seed), memory: rule.start() }
    }
}

impl Waiter for Tab {
    fn ask(&self) -> Ask {
        Ask::Page
    }

    fn refused(&mut self, _refusal: Refusal, now: Ms) -> Ms {
        now.saturating_add(self.rule.wait(&mut self.memory, &mut self.dice))
    }

    fn served(&mut self, _now: Ms) -> Option<Ms> {
        None
    }
}
