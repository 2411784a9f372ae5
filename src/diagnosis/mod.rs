//! What a failed response means: who answered, what broke, and how we know.
//!
//! Lives here: reading a response. Not here: what to do about it (`retry::advice`) and how to say it (`view`, `words`).

mod evidence;
mod failure;
mod gateway;

use serde::{Deserialize, Serialize};

use crate::http::{Response, Status};

pub use evidence::{Evidence, Place};
pub use failure::Failure;
pub use gateway::Gateway;

/// How much of a body is read, in bytes.
pub const BODY_LIMIT: usize = 16 * 1024;

/// What a failed response says about the outage behind it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Diagnosis {
    /// The status code that came.
    pub status: Status,
    /// The server that answered; `None` where the response does not tell, which is better than a guess.
    pub gateway: Option<Gateway>,
    /// What broke.
    pub failure: Failure,
    /// What the gateway was told by: empty where it is `None`.
    pub evidence: Vec<Evidence>,
}

/// Reads a response, with as much of its body as is known: `""` before it came.
///
/// Never fails: what cannot be told is `None` or [`Failure::Unknown`].
///
/// ```
/// # use back_soon::{diagnosis::{diagnose, Failure, Gateway}, http::{Method, Response, Status}, id::Address, time::Timestamp};
/// let response = Response {
///     address: Address::parse("https://shop.example.com/").unwrap(),
///     method: Method::Get,
///     status: Status::new(504),
///     headers: [("server", "nginx/1.22.1")].into_iter().collect(),
///     received: Timestamp::from_millis(0),
/// };
/// let diagnosis = diagnose(&response, "");
/// assert_eq!((diagnosis.gateway, diagnosis.failure), (Some(Gateway::Nginx), Failure::OriginTimeout));
/// ```
#[must_use]
pub fn diagnose(response: &Response, body: &str) -> Diagnosis {
    let body = body.get(..body.floor_char_boundary(BODY_LIMIT)).unwrap_or(body);
    let (gateway, evidence) = gateway::recognise(&response.headers, body).unzip();
    let status = response.status;
    let failure = Failure::of(status, gateway, body);
    Diagnosis { status, gateway, failure, evidence: evidence.into_iter().collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Method;
    use crate::id::Address;
    use crate::time::Timestamp;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn response(status: u16, headers: &[(&str, &str)]) -> Response {
        Response {
            address: Address::parse("https://shop.example.com/").unwrap(),
            method: Method::Get,
            status: Status::new(status),
            headers: headers.iter().copied().collect(),
            received: Timestamp::from_millis(0),
        }
    }

    #[track_caller]
    fn check(status: u16, headers: &[(&str, &str)], body: &str, expected: (Option<Gateway>, Failure)) {
        let got = diagnose(&response(status, headers), body);
        assert_eq!((got.gateway, got.failure), expected, "{status} {headers:?} {body:?}");
        assert_eq!(got.gateway.is_some(), !got.evidence.is_empty());
    }

    #[test]
    fn by_headers() {
        check(502, &[("Server", "nginx/1.22.1")], "", (Some(Gateway::Nginx), Failure::OriginUnreachable));
        check(504, &[("Server", "openresty")], "", (Some(Gateway::OpenResty), Failure::OriginTimeout));
        check(503, &[("Server", "nginx")], "", (Some(Gateway::Nginx), Failure::OriginOverloaded));
        check(503, &[("Server", "Varnish")], "", (Some(Gateway::Varnish), Failure::OriginUnreachable));
        check(502, &[("Server", "Caddy")], "", (Some(Gateway::Caddy), Failure::OriginUnreachable));
        check(503, &[("server", "awselb/2.0")], "", (Some(Gateway::AwsAlb), Failure::OriginOverloaded));
        check(
            521,
            &[("server", "cloudflare"), ("cf-ray", "1-FRA")],
            "",
            (Some(Gateway::Cloudflare), Failure::OriginRefused),
        );
        check(526, &[("server", "cloudflare"), ("cf-ray", "1-FRA")], "", (Some(Gateway::Cloudflare), Failure::Tls));
    }

    #[test]
    fn by_body() {
        let haproxy = "<html><body><h1>503 Service Unavailable</h1>\nNo server is available to handle this request.\n</body></html>";
        check(503, &[], haproxy, (Some(Gateway::HaProxy), Failure::OriginUnreachable));
        let nginx = "<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>";
        check(502, &[], nginx, (Some(Gateway::Nginx), Failure::OriginUnreachable));
        check(503, &[("server", "envoy")], "no healthy upstream", (Some(Gateway::Envoy), Failure::OriginOverloaded));
    }

    #[test]
    fn maintenance_is_told_by_its_words() {
        check(503, &[], "<h1>We are down for maintenance</h1>", (None, Failure::Maintenance));
        check(200, &[], "maintenance", (None, Failure::Unknown));
    }

    #[test]
    fn no_more_than_the_status() {
        for (status, failure) in [
            (500, Failure::AppCrash),
            (502, Failure::OriginUnreachable),
            (503, Failure::Unknown),
            (504, Failure::OriginTimeout),
            (511, Failure::CaptivePortal),
            (599, Failure::Unknown),
            (0, Failure::Unknown),
            (65_535, Failure::Unknown),
        ] {
            check(status, &[], "", (None, failure));
        }
    }

    #[test]
    fn cloudflare_relays_more_than_it_makes() {
        check(
            502,
            &[("server", "cloudflare"), ("cf-ray", "1")],
            "<hr><center>nginx</center>",
            (Some(Gateway::Nginx), Failure::OriginUnreachable),
        );
    }

    #[test]
    fn a_body_is_read_up_to_its_limit() {
        let late = format!("{}<hr><center>nginx</center>", "é".repeat(BODY_LIMIT));
        check(502, &[], &late, (None, Failure::OriginUnreachable));
    }
}
