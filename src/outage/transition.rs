//! What follows from what happens to an outage: the schedule, probes and their answers.
//!
//! What follows for a single tab, and its document, is in `visits`.

use super::effect::{Badge, Effect, Effects};
use super::event::{Answer, Event, Press};
use super::state::{Attempt, Attention, Cover, Outage, Outcome, Phase, Stage, State, Stop, Surface};
use crate::chance::Dice;
use crate::diagnosis::{Diagnosis, diagnose};
use crate::http::{Response, Status};
use crate::id::{ProbeId, TabId, WebOrigin};
use crate::retry::pace::{Next, Pace};
use crate::settings::{Checking, Settings};
use crate::time::{Delay, Timestamp};

/// What a step needs to know beside the state: passed in, so that equal contexts make equal steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// The time.
    pub now: Timestamp,
    /// Chance.
    pub dice: Dice,
    /// The reader's choices.
    pub settings: Settings,
}

impl State {
    /// Takes in what happened and says what is to be done. Whatever has become due by `context.now` is seen to as well,
    /// whether or not the event is [`Event::TimePassed`].
    pub fn step(&mut self, context: Context, event: Event) -> Effects {
        let mut step = Step { state: self, context, effects: Vec::new(), changed: Vec::new() };
        step.take(event);
        step.see_to_what_is_due();
        step.tell();
        Effects(step.effects)
    }
}

/// A step under way.
pub(super) struct Step<'a> {
    pub(super) state: &'a mut State,
    pub(super) context: Context,
    pub(super) effects: Vec<Effect>,
    /// The outages whose tabs have something new to show.
    changed: Vec<WebOrigin>,
}

/// Between two tabs that are opened one after the other.
const SPREAD: (Delay, Delay) = (Delay::from_millis(400), Delay::from_millis(1200));

