//! Measures the time of every work, and prints a JSON line for each.
//!
//! `bench-time [ROUNDS [ONLY]]`: how many turns each contender has, and a part of the names of those
//! works that are wanted.

use std::time::Duration;

use serde_json::json;
use smtpwire_bench::timing::{Effort, medians};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (rounds, only) = match arguments.as_slice() {
        [] => ("101", ""),
        [rounds] => (rounds.as_str(), ""),
        [rounds, only] => (rounds.as_str(), only.as_str()),
        _ => panic!("the arguments are [ROUNDS [ONLY]]"),
    };
    let rounds = rounds.parse().expect("a number");
    let effort = Effort { rounds, turn: Duration::from_millis(2) };
    for mut work in smtpwire_bench::works().into_iter().filter(|work| work.name.contains(only)) {
        let runs = work.contenders.iter_mut().flat_map(|contender| {
            std::iter::once(&mut contender.run).chain(&mut contender.ours_on_the_same)
        });
        let mut times = medians(&mut runs.collect::<Vec<_>>(), effort).into_iter();
        let contenders: Vec<_> = work
            .contenders
            .iter()
            .map(|contender| {
                let time = times.next();
                let ours = contender.ours_on_the_same.as_ref().and_then(|_| times.next());
                json!({
                    "name": contender.name,
                    "items": contender.items,
                    "nanoseconds": time,
                    "ours_on_the_same": ours,
                })
            })
            .collect();
        let (name, items, bars) = (work.name, work.items, &work.bars);
        println!(
            "{}",
            json!({ "work": name, "items": items, "bars": bars, "contenders": contenders })
        );
    }
}
