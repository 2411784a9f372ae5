//! The page of past outages: each with when, how long, what had broken and how it ended; to be erased and taken along.

use super::help::error;
use super::icon::Icon;
use super::node::{Attribute, Element, Node, Precision, Tag};
use super::{Frame, View};
use crate::history::History;
use crate::outage::{Ended, Record};
use crate::time::Delay;
use crate::words::Words;

/// What the page of past outages shows, the newest first.
#[must_use]
pub fn history(history: &History, words: &Words) -> View {
    let records = history.records();
    let page = Tag::Main
        .class("help history")
        .with(Tag::P.class("who").with(Icon::Mark.draw()).text(words.extension_name()))
        .with(Tag::H1.text(words.history_title()))
        .with(Tag::P.class("lead").text(words.history_intro()));
    let page = if records.is_empty() {
        page.with(Tag::P.class("none").text(words.history_empty()))
    } else {
        let export = Tag::Button.class("plain").set(Attribute::Export).text(words.button_export());
        let erase = Tag::Button
            .class("plain")
            .set(Attribute::EraseAll)
            .set(Attribute::Confirm(words.button_erase_sure()))
            .text(words.button_erase_all());
        page.with(Tag::Div.class("acts").with(export).with(erase))
            .with(Tag::Ul.class("records").with_all(records.iter().rev().map(|record| entry(record, words))))
    };
    View::new(Frame::Page, page, words)
}

fn entry(record: &Record, words: &Words) -> Element {
    let host = record.id.origin.host();
    let when = Tag::Span
        .class("when")
        .with(Node::Time { at: record.id.since, precision: Precision::Minutes })
        .text(" · ")
        .with(Tag::Span.text(span(record.id.until.since(record.id.since), words)));
    let ended = match record.ended {
        Ended::Back => words.ended_back(),
        Ended::Left => words.ended_left(),
        Ended::Stopped(_) => words.ended_stopped(),
    };
    let erase = Tag::Button
        .class("quiet")
        .set(Attribute::Erase(record.id.clone()))
        .set(Attribute::Label(words.button_erase_one(&host)))
        .text(words.button_erase());
    let through = record.gateway.map(|gateway| Tag::Span.text(words.through(&gateway.name())));
    Tag::Li
        .element()
        .with(Tag::Div.class("top").with(Tag::Strong.text(host)).with(when))
        .with(
            Tag::P
                .class("detail")
                .with(Tag::Span.text(error(record.status, words)))
                .text(" · ")
                .with(Tag::Span.text(ended))
                .text(" ")
                .with(Tag::Span.text(words.checks_made(&record.attempts.len())))
                .text(" ")
                .with_all(through),
        )
        .with(erase)
}

/// How long something took, in the largest unit that tells.
fn span(length: Delay, words: &Words) -> String {
    let secs = length.as_millis() / 1000;
    match secs {
        0..60 => words.span_seconds(&secs),
        60..3600 => words.span_minutes(&(secs / 60)),
        3600..86_400 => words.span_hours(&(secs / 3600), &(secs % 3600 / 60)),
        _ => words.span_days(&(secs / 86_400)),
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::super::node::tests::outline;
    use super::super::testing::{at, tree};
    use super::*;
    use crate::diagnosis::{Failure, Gateway};
    use crate::http::Status;
    use crate::id::Address;
    use crate::outage::{Attempt, Outcome, RecordId};
    use crate::words::tests::english;

    fn drawn(records: impl IntoIterator<Item = Record>) -> String {
        outline(tree(&history(&records.into_iter().collect(), &english())))
    }

    #[test]
    fn nothing_yet() {
        insta::assert_snapshot!(drawn([]), @r"
        main.help.history [lang=en] [dir=ltr]
          p.who: Back Soon
          h1: Past outages
          p.lead: This list stays on this computer. Private windows leave nothing here.
          p.none: Nothing yet. When a site fails, it is noted here.
        ");
    }

    #[test]
    fn one_outage() {
        let record = Record {
            id: RecordId {
                origin: Address::parse("https://shop.example.com/cart").unwrap().origin(),
                since: at(1_000),
                until: at(7_601_000),
            },
            status: Status::new(502),
            gateway: Some(Gateway::Nginx),
            failure: Failure::OriginRefused,
            attempts: vec![Attempt { at: at(7_601_000), outcome: Outcome::Back }],
            ended: Ended::Back,
        };
        insta::assert_snapshot!(drawn([record]), @r"
        main.help.history [lang=en] [dir=ltr]
          p.who: Back Soon
          h1: Past outages
          p.lead: This list stays on this computer. Private windows leave nothing here.
          div.acts
            button.plain [data-export=]: Save as a file
            button.plain [data-erase=all] [data-confirm=Press again to erase all]: Erase all
          ul.records
            li
              div.top
                strong: shop.example.com
                span.when
                  (time 1000)
                   · 
                  span: 2 h 6 min
              p.detail
                span: Error 502, Bad Gateway
                 · 
                span: It came back.
                span: Checks: 1.
                span: Through nginx.
              button.quiet [data-erase=https://shop.example.com 1000 7601000] [aria-label=Erase this outage of shop.example.com]: Erase
        ");
    }

    #[test]
    fn lengths_of_time() {
        for (secs, expected) in
            [(0, "0 s"), (59, "59 s"), (60, "1 min"), (3599, "59 min"), (7500, "2 h 5 min"), (200_000, "2 d")]
        {
            assert_eq!(span(Delay::from_secs(secs), &english()), expected);
        }
    }
}
