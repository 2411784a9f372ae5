//! The data of the machine: what is known about each outage and each visit, and the one next deadline.

use litemap::LiteMap;

use serde::{Deserialize, Serialize};

use super::record::Pending;
use crate::diagnosis::Diagnosis;
use crate::http::{Response, Status};
use crate::id::{Address, ProbeId, TabId, WebOrigin};
use crate::reach::check::Checks;
use crate::retry::advice::Reason;
use crate::retry::budget::Budget;
use crate::retry::pace::Pace;
use crate::time::{Delay, Timestamp};

/// Everything the machine knows. Every visit's scope has an outage; every outage has a visit, or is watched.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct State {
    pub(super) outages: LiteMap<Scope, Outage>,
    pub(super) visits: LiteMap<TabId, Visit>,
    pub(super) budgets: LiteMap<WebOrigin, Budget>,
    /// Outages that are over and have not been put into the history yet.
    pub(super) over: Vec<Pending>,
    pub(super) last_probe: ProbeId,
    pub(super) net: Net,
}

/// What fails together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// A whole web origin: what is assumed until an answer tells otherwise.
    Origin(WebOrigin),
    /// One address that goes on failing while others of its web origin work.
    Page(Address),
}

impl Scope {
    /// The web origin it is, or is part of.
    #[must_use]
    pub fn origin(&self) -> WebOrigin {
        match self {
            Self::Origin(origin) => origin.clone(),
            Self::Page(address) => address.origin(),
        }
    }
}

/// Whether the reader's computer is on the net, as the browser says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Net {
    /// It is, or the browser does not know.
    #[default]
    Online,
    /// It is not: asking a site would tell nothing about the site.
    Offline {
        /// When we last looked.
        looked: Timestamp,
    },
}

impl Net {
    /// How long until we look again, if the browser does not tell of a change by itself.
    pub const LOOK_AGAIN: Delay = Delay::from_secs(60);
}

/// One web origin, or one address of it, failing, from the first failed answer until the last tab that waited on it has gone on.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Outage {
    /// When it was first seen.
    pub since: Timestamp,
    /// What the newest failed answer said.
    pub diagnosis: Diagnosis,
    /// The newest tries, oldest first, at most [`Outage::ATTEMPTS_KEPT`].
    pub attempts: Vec<Attempt>,
    /// The tries since the first failure, or since the reader last set us going.
    pub pace: Pace,
    /// What is going on now.
    pub phase: Phase,
    /// How often the site answered well and then failed a page all the same.
    pub false_dawns: u32,
    /// What checks from outside say of it.
    pub checks: Checks,
    /// What the reader wants to be told of.
    pub watch: Option<Watch>,
    /// Where it was met: in an ordinary window as soon as one of its tabs is in one.
    pub window: Window,
}

impl Outage {
    /// How many tries are remembered.
    pub const ATTEMPTS_KEPT: usize = 32;
    /// After so many false dawns answers are no longer believed: then a try is a load of the page itself.
    pub const FALSE_DAWNS: u32 = 2;
}

/// A reader's wish to be told when a site is back, however long that takes and whether or not a tab waits for it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Watch {
    /// The page that they wanted.
    pub address: Address,
    /// Since when.
    pub since: Timestamp,
    /// Where they wished for it: a wish from a private window ends with its tab.
    pub window: Window,
}

/// What kind of window something stands in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Window {
    /// A private one, or one that we know nothing of yet: nothing may be left behind of it.
    #[default]
    Private,
    /// An ordinary one.
    Ordinary,
}

/// One question to the site, and what came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Attempt {
    /// When the answer came, or was given up.
    pub at: Timestamp,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came of a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// An answer that is no server error: the site is back.
    Back,
    /// A server error.
    Failed(Status),
    /// No answer: not reached, or not in time.
    Silent,
}

/// What is going on with an outage.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// The next try comes at `until`.
    Wait {
        /// When this wait began.
        from: Timestamp,
        /// When the next try is due.
        until: Timestamp,
        /// Whether the site itself asked for this wait.
        asked: bool,
    },
    /// A probe is under way.
    Probe {
        /// Which one.
        probe: ProbeId,
        /// When it was sent.
        since: Timestamp,
        /// What it asks for.
        address: Address,
    },
    /// The page itself is being loaded in a tab, to see whether it comes.
    Load {
        /// Where.
        tab: TabId,
        /// Since when.
        since: Timestamp,
    },
    /// The site answers again, and the tabs are being opened, or wait for the reader.
    Back {
        /// Since when.
        since: Timestamp,
        /// The address that it answered for.
        by: Address,
    },
    /// Nothing more happens until the reader says so.
    Stop {
        /// Since when.
        since: Timestamp,
        /// Why.
        why: Stop,
    },
}

