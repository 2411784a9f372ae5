//! The page of past outages: each with when, how long, what had broken and how it ended; to be erased and taken along.

use std::borrow::Cow;
use std::fmt::Write;

use super::help::error;
use super::icon::{Icon, drawing};
use super::node::{Attribute, Element, Node, Precision, Tag};
use super::{Frame, View, path};
use crate::history::{DAY, Filter, History};
use crate::message::Format;
use crate::outage::{Ended, Record, RecordId};
use crate::time::{Delay, Timestamp};
use crate::words::Words;

/// What the page of past outages shows of those that are wanted, the newest first.
#[must_use]
pub fn history(history: &History, filter: &Filter, now: Timestamp, words: &Words) -> View {
    let records = history.records();
    let page = Tag::Main
        .class("help history")
        .with(Tag::P.class("who").with(Icon::Mark.draw()).text(words.extension_name()))
        .with(Tag::H1.text(words.history_title()))
        .with(Tag::P.class("lead").text(words.history_intro()));
    let page = if records.is_empty() {
        page.with(Tag::P.class("none").text(words.history_empty()))
    } else {
        let (mut all, mut shown) = (Vec::new(), Vec::new());
        for record in records.iter().rev() {
            all.push(record);
            if filter.takes(record, now) {
                shown.push(record);
            }
        }
        let page = page.with(filters(&all, filter, words)).with(acts(filter, words));
        if shown.is_empty() {
            page.with(Tag::P.class("none").text(words.history_none()))
        } else {
            let mut entries = Tag::Ul.class("records");
            for record in &shown {
                entries = entries.with(entry(record, words));
            }
            page.with(strips(&shown, filter, now, words)).with(entries)
        }
    };
    View::new(Frame::Page, page, words)
}

fn acts(filter: &Filter, words: &Words) -> Element {
    let export = |format: Format, text| Tag::Button.class("plain").set(Attribute::Export(format.word())).text(text);
    // Nobody erases what they do not see.
    let erase = (*filter == Filter::default()).then(|| {
        Tag::Button
            .class("plain")
            .set(Attribute::EraseAll)
            .set(Attribute::Confirm(words.button_erase_sure()))
            .text(words.button_erase_all())
    });
    Tag::Div
        .class("acts")
        .with(export(Format::Json, words.button_export()))
        .with(export(Format::Csv, words.button_export_csv()))
        .with_all(erase)
}

/// The hosts of these outages, each once, the newest first.
fn hosts<'a>(records: &[&'a Record]) -> Vec<&'a str> {
    let mut hosts = Vec::new();
    for record in records {
        let host = record.id.origin.host();
        if !hosts.contains(&host) {
            hosts.push(host);
        }
    }
    hosts
}

fn filters(records: &[&Record], filter: &Filter, words: &Words) -> Element {
    let option = |value: String, text: String, chosen: bool| {
        let option = Tag::Option.element().set(Attribute::Value(value)).text(text);
        if chosen { option.set(Attribute::Selected) } else { option }
    };
    let field = |by, label, options: Vec<Element>| {
        let select = Tag::Select.element().set(Attribute::Filter(by)).with_all(options);
        Tag::Label.element().with(Tag::Span.text(label)).with(select)
    };
    let mut sites = vec![option(String::new(), words.filter_all_sites(), filter.host.is_none())];
    for host in hosts(records) {
        sites.push(option(host.to_owned(), host.to_owned(), filter.host.as_deref() == Some(host)));
    }
    let mut days = vec![option(String::new(), words.filter_all_days(), filter.days.is_none())];
    for n in [1, 7, 30] {
        days.push(option(n.to_string(), span_back(n, words), filter.days == Some(n)));
    }
    Tag::Div.class("filters").with(field("host", words.filter_site(), sites)).with(field(
        "days",
        words.filter_time(),
        days,
    ))
}

/// How many sites have a picture: those that failed last.
const STRIPS: usize = 12;
/// So many days back from now.
fn span_back(days: u64, words: &Words) -> String {
    if days == 1 { words.filter_day() } else { words.filter_days(&days) }
}

