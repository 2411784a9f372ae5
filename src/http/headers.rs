//! The headers of a response: found by name in any case, cut down before they are kept.

use serde::{Deserialize, Serialize};

/// One header, its name in lower case.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Header {
    /// The name, in lower case.
    pub name: String,
    /// The value, without blanks around it, at most [`Headers::MAX_VALUE`] bytes.
    pub value: String,
}

/// The headers of a response in the order they came.
///
/// A response may carry any number of headers of any size, and these are saved with the outage; so only the first
/// [`MAX_COUNT`](Self::MAX_COUNT) are kept, each cut at [`MAX_VALUE`](Self::MAX_VALUE) bytes, and none that says who the
/// reader is (`set-cookie`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Headers(Vec<Header>);

impl Headers {
    /// How many headers are kept.
    pub const MAX_COUNT: usize = 64;
    /// How many bytes of a value are kept.
    pub const MAX_VALUE: usize = 512;
    /// How many bytes of a name are kept.
    pub const MAX_NAME: usize = 64;

    /// The value of the first header called `name`, which is given in lower case.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|header| header.name == name).map(|header| header.value.as_str())
    }

    /// All headers, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Header> {
        self.0.iter()
    }
}

impl<N: AsRef<str>, V: AsRef<str>> FromIterator<(N, V)> for Headers {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        let kept = pairs.into_iter().filter_map(|(name, value)| {
            let name = cut(name.as_ref(), Self::MAX_NAME).to_ascii_lowercase();
            let value = cut(value.as_ref().trim(), Self::MAX_VALUE).to_owned();
            (name != "set-cookie").then_some(Header { name, value })
        });
        Self(kept.take(Self::MAX_COUNT).collect())
    }
}

/// The beginning of `text`, at most `max` bytes, never a part of a character.
fn cut(text: &str, max: usize) -> &str {
    text.get(..text.floor_char_boundary(max)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn found_in_any_case() {
        let headers: Headers = [("SeRvEr", " nginx "), ("server", "second")].into_iter().collect();
        assert_eq!(headers.get("server"), Some("nginx"));
        assert_eq!(headers.get("via"), None);
    }

    #[test]
    fn huge_and_many_are_cut() {
        let headers: Headers = (0..1000).map(|n| (format!("x-{n}"), "é".repeat(40_000))).collect();
        assert_eq!(headers.iter().count(), Headers::MAX_COUNT);
        assert_eq!(headers.get("x-0").map(str::len), Some(Headers::MAX_VALUE));
        let odd: Headers = [("n".repeat(100), format!("a{}", "é".repeat(600)))].into_iter().collect();
        assert_eq!(odd.iter().map(|h| (h.name.len(), h.value.len())).collect::<Vec<_>>(), [(64, 511)]);
    }

    #[test]
    fn cookies_are_not_kept() {
        let headers: Headers = [("Set-Cookie", "id=1"), ("Server", "x")].into_iter().collect();
        assert_eq!(headers.iter().count(), 1);
    }
}
