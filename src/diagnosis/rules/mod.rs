//! What gives each server away, and what its own pages mean: one table, a row for each.
//!
//! Rows stand in order of strength: of two whose signs are all there, the first made the page. A new server is one row here,
//! one line in `gateway` and one specimen in the tests. Each row says where its signs come from.

mod apps;
mod local;
mod networks;
mod platforms;
mod proxies;

use std::sync::LazyLock;

use super::failure::PHRASES;
use super::request_id;
use super::scan::Index;
use super::sign::Sign;
use super::{Failure, Gateway, Page};

/// One server.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) gateway: Gateway,
    /// What it leaves on everything that passes through it, other servers' pages too: one of these is enough.
    pub(super) path: &'static [Sign],
    /// What stands on its own pages alone: all signs of one of these.
    pub(super) own: &'static [&'static [Sign]],
    /// What its own pages mean: the first whose signs are all there. Where none is, the status tells.
    pub(super) means: &'static [(&'static [Sign], Failure)],
}

/// All rows, the strongest first.
pub(super) fn rows() -> impl Iterator<Item = &'static Row> {
    [networks::ROWS, platforms::ROWS, apps::ROWS, proxies::ROWS, local::ROWS].into_iter().flatten()
}

/// Everything that is looked for in bodies.
pub(super) static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let own = rows().flat_map(|row| row.own.iter().copied().flatten());
    let means = rows().flat_map(|row| row.means).chain(PHRASES).flat_map(|(signs, _)| *signs);
    let path = rows().flat_map(|row| row.path);
    let signs = own.chain(means).chain(path).filter_map(|sign| sign.words());
    let labels = request_id::LABELS.iter().map(|label| label.words);
    Index::of(signs.chain(labels).chain(Page::words()))
});

/// What a status means where a server says it on a page of its own: any 500, 502 and so on.
const fn code(code: u16) -> Sign {
    Sign::Code(code, code)
}
