//! The site: down for a while, then back with so much capacity and a short queue; and those who wait for it.
//!
//! The model. All people meet the failure within the first moments of the outage. While the site is down, its gateway answers
//! each request at once. From then on the site does so much work a second. A request that finds the queue full is shed at
//! once; that costs its part of a page's work, and this work comes first. Work that cannot be done is not owed: requests past
//! what the site can even refuse are dropped on the floor. The queue is served in order, a page a unit of work.

use std::collections::VecDeque;
use std::thread;

use back_soon::chance::Dice;
use back_soon::time::Delay;

use crate::waiter::{Ask, Ms, Refusal, Waiter};

/// One cell of the grid, with what is the same in all of them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct World {
    pub(crate) people: u32,
    pub(crate) tabs: u8,
    pub(crate) outage_s: u32,
    /// How long the site needs to serve all pages that people wait for, doing nothing else.
    pub(crate) drain_limit_s: u32,
    pub(crate) shed_cost: f64,
    pub(crate) probe_cost: f64,
    pub(crate) queue_s: f64,
    pub(crate) arrivals_s: u32,
    pub(crate) down: Refusal,
    pub(crate) shed: Refusal,
    pub(crate) seed: u64,
}

/// What became of a crowd.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Outcome {
    /// Waits after the site came back, in seconds.
    pub(crate) wait_p50_s: f64,
    pub(crate) wait_p95_s: f64,
    pub(crate) wait_p99_s: f64,
    pub(crate) requests_per_person: f64,
    /// Most requests in a second, as a multiple of the pages that can be served in one.
    pub(crate) peak_load: f64,
    /// Until 99 % of the pages were served, as a multiple of the least possible.
    pub(crate) drain_ratio: f64,
    /// Longest time for which less than half of the capacity was used for pages and probes, though more than all of it was asked for.
    pub(crate) collapse_s: u32,
}

/// The step of the clock after the site is back.
const TICK: Ms = 50;
const TICKS_A_SECOND: u32 = 1000 / TICK;
/// A run ends when nobody was served for so long, seconds: nobody ever will be.
const HOPELESS_S: u32 = 600;

/// Runs a crowd of `waiters`, each of which the site failed at the time beside it.
pub(crate) fn run<W: Waiter>(world: &World, waiters: impl IntoIterator<Item = (W, Ms)>) -> Outcome {
    let mut waiters: Vec<(W, Ms)> = waiters.into_iter().collect();
    let asked = while_down(world, &mut waiters);
    let mut after = After::new(world, waiters);
    after.run();
    after.outcome(asked)
}

/// When each of `count` meets the failure, and dice of their own.
pub(crate) fn arrivals(world: &World, count: u32) -> impl Iterator<Item = (u64, Ms)> + use<> {
    let mut dice = Dice::from_seed(world.seed);
    let within = Delay::from_secs(u64::from(world.arrivals_s.min(world.outage_s)));
    (0..count).map(move |_| {
        let seed = dice.below(Delay::from_millis(u64::MAX)).as_millis();
        (seed, Ms::try_from(dice.below(within).as_millis()).unwrap_or(0))
    })
}

/// Lives through the outage; until then nobody can touch anybody else. Leaves the time of each one's first request after it,
/// and gives the number of requests before.
fn while_down<W: Waiter>(world: &World, waiters: &mut [(W, Ms)]) -> u64 {
    let (end, down) = (world.outage_s * 1000, world.down);
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let part = |part: &mut [(W, Ms)]| {
            let mut asked = 0u64;
            for (waiter, at) in part {
                *at = waiter.refused(down, *at);
                while *at < end {
                    asked += 1;
                    *at = waiter.refused(down, *at);
                }
            }
            asked
        };
        let chunks = waiters.chunks_mut(waiters.len().div_ceil(threads).max(1));
        let running: Vec<_> = chunks.map(|chunk| scope.spawn(move || part(chunk))).collect();
        running.into_iter().filter_map(|thread| thread.join().ok()).sum()
    })
}

/// The time after the outage.
struct After<'a, W> {
    world: &'a World,
    waiters: Vec<W>,
    /// Decide who is first among those who ask at the same time.
    dice: Dice,
    /// For each tick, who asks in it.
    due: Vec<Vec<u32>>,
    queue: VecDeque<u32>,
    /// Pages and probes that can be served in a second.
    capacity: f64,
    /// Work that can be done by now.
    work: f64,
    waits: Vec<Ms>,
    requests: u64,
    /// Of the running second: requests, and work done for pages and probes.
    second: (u32, f64),
    peak: u32,
    collapse_s: u32,
    longest_collapse_s: u32,
    unserved_s: u32,
}

impl<'a, W: Waiter> After<'a, W> {
    fn new(world: &'a World, waiters: Vec<(W, Ms)>) -> Self {
        let pages = f64::from(world.people) * f64::from(world.tabs);
        let horizon_s = world.drain_limit_s * 4 + 300;
        let mut after = Self {
            world,
            waiters: Vec::with_capacity(waiters.len()),
            dice: Dice::from_seed(!world.seed),
            due: vec![Vec::new(); slot(horizon_s * TICKS_A_SECOND)],
            queue: VecDeque::new(),
            capacity: pages / f64::from(world.drain_limit_s),
            work: 0.0,
            waits: Vec::new(),
            requests: 0,
            second: (0, 0.0),
            peak: 0,
            collapse_s: 0,
            longest_collapse_s: 0,
            unserved_s: 0,
        };
        for (who, (waiter, at)) in (0..).zip(waiters) {
            after.waiters.push(waiter);
            after.plan(who, at);
        }
        after
    }

