//! `HTTP-date`, the value of `Date` and of one form of `Retry-After`: [RFC 9110, section 5.6.7].
//!
//! Our own, and not `httpdate`: with the clock of the standard library that it speaks, that takes 4 kB of wasm (gzipped), this
//! less than one. The tests hold one against the other.
//!
//! [RFC 9110, section 5.6.7]: https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7

use crate::time::Timestamp;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Reads a date in any of its three forms; `None` for anything else, and for a date that no calendar has, or before 1970. The
/// day of the week is not held against the date.
pub(super) fn parse(value: &str) -> Option<Timestamp> {
    let mut parts = value.split([' ', ',', '-']).filter(|part| !part.is_empty());
    let weekday = parts.next()?;
    let second = parts.next()?;
    let (day, month, year, time) = if second.starts_with(|c: char| c.is_ascii_digit()) {
        // `Sun, 06 Nov 1994 08:49:37 GMT` and `Sunday, 06-Nov-94 08:49:37 GMT`.
        let (month, year, time) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next()? != "GMT" {
            return None;
        }
        (second, month, year, time)
    } else {
        // `Sun Nov  6 08:49:37 1994`.
        let (day, time, year) = (parts.next()?, parts.next()?, parts.next()?);
        (day, second, year, time)
    };
    if parts.next().is_some() || !weekday.bytes().all(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    let month = (1..).zip(MONTHS).find_map(|(number, name)| (name == month).then_some(number))?;
    let mut clock = time.splitn(3, ':').map(number);
    let (hours, minutes, seconds) = (clock.next()??, clock.next()??, clock.next()??);
    // A leap second is written so.
    let secs = (hours < 24 && minutes < 60 && seconds <= 60).then_some((hours * 60 + minutes) * 60 + seconds)?;
    Timestamp::from_civil(century(year)?, month, number(day)?, secs)
}

/// A year of four digits, or of two: those that do not lie before the net are of this century.
fn century(year: &str) -> Option<u64> {
    let short = number(year)?;
    match year.len() {
        4 => Some(short),
        2 => Some(if short < 70 { 2000 + short } else { 1900 + short }),
        _ => None,
    }
}

/// A number of one to four digits.
fn number(digits: &str) -> Option<u64> {
    let plain = (1..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| digits.bytes().fold(0, |number, digit| number * 10 + u64::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn the_three_forms() {
        let at = Some(Timestamp::from_millis(784_111_777_000));
        for value in ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"] {
            assert_eq!(parse(value), at, "{value}");
        }
    }

    #[test]
    fn anything_else_is_none() {
        for value in [
            "",
            "yesterday",
            "Sun, 06 Nov 1994 08:49:37 CET",
            "Sun, 06 Nov 1994 08:49:37",
            "Sun, 06 Nov 1994 08:49 GMT",
            "Sun, 06 Nov 1994 24:00:00 GMT",
            "Sun, 06 Nov 1994 08:49:37:01 GMT",
            "Sun, 06 Nov 1994 08:49:37 GMT now",
            "Sun, 31 Feb 2026 10:00:00 GMT",
            "Sun, 29 Feb 2027 10:00:00 GMT",
            "Sun, 00 Nov 1994 08:49:37 GMT",
            "Sun, 06 nov 1994 08:49:37 GMT",
            "Wed, 31 Dec 1969 23:59:59 GMT",
            "Sun, 06 Nov 994 08:49:37 GMT",
            "Sun, 06 Nov 19940 08:49:37 GMT",
            "5un, 06 Nov 1994 08:49:37 GMT",
            "Sun, +6 Nov 1994 08:49:37 GMT",
        ] {
            assert_eq!(parse(value), None, "{value}");
        }
    }

    /// Three kinds of odd days: the 29th of February, the first second of a day, the last.
    #[test]
    fn the_same_as_another_reader() {
        let epoch = std::time::UNIX_EPOCH;
        for day in 0..150_000 {
            for ms in [0, 86_399_000] {
                let ms = day * 86_400_000 + ms;
                let written = httpdate::fmt_http_date(epoch + std::time::Duration::from_millis(ms));
                assert_eq!(parse(&written), Some(Timestamp::from_millis(ms)), "{written}");
            }
        }
    }
}
