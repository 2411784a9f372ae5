//! The schedule of an outage: what a failure does to it, when the site is asked next, and what its answers mean.

use super::effect::Effect;
use super::event::Answer;
use super::state::{Attempt, Attention, Outage, Outcome, Phase, Scope, Stage, Stop, Visit, Watch, Window};
use super::transition::{Context, Step};
use crate::diagnosis::{Diagnosis, diagnose};
use crate::http::{Response, Status};
use crate::id::{Address, ProbeId, TabId, WebOrigin};
use crate::reach::check::Checks;
use crate::retry::backoff;
use crate::retry::budget::Budget;
use crate::retry::pace::{Manner, Next, Pace};
use crate::settings::Checking;
use crate::time::{Delay, Timestamp};

/// How many sites are asked at a time, however many fail.
pub(super) const PROBES_AT_A_TIME: usize = 4;
/// When to try again where a probe had to stand back behind others.
const STAND_BACK: (Delay, Delay) = (Delay::from_secs(1), Delay::from_secs(3));
/// How soon a site is asked when the reader comes back to the tab, or to the net.
const ON_RETURN: (Delay, Delay) = (Delay::from_millis(500), Delay::from_secs(3));

/// How a failure came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Came {
    /// In a tab that had not waited on this outage before.
    Fresh,
    /// In a tab that waited: this was a try.
    Again,
}

