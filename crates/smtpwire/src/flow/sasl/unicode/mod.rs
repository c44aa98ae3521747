//! What SASLprep asks of Unicode: normalisation to NFKC (UAX #15), and which way characters run (UAX #9).
//!
//! The tables of the usual crates are made for speed on gigabytes, and were 55 KiB of the module for
//! browsers. Names and passwords are short: these are the same facts in 14 KiB. The tests make them
//! anew from those crates, and compare everything.
//!
//! `table` reads them, `normal` is the algorithm; `tests/make.rs` writes them.

mod normal;
mod table;
#[cfg(test)]
mod tests;

pub(super) use normal::nfkc;
use table::Table;

/// Which way a character runs, as far as SASLprep asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// L.
    LeftToRight,
    /// R and AL.
    RightToLeft,
    /// Every other class.
    Neither,
}

/// 1: R or AL; 2: neither these nor L.
const DIRECTIONS: Table = Table(include_bytes!("directions.bin"));

/// Which way a character runs.
pub(super) fn direction(c: char) -> Direction {
    match DIRECTIONS.value(c) {
        0 => Direction::LeftToRight,
        1 => Direction::RightToLeft,
        _ => Direction::Neither,
    }
}
