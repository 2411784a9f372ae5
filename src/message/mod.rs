//! What surfaces and background say to each other: closed enums, checked as they come in.
//!
//! Surfaces ask and are answered with a [`View`](crate::view::View). The background sends only [`Notice`]s: that there is
//! something new to ask for. The painter, `extension/surface/`, is the other end.

mod raw;

use serde::Serialize;

use crate::history::Filter;
use crate::http::Status;
use crate::id::{Address, AddressError, TabId};
use crate::outage::{Attention, Document, Press, RecordId, Sight, Window};
use crate::settings::edit::Edit;
use crate::time::Delay;

pub use raw::RawMessage;
#[cfg(target_arch = "wasm32")]
pub(crate) use raw::{RawDocument, RawPart, press};

/// Who sent a message, as the browser says, which a page cannot forge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sender {
    /// A page of ours, which may speak about any tab; with the tab it stands in, if it stands in one.
    OwnPage(Option<TabId>),
    /// Our script in the main document of a tab; it speaks for that tab alone.
    Injected(TabId),
}

/// A message of a surface, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// Our script stands in a document.
    Hello {
        /// Where.
        tab: TabId,
        /// The document.
        document: Document,
        /// What the browser says of its tab.
        sight: Sight,
    },
    /// Our own page stands in a tab.
    HelpTab {
        /// Where.
        tab: TabId,
        /// The address that failed.
        address: Address,
        /// What the browser says of its tab.
        sight: Sight,
    },
    /// The popup is open.
    Popup(Popup),
    /// A surface that has been drawn asks for what there is to draw now.
    Look {
        /// Where it stands.
        tab: TabId,
    },
    /// The reader pressed something.
    Press {
        /// The tab it is about.
        tab: TabId,
        /// What.
        press: Press,
        /// The popup in which it was pressed, to draw anew.
        popup: Option<Popup>,
    },
    /// The reader types or scrolls in the failed page.
    Engaged {
        /// Where.
        tab: TabId,
    },
    /// The reader wants to know how a page that is watched is.
    Want {
        /// The page.
        address: Address,
        /// The popup, to draw anew.
        popup: Popup,
    },
    /// The reader has seen in the popup what became of a page that was watched, or does not want to know any more.
    Dismiss {
        /// The page.
        address: Address,
        /// The popup, to draw anew.
        popup: Popup,
    },
    /// The reader wants to know how a page is: its site is asked once.
    Ask {
        /// The page.
        address: Address,
        /// Where the answer is drawn.
        place: Place,
    },
    /// Our own page wants to show a question about a page, before it is asked.
    Question {
        /// The page.
        address: Address,
        /// Whether it is asked next, or waits for a press.
        next: Next,
    },
    /// The reader wants to be told when a page that they asked about is back.
    Watch {
        /// The page.
        address: Address,
        /// Where they wish for it.
        window: Window,
        /// Where the answer is drawn.
        place: Place,
    },
    /// The parts of the page under the popup, as it has kept them.
    Parts(Parts),
    /// The page of past outages.
    History {
        /// What it wants.
        wish: HistoryWish,
        /// Which of them it shows.
        filter: Filter,
    },
    /// The page of settings.
    Options {
        /// What it wants.
        wish: OptionsWish,
        /// What the browser lets us do.
        leave: Leave,
    },
    /// A countdown is over.
    Due {
        /// The tab, where the surface stands in one.
        tab: Option<TabId>,
        /// The popup in which it ran, to draw anew.
        popup: Option<Popup>,
    },
    /// A tab came to the front, or went behind.
    Visible {
        /// Which.
        tab: TabId,
        /// Whether the reader sees it.
        attention: Attention,
    },
}

/// What the page of past outages wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HistoryWish {
    /// To show them.
    Show,
    /// To forget one, and show the others.
    Erase(RecordId),
    /// To forget all.
    EraseAll,
    /// To have what it shows as a text that other programs can read.
    Export(Format),
}

/// How past outages are written into a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// All that is known, for programs.
    Json,
    /// One line each, for tables.
    Csv,
}

impl Format {
    /// The word for it that buttons bear.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
        }
    }
}

/// Where a question that the reader put to a site is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a page of our own.
    Page,
    /// In one that stands in a private window, of which nothing may stay behind.
    PrivatePage,
    /// In the popup.
    Popup,
}

/// What comes of a question that is on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// It is asked.
    Asking,
    /// The reader has to press first.
    Press,
}

/// What of a page failed, by what the browser has kept of its requests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// Those that came with a server error, at most [`MOST`](Self::MOST), the most frequent first.
    pub failed: Vec<Part>,
    /// How many requests told how they ended.
    pub seen: u32,
    /// How many did not: other sites must allow it (`Timing-Allow-Origin`).
    pub unseen: u32,
    /// Whether the browser has noted as many as it may, so that there may have been more.
    pub full: bool,
}

impl Parts {
    /// How many are listed.
    pub const MOST: usize = 20;
}

/// An address that a page asked for in the background, and that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The address, without query.
    pub address: Address,
    /// With which status.
    pub status: Status,
    /// How often.
    pub times: u32,
}

/// What the page of settings wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OptionsWish {
    /// To show them for the first time.
    Open,
    /// To show them anew, with what was last said.
    Look,
    /// To change one, and show all.
    Edit(Edit),
    /// To take what a file holds for all of them.
    Import(String),
    /// To have them as the text of a file.
    Export,
    /// To have them synced by the browser, or not.
    Sync(bool),
}

/// What the reader has given leave for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leave {
    /// Whether we may see web pages at all.
    pub granted: bool,
    /// Whether we may show notifications.
    pub notifies: bool,
}

/// What the popup knows about the tab it was opened over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Popup {
    /// The tab.
    pub tab: Option<TabId>,
    /// The address it shows; `None` where it is no web page, or we may not know.
    pub address: Option<Address>,
    /// Whether we may see web pages at all.
    pub granted: bool,
    /// Whether we may show notifications.
    pub notifies: bool,
    /// How the page came, as far as it tells.
    pub arrival: Arrival,
}

/// How a page came, by its own navigation entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Arrival {
    /// Its status.
    pub status: Option<Status>,
    /// How long its server took to answer, where it was asked.
    pub took: Option<Delay>,
    /// Whether the browser kept us from looking: it shows a page of its own there, or lets no extension see that one.
    pub shut: bool,
}

/// What the background tells surfaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Notice {
    /// There is something new; sent to one tab.
    Changed,
    /// There is something new; sent to a popup that may be open.
    PopupChanged,
    /// Other settings hold; sent to the page of settings, which may be open.
    SettingsChanged,
}

/// Why a message is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageError {
    /// Its kind, or its surface, is none that we know.
    UnknownKind,
    /// It names a press that we do not know.
    UnknownPress,
    /// It does not say which tab it is about.
    NoTab,
    /// It lacks what its kind must have.
    Incomplete,
    /// It speaks of an address that is none.
    Address(AddressError),
    /// It comes from where such a message must not come from.
    NotAllowed,
}

impl std::fmt::Display for MessageError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::UnknownKind => f.write_str("message: unknown kind"),
            Self::UnknownPress => f.write_str("message: unknown press"),
            Self::NoTab => f.write_str("message: no tab"),
            Self::Incomplete => f.write_str("message: incomplete"),
            Self::Address(error) => write!(f, "message: {error}"),
            Self::NotAllowed => f.write_str("message: not allowed from there"),
        }
    }
}

impl std::error::Error for MessageError {}

impl From<AddressError> for MessageError {
    fn from(error: AddressError) -> Self {
        Self::Address(error)
    }
}
