//! Counts what every contender allocates in one run, and prints a JSON line for each work.

use std::alloc::System;

use serde_json::json;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

fn main() {
    for mut work in smtpwire_bench::works() {
        let counts: Vec<usize> = work
            .contenders
            .iter_mut()
            .map(|contender| {
                // The first run may fill what later runs use again.
                (contender.run)();
                let region = Region::new(ALLOCATOR);
                (contender.run)();
                let stats = region.change();
                stats.allocations + stats.reallocations
            })
            .collect();
        println!("{}", json!({ "work": work.name, "allocations": counts }));
    }
}
