//! The popup of the toolbar icon: the tab before the reader in short, whatever state it is in.

use super::checks::consent;
use super::help::{error, form_note, story};
use super::icon::Icon;
use super::node::{Attribute, Element, Node, Precision, SLOT, Tag, around};
use super::now::{Room, button, now};
use super::{Frame, View, history, outside, report};
use crate::history::Lately;
use crate::id::{Address, TabId};
use crate::message::Arrival;
use crate::outage::{Net, Outage, Press, State, Visit, Watch, Window};
use crate::settings::Settings;
use crate::words::Words;

/// What the popup is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PopupSubject {
    /// A tab whose page failed.
    Failing(TabId),
    /// A page with an address of the web that has not failed before our eyes.
    Web {
        /// Its address.
        address: Address,
        /// How it came.
        arrival: Arrival,
        /// What there was of late on its site.
        lately: Option<Lately>,
    },
    /// A page that no extension may see.
    OutOfReach,
    /// Any page, while we may not see sites.
    NotGranted,
}

/// Whether we may show notifications.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notifications {
    /// The reader has given leave.
    Allowed,
    /// They have not, or not yet.
    NotAsked,
}

/// What the popup shows.
#[must_use]
pub fn popup(
    state: &State,
    subject: &PopupSubject,
    notifications: Notifications,
    settings: &Settings,
    words: &Words,
) -> View {
    let content = match subject {
        PopupSubject::Failing(tab) => match state.visit(*tab) {
            Some((visit, outage)) => failing(visit, outage, state.net(), words),
            None => calm(Icon::Tick, words.popup_quiet_title(), words.popup_healthy_text(), words),
        },
        PopupSubject::Web { address, arrival, lately } => {
            web(address, *arrival, *lately, words).with_all(outside::others(address, settings, words))
        }
        PopupSubject::OutOfReach => out_of_reach(words),
        PopupSubject::NotGranted => {
            let grant = Tag::Button.class("first").set(Attribute::Grant("sites")).text(words.button_grant());
            calm(Icon::Key, words.popup_grant_title(), words.popup_grant_text(), words)
                .with(Tag::Div.class("acts").with(grant))
        }
    };
    let watched = watched(state, words);
    let to_be_told = state.outages().any(|(_, outage)| is_told_of(outage) && !outage.is_back());
    let notify = (to_be_told && notifications == Notifications::NotAsked).then(|| {
        let ask = Tag::Button.class("plain").set(Attribute::Grant("notifications")).text(words.button_notify());
        Tag::Div.class("acts").with(ask)
    });
    View::new(Frame::Page, content.with_all(watched).with_all(notify).with(ways(words)), words)
}

/// The ways to our other pages.
pub(super) fn ways(words: &Words) -> Element {
    let link = |to, text| Tag::A.class("past").set(to).set(Attribute::NewTab).text(text);
    Tag::P
        .class("ways")
        .with(link(Attribute::ToHistory, words.link_history()))
        .with(link(Attribute::ToOptions, words.link_options()))
}

/// The way back from what was asked for here, above the ways on.
pub(super) fn ways_back(words: &Words) -> [Element; 2] {
    [Tag::Button.class("link").set(Attribute::Back).text(words.button_back()), ways(words)]
}

/// Whether its end is told of outside of the browser's window: not of what was met in a private one.
fn is_told_of(outage: &Outage) -> bool {
    outage.watch.as_ref().is_some_and(|watch| watch.window == Window::Ordinary)
}

/// The pages that are watched without a tab, and what became of them.
fn watched(state: &State, words: &Words) -> Option<Element> {
    let items: Vec<Element> = state.watched_alone().map(|(watch, outage)| watched_page(watch, outage, words)).collect();
    let list = (!items.is_empty()).then(|| Tag::Ul.class("watches").with_all(items))?;
    Some(Tag::Section.class("watched").with(Tag::H2.text(words.watched_title())).with(list))
}

fn watched_page(watch: &Watch, outage: &Outage, words: &Words) -> Element {
    let known = |class, text| Tag::Button.class(class).set(Attribute::Dismiss(watch.address.clone())).text(text);
    let host = watch.address.host();
    let item = Tag::Li.element();
    if outage.is_back() {
        let open = Tag::A
            .class("button")
            .set(Attribute::Href(watch.address.clone()))
            .set(Attribute::NewTab)
            .set(Attribute::Dismiss(watch.address.clone()))
            .text(words.link_open());
        item.with(Tag::Span.text(words.headline_back(&host))).with(open).with(known("quiet", words.button_known()))
    } else {
        let check =
            Tag::Button.class("plain").set(Attribute::Want(watch.address.clone())).text(words.button_check_now());
        item.with(Tag::Span.text(words.watched_down(&host))).with(check).with(known("quiet", words.button_forget()))
    }
}

