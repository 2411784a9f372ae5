//! Wait against requests, drawn.

use std::error::Error;

use plotters::prelude::*;

use crate::person::{Comparison, FAMILIES, Point};
use crate::report::Row;

type Drawn = Result<(), Box<dyn Error>>;

const SIZE: (u32, u32) = (860, 560);
const COLOURS: [RGBColor; 6] = [
    RGBColor(196, 30, 58),
    RGBColor(70, 70, 70),
    RGBColor(31, 119, 180),
    RGBColor(23, 150, 110),
    RGBColor(214, 130, 20),
    RGBColor(130, 80, 180),
];

fn colour(n: usize) -> RGBColor {
    COLOURS.get(n).copied().unwrap_or(BLACK)
}

/// One person: the lower edge of each family, and our point.
pub(crate) fn person(path: &str, comparison: &Comparison) -> Drawn {
    let area = SVGBackend::new(path, SIZE).into_drawing_area();
    area.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&area)
        .caption("One person, outages of 5 s to 2 h", ("sans-serif", 20))
        .margin(14)
        .x_label_area_size(44)
        .y_label_area_size(54)
        .build_cartesian_2d((8.0..130.0).log_scale(), (3.0..70.0).log_scale())?;
    let mesh = &mut chart.configure_mesh();
    mesh.x_desc("mean requests an outage").y_desc("mean wait after the site is back, s");
    mesh.x_label_formatter(&|x| format!("{x:.0}")).y_label_formatter(&|y| format!("{y:.0}")).draw()?;
    for (n, family) in (1..).zip(FAMILIES) {
        let edge = edge(&comparison.edge(family));
        let line = LineSeries::new(edge, colour(n).stroke_width(2));
        let sample = move |(x, y)| PathElement::new(vec![(x, y), (x + 18, y)], colour(n).stroke_width(2));
        chart.draw_series(line)?.label(family).legend(sample);
    }
    let ours = (comparison.ours.requests, comparison.ours.wait_s);
    let point = |(x, y)| Circle::new((x, y), 6, colour(0).filled());
    chart
        .draw_series([point(ours)])?
        .label("back-soon")
        .legend(|(x, y)| Circle::new((x + 9, y), 6, colour(0).filled()));
    chart.configure_series_labels().background_style(WHITE).border_style(BLACK).draw()?;
    area.present()?;
    Ok(())
}

/// The part of a family's lower edge that is drawn.
fn edge(points: &[Point]) -> Vec<(f64, f64)> {
    let points = points.iter().map(|point| (point.requests, point.wait_s));
    points.filter(|(requests, wait)| (8.0..130.0).contains(requests) && (3.0..70.0).contains(wait)).collect()
}

/// A crowd: each row of the table a point.
pub(crate) fn crowd(path: &str, rows: &[Row]) -> Drawn {
    let area = SVGBackend::new(path, SIZE).into_drawing_area();
    area.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&area)
        .caption("A crowd: each point a cell", ("sans-serif", 20))
        .margin(14)
        .x_label_area_size(44)
        .y_label_area_size(54)
        .build_cartesian_2d((1.0..5000.0).log_scale(), (0.5..5000.0).log_scale())?;
    let mesh = &mut chart.configure_mesh();
    mesh.x_desc("requests a person").y_desc("median wait after the site is back, s");
    mesh.x_label_formatter(&|x| format!("{x:.0}")).y_label_formatter(&|y| format!("{y:.0}")).draw()?;
    for (n, (policy, _)) in crate::POLICIES.iter().enumerate() {
        let of_policy = rows.iter().filter(|row| row.policy == *policy);
        let points = of_policy.map(|row| (row.outcome.requests_per_person, row.outcome.wait_p50_s.max(0.5)));
        let dot = move |(x, y)| Circle::new((x, y), 4, colour(n).filled());
        let sample = move |(x, y)| Circle::new((x + 9, y), 4, colour(n).filled());
        chart.draw_series(points.map(dot))?.label(*policy).legend(sample);
    }
    chart.configure_series_labels().background_style(WHITE).border_style(BLACK).draw()?;
    area.present()?;
    Ok(())
}
