//! A simulation of people who wait for a site: the policies side by side, in one run, from one seed.
//!
//! `cargo run --release --example fleet -- --help`. Ours is not a copy: it is the engine's own `retry::pace::Pace`.

mod options;
mod person;
mod plot;
mod report;
mod site;
mod waiter;

use std::process::ExitCode;

use options::{Mode, Options};
use report::Row;
use site::World;
use waiter::{Reader, Refusal, Rule, Tab};

/// The policies that are compared, by the names in the output.
pub(crate) const POLICIES: [(&str, Option<Rule>); 6] = [
    ("back-soon", None),
    ("chromium", Some(Rule::Chromium)),
    ("fixed-5s", Some(Rule::Fixed { interval: 5_000 })),
    ("fixed-30s", Some(Rule::Fixed { interval: 30_000 })),
    ("full-jitter", Some(Rule::Full { base: 1_000, factor: 2.0, cap: 60_000 })),
    ("decorrelated-jitter", Some(Rule::Decorrelated { base: 2_000, factor: 3.0, cap: 60_000 })),
];

fn main() -> ExitCode {
    match Options::parse(std::env::args().skip(1)).and_then(|options| run(&options)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("fleet: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<(), String> {
    match options.mode {
        Mode::Help => {
            print!("{}", options::HELP);
            Ok(())
        }
        Mode::Crowd => crowd(options),
        Mode::Person => {
            let comparison = person::compare(options.seed, options.draws);
            if let Some(path) = &options.plot {
                plot::person(path, &comparison).map_err(|error| format!("cannot draw {path}: {error}"))?;
            }
            print!(
                "{}",
                if options.json { report::person_json(&comparison) } else { report::person_table(&comparison) }
            );
            Ok(())
        }
    }
}

fn crowd(options: &Options) -> Result<(), String> {
    let no_status = || "an answer must be a server error".to_owned();
    let down = Refusal::of(options.down_status, None).ok_or_else(no_status)?;
    let shed = Refusal::of(503, options.retry_after).ok_or_else(no_status)?;
    let mut rows = Vec::new();
    if !options.json {
        print!("{}", report::head(options));
    }
    for world in options.cells(down, shed) {
        for (policy, rule) in POLICIES.iter().filter(|(name, _)| options.wants(name)) {
            let row = Row { policy, world, outcome: live(&world, *rule) };
            if !options.json {
                print!("{}", row.line());
            }
            rows.push(row);
        }
    }
    if options.json {
        print!("{}", report::json(&rows));
    } else {
        print!("{}", report::verdict(&rows));
    }
    match &options.plot {
        Some(path) => plot::crowd(path, &rows).map_err(|error| format!("cannot draw {path}: {error}")),
        None => Ok(()),
    }
}

/// Everybody in one world, all with one policy: with ours a person has one schedule, with the others each tab its own.
fn live(world: &World, rule: Option<Rule>) -> site::Outcome {
    match rule {
        None => {
            let tabs = world.tabs;
            site::run(world, site::arrivals(world, world.people).map(|(seed, at)| (Reader::new(seed, tabs, at), at)))
        }
        Some(rule) => {
            let tabs = world.people.saturating_mul(u32::from(world.tabs));
            site::run(world, site::arrivals(world, tabs).map(|(seed, at)| (Tab::new(rule, seed), at)))
        }
    }
}
