//! The end of an outage: the site answers, and its tabs are opened.

use super::effect::Effect;
use super::state::{Attention, Cover, Hands, Outcome, Phase, Scope, Stage, Surface, Visit};
use super::transition::Step;
use crate::id::{Address, TabId};
use crate::time::{Delay, Timestamp};

/// Between two tabs that are opened one after the other.
const SPREAD: (Delay, Delay) = (Delay::from_millis(400), Delay::from_millis(1200));
/// Longest time until a tab's turn: that of the last of some 250.
pub(super) const LONGEST_TURN: Delay = Delay::from_secs(5 * 60);

impl Step<'_> {
    /// The site answers for the address `by`: the tab in front is opened at once, the others one after the other.
    pub(super) fn back(&mut self, scope: &Scope, by: &Address) {
        let now = self.context.now;
        let Some(outage) = self.state.outages.get_mut(scope).filter(|outage| !outage.is_back()) else { return };
        outage.tried(now, Outcome::Back);
        outage.pace.answered();
        outage.phase = Phase::Back { since: now, by: by.clone() };
        self.changed(scope);
        let mut at = now;
        let mut opens = false;
        for attention in [Attention::Visible, Attention::Hidden] {
            for (_, visit) in self.state.visits.iter_mut() {
                if visit.attention == attention && visit.scope == *scope && visit.may_open() && visit.open_at(at) {
                    opens = true;
                    at = at.plus(self.context.dice.between(SPREAD.0, SPREAD.1));
                }
            }
        }
        // A page that is opened is announced when it has come: it may fail once more.
        if !opens {
            let tab = self.state.visits.iter().find(|(_, visit)| visit.scope == *scope).map(|(tab, _)| *tab);
            self.announce(scope, tab);
        }
    }

    /// Loads the page of a tab again.
    pub(super) fn open(&mut self, tab: TabId, at: Timestamp) {
        let Some(visit) = self.state.visits.get_mut(&tab) else { return };
        let (Stage::Show { surface } | Stage::OpenAt { surface, .. }) = visit.stage else { return };
        let address = visit.address().clone();
        visit.stage = Stage::Opened { at, surface };
        self.effects.push(match surface {
            Surface::Page { .. } if visit.response.method.may_reload() => Effect::Reload { tab, address },
            Surface::Page { .. } => Effect::Open { tab, address },
            // Our page goes by itself, so that it leaves no entry behind in the tab's history.
            Surface::HelpTab => Effect::Repaint { tab },
        });
    }

    /// Tabs that were to be opened are not, after all.
    pub(super) fn let_stay(&mut self, scope: &Scope) {
        for (_, visit) in self.state.visits.iter_mut().filter(|(_, visit)| visit.scope == *scope) {
            if let Stage::OpenAt { surface, .. } = visit.stage {
                visit.stage = Stage::Show { surface };
            }
        }
    }

    /// The reader does something with the page: from now on it is theirs to give up.
    pub(super) fn engaged(&mut self, tab: TabId) {
        let Some(visit) = self.state.visits.get_mut(&tab) else { return };
        visit.hands = Hands::On;
        if let Stage::OpenAt { surface, .. } = visit.stage {
            visit.stage = Stage::Show { surface };
        }
        let scope = visit.scope.clone();
        self.changed(&scope);
    }
}

impl Visit {
    /// Plans to open the page; false where a form was sent for it, or nothing is drawn yet, or it is being opened.
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

    pub(super) fn cover(&mut self, new: Cover) {
        match &mut self.stage {
            Stage::Show { surface } | Stage::OpenAt { surface, .. } | Stage::Opened { surface, .. } => match surface {
                Surface::Page { cover, .. } => *cover = new,
                Surface::HelpTab => {}
            },
            Stage::Expect { .. } | Stage::ExpectHelpTab { .. } => {}
        }
    }
}
