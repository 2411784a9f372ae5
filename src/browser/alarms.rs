//! Waking up at the next deadline: a timer while we run, and an alarm in case we do not.
//!
//! Chrome ends a worker after 30 idle seconds and its timers with it, and rings alarms no sooner than in 30 seconds; so the
//! timer keeps the time and the alarm is the floor under it. Surfaces on the screen say when a countdown is over, too.

use std::cell::RefCell;

use gloo::timers::callback::Timeout;
use serde::Serialize;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::api;
use super::background;
use crate::time::{Delay, Timestamp};

const ALARM: &str = "wake-up";
/// Chrome's shortest time to an alarm, in a packed extension.
const SHORTEST: Delay = Delay::from_secs(30);

#[derive(Default)]
struct Armed {
    at: Option<Timestamp>,
    /// Dropping it cancels it.
    timer: Option<Timeout>,
}

thread_local! {
    static ARMED: RefCell<Armed> = RefCell::default();
}

/// Sees to it that we wake up at `next`, or not at all.
pub(super) fn wake_at(next: Option<Timestamp>, now: Timestamp) {
    ARMED.with_borrow_mut(|armed| {
        if armed.at == next && armed.timer.is_some() == next.is_some() {
            return;
        }
        armed.at = next;
        armed.timer = next.map(|at| {
            let wait = u32::try_from(at.since(now).as_millis()).unwrap_or(u32::MAX).min(i32::MAX.unsigned_abs());
            Timeout::new(wait, || {
                ARMED.with_borrow_mut(|armed| armed.timer = None);
                background::time_passed();
            })
        });
        set_alarm(next.map(|at| at.max(now.plus(SHORTEST))));
    });
}

#[derive(Serialize)]
struct AlarmInfo {
    when: u64,
}

fn set_alarm(at: Option<Timestamp>) {
    let asked = match at {
        Some(at) => api::plain(&AlarmInfo { when: at.as_millis() }).and_then(|info| api::create_alarm(ALARM, &info)),
        None => api::clear_alarm(ALARM),
    };
    // Chrome 110 and older answer nothing; a promise that fails is told of, since the timer may still do.
    match asked {
        Ok(promise) => spawn_local(async move {
            if let Err(error) = JsFuture::from(promise).await {
                api::warn(&format!("alarms: {error:?}"));
            }
        }),
        Err(error) => api::warn(&format!("alarms: {error:?}")),
    }
}