impl Step<'_> {
    fn take(&mut self, event: Event) {
        match event {
            Event::Responded { tab, response } => self.responded(tab, response),
            Event::Recalled { tab, address } => self.recalled(tab, &address),
            Event::Committed { tab, address } => self.committed(tab, address.as_ref()),
            Event::LoadFailed { tab, address } => self.load_failed(tab, &address),
            Event::Closed { tab } => self.drop_visit(tab),
            Event::Hello { tab, document, attention } => self.hello(tab, &document, attention),
            Event::HelpTabOpened { tab, address, attention } => self.help_tab_opened(tab, &address, attention),
            Event::InjectionRefused { tab } => self.injection_refused(tab),
            Event::Answered { origin, probe, answer } => self.answered(&origin, probe, answer),
            Event::Pressed { tab, press } => self.pressed(tab, press),
            Event::Attended { tab, attention } => self.attended(tab, attention),
            Event::TimePassed => {}
        }
    }

    fn see_to_what_is_due(&mut self) {
        let now = self.context.now;
        let due = |at: Option<Timestamp>| at.is_some_and(|at| at <= now);
        let outages: Vec<_> = self.state.outages.iter().filter(|(_, o)| due(o.due())).map(|(k, _)| k.clone()).collect();
        for origin in outages {
            match self.state.outages.get(&origin).map(|outage| &outage.phase) {
                Some(Phase::Wait { .. }) => self.probe(&origin),
                Some(Phase::Probe { probe, .. }) => self.answered(&origin, *probe, Answer::Silence),
                Some(Phase::Back { .. } | Phase::Stop { .. }) | None => {}
            }
        }
        let visits: Vec<_> = self.state.visits.iter().filter(|(_, v)| due(v.due())).map(|(tab, _)| *tab).collect();
        for tab in visits {
            self.visit_due(tab);
        }
    }

    /// Tells the tabs of every outage that changed.
    fn tell(&mut self) {
        self.changed.sort_unstable();
        self.changed.dedup();
        for (tab, visit) in &self.state.visits {
            let origin = visit.address().origin();
            let Some(outage) = self.state.outages.get(&origin).filter(|_| self.changed.contains(&origin)) else {
                continue;
            };
            let badge = match outage.phase {
                Phase::Wait { .. } | Phase::Probe { .. } => Badge::Waiting,
                Phase::Stop { .. } => Badge::Stopped,
                Phase::Back { .. } => Badge::Back,
            };
            self.effects.push(Effect::SetBadge { tab: *tab, badge });
            if visit.surface().is_some() {
                self.effects.push(Effect::Repaint { tab: *tab });
            }
        }
    }

    pub(super) fn changed(&mut self, origin: &WebOrigin) {
        self.changed.push(origin.clone());
    }

    /// A page came with a server error. `again` tells that the tab had failed here before, so that this counts as a try.
    pub(super) fn note_failure(&mut self, response: &Response, again: bool) {
        let origin = response.address.origin();
        let now = self.context.now;
        let diagnosis = diagnose(response, "");
        self.changed(&origin);
        let Some(outage) = self.state.outages.get_mut(&origin) else {
            let pace = Pace::begin(now);
            let phase = Phase::Back { since: now };
            let outage = Outage { since: now, diagnosis, attempts: Vec::new(), pace, phase };
            self.state.outages.insert(origin.clone(), outage);
            return self.schedule(&origin, response.retry_after());
        };
        outage.diagnose_anew(diagnosis);
        match outage.phase {
            // The schedule stands: another tab has come to wait on it.
            Phase::Wait { .. } if !again => {}
            // The answer under way decides.
            Phase::Probe { .. } => {}
            Phase::Wait { .. } | Phase::Back { .. } => {
                outage.tried(now, Outcome::Failed(response.status));
                self.schedule(&origin, response.retry_after());
            }
            // "Stop" holds until a page is asked for afresh, and that is what happened.
            Phase::Stop { .. } => {
                outage.pace = Pace::begin(now);
                self.schedule(&origin, response.retry_after());
            }
        }
    }

    /// Sets when to ask next, after a failure that came with the wish `retry_after`; or that we do not.
    pub(super) fn schedule(&mut self, origin: &WebOrigin, retry_after: Option<Delay>) {
        let Context { now, ref mut dice, settings } = self.context;
        let Some(outage) = self.state.outages.get_mut(origin) else { return };
        let stop = |why| Phase::Stop { since: now, why };
        outage.phase = match outage.pace.next(outage.diagnosis.failure, retry_after, now, dice) {
            Next::Useless(reason) => stop(Stop::Useless(reason)),
            _ if settings.checking == Checking::WhenAsked => stop(Stop::Settings),
            Next::Wait { delay, asked } => Phase::Wait { from: now, until: now.plus(delay), asked },
            Next::Named(delay) => stop(Stop::Named(now.plus(delay))),
            Next::GiveUp => stop(Stop::GaveUp),
        };
        self.changed(origin);
    }

    fn probe(&mut self, origin: &WebOrigin) {
        let of_origin = || self.state.visits.values().filter(|visit| visit.address().origin() == *origin);
        let visible = of_origin().find(|visit| visit.attention == Attention::Visible);
        let Some(address) = visible.or_else(|| of_origin().next()).map(|visit| visit.address().clone()) else { return };
        let Some(outage) = self.state.outages.get_mut(origin) else { return };
        let probe = self.state.last_probe.next();
        self.state.last_probe = probe;
        outage.phase = Phase::Probe { probe, since: self.context.now };
        self.effects.push(Effect::Probe { origin: origin.clone(), probe, address });
        self.changed(origin);
    }

    fn answered(&mut self, origin: &WebOrigin, probe: ProbeId, answer: Answer) {
        let now = self.context.now;
        let Some(outage) = self.state.outages.get_mut(origin) else { return };
        if !matches!(outage.phase, Phase::Probe { probe: asked, .. } if asked == probe) {
            return;
        }
        match answer {
            Answer::Response(response) if keeps_us_out(response.status) => {
                if response.status.is_server_error() {
                    outage.diagnose_anew(diagnose(&response, ""));
                }
                outage.tried(now, Outcome::Failed(response.status));
                self.schedule(origin, response.retry_after());
            }
            Answer::Silence => {
                outage.tried(now, Outcome::Silent);
                self.schedule(origin, None);
            }
            Answer::Response(_) | Answer::Redirection => self.back(origin),
        }
    }

    /// The site answers: the tab in front is opened at once, the others one after the other.
    pub(super) fn back(&mut self, origin: &WebOrigin) {
        let now = self.context.now;
        let Some(outage) = self.state.outages.get_mut(origin).filter(|outage| !outage.is_back()) else { return };
        outage.tried(now, Outcome::Back);
        outage.phase = Phase::Back { since: now };
        self.changed(origin);
        let mut at = now;
        for attention in [Attention::Visible, Attention::Hidden] {
            for visit in self.state.visits.values_mut().filter(|visit| visit.attention == attention) {
                if visit.address().origin() == *origin && visit.open_at(at) {
                    at = at.plus(self.context.dice.between(SPREAD.0, SPREAD.1));
                }
            }
        }
    }

    fn pressed(&mut self, tab: TabId, press: Press) {
        let now = self.context.now;
        let Some(visit) = self.state.visits.get_mut(&tab) else { return };
        let origin = visit.address().origin();
        let Some(outage) = self.state.outages.get_mut(&origin) else { return };
        match (press, &outage.phase) {
            (Press::CheckNow, Phase::Wait { .. }) => self.probe(&origin),
            (Press::CheckNow, Phase::Stop { .. }) => {
                outage.pace = Pace::begin(now);
                self.probe(&origin);
            }
            (Press::CheckNow, Phase::Back { .. }) => {
                visit.open_at(now);
            }
            (Press::CheckNow, Phase::Probe { .. }) | (Press::Stop, Phase::Stop { .. }) => {}
            (Press::Stop, Phase::Wait { .. } | Phase::Probe { .. } | Phase::Back { .. }) => {
                outage.phase = Phase::Stop { since: now, why: Stop::Reader };
                self.state.visits.values_mut().filter(|v| v.address().origin() == origin).for_each(super::Visit::stay);
            }
            (Press::ShowOriginal, _) => visit.cover(Cover::Original),
            (Press::ShowHelp, _) => visit.cover(Cover::Full),
        }
        self.changed(&origin);
    }
}

