//! What happens to people at failing tabs, told as stories in a small made-up browser with a clock that jumps.

use super::{
    Answer, Attention, Badge, Content, Context, Cover, Document, Effect, Event, Phase, Press, Scope, Snapshot, State,
    Stop, Surface,
};
use crate::chance::Dice;
use crate::http::{Method, Response, Status};
use crate::id::{Address, ProbeId, TabId};
use crate::retry::advice::Tempo;
use crate::retry::backoff;
use crate::settings::{Checking, Settings};
use crate::time::{Delay, Timestamp};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

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
    steps: u64,
    /// What the last step wanted.
    wanted: Vec<Effect>,
}

impl World {
    fn new() -> Self {
        let now = Timestamp::from_millis(1_795_348_800_000); // Sun, 22 Nov 2026 12:00:00 GMT
        Self { state: State::default(), now, settings: Settings::default(), online: true, steps: 0, wanted: Vec::new() }
    }

    fn happens(&mut self, event: Event) {
        self.steps += 1;
        let context =
            Context { now: self.now, dice: Dice::from_seed(self.steps), settings: self.settings, online: self.online };
        self.wanted = self.state.step(context, event).into_iter().collect();
        // Whatever happens, what is saved is what is known.
        if self.state.tabs().count() < 10 {
            let saved = Snapshot::from(&self.state);
            let json = serde_json::to_string(&saved).unwrap();
            assert_eq!(serde_json::from_str::<Snapshot>(&json).unwrap(), saved);
        }
        assert!(self.state.next_wakeup().is_none_or(|at| at > self.now), "something is due and was not seen to");
    }

