//! The box that says what is going on now: a picture, the status line, a line more, and what can be pressed.
//!
//! The same box stands on every surface. Its status line is the one live region: its words change with the phase and not
//! with the seconds.

use super::icon::Icon;
use super::node::{Attribute, Element, Node, Precision, SLOT, Tag, around};
use super::timeline;
use crate::outage::{Net, Outage, Phase, Press, Stop, Visit};
use crate::retry::advice::Reason;
use crate::retry::pace::Pace;
use crate::words::Words;

/// How much room there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Room {
    /// A page of its own.
    Page,
    /// A corner of the page that failed.
    Card,
    /// A popup, in which no link can lead anywhere.
    Popup,
}

/// What the box says in one phase.
struct Now {
    state: &'static str,
    symbol: Node,
    status: String,
    detail: Vec<Node>,
}

/// The box.
pub(super) fn now(visit: &Visit, outage: &Outage, net: Net, room: Room, words: &Words) -> Element {
    let Now { state, symbol, status, detail } = describe(visit, outage, net, room, words);
    let strip = (room == Room::Page).then(|| timeline::strip(outage, words)).flatten();
    let said = Tag::Div
        .class("said")
        .with(Tag::P.class("status").set(Attribute::Role("status")).text(status))
        .with(Tag::P.class("detail").with_all(detail))
        .with_all(strip);
    Tag::Section
        .class("now")
        .set(Attribute::State(state))
        .with(Tag::Div.class("symbol").with(symbol))
        .with(said)
        .with(Tag::Div.class("acts").with_all(acts(visit, outage, room, words)))
}

fn describe(visit: &Visit, outage: &Outage, net: Net, room: Room, words: &Words) -> Now {
    let now = |state, symbol: Node, status, detail| Now { state, symbol, status, detail: vec![Node::Text(detail)] };
    match outage.phase {
        Phase::Wait { .. } if net != Net::Online => {
            now("stop", Icon::Pause.draw().into(), words.status_offline(), words.detail_offline())
        }
        Phase::Wait { from, until, asked } => {
            let status = match (asked, &outage.watch) {
                // A site that is watched may have asked for days.
                (_, Some(_)) => words.status_watch(),
                (true, None) => words.status_asked(),
                (false, None) => words.status_wait(),
            };
            now("wait", Node::Countdown { from, until }, status, checks(outage, words))
        }
        Phase::Probe { .. } | Phase::Load { .. } => {
            now("probe", Icon::Mark.draw().into(), words.status_probe(), checks(outage, words))
        }
        Phase::Back { .. } => {
            let (status, detail) = match (visit.response.method.may_repeat(), room) {
                // The line under the headline says the rest, where there is one.
                (true, Room::Page | Room::Popup) => (words.status_back(), None),
                (true, Room::Card) => (words.status_back(), Some(words.lead_back())),
                (false, Room::Page | Room::Card) => (words.status_back_form(), Some(words.detail_back_form())),
                (false, Room::Popup) => (words.status_back_form(), Some(words.detail_back_form_short())),
            };
            let detail = detail.into_iter().map(Node::Text).collect();
            Now { state: "back", symbol: Icon::Tick.draw().into(), status, detail }
        }
        Phase::Stop { why, .. } => stopped(why, outage, words),
    }
}

fn stopped(why: Stop, outage: &Outage, words: &Words) -> Now {
    let now = |icon: Icon, status, detail| Now { state: "stop", symbol: icon.draw().into(), status, detail };
    let text = |text| vec![Node::Text(text)];
    match why {
        Stop::Reader => now(Icon::Pause, words.status_stopped(), text(words.detail_stopped())),
        Stop::GaveUp => now(Icon::Pause, words.status_gave_up(), text(words.detail_gave_up(&outage.pace.tries))),
        Stop::Named(time) => now(
            Icon::Clock,
            words.status_named(),
            around(&words.detail_named(&SLOT), Node::Time { at: time, precision: Precision::Minutes }),
        ),
        Stop::Useless(Reason::Blocked) => now(Icon::Halt, words.status_useless(), text(words.detail_blocked())),
        Stop::Useless(Reason::Quota) => now(Icon::Halt, words.status_useless(), text(words.detail_quota())),
        Stop::Useless(Reason::SignIn) => now(Icon::Key, words.status_sign_in(), text(words.detail_sign_in())),
        Stop::Settings => now(Icon::Pause, words.status_settings(), text(words.detail_settings())),
        Stop::Refresh => now(Icon::Clock, words.status_refresh(), text(words.detail_refresh())),
        Stop::Challenge => now(Icon::Key, words.status_challenge(), text(words.detail_challenge())),
    }
}

/// Which check comes next or is under way; of how many, unless it goes on for as long as it takes.
fn checks(outage: &Outage, words: &Words) -> String {
    if outage.watch.is_some() {
        return words.detail_watch(&outage.pace.tries);
    }
    let n = outage.pace.tries.saturating_add(1).min(Pace::TRIES);
    words.detail_check(&n, &Pace::TRIES)
}

/// What can be pressed. "Check now" is also the way to go on after a stop.
fn acts(visit: &Visit, outage: &Outage, room: Room, words: &Words) -> Vec<Element> {
    let check = || button("first", Press::CheckNow, words.button_check_now());
    let stop = || button("quiet", Press::Stop, words.button_stop());
    let keep = |class| button(class, Press::KeepWatching, words.button_keep_watching());
    // A corner has room for two.
    let keep_too = (outage.may_be_watched() && room != Room::Card).then(|| keep("quiet"));
    match outage.phase {
        Phase::Wait { .. } => [check(), stop()].into_iter().chain(keep_too).collect(),
        // The button stays where it is, so that the focus does; the check that it would begin is under way.
        Phase::Probe { .. } | Phase::Load { .. } => {
            [check().set(Attribute::Disabled), stop()].into_iter().chain(keep_too).collect()
        }
        // What has waited for minutes, or is to wait for longer, is rather told of than looked at.
        Phase::Stop { why: Stop::GaveUp | Stop::Named(_), .. } => {
            if outage.may_be_watched() {
                vec![keep("first"), button("quiet", Press::CheckNow, words.button_check_now())]
            } else {
                vec![check()]
            }
        }
        // Not urged where it does not help.
        Phase::Stop { why: Stop::Useless(Reason::Blocked | Reason::Quota), .. } => {
            vec![button("plain", Press::CheckNow, words.button_check_now())]
        }
        Phase::Stop { why: Stop::Reader | Stop::Useless(Reason::SignIn) | Stop::Settings, .. } => {
            [check()].into_iter().chain(keep_too).collect()
        }
        // The page sees to itself, and may be in the middle of it.
        Phase::Stop { why: Stop::Refresh | Stop::Challenge, .. } => Vec::new(),
        Phase::Back { .. } => match (room, visit.response.method.may_repeat()) {
            (Room::Page | Room::Card, true) => vec![link(visit, words.link_open())],
            (Room::Page | Room::Card, false) => vec![link(visit, words.link_open_afresh())],
            (Room::Popup, _) => Vec::new(),
        },
    }
}

/// A button that sends `press`.
pub(super) fn button(class: &'static str, press: Press, words: String) -> Element {
    Tag::Button.class(class).set(Attribute::Press(press)).text(words)
}

fn link(visit: &Visit, words: String) -> Element {
    Tag::A.class("button").set(Attribute::Href(visit.address().clone())).text(words)
}
