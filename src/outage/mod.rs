//! The machine: outages, the tabs that wait on them, and what to do when something happens.
//!
//! Pure: [`State::step`] takes an event and a context and returns effects; time, chance and settings are in the context.
//! An outage belongs to a web origin and owns the schedule. A visit is one tab that waits on it. Every wait is an absolute
//! time in the state, and [`State::next_wakeup`] is the earliest of them: the outside needs one timer.
//!
//! Not here: what a failure means (`diagnosis`), how long to wait (`retry`), what it looks like (`view`).

mod asking;
mod outside;
mod effect;
mod event;
mod record;
mod recovery;
mod snapshot;
mod state;
#[cfg(test)]
mod stories;
mod transition;
mod visits;
mod watching;

pub use effect::{Badge, Effect, Effects};
pub use event::{Answer, Content, Document, Event, Press, Sight};
pub use record::{Ended, Record, RecordId};
pub use snapshot::{Snapshot, read, restore};
pub use state::{
    Attempt, Attention, Cover, Hands, Net, Outage, Outcome, Phase, Scope, Stage, State, Stop, Surface, Visit, Watch,
    Window,
};
pub use transition::Context;
