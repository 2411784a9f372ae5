//! What `docs/features.md` says is shown by a test is shown by one that there is; and the languages that can be chosen are
//! those that there are words in.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "clippy spares `#[test]` functions, not the functions around them in a test of its own crate"
)]

use std::fs;
use std::path::Path;

/// All text of a folder's files with that ending, one after the other.
fn read_all(folder: &Path, ending: &str, text: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("node_modules") {
            read_all(&path, ending, text);
        } else if path.extension().is_some_and(|extension| extension == ending) {
            text.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
}

/// What stands between the marks in the last column of the tables.
fn quoted<'a>(line: &'a str, mark: &'a str) -> impl Iterator<Item = &'a str> {
    let cell = line.trim_end_matches(" |").rsplit(" | ").next().unwrap_or_default();
    cell.split(mark).skip(1).step_by(2)
}

#[test]
fn every_test_that_is_named_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let features = fs::read_to_string(root.join("docs/features.md")).unwrap();
    let (mut rust, mut stories) = (String::new(), String::new());
    for folder in ["src", "tests"] {
        read_all(&root.join(folder), "rs", &mut rust);
    }
    read_all(&root.join("tests/browser/stories"), "mjs", &mut stories);
    let stories = stories.replace("\\'", "'");
    let mut named = 0;
    for line in features.lines().filter(|line| line.starts_with("| ")) {
        for name in quoted(line, "`").filter(|name| !name.contains('/')) {
            assert!(rust.contains(&format!("fn {name}(")), "there is no test `{name}`");
            named += 1;
        }
        for name in quoted(&line.replace("\"\"Stop\"", "\"Stop"), "\"") {
            let known = stories.contains(name.trim_start_matches("Stop "));
            assert!(known, "there is no story \"{name}\"");
            named += 1;
        }
    }
    assert!(named > 60, "found too few names to mean anything: {named}");
}

#[test]
fn every_language_that_has_words_can_be_chosen() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("extension/_locales");
    let name = |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name().into_string().unwrap();
    let mut there: Vec<String> = fs::read_dir(folder).unwrap().map(name).collect();
    there.sort_unstable();
    let mut offered = back_soon::settings::LANGUAGES.map(|(tag, _)| tag);
    offered.sort_unstable();
    assert_eq!(there, offered);
}
