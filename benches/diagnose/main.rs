//! How long `diagnose` takes natively, by `cargo bench`. What counts is its time as wasm in a browser: `./build.sh bench`.

mod bodies;

use std::hint::black_box;
use std::time::{Duration, Instant};

use back_soon::diagnosis::diagnose;

const ROUNDS: usize = 201;

fn main() {
    let Some(response) = bodies::response() else { return };
    for kind in bodies::KINDS {
        let body = kind.body();
        let mut times: Vec<Duration> = (0..ROUNDS)
            .map(|_| {
                let start = Instant::now();
                black_box(diagnose(black_box(&response), black_box(&body)));
                start.elapsed()
            })
            .collect();
        times.sort_unstable();
        let median = times.get(ROUNDS / 2).copied().unwrap_or_default();
        println!("diagnose, native, {}: {} us (median)", kind.name, median.as_micros());
    }
}