    fn response(&self, url: &str, status: u16, headers: &[(&str, &str)]) -> Response {
        Response {
            address: Address::parse(url).unwrap(),
            method: Method::Get,
            status: Status::new(status),
            headers: headers.iter().copied().collect(),
            received: self.now,
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
        let document = Document {
            address: Address::parse(url).unwrap(),
            status: Some(Status::new(status)),
            started,
            html: String::new(),
            content,
            refreshes: false,
        };
        self.happens(Event::Hello { tab: tab(n), document, attention });
    }

    /// A page load that fails with `status`, as Chromium tells it.
    fn fails(&mut self, n: u32, url: &str, status: u16, headers: &[(&str, &str)]) {
        self.responds(n, url, status, headers);
        self.commits(n, url);
        assert!(self.wanted.contains(&Effect::Inject { tab: tab(n) }));
        self.hello(n, url, status, BARE, Attention::Visible);
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

    fn reloads(&self) -> Vec<TabId> {
        let reload = |effect: &Effect| match effect {
            Effect::Reload { tab, .. } => Some(*tab),
            _ => None,
        };
        self.wanted.iter().filter_map(reload).collect()
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

#[test]
fn a_site_fails_and_heals() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    assert!(matches!(world.phase(1), Phase::Wait { asked: false, .. }));
    let start = world.now;
    for status in [502, 502, 502, 200] {
        of_age(world.now.since(start), world.probed(status, &[]));
    }
    assert_eq!(world.reloads(), [tab(1)]);
    world.responds(1, SHOP, 200, &[]);
    assert!(world.wanted.contains(&Effect::SetBadge { tab: tab(1), badge: Badge::None }));
    world.passes(Delay::from_secs(300));
    assert_eq!(world.state, State { last_probe: world.state.last_probe, ..State::default() });
}

#[test]
fn a_page_without_an_error_is_nothing_to_us() {
    let mut world = World::new();
    for status in [200, 204, 302, 404, 429, 600, 0] {
        world.responds(1, SHOP, status, &[]);
        world.commits(1, SHOP);
        assert_eq!((&world.state, world.wanted.as_slice()), (&State::default(), [].as_slice()), "{status}");
    }
}

#[test]
fn the_document_may_be_named_before_its_response() {
    let mut world = World::new();
    world.commits(1, SHOP);
    world.responds(1, SHOP, 502, &[]);
    assert_eq!(world.waits(), Delay::from_millis(250));
    assert!(world.wanted.contains(&Effect::Inject { tab: tab(1) }));
    world.hello(1, SHOP, 502, BARE, Attention::Visible);
    assert!(matches!(world.state.visit(tab(1)).unwrap().0.surface(), Some(Surface::Page { cover: Cover::Full, .. })));
}

#[test]
fn the_empty_document_of_a_new_tab_may_be_named_late() {
    let mut world = World::new();
    world.responds(1, SHOP, 502, &[]);
    world.commits(1, "about:blank");
    world.commits(1, SHOP);
    assert!(world.wanted.contains(&Effect::Inject { tab: tab(1) }));
    world.hello(1, SHOP, 502, BARE, Attention::Visible);
    assert!(world.state.visit(tab(1)).unwrap().0.surface().is_some());
    world.commits(1, "about:blank");
    assert_eq!(world.state.visit(tab(1)), None);
}

#[test]
fn help_is_not_drawn_in_the_document_before() {
    let mut world = World::new();
    world.responds(1, SHOP, 502, &[]);
    world.hello(1, OTHER, 200, BARE, Attention::Visible);
    world.hello(1, SHOP, 200, BARE, Attention::Visible);
    assert_eq!(world.state.visit(tab(1)).unwrap().0.surface(), None);
    world.commits(1, SHOP);
    world.hello(1, SHOP, 502, BARE, Attention::Visible);
    assert!(world.state.visit(tab(1)).unwrap().0.surface().is_some());
    // The same page is loaded again, and our script is still in the old document.
    world.passes(Delay::from_secs(4));
    world.responds(1, SHOP, 502, &[]);
    let started = Timestamp::from_millis(world.now.as_millis() - 4000);
    world.hello_from(started, 1, SHOP, 502, BARE, Attention::Visible);
    assert_eq!(world.state.visit(tab(1)).unwrap().0.surface(), None);
    world.passes(Delay::from_millis(100));
    world.hello(1, SHOP, 502, BARE, Attention::Visible);
    assert!(world.state.visit(tab(1)).unwrap().0.surface().is_some());
}

#[test]
fn a_document_that_never_shows_itself_is_given_up() {
    let mut world = World::new();
    world.responds(1, SHOP, 502, &[]);
    let mut looks = 0;
    while world.state.visit(tab(1)).is_some() {
        world.waits();
        looks += world.wanted.iter().filter(|effect| matches!(effect, Effect::Inject { .. })).count();
        if world.wanted.iter().any(|effect| matches!(effect, Effect::Probe { .. })) {
            world.answers(502, &[]);
        }
    }
    assert_eq!(looks, 6);
    assert_eq!(world.state.next_wakeup(), None);
}

#[test]
fn an_empty_answer_gets_our_own_page() {
    let mut world = World::new();
    world.responds(1, SHOP, 503, &[]);
    world.happens(Event::InjectionRefused { tab: tab(1) });
    assert_eq!(world.wanted, [], "the error page may not be there yet");
    world.happens(Event::LoadFailed { tab: tab(1), address: Address::parse(SHOP).unwrap() });
    world.happens(Event::InjectionRefused { tab: tab(1) });
    let address = Address::parse(SHOP).unwrap();
    assert_eq!(world.wanted, [Effect::OpenHelpTab { tab: tab(1), address: address.clone() }]);
    world.happens(Event::HelpTabOpened { tab: tab(1), address, attention: Attention::Visible });
    assert_eq!(world.state.visit(tab(1)).unwrap().0.surface(), Some(Surface::HelpTab));
    world.probed(200, &[]);
    assert_eq!(world.reloads(), [], "our page goes by itself");
    assert!(world.wanted.contains(&Effect::Repaint { tab: tab(1) }));
}

#[test]
fn going_back_from_our_own_page_is_no_trap() {
    let mut world = World::new();
    world.responds(1, SHOP, 503, &[]);
    world.commits(1, SHOP);
    world.happens(Event::InjectionRefused { tab: tab(1) });
    let address = Address::parse(SHOP).unwrap();
    world.happens(Event::HelpTabOpened { tab: tab(1), address, attention: Attention::Visible });
    world.commits(1, SHOP);
    assert_eq!(world.state.visit(tab(1)), None);
    assert!(!world.wanted.iter().any(|effect| matches!(effect, Effect::Inject { .. } | Effect::OpenHelpTab { .. })));
}

#[test]
fn a_page_out_of_the_cache_starts_nothing() {
    let mut world = World::new();
    world.responds(1, SHOP, 502, &[]);
    world.happens(Event::Recalled { tab: tab(1), address: Address::parse(SHOP).unwrap() });
    assert_eq!(world.state, State::default());
    world.commits(1, SHOP);
    assert_eq!(world.wanted, []);
}

#[test]
fn eight_tabs_make_one_probe_and_come_back_one_after_the_other() {
    let mut world = World::new();
    for n in 1..=8 {
        world.responds(n, SHOP, 502, &[]);
        world.commits(n, SHOP);
        world.hello(n, SHOP, 502, BARE, if n == 5 { Attention::Visible } else { Attention::Hidden });
    }
    world.probed(502, &[]);
    world.probed(200, &[]);
    assert_eq!(world.reloads(), [tab(5)], "the tab in front first, and at once");
    let mut opened = world.reloads();
    let start = world.now;
    while opened.len() < 8 {
        let last = opened.last().unwrap().number();
        world.responds(last, SHOP, 200, &[]);
        assert_eq!(world.reloads(), [], "a page that comes does not hurry the next");
        let waited = world.waits();
        assert!(waited >= Delay::from_millis(400), "{waited:?}");
        opened.extend(world.reloads());
    }
    opened.sort_unstable();
    assert_eq!(opened, (1..=8).map(tab).collect::<Vec<_>>());
    between(3, world.now.since(start), 9);
}

#[test]
fn a_form_is_never_sent_again() {
    let mut world = World::new();
    let mut response = world.response(SHOP, 504, &[]);
    response.method = Method::Post;
    world.happens(Event::Responded { tab: tab(1), response });
    world.commits(1, SHOP);
    world.hello(1, SHOP, 504, BARE, Attention::Visible);
    world.probed(200, &[]);
    world.presses(1, Press::CheckNow);
    world.passes(Delay::from_secs(3600));
    assert!(matches!(world.phase(1), Phase::Back { .. }));
    assert_eq!(world.reloads(), []);
    assert_eq!(world.state.next_wakeup(), None);
}

#[test]
fn what_the_site_asks_for_is_a_floor() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[("Retry-After", "20")]);
    assert!(matches!(world.phase(1), Phase::Wait { asked: true, .. }));
    between(20, world.probed(502, &[]), 22);
    // After that the waits start anew; what asks for less, or says nothing that can be read, changes nothing.
    let start = world.now;
    for wish in ["1", "soon", "-1", "1e9"] {
        of_age(world.now.since(start), world.probed(502, &[("Retry-After", wish)]));
    }
}

#[test]
fn a_time_far_off_is_told_and_not_sat_through() {
    let mut world = World::new();
    world.fails(1, SHOP, 503, &[("Retry-After", "3600")]);
    let at = world.now.plus(Delay::from_secs(3600));
    assert!(matches!(world.phase(1), Phase::Stop { why: Stop::Named(named), .. } if *named == at));
    assert_eq!(world.state.next_wakeup(), None);
    world.presses(1, Press::CheckNow);
    world.answers(200, &[]);
    assert_eq!(world.reloads(), [tab(1)]);
}

#[test]
fn a_round_ends() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    let start = world.now;
    let mut probes = 0;
    while world.state.next_wakeup().is_some() {
        world.probed(502, &[]);
        probes += 1;
    }
    assert!(matches!(world.phase(1), Phase::Stop { why: Stop::GaveUp, .. }));
    assert!((8..=10).contains(&probes), "{probes} probes");
    between(180, world.now.since(start), 300);
    world.presses(1, Press::CheckNow);
    world.answers(502, &[]);
    of_age(Delay::ZERO, world.waits());
}

