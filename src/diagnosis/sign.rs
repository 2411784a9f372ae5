//! Signs: what a rule asks of a response, and whether it is there.

use super::evidence::Evidence;
use super::scan::{Found, Index};
use super::text::Text;
use crate::http::{Headers, Response};

/// One thing that a rule asks for. Case never matters; words of the body are compared in normal form (`text`).
#[derive(Clone, Copy, Debug)]
pub(super) enum Sign {
    /// The status is from the first to the second.
    Code(u16, u16),
    /// There is a header of this name.
    Header(&'static str),
    /// A header of this name is this.
    Is(&'static str, &'static str),
    /// A header of this name begins so.
    Starts(&'static str, &'static str),
    /// A header of this name holds this.
    Holds(&'static str, &'static str),
    /// There is no header of this name.
    Lacks(&'static str),
    /// A header of this name begins so, or there is none: for servers that put their name on all that they send.
    Unless(&'static str, &'static str),
    /// The body holds these words.
    Body(&'static str),
    /// What a reader sees begins with these words.
    Text(&'static str),
    /// These words are all that a reader sees.
    Whole(&'static str),
    /// These words are the last that a reader sees.
    End(&'static str),
    /// The body was read, and there is nothing in it.
    Empty,
}

impl Sign {
    /// Reads a sign as the table of rules writes it.
    pub(super) fn read(text: &'static str) -> Option<Self> {
        let mut rest = text.chars();
        let first = rest.next()?;
        let words = rest.as_str();
        Some(match first {
            '\'' => Self::Body(words),
            '^' => Self::Text(words),
            '=' => Self::Whole(words),
            '$' => Self::End(words),
            '!' => Self::Lacks(words),
            '@' => {
                let at = words.find(['=', '^', '~', '?']);
                let Some((name, value)) = at.and_then(|at| words.split_at_checked(at)) else {
                    return Some(Self::Header(words));
                };
                let mut value = value.chars();
                match value.next()? {
                    '=' => Self::Is(name, value.as_str()),
                    '^' => Self::Starts(name, value.as_str()),
                    '~' => Self::Holds(name, value.as_str()),
                    _ => Self::Unless(name, value.as_str()),
                }
            }
            '0'..='9' => {
                let (from, to) = text.split_once('-').unwrap_or((text, text));
                Self::Code(code(from)?, code(to)?)
            }
            _ => return if text == "empty" { Some(Self::Empty) } else { None },
        })
    }

    /// The words that it looks for in the body.
    pub(super) const fn words(self) -> Option<&'static str> {
        match self {
            Self::Body(words) | Self::Text(words) | Self::Whole(words) | Self::End(words) => Some(words),
            Self::Code(..)
            | Self::Header(_)
            | Self::Is(..)
            | Self::Starts(..)
            | Self::Holds(..)
            | Self::Lacks(_)
            | Self::Unless(..)
            | Self::Empty => None,
        }
    }
}

/// A response as rules see it.
#[derive(Debug)]
pub(super) struct Reading<'a> {
    pub(super) code: u16,
    pub(super) headers: &'a Headers,
    pub(super) text: Text,
    found: Found,
    pub(super) content: Content,
}

/// What is known of the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// It has not been read: it came after the head, or not at all.
    Unread,
    /// There is none.
    Nothing,
    /// There is one.
    Something,
}

impl<'a> Reading<'a> {
    pub(super) fn of(response: &'a Response, body: &str, index: &Index) -> Self {
        let text = Text::of(body);
        let found = index.find(&text);
        let nothing = response.headers.get("content-length") == Some("0") || !body.is_empty();
        let content = match (text.start() == text.end(), nothing) {
            (false, _) => Content::Something,
            (true, true) => Content::Nothing,
            (true, false) => Content::Unread,
        };
        Self { code: response.status.code(), headers: &response.headers, text, found, content }
    }

    /// Whether all of `signs` are there.
    pub(super) fn has_all(&self, signs: &[Sign]) -> bool {
        signs.iter().all(|sign| self.has(*sign))
    }

    /// Whether `sign` is there.
    pub(super) fn has(&self, sign: Sign) -> bool {
        let spot = |words| self.found.spot(words);
        match sign {
            Sign::Code(first, last) => (first..=last).contains(&self.code),
            Sign::Header(name) => self.headers.get(name).is_some(),
            Sign::Is(name, words) => self.value(name, |value| value.eq_ignore_ascii_case(words)).is_some(),
            Sign::Starts(name, words) => self.value(name, |value| begins(value, words)).is_some(),
            Sign::Holds(name, words) => self.value(name, |value| holds(value, words)).is_some(),
            Sign::Lacks(name) => self.headers.get(name).is_none(),
            Sign::Unless(name, words) => self.headers.get(name).is_none() || self.has(Sign::Starts(name, words)),
            Sign::Body(words) => spot(words).is_some(),
            Sign::Text(words) => spot(words).is_some_and(|spot| spot.start == self.text.start()),
            Sign::End(words) => spot(words).is_some_and(|spot| spot.end == self.text.end()),
            Sign::Whole(words) => {
                spot(words).is_some_and(|spot| spot.start == self.text.start() && spot.end == self.text.end())
            }
            Sign::Empty => self.content == Content::Nothing,
        }
    }

    /// What of `sign` can be shown to a person.
    pub(super) fn evidence(&self, sign: Sign) -> Option<Evidence> {
        match sign {
            Sign::Code(..) | Sign::Lacks(_) | Sign::Unless(..) | Sign::Empty => None,
            Sign::Header(name) | Sign::Is(name, _) => Some(Evidence::header(name, self.headers.get(name)?)),
            Sign::Starts(name, words) => Some(Evidence::header(name, self.value(name, |value| begins(value, words))?)),
            Sign::Holds(name, words) => Some(Evidence::header(name, self.value(name, |value| holds(value, words))?)),
            Sign::Body(words) | Sign::Text(words) | Sign::Whole(words) | Sign::End(words) => {
                Some(Evidence::body(words))
            }
        }
    }

    /// Whether the body is for programs and not for people: JSON or the like.
    pub(super) fn is_for_programs(&self) -> bool {
        let first = self.text.bytes().get(self.text.start());
        self.has(Sign::Holds("content-type", "json")) || matches!(first, Some(b'{' | b'['))
    }

    /// Where `words` stand in the text, if they were looked for and found: the byte after them.
    pub(super) fn after(&self, words: &'static str) -> Option<usize> {
        self.found.spot(words).map(|spot| spot.end)
    }

    fn value(&self, name: &str, wanted: impl Fn(&str) -> bool) -> Option<&'a str> {
        let named = self.headers.iter().filter(|header| header.name == name);
        named.map(|header| header.value.as_str()).find(|value| wanted(value))
    }
}

/// A status as three digits.
fn code(digits: &str) -> Option<u16> {
    match digits.as_bytes() {
        [hundreds @ b'0'..=b'9', tens @ b'0'..=b'9', ones @ b'0'..=b'9'] => {
            Some(u16::from(hundreds - b'0') * 100 + u16::from(tens - b'0') * 10 + u16::from(ones - b'0'))
        }
        _ => None,
    }
}

fn begins(value: &str, words: &str) -> bool {
    value.as_bytes().get(..words.len()).is_some_and(|start| start.eq_ignore_ascii_case(words.as_bytes()))
}

fn holds(value: &str, words: &str) -> bool {
    value.as_bytes().windows(words.len().max(1)).any(|window| window.eq_ignore_ascii_case(words.as_bytes()))
}
