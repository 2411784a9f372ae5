//! Rules of the house that the compiler does not know, kept by reading the source tree.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "clippy spares `#[test]` functions, not the functions around them in a test of its own crate"
)]

use std::fs;
use std::path::{Path, PathBuf};

/// What only `src/browser/` may name.
const BROWSER: [&str; 6] = ["wasm_bindgen", "js_sys", "web_sys", "gloo", "serde_wasm_bindgen", "chrome."];
/// Clocks, chance and doors to the outside that the pure part must be handed as arguments.
const OUTSIDE: [&str; 6] = ["SystemTime::now", "Instant::now", "std::fs", "std::net", "std::env", "std::thread"];

fn sources() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    assert!(found.len() > 20, "found too few files to mean anything");
    found
}

/// The lines that are compiled into the extension: no comments, and no tests, which stand last in a file.
fn code(text: &str) -> impl Iterator<Item = &str> {
    let tests = text.match_indices("#[cfg(test)]\n").find(|(at, _)| {
        let next = text[*at..].lines().nth(1).unwrap_or_default();
        next.ends_with("mod tests {")
    });
    let end = tests.map_or(text.len(), |(at, _)| at);
    let lines = text[..end].lines().map(str::trim_start);
    lines.filter(|line| !line.starts_with("//"))
}

fn is_test_file(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == "stories") || path.ends_with("testing.rs")
}

#[test]
fn only_the_browser_side_knows_a_browser() {
    for (path, text) in sources() {
        if path.components().any(|part| part.as_os_str() == "browser") || is_test_file(&path) {
            continue;
        }
        for line in code(&text) {
            for name in BROWSER.iter().chain(&OUTSIDE) {
                assert!(!line.contains(name), "{} names {name}: {line}", path.display());
            }
        }
    }
}

#[test]
fn every_module_says_what_it_is() {
    for (path, text) in sources() {
        assert!(text.starts_with("//! "), "{} does not open with a module comment", path.display());
    }
}

#[test]
fn files_stay_readable() {
    for (path, text) in sources() {
        let lines = text.lines().count();
        assert!(lines <= 450 || is_test_file(&path), "{} has {lines} lines", path.display());
    }
}

#[test]
fn nothing_is_left_to_do() {
    for (path, text) in sources() {
        for mark in ["todo!(", "unimplemented!(", "dbg!(", "TODO", "FIXME"] {
            assert!(!text.contains(mark), "{} contains {mark}", path.display());
        }
    }
}
