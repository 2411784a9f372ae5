//! The path picture: the stations between the reader and the site, what works and where it breaks.
//!
//! Each station has a word under it and the break a cross on it, so nothing rests on colour alone.

use super::account::Front;
use super::icon::Icon;
use super::node::{Attribute, Element, Tag};
use crate::diagnosis::{Diagnosis, Failure};
use crate::words::Words;

/// How a station, with the way that leads to it, stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// It works.
    Works,
    /// It was reached and has failed.
    Broken,
    /// It was not reached: the way to it is broken.
    Cut,
    /// The request did not come so far.
    Idle,
}

struct Station {
    icon: Icon,
    name: String,
    word: String,
    standing: Standing,
}

/// The picture of a failure.
pub(super) fn broken(diagnosis: &Diagnosis, words: &Words) -> Element {
    picture(words.path_label(), &stations(diagnosis, words))
}

/// The picture while the reader's computer is not on the net: nothing can be known of what lies behind.
pub(super) fn offline(words: &Words) -> Element {
    picture(words.path_label(), &[you(words), internet(words.word_offline(), Standing::Cut, words), unasked(words)])
}

/// The picture once the site is back.
pub(super) fn mended(diagnosis: &Diagnosis, words: &Words) -> Element {
    let mut stations = stations(diagnosis, words);
    for station in &mut stations {
        if station.standing != Standing::Works {
            station.standing = Standing::Works;
            station.word = words.word_again();
        }
    }
    picture(words.path_label_back(), &stations)
}

fn you(words: &Words) -> Station {
    Station { icon: Icon::You, name: words.station_you(), word: words.word_ready(), standing: Standing::Works }
}

fn internet(word: String, standing: Standing, words: &Words) -> Station {
    Station { icon: Icon::Internet, name: words.station_internet(), word, standing }
}

/// The site, where the way to it ends with the reader's own side.
fn unasked(words: &Words) -> Station {
    Station { icon: Icon::Server, name: words.station_site(), word: words.word_not_asked(), standing: Standing::Idle }
}

fn stations(diagnosis: &Diagnosis, words: &Words) -> Vec<Station> {
    let station = |icon, name, word, standing| Station { icon, name, word, standing };
    let gateway = |name: &str, word, standing| station(Icon::Gateway, name.to_owned(), word, standing);
    let server = |word, standing| station(Icon::Server, words.station_server(), word, standing);
    let site = |word, standing| station(Icon::Server, words.station_site(), word, standing);
    let (standing, word) = verdict(diagnosis.failure, words);
    let front = Front::of(diagnosis);
    let mut path = vec![you(words)];
    match front {
        Front::SignIn => path.push(internet(word.clone(), standing, words)),
        // It is a part of what gets the reader to the net.
        Front::Own(_) => {}
        Front::Service(_) | Front::Proxy(_) | Front::Someone | Front::App(_) | Front::Unsure => {
            path.push(internet(words.word_works(), Standing::Works, words));
            // There is room for one more.
            let relay = diagnosis.relays.first();
            path.extend(relay.map(|relay| gateway(relay.name(), words.word_passed(), Standing::Works)));
        }
    }
    let answered = |name: &str, behind: &dyn Fn(String, Standing) -> Station| match diagnosis.failure {
        // These are the gateway's own no: the server behind it never heard of the request.
        Failure::Blocked | Failure::Quota => {
            [gateway(name, word.clone(), standing), behind(words.word_not_asked(), Standing::Idle)]
        }
        Failure::OriginRefused
        | Failure::OriginTimeout
        | Failure::OriginUnreachable
        | Failure::OriginOverloaded
        | Failure::Maintenance
        | Failure::InvalidResponse
        | Failure::Dns
        | Failure::Tls
        | Failure::AppCrash
        | Failure::CaptivePortal
        | Failure::Unknown => [gateway(name, words.word_answered(), Standing::Works), behind(word.clone(), standing)],
    };
    match front {
        Front::Service(name) | Front::Proxy(name) => path.extend(answered(name.name(), &server)),
        // Whoever passed it on stands for the one that did not say its name.
        Front::Someone if !diagnosis.relays.is_empty() => path.push(server(word.clone(), standing)),
        Front::Someone => path.extend(answered(&words.station_front(), &server)),
        Front::Own(name) => path.extend(answered(name.name(), &site)),
        Front::App(name) => path.push(station(Icon::Server, name.name().to_owned(), word.clone(), standing)),
        Front::Unsure => path.push(site(word.clone(), standing)),
        Front::SignIn => path.push(unasked(words)),
    }
    path
}

