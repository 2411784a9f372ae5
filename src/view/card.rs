//! The two small ones: the card on pages that have something of their own to say, and what is left while the reader looks at
//! the original page.

use super::help::{self, form_note};
use super::icon::Icon;
use super::node::{Attribute, Element, Node, Tag};
use super::now::{Room, button, now};
use crate::outage::{Net, Outage, Phase, Press, Visit};
use crate::words::Words;

/// In a corner of the page, which stays as it is.
pub(super) fn card(visit: &Visit, outage: &Outage, net: Net, words: &Words) -> Element {
    let host = visit.address().host();
    let headline = match outage.phase {
        Phase::Back { .. } => words.headline_back(&host),
        Phase::Wait { .. } | Phase::Probe { .. } | Phase::Load { .. } | Phase::Stop { .. } => {
            help::told(visit, outage, words).0
        }
    };
    let hide = Tag::Button
        .class("hide")
        .set(Attribute::Press(Press::ShowOriginal))
        .set(Attribute::Label(words.button_hide()))
        .with(Icon::Cross.draw());
    Tag::Section
        .class("card")
        .set(Attribute::Label(words.extension_name()))
        .with(Tag::Div.class("top").with(Icon::Mark.draw()).with(Tag::H2.text(headline)).with(hide))
        .with(now(visit, outage, net, Room::Card, words))
        .with_all(form_note(visit, Room::Card, words))
        .with(button("link", Press::ShowHelp, words.button_more()))
}

