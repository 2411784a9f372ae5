//! Checks from around the world: only after a press and the reader's leave, never of a private host, and no longer than a tab
//! waits.

use super::effect::Effect;
use super::event::Press;
use super::state::{Scope, Window};
use super::transition::Step;
use crate::id::TabId;
use crate::reach::PublicHost;
use crate::reach::world::{Asking, Check, Tidings};
use crate::time::Timestamp;

impl Step<'_> {
    /// The reader wants a check, or says whether it may be made.
    pub(super) fn pressed_outside(&mut self, tab: TabId, press: Press) {
        let now = self.context.now;
        let Some(visit) = self.state.visits.get(&tab) else { return };
        let (scope, window) = (visit.scope.clone(), visit.window);
        let public = PublicHost::of(visit.address(), &self.context.settings).is_some();
        let Some(outage) = self.state.outages.get_mut(&scope).filter(|_| public) else { return };
        outage.check = match (press, &outage.check) {
            // One at a time.
            (_, Check::Asking(_)) => return,
            (Press::AllowOutside, Check::Consent) => {
                if window == Window::Ordinary {
                    self.effects.push(Effect::KeepConsent);
                }
                Check::Asking(Asking::begin(now))
            }
            (Press::AskOutside, _) if self.context.settings.outside && window == Window::Ordinary => {
                Check::Asking(Asking::begin(now))
            }
            (Press::AskOutside | Press::AskConsent, _) => Check::Consent,
            _ => Check::Never,
        };
    }

    /// Takes in what the service said.
    pub(super) fn told(&mut self, scope: &Scope, began: Timestamp, tidings: Tidings) {
        let Some(outage) = self.state.outages.get_mut(scope) else { return };
        outage.check.take(began, tidings, self.context.now);
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
            .filter(|(_, outage)| asking(&outage.check))
            .map(|(scope, _)| scope.clone())
            .collect();
        for scope in scopes {
            let address = self.visits_of(&scope).next().map(|visit| visit.address().clone());
            let host = address.as_ref().and_then(|address| PublicHost::of(address, &self.context.settings));
            let Some(outage) = self.state.outages.get_mut(&scope) else { continue };
            let due = outage.check.due().is_some_and(|due| due <= now);
            let (Some(address), Some(host)) = (address, host) else {
                outage.check = Check::Never;
                continue;
            };
            let Check::Asking(asking) = &mut outage.check else { continue };
            match asking.next {
                Some(next) if next <= now && now.since(asking.began) < crate::reach::world::LIMIT => {
                    asking.next = None;
                    let (began, request) = (asking.began, asking.request(&host, &address));
                    self.effects.push(Effect::AskOutside { scope, began, request });
                }
                _ if due => {
                    outage.check.end(now);
                    self.changed(&scope);
                }
                _ => {}
            }
        }
    }
}
