//! The browsers' format of messages, and how placeholders are filled in.
//!
//! As in the browsers' `i18n.getMessage`: `$NAME$` stands for the placeholder of that name in any case, whose `content` is
//! fixed text with `$1` to `$9` for the values; `$1` may stand in the message itself; `$$` is a dollar sign. What makes no
//! sense stays as it is, so that a slip in a translation is seen and does no harm.

use std::fmt::{Display, Write};

use litemap::LiteMap;

/// Messages by key.
pub(super) type Messages = LiteMap<String, RawMessage>;

/// One entry of a `messages.json`; what is there for translators is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawMessage {
    /// The text.
    pub message: String,
    /// The placeholders in it.
    pub placeholders: Vec<RawPlaceholder>,
}

/// What a placeholder stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawPlaceholder {
    /// What it is called.
    pub name: String,
    /// Text in which `$1` is the first value.
    pub content: String,
}

/// The key of a message and what it says, from fields parted by U+001F.
pub(super) fn read(fields: &str) -> Option<(String, RawMessage)> {
    let mut fields = fields.split('\u{1f}').map(str::to_owned);
    let (key, message) = (fields.next()?, fields.next()?);
    let mut placeholders = Vec::new();
    while let (Some(name), Some(content)) = (fields.next(), fields.next()) {
        placeholders.push(RawPlaceholder { name, content });
    }
    Some((key, RawMessage { message, placeholders }))
}

/// The text of `message` with `values` in place of its placeholders. Values are put in as they are: a `$1` in one stays.
pub(super) fn fill(message: &RawMessage, values: &[&dyn Display]) -> String {
    let mut out = String::with_capacity(message.message.len());
    let mut rest = message.message.as_str();
    while let Some((before, after)) = rest.split_once('$') {
        out.push_str(before);
        rest = after;
        if let Some(after) = rest.strip_prefix('$') {
            out.push('$');
            rest = after;
        } else if let Some(placeholder) = named(message, rest) {
            put(&mut out, &placeholder.content, values);
            rest = rest.split_once('$').map_or("", |(_, after)| after);
        } else if let Some((value, after)) = numbered(rest, values) {
            push(&mut out, value);
            rest = after;
        } else {
            out.push('$');
        }
    }
    out.push_str(rest);
    out
}

/// The placeholder that `rest` begins with, up to the next `$`.
fn named<'a>(message: &'a RawMessage, rest: &str) -> Option<&'a RawPlaceholder> {
    let (name, _) = rest.split_once('$')?;
    message.placeholders.iter().find(|placeholder| placeholder.name.eq_ignore_ascii_case(name))
}

/// The value whose number `rest` begins with, and what comes behind.
fn numbered<'a, 'r>(rest: &'r str, values: &[&'a dyn Display]) -> Option<(&'a dyn Display, &'r str)> {
    let number = rest.chars().next()?.to_digit(10)?;
    let place = usize::try_from(number).ok()?.checked_sub(1)?;
    Some((*values.get(place)?, rest.get(1..)?))
}

/// Writes the content of a placeholder.
fn put(out: &mut String, content: &str, values: &[&dyn Display]) {
    let mut rest = content;
    while let Some((before, after)) = rest.split_once('$') {
        out.push_str(before);
        rest = after;
        if let Some((value, after)) = numbered(rest, values) {
            push(out, value);
            rest = after;
        } else {
            out.push('$');
        }
    }
    out.push_str(rest);
}

fn push(out: &mut String, value: &dyn Display) {
    // Writing to a string fails only if the value's own `Display` does; then what it has written stays.
    let _ = write!(out, "{value}");
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[track_caller]
    fn check(message: &str, placeholders: &[(&str, &str)], expected: &str) {
        let placeholders = placeholders
            .iter()
            .map(|(name, content)| RawPlaceholder { name: (*name).to_owned(), content: (*content).to_owned() });
        let raw = RawMessage { message: message.to_owned(), placeholders: placeholders.collect() };
        assert_eq!(fill(&raw, &[&"one", &2]), expected, "{message:?}");
    }

    #[test]
    fn placeholders() {
        check("plain", &[], "plain");
        check("$A$", &[("a", "$1")], "one");
        check("say $FIRST$, then $Second$.", &[("first", "$1"), ("second", "$2")], "say one, then 2.");
        check("$B$ and $A$", &[("a", "$1"), ("b", "$2")], "2 and one");
        check("$A$$A$", &[("a", "$1")], "oneone");
        check("$A$", &[("a", "[$1|$2]")], "[one|2]");
        check("$A$", &[("a", "fixed")], "fixed");
        check("$1 of $2", &[], "one of 2");
    }

    #[test]
    fn dollars_and_slips() {
        check("a $$ sign, $$1", &[], "a $ sign, $1");
        check("$NOBODY$ here", &[("a", "$1")], "$NOBODY$ here");
        check("$9 $0 $", &[], "$9 $0 $");
        check("$A", &[("a", "$1")], "$A");
        check("$A$", &[("a", "$7 $")], "$7 $");
        check("$é$ $A$", &[("a", "$1")], "$é$ one");
    }

    #[test]
    fn values_are_not_read_again() {
        let placeholder = RawPlaceholder { name: "a".to_owned(), content: "$1".to_owned() };
        let raw = RawMessage { message: "$A$".to_owned(), placeholders: vec![placeholder] };
        assert_eq!(fill(&raw, &[&"$A$ $1 $$"]), "$A$ $1 $$");
    }
}
