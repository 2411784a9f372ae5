//! A simulation of people who wait for a site: the policies side by side, in one run, from one seed.
//!
//! `cargo run --release --example fleet -- --help`. Ours is not a copy: it is the engine's own `retry::pace::Pace`.

mod bounds;
mod options;
mod person;
mod plot;
mod report;
mod site;
mod waiter;

use std::process::ExitCode;

use back_soon::retry::pace::Pace;
use bounds::{FirstQuestion, Rivals};
use options::{Mode, Options};
use report::Row;
use site::World;
use waiter::{Reader, Refusal, Rule, Schedule, Tab};

/// A policy: one schedule for a person, or one for each tab.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Policy {
    /// What the engine does.
    Ours,
    /// What others do.
    Rule(Rule),
}

/// The policies that are compared, by the names in the output.
pub(crate) const POLICIES: [(&str, Policy); 6] = [
    ("back-soon", Policy::Ours),
    ("chromium", Policy::Rule(Rule::Chromium)),
    ("fixed-5s", Policy::Rule(Rule::Fixed { interval: 5_000 })),
    ("fixed-30s", Policy::Rule(Rule::Fixed { interval: 30_000 })),
    ("full-jitter", Policy::Rule(Rule::Full { base: 1_000, factor: 2.0, cap: 60_000 })),
    ("decorrelated-jitter", Policy::Rule(Rule::Decorrelated { base: 2_000, factor: 3.0, cap: 60_000 })),
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
        Mode::Bounds => bounds(options),
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
    let mut rows = Vec::new();
    if !options.json {
        print!("{}", report::head(options));
    }
    for world in cells(options)? {
        for (name, policy) in POLICIES.iter().filter(|(name, _)| options.wants(name)) {
            let row = Row { policy: name, world, outcome: live(&world, *policy) };
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

/// Each cell with its bound. The compared policies set a part of it: those that serve half of the pages as soon as can be,
/// where the site takes a hundred seconds for all.
fn bounds(options: &Options) -> Result<(), String> {
    let comparison = person::compare(options.seed, options.draws);
    let fewest = |world: &World| {
        let busy = World { drain_limit_s: 100, shed_cost: 0.0, tabs: 1, ..*world };
        let theirs = POLICIES.iter().filter(|(name, _)| *name != "back-soon").map(|(_, policy)| live(&busy, *policy));
        let swift = theirs.filter(|outcome| outcome.wait_p50_s < 51.0).map(|outcome| outcome.requests_per_person);
        swift.fold(f64::INFINITY, f64::min)
    };
    print!("{}", bounds::head());
    let mut known = None;
    for world in cells(options)? {
        let first = match known {
            Some((outage_s, first)) if outage_s == world.outage_s => first,
            _ => {
                let rivals = Rivals { after_ten_minutes: fewest(&World { outage_s: 600, ..world }) };
                FirstQuestion::of(world.outage_s, fewest(&world), rivals, &comparison)
            }
        };
        known = Some((world.outage_s, first));
        let ours = Row { policy: "back-soon", world, outcome: live(&world, Policy::Ours) };
        print!("{}", bounds::line(&ours, first));
    }
    print!("{}", bounds::growing());
    Ok(())
}

fn cells(options: &Options) -> Result<Vec<World>, String> {
    let no_status = || "an answer must be a server error".to_owned();
    let down = Refusal::of(options.down_status, None).ok_or_else(no_status)?;
    let shed = Refusal::of(503, options.retry_after).ok_or_else(no_status)?;
    Ok(options.cells(down, shed))
}

/// Everybody in one world, all with one policy: with ours a person has one schedule, with the others each tab its own.
fn live(world: &World, policy: Policy) -> site::Outcome {
    match policy {
        Policy::Ours => readers::<Pace>(world),
        Policy::Rule(rule) => {
            let tabs = world.people.saturating_mul(u32::from(world.tabs));
            site::run(world, site::arrivals(world, tabs).map(|(seed, at)| (Tab::new(rule, seed), at)))
        }
    }
}

fn readers<S: Schedule>(world: &World) -> site::Outcome {
    let tabs = world.tabs;
    site::run(world, site::arrivals(world, world.people).map(|(seed, at)| (Reader::<S>::new(seed, tabs, at), at)))
}
