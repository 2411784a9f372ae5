//! Any `Retry-After` with any `Date` is read or refused: no panic, and what is read is the same with blanks around it.

#![no_main]

use back_soon::http::{Method, Response, RetryAfter, Status};
use back_soon::id::Address;
use back_soon::time::Timestamp;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let (value, date) = text.split_once('\n').unwrap_or((&text, ""));
    assert_eq!(RetryAfter::parse(value), RetryAfter::parse(&format!(" {value}\t")));
    let response = Response {
        address: Address::parse("https://shop.example.com/").unwrap(),
        method: Method::Get,
        status: Status::new(503),
        headers: [("retry-after", value), ("date", date)].into_iter().collect(),
        received: Timestamp::from_millis(1_795_348_800_000),
        sent_from: None,
    };
    let _ = response.retry_after();
});