impl Step<'_> {
    /// A page came with a server error: the outage that it belongs to, begun if there is none.
    pub(super) fn note_failure(&mut self, tab: TabId, response: &Response, scope: Scope, came: Came) -> Scope {
        let now = self.context.now;
        let diagnosis = diagnose(response, "");
        let Some(outage) = self.state.outages.get_mut(&scope) else {
            self.state.outages.insert(scope.clone(), Outage::begin(diagnosis, now));
            self.schedule(&scope, response.retry_after());
            return scope;
        };
        self.changed.push(scope.clone());
        match (&outage.phase, came) {
            // The site works for another address: this one is an outage of its own.
            (Phase::Back { by, .. }, Came::Again) if *by != response.address => {
                let mut own = Outage { diagnosis, false_dawns: 0, checks: Checks::default(), ..outage.clone() };
                own.tried(now, Outcome::Failed(response.status));
                // What is watched is one page, and goes with it.
                if own.watch.as_ref().is_some_and(|watch| watch.address == response.address) {
                    outage.unwatch();
                } else {
                    own.unwatch();
                }
                let page = Scope::Page(response.address.clone());
                self.state.outages.insert(page.clone(), own);
                self.schedule(&page, response.retry_after());
                return page;
            }
            (Phase::Back { .. }, Came::Again) => {
                outage.false_dawns = outage.false_dawns.saturating_add(1);
                outage.failed(now, diagnosis);
                self.schedule(&scope, response.retry_after());
            }
            (Phase::Load { tab: loading, .. }, _) if *loading == tab => {
                outage.failed(now, diagnosis);
                self.schedule(&scope, response.retry_after());
            }
            (Phase::Wait { .. }, Came::Again) | (Phase::Back { .. }, Came::Fresh) => {
                outage.failed(now, diagnosis);
                self.schedule(&scope, response.retry_after());
            }
            // The schedule stands, unless the site asks for a longer wait, or it is the slow one of tabs that nobody looks at.
            (&Phase::Wait { until, .. }, Came::Fresh) => {
                outage.diagnose_anew(diagnosis);
                match response.retry_after() {
                    Some(wish) if now.plus(wish) > until => self.schedule(&scope, Some(wish)),
                    Some(_) | None if !self.is_seen(&scope) => self.ask_soon(&scope),
                    Some(_) | None => {}
                }
            }
            // The answer under way decides.
            (Phase::Probe { .. } | Phase::Load { .. }, _) => outage.diagnose_anew(diagnosis),
            // "Stop" holds until a page is asked for afresh, and that is what happened.
            (Phase::Stop { .. }, _) => {
                outage.diagnose_anew(diagnosis);
                outage.pace = Pace::begin(now);
                self.schedule(&scope, response.retry_after());
            }
        }
        scope
    }

    /// Sets when to ask next, after a failure that came with the wish `retry_after`; or that we do not.
    pub(super) fn schedule(&mut self, scope: &Scope, retry_after: Option<Delay>) {
        let gap = self.least_gap(scope);
        let Context { now, ref mut dice, ref settings, .. } = self.context;
        let checking = settings.checking_of(&scope.origin());
        let Some(outage) = self.state.outages.get_mut(scope) else { return };
        let stop = |why| Phase::Stop { since: now, why };
        outage.phase = match outage.pace.next(outage.diagnosis.failure, retry_after, now, checking.style(), dice) {
            Next::Useless(reason) => stop(Stop::Useless(reason)),
            _ if checking == Checking::WhenAsked && outage.watch.is_none() => stop(Stop::Settings),
            Next::Wait { delay, asked } => Phase::Wait { from: now, until: now.plus(delay.max(gap)), asked },
            Next::Named(delay) if outage.watch.is_some() && delay <= Watch::LONGEST => {
                Phase::Wait { from: now, until: now.plus(backoff::asked(delay, Delay::ZERO, dice)), asked: true }
            }
            Next::Named(delay) => stop(Stop::Named(now.plus(delay))),
            Next::GiveUp => stop(Stop::GaveUp),
        };
        if let Phase::Stop { .. } = outage.phase {
            outage.unwatch();
        }
        self.let_stay(scope);
        self.changed(scope);
    }

    /// Ends the asking, for a reason that lies in the page.
    pub(super) fn stand_down(&mut self, scope: &Scope, why: Stop) {
        let since = self.context.now;
        if let Some(outage) = self.state.outages.get_mut(scope) {
            outage.phase = Phase::Stop { since, why };
            outage.unwatch();
        }
        self.changed(scope);
    }

    /// Asks, if somebody looks, others leave room and the budget allows; else a little later.
    pub(super) fn ask(&mut self, scope: &Scope) {
        let now = self.context.now;
        let last =
            self.state.outages.get(scope).map(|outage| outage.attempts.last().map_or(outage.since, |last| last.at));
        if let Some(ready) = last.map(|last| last.min(now).plus(self.least_gap(scope)))
            && ready > now
        {
            return self.wait_until(scope, ready);
        }
        let origin = scope.origin();
        if self.is_being_asked(&origin) || self.probes_under_way() >= PROBES_AT_A_TIME {
            let later = self.context.dice.between(STAND_BACK.0, STAND_BACK.1);
            return self.wait_until(scope, now.plus(later));
        }
        match self.state.budgets.entry(origin).or_insert(Budget::full(now)).take(now) {
            Ok(()) => self.send(scope),
            Err(wait) => self.wait_until(scope, now.plus(wait)),
        }
    }

    /// Asks because the reader wants it: that is in nobody's budget, but one probe at a time is enough for a site.
    pub(super) fn ask_now(&mut self, scope: &Scope) {
        if self.is_being_asked(&scope.origin()) {
            let later = self.context.dice.between(STAND_BACK.0, STAND_BACK.1);
            return self.wait_until(scope, self.context.now.plus(later));
        }
        let now = self.context.now;
        let _empty_or_not = self.state.budgets.entry(scope.origin()).or_insert(Budget::full(now)).take(now);
        self.send(scope);
    }

    /// Asks shortly, unless that is planned anyway; never before a time that the site asked for.
    pub(super) fn ask_soon(&mut self, scope: &Scope) {
        let soon = self.context.now.plus(self.context.dice.between(ON_RETURN.0, ON_RETURN.1));
        if let Some(Outage { phase: Phase::Wait { until, asked: false, .. }, .. }) = self.state.outages.get(scope)
            && *until > soon
        {
            self.wait_until(scope, soon);
        }
    }

    /// Back on the net, what has become due in the meantime is asked shortly, and not by everyone in the same moment. What a
    /// site asked for, and tabs that nobody looks at, can wait longer.
    pub(super) fn ask_when_settled(&mut self, scope: &Scope) {
        let soon = self.context.now.plus(self.context.dice.between(ON_RETURN.0, ON_RETURN.1));
        let seen = self.is_seen(scope);
        if let Some(Outage { phase: Phase::Wait { until, asked, .. }, .. }) = self.state.outages.get(scope) {
            let at = if seen && !asked { soon } else { soon.max(*until) };
            self.wait_until(scope, at);
        }
        self.changed(scope);
    }

    fn wait_until(&mut self, scope: &Scope, at: Timestamp) {
        let now = self.context.now;
        if let Some(outage) = self.state.outages.get_mut(scope) {
            let asked = matches!(outage.phase, Phase::Wait { asked: true, .. });
            outage.phase = Phase::Wait { from: now, until: at, asked };
        }
        self.changed(scope);
    }

    fn send(&mut self, scope: &Scope) {
        let now = self.context.now;
        let Some(outage) = self.state.outages.get(scope) else { return };
        let (manner, tries) = (outage.manner(), outage.pace.tries);
        if manner == Manner::Load
            && let Some(tab) = self.load_in_a_tab(scope)
        {
            return self.set_phase(scope, Phase::Load { tab, since: now });
        }
        let Some(address) = self.address_to_ask(scope, tries) else { return };
        let probe = self.state.last_probe.next();
        self.state.last_probe = probe;
        self.effects.push(Effect::Probe { scope: scope.clone(), probe, address: address.clone() });
        self.set_phase(scope, Phase::Probe { probe, since: now, address });
    }

    fn set_phase(&mut self, scope: &Scope, phase: Phase) {
        if let Some(outage) = self.state.outages.get_mut(scope) {
            outage.phase = phase;
        }
        self.changed(scope);
    }

    /// The address of the tab in front; every other time one of the others in turn, since addresses of one site may fare
    /// differently.
    fn address_to_ask(&self, scope: &Scope, tries: u32) -> Option<Address> {
        let visits = || self.visits_of(scope);
        let seen = visits().find(|visit| visit.attention == Attention::Visible).or_else(|| visits().next());
        let watched = || self.state.outages.get(scope).and_then(|outage| outage.watch.as_ref());
        let first = seen.map(Visit::address).or_else(|| Some(&watched()?.address))?;
        let mut others: Vec<&Address> = Vec::new();
        for other in visits().map(Visit::address) {
            if other != first && !others.contains(&other) {
                others.push(other);
            }
        }
        let turn = usize::try_from(tries / 2).unwrap_or(0).checked_rem(others.len());
        let other = turn.filter(|_| tries % 2 == 1).and_then(|turn| others.get(turn).copied());
        Some(other.unwrap_or(first).clone())
    }

    /// Has the page itself loaded in a tab, the one in front if possible; none where a form was sent, or nothing is drawn.
    fn load_in_a_tab(&mut self, scope: &Scope) -> Option<TabId> {
        let now = self.context.now;
        let of_scope = self.state.visits.iter().filter(|(_, visit)| visit.scope == *scope && visit.may_open());
        let (tab, _) = of_scope.max_by_key(|(_, visit)| visit.attention == Attention::Visible)?;
        let tab = *tab;
        self.open(tab, now);
        Some(tab)
    }

    pub(super) fn answered(&mut self, scope: &Scope, probe: ProbeId, answer: Answer) {
        let now = self.context.now;
        let online = self.context.online;
        let Some(outage) = self.state.outages.get_mut(scope) else { return };
        let Phase::Probe { probe: asked, address, .. } = &outage.phase else { return };
        if *asked != probe {
            return;
        }
        match answer {
            Answer::Response(response) if keeps_us_out(response.status) => {
                if response.status.is_server_error() {
                    outage.diagnose_anew(diagnose(&response, ""));
                }
                outage.tried(now, Outcome::Failed(response.status));
                self.schedule(scope, response.retry_after());
            }
            // Tells of the reader's net, not of the site.
            Answer::Silence if !online => {
                self.wait_until(scope, now.plus(self.least_gap(scope)));
            }
            Answer::Silence => {
                outage.tried(now, Outcome::Silent);
                self.schedule(scope, None);
            }
            Answer::Response(_) | Answer::Redirection => {
                let address = address.clone();
                self.back(scope, &address);
            }
        }
    }

    /// Whether somebody may be looking: not when every tab has said that it is behind another, or none is left.
    pub(super) fn is_seen(&self, scope: &Scope) -> bool {
        self.least_gap(scope) == Delay::ZERO
    }

    /// Shortest time between two questions.
    fn least_gap(&self, scope: &Scope) -> Delay {
        let unseen = |visit: &Visit| visit.attention == Attention::Hidden && visit.surface().is_some();
        let mut visits = self.visits_of(scope).peekable();
        let watched = || self.state.outages.get(scope).is_some_and(|outage| outage.watch.is_some());
        if visits.peek().is_none() {
            // The outage has only just begun, unless it is watched.
            return if watched() { Outage::ALONE } else { Delay::ZERO };
        }
        if visits.all(unseen) { Outage::UNSEEN } else { Delay::ZERO }
    }

    pub(super) fn visits_of(&self, scope: &Scope) -> impl Iterator<Item = &Visit> {
        self.state.visits.values().filter(move |visit| visit.scope == *scope)
    }

    fn probes_under_way(&self) -> usize {
        self.state.outages.values().filter(|outage| matches!(outage.phase, Phase::Probe { .. })).count()
    }

    fn is_being_asked(&self, origin: &WebOrigin) -> bool {
        self.state.is_being_asked(origin)
    }
}

