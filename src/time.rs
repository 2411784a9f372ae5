//! Points in time and spans of it, as whole milliseconds.
//!
//! Nothing here reads a clock: the browser side passes `now` in. Both types stop at the ends of their range
//! instead of wrapping round, so that a mad clock or header makes a long wait and never a wrong one.

use serde::{Deserialize, Serialize};

/// The last millisecond that JavaScript's `Date` can name, in the year 275760.
/// Numbers up to here survive the way into the browser's storage, which has only doubles.
const LAST: u64 = 8_640_000_000_000_000;

/// Days from March of year 0 to 1970.
const TO_1970: u64 = 719_468;

/// A point in time: milliseconds since 1970-01-01 00:00 UTC, the unit of JavaScript's `Date.now()`.
///
/// Range: 0 to 8.64e15, what `Date` itself can name; numbers past the end stop there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "u64")]
pub struct Timestamp(u64);

impl Timestamp {
    /// The point `ms` milliseconds after the start of 1970, UTC.
    #[must_use]
    pub const fn from_millis(ms: u64) -> Self {
        Self(if ms > LAST { LAST } else { ms })
    }

    /// What JavaScript's `Date.now()` or `performance.timeOrigin` says; a fraction is cut off, nonsense is 1970.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` stops at both ends, NaN is 0")]
    pub const fn from_js(ms: f64) -> Self {
        Self::from_millis(ms as u64)
    }

    /// Milliseconds since the start of 1970, UTC.
    #[must_use]
    pub const fn as_millis(self) -> u64 {
        self.0
    }

    /// How long after `earlier` this is; zero when it is not after it, so a clock that went back never makes a wait longer.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Delay {
        Delay(self.0.saturating_sub(earlier.0))
    }

    /// The point `delay` earlier, or the start of 1970.
    #[must_use]
    pub const fn minus(self, delay: Delay) -> Self {
        Self(self.0.saturating_sub(delay.0))
    }

    /// The second `secs` of a day, UTC; `None` where no calendar has that day, or it is before 1970. A leap second, the
    /// 86,401st, is the next day's first.
    #[must_use]
    pub const fn from_civil(year: u64, month: u64, day: u64, secs: u64) -> Option<Self> {
        let days = match month {
            2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => 0,
        };
        if year < 1970 || day == 0 || day > days {
            return None;
        }
        let (years, march) = if month < 3 { (year - 1, month + 9) } else { (year, month - 3) };
        let of_year = (153 * march + 2) / 5 + day - 1;
        let day = 365 * years + years / 4 - years / 100 + years / 400 + of_year;
        Some(Self::from_millis(((day - TO_1970) * 86_400 + secs).saturating_mul(1000)))
    }

    /// As `2026-11-24 16:59:07 UTC`, which people and tools can read.
    ///
    /// From days to the civil date: years begin in March here, so that the odd day of leap years comes last.
    #[must_use]
    pub fn utc(self) -> String {
        /// Days of 400 years.
        const ERA: u64 = 146_097;
        let (days, secs) = (self.0 / 86_400_000 + TO_1970, self.0 / 1000 % 86_400);
        let day = days % ERA;
        let years = (day - day / 1460 + day / 36_524 - day / (ERA - 1)) / 365;
        let of_year = day - (365 * years + years / 4 - years / 100);
        let march = (5 * of_year + 2) / 153;
        let day = of_year - (153 * march + 2) / 5 + 1;
        let month = if march < 10 { march + 3 } else { march - 9 };
        let year = days / ERA * 400 + years + u64::from(month < 3);
        format!("{year:04}-{month:02}-{day:02} {:02}:{:02}:{:02} UTC", secs / 3600, secs / 60 % 60, secs % 60)
    }

    /// The point `delay` later.
    #[must_use]
    pub const fn plus(self, delay: Delay) -> Self {
        Self::from_millis(self.0.saturating_add(delay.0))
    }
}

