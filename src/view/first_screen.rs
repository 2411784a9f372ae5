//! What stands on the first screen of help, in every state: printed, to be graded as text by `tests/words/grade.py`.

use super::node::tests::outline;
use super::testing::{every_phase, help_of, tree};
use crate::diagnosis::Failure;
use crate::http::Method;
use crate::outage::Cover;

/// Elements with sentences, as an outline names them. Labels and buttons are no sentences.
const SENTENCES: [&str; 5] = ["h1", "p.lead", "p.status", "p.detail", "p"];

#[test]
fn first_screens_in_sentences() {
    let mut screens = 0;
    for failure in Failure::ALL {
        for phase in every_phase() {
            for method in [Method::Get, Method::Post] {
                let text = sentences(&outline(tree(&help_of(failure, method, Cover::Full, phase.clone()))));
                assert!(text.matches('.').count() >= 2, "{failure:?}, {phase:?}: {text}");
                println!("screen\t{failure:?}, {phase:?}, {method:?}\t{text}");
                screens += 1;
            }
        }
    }
    assert!(screens > 300, "{screens} screens");
}

/// The sentences above the folds, each with a full stop; the host is called by a short name.
fn sentences(outline: &str) -> String {
    let above = outline.lines().map(str::trim_start).take_while(|line| !line.starts_with("details"));
    let told = above.filter_map(|line| {
        let (element, words) = line.split_once(": ")?;
        let name = element.split([' ', '[']).next()?;
        let counts = SENTENCES.contains(&name) || name.starts_with("h1.");
        counts.then(|| words.replace("shop.example.com", "The site").replace(['[', ']'], ""))
    });
    told.map(|words| if words.ends_with(['.', '…', '?']) { words } else { words + "." }).collect::<Vec<_>>().join(" ")
}
