//! What follows from what happens in one tab: its document is looked for, drawn in, opened anew, left.
//!
//! Browsers tell of a page in no fixed order (Firefox may name the new document before the response that it came with), so
//! each hint only makes us look, and the document itself says whether it is the right one.
//!
//! It brings its text along when it says so, and nothing is drawn in a page before: the first that a reader sees there rests on
//! the body already. A page in which nothing can be drawn has no text either (the body is empty, or a file to be saved), so
//! for our own page in its place the headers are all there is, and a probe is ended at its headers.

use super::asking::Came;
use super::effect::{Badge, Effect};
use super::event::{Document, Sight};
use super::record::Pending;
use super::state::{Attention, Cover, Hands, Outcome, Phase, Scope, Stage, State, Stop, Surface, Visit, Window};
use super::transition::Step;
use crate::diagnosis::{Failure, Page, diagnose};
use crate::http::{Headers, Response, Status};
use crate::id::{Address, TabId};
use crate::reach::is_sent_aside;
use crate::retry::advice::Advice;
use crate::settings::Look;
use crate::time::{Delay, Timestamp};

/// When to look for a document that no event has told of; doubled with each try.
const FIRST_LOOK: Delay = Delay::from_millis(250);
/// How often to look. The last look comes 16 seconds after the response.
const LOOKS: u32 = 6;
/// After so many looks a refusal counts even if the browser never said that the document is there.
const LOOKS_BEFORE_REFUSAL_COUNTS: u32 = 3;
/// How many records wait for the history to take them in, should it not answer.
const OVER_KEPT: usize = 20;
/// How long after our script's first word the browser may name the document that it stands in.
const NAMED_LATE: Delay = Delay::from_secs(1);
/// How long after the beginning of a load its response may be told of and still be the one of the document drawn in.
const TOLD_LATE: Delay = Delay::from_secs(3);

/// Whether the page wants to see that a person is there.
fn is_challenge(response: &Response) -> bool {
    response.headers.get("cf-mitigated").is_some()
}

