//! Outlines of the page of past outages.

#![expect(clippy::unwrap_used, reason = "clippy knows this for a test only under a plain `cfg(test)`")]

use super::super::node::tests::outline;
use super::super::testing::{at, in_one_line, tree};
use super::*;
use crate::diagnosis::{Failure, Gateway};
use crate::http::Status;
use crate::id::Address;
use crate::outage::{Attempt, Outcome, Stop};
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
      p.detail [role=status]: Outages shown: 0.
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
      p.detail [role=status]: Outages shown: 1.
      div.filters
        label
          span: Site
          select [data-filter=host]
            option [value=] [selected=true]: All sites
            option [value=shop.example.com]: shop.example.com
        label
          span: Time
          select [data-filter=days]
            option [value=] [selected=true]: Any time
            option [value=1]: Last 24 hours
            option [value=7]: Last 7 days
            option [value=30]: Last 30 days
      div.acts
        button.plain [data-export=json]: Save as a file
        button.plain [data-export=csv]: Save as a table
        button.plain [data-erase=all] [data-confirm=Press again to erase all]: Erase all
      section.sites
        h2: Last 30 days
        p.detail: Lines run up to now. A block is an outage.
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
            span: Error 502 (“Bad Gateway”)
             · 
            span: not running
             · 
            span: It came back.
            span: Checks: 1.
            span: Through nginx.
          button.quiet [data-erase=https://shop.example.com 864000000 871600000] [aria-label=Erase this outage of shop.example.com]: Erase
    ");
}

/// What is drawn of these below the buttons, a line for each site and each outage.
fn in_lines(filter: &str, records: impl IntoIterator<Item = Record>) -> String {
    let drawn = drawn_by(filter, records);
    let below = drawn.split_once("  section.sites\n").map_or(drawn.as_str(), |(_, below)| below);
    below.split("\n      li\n").flat_map(|part| part.split("\n    li\n")).map(|part| in_one_line(part) + "\n").collect()
}

