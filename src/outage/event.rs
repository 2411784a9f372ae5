//! What can happen, as a closed list.

use serde::Deserialize;

use super::record::RecordId;
use super::{Attention, Scope, Window};
use crate::http::{Response, Status};
use crate::id::{Address, ProbeId, TabId};
use crate::reach::check::{Kind, Tidings};
use crate::time::Timestamp;

/// Something that happened, already checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The head of a page's response came in a tab.
    Responded {
        /// Where.
        tab: TabId,
        /// What came.
        response: Response,
    },
    /// A page that stood in a tab before we did, or that a worker of its own made up, came with a server error.
    Found {
        /// Where.
        tab: TabId,
        /// As much of its response as it can tell.
        response: Response,
    },
    /// The response that came last in a tab came out of the browser's own cache: it tells nothing about the site now.
    Recalled {
        /// Where.
        tab: TabId,
        /// The address of the page.
        address: Address,
    },
    /// The browser shows another document in a tab; `None` where it is no web page.
    Committed {
        /// Where.
        tab: TabId,
        /// The address shown; an error page of the browser's bears the address that failed.
        address: Option<Address>,
    },
    /// A page could not be loaded, or the browser has its own page for what came. Also said of loads that went well, so it
    /// is a hint to look and no more.
    LoadFailed {
        /// Where.
        tab: TabId,
        /// The address that was loaded.
        address: Address,
    },
    /// A tab is gone.
    Closed {
        /// Which.
        tab: TabId,
    },
    /// Our script stands in a document and asks whether it is the right one.
    Hello {
        /// Where.
        tab: TabId,
        /// The document.
        document: Document,
        /// What the browser says of its tab.
        sight: Sight,
    },
    /// Our own page opened in a tab for an address.
    HelpTabOpened {
        /// Where.
        tab: TabId,
        /// The address that failed.
        address: Address,
        /// What the browser says of its tab.
        sight: Sight,
    },
    /// The browser would not let our script into the tab's document.
    InjectionRefused {
        /// Where.
        tab: TabId,
    },
    /// A probe is done.
    Answered {
        /// Whose.
        scope: Scope,
        /// Which.
        probe: ProbeId,
        /// What came of it.
        answer: Answer,
    },
    /// The reader pressed something.
    Pressed {
        /// The tab it is about.
        tab: TabId,
        /// What.
        press: Press,
    },
    /// A tab came to the front, or went behind.
    Attended {
        /// Which.
        tab: TabId,
        /// Whether the reader sees it now.
        attention: Attention,
    },
    /// The reader types or scrolls in a failed page.
    Engaged {
        /// Where.
        tab: TabId,
    },
    /// The reader wants to know now how a page that is watched without a tab is.
    Wanted {
        /// The page.
        address: Address,
    },
    /// The reader has seen what became of a page that was watched, or does not want to know any more.
    Dismissed {
        /// The page.
        address: Address,
    },
    /// The reader wants to be told when a page is back that they have asked about, and that no tab waits for.
    WatchWanted {
        /// The page.
        address: Address,
        /// Where they wish for it.
        window: Window,
    },
    /// Who was asked for a check from outside has answered, or has not.
    Told {
        /// Whose check it is.
        scope: Scope,
        /// When the check began.
        began: Timestamp,
        /// What it said.
        tidings: Tidings,
    },
    /// The history has taken in the record of an outage.
    Recorded {
        /// Which.
        id: RecordId,
    },
    /// The browser was started, or we were: nothing that we have shown is there any more.
    Began,
    /// The reader's settings are others than before.
    SettingsChanged,
    /// Nothing but time passed.
    TimePassed,
}

/// What the browser says of the tab that a surface stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sight {
    /// Whether the reader sees it.
    pub attention: Attention,
    /// What kind of window it is in.
    pub window: Window,
}

/// What our script found in the document it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Its address.
    pub address: Address,
    /// The status it came with; `None` where the browser does not tell.
    pub status: Option<Status>,
    /// When the browser began to load it.
    pub started: Timestamp,
    /// The beginning of its source.
    pub html: String,
    /// How much there is on it.
    pub content: Content,
    /// Whether it says that it will load itself again (`<meta http-equiv=refresh>`).
    pub refreshes: bool,
}

/// How much there is on a page: numbers of things, as the painter counted them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Content {
    /// Words that can be read.
    pub words: u32,
    /// Pictures.
    pub images: u32,
    /// Forms and single fields.
    pub forms: u32,
}

impl Content {
    /// Most words that a page without pictures and forms may have and still say nothing but that it failed.
    ///
    /// The longest bare page of the servers we know has 47 (Apache's 503 with a second error in it).
    pub const MOST_BARE_WORDS: u32 = 50;

    /// Whether the page says something of its own.
    #[must_use]
    pub const fn is_rich(self) -> bool {
        self.images > 0 || self.forms > 0 || self.words > Self::MOST_BARE_WORDS
    }
}

/// What came of a probe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A response.
    Response(Response),
    /// A redirection, whose head browsers do not show. The site answers.
    Redirection,
    /// None: not reached, or not in time.
    Silence,
}

/// What a reader can press.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Press {
    /// Ask now.
    CheckNow,
    /// Stop asking.
    Stop,
    /// Go on asking for as long as it takes, and tell.
    KeepWatching,
    /// Show the page as the site sent it.
    ShowOriginal,
    /// Show help again.
    ShowHelp,
    /// Have the site checked from outside.
    AskOutside(Kind),
    /// The same, but the browser's own leave for it is missing.
    AskConsent(Kind),
    /// Agree to it, now and later.
    AllowOutside,
    /// Do not.
    RefuseOutside,
}

impl Press {
    /// Every press.
    pub const ALL: [Self; 17] = [
        Self::CheckNow,
        Self::Stop,
        Self::KeepWatching,
        Self::ShowOriginal,
        Self::ShowHelp,
        Self::AskOutside(Kind::Load),
        Self::AskOutside(Kind::Ping),
        Self::AskOutside(Kind::Route),
        Self::AskOutside(Kind::Names),
        Self::AskOutside(Kind::Resolvers),
        Self::AskConsent(Kind::Load),
        Self::AskConsent(Kind::Ping),
        Self::AskConsent(Kind::Route),
        Self::AskConsent(Kind::Names),
        Self::AskConsent(Kind::Resolvers),
        Self::AllowOutside,
        Self::RefuseOutside,
    ];

    /// The word for it that buttons bear.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::CheckNow => "check-now",
            Self::Stop => "stop",
            Self::KeepWatching => "keep-watching",
            Self::ShowOriginal => "show-original",
            Self::ShowHelp => "show-help",
            Self::AskOutside(Kind::Load) => "ask-outside",
            Self::AskOutside(Kind::Ping) => "ask-ping",
            Self::AskOutside(Kind::Route) => "ask-route",
            Self::AskOutside(Kind::Names) => "ask-names",
            Self::AskOutside(Kind::Resolvers) => "ask-resolvers",
            Self::AskConsent(Kind::Load) => "consent-outside",
            Self::AskConsent(Kind::Ping) => "consent-ping",
            Self::AskConsent(Kind::Route) => "consent-route",
            Self::AskConsent(Kind::Names) => "consent-names",
            Self::AskConsent(Kind::Resolvers) => "consent-resolvers",
            Self::AllowOutside => "allow-outside",
            Self::RefuseOutside => "refuse-outside",
        }
    }
}
