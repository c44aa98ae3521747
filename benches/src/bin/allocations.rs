//! Counts what every contender allocates in one run, and prints a JSON line for each work. With
//! `--memory`, counts what connections hold.

use std::alloc::System;

use serde_json::json;
use smtpwire_bench::memory::Make;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

fn main() {
    let mut arguments = std::env::args().skip(1);
    match (arguments.next().as_deref(), arguments.next()) {
        (None, _) => allocations(),
        (Some("--memory"), None) => memory(),
        _ => panic!("the only argument is --memory"),
    }
}

fn allocations() {
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

fn memory() {
    for holding in smtpwire_bench::memory::holdings() {
        let others: Vec<_> = holding
            .others
            .iter()
            .map(|(name, make)| json!({ "name": name, "octets": held(make) }))
            .collect();
        let (name, bars, octets) = (holding.name, &holding.bars, held(&holding.make));
        println!("{}", json!({ "work": name, "bars": bars, "octets": octets, "others": others }));
    }
}

fn held(make: &Make) -> usize {
    // The first may fill what all that follow share.
    drop(make());
    let region = Region::new(ALLOCATOR);
    let held = make();
    let stats = region.change();
    drop(held);
    stats.bytes_allocated - stats.bytes_deallocated
}