#[test]
fn stop_means_stop() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    world.presses(1, Press::Stop);
    assert!(matches!(world.phase(1), Phase::Stop { why: Stop::Reader, .. }));
    assert_eq!(world.state.next_wakeup(), None);
    world.passes(Delay::from_secs(86_400));
    assert!(!world.wanted.iter().any(|effect| matches!(effect, Effect::Probe { .. })));
}

#[test]
fn stop_while_a_probe_is_under_way() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    world.waits();
    let (scope, probe, address) = world.probe();
    world.presses(1, Press::Stop);
    let answer = Answer::Response(world.response(address.as_str(), 200, &[]));
    world.happens(Event::Answered { scope, probe, answer });
    assert!(matches!(world.phase(1), Phase::Stop { why: Stop::Reader, .. }));
    assert_eq!(world.reloads(), []);
}

#[test]
fn check_now_asks_once() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    world.presses(1, Press::CheckNow);
    world.probe();
    world.presses(1, Press::CheckNow);
    assert!(!world.wanted.iter().any(|effect| matches!(effect, Effect::Probe { .. })));
}

#[test]
fn leaving_ends_it() {
    for leave in [
        Event::Closed { tab: tab(1) },
        Event::Committed { tab: tab(1), address: Address::parse("https://elsewhere.example.org/").ok() },
        Event::Committed { tab: tab(1), address: None },
    ] {
        let mut world = World::new();
        world.fails(1, SHOP, 502, &[]);
        world.happens(leave);
        assert_eq!(world.state.next_wakeup(), None);
        assert_eq!(world.state, State::default());
    }
}

