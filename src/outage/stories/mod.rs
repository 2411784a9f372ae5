//! What happens to people at failing tabs, told as stories in a small made-up browser with a clock that jumps.

mod attention;
mod documents;
mod history;
mod outside;
mod recovery;
mod schedule;
mod watching;

use super::{
    Answer, Attention, Badge, Content, Context, Cover, Document, Effect, Ended, Event, Outage, Phase, Press, Record,
    Scope, Sight, Snapshot, State, Stop, Surface, Window, restore,
};
use crate::chance::Dice;
use crate::history::History;
use crate::http::{Headers, Method, Response, Status};
use crate::id::{Address, ProbeId, TabId};
use crate::retry::advice::Tempo;
use crate::retry::backoff;
use crate::settings::{Checking, Settings};
use crate::time::{Delay, Timestamp};

const SHOP: &str = "https://shop.example.com/cart";
const OTHER: &str = "https://shop.example.com/other";
const BARE: Content = Content { words: 4, images: 0, forms: 0 };
const RICH: Content = Content { words: 200, images: 3, forms: 1 };

/// A browser with nothing in it but what a story puts there.
struct World {
    state: State,
    now: Timestamp,
    settings: Settings,
    online: bool,
    /// What kind of window its tabs are in.
    window: Window,
    steps: u64,
    /// What the last step wanted.
    wanted: Vec<Effect>,
    /// The history.
    history: History,
}

impl World {
    fn new() -> Self {
        let now = Timestamp::from_millis(1_795_348_800_000); // Sun, 22 Nov 2026 12:00:00 GMT
        Self {
            state: State::default(),
            now,
            settings: Settings::default(),
            online: true,
            window: Window::Ordinary,
            steps: 0,
            wanted: Vec::new(),
            history: History::default(),
        }
    }

    fn happens(&mut self, event: Event) {
        self.wanted = self.step(event);
        let records = self.wanted.iter().filter_map(|effect| match effect {
            Effect::Remember { record } => Some(record.clone()),
            _ => None,
        });
        for record in records.collect::<Vec<_>>() {
            let _ = self.step(Event::Recorded { id: record.id.clone() });
            self.history.add(record);
        }
        // Whatever happens, what is saved is what is known.
        if self.state.tabs().count() < 10 {
            let saved = Snapshot::from(&self.state);
            let json = serde_json::to_string(&saved).unwrap();
            let read = serde_json::from_str::<Snapshot>(&json).unwrap();
            // All but a check under way, which dies with the background.
            assert_eq!(serde_json::to_string(&read).unwrap(), json);
        }
        assert!(self.state.next_wakeup().is_none_or(|at| at > self.now), "something is due and was not seen to");
    }

    fn step(&mut self, event: Event) -> Vec<Effect> {
        self.steps += 1;
        let context = Context {
            now: self.now,
            dice: Dice::from_seed(self.steps),
            settings: self.settings.clone(),
            online: self.online,
        };
        self.state.step(context, event).into_iter().collect()
    }

    fn response(&self, url: &str, status: u16, headers: &[(&str, &str)]) -> Response {
        Response {
            address: Address::parse(url).unwrap(),
            method: Method::Get,
            status: Status::new(status),
            headers: headers.iter().copied().collect(),
            received: self.now,
            sent_from: None,
        }
    }

    fn responds(&mut self, n: u32, url: &str, status: u16, headers: &[(&str, &str)]) {
        let response = self.response(url, status, headers);
        self.happens(Event::Responded { tab: tab(n), response });
    }

    fn commits(&mut self, n: u32, url: &str) {
        self.happens(Event::Committed { tab: tab(n), address: Address::parse(url).ok() });
    }

    fn hello(&mut self, n: u32, url: &str, status: u16, content: Content, attention: Attention) {
        self.hello_from(self.now, n, url, status, content, attention);
    }

    fn hello_from(
        &mut self,
        started: Timestamp,
        n: u32,
        url: &str,
        status: u16,
        content: Content,
        attention: Attention,
    ) {
        self.greets(n, Document { started, content, ..document(url, status, self.now) }, attention);
    }

    /// Our script, looked at, in a document with these words.
    fn hello_with(&mut self, html: &str, n: u32, url: &str, status: u16) {
        let document = Document { html: html.to_owned(), ..document(url, status, self.now) };
        self.greets(n, document, Attention::Visible);
    }

    fn greets(&mut self, n: u32, document: Document, attention: Attention) {
        let sight = Sight { attention, window: self.window };
        self.happens(Event::Hello { tab: tab(n), document, sight });
    }

