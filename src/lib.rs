//! **Back Soon** explains a site's gateway error to the person who met it, asks the site politely until it is back, and
//! then opens it. This crate is the extension's core, compiled to WebAssembly and run in its background.
//!
//! # Bird's eye
//!
//! ```text
//! browser event -> extension/background.js    hears everything, drops what cannot matter, decides nothing
//!               -> browser::background        one mailbox: decode, load, step, save, run effects
//!               -> outage::State::step        (state, context, event) -> effects; pure
//!               -> view                       (state, words) -> a tree of nodes; pure
//!               -> extension/surface/        paints the tree, sends back what was pressed
//! ```
//!
//! # Words
//!
//! - **gateway**: the server that answered the browser, for another one behind it.
//! - **failure**: what broke; **diagnosis**: gateway and failure, with the evidence.
//! - **outage**: one web origin failing, from the first error to recovery. It owns the schedule.
//! - **visit**: one tab that waits on an outage.
//! - **probe**: a background request that asks "are you back?"; **attempt**: one probe or load, with its outcome.
//! - **surface**: where we draw: in the failed page, in our own page `help.html`, in the popup.
//!
//! # What never happens
//!
//! - Outside `browser`, nothing knows that a browser exists, what time it is, or how the dice fall: all that is passed in.
//!   `tests/architecture.rs` reads the source and keeps it so.
//! - A form is not sent again: only `GET` and `HEAD` pages are ever loaded again (`tests/laws.rs`).
//! - A web origin does not get two probes at a time, nor one before its time (`tests/laws.rs`).
//! - Nothing a site sends becomes markup: views are trees of closed enums and text.
//! - Nothing is done before it has been saved, and everything that waits has a deadline in the state, so the background
//!   may die between any two lines.
//! - A page that loads well does not start this crate at all.
//!
//! # Decisions that measurement changed
//!
//! - Our own page goes on to the recovered site by `location.replace` from within, and is put there by `tabs.update`, with
//!   `loadReplace` in Firefox alone: Chrome's Back button passes over the error entry by itself, Firefox's does not.
//! - Firefox says of loads that went well that they failed, and commits a document for its error pages: there, only commits
//!   count. Chrome commits none, and there a failed load is the hint to look.
//! - The join of response and document has no table of half-known pages: a response makes a visit at once, and the document
//!   is looked for until it says, by its address and status, that it is the one.
//! - Sent in at the commit, our script begins 40 to 50 ms after it. So the browser is told of it with the head of the failed
//!   answer, for that host until the commit, and runs it as the document begins, after some 23 ms (`extension/sending.js`).
//! - What a document is to show is answered before it has been saved, not after up to three steps have been saved. A
//!   background that dies in between has saved that the document is looked for, and looks again.
//! - The first frame rests on the body, not on the headers alone. A view that is in hand at the commit, and that a bare document
//!   draws before it is answered, comes some 20 of 125 ms sooner on two cores; and of the bare 502s that real servers send, the
//!   body changes what is said of nearly every third, before the reader's eyes. The same help as a fixed text, by a script that
//!   asks nobody, takes some 70 ms there (`./build.sh bench` times it beside ours).
//! - A closed root is not closed to `window.find`: Firefox hands a page the text that it finds there, and with it the root; Chrome
//!   lets it select what it found and read it. And Firefox tells whoever hears an event from which element in the root it came
//!   (`originalTarget`). So nothing of help in a page can be selected, Firefox's `find` finds nothing there, and events from help go
//!   no further (`extension/surface/hands.js`); but there a page that listened before we came hears them. So what a press does goes
//!   by what was drawn, and not by what stands in the document (`extension/surface/drawn.js`).
//! - A background of ten files takes 30 to 40 ms more to wake than the same as one (`build_background` in build.sh).
//! - Our words are read while the core starts, and come as one text: message by message took 22 ms of a cold start, this 2
//!   (`extension/ahead.js`).

pub mod time;
pub mod chance;
mod cut;
pub mod id;
pub mod packed;
pub mod http;
pub mod diagnosis;
pub mod retry;
pub mod reach;
pub mod settings;
pub mod outage;
pub mod history;
pub mod words;
pub mod view;
pub mod message;
#[cfg(target_arch = "wasm32")]
mod browser;

/// Chosen for its size: see `Cargo.toml`.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
