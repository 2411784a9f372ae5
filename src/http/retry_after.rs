//! The `Retry-After` response header: when the server asks to be asked again.
//!
//! Lives here: reading the header, and turning it into a wait. Not here: what a wait does to the schedule
//! (`retry::backoff` treats it as a floor), and how long a wait we are willing to sit through (`retry::advice`).

use super::date;
use crate::time::{Delay, Timestamp};

/// What the server asked for, in one of the two forms of [RFC 9110, section 10.2.3].
///
/// [RFC 9110, section 10.2.3]: https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryAfter {
    /// `delay-seconds`: this long after the response was received.
    Wait(Delay),
    /// `HTTP-date`: at this time, by the server's clock.
    At(Timestamp),
}

impl RetryAfter {
    /// Reads a header value, spaces around it ignored.
    ///
    /// # Errors
    ///
    /// - [`Empty`](RetryAfterError::Empty) for `""` and `" "`.
    /// - [`NeitherForm`](RetryAfterError::NeitherForm) for `"soon"`, `"-1"`, `"1e9"`, `"120, 240"`,
    ///   and for a date that no calendar has, `"Tue, 31 Feb 2026 10:00:00 GMT"`.
    ///
    /// ```
    /// # use back_soon::{http::RetryAfter, time::Delay};
    /// assert_eq!(RetryAfter::parse("120"), Ok(RetryAfter::Wait(Delay::from_secs(120))));
    /// ```
    pub fn parse(value: &str) -> Result<Self, RetryAfterError> {
        let value = value.trim_ascii();
        if value.is_empty() {
            return Err(RetryAfterError::Empty);
        }
        // RFC 9110: "delay-seconds = 1*DIGIT", any number of them: what does not fit is as good as for ever.
        if value.bytes().all(|b| b.is_ascii_digit()) {
            return Ok(Self::Wait(Delay::from_secs(value.parse().unwrap_or(u64::MAX))));
        }
        date::parse(value).map(Self::At).ok_or(RetryAfterError::NeitherForm)
    }

    /// The wait this asks for, counted from the moment the response came.
    ///
    /// `date` is the response's own `Date`, where it has one. Both stamps of an `HTTP-date` form then come from one
    /// clock, the server's, and it does not matter that the reader's clock is off. A time gone by asks for no wait.
    #[must_use]
    pub fn wait(self, received: Timestamp, date: Option<Timestamp>) -> Delay {
        match self {
            Self::Wait(delay) => delay,
            Self::At(time) => time.since(date.unwrap_or(received)),
        }
    }
}

/// Why a `Retry-After` value says nothing that we could follow. Such a value is ignored, never obeyed as "at once".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryAfterError {
    /// The header is there, and holds nothing.
    Empty,
    /// It is neither a number of seconds nor an HTTP date.
    NeitherForm,
}

impl std::fmt::Display for RetryAfterError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Empty => "retry-after: empty",
            Self::NeitherForm => "retry-after: neither seconds nor an HTTP date",
        })
    }
}

impl std::error::Error for RetryAfterError {}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    const NOON: Timestamp = Timestamp::from_millis(1_795_348_800_000); // Sun, 22 Nov 2026 12:00:00 GMT

    /// A response that came at noon by the reader's clock: how many seconds does `value` ask for?
    #[track_caller]
    fn check(value: &str, date: Option<Timestamp>, expected: Result<u64, RetryAfterError>) {
        let got = RetryAfter::parse(value).map(|r| r.wait(NOON, date));
        assert_eq!(got, expected.map(Delay::from_secs), "{value:?}");
    }

    #[test]
    fn seconds() {
        check("0", None, Ok(0));
        check("120", None, Ok(120));
        check(" 120\t", None, Ok(120));
        check("00007", None, Ok(7));
        check("99999999999999999999999", None, Ok(u64::MAX));
        check("9007199254740993", None, Ok(u64::MAX));
    }

    #[test]
    fn dates_in_all_three_forms() {
        check("Sun, 22 Nov 2026 12:00:30 GMT", None, Ok(30));
        check("Sunday, 22-Nov-26 12:00:30 GMT", None, Ok(30));
        check("Sun Nov 22 12:00:30 2026", None, Ok(30));
    }

    #[test]
    fn a_date_gone_by_asks_for_no_wait() {
        check("Thu, 01 Jan 1970 00:00:00 GMT", None, Ok(0));
    }

    #[test]
    fn the_servers_clock_counts_when_it_tells() {
        let ten_minutes_slow = Timestamp::from_millis(1_795_348_200_000);
        check("Sun, 22 Nov 2026 12:00:30 GMT", Some(ten_minutes_slow), Ok(630));
    }

    #[test]
    fn anything_else_is_refused() {
        for value in ["soon", "-1", "1e9", "0x10", "NaN", "120, 240", "٣", "Tue, 31 Feb 2026 10:00:00 GMT"] {
            check(value, None, Err(RetryAfterError::NeitherForm));
        }
        check("", None, Err(RetryAfterError::Empty));
        check("  ", None, Err(RetryAfterError::Empty));
    }

    #[test]
    fn errors_read_well() {
        assert_eq!(RetryAfterError::Empty.to_string(), "retry-after: empty");
        assert_eq!(RetryAfterError::NeitherForm.to_string(), "retry-after: neither seconds nor an HTTP date");
    }
}
