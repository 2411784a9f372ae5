//! The two small ones: the card on pages that have something of their own to say, and what is left while the reader looks at
//! the original page.

use super::account;
use super::help::form_note;
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
            account::headline(&outage.diagnosis, host, words)
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
pub(super) fn pill(outage: &Outage, words: &Words) -> Element {
    let (state, symbol) = match outage.phase {
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
    use super::super::testing::{WAIT, at, back, help_in, tree};
    use crate::http::Method;
    use crate::outage::{Cover, Phase, Stop};

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
              p.detail: Use your browser's Back button to return to the form, or open the page afresh.
            div.acts
              a.button [href=https://shop.example.com/cart]: Open the page afresh
          section.note
            div.said
              p: The form you sent may have arrived, or it may not. We do not send it again.
          button.link [data-press=show-help]: Open help
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
