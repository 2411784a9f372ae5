//! One step of the machine: what happened is handed to those whose matter it is, what has become due is seen to, and the
//! tabs of every outage that changed are told.
//!
//! What follows for an outage's schedule is in `asking`, for its end in `recovery`, for a single tab in `visits`.

use super::effect::{Badge, Effect, Effects};
use super::event::{Answer, Event, Press};
use super::record::Pending;
use super::recovery::LONGEST_TURN;
use super::state::{Cover, Net, Phase, Scope, State, Stop};
use crate::chance::Dice;
use crate::id::TabId;
use crate::retry::pace::Pace;
use crate::settings::{Checking, Settings};
use crate::time::Timestamp;

/// What a step needs to know beside the state: passed in, so that equal contexts make equal steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// The time.
    pub now: Timestamp,
    /// Chance.
    pub dice: Dice,
    /// The reader's choices.
    pub settings: Settings,
    /// Whether the browser says that the computer is on the net.
    pub online: bool,
}

impl State {
    /// Takes in what happened and says what is to be done. Whatever has become due by `context.now` is seen to as well,
    /// whether or not the event is [`Event::TimePassed`].
    pub fn step(&mut self, context: Context, event: Event) -> Effects {
        let mut step = Step { state: self, context, effects: Vec::new(), changed: Vec::new() };
        step.follow_the_clock();
        step.look_at_the_net();
        step.take(event);
        step.see_to_what_is_due();
        step.forget_unvisited();
        step.forget_full_budgets();
        step.tell();
        step.remember();
        Effects(step.effects)
    }
}

/// A step under way.
pub(super) struct Step<'a> {
    pub(super) state: &'a mut State,
    pub(super) context: Context,
    pub(super) effects: Vec<Effect>,
    /// The outages whose tabs have something new to show.
    pub(super) changed: Vec<Scope>,
}