#[test]
fn the_reader_reloads_and_it_works() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    world.fails(2, SHOP, 502, &[]);
    world.responds(1, SHOP, 200, &[]);
    assert_eq!(world.state.visit(tab(1)), None);
    assert_eq!(world.reloads(), [tab(2)], "what one tab found out helps the other");
}

#[test]
fn the_reader_reloads_and_firefox_names_the_document_first() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    world.passes(Delay::from_millis(500));
    world.commits(1, SHOP);
    assert!(world.wanted.contains(&Effect::Inject { tab: tab(1) }));
    world.hello(1, SHOP, 200, RICH, Attention::Visible);
    assert_eq!(world.state.visit(tab(1)), None);
}

#[test]
fn back_and_broken_again_as_firefox_tells_it() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    world.probed(200, &[]);
    assert_eq!(world.reloads(), [tab(1)]);
    world.passes(Delay::from_millis(300));
    world.commits(1, SHOP);
    world.hello(1, SHOP, 503, BARE, Attention::Visible);
    assert_eq!(world.reloads(), [], "it failed, and is not loaded again at once");
    assert!(matches!(world.phase(1), Phase::Wait { .. }));
    let tries = world.state.visit(tab(1)).unwrap().1.pace.tries;
    world.passes(Delay::from_millis(200));
    world.responds(1, SHOP, 503, &[("Retry-After", "40")]);
    let (visit, outage) = world.state.visit(tab(1)).unwrap();
    assert_eq!((outage.pace.tries, outage.false_dawns), (tries, 1), "one failure is counted once");
    assert!(visit.surface().is_some());
    between(40, world.waits(), 80);
}

#[test]
fn back_and_broken_again() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    let start = world.now;
    world.probed(502, &[]);
    world.probed(200, &[]);
    assert_eq!(world.reloads(), [tab(1)]);
    world.passes(Delay::from_millis(300));
    world.fails(1, SHOP, 502, &[]);
    of_age(world.now.since(start), world.waits()); // The waits go on where they were.
}

#[test]
fn a_page_that_loads_for_ever_is_asked_about_again() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    world.probed(200, &[]);
    assert_eq!(world.waits(), Delay::from_secs(60));
    assert!(matches!(world.phase(1), Phase::Wait { .. }));
}

#[test]
fn a_page_of_its_own_keeps_its_place() {
    let mut world = World::new();
    world.responds(1, SHOP, 503, &[]);
    world.commits(1, SHOP);
    world.hello(1, SHOP, 503, RICH, Attention::Visible);
    let cover = |world: &World| match world.state.visit(tab(1)).unwrap().0.surface() {
        Some(Surface::Page { cover, .. }) => cover,
        surface => panic!("{surface:?}"),
    };
    assert_eq!(cover(&world), Cover::Card);
    world.presses(1, Press::ShowHelp);
    assert_eq!(cover(&world), Cover::Full);
    world.presses(1, Press::ShowOriginal);
    assert_eq!(cover(&world), Cover::Original);
}

#[test]
fn asking_is_useless_behind_a_sign_in() {
    let mut world = World::new();
    world.fails(1, "http://shop.example.com/", 511, &[]);
    assert!(matches!(world.phase(1), Phase::Stop { why: Stop::Useless(_), .. }));
    assert_eq!(world.state.next_wakeup(), None);
}

