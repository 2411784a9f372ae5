//! Watching: on the reader's wish an outage goes on for as long as it takes, with a tab or without, and its end is announced.

use super::effect::Effect;
use super::state::{Outage, Phase, Scope, Stop, Watch, Window};
use super::transition::Step;
use crate::diagnosis::Diagnosis;
use crate::http::Status;
use crate::id::{Address, TabId};
use crate::retry::backoff;
use crate::retry::pace::Patience;
use crate::time::Delay;

impl Step<'_> {
    /// The reader wants to be told when the page in `tab` is back.
    pub(super) fn keep_watching(&mut self, tab: TabId) {
        let now = self.context.now;
        let Some(visit) = self.state.visits.get(&tab) else { return };
        let scope = visit.scope.clone();
        self.watch(&scope, Watch { address: visit.address().clone(), since: now, window: visit.window });
    }

    /// The reader wants to be told when a page is back that no tab has failed with. Of an outage that is known the wish is
    /// noted; else the answer to the first question tells what is wrong, or that nothing is any more.
    pub(super) fn watch_for(&mut self, address: Address, window: Window) {
        let now = self.context.now;
        let page = Scope::Page(address.clone());
        let scope = if self.state.outages.contains_key(&page) { page } else { Scope::Origin(address.origin()) };
        let watch = Watch { address, since: now, window };
        if self.state.outages.contains_key(&scope) {
            return self.watch(&scope, watch);
        }
        let outage = Outage { window, ..Outage::begin(Diagnosis::of_status(Status::new(0)), now) };
        self.state.outages.insert(scope.clone(), outage);
        self.watch(&scope, watch);
        self.ask_now(&scope);
    }

    fn watch(&mut self, scope: &Scope, watch: Watch) {
        let now = self.context.now;
        let Some(outage) = self.state.outages.get_mut(scope).filter(|outage| outage.may_be_watched()) else { return };
        outage.watch = Some(watch);
        outage.pace = outage.pace.watching();
        match outage.phase {
            Phase::Stop { why: Stop::Named(time), .. } => {
                let wait = backoff::asked(time.since(now), Delay::ZERO, &mut self.context.dice);
                outage.phase = Phase::Wait { from: now, until: now.plus(wait), asked: true };
            }
            Phase::Stop { .. } => self.schedule(scope, None),
            Phase::Wait { .. } | Phase::Probe { .. } | Phase::Load { .. } | Phase::Back { .. } => {}
        }
        self.changed(scope);
    }

    /// The reader wants to know now.
    pub(super) fn wanted(&mut self, address: &Address) {
        let Some(scope) = self.scope_of_watch(address) else { return };
        match self.state.outages.get(&scope).map(|outage| &outage.phase) {
            Some(Phase::Wait { .. }) => self.ask_now(&scope),
            Some(Phase::Probe { .. } | Phase::Load { .. } | Phase::Back { .. } | Phase::Stop { .. }) | None => {}
        }
    }

    /// The reader knows, or does not want to.
    pub(super) fn dismissed(&mut self, address: &Address) {
        if let Some(scope) = self.scope_of_watch(address) {
            self.end_watch(&scope);
        }
    }

    fn scope_of_watch(&self, address: &Address) -> Option<Scope> {
        let of_address = |outage: &Outage| outage.watch.as_ref().is_some_and(|watch| watch.address == *address);
        self.state.outages.iter().find(|(_, outage)| of_address(outage)).map(|(scope, _)| scope.clone())
    }

    pub(super) fn end_watch(&mut self, scope: &Scope) {
        if let Some(outage) = self.state.outages.get_mut(scope) {
            outage.unwatch();
        }
        self.changed(scope);
        self.forget_unvisited();
    }

    /// What was watched for has come in `tab`, or in none.
    pub(super) fn announce(&mut self, scope: &Scope, tab: Option<TabId>) {
        let Some(outage) = self.state.outages.get_mut(scope) else { return };
        let Some(watch) = &outage.watch else { return };
        // A notification is kept by the system, outside of any private window.
        if watch.window == Window::Ordinary {
            self.effects.push(Effect::Announce { address: watch.address.clone(), tab });
        }
        // Without a tab the wish stays until the reader has seen what became of it.
        if tab.is_some() {
            outage.unwatch();
        }
    }

    /// The browser was started anew. What is watched is asked about soon, and not everything in the same moment.
    pub(super) fn began(&mut self) {
        let scopes: Vec<_> = self.state.outages.keys().cloned().collect();
        for scope in scopes {
            self.ask_when_settled(&scope);
        }
    }
}

impl Outage {
    /// The wish is fulfilled, or taken back: from here on a round ends as rounds do.
    pub(super) fn unwatch(&mut self) {
        self.watch = None;
        self.pace.patience = Patience::Round;
    }

    /// Whether it makes sense to wait for its end: where the site says no, or the page sees to itself, it does not.
    #[must_use]
    pub const fn may_be_watched(&self) -> bool {
        match self.phase {
            Phase::Wait { .. } | Phase::Probe { .. } | Phase::Load { .. } => self.watch.is_none(),
            Phase::Stop { why: Stop::Named(time), .. } => {
                time.since(self.since).as_millis() <= Watch::LONGEST.as_millis()
            }
            Phase::Stop { why: Stop::Reader | Stop::GaveUp | Stop::Settings, .. } => true,
            Phase::Stop { why: Stop::Useless(_) | Stop::Refresh | Stop::Challenge, .. } | Phase::Back { .. } => false,
        }
    }
}
