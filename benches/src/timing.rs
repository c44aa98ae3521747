//! Time, so that what disturbs one contender disturbs all.
//!
//! Every contender runs for a moment in turn, many rounds long, and the median of its rounds counts:
//! a slow second of the machine hits all of them, and none of the medians. What counts is the time
//! that the thread had a processor: what others on the machine take is no one's.

use std::time::Duration;

use nix::time::{ClockId, clock_gettime};

use crate::Run;

/// How long and how often each contender runs.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// How many times each has its turn.
    pub rounds: usize,
    /// How long a turn lasts, about.
    pub turn: Duration,
}

/// The median time of one run of each, in nanoseconds, in the order given.
pub fn medians(runs: &mut [&mut Run], effort: Effort) -> Vec<f64> {
    let repeats: Vec<u32> = runs.iter_mut().map(|run| calibrate(run, effort.turn)).collect();
    let mut rounds: Vec<Vec<f64>> = vec![Vec::with_capacity(effort.rounds); runs.len()];
    for round in 0..effort.rounds {
        for turn in 0..runs.len() {
            // Each goes first equally often.
            let index = (turn + round) % runs.len();
            let time = time(runs[index], repeats[index]);
            rounds[index].push(time.as_secs_f64() * 1e9 / f64::from(repeats[index]));
        }
    }
    rounds.into_iter().map(median).collect()
}

/// How many runs fill a turn.
fn calibrate(run: &mut Run, turn: Duration) -> u32 {
    let mut repeats = 1;
    loop {
        let time = time(run, repeats);
        if time >= turn / 2 || repeats >= 1 << 24 {
            return repeats;
        }
        repeats *= 2;
    }
}

fn time(run: &mut Run, repeats: u32) -> Duration {
    let start = now();
    for _ in 0..repeats {
        run();
    }
    now().saturating_sub(start)
}

/// How long this thread has had a processor.
pub(crate) fn now() -> Duration {
    clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).expect("a clock of the thread's own").into()
}

pub(crate) fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
