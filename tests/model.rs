//! Every order of everything: a small world, two tabs on one web origin, searched in full up to a depth, with the background
//! dying and its storage failing at any point. The laws are those of `laws.rs`, here without chance.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "clippy spares `#[test]` functions, not the functions around them in a test of its own crate"
)]

use back_soon::chance::Dice;
use back_soon::http::{Headers, Method, Response, Status};
use back_soon::id::{Address, ProbeId, TabId, WebOrigin};
use back_soon::outage::{
    Answer, Attention, Content, Context, Document, Effect, Event, Phase, Press, Scope, Sight, Snapshot, State, Window,
};
use back_soon::settings::Settings;
use back_soon::time::{Delay, Timestamp};
use stateright::{Checker, Model, Property};

const START: Timestamp = Timestamp::from_millis(1_795_348_800_000);
const TABS: [TabId; 2] = [TabId::new(1), TabId::new(2)];
const PAGES: [&str; 2] = ["https://shop.example.com/a", "https://shop.example.com/b"];
/// How many things happen one after the other.
const DEPTH: usize = 7;

/// The machine, what is on the disk, and what is known from outside.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct World {
    state: State,
    saved: State,
    now: Timestamp,
    /// Probes that were sent by the background that runs now, and not answered.
    in_flight: Vec<(Scope, ProbeId, Address)>,
    /// Tabs whose page came by a form.
    forms: Vec<TabId>,
    /// What went wrong, if something did.
    broken: Option<&'static str>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Action {
    Load {
        tab: usize,
        page: usize,
        method: Method,
        status: u16,
        asks: bool,
    },
    Commit {
        tab: usize,
        page: usize,
    },
    Hello {
        tab: usize,
        page: usize,
        status: u16,
    },
    Answer {
        status: u16,
    },
    Press {
        tab: usize,
        press: Press,
    },
    Hide {
        tab: usize,
    },
    Close {
        tab: usize,
    },
    ToDeadline,
    /// The background dies, and starts from what was saved.
    Die,
    /// The next step is not saved, and then the background dies.
    DieUnsaved,
    /// The background dies, and what was saved cannot be read.
    DieForgotten,
    /// The browser is closed and started again: what is watched was saved apart.
    Restart,
}

struct Machine;

impl Model for Machine {
    type State = World;
    type Action = Action;

    fn init_states(&self) -> Vec<World> {
        let state = State::default();
        let saved = state.clone();
        vec![World { state, saved, now: START, in_flight: Vec::new(), forms: Vec::new(), broken: None }]
    }

    fn actions(&self, world: &World, actions: &mut Vec<Action>) {
        let get = Method::Get;
        actions.extend([
            Action::Load { tab: 0, page: 0, method: get, status: 502, asks: false },
            Action::Load { tab: 1, page: 1, method: get, status: 503, asks: true },
            Action::Load { tab: 1, page: 0, method: Method::Post, status: 504, asks: false },
            Action::Load { tab: 0, page: 0, method: get, status: 200, asks: false },
            Action::ToDeadline,
            Action::Die,
            Action::DieUnsaved,
            Action::DieForgotten,
        ]);
        if world.watched().is_some() {
            actions.push(Action::Restart);
        }
        for (tab, id) in TABS.iter().enumerate() {
            let Some((visit, _)) = world.state.visit(*id) else { continue };
            let page = usize::from(visit.address().as_str() == PAGES[1]);
            let status = visit.response.status.code();
            actions.extend([
                Action::Commit { tab, page },
                Action::Hello { tab, page, status },
                Action::Press { tab, press: Press::CheckNow },
                Action::Press { tab, press: Press::Stop },
                Action::Press { tab, press: Press::KeepWatching },
                Action::Hide { tab },
                Action::Close { tab },
            ]);
        }
        if !world.in_flight.is_empty() {
            actions.extend([Action::Answer { status: 200 }, Action::Answer { status: 502 }]);
        }
    }

    fn next_state(&self, world: &World, action: Action) -> Option<World> {
        let mut next = world.clone();
        next.happen(&action);
        Some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always("no law is broken", |_, world: &World| world.broken.is_none()),
            Property::always("one question at a time to a web origin", |_, world: &World| {
                let asks = |phase: &Phase| matches!(phase, Phase::Probe { .. } | Phase::Load { .. });
                let asking = world.state.outages().filter(|(_, outage)| asks(&outage.phase));
                let origins: Vec<WebOrigin> = asking.map(|(scope, _)| scope.origin()).collect();
                origins.len() < 2 || origins[0] != origins[1]
            }),
            Property::always("what is due is seen to", |_, world: &World| {
                world.state.next_wakeup().is_none_or(|at| at > world.now || world.in_flight.is_empty())
            }),
            Property::always("every visit has an outage", |_, world: &World| {
                world.state.tabs().all(|tab| world.state.visit(tab).is_some())
            }),
            Property::sometimes("a page comes back by itself", |_, world: &World| {
                world.state.tabs().any(|tab| {
                    let (visit, outage) = world.state.visit(tab).unwrap();
                    matches!(outage.phase, Phase::Back { .. }) && visit.surface().is_some()
                })
            }),
            Property::sometimes("a wish outlasts its tab", |_, world: &World| {
                world.state.watched_alone().next().is_some()
            }),
            Property::sometimes("an address has an outage of its own", |_, world: &World| {
                world.state.tabs().any(|tab| matches!(world.state.visit(tab).unwrap().0.scope, Scope::Page(_)))
            }),
        ]
    }
}