/// One button, with the countdown on it while there is one.
pub(super) fn pill(outage: &Outage, net: Net, words: &Words) -> Element {
    let (state, symbol) = match outage.phase {
        Phase::Wait { .. } if net != Net::Online => ("stop", Icon::Pause.draw().into()),
        Phase::Wait { from, until, .. } => ("wait", Node::Countdown { from, until }),
        Phase::Probe { .. } | Phase::Load { .. } => ("probe", Icon::Mark.draw().into()),
        Phase::Back { .. } => ("back", Icon::Tick.draw().into()),
        Phase::Stop { .. } => ("stop", Icon::Mark.draw().into()),
    };
    let symbol = Tag::Span.class("symbol").set(Attribute::State(state)).with(symbol);
    let show = Tag::Button.class("pill").set(Attribute::Press(Press::ShowHelp)).with(symbol);
    Tag::Section
        .class("corner")
        .set(Attribute::Label(words.extension_name()))
        .with(show.with(Tag::Span.text(words.button_show_help())))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::super::node::tests::outline;
    use super::super::testing::{WAIT, at, back, help_in, table_of_states, tree};
    use super::*;
    use crate::http::Method;
    use crate::outage::{Cover, Stop};
    use crate::words::tests::english;

    #[test]
    fn card_while_waiting() {
        insta::assert_snapshot!(outline(tree(&help_in(Method::Get, Cover::Card, WAIT))), @r"
        section.card [aria-label=Back Soon] [lang=en] [dir=ltr]
          div.top
            h2: shop.example.com is not answering right now
            button.hide [data-press=show-original] [aria-label=Hide this help]
          section.now [data-state=wait]
            div.symbol: (countdown of 17000 ms)
            div.said
              p.status [role=status]: Checking again soon
              p.detail: Check 4 of 10
            div.acts
              button.first [data-press=check-now]: Check now
              button.quiet [data-press=stop]: Stop
          button.link [data-press=show-help]: Open help
        ");
    }

    #[test]
    fn card_when_the_site_is_back_after_a_form() {
        let view = help_in(Method::Post, Cover::Card, back(40_000));
        insta::assert_snapshot!(outline(tree(&view)), @r"
        section.card [aria-label=Back Soon] [lang=en] [dir=ltr]
          div.top
            h2: shop.example.com is back
            button.hide [data-press=show-original] [aria-label=Hide this help]
          section.now [data-state=back]
            div.symbol
            div.said
              p.status [role=status]: It is back. Your form was not sent again.
              p.detail: Use your browser’s Back button to return to the form, or open the page again.
            div.acts
              a.button [href=https://shop.example.com/cart]: Open the page again
          section.note
            div.said
              p: The form you sent may have arrived, or it may not. We do not send it again.
          button.link [data-press=show-help]: Open help
        ");
    }

    #[test]
    fn card_in_every_state() {
        insta::assert_snapshot!(table_of_states(Cover::Card, |visit, outage, net| card(visit, outage, net, &english())), @r"
        waits: section.card [aria-label=Back Soon] | h2: shop.example.com is not answering right now | button.hide [data-press=show-original] [aria-label=Hide this help] | section.now [data-state=wait] | div.symbol: (countdown of 17000 ms) | p.status [role=status]: Checking again soon | p.detail: Check 4 of 10 | button.first [data-press=check-now]: Check now | button.quiet [data-press=stop]: Stop | button.link [data-press=show-help]: Open help
        the site asked for it: section.card [aria-label=Back Soon] | h2: shop.example.com is not answering right now | button.hide [data-press=show-original] [aria-label=Hide this help] | section.now [data-state=wait] | div.symbol: (countdown of 70000 ms) | p.status [role=status]: The site asked us to wait a little | p.detail: Check 4 of 10 | button.first [data-press=check-now]: Check now | button.quiet [data-press=stop]: Stop | button.link [data-press=show-help]: Open help
        asks: section.card [aria-label=Back Soon] | h2: shop.example.com is not answering right now | button.hide [data-press=show-original] [aria-label=Hide this help] | section.now [data-state=probe] | p.status [role=status]: Checking now… | p.detail: Check 4 of 10 | button.first [data-press=check-now] [aria-disabled=true]: Check now | button.quiet [data-press=stop]: Stop | button.link [data-press=show-help]: Open help
        loads the page: section.card [aria-label=Back Soon] | h2: shop.example.com is not answering right now | button.hide [data-press=show-original] [aria-label=Hide this help] | section.now [data-state=probe] | p.status [role=status]: Checking now… | p.detail: Check 4 of 10 | button.first [data-press=check-now] [aria-disabled=true]: Check now | button.quiet [data-press=stop]: Stop | button.link [data-press=show-help]: Open help
        back: section.card [aria-label=Back Soon] | h2: shop.example.com is back | button.hide [data-press=show-original] [aria-label=Hide this help] | section.now [data-state=back] | p.status [role=status]: It is back. Opening the page… | p.detail: The page opens by itself in a moment. | a.button [href=https://shop.example.com/cart]: Open it now | button.link [data-press=show-help]: Open help
        the reader stopped it: section.card [aria-label=Back Soon] | h2: shop.example.com is not answering right now | button.hide [data-press=show-original] [aria-label=Hide this help] | section.now [data-state=stop] | p.status [role=status]: You stopped the checks | p.detail: You can start again at any time. | button.first [data-press=check-now]: Check now | button.link [data-press=show-help]: Open help
        gave up: section.card [aria-label=Back Soon] | h2: shop.example.com is not answering right now | button.hide [data-press=show-original] [aria-label=Hide this help] | section.now [data-state=stop] | p.status [role=status]: Still down. We have stopped for now. | p.detail: Checks so far: 3. You can start again at any time. | button.first [data-press=keep-watching]: Keep watching | button.quiet [data-press=check-now]: Check now | button.link [data-press=show-help]: Open help
        named a time far off: section.card [aria-label=Back Soon] | h2: shop.example.com is not answering right now | button.hide [data-press=show-original] [aria-label=Hide this help] | section.now [data-state=stop] | p.status [role=status]: The site says when to come back | It asked for a break until | (time 9000000) | . You may check before that. | button.first [data-press=keep-watching]: Keep watching | button.quiet [data-press=check-now]: Check now | button.link [data-press=show-help]: Open help
        blocked: section.card [aria-label=Back Soon] | h2: shop.example.com is not answering right now | button.hide [data-press=show-original] [aria-label=Hide this help] | section.now [data-state=stop] | p.status [role=status]: Checking again would not help | p.detail: The site would say no again. Asking often can make it worse. | button.plain [data-press=check-now]: Check now | button.link [data-press=show-help]: Open help
        quota: section.card [aria-label=Back Soon] | h2: shop.example.com is not answering right now | button.hide [data-press=show-original] [aria-label=Hide this help] | section.now [data-state=stop] | p.status [role=status]: Checking again would not help | p.detail: Each try counts against the limit. Come back later. | button.plain [data-press=check-now]: Check now | button.link [data-press=show-help]: Open help
        sign-in: section.card [aria-label=Back Soon] | h2: shop.example.com is not answering right now | button.hide [data-press=show-original] [aria-label=Hide this help] | section.now [data-state=stop] | p.status [role=status]: Waiting for you to sign in | p.detail: Sign in to your network first. Then check again. | button.first [data-press=check-now]: Check now | button.link [data-press=show-help]: Open help
        only when asked: section.card [aria-label=Back Soon] | h2: shop.example.com is not answering right now | button.hide [data-press=show-original] [aria-label=Hide this help] | section.now [data-state=stop] | p.status [role=status]: Checks are off | p.detail: Your settings say: check only when you ask. | button.first [data-press=check-now]: Check now | button.link [data-press=show-help]: Open help
        the page reloads itself: section.card [aria-label=Back Soon] | h2: shop.example.com is not answering right now | button.hide [data-press=show-original] [aria-label=Hide this help] | section.now [data-state=stop] | p.status [role=status]: This page tries again by itself | p.detail: So we leave it alone and do not check as well. | button.link [data-press=show-help]: Open help
        wants to see a person: section.card [aria-label=Back Soon] | h2: shop.example.com is not answering right now | button.hide [data-press=show-original] [aria-label=Hide this help] | section.now [data-state=stop] | p.status [role=status]: The site wants to see that you are a person | p.detail: Do what the page asks for. We do not check while you do. | button.link [data-press=show-help]: Open help
        named a time too far off to watch: section.card [aria-label=Back Soon] | h2: shop.example.com is not answering right now | button.hide [data-press=show-original] [aria-label=Hide this help] | section.now [data-state=stop] | p.status [role=status]: The site says when to come back | It asked for a break until | (time 691200000) | . You may check before that. | button.first [data-press=check-now]: Check now | button.link [data-press=show-help]: Open help
        watches: section.card [aria-label=Back Soon] | h2: shop.example.com is not answering right now | button.hide [data-press=show-original] [aria-label=Hide this help] | section.now [data-state=wait] | div.symbol: (countdown of 17000 ms) | p.status [role=status]: We keep watching | p.detail: You will be told when it is back. Checks so far: 3. | button.first [data-press=check-now]: Check now | button.quiet [data-press=stop]: Stop | button.link [data-press=show-help]: Open help
        watches, the site asked to wait: section.card [aria-label=Back Soon] | h2: shop.example.com is not answering right now | button.hide [data-press=show-original] [aria-label=Hide this help] | section.now [data-state=wait] | div.symbol: (countdown of 70000 ms) | p.status [role=status]: We keep watching | p.detail: You will be told when it is back. Checks so far: 3. | button.first [data-press=check-now]: Check now | button.quiet [data-press=stop]: Stop | button.link [data-press=show-help]: Open help
        watches, asks: section.card [aria-label=Back Soon] | h2: shop.example.com is not answering right now | button.hide [data-press=show-original] [aria-label=Hide this help] | section.now [data-state=probe] | p.status [role=status]: Checking now… | p.detail: You will be told when it is back. Checks so far: 3. | button.first [data-press=check-now] [aria-disabled=true]: Check now | button.quiet [data-press=stop]: Stop | button.link [data-press=show-help]: Open help
        offline: section.card [aria-label=Back Soon] | h2: shop.example.com is not answering right now | button.hide [data-press=show-original] [aria-label=Hide this help] | section.now [data-state=stop] | p.status [role=status]: You are offline | p.detail: We check again as soon as your connection is back. | button.first [data-press=check-now]: Check now | button.quiet [data-press=stop]: Stop | button.link [data-press=show-help]: Open help
        offline, watches: section.card [aria-label=Back Soon] | h2: shop.example.com is not answering right now | button.hide [data-press=show-original] [aria-label=Hide this help] | section.now [data-state=stop] | p.status [role=status]: You are offline | p.detail: We check again as soon as your connection is back. | button.first [data-press=check-now]: Check now | button.quiet [data-press=stop]: Stop | button.link [data-press=show-help]: Open help
        offline, asks: section.card [aria-label=Back Soon] | h2: shop.example.com is not answering right now | button.hide [data-press=show-original] [aria-label=Hide this help] | section.now [data-state=probe] | p.status [role=status]: Checking now… | p.detail: Check 4 of 10 | button.first [data-press=check-now] [aria-disabled=true]: Check now | button.quiet [data-press=stop]: Stop | button.link [data-press=show-help]: Open help
        offline, gave up: section.card [aria-label=Back Soon] | h2: shop.example.com is not answering right now | button.hide [data-press=show-original] [aria-label=Hide this help] | section.now [data-state=stop] | p.status [role=status]: Still down. We have stopped for now. | p.detail: Checks so far: 3. You can start again at any time. | button.first [data-press=keep-watching]: Keep watching | button.quiet [data-press=check-now]: Check now | button.link [data-press=show-help]: Open help
        form, waits: section.card [aria-label=Back Soon] | h2: shop.example.com is not answering right now | button.hide [data-press=show-original] [aria-label=Hide this help] | section.now [data-state=wait] | div.symbol: (countdown of 17000 ms) | p.status [role=status]: Checking again soon | p.detail: Check 4 of 10 | button.first [data-press=check-now]: Check now | button.quiet [data-press=stop]: Stop | p: The form you sent may have arrived, or it may not. We do not send it again. | button.link [data-press=show-help]: Open help
        form, gave up: section.card [aria-label=Back Soon] | h2: shop.example.com is not answering right now | button.hide [data-press=show-original] [aria-label=Hide this help] | section.now [data-state=stop] | p.status [role=status]: Still down. We have stopped for now. | p.detail: Checks so far: 3. You can start again at any time. | button.first [data-press=keep-watching]: Keep watching | button.quiet [data-press=check-now]: Check now | p: The form you sent may have arrived, or it may not. We do not send it again. | button.link [data-press=show-help]: Open help
        form, back: section.card [aria-label=Back Soon] | h2: shop.example.com is back | button.hide [data-press=show-original] [aria-label=Hide this help] | section.now [data-state=back] | p.status [role=status]: It is back. Your form was not sent again. | p.detail: Use your browser’s Back button to return to the form, or open the page again. | a.button [href=https://shop.example.com/cart]: Open the page again | p: The form you sent may have arrived, or it may not. We do not send it again. | button.link [data-press=show-help]: Open help
        ");
    }

    #[test]
    fn pill_in_every_state() {
        insta::assert_snapshot!(table_of_states(Cover::Original, |_, outage, net| super::pill(outage, net, &english())), @r"
        waits: section.corner [aria-label=Back Soon] | button.pill [data-press=show-help] | span.symbol [data-state=wait]: (countdown of 17000 ms) | span: Show help
        the site asked for it: section.corner [aria-label=Back Soon] | button.pill [data-press=show-help] | span.symbol [data-state=wait]: (countdown of 70000 ms) | span: Show help
        asks: section.corner [aria-label=Back Soon] | button.pill [data-press=show-help] | span.symbol [data-state=probe] | span: Show help
        loads the page: section.corner [aria-label=Back Soon] | button.pill [data-press=show-help] | span.symbol [data-state=probe] | span: Show help
        back: section.corner [aria-label=Back Soon] | button.pill [data-press=show-help] | span.symbol [data-state=back] | span: Show help
        the reader stopped it: section.corner [aria-label=Back Soon] | button.pill [data-press=show-help] | span.symbol [data-state=stop] | span: Show help
        gave up: section.corner [aria-label=Back Soon] | button.pill [data-press=show-help] | span.symbol [data-state=stop] | span: Show help
        named a time far off: section.corner [aria-label=Back Soon] | button.pill [data-press=show-help] | span.symbol [data-state=stop] | span: Show help
        blocked: section.corner [aria-label=Back Soon] | button.pill [data-press=show-help] | span.symbol [data-state=stop] | span: Show help
        quota: section.corner [aria-label=Back Soon] | button.pill [data-press=show-help] | span.symbol [data-state=stop] | span: Show help
        sign-in: section.corner [aria-label=Back Soon] | button.pill [data-press=show-help] | span.symbol [data-state=stop] | span: Show help
        only when asked: section.corner [aria-label=Back Soon] | button.pill [data-press=show-help] | span.symbol [data-state=stop] | span: Show help
        the page reloads itself: section.corner [aria-label=Back Soon] | button.pill [data-press=show-help] | span.symbol [data-state=stop] | span: Show help
        wants to see a person: section.corner [aria-label=Back Soon] | button.pill [data-press=show-help] | span.symbol [data-state=stop] | span: Show help
        named a time too far off to watch: section.corner [aria-label=Back Soon] | button.pill [data-press=show-help] | span.symbol [data-state=stop] | span: Show help
        watches: section.corner [aria-label=Back Soon] | button.pill [data-press=show-help] | span.symbol [data-state=wait]: (countdown of 17000 ms) | span: Show help
        watches, the site asked to wait: section.corner [aria-label=Back Soon] | button.pill [data-press=show-help] | span.symbol [data-state=wait]: (countdown of 70000 ms) | span: Show help
        watches, asks: section.corner [aria-label=Back Soon] | button.pill [data-press=show-help] | span.symbol [data-state=probe] | span: Show help
        offline: section.corner [aria-label=Back Soon] | button.pill [data-press=show-help] | span.symbol [data-state=stop] | span: Show help
        offline, watches: section.corner [aria-label=Back Soon] | button.pill [data-press=show-help] | span.symbol [data-state=stop] | span: Show help
        offline, asks: section.corner [aria-label=Back Soon] | button.pill [data-press=show-help] | span.symbol [data-state=probe] | span: Show help
        offline, gave up: section.corner [aria-label=Back Soon] | button.pill [data-press=show-help] | span.symbol [data-state=stop] | span: Show help
        form, waits: section.corner [aria-label=Back Soon] | button.pill [data-press=show-help] | span.symbol [data-state=wait]: (countdown of 17000 ms) | span: Show help
        form, gave up: section.corner [aria-label=Back Soon] | button.pill [data-press=show-help] | span.symbol [data-state=stop] | span: Show help
        form, back: section.corner [aria-label=Back Soon] | button.pill [data-press=show-help] | span.symbol [data-state=back] | span: Show help
        ");
    }

    #[test]
    fn pill() {
        let stopped = Phase::Stop { since: at(40_000), why: Stop::Reader };
        insta::assert_snapshot!(outline(tree(&help_in(Method::Get, Cover::Original, stopped))), @r"
        section.corner [aria-label=Back Soon] [lang=en] [dir=ltr]
          button.pill [data-press=show-help]
            span.symbol [data-state=stop]
            span: Show help
        ");
    }
}
