//! What must hold whatever happens: random runs of events, with deaths of the background and mad clocks between them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "clippy spares `#[test]` functions, not the functions around them in a test of its own crate"
)]

use std::collections::BTreeMap;

use back_soon::chance::Dice;
use back_soon::diagnosis::{Failure, Gateway, diagnose};
use back_soon::http::{Method, Response, RetryAfter, Status};
use back_soon::id::{Address, ProbeId, TabId, WebOrigin};
use back_soon::outage::{
    Answer, Attention, Content, Context, Document, Effect, Event, Outage, Phase, Press, Scope, Sight, Snapshot, State,
    Stop, Window, restore,
};
use back_soon::retry::backoff;
use back_soon::settings::{Checking, Look, Settings};
use back_soon::time::{Delay, Timestamp};
use proptest::prelude::*;

const START: Timestamp = Timestamp::from_millis(1_795_348_800_000);

/// One thing that happens in a random run, by small numbers that a [`Run`] makes events of.
#[derive(Clone, Debug)]
enum Happening {
    Load { tab: u32, page: usize, method: Method, status: u16, retry_after: Option<&'static str> },
    Commit { tab: u32, page: Option<usize> },
    Fail { tab: u32, page: usize },
    Found { tab: u32, page: usize, status: u16 },
    Hello { tab: u32, page: usize, status: u16, words: u32 },
    HelpTab { tab: u32, page: usize },
    Refuse { tab: u32 },
    Close { tab: u32 },
    Answer { status: u16, retry_after: Option<&'static str> },
    Press { tab: u32, press: Press },
    Attend { tab: u32, attention: Attention },
    Wait { ms: u64 },
    ToDeadline,
    ClockBack { ms: u64 },
    Engage { tab: u32 },
    Net { online: bool },
    Want { page: usize },
    Dismiss { page: usize },
    Choose { checking: Checking, look: Look },
    Death,
    Restart,
}

fn happening() -> impl Strategy<Value = Happening> {
    let (tab, page) = (0..3u32, 0..3usize);
    let status = prop_oneof![
        Just(200u16),
        Just(302),
        Just(404),
        Just(429),
        Just(500),
        Just(502),
        Just(503),
        Just(504),
        Just(511),
        any::<u16>()
    ];
    let method = prop_oneof![3 => Just(Method::Get), 1 => Just(Method::Post), 1 => Just(Method::Other)];
    let wish = prop_oneof![
        4 => Just(None),
        1 => prop_oneof![Just("0"), Just("20"), Just("280"), Just("86400"), Just("soon"), Just("-1"), Just("99999999999999999999")].prop_map(Some),
    ];
    let press = proptest::sample::select(&Press::ALL[..]);
    let attention = prop_oneof![Just(Attention::Visible), Just(Attention::Hidden)];
    prop_oneof![
        4 => (tab.clone(), page.clone(), method, status.clone(), wish.clone()).prop_map(|(tab, page, method, status, retry_after)| Happening::Load { tab, page, method, status, retry_after }),
        3 => (tab.clone(), proptest::option::weighted(0.9, page.clone())).prop_map(|(tab, page)| Happening::Commit { tab, page }),
        1 => (tab.clone(), page.clone()).prop_map(|(tab, page)| Happening::Fail { tab, page }),
        1 => (tab.clone(), page.clone(), status.clone()).prop_map(|(tab, page, status)| Happening::Found { tab, page, status }),
        4 => (tab.clone(), page.clone(), status.clone(), 0..100u32).prop_map(|(tab, page, status, words)| Happening::Hello { tab, page, status, words }),
        1 => (tab.clone(), page.clone()).prop_map(|(tab, page)| Happening::HelpTab { tab, page }),
        1 => page.clone().prop_map(|page| Happening::Dismiss { page }),
        1 => page.prop_map(|page| Happening::Want { page }),
        1 => tab.clone().prop_map(|tab| Happening::Refuse { tab }),
        1 => tab.clone().prop_map(|tab| Happening::Close { tab }),
        5 => (status, wish).prop_map(|(status, retry_after)| Happening::Answer { status, retry_after }),
        2 => (tab.clone(), press).prop_map(|(tab, press)| Happening::Press { tab, press }),
        1 => (tab, attention).prop_map(|(tab, attention)| Happening::Attend { tab, attention }),
        3 => (0..90_000u64).prop_map(|ms| Happening::Wait { ms }),
        6 => Just(Happening::ToDeadline),
        1 => (0..100_000_000u64).prop_map(|ms| Happening::ClockBack { ms }),
        1 => Just(Happening::Death),
        1 => Just(Happening::Restart),
        1 => (0..3u32).prop_map(|tab| Happening::Engage { tab }),
        1 => any::<bool>().prop_map(|online| Happening::Net { online }),
        1 => (proptest::sample::select(Checking::ALL), proptest::sample::select(Look::ALL)).prop_map(|(checking, look)| Happening::Choose { checking, look }),
    ]
}

/// Tab 2 is in a private window, and what it alone may load is this.
const PRIVATE_PAGE: usize = 2;

fn sight_of(tab: u32) -> Sight {
    let window = if tab == 2 { Window::Private } else { Window::Ordinary };
    Sight { attention: Attention::Visible, window }
}

fn page_in(tab: u32, n: usize) -> usize {
    if tab == 2 { n } else { n % PRIVATE_PAGE }
}

fn page(n: usize) -> Address {
    let urls = ["https://shop.example.com/a", "https://shop.example.com/b", "http://news.example.org/"];
    Address::parse(urls[n % urls.len()]).unwrap()
}

/// A run: the machine and what is known from outside about it.
struct Run {
    state: State,
    now: Timestamp,
    seed: u64,
    online: bool,
    settings: Settings,
    /// Probes that have been sent and not answered.
    in_flight: BTreeMap<Scope, (ProbeId, Address)>,
    /// The method by which each tab's page came.
    methods: BTreeMap<TabId, Method>,
}

impl Run {
    fn new(seed: u64) -> Self {
        Self {
            state: State::default(),
            now: START,
            seed,
            online: true,
            settings: Settings::default(),
            in_flight: BTreeMap::new(),
            methods: BTreeMap::new(),
        }
    }

    fn response(&self, address: Address, method: Method, status: u16, retry_after: Option<&str>) -> Response {
        let headers = retry_after.map(|wish| ("Retry-After", wish)).into_iter().collect();
        Response { address, method, status: Status::new(status), headers, received: self.now, sent_from: None }
    }

    fn event(&mut self, happening: &Happening) -> Event {
        match *happening {
            Happening::Load { tab, page: n, method, status, retry_after } => {
                let (tab, n) = (TabId::new(tab), page_in(tab, n));
                let response = self.response(page(n), method, status, retry_after);
                if response.status.is_server_error() {
                    self.methods.insert(tab, method);
                }
                Event::Responded { tab, response }
            }
            Happening::Commit { tab, page: n } => Event::Committed { tab: TabId::new(tab), address: n.map(page) },
            Happening::Fail { tab, page: n } => Event::LoadFailed { tab: TabId::new(tab), address: page(n) },
            Happening::Hello { tab, page: n, status, words } => Event::Hello {
                tab: TabId::new(tab),
                document: Document {
                    address: page(n),
                    status: (status != 0).then_some(Status::new(status)),
                    started: self.now,
                    html: String::new(),
                    content: Content { words, images: 0, forms: 0 },
                    refreshes: words == 7,
                },
                sight: sight_of(tab),
            },
            Happening::Found { tab, page: n, status } => {
                let (tab, n) = (TabId::new(tab), page_in(tab, n));
                let response = self.response(page(n), Method::Unseen, status, None);
                let known = self.state.visit(tab).is_some_and(|(visit, _)| *visit.address() == response.address);
                if response.status.is_server_error() && !known {
                    self.methods.insert(tab, Method::Unseen);
                }
                Event::Found { tab, response }
            }
            Happening::HelpTab { tab, page: n } => {
                Event::HelpTabOpened { tab: TabId::new(tab), address: page(n), sight: sight_of(tab) }
            }
            Happening::Refuse { tab } => Event::InjectionRefused { tab: TabId::new(tab) },
            Happening::Close { tab } => Event::Closed { tab: TabId::new(tab) },
            Happening::Answer { status, retry_after } => match self.in_flight.pop_first() {
                Some((scope, (probe, address))) => {
                    let response = self.response(address, Method::Get, status, retry_after);
                    Event::Answered { scope, probe, answer: Answer::Response(response) }
                }
                None => Event::TimePassed,
            },
            Happening::Press { tab, press } => Event::Pressed { tab: TabId::new(tab), press },
            Happening::Attend { tab, attention } => Event::Attended { tab: TabId::new(tab), attention },
            Happening::Wait { ms } => {
                self.now = self.now.plus(Delay::from_millis(ms));
                Event::TimePassed
            }
            Happening::ToDeadline => {
                self.now = self.state.next_wakeup().unwrap_or(self.now).max(self.now);
                Event::TimePassed
            }
            Happening::Want { page: n } => Event::Wanted { address: page(n) },
            Happening::Dismiss { page: n } => Event::Dismissed { address: page(n) },
            Happening::Engage { tab } => Event::Engaged { tab: TabId::new(tab) },
            Happening::Net { online } => {
                self.online = online;
                Event::TimePassed
            }
            Happening::Choose { checking, look } => {
                self.settings = Settings { checking, look, ..Settings::default() };
                Event::SettingsChanged
            }
            Happening::ClockBack { ms } => {
                self.now = Timestamp::from_millis(self.now.as_millis() - ms);
                Event::TimePassed
            }
            Happening::Death => {
                self.in_flight.clear();
                let saved = serde_json::to_value(Snapshot::from(&self.state)).unwrap();
                self.state = restore(&saved);
                Event::TimePassed
            }
            Happening::Restart => {
                self.in_flight.clear();
                let saved = serde_json::to_value(Snapshot::watched(&self.state)).unwrap();
                self.state = restore(&saved);
                Event::Began
            }
        }
    }

    fn step(&mut self, happening: &Happening) {
        let event = self.event(happening);
        self.take(event);
    }

    fn take(&mut self, event: Event) {
        let pressed = matches!(event, Event::Pressed { press: Press::CheckNow, .. } | Event::Wanted { .. });
        let before = self.state.clone();
        self.seed = self.seed.wrapping_add(1);
        let context = Context {
            now: self.now,
            dice: Dice::from_seed(self.seed),
            settings: self.settings.clone(),
            online: self.online,
        };
        let mut recorded = Vec::new();
        let effects = self.state.step(context, event);
        for effect in effects {
            match effect {
                Effect::Probe { scope, probe, address } => {
                    self.check_probe(&before, &scope, pressed);
                    self.in_flight.insert(scope, (probe, address));
                }
                Effect::Reload { tab, .. } => {
                    assert!(self.methods[&tab].may_reload(), "a form would be sent again");
                }
                Effect::Open { tab, .. } => assert!(self.methods[&tab].may_repeat(), "a form would be lost"),
                Effect::Remember { record } => {
                    let private = page(PRIVATE_PAGE).origin();
                    assert_ne!(record.id.origin, private, "a private window leaves something behind");
                    // Now and then the history does not hear of it.
                    if !self.seed.is_multiple_of(4) {
                        recorded.push(record.id);
                    }
                }
                Effect::Announce { address, .. } => {
                    assert_ne!(address, page(PRIVATE_PAGE), "a private window leaves something behind");
                }
                Effect::Inject { .. }
                | Effect::OpenHelpTab { .. }
                | Effect::Repaint { .. }
                | Effect::AskOutside { .. }
                | Effect::KeepConsent
                | Effect::SetBadge { .. } => {}
            }
        }
        self.check_state();
        for id in recorded {
            self.take(Event::Recorded { id });
        }
    }

    /// One probe at a time for a web origin, and none before its time unless the reader wants it.
    fn check_probe(&self, before: &State, scope: &Scope, pressed: bool) {
        assert!(self.online || pressed, "asked without a net");
        let visits = || before.tabs().filter_map(|tab| before.visit(tab)).filter(|(visit, _)| visit.scope == *scope);
        let last = visits().next().and_then(|(_, outage)| outage.attempts.last());
        let unseen = visits().all(|(visit, _)| visit.attention == Attention::Hidden && visit.surface().is_some());
        if let (true, false, Some(last)) = (unseen, pressed, last) {
            let gap = self.now.since(last.at);
            assert!(gap >= Delay::from_secs(60) || last.at > self.now, "asked after {gap:?} though nobody looks");
        }
        match visits().next().map(|(_, outage)| &outage.phase) {
            Some(Phase::Wait { from, until, .. }) => {
                // A wait that began in what is the future now has gone back with the clock.
                let due = until.minus(from.since(self.now));
                assert!(pressed || due <= self.now, "asked before {due:?}");
            }
            Some(Phase::Probe { since, .. }) => {
                assert!(since.plus(Outage::PROBE_LIMIT) <= self.now, "two probes in flight");
            }
            Some(Phase::Stop { why: Stop::Settings, .. }) => {
                assert!(pressed || self.asks(scope), "asked against the settings");
            }
            Some(Phase::Stop { .. }) => assert!(pressed, "asked though stopped"),
            Some(Phase::Load { .. }) => panic!("asked while a page loads"),
            Some(Phase::Back { .. }) | None => {}
        }
    }

    fn asks(&self, scope: &Scope) -> bool {
        self.settings.checking_of(&scope.origin()) != Checking::WhenAsked
    }

    fn check_state(&self) {
        let asking =
            self.scopes().into_iter().filter(|(_, phase)| matches!(phase, Phase::Probe { .. } | Phase::Load { .. }));
        let mut origins: Vec<WebOrigin> = asking.map(|(scope, _)| scope.origin()).collect();
        origins.sort_unstable();
        assert!(origins.windows(2).all(|pair| pair[0] != pair[1]), "two questions at a time to one of {origins:?}");
        assert!(self.state.next_wakeup().is_none_or(|at| at > self.now), "due and not seen to: {:?}", self.state);
        for (scope, outage) in self.state.outages() {
            let visited = self.state.tabs().any(|tab| self.state.visit(tab).is_some_and(|(v, _)| v.scope == *scope));
            assert!(visited || outage.watch.is_some(), "nobody waits on {scope:?}");
        }
        for tab in self.state.tabs() {
            let (visit, outage) = self.state.visit(tab).expect("a visit without an outage");
            assert_eq!(visit.response.method, self.methods[&tab]);
            assert!(outage.attempts.len() <= Outage::ATTEMPTS_KEPT);
            if let Phase::Wait { from, until, asked: false } = outage.phase {
                let most = backoff::LONGEST_CROWDED.times(4).part(3);
                assert!(until.since(from) <= most && from <= self.now, "waits too long");
            }
        }
        let saved = serde_json::to_value(Snapshot::from(&self.state)).unwrap();
        let again = restore(&saved);
        assert_eq!(
            Snapshot::from(&again),
            Snapshot::from(&State::from(serde_json::from_value::<Snapshot>(saved).unwrap()))
        );
        assert_eq!(again.tabs().collect::<Vec<_>>(), self.state.tabs().collect::<Vec<_>>());
    }

    /// Every outage by its scope, with what goes on in it.
    fn scopes(&self) -> BTreeMap<&Scope, &Phase> {
        self.state.outages().map(|(scope, outage)| (scope, &outage.phase)).collect()
    }

    /// With nobody at the keyboard and a site that stays down, everything comes to rest.
    fn check_that_it_ends(&mut self) {
        self.online = true;
        for tab in self.state.tabs().collect::<Vec<_>>() {
            if self.state.visit(tab).is_some_and(|(_, outage)| outage.watch.is_some()) {
                self.step(&Happening::Press { tab: tab.number(), press: Press::Stop });
            }
        }
        for _ in 0..2 {
            (0..3).for_each(|page| self.step(&Happening::Dismiss { page }));
        }
        for _ in 0..400 {
            if self.state.next_wakeup().is_none() && self.in_flight.is_empty() {
                return;
            }
            self.step(&Happening::Answer { status: 502, retry_after: None });
            self.step(&Happening::ToDeadline);
        }
        panic!("goes on for ever: {:?}", self.state)
    }
}

/// Loads that never come count as tries, too: a clock that went back by hours does not make a round of them last as long.
#[test]
fn loads_that_never_come_end_in_a_few_tries() {
    let load = |tab, page, status| Happening::Load { tab, page, method: Method::Get, status, retry_after: None };
    let mut run = Run::new(0);
    for happening in [
        load(2, 1, 500),
        Happening::Wait { ms: 26_465 },
        Happening::Answer { status: 200, retry_after: None },
        load(0, 0, 500),
        load(2, 1, 404),
        Happening::ClockBack { ms: 12_980_154 },
        Happening::Found { tab: 2, page: 1, status: 500 },
        Happening::HelpTab { tab: 2, page: 1 },
    ] {
        run.step(&happening);
    }
    for _ in 0..40 {
        run.step(&Happening::ToDeadline);
    }
    assert_eq!(run.state.next_wakeup(), None);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_machine_keeps_its_word(seed: u64, happenings in proptest::collection::vec(happening(), 1..60)) {
        let mut run = Run::new(seed);
        for happening in &happenings {
            run.step(happening);
        }
        run.check_that_it_ends();
    }

    #[test]
    fn a_snapshot_of_anything_makes_a_state(text in "\\PC{0,200}", number: i64) {
        let _ = restore(serde_json::json!({ "version": 1, "outages": [[text, number]], "visits": [], "last_probe": number }));
        let _ = restore(serde_json::json!(text));
        if let Ok(value) = serde_json::from_str::<serde_json::Value>(&text) {
            let _ = restore(&value);
        }
    }

    #[test]
    fn any_retry_after_is_read_or_refused(value in "\\PC{0,60}", digits in "[0-9]{1,40}", received: u64) {
        let received = Timestamp::from_millis(received);
        let _ = RetryAfter::parse(&value).map(|wish| wish.wait(received, None));
        prop_assert!(RetryAfter::parse(&digits).is_ok());
    }

    #[test]
    fn any_response_has_a_diagnosis(status: u16, name in "[ -~]{0,80}", value in "\\PC{0,700}", body in "\\PC{0,2000}") {
        let response = Response {
            address: page(0),
            method: Method::Get,
            status: Status::new(status),
            headers: [(name, value)].into_iter().collect(),
            received: START,
            sent_from: None,
        };
        let diagnosis = diagnose(&response, &body);
        prop_assert!(Failure::ALL.contains(&diagnosis.failure));
        prop_assert!(diagnosis.gateway.is_none_or(|gateway| Gateway::ALL.contains(&gateway)));
    }

    #[test]
    fn an_address_is_itself_or_none(text in "(https?://)?[ -~]{0,80}") {
        if let Ok(address) = Address::parse(&text) {
            prop_assert_eq!(Address::parse(address.as_str()), Ok(address.clone()));
            prop_assert!(address.as_str().starts_with(address.origin().as_str()));
            prop_assert!(!address.host().is_empty());
        }
    }
}

#[test]
fn giving_up_is_for_the_reader_to_undo() {
    let mut run = Run::new(1);
    run.step(&Happening::Load { tab: 0, page: 0, method: Method::Get, status: 502, retry_after: None });
    run.step(&Happening::Commit { tab: 0, page: Some(0) });
    run.step(&Happening::Hello { tab: 0, page: 0, status: 502, words: 3 });
    run.check_that_it_ends();
    let (_, outage) = run.state.visit(TabId::new(0)).unwrap();
    assert!(matches!(outage.phase, Phase::Stop { why: Stop::GaveUp, .. }));
}