impl Step<'_> {
    pub(super) fn responded(&mut self, tab: TabId, mut response: Response) {
        if response.status.is_redirection() {
            return; // The answer at its end counts.
        }
        if response.status.is_server_error() {
            let aside = |from: &Address| is_sent_aside(from, &response.address, &self.context.settings);
            response.sent_from = response.sent_from.filter(aside);
            return self.failed(tab, response);
        }
        if self.state.visits.get(&tab).is_some_and(|visit| *visit.address() == response.address) {
            self.recovered_in(tab);
        }
    }

    /// The page came at last: good news for the others that wait.
    fn recovered_in(&mut self, tab: TabId) {
        let Some(visit) = self.state.visits.remove(&tab) else { return };
        self.announce(&visit.scope, Some(tab));
        self.back(&visit.scope, visit.address());
        self.gone(tab, &visit);
    }

    /// A failed page is there already; no event has told of its response.
    pub(super) fn found(&mut self, tab: TabId, response: Response) {
        let known = self.state.visits.get(&tab).is_some_and(|visit| *visit.address() == response.address);
        if !known && response.status.is_server_error() {
            self.failed(tab, response);
            self.look(tab, true);
        }
    }

    fn failed(&mut self, tab: TabId, mut response: Response) {
        if let Some(before) = self.state.visits.get(&tab).map(|visit| &visit.response)
            && before.address == response.address
        {
            // Loaded again, it is still the page that the network sent them to.
            response.sent_from = response.sent_from.or_else(|| before.sent_from.clone());
        }
        if self.is_told_late(tab, &response) {
            return;
        }
        let previous = self.state.visits.get(&tab).cloned();
        let again = previous.as_ref().filter(|visit| *visit.address() == response.address);
        let (scope, came) = match again {
            Some(visit) => (visit.scope.clone(), Came::Again),
            None => (self.scope_for(&response.address), Came::Fresh),
        };
        if previous.as_ref().is_some_and(|visit| visit.scope != scope) {
            self.drop_visit(tab);
        }
        let stage = Stage::Expect {
            next: self.context.now.plus(FIRST_LOOK),
            tries: 0,
            committed: false,
            before: previous.as_ref().and_then(Visit::document_before),
        };
        let (attention, window) =
            previous.map_or((Attention::Visible, Window::Private), |visit| (visit.attention, visit.window));
        let challenged = is_challenge(&response);
        let scope = self.note_failure(tab, &response, scope, came);
        let visit =
            Visit { scope: scope.clone(), response, attention, hands: Hands::Off, window, stage, named_by: None };
        self.state.visits.insert(tab, visit);
        self.note_window(tab, window);
        if challenged {
            self.stand_down(&scope, Stop::Challenge);
        }
        self.forget_unvisited();
    }

    /// Firefox may name a document before the response that it came with. If that document is the one we have just drawn in,
    /// it has been counted; only a wish of the site is news.
    fn is_told_late(&mut self, tab: TabId, response: &Response) -> bool {
        let Some(visit) = self.state.visits.get_mut(&tab) else { return false };
        let Stage::Show { surface: Surface::Page { started, .. } } = visit.stage else { return false };
        if *visit.address() != response.address || response.received.since(started) > TOLD_LATE {
            return false;
        }
        visit.response = response.clone();
        let scope = visit.scope.clone();
        if let Some(wish) = response.retry_after() {
            self.schedule(&scope, Some(wish));
        }
        true
    }

    /// The outage that a failure at `address` belongs to: one of its own if it has one, else its web origin's.
    fn scope_for(&self, address: &Address) -> Scope {
        let page = Scope::Page(address.clone());
        if self.state.outages.contains_key(&page) { page } else { Scope::Origin(address.origin()) }
    }

    /// What comes from history starts nothing.
    pub(super) fn recalled(&mut self, tab: TabId, address: &Address) {
        let begun = |visit: &Visit| visit.address() == address && matches!(visit.stage, Stage::Expect { .. });
        if self.state.visits.get(&tab).is_some_and(begun) {
            self.drop_visit(tab);
        }
    }

    pub(super) fn committed(&mut self, tab: TabId, address: Option<&Address>) {
        let Some(visit) = self.state.visits.get_mut(&tab) else { return };
        if address != Some(visit.address()) {
            // A new tab's first, empty document may be named after the response that followed it; so until ours has been
            // named, another one says nothing. If the reader did leave, ours is looked for in vain, and not for long.
            if !matches!(visit.stage, Stage::Expect { committed: false, .. }) {
                self.drop_visit(tab);
            }
            return;
        }
        let named_late = visit.named_by.take().is_some_and(|until| self.context.now <= until);
        match visit.stage {
            Stage::Expect { .. } => self.look(tab, true),
            // It is the document that we have just drawn in.
            Stage::Show { surface: Surface::Page { .. } } if named_late => {}
            // Somebody loads the page again, and the browser names the document before its response.
            Stage::Show { surface: Surface::Page { .. } }
            | Stage::OpenAt { surface: Surface::Page { .. }, .. }
            | Stage::Opened { .. } => {
                let before = visit.document_before();
                visit.stage = Stage::Expect { next: self.context.now, tries: 0, committed: true, before };
                self.look(tab, true);
            }
            // The reader went back from our own page. What comes from history starts nothing.
            Stage::Show { surface: Surface::HelpTab } | Stage::OpenAt { surface: Surface::HelpTab, .. } => {
                self.drop_visit(tab);
            }
            Stage::ExpectHelpTab { .. } => {}
        }
    }

    pub(super) fn load_failed(&mut self, tab: TabId, address: &Address) {
        let Some(visit) = self.state.visits.get_mut(&tab).filter(|visit| visit.address() == address) else { return };
        match visit.stage {
            Stage::Expect { .. } => self.look(tab, true),
            Stage::Opened { surface, .. } => {
                visit.stage = Stage::Show { surface };
                let scope = visit.scope.clone();
                self.schedule(&scope, None);
            }
            Stage::Show { .. } | Stage::OpenAt { .. } | Stage::ExpectHelpTab { .. } => {}
        }
    }

    /// Sends our script in to look for the document.
    fn look(&mut self, tab: TabId, seen: bool) {
        let Some(Visit { stage: Stage::Expect { next, tries, committed, .. }, .. }) = self.state.visits.get_mut(&tab)
        else {
            return;
        };
        *committed |= seen;
        *tries = tries.saturating_add(1);
        *next = self.context.now.plus(FIRST_LOOK.times(2u64.saturating_pow(*tries)));
        self.effects.push(Effect::Inject { tab });
    }

    pub(super) fn injection_refused(&mut self, tab: TabId) {
        let Some(visit) = self.state.visits.get_mut(&tab) else { return };
        match visit.stage {
            Stage::Expect { tries, committed, .. } if committed || tries >= LOOKS_BEFORE_REFUSAL_COUNTS => {
                visit.stage = Stage::ExpectHelpTab { since: self.context.now };
                self.effects.push(Effect::OpenHelpTab { tab, address: visit.address().clone() });
            }
            Stage::Expect { .. }
            | Stage::ExpectHelpTab { .. }
            | Stage::Show { .. }
            | Stage::OpenAt { .. }
            | Stage::Opened { .. } => {}
        }
    }

    pub(super) fn hello(&mut self, tab: TabId, document: &Document, sight: Sight) {
        self.seen(tab, sight);
        let Some(visit) = self.state.visits.get_mut(&tab) else { return };
        let Stage::Expect { committed, before, .. } = visit.stage else { return };
        visit.named_by = (!committed).then(|| self.context.now.plus(NAMED_LATE));
        if document.address != *visit.address() || before == Some(document.started) {
            return; // The one before; the right one is looked for again.
        }
        if let Some(status) = document.status.filter(|status| committed && status.is_server_error())
            && self.fails_again(tab, document, status)
        {
            return self.show_in(tab, document);
        }
        let Some(visit) = self.state.visits.get(&tab) else { return };
        match document.status {
            Some(status) if status == visit.response.status => self.show_in(tab, document),
            None if committed => self.show_in(tab, document),
            Some(status) if committed && !status.is_server_error() => self.recovered_in(tab),
            Some(_) | None => {}
        }
    }

    /// Whether a document came with an error after its site had answered well; then that is noted as the failed try it is.
    fn fails_again(&mut self, tab: TabId, document: &Document, status: Status) -> bool {
        let Some(visit) = self.state.visits.get(&tab) else { return false };
        let scope = visit.scope.clone();
        let response =
            Response { status, received: document.started, headers: Headers::default(), ..visit.response.clone() };
        let since = match self.state.outages.get(&scope).map(|outage| &outage.phase) {
            Some(Phase::Back { since, .. } | Phase::Load { since, .. }) => *since,
            Some(Phase::Wait { .. } | Phase::Probe { .. } | Phase::Stop { .. }) | None => return false,
        };
        if document.started < since {
            return false;
        }
        let scope = self.note_failure(tab, &response, scope, Came::Again);
        if let Some(visit) = self.state.visits.get_mut(&tab) {
            visit.scope = scope;
            visit.response = response;
        }
        self.forget_unvisited();
        true
    }

    /// The document is the right one: reads its body, and draws.
    fn show_in(&mut self, tab: TabId, document: &Document) {
        let Some(visit) = self.state.visits.get(&tab) else { return };
        let scope = visit.scope.clone();
        let diagnosis = diagnose(&visit.response, &document.html);
        let template = diagnosis.is_gateways_page();
        let refreshes = document.refreshes || visit.response.headers.get("refresh").is_some();
        // Whoever is to do what a page asks for has to see it.
        let challenged = is_challenge(&visit.response);
        // Whoever writes the program wants to see what a debug page says, however short it is.
        let own_words =
            diagnosis.page == Page::Debug || diagnosis.failure == Failure::Maintenance || document.content.is_rich();
        let at_most = if refreshes || challenged || own_words && !template { Cover::Card } else { Cover::Full };
        let cover = match self.context.settings.look_at(&document.address.origin()) {
            Look::Full => at_most,
            Look::Card => Cover::Card,
            Look::Badge => Cover::Badge,
        };
        if let Some(outage) = self.state.outages.get_mut(&scope) {
            let stopped = matches!(outage.phase, Phase::Stop { .. });
            let useless = matches!(Advice::on(diagnosis.failure), Advice::Leave(_)) && !stopped;
            outage.diagnosis = diagnosis;
            if useless {
                self.schedule(&scope, None);
            }
        }
        if refreshes {
            self.stand_down(&scope, Stop::Refresh);
        }
        self.show(tab, Surface::Page { started: document.started, cover });
    }

    pub(super) fn help_tab_opened(&mut self, tab: TabId, address: &Address, sight: Sight) {
        if self.state.visits.get(&tab).is_some_and(|visit| visit.address() == address) {
            self.seen(tab, sight);
            self.show(tab, Surface::HelpTab);
        }
    }

    fn show(&mut self, tab: TabId, surface: Surface) {
        let Some(visit) = self.state.visits.get_mut(&tab) else { return };
        visit.stage = Stage::Show { surface };
        let scope = visit.scope.clone();
        let back = self.state.outages.get(&scope).is_some_and(super::Outage::is_back);
        if back && visit.may_open() {
            visit.open_at(self.context.now);
        }
        self.changed(&scope);
    }

    fn seen(&mut self, tab: TabId, sight: Sight) {
        self.note_window(tab, sight.window);
        self.attended(tab, sight.attention);
    }

    /// What was met in an ordinary window may be remembered, whatever private ones wait for it too.
    fn note_window(&mut self, tab: TabId, window: Window) {
        let Some(visit) = self.state.visits.get_mut(&tab) else { return };
        visit.window = window;
        if let (Window::Ordinary, Some(outage)) = (window, self.state.outages.get_mut(&visit.scope)) {
            outage.window = window;
        }
    }

    pub(super) fn attended(&mut self, tab: TabId, attention: Attention) {
        let Some(visit) = self.state.visits.get_mut(&tab) else { return };
        let before = std::mem::replace(&mut visit.attention, attention);
        if let (Attention::Visible, Stage::OpenAt { .. }) = (attention, visit.stage) {
            visit.open_at(self.context.now);
        }
        let scope = visit.scope.clone();
        if (before, attention) == (Attention::Hidden, Attention::Visible) {
            self.ask_soon(&scope);
        }
    }

    pub(super) fn visit_due(&mut self, tab: TabId) {
        let now = self.context.now;
        let Some(visit) = self.state.visits.get_mut(&tab) else { return };
        match visit.stage {
            Stage::Expect { tries, .. } if tries >= LOOKS => self.drop_visit(tab),
            Stage::Expect { .. } => self.look(tab, false),
            Stage::ExpectHelpTab { .. } => {
                // It was asked for and never came: perhaps the browser died in between.
                visit.stage = Stage::Expect { next: now, tries: LOOKS - 1, committed: true, before: None };
                self.look(tab, true);
            }
            Stage::OpenAt { .. } => self.open(tab, now),
            Stage::Opened { surface, .. } => {
                visit.stage = Stage::Show { surface };
                let scope = visit.scope.clone();
                if let Some(outage) = self.state.outages.get_mut(&scope)
                    && matches!(outage.phase, Phase::Load { .. })
                {
                    outage.tried(now, Outcome::Silent);
                }
                self.schedule(&scope, None);
            }
            Stage::Show { .. } => {}
        }
    }

    /// Forgets a tab, and its outage if no other tab waits on it.
    pub(super) fn drop_visit(&mut self, tab: TabId) {
        let Some(visit) = self.state.visits.remove(&tab) else { return };
        self.gone(tab, &visit);
    }

    /// What is to be done after a visit was removed.
    fn gone(&mut self, tab: TabId, visit: &Visit) {
        self.effects.push(Effect::SetBadge { tab: Some(tab), badge: Badge::None });
        self.effects.push(Effect::Repaint { tab });
        self.forget_unvisited();
        let alone = self.visits_of(&visit.scope).next().is_none();
        match self.state.outages.get(&visit.scope).map(|outage| &outage.phase) {
            Some(Phase::Load { tab: loading, .. }) if *loading == tab => self.schedule(&visit.scope, None),
            Some(Phase::Back { .. }) if alone => self.announce(&visit.scope, None),
            Some(
                Phase::Load { .. } | Phase::Back { .. } | Phase::Wait { .. } | Phase::Probe { .. } | Phase::Stop { .. },
            )
            | None => {}
        }
    }

    /// Forgets outages that no tab waits on and that nobody wants to be told of; what is to be remembered of them is kept.
    pub(super) fn forget_unvisited(&mut self) {
        let now = self.context.now;
        let State { outages, visits, over, .. } = &mut *self.state;
        outages.retain(|scope, outage| {
            let stays = outage.lasts() || visits.values().any(|visit| visit.scope == *scope);
            if !stays {
                over.extend(outage.record(scope, now).map(|record| Pending { record, again: now }));
            }
            stays
        });
        over.drain(..over.len().saturating_sub(OVER_KEPT));
    }
}

impl Visit {
    /// When the browser began to load the document that we last drew in, if it may still be there.
    fn document_before(&self) -> Option<Timestamp> {
        match self.stage {
            Stage::Expect { before, .. } => before,
            Stage::Show { surface } | Stage::OpenAt { surface, .. } | Stage::Opened { surface, .. } => match surface {
                Surface::Page { started, .. } => Some(started),
                Surface::HelpTab => None,
            },
            Stage::ExpectHelpTab { .. } => None,
        }
    }
}
