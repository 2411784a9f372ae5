//! What the machine wants done. Every effect may be done twice, or not at all if the browser dies: the state holds a
//! deadline for each, after which it is asked for again.

use super::{Record, Scope};
use crate::id::{Address, ProbeId, TabId};
use crate::reach::world::Request;
use crate::time::Timestamp;

/// Something for the browser side to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Put our script into the tab's document; it says [`Hello`](super::Event::Hello) if it can.
    Inject {
        /// Where.
        tab: TabId,
    },
    /// Show our own page in the tab, in place of an error page of the browser's.
    OpenHelpTab {
        /// Where.
        tab: TabId,
        /// The address that failed.
        address: Address,
    },
    /// Ask the site whether it is back.
    Probe {
        /// Whose schedule it belongs to.
        scope: Scope,
        /// Its name, which the answer must bear.
        probe: ProbeId,
        /// What to ask for: always by `GET`.
        address: Address,
    },
    /// Have the browser load the page in the tab again. Never given for a page that was not asked for by `GET` or `HEAD`.
    Reload {
        /// Where.
        tab: TabId,
        /// What the tab must still show.
        address: Address,
    },
    /// Go to the page's address in the tab, which is a `GET` whatever brought the page that is there.
    Open {
        /// Where.
        tab: TabId,
        /// What the tab must still show.
        address: Address,
    },
    /// Tell the tab's surface that there is something new: to draw, or, for our own page, an address to go to.
    Repaint {
        /// Where.
        tab: TabId,
    },
    /// Set what the toolbar icon says for the tab.
    SetBadge {
        /// Where; `None` for all tabs of which nothing else is said.
        tab: Option<TabId>,
        /// What.
        badge: Badge,
    },
    /// Tell the reader that a site that they had watched is back.
    Announce {
        /// The page that they wanted.
        address: Address,
        /// The tab that waits for it, if one does.
        tab: Option<TabId>,
    },
    /// Ask a service that checks from outside. Only given after the reader has pressed for it and agreed.
    AskOutside {
        /// Whose check it is.
        scope: Scope,
        /// When it began: its name, which the answer must bear.
        began: Timestamp,
        /// What to ask.
        request: Request,
    },
    /// Keep in mind that the reader has agreed to such checks.
    KeepConsent,
    /// Put an outage that is over into the history.
    Remember {
        /// What is known of it.
        record: Record,
    },
}

/// What the toolbar icon says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Badge {
    /// Nothing is wrong.
    None,
    /// The site is down and is asked again in a while.
    Waiting,
    /// It is being asked.
    Trying,
    /// It is asked for as long as it takes, as the reader wished.
    Watching,
    /// The computer is not on the net: nobody is asked.
    Offline,
    /// The site is down and we do not ask.
    Stopped,
    /// The site is back.
    Back,
}

impl Badge {
    /// The drawing that the icon is then, in `extension/icons`.
    #[must_use]
    pub const fn drawing(self) -> &'static str {
        match self {
            Self::None => "mark",
            Self::Waiting => "waiting",
            Self::Trying => "trying",
            Self::Watching => "watching",
            Self::Offline => "offline",
            Self::Stopped => "stopped",
            Self::Back => "back",
        }
    }
}

/// What one step wants done, in order.
#[must_use = "effects that nobody runs are lost"]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Effects(pub(super) Vec<Effect>);

impl Effects {
    /// The effects, in the order in which to run them.
    pub fn iter(&self) -> impl Iterator<Item = &Effect> {
        self.0.iter()
    }
}

impl IntoIterator for Effects {
    type Item = Effect;
    type IntoIter = std::vec::IntoIter<Effect>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn each_badge_has_its_drawing() {
        let icons = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("extension/icons");
        let all =
            [Badge::None, Badge::Waiting, Badge::Trying, Badge::Watching, Badge::Offline, Badge::Stopped, Badge::Back];
        for (n, badge) in all.into_iter().enumerate() {
            for file in ["16.png", "32.png"].map(|size| format!("{}-{size}", badge.drawing())) {
                assert!(icons.join(&file).exists(), "{file}");
            }
            assert!(all.iter().skip(n + 1).all(|other| other.drawing() != badge.drawing()), "{badge:?}");
        }
    }
}
