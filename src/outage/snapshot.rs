//! The state as it is saved: what the browser's storage holds while our background is not running.

use litemap::LiteMap;
use serde::{Deserialize, Deserializer, Serialize};

use super::record::Pending;
use super::state::{Net, Outage, Phase, Scope, Stage, State, Visit, Window};
use crate::id::{ProbeId, TabId, WebOrigin};
use crate::packed;
use crate::reach::check::Checks;
use crate::retry::budget::Budget;

/// The form that this version writes. A change of the state's shape that older snapshots do not fit needs the next number.
const VERSION: u32 = 7;

/// A [`State`] as it is written. The version comes first: whatever follows it, another one is told by it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    version: u32,
    outages: Vec<(Scope, Outage)>,
    visits: Vec<(TabId, Visit)>,
    budgets: Vec<(WebOrigin, Budget)>,
    over: Vec<Pending>,
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
            over: state.over.clone(),
            last_probe: state.last_probe,
            net: state.net,
        }
    }
}

impl Snapshot {
    /// What is to outlast the browser: outages that are watched from an ordinary window. `None` where there are none.
    #[must_use]
    pub fn watched(state: &State) -> Option<Self> {
        let lasts = |outage: &Outage| outage.lasts();
        let outages = state.outages.iter().filter(|(_, outage)| lasts(outage));
        let outages: Vec<_> = outages
            .map(|(scope, outage)| (scope.clone(), Outage { checks: Checks::default(), ..outage.clone() }))
            .collect();
        let empty = Self::from(&State { net: state.net, ..State::default() });
        (!outages.is_empty()).then_some(Self { outages, ..empty })
    }
}

impl Outage {
    /// Whether it goes on without any tab: the reader has wished for that, and not in a private window.
    pub(super) fn lasts(&self) -> bool {
        self.watch.as_ref().is_some_and(|watch| watch.window == Window::Ordinary)
    }
}

impl From<Snapshot> for State {
    /// What does not hold together is left out: a visit without an outage, an outage without a visit that nobody watches.
    ///
    /// A probe dies with the background that sent it, so one that was under way is due again at once; and so is a load in a
    /// tab that is no longer there. A page that was being opened may never have been asked for: it is opened anew if it does
    /// not show itself soon. The offer of a record is made anew.
    fn from(snapshot: Snapshot) -> Self {
        let mut state = Self {
            outages: map(snapshot.outages),
            visits: map(snapshot.visits),
            budgets: map(snapshot.budgets),
            over: snapshot.over.into_iter().map(Pending::lost).collect(),
            last_probe: snapshot.last_probe,
            net: snapshot.net,
        };
        state.visits.retain(|_, visit| state.outages.contains_key(&visit.scope) && visit.belongs());
        state
            .outages
            .retain(|scope, outage| outage.lasts() || state.visits.values().any(|visit| visit.scope == *scope));
        for (_, visit) in state.visits.iter_mut() {
            if let Stage::Opened { at, surface } = visit.stage {
                visit.stage = Stage::OpenAt { at: at.plus(Visit::OPENING_LIMIT), surface };
            }
        }
        for (scope, outage) in state.outages.iter_mut() {
            let since = match outage.phase {
                Phase::Probe { since, .. } => since,
                Phase::Load { tab, since } if state.visits.get(&tab).is_none_or(|visit| visit.scope != *scope) => since,
                Phase::Load { .. } | Phase::Wait { .. } | Phase::Back { .. } | Phase::Stop { .. } => continue,
            };
            outage.phase = Phase::Wait { from: since, until: since, asked: false };
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

impl Snapshot {
    /// The state in it, if this version wrote it.
    fn checked(self) -> State {
        if self.version == VERSION { self.into() } else { State::default() }
    }

    /// Writes it as a text that any storage takes.
    ///
    /// # Errors
    ///
    /// None that a snapshot can cause; the format could refuse values that none has.
    pub fn write(&self) -> Result<String, postcard::Error> {
        packed::pack(self)
    }
}

/// Reads what [`Snapshot::write`] wrote. Cannot fail: what is damaged, or was written by another version, makes a fresh start,
/// since all it could tell is what the next failed page tells again.
#[must_use]
pub fn read(saved: &str) -> State {
    packed::unpack::<Snapshot>(saved).map(Snapshot::checked).unwrap_or_default()
}

/// Reads a saved state. Cannot fail: what is damaged, or was written by a later version, makes a fresh start, since all
/// it could tell is what the next failed page tells again.
pub fn restore<'de, D: Deserializer<'de>>(saved: D) -> State {
    Snapshot::deserialize(saved).map(Snapshot::checked).unwrap_or_default()
}