/// How many days a picture tells of, where nothing else is wished.
const STRIP_DAYS: u64 = 30;
/// Its measure; one of height is 12, so that it is told from the line by its shape.
const MEASURE: &str = "0 0 480 16";
const LENGTH: u64 = 480;
/// Of the shortest block: never so short that it cannot be seen.
const LEAST: u64 = 3;

/// A line of time for each site: a block where it was down, as long as that was.
fn strips(shown: &[&Record], filter: &Filter, now: Timestamp, words: &Words) -> Element {
    let days = filter.days.unwrap_or(STRIP_DAYS);
    let begin = now.minus(DAY.times(days));
    let mut items = Tag::Ul.element();
    for host in hosts(shown).into_iter().take(STRIPS) {
        let mut blocks = String::new();
        let (mut count, mut whole) = (0_usize, Delay::ZERO);
        for record in shown {
            let RecordId { origin, since, until } = &record.id;
            if origin.host() != host || *until < begin {
                continue;
            }
            count += 1;
            whole = whole.plus(until.since(*since));
            let place = |at: Timestamp| {
                let part = at.since(begin).as_millis().saturating_mul(LENGTH - LEAST) / DAY.times(days).as_millis();
                part.min(LENGTH - LEAST)
            };
            let (from, to) = (place(*since), place(*until));
            let length = to.saturating_sub(from) + LEAST;
            // Writing to a string does not fail.
            let _ = write!(blocks, "M{from} 2h{length}v12h-{length}z");
        }
        let part = |class, course| drawing(class, MEASURE, course);
        let picture = Tag::Span
            .class("strip")
            .with(part("line", Cow::Borrowed("M0 14H480")))
            .with(part("blocks", Cow::Owned(blocks)));
        let told = words.strip_told(&count, &span(whole, words));
        let item = Tag::Li.element().with(Tag::Strong.text(host.to_owned())).with(picture);
        items = items.with(item.with(Tag::Span.class("detail").text(told)));
    }
    Tag::Section
        .class("sites")
        .with(Tag::H2.text(span_back(days, words)))
        .with(Tag::P.class("detail").text(words.strips_text()))
        .with(items)
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
                .with(Tag::Span.text(path::word(record.failure, words)))
                .text(" · ")
                .with(Tag::Span.text(ended))
                .text(" ")
                .with(Tag::Span.text(words.checks_made(&record.attempts.len())))
                .text(" ")
                .with_all(through),
        )
        .with(erase)
}

/// How long an answer took.
pub(super) fn took(length: Delay, words: &Words) -> String {
    match length.as_millis() {
        ms @ 0..1000 => words.span_millis(&ms),
        _ => span(length, words),
    }
}