#[test]
fn every_end_and_every_length() {
    let plain = |host, day, secs| record(host, day, Delay::from_secs(secs));
    let records = [
        Record { ended: Ended::Left, gateway: None, ..plain("left.test", 12, 4) },
        Record { ended: Ended::Stopped(Stop::GaveUp), attempts: Vec::new(), ..plain("stopped.test", 13, 300) },
        Record { status: Status::new(0), gateway: None, ..plain("silent.test", 14, 86_400) },
        Record { status: Status::new(599), failure: Failure::Quota, ..plain("b.test", 15, 200_000) },
        plain("left.test", 19, 60),
    ];
    insta::assert_snapshot!(in_lines("", records), @r"
    h2: Last 30 days | p.detail: Lines run up to now. A block is an outage.
    strong: left.test | span.detail: Outages: 2. Down for 1 min in all.
    strong: b.test | span.detail: Outages: 1. Down for 2 d 7 h in all.
    strong: silent.test | span.detail: Outages: 1. Down for 1 d 0 h in all.
    strong: stopped.test | span.detail: Outages: 1. Down for 5 min in all.
    strong: left.test | (time 1641600000) | · | span: 1 min | span: Error 502 (“Bad Gateway”) | · | span: not running | · | span: It came back. | span: Checks: 1. | span: Through nginx. | button.quiet [data-erase=https://left.test 1641600000 1641660000] [aria-label=Erase this outage of left.test]: Erase
    strong: b.test | (time 1296000000) | · | span: 2 d 7 h | span: Error 599 | · | span: limit reached | · | span: It came back. | span: Checks: 1. | span: Through nginx. | button.quiet [data-erase=https://b.test 1296000000 1496000000] [aria-label=Erase this outage of b.test]: Erase
    strong: silent.test | (time 1209600000) | · | span: 1 d 0 h | span: No answer | · | span: not running | · | span: It came back. | span: Checks: 1. | button.quiet [data-erase=https://silent.test 1209600000 1296000000] [aria-label=Erase this outage of silent.test]: Erase
    strong: stopped.test | (time 1123200000) | · | span: 5 min | span: Error 502 (“Bad Gateway”) | · | span: not running | · | span: The checks had stopped. | span: Checks: 0. | span: Through nginx. | button.quiet [data-erase=https://stopped.test 1123200000 1123500000] [aria-label=Erase this outage of stopped.test]: Erase
    strong: left.test | (time 1036800000) | · | span: 4 s | span: Error 502 (“Bad Gateway”) | · | span: not running | · | span: You left while it was down. | span: Checks: 1. | button.quiet [data-erase=https://left.test 1036800000 1036804000] [aria-label=Erase this outage of left.test]: Erase
    ");
}

#[test]
fn filtered() {
    let all = || [record("a.test", 2, Delay::from_secs(60)), record("b.test", 18, Delay::from_secs(60))];
    insta::assert_snapshot!(drawn_by("1 a.test", all()), @r"
    main.help.history [lang=en] [dir=ltr]
      p.who: Back Soon
      h1: Past outages
      p.lead: This list stays on this computer. Private windows leave nothing here.
      p.detail [role=status]: Outages shown: 0.
      div.filters
        label
          span: Site
          select [data-filter=host]
            option [value=]: All sites
            option [value=b.test]: b.test
            option [value=a.test] [selected=true]: a.test
        label
          span: Time
          select [data-filter=days]
            option [value=]: Any time
            option [value=1] [selected=true]: Last 24 hours
            option [value=7]: Last 7 days
            option [value=30]: Last 30 days
      div.acts
        button.plain [data-export=json]: Save as a file
        button.plain [data-export=csv]: Save as a table
      p.none: No outage fits this choice.
    ");
    insta::assert_snapshot!(in_lines("30 b.test", all()), @r"
    h2: Last 30 days | p.detail: Lines run up to now. A block is an outage.
    strong: b.test | span.detail: Outages: 1. Down for 1 min in all.
    strong: b.test | (time 1555200000) | · | span: 1 min | span: Error 502 (“Bad Gateway”) | · | span: not running | · | span: It came back. | span: Checks: 1. | span: Through nginx. | button.quiet [data-erase=https://b.test 1555200000 1555260000] [aria-label=Erase this outage of b.test]: Erase
    ");
}

#[test]
fn pictures_tell_of_their_days_alone() {
    let old = |host, day, days| record(host, day, DAY.times(days));
    let drawn = |records: Vec<Record>| {
        let now = at(40 * DAY.as_millis());
        outline(tree(&super::history(&records.into_iter().collect(), &Filter::default(), now, &english())))
    };
    let alone = drawn(vec![old("gone.test", 2, 3)]);
    assert!(!alone.contains("section.sites") && alone.contains("strong: gone.test"), "{alone}");
    let drawn = drawn(vec![old("gone.test", 2, 3), old("before.test", 8, 4), old("a.test", 12, 1)]);
    let (_, sites) = drawn.split_once("  section.sites\n").unwrap();
    let (sites, _) = sites.split_once("  ul.records\n").unwrap();
    insta::assert_snapshot!(sites, @r"
    h2: Last 30 days
    p.detail: Lines run up to now. A block is an outage.
    ul
      li
        strong: a.test
        span.strip
        span.detail: Outages: 1. Down for 1 d 0 h in all.
      li
        strong: before.test
        span.strip
        span.detail: Outages: 1. Down for 2 d 0 h in all.
    ");
}

#[test]
fn each_site_has_a_picture() {
    let records = (0..20).map(|n| record(&format!("s{n}.test"), 10, Delay::from_secs(n)));
    let drawn = drawn(records);
    assert_eq!(drawn.matches("span.strip").count(), 20, "{drawn}");
    assert_eq!(drawn.matches("data-erase=https").count(), 20, "{drawn}");
    assert!(drawn.contains("strong: s19.test\n        span.strip"), "the newest first: {drawn}");
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
    for (secs, expected) in [
        (0, "1\u{a0}s"),
        (1, "1\u{a0}s"),
        (59, "59\u{a0}s"),
        (60, "1\u{a0}min"),
        (3599, "59\u{a0}min"),
        (7500, "2\u{a0}h 5\u{a0}min"),
        (200_000, "2\u{a0}d 7\u{a0}h"),
    ] {
        assert_eq!(span(Delay::from_secs(secs), &english()), expected);
    }
}
