//! The state as it is saved: what the browser's storage holds while our background is not running.

use serde::{Deserialize, Deserializer, Serialize};

use super::state::{Outage, Phase, State, Visit};
use crate::id::{ProbeId, TabId, WebOrigin};

/// The form that this version writes. A change of the state's shape that older snapshots do not fit needs the next number.
const VERSION: u32 = 1;

/// A [`State`] as it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    version: u32,
    outages: Vec<(WebOrigin, Outage)>,
    visits: Vec<(TabId, Visit)>,
    last_probe: ProbeId,
}

impl From<&State> for Snapshot {
    fn from(state: &State) -> Self {
        Self {
            version: VERSION,
            outages: state.outages.iter().map(|(origin, outage)| (origin.clone(), outage.clone())).collect(),
            visits: state.visits.iter().map(|(tab, visit)| (*tab, visit.clone())).collect(),
            last_probe: state.last_probe,
        }
    }
}

impl From<Snapshot> for State {
    /// What does not hold together is left out: a visit without an outage, an outage without a visit.
    ///
    /// A probe dies with the background that sent it, so one that was under way is due again at once.
    fn from(snapshot: Snapshot) -> Self {
        let mut state = Self {
            outages: snapshot.outages.into_iter().collect(),
            visits: snapshot.visits.into_iter().collect(),
            last_probe: snapshot.last_probe,
        };
        state.visits.retain(|_, visit| state.outages.contains_key(&visit.address().origin()));
        state.outages.retain(|origin, _| state.visits.values().any(|visit| visit.address().origin() == *origin));
        for outage in state.outages.values_mut() {
            if let Phase::Probe { since, .. } = outage.phase {
                outage.phase = Phase::Wait { from: since, until: since, asked: false };
            }
        }
        state
    }
}

/// Reads a saved state. Cannot fail: what is damaged, or was written by a later version, makes a fresh start, since all
/// it could tell is what the next failed page tells again.
pub fn restore<'de, D: Deserializer<'de>>(saved: D) -> State {
    match Snapshot::deserialize(saved) {
        Ok(snapshot) if snapshot.version == VERSION => snapshot.into(),
        Ok(_) | Err(_) => State::default(),
    }
}
