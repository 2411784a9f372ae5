//! A diagnosis as one string, which is how it is saved with its outage. What serde derives for the same costs 2 kB of wasm
//! (gzipped), more than most of the rules.
//!
//! ```text
//! 502 nginx origin-unreachable sure standard      "-" for no gateway
//! e server: nginx/1.24.0                          evidence; words of the body go without a name
//! w : <hr><center>nginx                           the reason
//! r cloudflare                                    a relay
//! i cf-ray: 8f1d2c3b4a5e6f70-FRA                  a number to quote
//! ```

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{Confidence, Diagnosis, Evidence, Failure, Gateway, Page, Place, RequestId};
use crate::cut::cut_at;
use crate::http::Status;

/// Saves a closed enum as its id, too.
macro_rules! by_id {
    ($type:ty) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.id())
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let id = String::deserialize(deserializer)?;
                Self::from_id(&id).ok_or_else(|| serde::de::Error::custom("unknown id"))
            }
        }
    };
}
pub(super) use by_id;

impl Serialize for Diagnosis {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&write(self))
    }
}

impl<'de> Deserialize<'de> for Diagnosis {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        read(&text).ok_or_else(|| de::Error::custom("not a saved diagnosis"))
    }
}

fn write(diagnosis: &Diagnosis) -> String {
    let mut text = diagnosis.status.code().to_string();
    let gateway = diagnosis.gateway.map_or("-", Gateway::id);
    for word in [gateway, diagnosis.failure.id(), diagnosis.confidence.id(), diagnosis.page.id()] {
        text.push(' ');
        text.push_str(word);
    }
    let mut line = |mark: &str, name: &str, words: &str| {
        for part in [mark, name, ": ", words] {
            text.push_str(part);
        }
    };
    for found in &diagnosis.evidence {
        line("\ne ", name(&found.place), &found.words);
    }
    if let Some(found) = &diagnosis.reason {
        line("\nw ", name(&found.place), &found.words);
    }
    for id in &diagnosis.request_ids {
        line("\ni ", &id.name, &id.value);
    }
    for relay in &diagnosis.relays {
        line("\nr ", relay.id(), "");
    }
    text
}

/// A header's name; no header's is empty or a colon.
const fn name(place: &Place) -> &str {
    match place {
        Place::Header(name) => name.as_str(),
        Place::Body => "",
        Place::Redirect => ":",
    }
}

fn read(text: &str) -> Option<Diagnosis> {
    let mut lines = text.split('\n');
    let mut words = lines.next()?.split(' ');
    let mut diagnosis = Diagnosis::of_status(status(words.next()?)?);
    let gateway = words.next()?;
    diagnosis.gateway = if gateway == "-" { None } else { Some(Gateway::from_id(gateway)?) };
    diagnosis.failure = Failure::from_id(words.next()?)?;
    diagnosis.confidence = Confidence::from_id(words.next()?)?;
    diagnosis.page = Page::from_id(words.next()?)?;
    for line in lines {
        let (mark, rest) = line.split_at_checked(2)?;
        let (name, words) = cut_at(rest, ": ")?;
        let evidence = || {
            let place = match name {
                "" => Place::Body,
                ":" => Place::Redirect,
                name => Place::Header(name.to_owned()),
            };
            Evidence { place, words: words.to_owned() }
        };
        match mark {
            "e " => diagnosis.evidence.push(evidence()),
            "w " => diagnosis.reason = Some(evidence()),
            "i " => diagnosis.request_ids.push(RequestId { name: name.to_owned(), value: words.to_owned() }),
            "r " => diagnosis.relays.push(Gateway::from_id(name)?),
            _ => return None,
        }
    }
    Some(diagnosis)
}

fn status(digits: &str) -> Option<Status> {
    let add = |code: u16, digit: u8| {
        let digit = digit.checked_sub(b'0').filter(|digit| *digit < 10)?;
        code.checked_mul(10)?.checked_add(digit.into())
    };
    Some(Status::new(digits.bytes().try_fold(0, add)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn what_is_saved_comes_back() {
        let mut diagnosis = Diagnosis::of_status(Status::new(502));
        assert_eq!(read(&write(&diagnosis)), Some(diagnosis.clone()));
        diagnosis.gateway = Some(Gateway::Nginx);
        diagnosis.evidence = vec![Evidence::body("<hr><center>nginx"), Evidence::header("server", "nginx: a\nb")];
        diagnosis.reason = Some(Evidence::body(": e "));
        assert_eq!(read(&write(&diagnosis)), Some(diagnosis.clone()));
        diagnosis.reason = Some(Evidence::redirect("shop.example.com"));
        diagnosis.relays = vec![Gateway::Cloudflare, Gateway::AspNet];
        diagnosis.request_ids = vec![RequestId { name: "Ray ID".to_owned(), value: "8f1d: 2c".to_owned() }];
        diagnosis.page = Page::Standard;
        assert_eq!(read(&write(&diagnosis)), Some(diagnosis));
        assert_eq!(write(&Diagnosis::of_status(Status::new(65_535))), "65535 - unknown guess unread");
    }

    #[test]
    fn what_is_not_ours_is_refused() {
        for text in ["", "502", "x - unknown guess unread", "70000 - unknown guess unread", "502 - unknown guess"] {
            assert_eq!(read(text), None, "{text:?}");
        }
        for line in ["", "e", "e server", "x a: b", "é: b", "r nobody: "] {
            assert_eq!(read(&format!("502 - unknown guess unread\n{line}")), None, "{line:?}");
        }
    }
}
