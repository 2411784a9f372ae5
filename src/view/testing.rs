//! Outages and visits for the tests of the views.

#![cfg_attr(target_arch = "wasm32", expect(dead_code, reason = "snapshots are compared in native tests alone"))]

use super::node::tests::outline;
use super::node::{Element, Node};
use super::{Around, View, help};
use crate::diagnosis::{Confidence, Diagnosis, Evidence, Failure, Gateway, Place};
use crate::http::{Headers, Method, Response, Status};
use crate::id::{Address, ProbeId, TabId};
use crate::outage::{
    Attempt, Attention, Cover, Hands, Net, Outage, Outcome, Phase, Scope, Stage, State, Stop, Surface, Visit, Watch,
    Window, restore,
};
use crate::reach::Known;
use crate::reach::check::Checks;
use crate::retry::advice::Reason;
use crate::retry::pace::Pace;
use crate::settings::{Checking, Language, Look, Settings, Theme};
use crate::time::Timestamp;
use crate::words::tests::english;

pub(super) const TAB: TabId = TabId::new(7);
/// The reader has chosen nothing, and nothing is known.
pub(crate) const AROUND: Around<'static> =
    Around { settings: &CHOSEN, known: Known { others: 0, good: None, sent_aside: false } };
static CHOSEN: Settings = Settings {
    theme: Theme::System,
    language: Language::BROWSERS,
    look: Look::Full,
    checking: Checking::Balanced,
    sites: Vec::new(),
    links: Vec::new(),
    outside: false,
    hosts: Vec::new(),
};
/// The fourth check is due 17 s after the third.
pub(super) const WAIT: Phase = Phase::Wait { from: at(20_000), until: at(37_000), asked: false };

pub(super) const fn at(ms: u64) -> Timestamp {
    Timestamp::from_millis(ms)
}

pub(super) fn address() -> Address {
    address_of("https://shop.example.com/cart")
}

pub(super) fn address_of(text: &str) -> Address {
    Address::parse(text).unwrap()
}

pub(super) fn back(ms: u64) -> Phase {
    Phase::Back { since: at(ms), by: address() }
}

/// One of each thing that can go on.
pub(super) fn every_phase() -> Vec<Phase> {
    let stop = |why| Phase::Stop { since: at(20_000), why };
    vec![
        WAIT,
        Phase::Wait { from: at(20_000), until: at(90_000), asked: true },
        Phase::Probe { probe: ProbeId::default(), since: at(37_000), address: address() },
        Phase::Load { tab: TAB, since: at(37_000) },
        back(38_000),
        stop(Stop::Reader),
        stop(Stop::GaveUp),
        stop(Stop::Named(at(9_000_000))),
        stop(Stop::Useless(Reason::Blocked)),
        stop(Stop::Useless(Reason::Quota)),
        stop(Stop::Useless(Reason::SignIn)),
        stop(Stop::Settings),
        stop(Stop::Refresh),
        stop(Stop::Challenge),
    ]
}

/// One of each state that help can be in, by name: how the page was asked for, what goes on, and whether the computer is on
/// the net.
pub(super) fn every_state() -> Vec<(&'static str, Method, Outage, Net)> {
    const NAMES: [&str; 14] = [
        "waits",
        "the site asked for it",
        "asks",
        "loads the page",
        "back",
        "the reader stopped it",
        "gave up",
        "named a time far off",
        "blocked",
        "quota",
        "sign-in",
        "only when asked",
        "the page reloads itself",
        "wants to see a person",
    ];
    let of = |phase| outage(Failure::OriginUnreachable, phase);
    let watched = |phase| Outage { watch: Some(watch()), ..of(phase) };
    let gave_up = Phase::Stop { since: at(20_000), why: Stop::GaveUp };
    let beyond = Phase::Stop { since: at(20_000), why: Stop::Named(at(8 * 24 * 60 * 60 * 1000)) };
    let asked = Phase::Wait { from: at(20_000), until: at(90_000), asked: true };
    let probe = Phase::Probe { probe: ProbeId::default(), since: at(37_000), address: address() };
    let offline = Net::Offline { looked: at(21_000) };
    let phases = every_phase();
    assert_eq!(phases.len(), NAMES.len());
    let plain = NAMES.into_iter().zip(phases).map(|(name, phase)| (name, Method::Get, of(phase), Net::Online));
    plain
        .chain([
            ("named a time too far off to watch", Method::Get, of(beyond), Net::Online),
            ("watches", Method::Get, watched(WAIT), Net::Online),
            ("watches, the site asked to wait", Method::Get, watched(asked), Net::Online),
            ("watches, asks", Method::Get, watched(probe.clone()), Net::Online),
            ("offline", Method::Get, of(WAIT), offline),
            ("offline, watches", Method::Get, watched(WAIT), offline),
            ("offline, asks", Method::Get, of(probe), offline),
            ("offline, gave up", Method::Get, of(gave_up.clone()), offline),
            ("form, waits", Method::Post, of(WAIT), Net::Online),
            ("form, gave up", Method::Post, of(gave_up), Net::Online),
            ("form, back", Method::Post, of(back(40_000)), Net::Online),
        ])
        .collect()
}

