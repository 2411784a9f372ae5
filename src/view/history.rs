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
    let (mut all, mut shown) = (Vec::new(), Vec::new());
    for record in history.records().iter().rev() {
        all.push(record);
        if filter.takes(record, now) {
            shown.push(record);
        }
    }
    let page = Tag::Main
        .class("help history")
        .with(Tag::P.class("who").with(Icon::Mark.draw()).text(words.extension_name()))
        .with(Tag::H1.text(words.history_title()))
        .with(Tag::P.class("lead").text(words.history_intro()))
        // Is there whatever is shown, so that what a choice or an erasure leaves is read out.
        .with(Tag::P.class("detail").set(Attribute::Role("status")).text(words.history_count(&shown.len())));
    let page = if all.is_empty() {
        page.with(Tag::P.class("none").text(words.history_empty()))
    } else {
        let page = page.with(filters(&all, filter, words)).with(acts(filter, words));
        if shown.is_empty() {
            page.with(Tag::P.class("none").text(words.history_none()))
        } else {
            let mut entries = Tag::Ul.class("records");
            for record in &shown {
                entries = entries.with(entry(record, words));
            }
            page.with_all(strips(&shown, filter, now, words)).with(entries)
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
    for n in [1, 7, STRIP_DAYS] {
        days.push(option(n.to_string(), span_back(n, words), filter.days == Some(n)));
    }
    Tag::Div.class("filters").with(field("host", words.filter_site(), sites)).with(field(
        "days",
        words.filter_time(),
        days,
    ))
}

/// As many days back from now as can be chosen.
fn span_back(days: u64, words: &Words) -> String {
    match days {
        1 => words.filter_day(),
        7 => words.filter_week(),
        _ => words.filter_month(),
    }
}

/// How many days a picture tells of, where nothing else is wished: a month, as the choice of the most days calls it.
const STRIP_DAYS: u64 = 30;
/// Its measure; one of height is 12, so that it is told from the line by its shape.
const MEASURE: &str = "0 0 480 16";
const LENGTH: u64 = 480;
/// Of the shortest block: never so short that it cannot be seen.
const LEAST: u64 = 3;

/// A line of time for each site: a block where it was down, as long as that was. `None` where the days of the picture had no
/// outage.
fn strips(shown: &[&Record], filter: &Filter, now: Timestamp, words: &Words) -> Option<Element> {
    let days = filter.days.unwrap_or(STRIP_DAYS);
    let begin = now.minus(DAY.times(days));
    let (mut items, mut any) = (Tag::Ul.element(), false);
    for host in hosts(shown) {
        let mut blocks = String::new();
        let (mut count, mut whole) = (0_usize, Delay::ZERO);
        for record in shown {
            let RecordId { origin, since, until } = &record.id;
            if origin.host() != host || *until < begin {
                continue;
            }
            count += 1;
            whole = whole.plus(until.since((*since).max(begin)));
            let place = |at: Timestamp| {
                let part = at.since(begin).as_millis().saturating_mul(LENGTH - LEAST) / DAY.times(days).as_millis();
                part.min(LENGTH - LEAST)
            };
            let (from, to) = (place(*since), place(*until));
            let length = to.saturating_sub(from) + LEAST;
            // Writing to a string does not fail.
            let _ = write!(blocks, "M{from} 2h{length}v12h-{length}z");
        }
        if count == 0 {
            continue;
        }
        any = true;
        let part = |class, course| drawing(class, MEASURE, course);
        let picture = Tag::Span
            .class("strip")
            .with(part("line", Cow::Borrowed("M0 14H480")))
            .with(part("blocks", Cow::Owned(blocks)));
        let told = words.strip_told(&count, &span(whole, words));
        let item = Tag::Li.element().with(Tag::Strong.text(host.to_owned())).with(picture);
        items = items.with(item.with(Tag::Span.class("detail").text(told)));
    }
    let section = Tag::Section
        .class("sites")
        .with(Tag::H2.text(span_back(days, words)))
        .with(Tag::P.class("detail").text(words.strips_text()))
        .with(items);
    any.then_some(section)
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

/// How long something took, in the largest units that tell.
pub(super) fn span(length: Delay, words: &Words) -> String {
    // What was over within a second was there all the same.
    let secs = (length.as_millis() / 1000).max(1);
    match secs {
        0..60 => words.span_seconds(&secs),
        60..3600 => words.span_minutes(&(secs / 60)),
        3600..86_400 => words.span_hours(&(secs / 3600), &(secs % 3600 / 60)),
        _ => words.span_days(&(secs / 86_400), &(secs % 86_400 / 3600)),
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