    /// A page load that fails with `status`, as Chromium tells it.
    fn fails(&mut self, n: u32, url: &str, status: u16, headers: &[(&str, &str)]) {
        self.responds(n, url, status, headers);
        self.commits(n, url);
        assert!(self.wanted.contains(&Effect::Inject { tab: tab(n) }));
        self.hello(n, url, status, BARE, Attention::Visible);
    }

    fn helps_in_a_tab_of_its_own(&mut self, n: u32, url: &str) {
        let sight = Sight { attention: Attention::Visible, window: self.window };
        self.happens(Event::HelpTabOpened { tab: tab(n), address: Address::parse(url).unwrap(), sight });
    }

    fn presses(&mut self, n: u32, press: Press) {
        self.happens(Event::Pressed { tab: tab(n), press });
    }

    fn passes(&mut self, delay: Delay) {
        self.now = self.now.plus(delay);
        self.happens(Event::TimePassed);
    }

    /// Lets time jump to the next deadline; how long that was.
    #[track_caller]
    fn waits(&mut self) -> Delay {
        let at = self.state.next_wakeup().expect("nothing is due, ever");
        let delay = at.since(self.now);
        self.passes(delay);
        delay
    }

    /// Lets time jump on until a probe is sent; how long that was.
    #[track_caller]
    fn until_probe(&mut self) -> Delay {
        let start = self.now;
        while !self.wanted.iter().any(|effect| matches!(effect, Effect::Probe { .. })) {
            self.waits();
        }
        self.now.since(start)
    }

    /// The probe that the last step sent.
    #[track_caller]
    fn probe(&self) -> (Scope, ProbeId, Address) {
        let mut probes = self.wanted.iter().filter_map(|effect| match effect {
            Effect::Probe { scope, probe, address } => Some((scope.clone(), *probe, address.clone())),
            _ => None,
        });
        let first = probes.next().unwrap_or_else(|| panic!("no probe in {:?}", self.wanted));
        assert_eq!(probes.next(), None);
        first
    }

    /// Waits for the next probe and answers it; how long the wait was.
    #[track_caller]
    fn probed(&mut self, status: u16, headers: &[(&str, &str)]) -> Delay {
        let waited = self.waits();
        self.answers(status, headers);
        waited
    }

    #[track_caller]
    fn answers(&mut self, status: u16, headers: &[(&str, &str)]) {
        let (scope, probe, address) = self.probe();
        let answer = Answer::Response(self.response(address.as_str(), status, headers));
        self.happens(Event::Answered { scope, probe, answer });
    }

    #[track_caller]
    fn phase(&self, n: u32) -> &Phase {
        &self.state.visit(tab(n)).expect("nobody waits in this tab").1.phase
    }

    /// What the last step announced.
    fn announced(&self) -> Vec<(&str, Option<TabId>)> {
        let announced = |effect| match effect {
            &Effect::Announce { ref address, tab } => Some((address.as_str(), tab)),
            _ => None,
        };
        self.wanted.iter().filter_map(announced).collect()
    }

    /// Lets time jump on until tab `n` is loaded again.
    #[track_caller]
    fn until_opened(&mut self, n: u32) {
        while !self.reloads().contains(&tab(n)) {
            self.waits();
        }
    }

    /// The background dies.
    fn dies(&mut self) {
        self.state = Snapshot::from(&self.state).into();
    }

    /// The browser is closed and started again: of all that there was, what is watched is left.
    fn restarts(&mut self) {
        self.state = Snapshot::watched(&self.state).map(State::from).unwrap_or_default();
        self.happens(Event::Began);
    }

    fn reloads(&self) -> Vec<TabId> {
        let reload = |effect: &Effect| match effect {
            Effect::Reload { tab, .. } => Some(*tab),
            _ => None,
        };
        self.wanted.iter().filter_map(reload).collect()
    }
}

fn document(url: &str, status: u16, started: Timestamp) -> Document {
    Document {
        address: Address::parse(url).unwrap(),
        status: Some(Status::new(status)),
        started,
        html: String::new(),
        content: BARE,
        refreshes: false,
    }
}

fn tab(n: u32) -> TabId {
    TabId::new(n)
}

/// Whether a wait is one of ours, in an outage that has lasted for `age` and costs the site little.
#[track_caller]
fn of_age(age: Delay, wait: Delay) {
    let bounds = backoff::bounds(age, Tempo::Quick);
    assert!(bounds.contains(&wait), "waited {wait:?}, not within {bounds:?}");
}

#[track_caller]
fn between(low: u64, wait: Delay, high: u64) {
    let range = Delay::from_secs(low)..=Delay::from_secs(high);
    assert!(range.contains(&wait), "waited {wait:?}, not within {low} to {high} s");
}