/// Whether an answer to a probe means that a page load would not get through: server errors, and "Too Many Requests".
const fn keeps_us_out(status: Status) -> bool {
    status.is_server_error() || status.code() == 429
}

impl Outage {
    pub(super) fn begin(diagnosis: Diagnosis, now: Timestamp) -> Self {
        Self {
            since: now,
            diagnosis,
            attempts: Vec::new(),
            pace: Pace::begin(now),
            phase: Phase::Wait { from: now, until: now, asked: false },
            false_dawns: 0,
            checks: Checks::default(),
            watch: None,
            window: Window::Private,
        }
    }

    /// How to ask: by a load too where good answers to probes have proved false.
    fn manner(&self) -> Manner {
        if self.false_dawns >= Self::FALSE_DAWNS { Manner::Load } else { self.pace.manner() }
    }

    pub(super) fn tried(&mut self, at: Timestamp, outcome: Outcome) {
        if self.attempts.len() >= Self::ATTEMPTS_KEPT {
            self.attempts.remove(0);
        }
        self.attempts.push(Attempt { at, outcome });
        self.pace.tried();
    }

    fn failed(&mut self, at: Timestamp, diagnosis: Diagnosis) {
        self.tried(at, Outcome::Failed(diagnosis.status));
        self.diagnose_anew(diagnosis);
    }

    /// Takes over what a newer answer says. Probes bring no body, so one that says less about the same status is passed by.
    fn diagnose_anew(&mut self, newer: Diagnosis) {
        let says_more = newer.gateway.is_some() && newer.confidence >= self.diagnosis.confidence;
        if newer.status != self.diagnosis.status || says_more && newer.gateway != self.diagnosis.gateway {
            self.diagnosis = newer;
        }
    }
}

impl Visit {
    /// Whether the page may be loaded again without asking the reader: no form was sent for it, help is drawn, and the
    /// reader is not busy with it.
    pub(super) fn may_open(&self) -> bool {
        let drawn = matches!(self.stage, Stage::Show { .. } | Stage::OpenAt { .. });
        drawn && self.response.method.may_repeat() && self.hands == super::Hands::Off
    }
}
