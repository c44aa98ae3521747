//! Measures the time of every work, and prints a JSON line for each.

use std::time::Duration;

use serde_json::json;
use smtpwire_bench::timing::{Effort, medians};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let rounds = match (arguments.next().as_deref(), arguments.next()) {
        (None, _) => 101,
        (Some("--rounds"), Some(number)) => number.parse().expect("--rounds wants a number"),
        _ => panic!("the only argument is --rounds N"),
    };
    let effort = Effort { rounds, turn: Duration::from_millis(2) };
    for mut work in smtpwire_bench::works() {
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
