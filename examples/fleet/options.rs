//! What can be asked of the simulation, from the command line.

use crate::site::World;
use crate::waiter::Refusal;

/// The text of `--help`.
pub(crate) const HELP: &str = "\
People wait for a site that is down and comes back: how long, and at what cost to the site?

usage: fleet [options]             a crowd: every policy in every cell of the grid
       fleet --person [options]    one person: mean wait against mean requests
       fleet --bounds [options]    what no policy can do better in a cell, beside what ours does

  --people N          how many people wait (default 20000; up to 1000000 or so)
  --seed N            seed of all chance (default 1)
  --policy NAMES      only these, by commas: back-soon, chromium, fixed-5s, fixed-30s, full-jitter,
                      decorrelated-jitter
  --tabs NS           tabs a person (default 1,5)
  --outage NS         lengths of the outage in seconds (default 10,60,600,3600)
  --drain NS          drain limits in seconds: the time in which the site can serve all pages that
                      people wait for, and nothing else; N/C (default 10,100,1000)
  --shed NS           what a refused request costs, in parts of a served one (default 0,0.1)
  --probe N           what a probe costs, in parts of a page (default 1)
  --queue N           how many seconds of work the site's queue holds (default 1)
  --arrivals N        within how many seconds all meet the failure (default 1)
  --down STATUS       the gateway's answer while the site is down (default 502)
  --retry-after N     Retry-After on what the site sheds, in seconds (default: none)
  --draws N           with --person: how many runs of dice each point is the mean of (default 60)
  --json              one JSON array of rows
  --plot FILE         draw wait against requests, as SVG
  --help              this

A wait is the time from the site's return to a page, for each page that somebody waits for; nobody
waits longer than four drain limits and five minutes, where the run ends. drain_ratio is the time
until 99 % of the pages are there, in drain limits. With back-soon a person has one schedule, and a
probe that is answered well is followed by the pages; with the others each tab has its own.
";

/// How many tabs all people may have open: some 2 GB.
const MOST_TABS: u32 = 20_000_000;

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    Help,
    Crowd,
    Person,
    Bounds,
}

/// What was asked for.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    pub(crate) mode: Mode,
    pub(crate) people: u32,
    pub(crate) seed: u64,
    policies: Option<Vec<String>>,
    tabs: Vec<u8>,
    outages: Vec<u32>,
    drains: Vec<u32>,
    sheds: Vec<f64>,
    probe_cost: f64,
    queue_s: f64,
    arrivals_s: u32,
    pub(crate) down_status: u16,
    pub(crate) retry_after: Option<u32>,
    pub(crate) draws: u32,
    pub(crate) json: bool,
    pub(crate) plot: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            mode: Mode::Crowd,
            people: 20_000,
            seed: 1,
            policies: None,
            tabs: vec![1, 5],
            outages: vec![10, 60, 600, 3600],
            drains: vec![10, 100, 1000],
            sheds: vec![0.0, 0.1],
            probe_cost: 1.0,
            queue_s: 1.0,
            arrivals_s: 1,
            down_status: 502,
            retry_after: None,
            draws: 60,
            json: false,
            plot: None,
        }
    }
}

impl Options {
    /// Reads the arguments.
    ///
    /// # Errors
    ///
    /// - an option that there is not, or one without its value, `--people`
    /// - a value that is no number, or none that makes sense, `--people many`, `--tabs 0`
    /// - more tabs of all people than there is room for, `--people 1000000 --tabs 50`
    pub(crate) fn parse(mut words: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Self::default();
        while let Some(word) = words.next() {
            match word.as_str() {
                "--help" | "-h" => options.mode = Mode::Help,
                "--person" => options.mode = Mode::Person,
                "--bounds" => options.mode = Mode::Bounds,
                "--json" => options.json = true,
                name => {
                    let value =
                        words.next().ok_or_else(|| format!("{name} is no option, or has no value: see --help"))?;
                    options.set(name, &value)?;
                }
            }
        }
        match options.tabs.iter().max() {
            Some(&tabs) if options.people.saturating_mul(u32::from(tabs)) > MOST_TABS => Err(format!(
                "{} people with {tabs} tabs each are too many: at most {MOST_TABS} tabs in all",
                options.people
            )),
            _ => Ok(options),
        }
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), String> {
        match name {
            "--people" => self.people = number(name, value, |n| (1..=MOST_TABS).contains(n))?,
            "--seed" => self.seed = number(name, value, |_| true)?,
            "--policy" => self.policies = Some(names(value)?),
            "--tabs" => self.tabs = numbers(name, value, |n| (1..=50).contains(n))?,
            "--outage" => self.outages = numbers(name, value, |n| (1..=86_400).contains(n))?,
            "--drain" => self.drains = numbers(name, value, |n| (1..=20_000).contains(n))?,
            "--shed" => self.sheds = numbers(name, value, |n| (0.0..=1.0).contains(n))?,
            "--probe" => self.probe_cost = number(name, value, |n| (0.0..=1.0).contains(n))?,
            "--queue" => self.queue_s = number(name, value, |n| (0.0..=60.0).contains(n))?,
            "--arrivals" => self.arrivals_s = number(name, value, |n| (0..=86_400).contains(n))?,
            "--down" => self.down_status = number(name, value, |n| (500..=599).contains(n))?,
            "--retry-after" => self.retry_after = Some(number(name, value, |_| true)?),
            "--draws" => self.draws = number(name, value, |n| (1..=10_000).contains(n))?,
            "--plot" => self.plot = Some(value.to_owned()),
            _ => return Err(format!("{name} is no option: see --help")),
        }
        Ok(())
    }

    /// Whether a policy is to be run.
    pub(crate) fn wants(&self, policy: &str) -> bool {
        self.policies.as_ref().is_none_or(|names| names.iter().any(|name| name == policy))
    }

    /// The cells of the grid, in the order of the table.
    pub(crate) fn cells(&self, down: Refusal, shed: Refusal) -> Vec<World> {
        let mut cells = Vec::new();
        for &tabs in &self.tabs {
            for &outage_s in &self.outages {
                for &drain_limit_s in &self.drains {
                    for &shed_cost in &self.sheds {
                        cells.push(World {
                            people: self.people,
                            tabs,
                            outage_s,
                            drain_limit_s,
                            shed_cost,
                            probe_cost: self.probe_cost,
                            queue_s: self.queue_s,
                            arrivals_s: self.arrivals_s,
                            down,
                            shed,
                            seed: self.seed,
                        });
                    }
                }
            }
        }
        cells
    }
}

fn names(value: &str) -> Result<Vec<String>, String> {
    let known = |name: &&str| crate::POLICIES.iter().any(|(known, _)| known == name);
    match value.split(',').find(|name| !known(name)) {
        Some(name) => Err(format!("there is no policy '{name}': see --help")),
        None => Ok(value.split(',').map(str::to_owned).collect()),
    }
}

fn number<T: std::str::FromStr>(name: &str, value: &str, makes_sense: impl Fn(&T) -> bool) -> Result<T, String> {
    let number = value.parse().ok().filter(makes_sense);
    number.ok_or_else(|| format!("{name}: '{value}' is no number, or too large or small"))
}

fn numbers<T: std::str::FromStr>(
    name: &str,
    value: &str,
    makes_sense: impl Fn(&T) -> bool + Copy,
) -> Result<Vec<T>, String> {
    value.split(',').map(|part| number(name, part, makes_sense)).collect()
}
