//! Diagnoses responses: one JSON object a line in, one a line out.
//!
//! In: `{"id", "method"?, "url"?, "status", "headers": [[name, value], ...], "body"}`.
//! Out: `{"id", "error", "gateway", "failure", "confidence", "evidence"}`, in the order they came; `error` is false where
//! this is no gateway error and nothing would be shown. A line that cannot be read ends it with a word on standard error.

use std::error::Error;
use std::io::{BufRead, Write};

use back_soon::diagnosis::{Diagnosis, Evidence, Place, diagnose};
use back_soon::http::{Method, Response, Status};
use back_soon::id::{Address, AddressError};
use back_soon::time::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Deserialize)]
struct Question {
    id: Value,
    method: Option<String>,
    url: Option<String>,
    status: u16,
    #[serde(default)]
    headers: Vec<(String, String)>,
    #[serde(default)]
    body: String,
}

#[derive(Serialize)]
struct Answer {
    id: Value,
    error: bool,
    gateway: &'static str,
    failure: &'static str,
    confidence: f32,
    evidence: Vec<String>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = std::io::stdout().lock();
    for (number, line) in std::io::stdin().lock().lines().enumerate() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let question: Question =
            serde_json::from_str(&line).map_err(|error| format!("line {}: {error}", number + 1))?;
        serde_json::to_writer(&mut out, &answer(question)?)?;
        writeln!(out)?;
    }
    Ok(())
}

fn answer(question: Question) -> Result<Answer, AddressError> {
    let known = question.url.as_deref().and_then(|url| Address::parse(url).ok());
    let address = known.map_or_else(|| Address::parse("https://site.invalid/"), Ok)?;
    let response = Response {
        address,
        method: Method::parse(question.method.as_deref().unwrap_or("GET")),
        status: Status::new(question.status),
        headers: question.headers.into_iter().collect(),
        received: Timestamp::from_millis(0),
        sent_from: None,
    };
    let diagnosis = diagnose(&response, &question.body);
    Ok(Answer {
        id: question.id,
        error: response.status.is_server_error(),
        gateway: diagnosis.gateway.map_or("unknown", |gateway| gateway.id()),
        failure: diagnosis.failure.id(),
        confidence: (diagnosis.confidence.as_fraction() * 100.0).round() / 100.0,
        evidence: evidence(&diagnosis),
    })
}

fn evidence(diagnosis: &Diagnosis) -> Vec<String> {
    let told = diagnosis.evidence.iter().map(|found| format!("gateway: {}", words(found)));
    let reason = diagnosis.reason.iter().map(|found| format!("failure: {}", words(found)));
    let relays = diagnosis.relays.iter().map(|relay| format!("passed on by {}", relay.id()));
    let ids = diagnosis.request_ids.iter().map(|id| format!("{}: {}", id.name, id.value));
    told.chain(reason).chain(relays).chain(ids).collect()
}

fn words(found: &Evidence) -> String {
    match &found.place {
        Place::Header(name) => format!("header {name}: {}", found.words),
        Place::Body => format!("body: {}", found.words),
        Place::Redirect => format!("sent on from {}", found.words),
    }
}
