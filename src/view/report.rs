//! The account of a failure that a reader can pass on to a support desk: the same facts as Markdown and as JSON.
//!
//! Labels are the words of this crate and the same in every language, so that any desk can read them. Whatever a server has
//! sent stands in code spans: no value can end its span, so nothing in it is markup.

use super::account;
use super::node::{Element, Tag};
use super::owner::{copies, copyable};
use crate::diagnosis::{Evidence, Gateway, Place};
use crate::http::Method;
use crate::outage::{Attempt, Outage, Outcome, Visit};
use crate::words::Words;

/// Whether what stands behind the question mark of an address is told: it may hold what is nobody else's business.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Query {
    LeftOut,
    Told,
}

/// One fact.
enum Value {
    Number(u16),
    Text(String),
    List(Vec<String>),
}

/// The button that copies the account.
pub(super) fn button(class: &'static str, visit: &Visit, outage: &Outage, words: &Words) -> Element {
    copies(class, markdown(visit, outage, Query::LeftOut), words.button_details(), words)
}

/// The part with all that can be passed on.
pub(super) fn details(visit: &Visit, outage: &Outage, words: &Words) -> Element {
    let buttons = |query| {
        let json = copies("plain", json(visit, outage, query), words.button_details_json(), words);
        let text = copies("plain", markdown(visit, outage, query), words.button_details(), words);
        Tag::Div.class("acts").with(text).with(json)
    };
    let ids = &outage.diagnosis.request_ids;
    let whole = visit.address().as_str().contains('?');
    Tag::Div
        .class("fold")
        .with_all((!ids.is_empty()).then(|| Tag::P.text(words.report_ids())))
        .with_all(ids.iter().map(|id| copyable(id.name.clone(), id.value.clone(), words)))
        .with(Tag::P.text(words.report_intro()))
        .with(buttons(Query::LeftOut))
        .with_all(whole.then(|| Tag::P.text(words.report_whole())))
        .with_all(whole.then(|| buttons(Query::Told)))
}

fn markdown(visit: &Visit, outage: &Outage, query: Query) -> String {
    let mut out = String::new();
    for (label, value) in facts(visit, outage, query) {
        let values = match value {
            Value::Number(number) => vec![number.to_string()],
            Value::Text(text) => vec![text],
            Value::List(list) => list,
        };
        if values.is_empty() {
            continue;
        }
        for part in ["- ", label, ": "] {
            out.push_str(part);
        }
        for (at, value) in values.iter().enumerate() {
            if at > 0 {
                out.push_str(", ");
            }
            code_span(&mut out, value);
        }
        out.push('\n');
    }
    out
}

fn json(visit: &Visit, outage: &Outage, query: Query) -> String {
    let mut out = String::from("{");
    for (at, (label, value)) in facts(visit, outage, query).iter().enumerate() {
        out.push_str(if at > 0 { ",\n " } else { "\n " });
        string(&mut out, label);
        out.push_str(": ");
        match value {
            Value::Number(number) => out.push_str(&number.to_string()),
            Value::Text(text) => string(&mut out, text),
            Value::List(list) => {
                out.push('[');
                for (at, text) in list.iter().enumerate() {
                    if at > 0 {
                        out.push_str(", ");
                    }
                    string(&mut out, text);
                }
                out.push(']');
            }
        }
    }
    out.push_str("\n}\n");
    out
}

