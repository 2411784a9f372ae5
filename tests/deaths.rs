//! A background that dies changes nothing in the end: whichever effect was its last, what was saved before is taken up, and
//! every page comes back, once the site does, as if nothing had happened.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "clippy spares `#[test]` functions, not the functions around them in a test of its own crate"
)]

use std::collections::{BTreeMap, BTreeSet};

use back_soon::chance::Dice;
use back_soon::history::History;
use back_soon::http::{Headers, Method, Response, Status};
use back_soon::id::{Address, ProbeId, TabId};
use back_soon::outage::{
    Answer, Attention, Content, Context, Document, Effect, Ended, Event, Press, Scope, Sight, Snapshot, State, Window,
    restore,
};
use back_soon::settings::Settings;
use back_soon::time::{Delay, Timestamp};
use proptest::prelude::*;

const START: Timestamp = Timestamp::from_millis(1_795_348_800_000);

/// A browser with a site that is down for a while, and tabs that wait for it.
struct Browser {
    state: State,
    /// What `storage.session` holds.
    saved: serde_json::Value,
    now: Timestamp,
    back_at: Timestamp,
    /// Effects run so far, and after which of them the background dies.
    ran: usize,
    deaths: BTreeSet<usize>,
    /// Probes that the living background waits for; they are lost when it dies.
    in_flight: Vec<(Scope, ProbeId, Address)>,
    /// What each tab shows, and how it came; a page that is back is taken out.
    failing: BTreeMap<TabId, (Address, Method)>,
    opened: BTreeSet<TabId>,
    history: History,
    announced: usize,
    seed: u64,
}

impl Browser {
    fn new(back_after: Delay, deaths: &BTreeSet<usize>, seed: u64) -> Self {
        Self {
            state: State::default(),
            saved: serde_json::to_value(Snapshot::from(&State::default())).unwrap(),
            now: START,
            back_at: START.plus(back_after),
            ran: 0,
            deaths: deaths.clone(),
            in_flight: Vec::new(),
            failing: BTreeMap::new(),
            opened: BTreeSet::new(),
            history: History::default(),
            announced: 0,
            seed,
        }
    }

    /// A step, saved before its effects are run, as `browser::background` does it.
    fn happens(&mut self, event: Event) {
        self.seed = self.seed.wrapping_add(1);
        let dice = Dice::from_seed(self.seed);
        let context = Context { now: self.now, dice, settings: Settings::default(), online: true };
        let effects = self.state.step(context, event);
        self.saved = serde_json::to_value(Snapshot::from(&self.state)).unwrap();
        let mut news = Vec::new();
        for effect in effects {
            news.extend(self.run(effect));
            self.ran += 1;
            if self.deaths.remove(&self.ran) {
                self.in_flight.clear();
                self.state = restore(&self.saved);
                break;
            }
        }
        for event in news {
            self.happens(event);
        }
    }

    /// What comes of an effect: what the browser itself does goes on when the background dies.
    fn run(&mut self, effect: Effect) -> Vec<Event> {
        match effect {
            Effect::Inject { tab } => self.hello(tab).into_iter().collect(),
            Effect::Probe { scope, probe, address } => {
                self.in_flight.push((scope, probe, address));
                Vec::new()
            }
            Effect::Reload { tab, .. } => {
                let method = self.failing.get(&tab).map(|(_, method)| *method);
                assert_eq!(method, Some(Method::Get), "a form would be sent again");
                self.load(tab)
            }
            Effect::Remember { record } => {
                let id = record.id.clone();
                self.history.add(record);
                vec![Event::Recorded { id }]
            }
            Effect::Announce { .. } => {
                self.announced += 1;
                Vec::new()
            }
            Effect::OpenHelpTab { .. }
            | Effect::Open { .. }
            | Effect::Repaint { .. }
            | Effect::SetBadge { .. }
            | Effect::AskOutside { .. }
            | Effect::KeepConsent => Vec::new(),
        }
    }

    fn response(&self, address: &Address, method: Method) -> Response {
        let status = if self.now < self.back_at { 502 } else { 200 };
        Response {
            address: address.clone(),
            method,
            status: Status::new(status),
            headers: Headers::default(),
            received: self.now,
            sent_from: None,
        }
    }

    /// The browser loads what a tab shows, and tells of it.
    fn load(&mut self, tab: TabId) -> Vec<Event> {
        let Some((address, method)) = self.failing.get(&tab).cloned() else { return Vec::new() };
        let response = self.response(&address, method);
        if !response.status.is_server_error() {
            self.failing.remove(&tab);
            self.opened.insert(tab);
        }
        vec![Event::Responded { tab, response }, Event::Committed { tab, address: Some(address) }]
    }

    fn hello(&self, tab: TabId) -> Option<Event> {
        let (address, _) = self.failing.get(&tab)?;
        let document = Document {
            address: address.clone(),
            status: Some(Status::new(502)),
            started: self.now,
            html: String::new(),
            content: Content::default(),
            refreshes: false,
        };
        Some(Event::Hello { tab, document, sight: Sight { attention: Attention::Visible, window: Window::Ordinary } })
    }

    fn fails(&mut self, n: u32, method: Method) {
        let tab = TabId::new(n);
        let address = Address::parse(&format!("https://shop.example.com/{n}")).unwrap();
        self.failing.insert(tab, (address, method));
        for event in self.load(tab) {
            self.happens(event);
        }
        // Each document began at a time of its own.
        self.now = self.now.plus(Delay::from_millis(5));
    }

    /// Lets time pass until nothing is left to wait for.
    fn lives_on(&mut self) {
        for _ in 0..2_000 {
            if let Some((scope, probe, address)) = self.in_flight.pop() {
                self.now = self.now.plus(Delay::from_millis(40));
                let answer = Answer::Response(self.response(&address, Method::Get));
                self.happens(Event::Answered { scope, probe, answer });
            } else if let Some(at) = self.state.next_wakeup() {
                self.now = self.now.plus(Delay::from_millis(1)).max(at);
                self.happens(Event::TimePassed);
            } else {
                return;
            }
        }
        panic!("goes on for ever: {:?}", self.state);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 800, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whichever_effect_was_its_last(
        tabs in 1..5u32,
        form in any::<bool>(),
        down in 0..3_600u64,
        deaths in proptest::collection::btree_set(1..120usize, 0..12),
        seed: u64,
    ) {
        let mut browser = Browser::new(Delay::from_secs(down), &deaths, seed);
        let mut last = 0;
        for n in 1..=tabs {
            let method = if form && n == 1 { Method::Post } else { Method::Get };
            browser.fails(n, method);
            last = n;
        }
        // A reader who was helped wants to be told, however long it takes.
        browser.happens(Event::Pressed { tab: TabId::new(last), press: Press::KeepWatching });
        prop_assume!(down > 0);
        browser.lives_on();

        let expected: BTreeSet<TabId> = (1..=tabs).filter(|n| !(form && *n == 1)).map(TabId::new).collect();
        prop_assert_eq!(&browser.opened, &expected);
        for tab in browser.failing.keys().copied().collect::<Vec<_>>() {
            browser.happens(Event::Closed { tab });
        }
        browser.lives_on();
        prop_assert_eq!(browser.history.records().len(), 1);
        prop_assert!(browser.history.records().iter().all(|record| record.ended == Ended::Back));
        prop_assert_eq!(browser.state.outages().count(), 0);
    }
}