#[test]
fn a_reader_who_wants_to_be_asked_is_asked() {
    let mut world = World::new();
    world.settings.checking = Checking::WhenAsked;
    world.fails(1, SHOP, 502, &[]);
    assert!(matches!(world.phase(1), Phase::Stop { why: Stop::Settings, .. }));
    world.presses(1, Press::CheckNow);
    world.answers(502, &[]);
    assert!(matches!(world.phase(1), Phase::Stop { why: Stop::Settings, .. }));
}

#[test]
fn silence_and_too_many_requests_are_no_recovery() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    world.waits();
    let (scope, probe, _) = world.probe();
    world.happens(Event::Answered { scope, probe, answer: Answer::Silence });
    assert!(matches!(world.phase(1), Phase::Wait { .. }));
    world.probed(429, &[("Retry-After", "30")]);
    between(30, world.waits(), 33);
}

#[test]
fn a_redirection_is_an_answer() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    world.waits();
    let (scope, probe, _) = world.probe();
    world.happens(Event::Answered { scope, probe, answer: Answer::Redirection });
    assert_eq!(world.reloads(), [tab(1)]);
}

#[test]
fn the_worker_dies_in_the_middle_of_a_probe() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    world.waits();
    world.state = Snapshot::from(&world.state).into();
    assert!(world.state.next_wakeup().is_some_and(|at| at <= world.now));
    world.passes(Delay::ZERO);
    world.answers(200, &[]);
    assert_eq!(world.reloads(), [tab(1)]);
}

#[test]
fn a_clock_that_jumps_harms_nothing() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    world.now = Timestamp::from_millis(0);
    world.happens(Event::TimePassed);
    world.presses(1, Press::CheckNow);
    world.answers(502, &[]);
    of_age(Delay::ZERO, world.waits());
    world.now = world.now.plus(Delay::from_secs(86_400 * 365));
    world.answers(200, &[]);
    assert_eq!(world.reloads(), [tab(1)]);
}

#[test]
fn a_page_that_goes_on_failing_waits_by_itself() {
    let mut world = World::new();
    world.fails(1, SHOP, 504, &[]);
    world.fails(2, OTHER, 504, &[]);
    // Both addresses are asked in turn: the one in front, then the other.
    let mut asked = Vec::new();
    while !asked.iter().any(|address: &Address| address.as_str() == OTHER) {
        world.waits();
        asked.push(world.probe().2);
        let fine = asked.last().unwrap().as_str() == OTHER;
        world.answers(if fine { 200 } else { 504 }, &[]);
    }
    assert_eq!(asked[0].as_str(), SHOP);
    // The other works; both are opened, and the first fails again.
    let mut opened = world.reloads();
    while !opened.contains(&tab(1)) {
        world.waits();
        opened.extend(world.reloads());
    }
    world.fails(1, SHOP, 504, &[]);
    world.responds(2, OTHER, 200, &[]);
    let (visit, outage) = world.state.visit(tab(1)).unwrap();
    assert_eq!(visit.scope, Scope::Page(Address::parse(SHOP).unwrap()));
    assert!(matches!(outage.phase, Phase::Wait { .. }));
    // A third tab at an address that is not known to fail is a matter of the web origin.
    world.fails(3, OTHER, 504, &[]);
    assert!(matches!(world.state.visit(tab(3)).unwrap().0.scope, Scope::Origin(_)));
    // Still one question at a time for the one server behind both.
    while world.state.next_wakeup().is_some() {
        world.waits();
        let probes = world.wanted.iter().filter(|effect| matches!(effect, Effect::Probe { .. })).count();
        assert!(probes <= 1);
        if probes == 1 {
            world.answers(504, &[]);
        }
    }
}

#[test]
fn after_two_false_dawns_a_try_is_a_load() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    for _ in 0..2 {
        world.probed(200, &[]);
        assert_eq!(world.reloads(), [tab(1)]);
        world.passes(Delay::from_millis(300));
        world.fails(1, SHOP, 502, &[]);
    }
    world.waits();
    assert!(!world.wanted.iter().any(|effect| matches!(effect, Effect::Probe { .. })));
    assert_eq!(world.reloads(), [tab(1)]);
    assert!(matches!(world.phase(1), Phase::Load { .. }));
    world.passes(Delay::from_millis(300));
    world.fails(1, SHOP, 502, &[]);
    assert!(matches!(world.phase(1), Phase::Wait { .. }));
    world.waits();
    world.responds(1, SHOP, 200, &[]);
    assert_eq!(world.state.visit(tab(1)), None);
}

