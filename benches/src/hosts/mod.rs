//! Whole programs on sockets of this machine: `smtpwire serve` beside smtp-sink, a [`Mailer`]
//! beside smtp-source, and the C library's `send_epoll` beside smtp-source and libcurl.
//!
//! smtp-source and smtp-sink come with Postfix, and are where `cargo xtask peers` puts them. Servers
//! stay up for the whole run; each turn starts one program that sends mail, and the time from its
//! start to its end counts. The contenders have their turns one behind the other, and what is told is
//! the median of the ratios within such rounds: what disturbs the machine disturbs all.
//!
//! [`Mailer`]: smtpwire::Mailer

mod loads;
mod programs;
mod sending;

use std::io;
use std::path::PathBuf;

use serde::Serialize;
use smtpwire_interop::Missing;

pub use self::sending::send;
use crate::Bar;

/// What came of one comparison, as `bench-time` would print it.
#[derive(Debug, Serialize)]
pub struct Compared {
    work: String,
    items: u32,
    bars: Vec<Bar>,
    contenders: Vec<Took>,
}

/// What one contender took for all items.
#[derive(Debug, Serialize)]
struct Took {
    name: &'static str,
    items: u32,
    /// The median.
    nanoseconds: f64,
    /// Of its own process; the median.
    processor: Option<f64>,
    /// The median of the ratios of its times to ours; ours has none.
    times_ours: Option<f64>,
    /// The same for the processor's time.
    processor_times_ours: Option<f64>,
}

/// Why nothing could be measured.
#[derive(Debug)]
pub enum Trouble {
    /// A peer is not there.
    Missing(Missing),
    /// A program does not do what it should.
    Failed(io::Error),
}

impl From<Missing> for Trouble {
    fn from(missing: Missing) -> Self {
        Self::Missing(missing)
    }
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Failed(error)
    }
}

/// Our programs, built.
#[derive(Debug)]
pub struct Programs {
    /// `smtpwire`.
    pub serve: PathBuf,
    /// `bench-mailer`.
    pub mailer: PathBuf,
    /// The programs in C, where there is what they need.
    pub c_senders: Option<CSenders>,
}

/// Programs in C that take the options of smtp-source.
#[derive(Debug)]
pub struct CSenders {
    /// `bindings/c/examples/send_epoll.c`.
    pub send_epoll: PathBuf,
    /// `benches/c/curl_multi.c`.
    pub curl_multi: PathBuf,
}

/// Measures everything, handing out each comparison as it is done. Only works that have `only` in
/// their name are done, and those of the programs in C only where these are there.
///
/// # Errors
///
/// [`Trouble`] where a peer is missing or a program fails.
pub fn compare(
    programs: Programs,
    rounds: usize,
    only: &str,
    mut done: impl FnMut(Compared),
) -> Result<(), Trouble> {
    let stage = programs::Stage::set(programs)?;
    for load in loads::all().filter(|load| load.name.contains(only)) {
        if let Some(compared) = loads::measure(&load, &stage, rounds)? {
            done(compared);
        }
    }
    Ok(())
}