/// Why we no longer ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stop {
    /// The reader said so.
    Reader,
    /// The round is used up.
    GaveUp,
    /// The site named a time that is further off than we wait by ourselves.
    Named(Timestamp),
    /// Asking does not help.
    Useless(Reason),
    /// The settings say to ask only on a press.
    Settings,
    /// The page loads itself again, by its own `Refresh`.
    Refresh,
    /// The page wants to see that a person is there.
    Challenge,
}

/// One tab that waits on an outage.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Visit {
    /// The outage that it waits on.
    pub scope: Scope,
    /// The failed response that began it: address, method, status, headers.
    pub response: Response,
    /// Whether the reader has this tab before them.
    pub attention: Attention,
    /// Whether the reader is busy with what the page itself shows.
    pub hands: Hands,
    /// The window that it is in.
    pub window: Window,
    /// How far it is.
    pub stage: Stage,
    /// Until when the browser may still name the document that we have drawn in: our script may be heard before.
    pub named_by: Option<Timestamp>,
}

impl Visit {
    /// The address that the tab asked for.
    #[must_use]
    pub const fn address(&self) -> &Address {
        &self.response.address
    }

    /// Whether its scope is one that its address can be in.
    pub(super) fn belongs(&self) -> bool {
        match &self.scope {
            Scope::Origin(origin) => self.address().origin() == *origin,
            Scope::Page(address) => self.address() == address,
        }
    }

    /// Where we draw in this tab; `None` until something is drawn.
    #[must_use]
    pub const fn surface(&self) -> Option<Surface> {
        match self.stage {
            Stage::Expect { .. } | Stage::ExpectHelpTab { .. } => None,
            Stage::Show { surface } | Stage::OpenAt { surface, .. } | Stage::Opened { surface, .. } => Some(surface),
        }
    }
}

/// Whether the reader can see a tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Attention {
    /// The tab is in front.
    Visible,
    /// It is behind another one, or its window is.
    Hidden,
}

/// Whether the reader does something with a failed page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Hands {
    /// Nothing that would be lost.
    Off,
    /// They have typed or scrolled in it: it is not taken away from them.
    On,
}

/// How far a visit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// The head of the response came; the document that it belongs to is not there yet, or has not said so.
    Expect {
        /// When to look for it next, unless it shows itself before.
        next: Timestamp,
        /// How often it has been looked for.
        tries: u32,
        /// Whether the browser has said that the tab now shows what came of this response.
        committed: bool,
        /// The document drawn in before this one: still there for a moment after a reload, and not the one we look for.
        before: Option<Timestamp>,
    },
    /// Nothing can be drawn in the document; our own page was asked for.
    ExpectHelpTab {
        /// When.
        since: Timestamp,
    },
    /// Help is on the screen.
    Show {
        /// Where.
        surface: Surface,
    },
    /// The site is back, and this tab's turn comes at `at`.
    OpenAt {
        /// When.
        at: Timestamp,
        /// What is on the screen until then.
        surface: Surface,
    },
    /// The browser was told to load the page.
    Opened {
        /// When.
        at: Timestamp,
        /// What is on the screen until the page comes.
        surface: Surface,
    },
}

/// Where help is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Surface {
    /// Inside the failed page.
    Page {
        /// When the browser began to load that document: tells it from the one before and after at the same address.
        started: Timestamp,
        /// How much of the page is covered.
        cover: Cover,
    },
    /// Our own page, in the tab of the failed one.
    HelpTab,
}

/// How much of a failed page help covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cover {
    /// All of it: there is nothing on it but an error.
    Full,
    /// A corner: the page says something of its own.
    Card,
    /// Almost nothing: the reader asked for the original page.
    Original,
    /// Nothing at all: the reader's settings say so, and the toolbar icon tells.
    Badge,
}

impl State {
    /// The visit in `tab`, with the outage that it waits on.
    #[must_use]
    pub fn visit(&self, tab: TabId) -> Option<(&Visit, &Outage)> {
        let visit = self.visits.get(&tab)?;
        Some((visit, self.outages.get(&visit.scope)?))
    }

