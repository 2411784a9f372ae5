//! Checks from outside: only after a press and the reader's leave, never of a private host, and no longer than a tab waits.

use super::effect::Effect;
use super::event::Press;
use super::state::{Scope, Window};
use super::transition::Step;
use crate::id::TabId;
use crate::reach::PublicHost;
use crate::reach::check::{Check, LIMIT, Tidings};
use crate::time::Timestamp;

impl Step<'_> {
    /// The reader wants a check, or says whether it may be made.
    pub(super) fn pressed_outside(&mut self, tab: TabId, press: Press) {
        let now = self.context.now;
        let Some(visit) = self.state.visits.get(&tab) else { return };
        let (scope, window) = (visit.scope.clone(), visit.window);
        let Some(host) = PublicHost::of(visit.address(), &self.context.settings) else { return };
        let Some(outage) = self.state.outages.get_mut(&scope) else { return };
        let checks = &mut outage.checks;
        match (press, &checks.newest) {
            // One at a time.
            (_, Check::Asking(_)) => {}
            (Press::AllowOutside, Check::Consent(kind)) => {
                if window == Window::Ordinary {
                    self.effects.push(Effect::KeepConsent);
                }
                checks.begin(*kind, now);
            }
            (Press::AskOutside(kind) | Press::AskConsent(kind), _) if !kind.suits(&host) => {}
            (Press::AskOutside(kind), _) if self.context.settings.outside && window == Window::Ordinary => {
                checks.begin(kind, now);
            }
            (Press::AskOutside(kind) | Press::AskConsent(kind), _) => checks.newest = Check::Consent(kind),
            (Press::RefuseOutside, Check::Consent(_)) => checks.newest = Check::None,
            (
                Press::CheckNow
                | Press::Stop
                | Press::KeepWatching
                | Press::ShowOriginal
                | Press::ShowHelp
                | Press::AllowOutside
                | Press::RefuseOutside,
                _,
            ) => {}
        }
    }

    /// Takes in what was said.
    pub(super) fn told(&mut self, scope: &Scope, began: Timestamp, tidings: Tidings) {
        let Some(outage) = self.state.outages.get_mut(scope) else { return };
        outage.checks.take(began, tidings, self.context.now);
        self.changed(scope);
    }

    /// Sends what is due, and ends what takes too long or nobody waits for.
    pub(super) fn see_to_checks(&mut self) {
        let now = self.context.now;
        let asking = |check: &Check| matches!(check, Check::Asking(_));
        let scopes: Vec<_> = self
            .state
            .outages
            .iter()
            .filter(|(_, outage)| asking(&outage.checks.newest))
            .map(|(scope, _)| scope.clone())
            .collect();
        for scope in scopes {
            let address = self.visits_of(&scope).next().map(|visit| visit.address().clone());
            let host = address.as_ref().and_then(|address| PublicHost::of(address, &self.context.settings));
            let Some(outage) = self.state.outages.get_mut(&scope) else { continue };
            let due = outage.checks.due().is_some_and(|due| due <= now);
            let (Some(address), Some(host)) = (address, host) else {
                outage.checks.newest = Check::None;
                continue;
            };
            let Check::Asking(asking) = &mut outage.checks.newest else { continue };
            match asking.next {
                Some(next) if next <= now && now.since(asking.began) < LIMIT => {
                    asking.next = None;
                    let (began, request) = (asking.began, asking.request(&host, &address));
                    self.effects.push(Effect::AskOutside { scope, began, request });
                }
                _ if due => {
                    outage.checks.end();
                    self.changed(&scope);
                }
                _ => {}
            }
        }
    }
}