impl World {
    fn happen(&mut self, action: &Action) {
        // Each moment is its own, or a document would look like the one before it.
        self.now = self.now.plus(Delay::from_millis(1));
        let unsaved = *action == Action::DieUnsaved;
        let pressed = matches!(action, Action::Press { press: Press::CheckNow, .. });
        let event = match *action {
            Action::Die | Action::DieUnsaved => {
                if unsaved {
                    self.step(Event::TimePassed, pressed);
                } else {
                    self.saved = self.state.clone();
                }
                self.in_flight.clear();
                self.state = Snapshot::from(&self.saved).into();
                Event::TimePassed
            }
            Action::DieForgotten => {
                self.in_flight.clear();
                self.state = State::default();
                Event::TimePassed
            }
            Action::Restart => {
                self.in_flight.clear();
                self.state = self.watched().map(State::from).unwrap_or_default();
                Event::Began
            }
            Action::Load { tab, page, method, status, asks } => {
                self.forms.retain(|form| *form != TABS[tab]);
                if !method.may_repeat() {
                    self.forms.push(TABS[tab]);
                }
                let headers = if asks { [("retry-after", "30")].into_iter().collect() } else { Headers::default() };
                let response = Response { method, headers, ..self.response(page, status) };
                Event::Responded { tab: TABS[tab], response }
            }
            Action::Commit { tab, page } => {
                Event::Committed { tab: TABS[tab], address: Address::parse(PAGES[page]).ok() }
            }
            Action::Hello { tab, page, status } => Event::Hello {
                tab: TABS[tab],
                document: Document {
                    address: Address::parse(PAGES[page]).unwrap(),
                    status: Some(Status::new(status)),
                    started: self.now,
                    html: String::new(),
                    content: Content::default(),
                    refreshes: false,
                },
                sight: Sight { attention: Attention::Visible, window: Window::Ordinary },
            },
            Action::Answer { status } => {
                let (scope, probe, address) = self.in_flight.remove(0);
                let page = usize::from(address.as_str() == PAGES[1]);
                Event::Answered { scope, probe, answer: Answer::Response(self.response(page, status)) }
            }
            Action::Press { tab, press } => Event::Pressed { tab: TABS[tab], press },
            Action::Hide { tab } => Event::Attended { tab: TABS[tab], attention: Attention::Hidden },
            Action::Close { tab } => Event::Closed { tab: TABS[tab] },
            Action::ToDeadline => {
                self.now = self.state.next_wakeup().unwrap_or(self.now).max(self.now);
                Event::TimePassed
            }
        };
        self.step(event, pressed);
        if !unsaved {
            self.saved = self.state.clone();
        }
    }

    fn watched(&self) -> Option<Snapshot> {
        Snapshot::watched(&self.saved)
    }

    fn response(&self, page: usize, status: u16) -> Response {
        Response {
            address: Address::parse(PAGES[page]).unwrap(),
            method: Method::Get,
            status: Status::new(status),
            headers: Headers::default(),
            received: self.now,
            sent_from: None,
        }
    }

    fn step(&mut self, event: Event, pressed: bool) {
        let before = self.state.clone();
        let context = Context { now: self.now, dice: Dice::from_seed(7), settings: Settings::default(), online: true };
        for effect in self.state.step(context, event) {
            match effect {
                Effect::Probe { scope, probe, address } => {
                    self.check_floor(&before, &scope, pressed);
                    self.in_flight.retain(|(other, ..)| *other != scope);
                    self.in_flight.push((scope, probe, address));
                }
                Effect::Reload { tab, .. } | Effect::Open { tab, .. } if self.forms.contains(&tab) => {
                    self.broken = Some("a form is sent again");
                }
                Effect::Reload { .. }
                | Effect::Open { .. }
                | Effect::Announce { .. }
                | Effect::Remember { .. }
                | Effect::Inject { .. }
                | Effect::OpenHelpTab { .. }
                | Effect::Repaint { .. }
                | Effect::AskOutside { .. }
                | Effect::KeepConsent
                | Effect::SetBadge { .. } => {}
            }
        }
    }

    fn check_floor(&mut self, before: &State, scope: &Scope, pressed: bool) {
        let waiting = before.tabs().filter_map(|tab| before.visit(tab)).find(|(visit, _)| visit.scope == *scope);
        match waiting.map(|(_, outage)| &outage.phase) {
            Some(Phase::Wait { until, .. }) if *until > self.now && !pressed => self.broken = Some("asked too early"),
            Some(Phase::Stop { .. }) if !pressed => self.broken = Some("asked though stopped"),
            _ => {}
        }
    }
}

#[test]
fn no_order_of_events_breaks_a_law() {
    let checker = Machine.checker().target_max_depth(DEPTH).threads(2).spawn_bfs().join();
    println!(
        "{} states, {} of them different, up to depth {}",
        checker.state_count(),
        checker.unique_state_count(),
        checker.max_depth()
    );
    checker.assert_properties();
    assert!(checker.unique_state_count() > 10_000, "too few to mean anything");
}
