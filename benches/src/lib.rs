//! smtpwire beside other SMTP crates: the same octets, in one process, in turn.
//!
//! [`works`] lists what is measured in one process. Two programs use it: `bench-time` measures the time with the
//! system's allocator as it is, `bench-allocations` counts with one that counts, which would slow
//! down those who allocate; with `--memory` it counts what a connection holds ([`memory`]).
//! `bench-hosts` measures whole programs on sockets ([`hosts`]), among them `bench-mailer`, the
//! smallest host that a mailer can have; `bench-shells` the shells of other languages ([`shells`]). `cargo xtask bench` runs them all and prints the table.
//!
//! A peer that cannot read all items of a work is measured on those that it reads, and smtpwire
//! beside it on the same: see [`Contender::items`].

#![forbid(unsafe_code)]

mod commands;
mod content;
pub mod hosts;
pub mod memory;
mod ours;
mod peers;
mod replies;
mod samples;
mod sessions;
pub mod shells;
pub mod timing;
mod tls;

use serde::Serialize;

/// The name of our own contender in every work.
pub const OURS: &str = "smtpwire";
/// The name of the copy that content works are compared with.
pub const MEMCPY: &str = "memcpy";
/// The name of the TLS library alone, without SMTP in it.
pub const RUSTLS: &str = "rustls";

/// Something to be done, and who does it.
pub struct Work {
    /// What it is, as the table says it.
    pub name: &'static str,
    /// How many items one run goes over; times are told for one of them.
    pub items: usize,
    /// What we hold ourselves to.
    pub bars: Vec<Bar>,
    /// Everyone who takes part: ours first.
    pub contenders: Vec<Contender>,
}

/// What we hold ourselves to.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Bar {
    /// Our time is at most this multiple of that contender's.
    Time {
        /// The contender that we are measured by.
        of: &'static str,
        /// The multiple.
        at_most: f64,
    },
    /// Ours is at least this multiple of that contender's rate.
    Rate {
        /// The contender that we are measured by.
        of: &'static str,
        /// The multiple.
        at_least: f64,
    },
    /// The processor time of our process is at most this multiple of that contender's.
    Processor {
        /// The contender that we are measured by.
        of: &'static str,
        /// The multiple.
        at_most: f64,
    },
    /// At most this many nanoseconds.
    Nanoseconds {
        /// For one item.
        at_most: f64,
    },
    /// At most this many octets of memory.
    Octets {
        /// For one connection.
        at_most: f64,
    },
    /// At most this many allocations.
    Allocations {
        /// In one run over all items.
        at_most: f64,
    },
}

/// One way to do a work.
pub struct Contender {
    /// The crate, and what of it when that matters.
    pub name: &'static str,
    /// How many of the work's items it reads; the run is over these alone.
    pub items: usize,
    /// When it does not read all items: smtpwire on those that it reads.
    pub ours_on_the_same: Option<Run>,
    /// Does the work once.
    pub run: Run,
}

/// Does a work once; what it makes goes through [`std::hint::black_box`].
pub type Run = Box<dyn FnMut()>;

impl Contender {
    /// A contender that does the whole work.
    fn whole(name: &'static str, items: usize, run: impl FnMut() + 'static) -> Self {
        Self { name, items, ours_on_the_same: None, run: Box::new(run) }
    }
}

/// Every work, ready to be run. Panics when a contender does not do what it is measured for: a
/// number for a failed parse would be worth nothing.
pub fn works() -> Vec<Work> {
    let mut works = commands::works();
    works.extend(replies::works());
    works.extend(content::works());
    works.extend(sessions::works());
    works.extend(tls::works());
    works
}
