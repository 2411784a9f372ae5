//! Terms that not everyone knows, explained where they stand: the first of each on a screen, and in each fold, becomes a
//! button that shows its meaning.
//!
//! Lives here: finding them in a tree that is done, whatever view made it. Not here: which terms there are and what they
//! mean, which each language says for itself (`words`), and opening and closing them (`extension/surface/press.js`).

use super::node::{Attribute, Node, Tag};
use crate::cut::cut_at;

/// The terms of a language, each as the catalogue has it, and which of them have been explained, a bit each.
///
/// Where the texts of a language write a term in other forms too, such as a plural or with a capital, those come first:
/// `gateways|gateway: a server in front of others.` What is shown is what stands behind the last bar.
#[derive(Clone, Copy)]
pub(super) struct Terms<'a> {
    pub(super) all: &'a [&'a str],
    pub(super) seen: u32,
}

impl Terms<'_> {
    /// Puts the text behind `out`, each term that is new in it as a button with its meaning behind.
    pub(super) fn explain(&mut self, text: &str, out: &mut Vec<Node>) {
        for (term, bit) in self.all.iter().zip(0..u32::BITS) {
            let Some((forms, _)) = term.split_once(':').filter(|_| self.seen >> bit & 1 == 0) else { continue };
            for form in forms.split('|') {
                if let Some((before, after)) = find(text, form) {
                    self.seen |= 1 << bit;
                    self.explain(before, out);
                    out.push(Tag::Button.class("term").set(Attribute::Folded).text(form).into());
                    let meaning = term.rsplit('|').next().unwrap_or_default();
                    out.push(Tag::Span.class("meaning").text(meaning).into());
                    return self.explain(after, out);
                }
            }
        }
        out.push(Node::Text(text.to_owned()));
    }
}

/// What is before the first place where `form` stands as a word of ours, and what comes behind.
fn find<'a>(text: &'a str, form: &str) -> Option<(&'a str, &'a str)> {
    // One that is empty stands everywhere.
    if form.is_empty() {
        return None;
    }
    let mut rest = text;
    while let Some((_, after)) = cut_at(rest, form) {
        let before = text.get(..text.len() - after.len() - form.len())?;
        if stands_alone(before, after) {
            return Some((before, after));
        }
        rest = after;
    }
    None
}

/// Whether there is a whole word between two texts, and one of ours: not a part of a name, nor in quotation marks.
fn stands_alone(before: &str, after: &str) -> bool {
    let mut behind = after.chars();
    before.chars().next_back().is_none_or(|mark| mark == '(' || parts_words(mark))
        && behind.next().is_none_or(|mark| match mark {
            ',' | ')' | ':' | '?' | '،' | '؛' | '؟' | '।' => true,
            '.' => behind.next().is_none_or(|next| next == ' '),
            mark => parts_words(mark),
        })
}

/// Whether words end and begin at this character: blanks, those that do not break, and the letters and marks of languages
/// that write no blanks.
const fn parts_words(character: char) -> bool {
    matches!(character, ' ' | '\u{a0}' | '\u{202f}' | '\u{3000}'..='\u{ffef}')
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::super::node::tests::outline;
    use super::super::testing::{WAIT, help_in, tree};
    use super::*;
    use crate::http::Method;
    use crate::outage::Cover;
    use crate::words::tests::english;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let mut out = Vec::new();
        Terms { all: &["gateways|gateway's|Gateway|gateway: a door.", "DNS: a book.", "key", "|: nothing."], seen: 0 }
            .explain(text, &mut out);
        let told = |node: &Node| match node {
            Node::Element(_) => {
                format!("[{}]", outline(node).trim().replace("button.term [aria-expanded=false]: ", ""))
            }
            Node::Text(text) => text.clone(),
            Node::Countdown { .. } | Node::Time { .. } => String::new(),
        };
        assert_eq!(out.iter().map(told).collect::<String>().replace("[span.meaning: ", "["), expected);
    }

    #[test]
    fn whole_words_are_explained_once() {
        check(
            "The name (DNS). Then a gateway, a gateway.",
            "The name ([DNS][DNS: a book.]). Then a [gateway][gateway: a door.], a gateway.",
        );
        check("gateway", "[gateway][gateway: a door.]");
        for none in ["No term here.", "gateway.example.com", "my-gateway, Gateways", "says “gateway”", "key: DNS-1", ""]
        {
            check(none, none);
        }
    }

    #[test]
    fn words_are_parted_as_each_language_does() {
        for (before, after) in [("une\u{a0}", "\u{202f}?"), ("", "، و"), ("（", "）"), ("この", "は。"), ("", "।")]
        {
            check(&format!("{before}DNS{after}"), &format!("{before}[DNS][DNS: a book.]{after}"));
        }
    }

    #[test]
    fn every_form_that_is_listed_is_explained_by_the_last() {
        check("Gateway or not.", "[Gateway][gateway: a door.] or not.");
        check("Two gateways, a gateway.", "Two [gateways][gateway: a door.], a gateway.");
        check("my-gateway is a gateway.", "my-gateway is a [gateway][gateway: a door.].");
        check("A gateway's door.", "A [gateway's][gateway: a door.] door.");
    }

    /// English makes plurals with an s, what belongs to something with an ’s, and begins sentences with a capital: knowledge
    /// for this test alone.
    #[test]
    fn every_form_that_the_english_catalogue_writes_is_listed() {
        let words = english();
        let terms: Vec<Vec<&str>> =
            words.terms().map(|term| term.split(':').next().unwrap().split('|').collect()).collect();
        let mut written = 0;
        for text in words.texts().filter(|text| !words.terms().any(|term| term == *text)) {
            let text = text.split('$').step_by(2).collect::<Vec<_>>().join("$");
            for word in text.split(|letter: char| !letter.is_alphanumeric() && letter != '’') {
                let small = word.to_lowercase();
                let name = small.strip_suffix("’s").or_else(|| small.strip_suffix('s')).unwrap_or(&small);
                for forms in
                    terms.iter().filter(|forms| [&*small, name].contains(&&*forms.last().unwrap().to_lowercase()))
                {
                    assert!(forms.contains(&word), "“{word}” is not in {forms:?}: {text}");
                    written += 1;
                }
            }
        }
        assert!(written > 30, "{written}");
    }

    #[test]
    fn each_fold_explains_anew_and_headlines_never() {
        let tree = outline(tree(&help_in(Method::Get, Cover::Full, WAIT)));
        let folds: Vec<_> = tree.split("details\n").collect();
        let explained = |fold: &str| fold.matches("[gateway]").count();
        assert_eq!(folds.iter().map(|fold| explained(fold)).filter(|count| *count == 1).count(), 2, "{tree}");
        for line in tree.lines().filter(|line| line.contains("summary") || line.trim_start().starts_with('h')) {
            assert!(!line.contains("[gateway]") && !line.contains("[server]"), "{line}");
        }
    }

    #[test]
    fn every_meaning_is_short_and_names_its_term() {
        let words = english();
        let meanings: Vec<_> = words.terms().collect();
        assert!(meanings.len() >= 10, "{meanings:?}");
        for meaning in meanings {
            let (term, rest) = meaning.split_once(": ").unwrap();
            let in_word = |letter: char| letter.is_alphabetic() || letter == '’';
            assert!(term.split('|').all(|form| !form.is_empty() && form.chars().all(in_word)), "{meaning}");
            assert!(rest.split_whitespace().count() < 15 && rest.ends_with('.'), "{meaning}");
        }
    }
}
