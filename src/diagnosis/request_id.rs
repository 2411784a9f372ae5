//! Numbers by which a support desk finds this one failure in its logs.

use super::rules::RULES;
use super::sign::{Reading, Sign};

/// A number to quote, with the name that its giver has for it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RequestId {
    /// The header's name, in lower case, or the words before it in the page.
    pub name: String,
    /// The number, as it is to be quoted: at most [`RequestId::MAX_VALUE`] bytes of visible ASCII.
    pub value: String,
}

impl RequestId {
    /// How many bytes of a number are kept.
    pub const MAX_VALUE: usize = 100;
    /// How many numbers are kept.
    pub const MAX_COUNT: usize = 4;

    /// The numbers in a response, those of the outermost services first.
    pub(super) fn all_in(reading: &Reading<'_>) -> Vec<Self> {
        let mut found: Vec<Self> = Vec::new();
        for line in &RULES.ids {
            let Some((name, value)) = line.signs.first().and_then(|sign| number(reading, *sign)) else { continue };
            if found.len() < Self::MAX_COUNT && !found.iter().any(|known| known.value.starts_with(&value)) {
                found.push(Self { name: name.to_owned(), value });
            }
        }
        found
    }
}

/// The number that is a header's value, or follows words in a page; and what it goes by.
fn number(reading: &Reading<'_>, sign: Sign) -> Option<(&'static str, String)> {
    match sign {
        Sign::Header(name) => Some((name, quotable(reading.headers.get(name)?.as_bytes(), b"")?)),
        Sign::Body(words) => {
            let rest = reading.text.bytes().get(reading.after(words)?..)?;
            let value = quotable(skip_tags(rest), b" <>(),;{}")?;
            // Words follow the same words in prose.
            let long = value.len() >= 16 || value.len() >= 6 && value.bytes().any(|byte| byte.is_ascii_digit());
            long.then(|| (words.trim_end_matches([':', '#', ' ']), value))
        }
        _ => None,
    }
}

/// What comes after tags and blanks.
fn skip_tags(mut rest: &[u8]) -> &[u8] {
    for _ in 0..4 {
        rest = rest.trim_ascii_start();
        let end = rest.iter().take(200).position(|byte| *byte == b'>');
        match (rest.first(), end.and_then(|end| rest.get(end + 1..))) {
            (Some(b'<'), Some(after)) => rest = after,
            _ => break,
        }
    }
    rest
}

/// The visible ASCII at the beginning, up to what belongs to it no more, cut to size; `None` where there is none.
fn quotable(bytes: &[u8], ends: &[u8]) -> Option<String> {
    let belongs = |byte: &u8| matches!(byte, b' '..=b'~') && !ends.contains(byte);
    let end = bytes.iter().take(RequestId::MAX_VALUE).take_while(|byte| belongs(byte)).count();
    let value = std::str::from_utf8(bytes.get(..end)?).ok()?.trim().trim_end_matches('.');
    (!value.is_empty()).then(|| value.to_owned())
}
