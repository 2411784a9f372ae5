//! Outages and visits for the tests of the views.

use super::node::Node;
use super::{Around, View, help};
use crate::diagnosis::{Confidence, Diagnosis, Evidence, Failure, Gateway, Place};
use crate::http::{Headers, Method, Response, Status};
use crate::id::{Address, ProbeId, TabId};
use crate::outage::{
    Attempt, Attention, Cover, Hands, Outage, Outcome, Phase, Scope, Stage, State, Stop, Surface, Visit, Watch, Window,
    restore,
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
        "version": 6,
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