/// A table of all states, a line each: what `draw` makes of a visit in the page, of the outage, and of the net.
pub(super) fn table_of_states(cover: Cover, draw: impl Fn(&Visit, &Outage, Net) -> Element) -> String {
    let lines = every_state().into_iter().map(|(name, method, outage, net)| {
        let drawn = draw(&visit(method, page(cover)), &outage, net);
        format!("{name}: {}\n", in_one_line(&outline(&drawn.into())))
    });
    lines.collect()
}

/// An outline in one line, without boxes that say nothing and without the picture of the way, which has tests of its own.
pub(super) fn in_one_line(outline: &str) -> String {
    let mut path = None;
    let bare = |line: &str| {
        let of_tag =
            |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || matches!(letter, '.' | '-');
        line.starts_with(|letter: char| letter.is_ascii_lowercase()) && line.chars().all(of_tag)
    };
    let says = |line: &&str| {
        let depth = line.len() - line.trim_start().len();
        path = path.filter(|above| depth > *above).or(line.contains("ol.path").then_some(depth));
        path.is_none() && !line.trim().is_empty() && !bare(line.trim())
    };
    outline.lines().filter(says).map(str::trim).collect::<Vec<_>>().join(" | ")
}

/// An outline of the picture of the way in one line, as `name: word (state)` for each station.
pub(super) fn stations_in_one_line(outline: &str) -> String {
    let stations = outline.split("li.station ").skip(1).map(|station| {
        let part = |mark: &str, end| station.split_once(mark).unwrap().1.split(end).next().unwrap();
        format!("{}: {} ({})", part("strong: ", '\n'), part("span.word: ", '\n'), part("data-state=", ']'))
    });
    stations.collect::<Vec<_>>().join(" | ")
}

/// A visit of `/cart` that failed with 502 at second 1.
pub(super) fn visit(method: Method, surface: Surface) -> Visit {
    let response = Response {
        address: address(),
        method,
        status: Status::new(502),
        headers: Headers::default(),
        received: at(1_000),
        sent_from: None,
    };
    let scope = Scope::Origin(response.address.origin());
    Visit {
        scope,
        response,
        attention: Attention::Visible,
        hands: Hands::Off,
        window: Window::Ordinary,
        named_by: None,
        stage: Stage::Show { surface },
    }
}

pub(super) const fn page(cover: Cover) -> Surface {
    Surface::Page { started: at(500), cover }
}

/// An outage behind nginx with three checks.
pub(super) fn outage(failure: Failure, phase: Phase) -> Outage {
    let failed = Outcome::Failed(Status::new(502));
    let attempts = [(3_000, failed), (8_000, Outcome::Silent), (20_000, failed)];
    Outage {
        since: at(1_000),
        diagnosis: Diagnosis {
            gateway: Some(Gateway::Nginx),
            failure,
            confidence: Confidence::Sure,
            evidence: vec![Evidence { place: Place::Header("server".to_owned()), words: "nginx/1.22.1".to_owned() }],
            ..Diagnosis::of_status(Status::new(502))
        },
        attempts: attempts.map(|(ms, outcome)| Attempt { at: at(ms), outcome }).into(),
        pace: Pace { began: at(1_000), tries: 3, ..Pace::begin(at(1_000)) },
        phase,
        false_dawns: 0,
        checks: Checks::default(),
        watch: None,
        window: Window::Ordinary,
    }
}

/// The wish to be told when `/cart` is back.
pub(super) fn watch() -> Watch {
    Watch { address: address(), since: at(5_000), window: Window::Ordinary }
}

/// The state in which `visit` waits on `outage`, as if it had been saved.
pub(super) fn state(visit: &Visit, outage: &Outage) -> State {
    let state = saved(&serde_json::json!([[visit.scope, outage]]), &serde_json::json!([[TAB, visit]]));
    assert!(state.visit(TAB).is_some(), "the snapshot was not read, and an empty state proves nothing");
    state
}

/// The state in which `outage` is watched and no tab waits on it.
pub(super) fn watched_alone(outage: &Outage) -> State {
    let state = saved(&serde_json::json!([[Scope::Origin(address().origin()), outage]]), &serde_json::json!([]));
    assert!(state.watched_alone().next().is_some(), "the snapshot was not read, and an empty state proves nothing");
    state
}

fn saved(outages: &serde_json::Value, visits: &serde_json::Value) -> State {
    restore(serde_json::json!({
        "version": 7,
        "outages": outages,
        "visits": visits,
        "budgets": [],
        "over": [],
        "last_probe": 0,
        "net": "online",
    }))
}

/// What stands in the page when `phase` is reached after a load with `method`.
pub(super) fn help_in(method: Method, cover: Cover, phase: Phase) -> View {
    help_of(Failure::OriginUnreachable, method, cover, phase)
}

/// The same with a `failure` of choice.
pub(super) fn help_of(failure: Failure, method: Method, cover: Cover, phase: Phase) -> View {
    help(&state(&visit(method, page(cover)), &outage(failure, phase)), TAB, AROUND, &english())
}

pub(super) fn tree(view: &View) -> &Node {
    view.tree.as_ref().unwrap()
}

/// An outline without what `outside` draws and tells of in tests of its own.
pub(super) fn brief(tree: &str) -> String {
    let mut outside = false;
    let mut skips = |line: &&str| {
        outside = line.contains("h2: Is it down") || outside && line.trim() != "details";
        outside
    };
    tree.split_inclusive('\n').filter(|line| !skips(line)).collect()
}
