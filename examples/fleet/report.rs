//! What is printed: tables for people, JSON for programs.

use std::fmt::Write as _;

use serde_json::json;

use crate::options::Options;
use crate::person::Comparison;
use crate::site::{Outcome, World};

/// One policy in one cell.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) policy: &'static str,
    pub(crate) world: World,
    pub(crate) outcome: Outcome,
}

/// The lines above the table.
pub(crate) fn head(options: &Options) -> String {
    let titles = format!(
        "{:<20}{:>5}{:>8}{:>7}{:>6}{:>9}{:>9}{:>9}{:>10}{:>8}{:>7}{:>10}",
        "policy", "tabs", "outage", "drain", "shed", "p50", "p95", "p99", "requests", "peak", "ratio", "collapse"
    );
    format!("{} people, seed {}; times in seconds\n\n{titles}\n", options.people, options.seed)
}

impl Row {
    /// The row as a line of the table.
    pub(crate) fn line(&self) -> String {
        let Self { policy, world, outcome } = self;
        format!(
            "{policy:<20}{:>5}{:>8}{:>7}{:>6}{:>9.1}{:>9.1}{:>9.1}{:>10.1}{:>8.1}{:>7.2}{:>10}\n",
            world.tabs,
            world.outage_s,
            world.drain_limit_s,
            world.shed_cost,
            outcome.wait_p50_s,
            outcome.wait_p95_s,
            outcome.wait_p99_s,
            outcome.requests_per_person,
            outcome.peak_load,
            outcome.drain_ratio,
            outcome.collapse_s,
        )
    }

    fn is_in_the_cell_of(&self, other: &Self) -> bool {
        let key = |row: &Self| (row.world.tabs, row.world.outage_s, row.world.drain_limit_s);
        key(self) == key(other) && (self.world.shed_cost - other.world.shed_cost).abs() < 1e-9
    }

    fn beats(&self, other: &Self) -> bool {
        let (a, b) = (self.outcome, other.outcome);
        a.wait_p50_s < b.wait_p50_s && a.requests_per_person < b.requests_per_person
    }
}

/// What is below the table: where our policy is beaten on median wait and requests at once.
pub(crate) fn verdict(rows: &[Row]) -> String {
    let mut text = String::new();
    for ours in rows.iter().filter(|row| row.policy == "back-soon") {
        for better in rows.iter().filter(|row| row.is_in_the_cell_of(ours) && row.beats(ours)) {
            let _ = write!(text, "beaten on both: {}against:        {}", ours.line(), better.line());
        }
    }
    if rows.iter().all(|row| row.policy == "back-soon") {
        return text;
    }
    if text.is_empty() {
        "\nback-soon is beaten on both median wait and requests in no cell.\n".to_owned()
    } else {
        text
    }
}

/// All rows as one JSON array.
pub(crate) fn json(rows: &[Row]) -> String {
    let row = |row: &Row| {
        json!({
            "policy": row.policy,
            "tabs": row.world.tabs,
            "outage_s": row.world.outage_s,
            "drain_limit_s": row.world.drain_limit_s,
            "shed_cost": row.world.shed_cost,
            "wait_p50_s": row.outcome.wait_p50_s,
            "wait_p95_s": row.outcome.wait_p95_s,
            "wait_p99_s": row.outcome.wait_p99_s,
            "requests_per_person": row.outcome.requests_per_person,
            "peak_load": row.outcome.peak_load,
            "drain_ratio": row.outcome.drain_ratio,
        })
    };
    let lines: Vec<String> = rows.iter().map(|r| row(r).to_string()).collect();
    format!("[{}]\n", lines.join(",\n"))
}

/// One person: our point, and the best of each family at as many requests.
pub(crate) fn person_table(comparison: &Comparison) -> String {
    let ours = comparison.ours;
    let mut text = format!(
        "outages of 5 s to 2 h, every length as likely on a scale of powers\n\n\
         back-soon: mean wait {:.2} s, mean requests {:.2}, the last page load among them\n\n\
         the lower edge of each family at as many requests, swept over {} settings:\n",
        ours.wait_s,
        ours.requests,
        comparison.points.len()
    );
    for (family, wait_s, near) in comparison.best() {
        let _ = writeln!(
            text,
            "  {family:<14} {wait_s:>6.2} s   {:>+5.1} % against ours   (near it: {}: {:.2} s at {:.2} requests)",
            (wait_s / ours.wait_s - 1.0) * 100.0,
            near.setting(),
            near.wait_s,
            near.requests,
        );
    }
    text
}

/// The points of the comparison as one JSON array.
pub(crate) fn person_json(comparison: &Comparison) -> String {
    let ours = json!({
        "policy": "back-soon", "wait_mean_s": comparison.ours.wait_s, "requests_mean": comparison.ours.requests,
    });
    let others = comparison.points.iter().map(|point| {
        json!({ "policy": point.family(), "setting": point.setting(), "wait_mean_s": point.wait_s, "requests_mean": point.requests })
    });
    let lines: Vec<String> = std::iter::once(ours).chain(others).map(|row| row.to_string()).collect();
    format!("[{}]\n", lines.join(",\n"))
}
