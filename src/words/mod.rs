//! Every word that a reader sees, as one message of a catalogue.
//!
//! Lives here: reading the browsers' own format (`_locales/*/messages.json`) and filling in placeholders. Not here: what is
//! said when (`view`). Views reach a message only through its method on [`Words`], so a message that is not listed or a
//! placeholder that is left out does not compile.

mod catalogue;
mod list;

use std::fmt::Display;

use catalogue::{Messages, fill};
pub use catalogue::{RawMessage, RawPlaceholder};

/// The messages of one language, in the browsers' own format.
///
/// A catalogue may lack messages, as translations do while they are made: what is missing shows as its key.
///
/// ```
/// # use back_soon::words::Words;
/// let words = Words::default();
/// assert_eq!(words.button_stop(), "button_stop");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words(Messages);

impl Words {
    /// Reads a catalogue from one text: its messages are parted by U+001E, and in each its key, its text, and the name and the
    /// content of each placeholder by U+001F. A message without a text is left out.
    ///
    /// ```
    /// # use back_soon::words::Words;
    /// let words = Words::read("button_stop\u{1f}Stop\u{1e}headline_back\u{1f}$HOST$ is back\u{1f}host\u{1f}$1");
    /// assert_eq!(words.button_stop(), "Stop");
    /// assert_eq!(words.headline_back(&"example.com"), "example.com is back");
    /// ```
    #[must_use]
    pub fn read(text: &str) -> Self {
        text.split('\u{1e}').filter_map(catalogue::read).collect()
    }

    /// The terms that are explained where they stand: each a term, a colon, and what it means. Which there are is up to each
    /// language.
    pub fn terms(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter(|(key, _)| key.starts_with("term_")).map(|(_, meaning)| meaning.message.as_str())
    }

    fn say(&self, key: &str, values: &[&dyn Display]) -> String {
        self.0.get(key).map_or_else(|| key.to_owned(), |message| fill(message, values))
    }

    #[inline(never)]
    fn say_plain(&self, key: &str) -> String {
        self.say(key, &[])
    }
}

impl FromIterator<(String, RawMessage)> for Words {
    fn from_iter<I: IntoIterator<Item = (String, RawMessage)>>(messages: I) -> Self {
        let mut words = Self::default();
        // One by one: collecting would sort, and a sort is much code.
        for (key, message) in messages {
            words.0.insert(key, message);
        }
        words
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::list::USED;
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[cfg(not(target_arch = "wasm32"))]
    impl Words {
        /// All messages, as the catalogue has them.
        pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
            self.0.values().map(|message| message.message.as_str())
        }
    }

    /// The English catalogue, as it is shipped.
    pub(crate) fn english() -> Words {
        let json: serde_json::Value =
            serde_json::from_str(include_str!("../../extension/_locales/en/messages.json")).unwrap();
        let text = |json: &serde_json::Value, key: &str| json[key].as_str().unwrap().to_owned();
        let placeholder = |(name, json): (&String, &serde_json::Value)| RawPlaceholder {
            name: name.clone(),
            content: text(json, "content"),
        };
        let messages = json.as_object().unwrap().iter().map(|(key, json)| {
            let placeholders = json["placeholders"].as_object().into_iter().flatten().map(placeholder).collect();
            (key.clone(), RawMessage { message: text(json, "message"), placeholders })
        });
        messages.collect()
    }

    #[test]
    fn the_catalogue_has_every_message_with_its_placeholders() {
        let Words(messages) = english();
        for (key, placeholders) in USED {
            let message = messages.get(*key).unwrap_or_else(|| panic!("{key} is missing"));
            let mut named: Vec<(&str, &str)> =
                message.placeholders.iter().map(|raw| (raw.content.as_str(), raw.name.as_str())).collect();
            named.sort_unstable();
            assert_eq!(named.iter().map(|(_, name)| *name).collect::<Vec<_>>(), *placeholders, "{key}");
            for (n, (content, name)) in named.iter().enumerate() {
                assert_eq!(*content, format!("${}", n + 1), "{key}");
                assert!(message.message.contains(&format!("${}$", name.to_uppercase())), "{key} does not say {name}");
            }
        }
    }

    #[test]
    fn every_message_is_used() {
        for key in english().0.keys() {
            let manifest = include_str!("../../manifest.json").contains(&format!("\"__MSG_{key}__\""));
            // A menu is made before we run; what a page without an address says, or a press that came to nothing, is not ours to
            // decide on.
            let scripts = [
                include_str!("../../extension/background.js"),
                include_str!("../../extension/surface/main.js"),
                include_str!("../../extension/surface/press.js"),
            ];
            let script = scripts.iter().any(|script| script.contains(&format!("('{key}')")));
            let term = key.starts_with("term_");
            assert!(manifest || script || term || USED.iter().any(|(name, _)| name == key), "nobody says {key}");
        }
    }

    #[test]
    fn no_message_shouts_and_each_has_help_for_translators() {
        let raw: serde_json::Value =
            serde_json::from_str(include_str!("../../extension/_locales/en/messages.json")).unwrap();
        for (key, entry) in raw.as_object().unwrap() {
            assert!(!entry["message"].as_str().unwrap().contains('!'), "{key}");
            assert!(entry["description"].as_str().unwrap().ends_with('.'), "{key}");
            let examples = entry["placeholders"].as_object().into_iter().flatten();
            assert!(examples.into_iter().all(|(_, p)| !p["example"].as_str().unwrap().is_empty()), "{key}");
        }
    }

    #[test]
    fn a_message_that_is_missing_shows_its_key() {
        assert_eq!(Words::default().headline_back(&"a.test"), "headline_back");
        assert_eq!(english().headline_back(&"a.test"), "a.test is back");
    }
}
