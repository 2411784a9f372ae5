//! What is remembered of an outage that is over.
//!
//! Not here: the list of them (`history`).

use serde::{Deserialize, Serialize};

use super::state::{Attempt, Outage, Phase, Scope, Stop, Window};
use crate::diagnosis::{Failure, Gateway};
use crate::http::Status;
use crate::id::{Address, WebOrigin};
use crate::time::{Delay, Timestamp};

/// One outage, from the first failed page until nobody waited any more. Of its addresses only the web origin is kept.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Record {
    /// Which it is: no two have the same.
    pub id: RecordId,
    /// The newest status code that came.
    pub status: Status,
    /// Who answered, where that is known.
    pub gateway: Option<Gateway>,
    /// What had broken.
    pub failure: Failure,
    /// The newest tries, oldest first, at most [`Outage::ATTEMPTS_KEPT`].
    pub attempts: Vec<Attempt>,
    /// How it ended.
    pub ended: Ended,
}

/// Which outage a record is of.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RecordId {
    /// The web origin that failed, or an address of which failed.
    pub origin: WebOrigin,
    /// When it was first seen.
    pub since: Timestamp,
    /// When it was over for us. An outage that split has parts that began together.
    pub until: Timestamp,
}

impl RecordId {
    /// Reads what [`Display`](std::fmt::Display) writes: web origin, beginning and end.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(' ');
        let origin = Address::parse(parts.next()?).ok()?.origin();
        let mut time = || Some(Timestamp::from_millis(parts.next()?.parse().ok()?));
        let (since, until) = (time()?, time()?);
        Some(Self { origin, since, until })
    }
}

impl std::fmt::Display for RecordId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} {}", self.origin.as_str(), self.since.as_millis(), self.until.as_millis())
    }
}

/// A record on its way into the history.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) struct Pending {
    pub(super) record: Record,
    /// When to offer it again, should the history not have confirmed it.
    pub(super) again: Timestamp,
}

impl Pending {
    /// How long the history has to confirm.
    pub(super) const LIMIT: Delay = Delay::from_secs(60);

    /// The same, its offer lost with the background that made it.
    pub(super) fn lost(self) -> Self {
        Self { again: self.record.id.until, ..self }
    }
}

/// How an outage ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ended {
    /// The site answered again.
    Back,
    /// Everybody left while we went on asking.
    Left,
    /// Everybody left after we had stopped asking.
    Stopped(Stop),
}

impl Outage {
    /// What is to be remembered of it when it ends `now`; nothing of one that was met in private windows alone.
    pub(super) fn record(&self, scope: &Scope, now: Timestamp) -> Option<Record> {
        if self.window == Window::Private {
            return None;
        }
        let (ended, until) = match self.phase {
            Phase::Back { since, .. } => (Ended::Back, since),
            Phase::Wait { .. } | Phase::Probe { .. } | Phase::Load { .. } => (Ended::Left, now),
            Phase::Stop { why, .. } => (Ended::Stopped(why), now),
        };
        Some(Record {
            id: RecordId { origin: scope.origin(), since: self.since, until },
            status: self.diagnosis.status,
            gateway: self.diagnosis.gateway,
            failure: self.diagnosis.failure,
            attempts: self.attempts.clone(),
            ended,
        })
    }
}