/// How long something took, in the largest unit that tells.
pub(super) fn span(length: Delay, words: &Words) -> String {
    let secs = length.as_millis() / 1000;
    match secs {
        0..60 => words.span_seconds(&secs),
        60..3600 => words.span_minutes(&(secs / 60)),
        3600..86_400 => words.span_hours(&(secs / 3600), &(secs % 3600 / 60)),
        _ => words.span_days(&(secs / 86_400)),
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
#[expect(clippy::unwrap_used, reason = "clippy knows no tests of some targets alone")]
mod tests {
    use super::super::node::tests::outline;
    use super::super::testing::{at, tree};
    use super::*;
    use crate::diagnosis::{Failure, Gateway};
    use crate::http::Status;
    use crate::id::Address;
    use crate::outage::{Attempt, Outcome};
    use crate::words::tests::english;

    fn drawn(records: impl IntoIterator<Item = Record>) -> String {
        drawn_by("", records)
    }

    fn drawn_by(filter: &str, records: impl IntoIterator<Item = Record>) -> String {
        let now = at(20 * DAY.as_millis());
        outline(tree(&history(&records.into_iter().collect(), &Filter::parse(filter), now, &english())))
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

    fn record(host: &str, day: u64, length: Delay) -> Record {
        let since = at(day * DAY.as_millis());
        let origin = Address::parse(&format!("https://{host}/cart")).unwrap().origin();
        Record {
            id: RecordId { origin, since, until: since.plus(length) },
            status: Status::new(502),
            gateway: Some(Gateway::Nginx),
            failure: Failure::OriginRefused,
            attempts: vec![Attempt { at: since, outcome: Outcome::Back }],
            ended: Ended::Back,
        }
    }

    #[test]
    fn a_site_that_never_answered_has_no_number() {
        let silent = Record { status: Status::new(0), ..record("a.test", 10, DAY) };
        let drawn = drawn([silent]);
        assert!(drawn.contains("span: No answer\n") && !drawn.contains("Error 0"), "{drawn}");
    }

    #[test]
    fn one_outage() {
        insta::assert_snapshot!(drawn([record("shop.example.com", 10, Delay::from_secs(7_600))]), @r"
        main.help.history [lang=en] [dir=ltr]
          p.who: Back Soon
          h1: Past outages
          p.lead: This list stays on this computer. Private windows leave nothing here.
          div.filters
            label
              span: Site
              select [data-filter=host]
                option [value=] [selected=true]: All sites
                option [value=shop.example.com]: shop.example.com
            label
              span: Time
              select [data-filter=days]
                option [value=] [selected=true]: All of it
                option [value=1]: Last 24 hours
                option [value=7]: Last 7 days
                option [value=30]: Last 30 days
          div.acts
            button.plain [data-export=json]: Save as a file
            button.plain [data-export=csv]: Save as a table
            button.plain [data-erase=all] [data-confirm=Press again to erase all]: Erase all
          section.sites
            h2: Last 30 days
            p.detail: Time runs to the right, up to now. A block is an outage.
            ul
              li
                strong: shop.example.com
                span.strip
                span.detail: Outages: 1. Down for 2 h 6 min in all.
          ul.records
            li
              div.top
                strong: shop.example.com
                span.when
                  (time 864000000)
                   · 
                  span: 2 h 6 min
              p.detail
                span: Error 502, Bad Gateway
                 · 
                span: not running
                 · 
                span: It came back.
                span: Checks: 1.
                span: Through nginx.
              button.quiet [data-erase=https://shop.example.com 864000000 871600000] [aria-label=Erase this outage of shop.example.com]: Erase
        ");
    }

    #[test]
    fn only_what_is_wanted() {
        let all = || [record("a.test", 2, Delay::ZERO), record("b.test", 18, Delay::ZERO)];
        let entries = |filter: &str| drawn_by(filter, all()).matches("data-erase=https").count();
        assert_eq!(["", "7 ", " a.test", "7 b.test", "7 a.test"].map(entries), [2, 1, 1, 1, 0]);
        assert!(drawn(all()).contains("data-erase=all"));
        assert!(!drawn_by("7 ", all()).contains("data-erase=all"));
        let none = drawn_by("7 a.test", all());
        assert!(none.contains("No outage fits") && none.contains("[value=a.test] [selected=true]"), "{none}");
    }

    /// The blocks of the one site's picture.
    #[track_caller]
    fn check_blocks(records: impl IntoIterator<Item = Record>, expected: &str) {
        let history: History = records.into_iter().collect();
        let view = super::history(&history, &Filter::parse("10 "), at(20 * DAY.as_millis()), &english());
        let json = serde_json::to_string(tree(&view)).unwrap();
        let (_, blocks) = json.split_once("\"class\":\"blocks\"").unwrap();
        let (_, course) = blocks.split_once("\"d\":\"").unwrap();
        assert_eq!(course.split('"').next(), Some(expected));
    }

    #[test]
    fn blocks_lie_where_the_outages_were() {
        let days = |n| DAY.times(n);
        check_blocks([record("a.test", 15, days(1))], "M238 2h51v12h-51z");
        check_blocks([record("a.test", 15, Delay::ZERO)], "M238 2h3v12h-3z");
        check_blocks([record("a.test", 5, days(6))], "M0 2h50v12h-50z");
        check_blocks([record("a.test", 19, days(9))], "M429 2h51v12h-51z");
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
