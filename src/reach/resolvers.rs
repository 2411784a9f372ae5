//! The addresses of a site's name, by two public name services, through DNS over HTTPS in its JSON form.
//!
//! Lives here: whom to ask, and what an answer says; pure. Everything that comes is somebody else's word: it is cut to size as
//! it is read.
//!
//! Sources: <https://developers.google.com/speed/public-dns/docs/doh/json>,
//! <https://developers.cloudflare.com/1.1.1.1/encryption/dns-over-https/make-api-requests/dns-json/>.

use super::PublicHost;
use super::check::{Kind, Tidings};
use super::findings::Got;
use super::world::{Reply, Request, whole};
use crate::settings::kept::Kept;

/// Who is asked, one after the other: what they are called, and where they are.
pub(super) const RESOLVERS: [(&str, &str); 2] =
    [("Google", "https://dns.google/resolve"), ("Cloudflare", "https://cloudflare-dns.com/dns-query")];
/// Most addresses of a name that are kept.
const MOST: usize = 6;

/// The question for the name's addresses that comes after `asked` others.
#[must_use]
pub(super) fn request(asked: usize, host: &PublicHost) -> Request {
    let service = RESOLVERS.get(asked).map_or("", |(_, service)| service);
    // What `Kind::suits` lets through needs no escaping in a query.
    let url = format!("{service}?type=A&name={}", host.as_str());
    Request { kind: Kind::Resolvers, url, body: None, etag: None }
}

/// What one of them says. Whatever else came instead is no answer.
pub(super) fn read(reply: &Reply) -> Tidings {
    let body = if reply.status == 200 { &reply.body } else { &Kept::Nothing };
    Tidings::Word(addresses(body, ["Status", "Answer", "data"]))
}

/// The IPv4 addresses in an answer, whose parts are called so: the code ([RFC 1035], 4.1.1), the entries, and the text of one.
///
/// [RFC 1035]: https://www.rfc-editor.org/rfc/rfc1035
pub(super) fn addresses(answer: &Kept, [code, entries, text]: [&str; 3]) -> Got {
    // Other entries lead on to another name: no top level domain is a number.
    let is_address = |text: &&str| text.len() < 16 && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    match whole(answer.get(code)) {
        Some(0) => {
            let texts = answer.get(entries).items().iter().filter_map(|entry| entry.get(text).text());
            Got::Addresses(texts.filter(is_address).take(MOST).map(str::to_owned).collect())
        }
        Some(3) => Got::NoName,
        _ => Got::Silence,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Address;
    use crate::settings::Settings;
    use serde_json::{Value, json};
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn of_the_page_the_host_alone_is_told() {
        let address = Address::parse("https://shop.example.com.:8443/cart?id=1").unwrap();
        let host = PublicHost::of(&address, &Settings::default()).unwrap();
        for (asked, url) in [
            "https://dns.google/resolve?type=A&name=shop.example.com",
            "https://cloudflare-dns.com/dns-query?type=A&name=shop.example.com",
        ]
        .into_iter()
        .enumerate()
        {
            let request = request(asked, &host);
            assert_eq!((request.url.as_str(), request.accept()), (url, "application/dns-json"));
            assert_eq!((request.body, request.etag), (None, None));
        }
    }

    #[track_caller]
    fn check(status: u16, body: &Value, expected: Got) {
        let reply = Reply { status, body: body.clone().into(), ..Reply::default() };
        assert_eq!(read(&reply), Tidings::Word(expected), "{status} {body}");
    }

    #[test]
    fn what_a_name_service_says() {
        let entry = |kind: u8, data: &str| json!({ "name": "a.example.com.", "type": kind, "TTL": 60, "data": data });
        let found =
            json!({ "Status": 0, "Answer": [entry(5, "b.example.net."), entry(1, "9.9.9.9"), entry(1, "8.8.8.8")] });
        check(200, &found, Got::Addresses(vec!["9.9.9.9".to_owned(), "8.8.8.8".to_owned()]));
        check(200, &json!({ "Status": 0 }), Got::Addresses(vec![]));
        check(
            200,
            &json!({ "Status": 0, "Answer": [entry(5, "1.example.net."), entry(28, "2606:4700::1")] }),
            Got::Addresses(vec![]),
        );
        check(200, &json!({ "Status": 3, "Answer": [entry(1, "9.9.9.9")] }), Got::NoName);
        for body in [json!({ "Status": 2 }), json!({ "Status": "0" }), json!({}), json!(null), json!([0]), json!(0)] {
            check(200, &body, Got::Silence);
        }
        for status in [0, 204, 302, 400, 429, 500] {
            check(status, &found, Got::Silence);
        }
    }
}