impl From<u64> for Timestamp {
    fn from(ms: u64) -> Self {
        Self::from_millis(ms)
    }
}

/// A span of time in milliseconds, zero or more, up to 8.64e15.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "u64")]
pub struct Delay(u64);

impl Delay {
    /// No wait at all.
    pub const ZERO: Self = Self(0);

    /// `ms` milliseconds.
    #[must_use]
    pub const fn from_millis(ms: u64) -> Self {
        Self(if ms > LAST { LAST } else { ms })
    }

    /// What a difference of JavaScript's clocks says; a fraction is cut off, nonsense is no time at all.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` stops at both ends, NaN is 0")]
    pub const fn from_js(ms: f64) -> Self {
        Self::from_millis(ms as u64)
    }

    /// `s` seconds.
    #[must_use]
    pub const fn from_secs(s: u64) -> Self {
        Self::from_millis(s.saturating_mul(1000))
    }

    /// The span in milliseconds.
    #[must_use]
    pub const fn as_millis(self) -> u64 {
        self.0
    }

    /// Both spans, one after the other.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self::from_millis(self.0.saturating_add(other.0))
    }

    /// The span `n` times over.
    #[must_use]
    pub const fn times(self, n: u64) -> Self {
        Self::from_millis(self.0.saturating_mul(n))
    }

    /// The `n`th part of the span, rounded down; all of it for `n` of 0 or 1.
    #[must_use]
    pub const fn part(self, n: u64) -> Self {
        Self(match self.0.checked_div(n) {
            Some(part) => part,
            None => self.0,
        })
    }
}

impl From<u64> for Delay {
    fn from(ms: u64) -> Self {
        Self::from_millis(ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn a_clock_that_went_back_makes_no_wait() {
        assert_eq!(Timestamp::from_millis(5).since(Timestamp::from_millis(9)), Delay::ZERO);
    }

    #[test]
    fn the_ends_hold() {
        let last = Timestamp::from_millis(u64::MAX);
        assert_eq!(last.as_millis(), LAST);
        assert_eq!(last.plus(Delay::from_secs(u64::MAX)), last);
        assert_eq!(Delay::from_secs(u64::MAX).times(3), Delay::from_millis(LAST));
        assert_eq!(Delay::from_secs(4).part(0), Delay::from_secs(4));
    }

    #[test]
    fn civil_dates() {
        for (ms, utc) in [
            (0, "1970-01-01 00:00:00 UTC"),
            (951_782_399_999, "2000-02-28 23:59:59 UTC"),
            (951_782_400_000, "2000-02-29 00:00:00 UTC"),
            (1_795_539_547_000, "2026-11-24 16:59:07 UTC"),
            (4_107_542_400_000, "2100-03-01 00:00:00 UTC"),
            (LAST, "275760-09-13 00:00:00 UTC"),
        ] {
            assert_eq!(Timestamp::from_millis(ms).utc(), utc, "{ms}");
        }
    }

    #[test]
    fn civil_dates_are_those_of_http() {
        const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        for day in 0..150_000 {
            let at = Timestamp::from_millis(day * 86_400_000 + 3_723_000);
            let http =
                httpdate::fmt_http_date(std::time::UNIX_EPOCH + std::time::Duration::from_millis(at.as_millis()));
            let parts: Vec<&str> = http.split(' ').collect();
            let month = MONTHS.iter().position(|month| *month == parts[2]).unwrap() + 1;
            assert_eq!(at.utc(), format!("{}-{month:02}-{} {} UTC", parts[3], parts[1], parts[4]));
        }
    }

    #[test]
    fn numbers_of_javascript() {
        for (js, ms) in [(1.9, 1), (-5.0, 0), (f64::NAN, 0), (f64::INFINITY, LAST), (1e300, LAST)] {
            assert_eq!(Timestamp::from_js(js).as_millis(), ms, "{js}");
        }
    }
}