#[test]
fn a_tab_that_loads_is_closed() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    world.fails(2, SHOP, 502, &[]);
    for _ in 0..2 {
        world.probed(200, &[]);
        world.passes(Delay::from_millis(300));
        world.fails(1, SHOP, 502, &[]);
    }
    world.waits();
    let Phase::Load { tab, .. } = *world.phase(1) else { panic!("{:?}", world.phase(1)) };
    world.happens(Event::Closed { tab });
    assert!(world.state.next_wakeup().is_some(), "the other tab still waits");
}

#[test]
fn a_tab_that_nobody_looks_at_asks_once_a_minute() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    world.happens(Event::Attended { tab: tab(1), attention: Attention::Hidden });
    between(60, world.until_probe(), 60);
    world.answers(502, &[]);
    between(60, world.until_probe(), 63);
    world.answers(502, &[]);
    world.passes(Delay::from_secs(20));
    world.happens(Event::Attended { tab: tab(1), attention: Attention::Visible });
    let soon = world.waits();
    assert!((Delay::from_millis(500)..=Delay::from_secs(3)).contains(&soon), "{soon:?}");
    world.probe();
}

#[test]
fn a_tab_that_is_opened_in_front_of_the_others_is_not_made_to_wait_for_them() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    world.happens(Event::Attended { tab: tab(1), attention: Attention::Hidden });
    world.passes(Delay::from_secs(10));
    world.fails(2, SHOP, 502, &[]);
    assert!(world.until_probe() <= Delay::from_secs(3));
}

#[test]
fn the_tab_in_front_goes_and_the_one_behind_asks_once_a_minute() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    world.happens(Event::Attended { tab: tab(1), attention: Attention::Hidden });
    world.fails(2, SHOP, 502, &[]);
    world.happens(Event::Attended { tab: tab(1), attention: Attention::Visible });
    world.happens(Event::Attended { tab: tab(1), attention: Attention::Hidden });
    world.happens(Event::Closed { tab: tab(2) });
    between(60, world.until_probe(), 60);
}

#[test]
fn a_time_that_the_site_asked_for_is_kept_on_return() {
    let mut world = World::new();
    world.fails(1, SHOP, 503, &[("Retry-After", "120")]);
    world.happens(Event::Attended { tab: tab(1), attention: Attention::Hidden });
    world.passes(Delay::from_secs(20));
    world.happens(Event::Attended { tab: tab(1), attention: Attention::Visible });
    between(100, world.waits(), 115);
}

#[test]
fn without_a_net_nobody_is_asked() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    world.online = false;
    for _ in 0..30 {
        world.passes(Delay::from_secs(20));
        assert!(!world.wanted.iter().any(|effect| matches!(effect, Effect::Probe { .. })));
    }
    world.online = true;
    world.happens(Event::TimePassed);
    world.wanted.iter().for_each(|effect| assert!(!matches!(effect, Effect::Probe { .. }), "not at once"));
    let soon = world.waits();
    assert!((Delay::from_millis(500)..=Delay::from_secs(3)).contains(&soon), "{soon:?}");
    world.answers(200, &[]);
    assert_eq!(world.reloads(), [tab(1)]);
}

#[test]
fn a_probe_that_the_net_swallowed_is_no_try() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    world.waits();
    let (scope, probe, _) = world.probe();
    world.online = false;
    world.happens(Event::Answered { scope, probe, answer: Answer::Silence });
    assert_eq!(world.state.visit(tab(1)).unwrap().1.attempts, []);
}

#[test]
fn a_page_that_the_reader_types_in_is_not_taken_away() {
    let mut world = World::new();
    world.responds(1, SHOP, 503, &[]);
    world.commits(1, SHOP);
    world.hello(1, SHOP, 503, RICH, Attention::Visible);
    world.happens(Event::Engaged { tab: tab(1) });
    world.probed(200, &[]);
    assert_eq!(world.reloads(), []);
    assert!(matches!(world.phase(1), Phase::Back { .. }));
    world.presses(1, Press::CheckNow);
    assert_eq!(world.reloads(), [tab(1)], "offered, and taken");
}

