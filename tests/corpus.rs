//! Scores `diagnose` on a folder of labelled responses beside the project, where there is one: how often a named gateway is
//! the right one (precision), how often the right one is named (recall), and how often the failure is right.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "clippy spares `#[test]` functions, not the functions around them in a test of its own crate"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use back_soon::diagnosis::{Diagnosis, Gateway, diagnose};
use back_soon::http::{Method, Response, Status};
use back_soon::id::Address;
use back_soon::time::Timestamp;
use serde::Deserialize;

/// A response with what an expert says of it. The format is described in the folder's README.
#[derive(Deserialize)]
struct Specimen {
    id: String,
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
    expect: Expected,
}

#[derive(Deserialize)]
struct Expected {
    gateway: String,
    failure: String,
    #[serde(default)]
    same_response_as: Vec<String>,
}

impl Specimen {
    fn diagnosis(&self) -> Diagnosis {
        let response = Response {
            address: Address::parse("https://shop.example.com/cart?id=1").unwrap(),
            method: Method::Get,
            status: Status::new(self.status),
            headers: self.headers.iter().map(|(name, value)| (name, value)).collect(),
            received: Timestamp::from_millis(0),
            sent_from: None,
        };
        diagnose(&response, &self.body)
    }

    /// The one who made it, `None` where a careful expert could not tell.
    fn gateway(&self) -> Option<&str> {
        Some(self.expect.gateway.as_str()).filter(|id| !matches!(*id, "unknown" | "none"))
    }
}

/// Right ones of so many.
#[derive(Clone, Copy, Default)]
struct Share(usize, usize);

impl Share {
    fn add(&mut self, right: bool) {
        self.0 += usize::from(right);
        self.1 += 1;
    }

    fn reaches(self, per_cent: usize) -> bool {
        self.1 > 0 && self.0 * 100 >= self.1 * per_cent
    }
}

impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.0, self.1)
    }
}

/// The folder, where it stands beside the project.
fn specimens() -> Option<Vec<Specimen>> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let mut files: Vec<PathBuf> = Vec::new();
    for folder in fs::read_dir(corpus).ok()? {
        let folder = folder.unwrap().path();
        if folder.is_dir() {
            files.extend(fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()));
        }
    }
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    let read = |file: &PathBuf| {
        let text = fs::read_to_string(file).unwrap();
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
    };
    Some(files.iter().map(read).collect())
}

#[test]
fn labelled_responses() {
    let Some(specimens) = specimens().filter(|specimens| !specimens.is_empty()) else {
        println!("skipped: there are no labelled responses in ../shared/corpus");
        return;
    };
    let mut precision: BTreeMap<String, Share> = BTreeMap::new();
    let mut recall: BTreeMap<String, Share> = BTreeMap::new();
    let mut failures: BTreeMap<String, Share> = BTreeMap::new();
    let mut false_alarms = 0;
    for specimen in &specimens {
        let got = specimen.diagnosis();
        if specimen.status < 500 {
            false_alarms += usize::from(got.gateway.is_some() || got.failure.id() != "unknown");
            continue;
        }
        let (named, right) = (got.gateway.map(Gateway::id), specimen.gateway());
        if let Some(named) = named {
            precision.entry(named.to_owned()).or_default().add(right == Some(named));
        }
        if let Some(right) = right {
            recall.entry(right.to_owned()).or_default().add(named == Some(right));
        }
        if named != right {
            println!("miss {}: gateway {named:?}, is {right:?}", specimen.id);
        }
        let wanted = &specimen.expect.failure;
        failures.entry(wanted.clone()).or_default().add(got.failure.id() == wanted);
        if got.failure.id() != wanted {
            println!("miss {}: failure {}, is {wanted}", specimen.id, got.failure.id());
        }
    }
    let precision = print("precision", &precision);
    let recall = print("recall", &recall);
    let failure = print("failure", &failures);
    println!("{} responses: precision {precision}, recall {recall}, failure {failure}", specimens.len());
    assert_eq!(false_alarms, 0, "alarms on responses that are no gateway errors");
    assert!(precision.reaches(99), "precision {precision}");
    assert!(recall.reaches(97), "recall {recall}");
    assert!(failure.reaches(95), "failure {failure}");
}

/// Prints a line for each, and the sum.
fn print(what: &str, shares: &BTreeMap<String, Share>) -> Share {
    for (name, share) in shares {
        println!("{what:9} {name:32} {share}");
    }
    shares.values().fold(Share::default(), |sum, share| Share(sum.0 + share.0, sum.1 + share.1))
}

#[test]
fn the_same_bytes_get_the_same_verdict() {
    let Some(specimens) = specimens() else {
        println!("skipped: there are no labelled responses in ../shared/corpus");
        return;
    };
    let by_id: BTreeMap<&str, &Specimen> = specimens.iter().map(|s| (s.id.as_str(), s)).collect();
    for specimen in &specimens {
        for other in specimen.expect.same_response_as.iter().filter_map(|id| by_id.get(id.as_str())) {
            let (one, two) = (specimen.diagnosis(), other.diagnosis());
            assert_eq!((one.gateway, one.failure), (two.gateway, two.failure), "{} and {}", specimen.id, other.id);
        }
    }
}