impl Step<'_> {
    fn take(&mut self, event: Event) {
        match event {
            Event::Responded { tab, response } => self.responded(tab, response),
            Event::Found { tab, response } => self.found(tab, response),
            Event::Recalled { tab, address } => self.recalled(tab, &address),
            Event::Committed { tab, address } => self.committed(tab, address.as_ref()),
            Event::LoadFailed { tab, address } => self.load_failed(tab, &address),
            Event::Closed { tab } => self.drop_visit(tab),
            Event::Hello { tab, document, sight } => self.hello(tab, &document, sight),
            Event::HelpTabOpened { tab, address, sight } => self.help_tab_opened(tab, &address, sight),
            Event::InjectionRefused { tab } => self.injection_refused(tab),
            Event::Answered { scope, probe, answer } => self.answered(&scope, probe, answer),
            Event::Pressed { tab, press } => self.pressed(tab, press),
            Event::Attended { tab, attention } => self.attended(tab, attention),
            Event::Engaged { tab } => self.engaged(tab),
            Event::Wanted { address } => self.wanted(&address),
            Event::Dismissed { address } => self.dismissed(&address),
            Event::WatchWanted { address, window } => self.watch_for(address, window),
            Event::Told { scope, began, tidings } => self.told(&scope, began, tidings),
            Event::Recorded { id } => self.state.over.retain(|pending| pending.record.id != id),
            Event::Began => self.began(),
            Event::SettingsChanged => self.settings_changed(),
            Event::TimePassed => {}
        }
    }

    /// A wait that began after now began before the clock was set back, and goes back with it as long as it was.
    fn follow_the_clock(&mut self) {
        let now = self.context.now;
        for (_, outage) in self.state.outages.iter_mut() {
            if let Phase::Wait { from, until, .. } = &mut outage.phase {
                *until = until.minus(from.since(now));
                *from = (*from).min(now);
            }
        }
    }

    fn see_to_what_is_due(&mut self) {
        let (now, net) = (self.context.now, self.state.net);
        let due = |at: Option<Timestamp>| at.is_some_and(|at| at <= now);
        let outages: Vec<_> = self
            .state
            .outages
            .iter()
            .filter(|(_, outage)| due(outage.due(net)))
            .map(|(scope, _)| scope.clone())
            .collect();
        for scope in outages {
            match self.state.outages.get(&scope).map(|outage| &outage.phase) {
                Some(Phase::Wait { .. }) => self.ask(&scope),
                Some(Phase::Probe { probe, .. }) => self.answered(&scope, *probe, Answer::Silence),
                // Told of long enough.
                Some(Phase::Back { .. }) => self.end_watch(&scope),
                Some(Phase::Load { .. } | Phase::Stop { .. }) | None => {}
            }
        }
        self.see_to_checks();
        // No tab has so far to wait, unless the clock was set back.
        let due = |at: Option<Timestamp>| at.is_some_and(|at| at <= now || at > now.plus(LONGEST_TURN));
        let visits: Vec<_> = self.state.visits.iter().filter(|(_, v)| due(v.due())).map(|(tab, _)| *tab).collect();
        for tab in visits {
            self.visit_due(tab);
        }
    }

    /// Who wants to be asked is not asked by a wait from before, and who no longer does is asked again.
    fn settings_changed(&mut self) {
        let scopes: Vec<_> = self.state.outages.keys().cloned().collect();
        for scope in scopes {
            let asks = self.context.settings.checking_of(&scope.origin()) != Checking::WhenAsked;
            match self.state.outages.get_mut(&scope).map(|outage| &outage.phase) {
                Some(Phase::Wait { .. }) if !asks => self.schedule(&scope, None),
                Some(Phase::Stop { why: Stop::Settings, .. }) if asks => self.schedule(&scope, None),
                Some(
                    Phase::Wait { .. }
                    | Phase::Stop { .. }
                    | Phase::Probe { .. }
                    | Phase::Load { .. }
                    | Phase::Back { .. },
                )
                | None => {}
            }
            self.changed(&scope);
        }
    }

    fn forget_full_budgets(&mut self) {
        self.state.budgets.retain(|_, budget| !budget.is_full(self.context.now));
    }

    /// Tells the tabs of every outage that changed.
    fn tell(&mut self) {
        if self.changed.iter().any(|scope| self.visits_of(scope).next().is_none()) {
            let back = self.state.watched_alone().any(|(_, outage)| outage.is_back());
            let badge = if back { Badge::Back } else { Badge::None };
            self.effects.push(Effect::SetBadge { tab: None, badge });
        }
        for (tab, visit) in &self.state.visits {
            if !self.changed.contains(&visit.scope) {
                continue;
            }
            let Some(outage) = self.state.outages.get(&visit.scope) else { continue };
            let badge = match outage.phase {
                Phase::Wait { .. } if self.state.net != Net::Online => Badge::Offline,
                Phase::Wait { .. } if outage.watch.is_some() => Badge::Watching,
                Phase::Wait { .. } => Badge::Waiting,
                Phase::Probe { .. } | Phase::Load { .. } => Badge::Trying,
                Phase::Stop { .. } => Badge::Stopped,
                Phase::Back { .. } => Badge::Back,
            };
            self.effects.push(Effect::SetBadge { tab: Some(*tab), badge });
            if visit.surface().is_some() {
                self.effects.push(Effect::Repaint { tab: *tab });
            }
        }
    }

    /// Offers the history what it has not confirmed: what was offered before may have been lost.
    fn remember(&mut self) {
        let now = self.context.now;
        for pending in &mut self.state.over {
            if pending.again <= now {
                self.effects.push(Effect::Remember { record: pending.record.clone() });
            }
            if pending.again <= now || pending.again.since(now) > Pending::LIMIT {
                pending.again = now.plus(Pending::LIMIT);
            }
        }
    }

    pub(super) fn changed(&mut self, scope: &Scope) {
        self.changed.push(scope.clone());
    }

    /// Takes note of what the browser says of the net. Back on it, sites are asked soon, but not all at once.
    fn look_at_the_net(&mut self) {
        let before = self.state.net;
        self.state.net = match before {
            _ if self.context.online => Net::Online,
            Net::Offline { looked } if self.context.now.since(looked) < Net::LOOK_AGAIN => before,
            Net::Online | Net::Offline { .. } => Net::Offline { looked: self.context.now },
        };
        if let (Net::Offline { .. }, Net::Online) = (before, self.state.net) {
            let scopes: Vec<_> = self.state.outages.keys().cloned().collect();
            for scope in scopes {
                self.ask_when_settled(&scope);
            }
        } else if before != self.state.net {
            self.changed.extend(self.state.outages.keys().cloned());
        }
    }

    fn pressed(&mut self, tab: TabId, press: Press) {
        let now = self.context.now;
        let Some(visit) = self.state.visits.get_mut(&tab) else { return };
        let scope = visit.scope.clone();
        let Some(outage) = self.state.outages.get_mut(&scope) else { return };
        match (press, &outage.phase) {
            (Press::CheckNow, Phase::Wait { .. } | Phase::Stop { .. }) => {
                if matches!(outage.phase, Phase::Stop { .. }) {
                    outage.pace = Pace::begin(now);
                }
                self.ask_now(&scope);
            }
            (Press::CheckNow, Phase::Back { .. }) => {
                visit.open_at(now);
            }
            (Press::CheckNow, Phase::Probe { .. } | Phase::Load { .. }) | (Press::Stop, Phase::Stop { .. }) => {}
            (Press::Stop, Phase::Wait { .. } | Phase::Probe { .. } | Phase::Load { .. } | Phase::Back { .. }) => {
                outage.phase = Phase::Stop { since: now, why: Stop::Reader };
                outage.unwatch();
                self.let_stay(&scope);
            }
            (Press::KeepWatching, _) => self.keep_watching(tab),
            (Press::ShowOriginal, _) => visit.cover(Cover::Original),
            (Press::ShowHelp, _) => visit.cover(Cover::Full),
            (Press::AskOutside(_) | Press::AskConsent(_) | Press::AllowOutside | Press::RefuseOutside, _) => {
                self.pressed_outside(tab, press);
            }
        }
        self.changed(&scope);
    }
}