#[test]
fn a_page_that_loads_itself_is_left_to_it() {
    let mut world = World::new();
    world.responds(1, SHOP, 503, &[("Refresh", "30")]);
    world.commits(1, SHOP);
    world.hello(1, SHOP, 503, BARE, Attention::Visible);
    assert!(matches!(world.phase(1), Phase::Stop { why: Stop::Refresh, .. }));
    assert_eq!(world.state.next_wakeup(), None);
    world.passes(Delay::from_secs(30));
    world.responds(1, SHOP, 200, &[]);
    assert_eq!(world.state.visit(tab(1)), None);
}

#[test]
fn a_security_check_is_left_alone() {
    let mut world = World::new();
    world.fails(1, SHOP, 503, &[("cf-mitigated", "challenge")]);
    assert!(matches!(world.phase(1), Phase::Stop { why: Stop::Challenge, .. }));
}

#[test]
fn two_hundred_tabs_make_one_probe() {
    let mut world = World::new();
    for n in 1..=200 {
        world.fails(n, SHOP, 502, &[]);
        world.happens(Event::Attended { tab: tab(n), attention: Attention::Hidden });
    }
    world.happens(Event::Attended { tab: tab(7), attention: Attention::Visible });
    let mut probes = 0;
    while probes == 0 {
        world.waits();
        probes += world.wanted.iter().filter(|effect| matches!(effect, Effect::Probe { .. })).count();
    }
    assert_eq!(probes, 1);
}

#[test]
fn a_few_sites_are_asked_at_a_time() {
    let mut world = World::new();
    for n in 1..=20 {
        world.fails(n, &format!("https://shop{n}.example.com/"), 502, &[]);
    }
    let mut in_flight: Vec<(Scope, ProbeId, Address)> = Vec::new();
    let mut asked = std::collections::BTreeSet::new();
    while world.state.next_wakeup().is_some() {
        world.waits();
        in_flight.extend(world.wanted.iter().filter_map(|effect| match effect {
            Effect::Probe { scope, probe, address } => Some((scope.clone(), *probe, address.clone())),
            _ => None,
        }));
        assert!(in_flight.len() <= 4, "{} probes at a time", in_flight.len());
        if in_flight.len() == 4 {
            let (scope, probe, address) = in_flight.remove(0);
            asked.insert(scope.clone());
            let answer = Answer::Response(world.response(address.as_str(), 502, &[]));
            world.happens(Event::Answered { scope, probe, answer });
        }
    }
    assert_eq!(asked.len(), 20, "every site has its turn");
}

#[test]
fn the_budget_holds_over_new_beginnings() {
    let mut world = World::new();
    let start = world.now;
    let mut probes = 0u64;
    // The reader opens the failing page anew, again and again.
    while world.now.since(start) < Delay::from_secs(60) {
        world.fails(1, SHOP, 502, &[]);
        world.waits();
        if world.wanted.iter().any(|effect| matches!(effect, Effect::Probe { .. })) {
            probes += 1;
            world.answers(502, &[]);
        }
        world.happens(Event::Closed { tab: tab(1) });
    }
    assert!(probes <= 12, "{probes} probes in a minute");
}

#[test]
fn damaged_and_later_snapshots_make_a_fresh_start() {
    let mut world = World::new();
    world.fails(1, SHOP, 502, &[]);
    let good = serde_json::to_value(Snapshot::from(&world.state)).unwrap();
    assert_eq!(super::restore(&good), world.state);
    let mut later = good.clone();
    later["version"] = 3.into();
    let mut cut = good.clone();
    cut["visits"][0][1]["response"]["address"] = "about:blank".into();
    for damaged in [later, cut, serde_json::Value::Null, serde_json::json!({}), serde_json::json!("state")] {
        assert_eq!(super::restore(&damaged), State::default(), "{damaged}");
    }
    let mut orphaned = good;
    orphaned["outages"] = serde_json::json!([]);
    assert_eq!(super::restore(&orphaned).next_wakeup(), None);
}
