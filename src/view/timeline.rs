//! The checks so far: as a small picture, one mark each, and as a list with times.

use std::borrow::Cow;
use std::fmt::Write;

use super::icon::drawing;
use super::node::{Attribute, Element, Node, Precision, Tag};
use crate::outage::{Attempt, Outage, Outcome, Phase};
use crate::time::Timestamp;
use crate::words::Words;

/// The marks that fit; older checks are left out.
const MARKS: usize = 11;
/// Length of the picture, and height.
const MEASURE: &str = "0 0 240 16";
const LENGTH: u64 = 240;
/// Half a mark: what is kept free at both ends.
const MARGIN: u64 = 6;
/// Marks are never closer than this, so that the quick checks at the start do not run into each other.
const STEP: u64 = 12;

/// A cross for each check that failed, a bar for each without any answer, a tick where it answered, on a line of time; and a
/// ring for the one to come. `None` while there is no more than one of them all, which no line can tell of.
pub(super) fn strip(outage: &Outage, words: &Words) -> Option<Element> {
    let count = outage.attempts.len();
    let shown = outage.attempts.get(count.saturating_sub(MARKS)..).unwrap_or_default();
    let next = match outage.phase {
        Phase::Wait { until, .. } => Some(until),
        Phase::Probe { since, .. } | Phase::Load { since, .. } => Some(since),
        Phase::Back { .. } | Phase::Stop { .. } => None,
    };
    let times: Vec<Timestamp> = shown.iter().map(|attempt| attempt.at).chain(next).collect();
    if times.len() < 2 {
        return None;
    }
    let places = places(&times);
    let mut marks = String::new();
    let mut ring = String::new();
    for (x, attempt) in places.iter().zip(shown.iter().map(Some).chain([None])) {
        match attempt.map(|attempt| attempt.outcome) {
            Some(outcome) => mark(&mut marks, *x, outcome),
            None => push(&mut ring, format_args!("M{} 8a4 4 0 1 1 8 0a4 4 0 1 1-8 0", x.saturating_sub(4))),
        }
    }
    let line = places.last().map_or_else(String::new, |end| format!("M{MARGIN} 8H{end}"));
    let part = |class, course| drawing(class, MEASURE, Cow::Owned(course));
    let strip = Tag::Span.class("strip").set(Attribute::Role("img"));
    let strip = strip.set(Attribute::Label(words.timeline_label(&count)));
    Some(strip.with_all([part("line", line), part("marks", marks), part("next", ring)]))
}

fn mark(course: &mut String, x: u64, outcome: Outcome) {
    match outcome {
        Outcome::Failed(_) => push(course, format_args!("M{} 5l6 6m0-6l-6 6", x.saturating_sub(3))),
        Outcome::Silent => push(course, format_args!("M{x} 4v8")),
        Outcome::Back => push(course, format_args!("M{} 8l3 3 5-6", x.saturating_sub(4))),
    }
}

fn push(course: &mut String, line: std::fmt::Arguments<'_>) {
    // Writing to a string does not fail.
    let _ = course.write_fmt(line);
}

/// Where the marks stand: in proportion to time, but never closer than [`STEP`].
fn places(times: &[Timestamp]) -> Vec<u64> {
    let gaps: Vec<u64> = times.iter().zip(times.iter().skip(1)).map(|(a, b)| b.since(*a).as_millis()).collect();
    let steps = STEP.saturating_mul(u64::try_from(gaps.len()).unwrap_or(u64::MAX));
    let spare = (LENGTH - 2 * MARGIN).saturating_sub(steps);
    let total = gaps.iter().copied().fold(0, u64::saturating_add).max(1);
    let mut x = MARGIN;
    let mut places: Vec<u64> = times.iter().take(1).map(|_| x).collect();
    for gap in gaps {
        // Even all of time, 8.64e15 ms, times the length of the line is no number too large.
        let part = gap.saturating_mul(spare) / total;
        x = x.saturating_add(STEP).saturating_add(part);
        places.push(x);
    }
    places
}

/// The newest checks with time of day and result; `None` where there was none.
pub(super) fn list(attempts: &[Attempt], words: &Words) -> Option<Element> {
    let shown = attempts.get(attempts.len().saturating_sub(MARKS)..).unwrap_or_default();
    let items = shown.iter().map(|Attempt { at, outcome }| {
        let (state, came) = match outcome {
            Outcome::Back => ("works", words.outcome_back()),
            Outcome::Failed(status) => ("broken", words.outcome_failed(&status.code())),
            Outcome::Silent => ("idle", words.outcome_silent()),
        };
        let time = Tag::Span.class("when").with(Node::Time { at: *at, precision: Precision::Seconds });
        Tag::Li.element().set(Attribute::State(state)).with(time).text(" ").with(Tag::Span.text(came))
    });
    (!shown.is_empty()).then(|| Tag::Ol.class("checks").with_all(items))
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[track_caller]
    fn check(ms: &[u64], expected: &[u64]) {
        let times: Vec<Timestamp> = ms.iter().copied().map(Timestamp::from_millis).collect();
        assert_eq!(places(&times), expected, "{ms:?}");
    }

    #[cfg(not(target_arch = "wasm32"))]
    #[test]
    fn every_outcome_as_picture_and_in_words() {
        use super::super::node::tests::outline;
        use super::super::testing::{WAIT, at, outage};
        use crate::diagnosis::Failure;
        use crate::http::Status;
        use crate::words::tests::english;
        let outcomes = [Outcome::Failed(Status::new(503)), Outcome::Silent, Outcome::Back];
        let mut outage = outage(Failure::Dns, WAIT);
        outage.attempts =
            outcomes.iter().zip(1..).map(|(outcome, n)| Attempt { at: at(n * 5_000), outcome: *outcome }).collect();
        let strip = strip(&outage, &english()).unwrap();
        let json = serde_json::to_string(&strip).unwrap();
        let courses: Vec<_> = json.split("\"d\":\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        insta::assert_snapshot!(courses.join("\n"), @r"
        M6 8H234
        M3 5l6 6m0-6l-6 6M48 4v8M86 8l3 3 5-6
        M230 8a4 4 0 1 1 8 0a4 4 0 1 1-8 0
        ");
        insta::assert_snapshot!(outline(&list(&outage.attempts, &english()).unwrap().into()), @r"
        ol.checks
          li [data-state=broken]
            span.when: (time 5000)
            span: error 503
          li [data-state=idle]
            span.when: (time 10000)
            span: no answer
          li [data-state=works]
            span.when: (time 15000)
            span: it answered
        ");
    }

    #[test]
    fn marks_stand_apart_and_inside() {
        check(&[], &[]);
        check(&[5], &[6]);
        check(&[5, 9], &[6, 234]);
        check(&[0, 1, 100], &[6, 20, 233]);
        check(&[7, 7, 7], &[6, 18, 30]);
        check(&[9, 1], &[6, 18]);
        check(&[0, u64::MAX, u64::MAX], &[6, 222, 234]);
        let many: Vec<u64> = (0..12).map(|n| n * n * 1000).collect();
        let times: Vec<Timestamp> = many.into_iter().map(Timestamp::from_millis).collect();
        let got = places(&times);
        assert!(got.windows(2).all(|pair| pair[1] - pair[0] >= STEP), "{got:?}");
        assert!(got.iter().all(|x| *x <= LENGTH - MARGIN), "{got:?}");
    }
}
