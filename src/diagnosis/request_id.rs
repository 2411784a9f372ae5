//! Numbers by which a support desk finds this one failure in its logs.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::sign::Reading;

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
        let headers = HEADERS.iter().filter_map(|name| {
            let value = reading.headers.get(name)?;
            Some(Self { name: (*name).to_owned(), value: quotable(value.as_bytes(), |_| true)? })
        });
        let body = LABELS.iter().filter_map(|label| {
            let rest = reading.text.bytes().get(reading.after(label.words)?..)?;
            let value = quotable(skip_tags(rest), |byte| !byte.is_ascii_whitespace() && !b"<>(),;{}".contains(&byte))?;
            let digits = value.bytes().any(|byte| byte.is_ascii_digit());
            let likely = value.len() >= label.least && (digits || value.len() >= 16);
            likely.then(|| Self { name: label.name.to_owned(), value })
        });
        let mut found: Vec<Self> = Vec::new();
        for id in headers.chain(body) {
            if found.len() < Self::MAX_COUNT && !found.iter().any(|known| known.value.starts_with(&id.value)) {
                found.push(id);
            }
        }
        found
    }
}

// As one string, `name: value`: no name holds a colon and a blank.
impl Serialize for RequestId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&[&self.name, ": ", &self.value].concat())
    }
}

impl<'de> Deserialize<'de> for RequestId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let (name, value) = text.split_once(": ").ok_or_else(|| de::Error::custom("no request id"))?;
        Ok(Self { name: name.to_owned(), value: value.to_owned() })
    }
}

/// Headers with a number in them. Source: each vendor's pages on support and tracing.
const HEADERS: [&str; 30] = [
    "cf-ray",
    "x-amz-cf-id",
    "x-azure-ref",
    "x-vercel-id",
    "fly-request-id",
    "x-nf-request-id",
    "x-iinfo",
    "x-sucuri-id",
    "x-reference-error",
    "x-railway-request-id",
    "rndr-id",
    "cdn-requestid",
    "eagleid",
    "x-nws-log-uuid",
    "x-github-request-id",
    "x-wix-request-id",
    "x-amzn-requestid",
    "x-amz-apigw-id",
    "apigw-requestid",
    "x-amz-request-id",
    "x-amzn-trace-id",
    "x-ms-request-id",
    "x-cloud-trace-context",
    "x-vcap-request-id",
    "x-kong-request-id",
    "x-request-id",
    "x-correlation-id",
    "x-trace-id",
    "x-served-by",
    "x-varnish",
];

/// Words in a page that a number follows.
pub(super) struct Label {
    pub(super) words: &'static str,
    name: &'static str,
    /// How long the number is at least: shorter ones are something else.
    least: usize,
}

const fn label(words: &'static str, name: &'static str, least: usize) -> Label {
    Label { words, name, least }
}

pub(super) const LABELS: &[Label] = &[
    label("Ray ID:", "Ray ID", 16),
    label("Reference #", "Reference", 8),
    label("Incapsula incident ID:", "Incident ID", 8),
    label("Request ID:", "Request ID", 8),
    label("request_id:", "request_id", 8),
    label("requestId:", "requestId", 8),
    label("Azure Ref:", "Azure Ref", 8),
    label("Ref A:", "Ref A", 8),
    label("XID:", "XID", 1),
    label("Details: cache-", "Fastly cache", 4),
    label("Error ID:", "Error ID", 6),
    label("Error log record number:", "Error log record number", 4),
    label("Block ID:", "Block ID", 3),
];

/// What comes after tags and blanks.
fn skip_tags(mut rest: &[u8]) -> &[u8] {
    for _ in 0..4 {
        rest = rest.trim_ascii_start();
        match rest.strip_prefix(b"<").and_then(|tag| tag.get(tag.iter().take(200).position(|b| *b == b'>')? + 1..)) {
            Some(after) => rest = after,
            None => break,
        }
    }
    rest
}

/// The visible ASCII at the beginning that `belongs`, cut to size; `None` where there is none.
fn quotable(bytes: &[u8], belongs: impl Fn(u8) -> bool) -> Option<String> {
    let visible =
        bytes.iter().take(RequestId::MAX_VALUE).take_while(|byte| matches!(byte, b' '..=b'~') && belongs(**byte));
    let value: String = visible.map(|byte| char::from(*byte)).collect();
    let value = value.trim().trim_end_matches('.').to_owned();
    (!value.is_empty()).then_some(value)
}