fn facts(visit: &Visit, outage: &Outage, query: Query) -> Vec<(&'static str, Value)> {
    let diagnosis = &outage.diagnosis;
    let address = visit.address().as_str();
    let address = match query {
        Query::Told => address,
        Query::LeftOut => address.split('?').next().unwrap_or_default(),
    };
    let method = match visit.response.method {
        Method::Get => "GET",
        Method::Head => "HEAD",
        Method::Post => "POST",
        Method::Other => "other",
        Method::Unseen => "unknown",
    };
    let text = |text: &str| Value::Text(text.to_owned());
    let evidence = account::facts(diagnosis).map(|Evidence { place, words }| {
        let place = match place {
            Place::Header(name) => name,
            Place::Body => "page",
            Place::Redirect => "sent on from",
        };
        format!("{place}: {words}")
    });
    let ids = diagnosis.request_ids.iter().map(|id| format!("{}: {}", id.name, id.value));
    let attempts = outage.attempts.iter().map(|Attempt { at, outcome }| {
        let came = match outcome {
            Outcome::Back => "back".to_owned(),
            Outcome::Failed(status) => status.code().to_string(),
            Outcome::Silent => "silent".to_owned(),
        };
        format!("{} {came}", at.utc())
    });
    vec![
        ("time", Value::Text(visit.response.received.utc())),
        ("address", text(address)),
        ("method", text(method)),
        ("status", Value::Number(diagnosis.status.code())),
        ("gateway", text(diagnosis.gateway.map_or("unknown", Gateway::id))),
        ("relays", Value::List(diagnosis.relays.iter().map(|relay| relay.id().to_owned()).collect())),
        ("failure", text(diagnosis.failure.id())),
        ("confidence", text(diagnosis.confidence.id())),
        ("page", text(diagnosis.page.id())),
        ("evidence", Value::List(evidence.collect())),
        ("request-ids", Value::List(ids.collect())),
        ("since", Value::Text(outage.since.utc())),
        ("attempts", Value::List(attempts.collect())),
    ]
}

/// Writes a code span (`CommonMark`, 6.1): between more backticks in a row than there are inside, and in one line, since a
/// block that ends ends all spans in it. Whatever reorders or hides text is made visible.
fn code_span(out: &mut String, text: &str) {
    let (mut run, mut longest) = (0, 0);
    let text: String = text.chars().map(plain).collect();
    // Nothing cannot be put between backticks.
    let text = if text.is_empty() { " " } else { text.as_str() };
    for letter in text.chars() {
        run = if letter == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest + 1);
    // One blank at each end is taken away again, unless there is nothing else; it keeps backticks apart from the fence.
    let pads = text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']);
    let pad = if pads && text.bytes().any(|byte| byte != b' ') { " " } else { "" };
    for part in [&fence, pad, text, pad, &fence] {
        out.push_str(part);
    }
}

/// The letter, or a mark in place of one that is none: ends of lines, controls, changes of direction.
const fn plain(letter: char) -> char {
    match letter {
        '\u{0}'..='\u{1f}'
        | '\u{7f}'..='\u{9f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}' => char::REPLACEMENT_CHARACTER,
        _ => letter,
    }
}