/// A page without trouble: a picture, a headline, a line.
fn calm(icon: Icon, title: String, text: String, words: &Words) -> Element {
    Tag::Main
        .class("popup calm")
        .with(brand(words))
        .with(icon.symbol())
        .with(Tag::H1.text(title))
        .with(Tag::P.class("lead").text(text))
}

fn out_of_reach(words: &Words) -> Element {
    calm(Icon::Unseen, words.popup_out_title(), words.popup_out_text(), words)
}

/// A page of the web: how it came, if that can be seen, what there was of late, and what else can be asked.
fn web(address: &Address, arrival: Arrival, lately: Option<Lately>, words: &Words) -> Element {
    let host = address.host();
    let text = match arrival.took {
        Some(took) => words.popup_answered(&history::took(took, words)),
        None => words.popup_healthy_text(),
    };
    let status = arrival.status.filter(|status| status.code() >= 400 && !arrival.shut);
    let page = match status.filter(|status| status.is_server_error()) {
        // Such as the browser's own page for a site that it cannot reach.
        None if arrival.shut => out_of_reach(words),
        // It stood there before we could see it, or came out of the browser's memory.
        Some(_) => calm(Icon::Cross, words.popup_error_title(&host), words.popup_error_text(), words),
        None => calm(Icon::Tick, words.popup_healthy_title(&host), text, words),
    };
    let past = match lately {
        None => Tag::P.class("detail").text(words.lately_none(&Lately::DAYS)),
        Some(Lately { count, since, length }) => {
            let last = words.lately_last(&SLOT, &history::span(length, words));
            let last = around(&last, Node::Time { at: since, precision: Precision::Minutes });
            let count = Tag::Span.text(words.lately_some(&Lately::DAYS, &count));
            Tag::P.class("detail").with(count).text(" ").with(Tag::Span.element().with_all(last))
        }
    };
    let ask = Tag::Button.class("plain").set(Attribute::Ask(address.clone())).text(words.button_who());
    let parts = (!arrival.shut).then(|| Tag::Button.class("plain").set(Attribute::Parts).text(words.button_parts()));
    page.with_all(status.map(|status| Tag::P.class("error").text(error(status, words))))
        .with(past)
        .with(Tag::Div.class("acts").with(ask).with_all(parts))
}

fn failing(visit: &Visit, outage: &Outage, net: Net, words: &Words) -> Element {
    // The popup closes on it, so that where the full page stands in the tab already, the reader sees that it does.
    let open = button("link", Press::ShowHelp, words.button_more());
    let error = Tag::P.class("error").text(error(outage.diagnosis.status, words));
    Tag::Main
        .class("popup")
        .with(brand(words))
        .with_all(story(visit, outage, net, words))
        .with(now(visit, outage, net, Room::Popup, words))
        .with_all(form_note(visit, Room::Popup, words))
        .with_all(consent(outage, words))
        .with(Tag::Footer.element().with(error).with(report::button("link", visit, outage, words)).with(open))
}

pub(super) fn brand(words: &Words) -> Element {
    Tag::P.class("who").with(Icon::Mark.draw()).text(words.extension_name())
}

#[cfg(all(test, not(target_arch = "wasm32")))]
#[expect(clippy::unwrap_used, reason = "clippy knows no tests of some targets alone")]
mod tests {
    use super::super::node::tests::outline;
    use super::super::testing::{
        AROUND, TAB, WAIT, address, at, back, in_one_line, outage, page, state, table_of_states, tree, visit, watch,
        watched_alone,
    };
    use super::*;
    use crate::diagnosis::Failure;
    use crate::http::{Method, Status};
    use crate::outage::{Cover, Phase, Stop, Surface};
    use crate::reach::check::{Check, Kind};
    use crate::settings::kept::Kept;
    use crate::time::Delay;
    use crate::words::tests::english;

    fn drawn(state: &State, subject: &PopupSubject) -> String {
        outline(tree(&popup(state, subject, Notifications::Allowed, AROUND.settings, &english())))
    }

