//! Finds all the words that the rules look for in one pass over a body.
//!
//! At each byte the last four, in lower case, are looked up: a table of bits says for nearly all of them that no words go by
//! that key, and only what is left is compared. So a pass costs the same for ten words and for a thousand. The key of some
//! words are those four bytes in them that the fewest others share.
//!
//! An own matcher and not `aho-corasick`: measured, that one adds 29 kB to the wasm (gzipped), this one 1 kB.

use super::text::{Text, normal};

/// Bits in the table that rules out keys; a power of two.
const BITS: usize = 8192;
const KEY: usize = 4;

/// Everything that is looked for, ready to be found.
#[derive(Debug)]
pub(super) struct Index {
    words: Vec<Entry>,
    /// Keys, sorted, each with the entry it leads to.
    keys: Vec<(u32, usize)>,
    bits: Vec<u64>,
}

#[derive(Debug)]
struct Entry {
    words: &'static str,
    /// In normal form and lower case.
    normal: Vec<u8>,
    /// Where in it the byte after the key is.
    offset: usize,
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
    pub(super) fn spot(&self, words: &'static str) -> Option<Spot> {
        self.0.iter().copied().find(|spot| spot.words == words)
    }
}

impl Index {
    /// An index of `words`, at least four bytes each in normal form.
    pub(super) fn of(words: impl Iterator<Item = &'static str>) -> Self {
        let mut words: Vec<&'static str> = words.collect();
        words.sort_unstable();
        words.dedup();
        let normals: Vec<Vec<u8>> = words.iter().map(|words| normal(words.as_bytes()).to_ascii_lowercase()).collect();
        let mut all: Vec<u32> = normals.iter().flat_map(|words| words.windows(KEY).map(key)).collect();
        all.sort_unstable();
        let shared = |key: u32| all.partition_point(|k| *k <= key) - all.partition_point(|k| *k < key);
        let entries = words.into_iter().zip(normals).map(|(words, normal)| {
            let rarest = normal.windows(KEY).enumerate().min_by_key(|(_, window)| shared(key(window)));
            let offset = rarest.map_or(0, |(at, _)| at + KEY);
            Entry { words, normal, offset }
        });
        let words: Vec<Entry> = entries.collect();
        let mut keys: Vec<(u32, usize)> =
            words.iter().enumerate().filter_map(|(n, entry)| Some((entry.key()?, n))).collect();
        keys.sort_unstable();
        let mut bits = vec![0; BITS / 64];
        for (key, _) in &keys {
            let (word, bit) = slot(*key);
            if let Some(word) = bits.get_mut(word) {
                *word |= bit;
            }
        }
        Self { words, keys, bits }
    }

    /// Where in `text` each of the words stands first.
    pub(super) fn find(&self, text: &Text) -> Found {
        let bytes = text.bytes();
        let mut found = Found::default();
        let mut key = 0;
        for (at, byte) in bytes.iter().enumerate() {
            key = key << 8 | u32::from(byte.to_ascii_lowercase());
            let (word, bit) = slot(key);
            if self.bits.get(word).is_some_and(|word| word & bit != 0) {
                self.compare(key, at + 1, bytes, &mut found);
            }
        }
        found
    }

    /// Looks at the words that go by `key`, whose last byte is the one before `at`.
    fn compare(&self, key: u32, at: usize, bytes: &[u8], found: &mut Found) {
        let from = self.keys.partition_point(|(k, _)| *k < key);
        let same = self.keys.get(from..).unwrap_or_default().iter().take_while(|(k, _)| *k == key);
        for entry in same.filter_map(|(_, n)| self.words.get(*n)) {
            let Some(start) = at.checked_sub(entry.offset) else { continue };
            let end = start + entry.normal.len();
            let here = bytes.get(start..end);
            if here.is_some_and(|here| here.eq_ignore_ascii_case(&entry.normal)) && found.spot(entry.words).is_none() {
                found.0.push(Spot { words: entry.words, start, end });
            }
        }
    }
}

impl Entry {
    fn key(&self) -> Option<u32> {
        Some(key(self.normal.get(self.offset.checked_sub(KEY)?..self.offset)?))
    }
}

fn key(window: &[u8]) -> u32 {
    window.iter().fold(0, |key, byte| key << 8 | u32::from(*byte))
}

/// The bit of a key: in which word of the table it is, and where there.
const fn slot(key: u32) -> (usize, u64) {
    let hash = (key.wrapping_mul(0x9e37_79b1) >> 19) as usize; // 13 bits: one of 8192
    (hash / 64, 1 << (hash % 64))
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    const WORDS: [&str; 6] = ["<hr><center>nginx", "<hr><center>openresty", "aaaa", "aaaab", "Don't", "<br />next"];

    #[track_caller]
    fn check(body: &str, expected: &[&str]) {
        let index = Index::of(WORDS.into_iter());
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
        let found = Index::of(WORDS.into_iter()).find(&Text::of("xx aaaa aaaa"));
        assert_eq!(found.spot("aaaa").map(|spot| (spot.start, spot.end)), Some((3, 7)));
    }

    #[test]
    fn the_same_as_searching_for_each() {
        let body = "baaaab aaaab <hr><center>openrest <hr><center>openresty don't".repeat(3);
        let index = Index::of(WORDS.into_iter());
        let text = Text::of(&body);
        let found = index.find(&text);
        let plain = String::from_utf8(text.bytes().to_ascii_lowercase()).unwrap();
        for words in WORDS {
            let plainly = plain.find(&String::from_utf8(normal(words.as_bytes()).to_ascii_lowercase()).unwrap());
            assert_eq!(found.spot(words).map(|spot| spot.start), plainly, "{words:?}");
        }
    }
}