/// What the failure is called under the station where it breaks.
pub(super) fn word(failure: Failure, words: &Words) -> String {
    verdict(failure, words).1
}

/// How the station stands that failed, and the word under it.
fn verdict(failure: Failure, words: &Words) -> (Standing, String) {
    match failure {
        Failure::OriginRefused => (Standing::Cut, words.word_refused()),
        Failure::OriginTimeout => (Standing::Cut, words.word_timeout()),
        Failure::OriginUnreachable => (Standing::Cut, words.word_unreachable()),
        Failure::Dns => (Standing::Cut, words.word_dns()),
        Failure::Tls => (Standing::Cut, words.word_tls()),
        Failure::InvalidResponse => (Standing::Cut, words.word_invalid()),
        Failure::OriginOverloaded => (Standing::Broken, words.word_overloaded()),
        Failure::Maintenance => (Standing::Broken, words.word_maintenance()),
        Failure::Blocked => (Standing::Broken, words.word_blocked()),
        Failure::Quota => (Standing::Broken, words.word_quota()),
        Failure::AppCrash => (Standing::Broken, words.word_crash()),
        Failure::CaptivePortal => (Standing::Broken, words.word_sign_in()),
        Failure::Unknown => (Standing::Broken, words.word_unknown()),
    }
}