/// Whether an answer to a probe means that a page load would not get through: server errors, and "Too Many Requests".
const fn keeps_us_out(status: Status) -> bool {
    status.is_server_error() || status.code() == 429
}

impl Outage {
    fn tried(&mut self, at: Timestamp, outcome: Outcome) {
        if self.attempts.len() >= Self::ATTEMPTS_KEPT {
            self.attempts.remove(0);
        }
        self.attempts.push(Attempt { at, outcome });
        self.pace.tried();
    }

    /// Takes over what a newer answer says. Probes bring no body, so one that says less about the same status is passed by.
    fn diagnose_anew(&mut self, newer: Diagnosis) {
        if newer.status != self.diagnosis.status || newer.gateway.is_some() && newer.gateway != self.diagnosis.gateway {
            self.diagnosis = newer;
        }
    }
}

impl super::Visit {
    /// Plans to open the page; false where that may not be done or is under way.
    pub(super) fn open_at(&mut self, at: Timestamp) -> bool {
        match self.stage {
            Stage::Show { surface } | Stage::OpenAt { surface, .. } if self.response.method.may_repeat() => {
                self.stage = Stage::OpenAt { at, surface };
                true
            }
            Stage::Show { .. }
            | Stage::OpenAt { .. }
            | Stage::Opened { .. }
            | Stage::Expect { .. }
            | Stage::ExpectHelpTab { .. } => false,
        }
    }

    fn stay(&mut self) {
        if let Stage::OpenAt { surface, .. } = self.stage {
            self.stage = Stage::Show { surface };
        }
    }

    fn cover(&mut self, new: Cover) {
        match &mut self.stage {
            Stage::Show { surface } | Stage::OpenAt { surface, .. } | Stage::Opened { surface, .. } => match surface {
                Surface::Page { cover, .. } => *cover = new,
                Surface::HelpTab => {}
            },
            Stage::Expect { .. } | Stage::ExpectHelpTab { .. } => {}
        }
    }
}