    #[test]
    fn failing() {
        let phase = Phase::Stop { since: at(20_000), why: Stop::GaveUp };
        let state = state(&visit(Method::Get, page(Cover::Card)), &outage(Failure::OriginTimeout, phase));
        insta::assert_snapshot!(drawn(&state, &PopupSubject::Failing(TAB)), @r"
        main.popup [lang=en] [dir=ltr]
          p.who: Back Soon
          h1.short: shop.example.com is taking too long to answer
          p.lead: The trouble is on their side. Your computer and your internet are fine.
          ol.path [aria-label=Where it breaks]
            li.station [data-state=works]
              span.dot
              strong: You
              span.word: ready
            li.station [data-state=works]
              span.dot
              strong: Your internet
              span.word: works
            li.station [data-state=works]
              span.dot
              strong: nginx
              span.word: answered
            li.station [data-state=cut]
              span.dot
                span.cross
              strong: Site’s server
              span.word: too slow
          section.now [data-state=stop]
            div.symbol
            div.said
              p.status [role=status]: Still down. We have stopped for now.
              p.detail: Checks so far: 3. You can start again at any time.
            div.acts
              button.first [data-press=keep-watching]: Keep watching
              button.quiet [data-press=check-now]: Check now
          footer
            p.error: Error 502 (“Bad Gateway”)
            button.link [data-copy=- time: `1970-01-01 00:00:01 UTC` …] [data-copied=Copied]: Copy details
            button.link [data-press=show-help]: Open help
          p.ways
            a.past [href=history.html] [target=_blank]: Past outages
            a.past [href=options.html] [target=_blank]: Options
        ");
    }

    #[test]
    fn failing_in_every_state() {
        insta::assert_snapshot!(table_of_states(Cover::Card, |visit, outage, net| super::failing(visit, outage, net, &english())), @r"
        waits: p.who: Back Soon | h1.short: shop.example.com is not answering right now | p.lead: The trouble is on their side. Your computer and your internet are fine. | section.now [data-state=wait] | div.symbol: (countdown of 17000 ms) | p.status [role=status]: Checking again soon | p.detail: Check 4 of 10 | button.first [data-press=check-now]: Check now | button.quiet [data-press=stop]: Stop | button.quiet [data-press=keep-watching]: Keep watching | p.error: Error 502 (“Bad Gateway”) | button.link [data-copy=- time: `1970-01-01 00:00:01 UTC` …] [data-copied=Copied]: Copy details | button.link [data-press=show-help]: Open help
        the site asked for it: p.who: Back Soon | h1.short: shop.example.com is not answering right now | p.lead: The trouble is on their side. Your computer and your internet are fine. | section.now [data-state=wait] | div.symbol: (countdown of 70000 ms) | p.status [role=status]: The site asked us to wait a little | p.detail: Check 4 of 10 | button.first [data-press=check-now]: Check now | button.quiet [data-press=stop]: Stop | button.quiet [data-press=keep-watching]: Keep watching | p.error: Error 502 (“Bad Gateway”) | button.link [data-copy=- time: `1970-01-01 00:00:01 UTC` …] [data-copied=Copied]: Copy details | button.link [data-press=show-help]: Open help
        asks: p.who: Back Soon | h1.short: shop.example.com is not answering right now | p.lead: The trouble is on their side. Your computer and your internet are fine. | section.now [data-state=probe] | p.status [role=status]: Checking now… | p.detail: Check 4 of 10 | button.first [data-press=check-now] [aria-disabled=true]: Check now | button.quiet [data-press=stop]: Stop | button.quiet [data-press=keep-watching]: Keep watching | p.error: Error 502 (“Bad Gateway”) | button.link [data-copy=- time: `1970-01-01 00:00:01 UTC` …] [data-copied=Copied]: Copy details | button.link [data-press=show-help]: Open help
        loads the page: p.who: Back Soon | h1.short: shop.example.com is not answering right now | p.lead: The trouble is on their side. Your computer and your internet are fine. | section.now [data-state=probe] | p.status [role=status]: Checking now… | p.detail: Check 4 of 10 | button.first [data-press=check-now] [aria-disabled=true]: Check now | button.quiet [data-press=stop]: Stop | button.quiet [data-press=keep-watching]: Keep watching | p.error: Error 502 (“Bad Gateway”) | button.link [data-copy=- time: `1970-01-01 00:00:01 UTC` …] [data-copied=Copied]: Copy details | button.link [data-press=show-help]: Open help
        back: p.who: Back Soon | h1.short: shop.example.com is back | p.lead: The page opens by itself in a moment. | section.now [data-state=back] | p.status [role=status]: It is back. Opening the page… | p.error: Error 502 (“Bad Gateway”) | button.link [data-copy=- time: `1970-01-01 00:00:01 UTC` …] [data-copied=Copied]: Copy details | button.link [data-press=show-help]: Open help
        the reader stopped it: p.who: Back Soon | h1.short: shop.example.com is not answering right now | p.lead: The trouble is on their side. Your computer and your internet are fine. | section.now [data-state=stop] | p.status [role=status]: You stopped the checks | p.detail: You can start again at any time. | button.first [data-press=check-now]: Check now | button.quiet [data-press=keep-watching]: Keep watching | p.error: Error 502 (“Bad Gateway”) | button.link [data-copy=- time: `1970-01-01 00:00:01 UTC` …] [data-copied=Copied]: Copy details | button.link [data-press=show-help]: Open help
        gave up: p.who: Back Soon | h1.short: shop.example.com is not answering right now | p.lead: The trouble is on their side. Your computer and your internet are fine. | section.now [data-state=stop] | p.status [role=status]: Still down. We have stopped for now. | p.detail: Checks so far: 3. You can start again at any time. | button.first [data-press=keep-watching]: Keep watching | button.quiet [data-press=check-now]: Check now | p.error: Error 502 (“Bad Gateway”) | button.link [data-copy=- time: `1970-01-01 00:00:01 UTC` …] [data-copied=Copied]: Copy details | button.link [data-press=show-help]: Open help
        named a time far off: p.who: Back Soon | h1.short: shop.example.com is not answering right now | p.lead: The trouble is on their side. Your computer and your internet are fine. | section.now [data-state=stop] | p.status [role=status]: The site says when to come back | It asked for a break until | (time 9000000) | . You may check before that. | button.first [data-press=keep-watching]: Keep watching | button.quiet [data-press=check-now]: Check now | p.error: Error 502 (“Bad Gateway”) | button.link [data-copy=- time: `1970-01-01 00:00:01 UTC` …] [data-copied=Copied]: Copy details | button.link [data-press=show-help]: Open help
        blocked: p.who: Back Soon | h1.short: shop.example.com is not answering right now | p.lead: The trouble is on their side. Your computer and your internet are fine. | section.now [data-state=stop] | p.status [role=status]: Checking again would not help | p.detail: The site would say no again. Asking often can make it worse. | button.plain [data-press=check-now]: Check now | p.error: Error 502 (“Bad Gateway”) | button.link [data-copy=- time: `1970-01-01 00:00:01 UTC` …] [data-copied=Copied]: Copy details | button.link [data-press=show-help]: Open help
        quota: p.who: Back Soon | h1.short: shop.example.com is not answering right now | p.lead: The trouble is on their side. Your computer and your internet are fine. | section.now [data-state=stop] | p.status [role=status]: Checking again would not help | p.detail: Each try counts against the limit. Come back later. | button.plain [data-press=check-now]: Check now | p.error: Error 502 (“Bad Gateway”) | button.link [data-copy=- time: `1970-01-01 00:00:01 UTC` …] [data-copied=Copied]: Copy details | button.link [data-press=show-help]: Open help
        sign-in: p.who: Back Soon | h1.short: shop.example.com is not answering right now | p.lead: The trouble is on their side. Your computer and your internet are fine. | section.now [data-state=stop] | p.status [role=status]: Waiting for you to sign in | p.detail: Sign in to your network first. Then check again. | button.first [data-press=check-now]: Check now | p.error: Error 502 (“Bad Gateway”) | button.link [data-copy=- time: `1970-01-01 00:00:01 UTC` …] [data-copied=Copied]: Copy details | button.link [data-press=show-help]: Open help
        only when asked: p.who: Back Soon | h1.short: shop.example.com is not answering right now | p.lead: The trouble is on their side. Your computer and your internet are fine. | section.now [data-state=stop] | p.status [role=status]: Checks are off | p.detail: Your settings say: check only when you ask. | button.first [data-press=check-now]: Check now | button.quiet [data-press=keep-watching]: Keep watching | p.error: Error 502 (“Bad Gateway”) | button.link [data-copy=- time: `1970-01-01 00:00:01 UTC` …] [data-copied=Copied]: Copy details | button.link [data-press=show-help]: Open help
        the page reloads itself: p.who: Back Soon | h1.short: shop.example.com is not answering right now | p.lead: The trouble is on their side. Your computer and your internet are fine. | section.now [data-state=stop] | p.status [role=status]: This page tries again by itself | p.detail: So we leave it alone and do not check as well. | p.error: Error 502 (“Bad Gateway”) | button.link [data-copy=- time: `1970-01-01 00:00:01 UTC` …] [data-copied=Copied]: Copy details | button.link [data-press=show-help]: Open help
        wants to see a person: p.who: Back Soon | h1.short: shop.example.com is not answering right now | p.lead: The trouble is on their side. Your computer and your internet are fine. | section.now [data-state=stop] | p.status [role=status]: The site wants to see that you are a person | p.detail: Do what the page asks for. We do not check while you do. | p.error: Error 502 (“Bad Gateway”) | button.link [data-copy=- time: `1970-01-01 00:00:01 UTC` …] [data-copied=Copied]: Copy details | button.link [data-press=show-help]: Open help
        named a time too far off to watch: p.who: Back Soon | h1.short: shop.example.com is not answering right now | p.lead: The trouble is on their side. Your computer and your internet are fine. | section.now [data-state=stop] | p.status [role=status]: The site says when to come back | It asked for a break until | (time 691200000) | . You may check before that. | button.first [data-press=check-now]: Check now | p.error: Error 502 (“Bad Gateway”) | button.link [data-copy=- time: `1970-01-01 00:00:01 UTC` …] [data-copied=Copied]: Copy details | button.link [data-press=show-help]: Open help
        watches: p.who: Back Soon | h1.short: shop.example.com is not answering right now | p.lead: The trouble is on their side. Your computer and your internet are fine. | section.now [data-state=wait] | div.symbol: (countdown of 17000 ms) | p.status [role=status]: We keep watching | p.detail: You will be told when it is back. Checks so far: 3. | button.first [data-press=check-now]: Check now | button.quiet [data-press=stop]: Stop | p.error: Error 502 (“Bad Gateway”) | button.link [data-copy=- time: `1970-01-01 00:00:01 UTC` …] [data-copied=Copied]: Copy details | button.link [data-press=show-help]: Open help
        watches, the site asked to wait: p.who: Back Soon | h1.short: shop.example.com is not answering right now | p.lead: The trouble is on their side. Your computer and your internet are fine. | section.now [data-state=wait] | div.symbol: (countdown of 70000 ms) | p.status [role=status]: We keep watching | p.detail: You will be told when it is back. Checks so far: 3. | button.first [data-press=check-now]: Check now | button.quiet [data-press=stop]: Stop | p.error: Error 502 (“Bad Gateway”) | button.link [data-copy=- time: `1970-01-01 00:00:01 UTC` …] [data-copied=Copied]: Copy details | button.link [data-press=show-help]: Open help
        watches, asks: p.who: Back Soon | h1.short: shop.example.com is not answering right now | p.lead: The trouble is on their side. Your computer and your internet are fine. | section.now [data-state=probe] | p.status [role=status]: Checking now… | p.detail: You will be told when it is back. Checks so far: 3. | button.first [data-press=check-now] [aria-disabled=true]: Check now | button.quiet [data-press=stop]: Stop | p.error: Error 502 (“Bad Gateway”) | button.link [data-copy=- time: `1970-01-01 00:00:01 UTC` …] [data-copied=Copied]: Copy details | button.link [data-press=show-help]: Open help
        offline: p.who: Back Soon | h1.short: shop.example.com is not answering right now | p.lead: Your computer is not on the internet, so no site can be asked. | section.now [data-state=stop] | p.status [role=status]: You are offline | p.detail: We check again as soon as your connection is back. | button.first [data-press=check-now]: Check now | button.quiet [data-press=stop]: Stop | button.quiet [data-press=keep-watching]: Keep watching | p.error: Error 502 (“Bad Gateway”) | button.link [data-copy=- time: `1970-01-01 00:00:01 UTC` …] [data-copied=Copied]: Copy details | button.link [data-press=show-help]: Open help
        offline, watches: p.who: Back Soon | h1.short: shop.example.com is not answering right now | p.lead: Your computer is not on the internet, so no site can be asked. | section.now [data-state=stop] | p.status [role=status]: You are offline | p.detail: We check again as soon as your connection is back. | button.first [data-press=check-now]: Check now | button.quiet [data-press=stop]: Stop | p.error: Error 502 (“Bad Gateway”) | button.link [data-copy=- time: `1970-01-01 00:00:01 UTC` …] [data-copied=Copied]: Copy details | button.link [data-press=show-help]: Open help
        offline, asks: p.who: Back Soon | h1.short: shop.example.com is not answering right now | p.lead: The trouble is on their side. Your computer and your internet are fine. | section.now [data-state=probe] | p.status [role=status]: Checking now… | p.detail: Check 4 of 10 | button.first [data-press=check-now] [aria-disabled=true]: Check now | button.quiet [data-press=stop]: Stop | button.quiet [data-press=keep-watching]: Keep watching | p.error: Error 502 (“Bad Gateway”) | button.link [data-copy=- time: `1970-01-01 00:00:01 UTC` …] [data-copied=Copied]: Copy details | button.link [data-press=show-help]: Open help
        offline, gave up: p.who: Back Soon | h1.short: shop.example.com is not answering right now | p.lead: The trouble is on their side. Your computer and your internet are fine. | section.now [data-state=stop] | p.status [role=status]: Still down. We have stopped for now. | p.detail: Checks so far: 3. You can start again at any time. | button.first [data-press=keep-watching]: Keep watching | button.quiet [data-press=check-now]: Check now | p.error: Error 502 (“Bad Gateway”) | button.link [data-copy=- time: `1970-01-01 00:00:01 UTC` …] [data-copied=Copied]: Copy details | button.link [data-press=show-help]: Open help
        form, waits: p.who: Back Soon | h1.short: shop.example.com is not answering right now | p.lead: The trouble is on their side. Your computer and your internet are fine. | section.now [data-state=wait] | div.symbol: (countdown of 17000 ms) | p.status [role=status]: Checking again soon | p.detail: Check 4 of 10 | button.first [data-press=check-now]: Check now | button.quiet [data-press=stop]: Stop | button.quiet [data-press=keep-watching]: Keep watching | p: The form you sent may have arrived, or it may not. We do not send it again. | p.error: Error 502 (“Bad Gateway”) | button.link [data-copy=- time: `1970-01-01 00:00:01 UTC` …] [data-copied=Copied]: Copy details | button.link [data-press=show-help]: Open help
        form, gave up: p.who: Back Soon | h1.short: shop.example.com is not answering right now | p.lead: The trouble is on their side. Your computer and your internet are fine. | section.now [data-state=stop] | p.status [role=status]: Still down. We have stopped for now. | p.detail: Checks so far: 3. You can start again at any time. | button.first [data-press=keep-watching]: Keep watching | button.quiet [data-press=check-now]: Check now | p: The form you sent may have arrived, or it may not. We do not send it again. | p.error: Error 502 (“Bad Gateway”) | button.link [data-copy=- time: `1970-01-01 00:00:01 UTC` …] [data-copied=Copied]: Copy details | button.link [data-press=show-help]: Open help
        form, back: p.who: Back Soon | h1.short: shop.example.com is back | p.lead: You can go on where you were. | section.now [data-state=back] | p.status [role=status]: It is back. Your form was not sent again. | p.detail: Use your browser’s Back button to return to the form. | p: The form you sent may have arrived, or it may not. We do not send it again. | p.error: Error 502 (“Bad Gateway”) | button.link [data-copy=- time: `1970-01-01 00:00:01 UTC` …] [data-copied=Copied]: Copy details | button.link [data-press=show-help]: Open help
        ");
    }

    #[test]
    fn calm_ones() {
        let empty = State::default();
        insta::assert_snapshot!(drawn(&empty, &page_that_came(200, None)), @r"
        main.popup.calm [lang=en] [dir=ltr]
          p.who: Back Soon
          div.symbol
          h1: No trouble seen on a.test
          p.lead: This page answered in 120 ms.
          p.detail: No outage noted here in the last 30 days.
          div.acts
            button.plain [data-ask=https://a.test/x]: Check this site
            button.plain [data-parts=]: Find failed parts
          p.ways
            a.past [href=history.html] [target=_blank]: Past outages
            a.past [href=options.html] [target=_blank]: Options
        ");
        insta::assert_snapshot!(drawn(&empty, &PopupSubject::NotGranted), @r"
        main.popup.calm [lang=en] [dir=ltr]
          p.who: Back Soon
          div.symbol
          h1: Back Soon needs your OK
          p.lead: To help when a site is down, it has to see how sites answer. It acts only on errors, and tells nobody unless you ask it to.
          div.acts
            button.first [data-grant=sites]: Allow on all sites
          p.ways
            a.past [href=history.html] [target=_blank]: Past outages
            a.past [href=options.html] [target=_blank]: Options
        ");
        let arrival = Arrival::default();
        let shut = Arrival { shut: true, ..arrival };
        let shut =
            PopupSubject::Web { address: Address::parse("https://a.test/x").unwrap(), arrival: shut, lately: None };
        let untold = PopupSubject::Web { address: Address::parse("https://a.test/x").unwrap(), arrival, lately: None };
        let others = [PopupSubject::OutOfReach, shut, PopupSubject::Failing(TAB), untold, page_that_came(503, None)];
        let others = others.map(|subject| in_one_line(&drawn(&empty, &subject)));
        insta::assert_snapshot!(others.join("\n"), @r"
        main.popup.calm [lang=en] [dir=ltr] | p.who: Back Soon | h1: Back Soon cannot see this page | p.lead: Browsers keep some pages to themselves, such as settings, stores, and their own error pages. | a.past [href=history.html] [target=_blank]: Past outages | a.past [href=options.html] [target=_blank]: Options
        main.popup.calm [lang=en] [dir=ltr] | p.who: Back Soon | h1: Back Soon cannot see this page | p.lead: Browsers keep some pages to themselves, such as settings, stores, and their own error pages. | p.detail: No outage noted here in the last 30 days. | button.plain [data-ask=https://a.test/x]: Check this site | a.past [href=history.html] [target=_blank]: Past outages | a.past [href=options.html] [target=_blank]: Options
        main.popup.calm [lang=en] [dir=ltr] | p.who: Back Soon | h1: No trouble seen here | p.lead: If a site answers with an error, help shows up here and on the page. | a.past [href=history.html] [target=_blank]: Past outages | a.past [href=options.html] [target=_blank]: Options
        main.popup.calm [lang=en] [dir=ltr] | p.who: Back Soon | h1: No trouble seen on a.test | p.lead: If a site answers with an error, help shows up here and on the page. | p.detail: No outage noted here in the last 30 days. | button.plain [data-ask=https://a.test/x]: Check this site | button.plain [data-parts=]: Find failed parts | a.past [href=history.html] [target=_blank]: Past outages | a.past [href=options.html] [target=_blank]: Options
        main.popup.calm [lang=en] [dir=ltr] | p.who: Back Soon | div.symbol [data-state=broken] | h1: a.test answered with an error | p.lead: Load the page again. If it still fails, help comes with it. | p.error: Error 503 (“Service Unavailable”) | p.detail: No outage noted here in the last 30 days. | button.plain [data-ask=https://a.test/x]: Check this site | button.plain [data-parts=]: Find failed parts | a.past [href=history.html] [target=_blank]: Past outages | a.past [href=options.html] [target=_blank]: Options
        ");
    }

    #[test]
    fn who_else_can_tell_of_a_page_that_came() {
        let settings = Settings::read(&Kept::Nothing, &mut Vec::new());
        let arrival = Arrival { status: Some(Status::new(200)), took: Some(Delay::from_millis(120)), shut: false };
        let subject = PopupSubject::Web { address: address(), arrival, lately: None };
        let drawn = outline(tree(&popup(&State::default(), &subject, Notifications::Allowed, &settings, &english())));
        let (_, others) = drawn.split_once("  details\n").unwrap();
        let (others, _) = others.split_once("  p.ways").unwrap();
        insta::assert_snapshot!(in_one_line(others), @"summary: Is it down for others too? | p: These can tell. Each opens in a new tab. All we pass on is the name of the site, and nothing before you press. | a [href=https://downforeveryoneorjustme.com/shop.example.com] [target=_blank] [rel=noreferrer noopener]: Down for Everyone or Just Me | a [href=https://www.isitdownrightnow.com/shop.example.com.html] [target=_blank] [rel=noreferrer noopener]: Is It Down Right Now? | a [href=https://check-host.net/check-http?host=shop.example.com] [target=_blank] [rel=noreferrer noopener]: Check-Host | span: makes its answer public | a [href=https://www.uptrends.com/tools/uptime?url=shop.example.com] [target=_blank] [rel=noreferrer noopener]: Uptrends | a [href=https://dnschecker.org/#A/shop.example.com] [target=_blank] [rel=noreferrer noopener]: DNS Checker");
    }

    fn page_that_came(status: u16, lately: Option<Lately>) -> PopupSubject {
        let arrival = Arrival { status: Some(Status::new(status)), took: Some(Delay::from_millis(120)), shut: false };
        PopupSubject::Web { address: Address::parse("https://a.test/x").unwrap(), arrival, lately }
    }

    #[test]
    fn pages_that_came() {
        let lately = Lately { count: 2, since: at(5_000), length: Delay::from_secs(90) };
        insta::assert_snapshot!(drawn(&State::default(), &page_that_came(404, Some(lately))), @r"
        main.popup.calm [lang=en] [dir=ltr]
          p.who: Back Soon
          div.symbol
          h1: No trouble seen on a.test
          p.lead: This page answered in 120 ms.
          p.error: Error 404
          p.detail
            span: Outages here in the last 30 days: 2.
            span
              The last one: 
              (time 5000)
              , for 1 min.
          div.acts
            button.plain [data-ask=https://a.test/x]: Check this site
            button.plain [data-parts=]: Find failed parts
          p.ways
            a.past [href=history.html] [target=_blank]: Past outages
            a.past [href=options.html] [target=_blank]: Options
        ");
    }

    #[test]
    fn what_is_watched_without_a_tab() {
        let watched = |phase| {
            let outage = Outage { watch: Some(watch()), ..outage(Failure::Dns, phase) };
            let alone = watched_alone(&outage);
            outline(tree(&popup(
                &alone,
                &PopupSubject::OutOfReach,
                Notifications::NotAsked,
                AROUND.settings,
                &english(),
            )))
        };
        insta::assert_snapshot!(watched(back(1)).lines().skip(5).collect::<Vec<_>>().join("\n"), @r"
        section.watched
          h2: Being watched
          ul.watches
            li
              span: shop.example.com is back
              a.button [href=https://shop.example.com/cart] [target=_blank] [data-dismiss=https://shop.example.com/cart]: Open it now
              button.quiet [data-dismiss=https://shop.example.com/cart]: OK
        p.ways
          a.past [href=history.html] [target=_blank]: Past outages
          a.past [href=options.html] [target=_blank]: Options
        ");
        insta::assert_snapshot!(watched(WAIT).lines().skip(5).collect::<Vec<_>>().join("\n"), @r"
        section.watched
          h2: Being watched
          ul.watches
            li
              span: shop.example.com is still down
              button.plain [data-want=https://shop.example.com/cart]: Check now
              button.quiet [data-dismiss=https://shop.example.com/cart]: Stop watching
        div.acts
          button.plain [data-grant=notifications]: Tell me with a notification
        p.ways
          a.past [href=history.html] [target=_blank]: Past outages
          a.past [href=options.html] [target=_blank]: Options
        ");
    }

    #[test]
    fn the_question_whether_others_may_hear_of_it() {
        let mut outage = Outage { watch: Some(watch()), ..outage(Failure::Dns, WAIT) };
        outage.checks.newest = Check::Consent(Kind::Load);
        let failing = super::failing(&visit(Method::Post, page(Cover::Card)), &outage, Net::Online, &english());
        insta::assert_snapshot!(in_one_line(&outline(&failing.into())), @r"
        p.who: Back Soon | h1.short: shop.example.com has lost touch with its server | p.lead: The trouble is on their side. Your computer and your internet are fine. | section.now [data-state=wait] | div.symbol: (countdown of 17000 ms) | p.status [role=status]: We keep watching | p.detail: You will be told when it is back. Checks so far: 3. | button.first [data-press=check-now]: Check now | button.quiet [data-press=stop]: Stop | p: The form you sent may have arrived, or it may not. We do not send it again. | p: May Back Soon ask others about this site? Globalping checks it from around the world, and Google and Cloudflare look up its name, each when you press for it. They learn the name of the site and your internet address, and for a week whoever has the number of a check at Globalping can read its result. Nothing else about your visit is sent. You are asked only once, except in private windows. | button.plain [data-press=allow-outside]: Yes, ask them | button.quiet [data-press=refuse-outside]: No | p.error: Error 502 (“Bad Gateway”) | button.link [data-copy=- time: `1970-01-01 00:00:01 UTC` …] [data-copied=Copied]: Copy details | button.link [data-press=show-help]: Open help
        ");
    }

    #[test]
    fn no_notification_is_offered_for_a_private_window() {
        let offered = |window| {
            let outage = Outage { watch: Some(Watch { window, ..watch() }), ..outage(Failure::Dns, WAIT) };
            let state = state(&visit(Method::Get, page(Cover::Full)), &outage);
            let view = popup(&state, &PopupSubject::Failing(TAB), Notifications::NotAsked, AROUND.settings, &english());
            outline(tree(&view)).contains("data-grant=notifications")
        };
        assert!(offered(Window::Ordinary));
        assert!(!offered(Window::Private));
    }

    #[test]
    fn help_can_be_opened_from_everywhere() {
        let offered = |surface| {
            let outage = outage(Failure::Dns, back(1));
            drawn(&state(&visit(Method::Get, surface), &outage), &PopupSubject::Failing(TAB)).contains("show-help")
        };
        assert!([Cover::Full, Cover::Card, Cover::Original].map(page).into_iter().all(offered));
        assert!(offered(Surface::HelpTab));
    }
}
