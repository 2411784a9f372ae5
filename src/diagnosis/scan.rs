//! Finds all the words that the rules look for in one pass over a body.
//!
//! At each byte the last four, in lower case, are looked up in a table, which says for most of them that no words go by that
//! key; only what is left is compared. So a pass costs about the same for ten words and for a thousand. The key of some words
//! are those four bytes in them that the fewest others share.
//!
//! Our own, and not `aho-corasick`: that adds 34 kB to the wasm (version 1.1.4, gzipped), this less than one.

use super::text::{Text, normal};

/// Slots of the table; a power of two.
const SLOTS: usize = 4096;
const KEY: usize = 4;

/// Everything that is looked for, ready to be found.
#[derive(Debug)]
pub(super) struct Index {
    entries: Vec<Entry>,
    /// The first entry of each slot, counted from one; zero where there is none.
    slots: Box<[u16; SLOTS]>,
}

#[derive(Debug)]
struct Entry {
    words: &'static str,
    /// In normal form and lower case.
    normal: Vec<u8>,
    /// What it goes by, and where in it the byte after that is.
    key: u32,
    offset: usize,
    /// The next entry of the same slot, as in `slots`.
    next: u16,
}

/// Where some words stand first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    words: &'static str,
    /// The first byte.
    pub(super) start: usize,
    /// The byte after the last.
    pub(super) end: usize,
}

/// What was found in a body.
#[derive(Debug, Default)]
pub(super) struct Found(Vec<Spot>);

impl Found {
    /// Where `words` stand first, if they do.
    pub(super) fn spot(&self, words: &str) -> Option<Spot> {
        self.0.iter().copied().find(|spot| spot.words == words)
    }
}

impl Default for Index {
    fn default() -> Self {
        Self { entries: Vec::new(), slots: Box::new([0; SLOTS]) }
    }
}

impl Index {
    /// An index of `words`: what is shorter than four bytes in normal form is not found, nor what comes after the first 65,535.
    pub(super) fn of(words: &[&'static str]) -> Self {
        let mut entries = Vec::new();
        let mut shared = vec![0_u16; SLOTS];
        for words in words.iter().take(usize::from(u16::MAX)) {
            let mut normal = normal(words.as_bytes());
            normal.make_ascii_lowercase();
            for window in normal.windows(KEY) {
                if let Some(count) = shared.get_mut(slot(key_of(window))) {
                    *count = count.saturating_add(1);
                }
            }
            entries.push(Entry { words, normal, key: 0, offset: 0, next: 0 });
        }
        let mut slots = Box::new([0_u16; SLOTS]);
        for (number, entry) in (1..).zip(&mut entries) {
            let mut rarest = u16::MAX;
            let mut home = None;
            for (at, window) in entry.normal.windows(KEY).enumerate() {
                let key = key_of(window);
                let slot = slot(key);
                let count = shared.get(slot).copied().unwrap_or(u16::MAX);
                if count < rarest {
                    (rarest, home, entry.key, entry.offset) = (count, Some(slot), key, at + KEY);
                }
            }
            if let Some(first) = home.and_then(|slot| slots.get_mut(slot)) {
                entry.next = std::mem::replace(first, number);
            }
        }
        Self { entries, slots }
    }

    /// Where in `text` each of the words stands first.
    pub(super) fn find(&self, text: &Text) -> Found {
        let bytes = text.bytes();
        let mut found = Found::default();
        let mut key = 0;
        for (at, byte) in bytes.iter().enumerate() {
            key = key << 8 | u32::from(byte.to_ascii_lowercase());
            let mut number = self.slots.get(slot(key)).copied().unwrap_or(0);
            if number == 0 {
                continue;
            }
            while let Some(entry) = self.entry(number) {
                if entry.key == key {
                    entry.compare(at + 1, bytes, &mut found);
                }
                number = entry.next;
            }
        }
        found
    }

    fn entry(&self, number: u16) -> Option<&Entry> {
        self.entries.get(usize::from(number).checked_sub(1)?)
    }
}

impl Entry {
    /// Notes where these words stand, whose key ends before `at`, if they do and have not been found before.
    fn compare(&self, at: usize, bytes: &[u8], found: &mut Found) {
        let Some(start) = at.checked_sub(self.offset) else { return };
        let end = start + self.normal.len();
        let here = bytes.get(start..end);
        if here.is_some_and(|here| here.eq_ignore_ascii_case(&self.normal)) && found.spot(self.words).is_none() {
            found.0.push(Spot { words: self.words, start, end });
        }
    }
}

fn key_of(window: &[u8]) -> u32 {
    window.iter().fold(0, |key, byte| key << 8 | u32::from(*byte))
}

/// The slot of a key: the upper twelve bits of its hash.
#[inline]
const fn slot(key: u32) -> usize {
    (key.wrapping_mul(0x9e37_79b1) >> 20) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    const WORDS: [&str; 6] = ["<hr><center>nginx", "<hr><center>openresty", "aaaa", "aaaab", "Don't", "<br />next"];

    #[track_caller]
    fn check(body: &str, expected: &[&str]) {
        let index = Index::of(&WORDS);
        let found = index.find(&Text::of(body));
        let got: Vec<&str> = WORDS.into_iter().filter(|words| found.spot(words).is_some()).collect();
        assert_eq!(got, expected, "{body:?}");
    }

    #[test]
    fn words_are_found_wherever_they_stand() {
        check("<HR><center>NGINX", &["<hr><center>nginx"]);
        check("xx<hr>\n<center>openresty/1.2", &["<hr><center>openresty"]);
        check("aaaaaaaab", &["aaaa", "aaaab"]);
        check("I dont", &["Don't"]);
        check("<br>\nnext", &["<br />next"]);
        check("<hr><center>nginy", &[]);
        check("aaa", &[]);
        check("", &[]);
    }

    #[test]
    fn the_first_spot_counts() {
        let found = Index::of(&WORDS).find(&Text::of("xx aaaa aaaa"));
        assert_eq!(found.spot("aaaa").map(|spot| (spot.start, spot.end)), Some((3, 7)));
    }

    #[test]
    fn the_same_as_searching_for_each() {
        let body = "baaaab aaaab <hr><center>openrest <hr><center>openresty don't".repeat(3);
        let index = Index::of(&WORDS);
        let text = Text::of(&body);
        let found = index.find(&text);
        let plain = String::from_utf8(text.bytes().to_ascii_lowercase()).unwrap();
        for words in WORDS {
            let plainly = plain.find(&String::from_utf8(normal(words.as_bytes()).to_ascii_lowercase()).unwrap());
            assert_eq!(found.spot(words).map(|spot| spot.start), plainly, "{words:?}");
        }
    }
}