    /// Every outage, with what fails in it.
    pub fn outages(&self) -> impl Iterator<Item = (&Scope, &Outage)> {
        self.outages.iter()
    }

    /// The outages that are watched and that no tab waits on.
    pub fn watched_alone(&self) -> impl Iterator<Item = (&Watch, &Outage)> {
        let alone = |scope: &Scope| !self.visits.values().any(|visit| visit.scope == *scope);
        self.outages
            .iter()
            .filter(move |(scope, _)| alone(scope))
            .filter_map(|(_, outage)| Some((outage.watch.as_ref()?, outage)))
    }

    /// Whether a question to this web origin is under way.
    #[must_use]
    pub fn is_being_asked(&self, origin: &WebOrigin) -> bool {
        let asking = |phase: &Phase| matches!(phase, Phase::Probe { .. } | Phase::Load { .. });
        self.outages.iter().any(|(scope, outage)| asking(&outage.phase) && scope.origin() == *origin)
    }

    /// Whether the computer is on the net, as last heard.
    #[must_use]
    pub const fn net(&self) -> Net {
        self.net
    }

    /// The tabs that wait.
    pub fn tabs(&self) -> impl Iterator<Item = TabId> {
        self.visits.keys().copied()
    }

    /// The earliest time at which something is due; `None` while nothing waits for time alone.
    #[must_use]
    pub fn next_wakeup(&self) -> Option<Timestamp> {
        let outages = self.outages.values().filter_map(|outage| outage.due(self.net));
        let records = self.over.iter().map(|pending| pending.again);
        let checks = self.outages.values().filter_map(|outage| outage.checks.due());
        outages.chain(checks).chain(self.visits.values().filter_map(Visit::due)).chain(records).min()
    }
}

impl Outage {
    /// Shortest time between two questions about tabs that nobody looks at.
    pub const UNSEEN: Delay = Delay::from_secs(60);
    /// The same where no tab is left, and only a wish to be told.
    pub const ALONE: Delay = Delay::from_secs(2 * 60);
    /// Longest time that a probe may take; the browser side gives up a little before.
    pub const PROBE_LIMIT: Delay = Delay::from_secs(30);

    /// Whether the site answers again.
    #[must_use]
    pub const fn is_back(&self) -> bool {
        matches!(self.phase, Phase::Back { .. })
    }

    /// When something is next to be done. Offline no site is asked; then that is when to look at the net again.
    pub(super) fn due(&self, net: Net) -> Option<Timestamp> {
        match (&self.phase, net) {
            (Phase::Wait { until, .. }, Net::Online) => Some(*until),
            (Phase::Wait { until, .. }, Net::Offline { looked }) => Some(looked.plus(Net::LOOK_AGAIN).max(*until)),
            (Phase::Probe { since, .. }, _) => Some(since.plus(Self::PROBE_LIMIT)),
            (Phase::Back { since, .. }, _) => self.watch.is_some().then(|| since.plus(Watch::TOLD)),
            // The tab that loads has a deadline of its own.
            (Phase::Load { .. } | Phase::Stop { .. }, _) => None,
        }
    }
}

impl Watch {
    /// How long the good news of a site that nobody waits for any more is kept.
    pub const TOLD: Delay = Delay::from_secs(24 * 60 * 60);
    /// Longest time that a site may ask for and still be watched: a week.
    pub const LONGEST: Delay = Delay::from_secs(7 * 24 * 60 * 60);
}

impl Visit {
    /// How long a page that the browser was told to load may take before we ask again whether the site is there.
    pub const LOAD_LIMIT: Delay = Delay::from_secs(60);
    /// How long a page may take that a background which has died since told the browser to load, or was about to.
    pub const OPENING_LIMIT: Delay = Delay::from_secs(10);
    /// How long our own page may take to show itself.
    pub const HELP_TAB_LIMIT: Delay = Delay::from_secs(10);

    pub(super) const fn due(&self) -> Option<Timestamp> {
        match self.stage {
            Stage::Expect { next, .. } => Some(next),
            Stage::ExpectHelpTab { since } => Some(since.plus(Self::HELP_TAB_LIMIT)),
            Stage::OpenAt { at, .. } => Some(at),
            Stage::Opened { at, .. } => Some(at.plus(Self::LOAD_LIMIT)),
            Stage::Show { .. } => None,
        }
    }
}
