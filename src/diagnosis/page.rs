//! What kind of page a failed response brought, whoever made it.

use serde::{Deserialize, Serialize};

use super::sign::Sign::{self, Body, Holds, Text};
use super::sign::{Content, Reading};

/// The kind of a failed response's body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Page {
    /// The body has not been read.
    #[default]
    Unread,
    /// There is none.
    Empty,
    /// The standard page of the server that made it.
    Standard,
    /// A framework's page for developers, with the inside of the program on it.
    Debug,
    /// The word of an application that it cannot reach its database.
    Database,
    /// An answer for programs: JSON or the like.
    Api,
    /// Anything else: somebody's own words.
    Other,
}

/// What gives a kind away: all signs of a line.
///
/// Sources: the frameworks' own, as in `rules::apps`; PDO's and mysqli's errors as php.net has them.
const KINDS: &[(&[Sign], Page)] = &[
    (&[Body("You're seeing this error because you have <code>DEBUG = True</code>")], Page::Debug),
    (&[Body("// Werkzeug Debugger</title>")], Page::Debug),
    (&[Body("<title>Action Controller: Exception caught</title>")], Page::Debug),
    (&[Body("because you have enabled the <code>show_exceptions</code> setting")], Page::Debug),
    (&[Body("An unhandled exception occurred while processing the request.")], Page::Debug),
    (&[Body("<H1>Server Error in '/"), Body("Stack Trace:")], Page::Debug),
    (&[Body("web.Server Traceback (most recent call last)")], Page::Debug),
    (&[Body("Traceback (most recent call last)")], Page::Debug),
    (&[Text("Puma caught this error:")], Page::Debug),
    (&[Body("<b>Fatal error</b>:"), Body("Stack trace:")], Page::Debug),
    (&[Body("laravel.com/docs"), Body("Stack trace")], Page::Debug),
    (&[Body("<meta charset=\"utf-8\"><title>Error</title><pre>"), Body("<br> at ")], Page::Debug),
    (&[Body("<b>Root Cause</b>")], Page::Debug),
    (&[Body("Error establishing a database connection")], Page::Database),
    (&[Body("SQLSTATE[")], Page::Database),
    (&[Body("Can't connect to MySQL server")], Page::Database),
    (&[Body("Could not connect to the database")], Page::Database),
];

impl Page {
    /// The words that kinds are told by.
    pub(super) fn words() -> impl Iterator<Item = &'static str> {
        KINDS.iter().flat_map(|(signs, _)| *signs).filter_map(|sign| sign.words())
    }

    /// The kind of the page in `reading`; `standard` where it is known to be some server's own.
    pub(super) fn of(reading: &Reading<'_>, standard: bool) -> Self {
        match reading.content {
            Content::Unread => return Self::Unread,
            Content::Nothing => return Self::Empty,
            Content::Something => {}
        }
        if let Some((_, kind)) = KINDS.iter().find(|(signs, _)| reading.has_all(signs)) {
            return *kind;
        }
        let first = reading.text.bytes().get(reading.text.start());
        let for_programs = reading.has(Holds("content-type", "json")) || matches!(first, Some(b'{' | b'['));
        match (standard, for_programs) {
            (true, _) => Self::Standard,
            (false, true) => Self::Api,
            (false, false) => Self::Other,
        }
    }
}
