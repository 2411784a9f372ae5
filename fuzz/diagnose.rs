//! Any response has a diagnosis: no panic, everything in it bounded, and the same after it was saved.
//!
//! The bytes are a response on the wire: status, then headers a line each, then an empty line and the body.

#![no_main]

use back_soon::diagnosis::{Diagnosis, Evidence, RequestId, diagnose};
use back_soon::http::{Method, Response, Status};
use back_soon::id::Address;
use back_soon::time::Timestamp;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let (head, body) = text.split_once("\n\n").unwrap_or((&text, ""));
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.parse().ok()).unwrap_or(502);
    let response = Response {
        address: Address::parse("https://shop.example.com/").unwrap(),
        method: Method::Get,
        status: Status::new(status),
        headers: lines.filter_map(|line| line.split_once(':')).collect(),
        received: Timestamp::from_millis(0),
        sent_from: None,
    };
    let diagnosis = diagnose(&response, body);
    assert_eq!(diagnosis, diagnose(&response, body));
    assert!(diagnosis.evidence.len() <= Diagnosis::MAX_EVIDENCE && diagnosis.relays.len() <= Diagnosis::MAX_RELAYS);
    assert!(diagnosis.evidence.iter().chain(&diagnosis.reason).all(|found| found.words.len() <= Evidence::MAX_WORDS));
    assert!(diagnosis.request_ids.len() <= RequestId::MAX_COUNT);
    assert!(diagnosis.request_ids.iter().all(|id| id.value.len() <= RequestId::MAX_VALUE && !id.value.is_empty()));
    assert!(response.status.is_server_error() || diagnosis.gateway.is_none());
    let saved = serde_json::to_string(&diagnosis).unwrap();
    assert_eq!(serde_json::from_str::<Diagnosis>(&saved).unwrap(), diagnosis);
});
