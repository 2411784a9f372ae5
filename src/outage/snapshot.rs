//! The state as it is saved: what the browser's storage holds while our background is not running.

use litemap::LiteMap;
use serde::{Deserialize, Deserializer, Serialize};

use super::state::{Net, Outage, Phase, Scope, State, Visit};
use crate::id::{ProbeId, TabId, WebOrigin};
use crate::retry::budget::Budget;

/// The form that this version writes. A change of the state's shape that older snapshots do not fit needs the next number.
const VERSION: u32 = 2;

/// A [`State`] as it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    version: u32,
    outages: Vec<(Scope, Outage)>,
    visits: Vec<(TabId, Visit)>,
    budgets: Vec<(WebOrigin, Budget)>,
    last_probe: ProbeId,
    net: Net,
}

impl From<&State> for Snapshot {
    fn from(state: &State) -> Self {
        Self {
            version: VERSION,
            outages: state.outages.iter().map(|(scope, outage)| (scope.clone(), outage.clone())).collect(),
            visits: state.visits.iter().map(|(tab, visit)| (*tab, visit.clone())).collect(),
            budgets: state.budgets.iter().map(|(origin, budget)| (origin.clone(), *budget)).collect(),
            last_probe: state.last_probe,
            net: state.net,
        }
    }
}

impl From<Snapshot> for State {
    /// What does not hold together is left out: a visit without an outage, an outage without a visit.
    ///
    /// A probe dies with the background that sent it, so one that was under way is due again at once.
    fn from(snapshot: Snapshot) -> Self {
        let mut state = Self {
            outages: map(snapshot.outages),
            visits: map(snapshot.visits),
            budgets: map(snapshot.budgets),
            last_probe: snapshot.last_probe,
            net: snapshot.net,
        };
        state.visits.retain(|_, visit| state.outages.contains_key(&visit.scope) && visit.belongs());
        state.outages.retain(|scope, _| state.visits.values().any(|visit| visit.scope == *scope));
        for (_, outage) in state.outages.iter_mut() {
            if let Phase::Probe { since, .. } = outage.phase {
                outage.phase = Phase::Wait { from: since, until: since, asked: false };
            }
        }
        state
    }
}

/// One by one: collecting would sort, and a sort is much code for a few entries that are in order already.
fn map<K: Ord, V>(entries: Vec<(K, V)>) -> LiteMap<K, V> {
    let mut map = LiteMap::new();
    for (key, value) in entries {
        map.insert(key, value);
    }
    map
}

/// Reads a saved state. Cannot fail: what is damaged, or was written by a later version, makes a fresh start, since all
/// it could tell is what the next failed page tells again.
pub fn restore<'de, D: Deserializer<'de>>(saved: D) -> State {
    match Snapshot::deserialize(saved) {
        Ok(snapshot) if snapshot.version == VERSION => snapshot.into(),
        Ok(_) | Err(_) => State::default(),
    }
}