fn picture(label: String, stations: &[Station]) -> Element {
    let stations = stations.iter().map(|station| {
        let state = match station.standing {
            Standing::Works => "works",
            Standing::Broken => "broken",
            Standing::Cut => "cut",
            Standing::Idle => "idle",
        };
        let cross = matches!(station.standing, Standing::Broken | Standing::Cut);
        let cross = cross.then(|| Tag::Span.class("cross").with(Icon::Cross.draw()));
        Tag::Li
            .class("station")
            .set(Attribute::State(state))
            .with(Tag::Span.class("dot").with(station.icon.draw()).with_all(cross))
            .with(Tag::Strong.text(station.name.as_str()))
            .text(" ")
            .with(Tag::Span.class("word").text(station.word.as_str()))
    });
    Tag::Ol.class("path").set(Attribute::Label(label)).with_all(stations)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnosis::Gateway;
    use crate::http::Status;
    use crate::words::tests::english;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn drawn(failure: Failure, gateway: Option<Gateway>) -> Vec<(String, String, Standing)> {
        let diagnosis = Diagnosis { gateway, failure, ..Diagnosis::of_status(Status::new(502)) };
        stations(&diagnosis, &english()).into_iter().map(|s| (s.name, s.word, s.standing)).collect()
    }

    #[track_caller]
    fn check(failure: Failure, gateway: Option<Gateway>, expected: &[(&str, &str, Standing)]) {
        let got = drawn(failure, gateway);
        let got: Vec<_> = got.iter().map(|(name, word, standing)| (name.as_str(), word.as_str(), *standing)).collect();
        assert_eq!(got.get(1..), Some(expected), "{failure:?} {gateway:?}");
    }

    #[test]
    fn where_it_breaks() {
        use Standing::{Broken, Cut, Idle, Works};
        let internet = ("Your internet", "works", Works);
        let nginx = Some(Gateway::Nginx);
        check(
            Failure::OriginTimeout,
            nginx,
            &[internet, ("nginx", "answered", Works), ("Site’s server", "too slow", Cut)],
        );
        check(
            Failure::OriginRefused,
            None,
            &[internet, ("Front door", "answered", Works), ("Site’s server", "not running", Cut)],
        );
        check(
            Failure::AppCrash,
            nginx,
            &[internet, ("nginx", "answered", Works), ("Site’s server", "has an error", Broken)],
        );
        check(Failure::AppCrash, None, &[internet, ("The site", "has an error", Broken)]);
        check(Failure::AppCrash, Some(Gateway::Django), &[internet, ("Django", "has an error", Broken)]);
        check(Failure::Dns, Some(Gateway::Squid), &[("Squid", "answered", Works), ("The site", "not found", Cut)]);
        check(Failure::Blocked, Some(Gateway::Squid), &[("Squid", "said no", Broken), ("The site", "not asked", Idle)]);
        check(Failure::Blocked, nginx, &[internet, ("nginx", "said no", Broken), ("Site’s server", "not asked", Idle)]);
        check(
            Failure::CaptivePortal,
            None,
            &[("Your internet", "wants sign-in", Broken), ("The site", "not asked", Idle)],
        );
    }

    #[cfg(not(target_arch = "wasm32"))]
    #[test]
    fn pictures_of_every_front() {
        use super::super::node::tests::outline;
        use super::super::testing::stations_in_one_line;
        let relayed = |relays: &[Gateway]| Diagnosis {
            relays: relays.to_vec(),
            failure: Failure::OriginTimeout,
            ..Diagnosis::of_status(Status::new(502))
        };
        let of = |failure, gateway| Diagnosis { gateway, failure, ..relayed(&[]) };
        let all = [
            of(Failure::OriginTimeout, Some(Gateway::Cloudflare)),
            of(Failure::Quota, Some(Gateway::Nginx)),
            of(Failure::OriginTimeout, None),
            of(Failure::AppCrash, Some(Gateway::Rails)),
            of(Failure::Maintenance, None),
            of(Failure::Dns, Some(Gateway::Squid)),
            of(Failure::CaptivePortal, None),
            relayed(&[Gateway::Cloudflare]),
        ];
        let words = english();
        let lines = all.iter().flat_map(|diagnosis| {
            [broken(diagnosis, &words), mended(diagnosis, &words)]
                .map(|picture| stations_in_one_line(&outline(&picture.into())) + "\n")
        });
        insta::assert_snapshot!(stations_in_one_line(&outline(&offline(&words).into())), @"You: ready (works) | Your internet: not connected (cut) | The site: not asked (idle)");
        insta::assert_snapshot!(lines.collect::<String>(), @r"
        You: ready (works) | Your internet: works (works) | Cloudflare: answered (works) | Site’s server: too slow (cut)
        You: ready (works) | Your internet: works (works) | Cloudflare: answered (works) | Site’s server: is back (works)
        You: ready (works) | Your internet: works (works) | nginx: limit reached (broken) | Site’s server: not asked (idle)
        You: ready (works) | Your internet: works (works) | nginx: is back (works) | Site’s server: is back (works)
        You: ready (works) | Your internet: works (works) | Front door: answered (works) | Site’s server: too slow (cut)
        You: ready (works) | Your internet: works (works) | Front door: answered (works) | Site’s server: is back (works)
        You: ready (works) | Your internet: works (works) | Ruby on Rails: has an error (broken)
        You: ready (works) | Your internet: works (works) | Ruby on Rails: is back (works)
        You: ready (works) | Your internet: works (works) | The site: in repair (broken)
        You: ready (works) | Your internet: works (works) | The site: is back (works)
        You: ready (works) | Squid: answered (works) | The site: not found (cut)
        You: ready (works) | Squid: answered (works) | The site: is back (works)
        You: ready (works) | Your internet: wants sign-in (broken) | The site: not asked (idle)
        You: ready (works) | Your internet: is back (works) | The site: is back (works)
        You: ready (works) | Your internet: works (works) | Cloudflare: passed it on (works) | Site’s server: too slow (cut)
        You: ready (works) | Your internet: works (works) | Cloudflare: passed it on (works) | Site’s server: is back (works)
        ");
    }

    #[test]
    fn who_passed_it_on_stands_before_who_made_it() {
        let relays = vec![Gateway::Cloudflare, Gateway::Varnish];
        let mut diagnosis = Diagnosis { relays, ..Diagnosis::of_status(Status::new(502)) };
        let mut names = |gateway| {
            diagnosis.gateway = gateway;
            stations(&diagnosis, &english()).into_iter().map(|station| station.name).collect::<Vec<_>>()
        };
        assert_eq!(names(Some(Gateway::Nginx)), ["You", "Your internet", "Cloudflare", "nginx", "Site’s server"]);
        assert_eq!(names(None), ["You", "Your internet", "Cloudflare", "Site’s server"]);
        assert_eq!(names(Some(Gateway::Squid)), ["You", "Squid", "The site"]);
    }

    #[test]
    fn each_picture_has_one_break_and_a_word_under_each_station() {
        for failure in Failure::ALL {
            for gateway in [None, Some(Gateway::Cloudflare), Some(Gateway::Rails), Some(Gateway::Squid)] {
                let stations = drawn(failure, gateway);
                let breaks = stations.iter().filter(|(.., s)| matches!(s, Standing::Broken | Standing::Cut)).count();
                assert_eq!(breaks, 1, "{failure:?} {gateway:?}");
                assert!(stations.iter().all(|(name, word, _)| !name.is_empty() && !word.is_empty()));
            }
        }
    }
}