/// Writes a string of JSON (RFC 8259, section 7).
fn string(out: &mut String, text: &str) {
    const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            '\u{0}'..='\u{1f}' => {
                let code = letter as usize;
                let digit = |at: usize| DIGITS.get(at).copied().unwrap_or('0');
                out.extend(['\\', 'u', '0', '0', digit(code >> 4), digit(code & 15)]);
            }
            _ => out.push(letter),
        }
    }
    out.push('"');
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Parser, Tag as Markup, TagEnd};

    use super::super::node::tests::outline;
    use super::super::testing::{WAIT, outage, page, visit};
    use super::*;
    use crate::diagnosis::{Failure, RequestId};
    use crate::id::Address;
    use crate::outage::Cover;
    use crate::words::tests::english;

    fn known() -> (Visit, Outage) {
        let mut outage = outage(Failure::OriginUnreachable, WAIT);
        outage.diagnosis.relays = vec![Gateway::Cloudflare];
        outage.diagnosis.reason = Some(Evidence { place: Place::Body, words: "502 Bad Gateway".to_owned() });
        outage.diagnosis.request_ids = vec![RequestId { name: "cf-ray".to_owned(), value: "8f1d-FRA".to_owned() }];
        let mut visit = visit(Method::Post, page(Cover::Full));
        if let Ok(address) = Address::parse("https://shop.example.com/cart?token=secret") {
            visit.response.address = address;
        }
        (visit, outage)
    }

    #[test]
    fn as_markdown() {
        let (visit, outage) = known();
        insta::assert_snapshot!(markdown(&visit, &outage, Query::LeftOut), @r"
        - time: `1970-01-01 00:00:01 UTC`
        - address: `https://shop.example.com/cart`
        - method: `POST`
        - status: `502`
        - gateway: `nginx`
        - relays: `cloudflare`
        - failure: `origin-unreachable`
        - confidence: `sure`
        - page: `unread`
        - evidence: `server: nginx/1.22.1`, `page: 502 Bad Gateway`
        - request-ids: `cf-ray: 8f1d-FRA`
        - since: `1970-01-01 00:00:01 UTC`
        - attempts: `1970-01-01 00:00:03 UTC 502`, `1970-01-01 00:00:08 UTC silent`, `1970-01-01 00:00:20 UTC 502`
        ");
        assert!(markdown(&visit, &outage, Query::Told).contains("`https://shop.example.com/cart?token=secret`"));
    }

    #[test]
    fn all_that_can_be_passed_on() {
        let drawn = |visit: &Visit, outage: &Outage| outline(&details(visit, outage, &english()).into());
        let (visit, outage) = known();
        insta::assert_snapshot!(drawn(&visit, &outage), @r"
        div.fold
          p: If you write to a support desk, quote this. It helps them find your visit.
          div.command
            p.caption: cf-ray
            code [dir=ltr]: 8f1d-FRA
            button.copy [data-copy=8f1d-FRA] [data-copied=Copied]: Copy
          p: A short account of the error, to paste into an email or a form. What stands behind the question mark in the address is left out.
          div.acts
            button.plain [data-copy=- time: `1970-01-01 00:00:01 UTC` …] [data-copied=Copied]: Copy details
            button.plain [data-copy={ …] [data-copied=Copied]: Copy as JSON
          p: With the whole address. Look first whether it holds anything private.
          div.acts
            button.plain [data-copy=- time: `1970-01-01 00:00:01 UTC` …] [data-copied=Copied]: Copy details
            button.plain [data-copy={ …] [data-copied=Copied]: Copy as JSON
        ");
    }

    #[test]
    fn every_method_and_what_is_not_known() {
        let (mut visit, mut outage) = known();
        outage.attempts.clear();
        outage.diagnosis.gateway = None;
        outage.diagnosis.relays.clear();
        outage.diagnosis.evidence = vec![Evidence { place: Place::Redirect, words: "a.test".to_owned() }];
        outage.diagnosis.request_ids.clear();
        let mut lines = Vec::new();
        for method in [Method::Get, Method::Head, Method::Other, Method::Unseen] {
            visit.response.method = method;
            let text = markdown(&visit, &outage, Query::LeftOut);
            lines.extend(text.lines().find(|line| line.contains("method")).map(str::to_owned));
        }
        insta::assert_snapshot!(lines.join("\n"), @r"
        - method: `GET`
        - method: `HEAD`
        - method: `other`
        - method: `unknown`
        ");
        insta::assert_snapshot!(markdown(&visit, &outage, Query::LeftOut), @r"
        - time: `1970-01-01 00:00:01 UTC`
        - address: `https://shop.example.com/cart`
        - method: `unknown`
        - status: `502`
        - gateway: `unknown`
        - failure: `origin-unreachable`
        - confidence: `sure`
        - page: `unread`
        - evidence: `sent on from: a.test`, `page: 502 Bad Gateway`
        - since: `1970-01-01 00:00:01 UTC`
        ");
    }

    #[test]
    fn as_json() {
        let (visit, outage) = known();
        insta::assert_snapshot!(json(&visit, &outage, Query::LeftOut), @r#"
        {
         "time": "1970-01-01 00:00:01 UTC",
         "address": "https://shop.example.com/cart",
         "method": "POST",
         "status": 502,
         "gateway": "nginx",
         "relays": ["cloudflare"],
         "failure": "origin-unreachable",
         "confidence": "sure",
         "page": "unread",
         "evidence": ["server: nginx/1.22.1", "page: 502 Bad Gateway"],
         "request-ids": ["cf-ray: 8f1d-FRA"],
         "since": "1970-01-01 00:00:01 UTC",
         "attempts": ["1970-01-01 00:00:03 UTC 502", "1970-01-01 00:00:08 UTC silent", "1970-01-01 00:00:20 UTC 502"]
        }
        "#);
        assert!(json(&visit, &outage, Query::Told).contains("token=secret"));
    }

    /// What readers of Markdown make of a text: labels, code, and the name of whatever else there is.
    fn read(markdown: &str) -> Vec<String> {
        let mut said = Vec::new();
        for event in Parser::new(markdown) {
            match event {
                Event::Code(code) => said.push(code.into_string()),
                Event::Text(text) if text.starts_with(|letter: char| letter.is_ascii_lowercase()) => {}
                Event::Text(text) if matches!(&*text, ": " | ", ") => {}
                Event::Start(Markup::List(None) | Markup::Item | Markup::Paragraph)
                | Event::End(TagEnd::List(false) | TagEnd::Item | TagEnd::Paragraph) => {}
                other => said.push(format!("not expected: {other:?}")),
            }
        }
        said
    }

    proptest! {
        #[test]
        fn no_value_ends_its_code_span(texts in prop::collection::vec("[`|<>\\[\\]()!*_#\\\\\\- \\r\\n\\t~&;:a\u{202e}\u{85}\u{2028}é]{0,24}|.{0,24}", 1..5)) {
            let (visit, mut outage) = known();
            outage.attempts.clear();
            outage.diagnosis.reason = None;
            outage.diagnosis.evidence =
                texts.iter().enumerate().map(|(at, words)| Evidence {
                    place: Place::Header(format!("h{at}")),
                    words: words.clone(),
                }).collect();
            outage.diagnosis.request_ids =
                texts.iter().map(|text| RequestId { name: text.clone(), value: text.clone() }).collect();
            let said = read(&markdown(&visit, &outage, Query::Told));
            let shown = |text: String| text.chars().map(plain).collect::<String>();
            let expected: Vec<String> = texts.iter().enumerate().map(|(at, text)| shown(format!("h{at}: {text}")))
                .chain(texts.iter().map(|text| shown(format!("{text}: {text}")))).collect();
            let found: Vec<String> = said.iter().filter(|said| expected.contains(said)).cloned().collect();
            prop_assert_eq!(found, expected);
            prop_assert!(!said.iter().any(|said| said.starts_with("not expected")), "{said:?}");
        }

        #[test]
        fn a_span_holds_any_text(text in "[` a]{0,9}|.{0,40}") {
            let mut out = String::from("- x: ");
            code_span(&mut out, &text);
            let shown: String = text.chars().map(plain).collect();
            let shown = if shown.is_empty() { " ".to_owned() } else { shown };
            prop_assert_eq!(read(&out), [shown]);
        }

        #[test]
        fn json_reads_back(texts in prop::collection::vec(".{0,24}|[\\x00-\\x1f\"\\\\/a]{0,24}", 0..4)) {
            let (visit, mut outage) = known();
            outage.diagnosis.request_ids =
                texts.iter().map(|text| RequestId { name: "id".to_owned(), value: text.clone() }).collect();
            let read: serde_json::Value = serde_json::from_str(&json(&visit, &outage, Query::Told)).unwrap();
            let expected: Vec<String> = texts.iter().map(|text| format!("id: {text}")).collect();
            prop_assert_eq!(&read["request-ids"], &serde_json::json!(expected));
            prop_assert_eq!(&read["status"], &serde_json::json!(502));
        }
    }
}