    /// Plans a request; one past the horizon is never made.
    fn plan(&mut self, who: u32, at: Ms) {
        let tick = at.saturating_sub(self.world.outage_s * 1000) / TICK;
        if let Some(due) = self.due.get_mut(slot(tick)) {
            due.push(who);
        }
    }

    fn run(&mut self) {
        let ticks = u32::try_from(self.due.len()).unwrap_or(u32::MAX);
        let room = (self.capacity * self.world.queue_s).max(1.0);
        for tick in 0..ticks {
            let now = self.world.outage_s * 1000 + tick * TICK;
            self.work += self.capacity / f64::from(TICKS_A_SECOND);
            for who in self.in_any_order(tick, room) {
                self.second.0 += 1;
                self.requests += 1;
                if count(self.queue.len()) < room {
                    self.queue.push_back(who);
                } else if let Some(waiter) = self.waiters.get_mut(slot(who)) {
                    self.work -= self.world.shed_cost;
                    let at = waiter.refused(self.world.shed, now);
                    self.plan(who, at.max(now + TICK));
                }
            }
            self.work = self.work.max(0.0);
            self.serve(now);
            if tick % TICKS_A_SECOND == TICKS_A_SECOND - 1 {
                self.close_second();
            }
            if self.waits.len() == self.pages() || self.unserved_s > HOPELESS_S {
                break;
            }
        }
    }

    /// Those who ask in a tick: in so short a time it is chance who is first, and only they find `room` in the queue.
    fn in_any_order(&mut self, tick: u32, room: f64) -> Vec<u32> {
        let mut due = self.due.get_mut(slot(tick)).map(std::mem::take).unwrap_or_default();
        let firsts = (0..due.len()).take_while(|n| count(self.queue.len() + n) < room).count();
        if firsts < due.len() {
            for n in 0..firsts {
                let other = n + below(&mut self.dice, due.len() - n);
                due.swap(n, other);
            }
        }
        due
    }

    fn serve(&mut self, now: Ms) {
        while self.work >= 1.0 {
            let Some(who) = self.queue.pop_front() else {
                // An idle site saves nothing up.
                self.work = 1.0;
                break;
            };
            let Some(waiter) = self.waiters.get_mut(slot(who)) else { continue };
            let cost = match waiter.ask() {
                Ask::Probe => self.world.probe_cost,
                Ask::Page => {
                    self.waits.push(now - self.world.outage_s * 1000);
                    1.0
                }
            };
            self.work -= cost;
            self.second.1 += cost;
            if let Some(at) = waiter.served(now) {
                self.plan(who, at.max(now + TICK));
            }
        }
    }

    fn close_second(&mut self) {
        let (asked, served) = std::mem::take(&mut self.second);
        self.peak = self.peak.max(asked);
        self.unserved_s = if served > 0.0 { 0 } else { self.unserved_s + 1 };
        let collapsed = served < self.capacity / 2.0 && f64::from(asked) > self.capacity;
        self.collapse_s = if collapsed { self.collapse_s + 1 } else { 0 };
        self.longest_collapse_s = self.longest_collapse_s.max(self.collapse_s);
    }

    fn pages(&self) -> usize {
        slot(self.world.people) * usize::from(self.world.tabs)
    }

    fn outcome(&self, asked_before: u64) -> Outcome {
        let limit = f64::from(self.world.drain_limit_s);
        // Who was never served has waited for as long as we looked.
        let horizon = count(self.due.len()) * f64::from(TICK) / 1000.0;
        let wait = |percent: usize| {
            let rank = (self.pages() * percent).div_ceil(100).saturating_sub(1);
            self.waits.get(rank).map_or(horizon, |ms| f64::from(*ms) / 1000.0)
        };
        Outcome {
            wait_p50_s: wait(50),
            wait_p95_s: wait(95),
            wait_p99_s: wait(99),
            requests_per_person: sum(asked_before + self.requests) / f64::from(self.world.people),
            peak_load: f64::from(self.peak) / self.capacity,
            drain_ratio: wait(99) / limit,
            collapse_s: self.longest_collapse_s,
        }
    }
}

/// A number from zero up to and without `end`.
fn below(dice: &mut Dice, end: usize) -> usize {
    let end = Delay::from_millis(u64::try_from(end).unwrap_or(u64::MAX));
    usize::try_from(dice.below(end).as_millis()).unwrap_or(0)
}

fn slot(n: u32) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

#[expect(clippy::cast_precision_loss, reason = "lengths are far below 2^52")]
fn count(n: usize) -> f64 {
    n as f64
}

#[expect(clippy::cast_precision_loss, reason = "sums are far below 2^52")]
fn sum(n: u64) -> f64 {
    n as f64
}
