//! What gives each server away, and what its own pages mean: one table, a few lines for each server.
//!
//! ```text
//! # nginx                        the server's id, as in `gateway`
//! path  @server^nginx            a sign that it leaves on everything that passes through it: one is enough
//! own   '<hr><center>nginx       signs that are on its own pages alone: all of one line
//! means origin-overloaded 503    what a page of its own means: the first line whose signs are all there
//! page  debug 'Traceback         what kind of page that is
//! id    @cf-ray                  where a number stands that a support desk asks for
//! ```
//!
//! Signs stand with ` & ` between them:
//!
//! ```text
//! 503, 502-504                   the status
//! @name  !name                   the header is there; is not there
//! @name=it  @name^so  @name~so   its value is this; begins so; holds this
//! @name?so                       its value begins so, or it is not there
//! 'words  ^words  =words  $words the body holds these; begins so; is these and no more; ends so
//! empty                          the body was read, and there is nothing in it
//! ```
//!
//! Servers stand in order of strength: of two whose own signs are there, the first made the page. Case never counts, nor
//! anything that `text` leaves out. A new server is some lines here, one line in `gateway` and a specimen in the tests; each
//! says where its signs come from.
//!
//! Text and not Rust's own data, for its size: as constants the same table took 18 kB of wasm (gzipped), half of it addresses;
//! as text it takes 8 kB.

mod anyone;
mod apps;
mod local;
mod networks;
mod platforms;
mod proxies;

use std::sync::LazyLock;

use super::scan::Index;
use super::sign::Sign;
use super::{Failure, Gateway, Page};
use crate::cut::cut_at;

/// All lines, the strongest first.
const TEXTS: [&str; 6] = [networks::TEXT, platforms::TEXT, apps::TEXT, proxies::TEXT, local::TEXT, anyone::TEXT];

/// The rules by what they say, the strongest first; and the words they look for.
#[derive(Debug, Default)]
pub(super) struct Rules {
    pub(super) paths: Vec<Line>,
    pub(super) owns: Vec<Line>,
    pub(super) means: Vec<Line>,
    pub(super) pages: Vec<Line>,
    pub(super) ids: Vec<Line>,
    pub(super) index: Index,
}

impl Rules {
    fn add(&mut self, line: Line) {
        let same = match line.says {
            Says::Path => &mut self.paths,
            Says::Own => &mut self.owns,
            Says::Means(_) => &mut self.means,
            Says::Page(_) => &mut self.pages,
            Says::Id => &mut self.ids,
        };
        same.push(line);
    }
}

/// One line of the table.
#[derive(Debug)]
pub(super) struct Line {
    /// Of whom it speaks; `None`: of anyone.
    pub(super) gateway: Option<Gateway>,
    pub(super) says: Says,
    /// What must be there, all of it.
    pub(super) signs: Vec<Sign>,
}

/// What a line says where its signs are there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Says {
    /// The response passed through this server.
    Path,
    /// This server made it.
    Own,
    /// If this server made it, this is what broke.
    Means(Failure),
    /// The page is of this kind.
    Page(Page),
    /// A number to quote is the header's value, or follows the words.
    Id,
}

/// Read once, when first needed. What cannot be read is left out; a test keeps that from happening.
pub(super) static RULES: LazyLock<Rules> = LazyLock::new(|| {
    let mut rules = Rules::default();
    let mut words = Vec::new();
    for text in TEXTS {
        let mut gateway = None;
        for line in text.split('\n') {
            if let Some(id) = line.strip_prefix("# ") {
                gateway = Gateway::from_id(id);
            } else if let Some(line) = line_of(gateway, line) {
                words.extend(line.signs.iter().filter_map(|sign| sign.words()));
                rules.add(line);
            }
        }
    }
    Rules { index: Index::of(&words), ..rules }
});

fn line_of(gateway: Option<Gateway>, line: &'static str) -> Option<Line> {
    let (verb, rest) = line.split_once(' ')?;
    let mut rest = rest.trim_ascii_start();
    let says = match verb {
        "path" => Says::Path,
        "own" => Says::Own,
        "id" => Says::Id,
        _ => {
            let (word, signs) = rest.split_once(' ').unwrap_or((rest, ""));
            rest = signs;
            match verb {
                "means" => Says::Means(Failure::from_id(word)?),
                "page" => Says::Page(Page::from_id(word)?),
                _ => return None,
            }
        }
    };
    let mut signs = Vec::new();
    while !rest.is_empty() {
        let (sign, behind) = cut_at(rest, " & ").unwrap_or((rest, ""));
        if !sign.is_empty() {
            signs.push(Sign::read(sign)?);
        }
        rest = behind;
    }
    Some(Line { gateway, says, signs })
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn every_line_can_be_read() {
        for text in TEXTS {
            for line in text.trim_end().split('\n') {
                match line.strip_prefix("# ") {
                    Some(id) => assert!(id == "anyone" || Gateway::from_id(id).is_some(), "{line}"),
                    None => assert!(line_of(None, line).is_some(), "{line}"),
                }
            }
        }
    }

    #[test]
    fn every_server_has_lines() {
        for gateway in Gateway::ALL {
            assert!(RULES.owns.iter().any(|line| line.gateway == Some(gateway)), "{gateway:?}");
        }
    }

    #[test]
    fn words_are_long_enough_to_be_found() {
        let lines = RULES.paths.iter().chain(&RULES.owns).chain(&RULES.means).chain(&RULES.pages).chain(&RULES.ids);
        for words in lines.flat_map(|line| &line.signs).filter_map(|sign| sign.words()) {
            assert!(crate::diagnosis::text::normal(words.as_bytes()).len() >= 4, "{words}");
        }
    }
}
