//! What the examples, and a test of endurance, are put through: real servers and clients, and each other.
//!
//! `call` runs a program and looks how it ended, `serving` keeps the example that serves at work, and
//! `others` has the real servers. A scene for each example uses them.

mod call;
pub(super) mod check;
pub(super) mod memory;
pub(super) mod openssl_handoff;
mod others;
pub(super) mod send;
pub(super) mod send_epoll;
pub(super) mod server_poll;
mod serving;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use anyhow::{Result, bail};

pub(super) use self::call::Call;
pub(super) use self::others::Others;
use super::install::Installed;
use super::programs;
use super::way::Way;

/// Where a program plays: linked and run in one way, with others around.
pub(super) struct Stage<'s> {
    pub(super) installed: &'s Installed,
    pub(super) way: Way,
    pub(super) others: &'s Others,
}

impl<'s> Stage<'s> {
    /// A program of ours, to be run to its end.
    pub(super) fn calls(&'s self, name: &'static str) -> Call<'s> {
        Call::new(self, name)
    }

    /// Compiles a program of ours, unless that has been done for this way.
    fn program(&self, name: &'static str) -> Result<PathBuf> {
        if let Some(program) = self.others.built.borrow().get(&(self.way.name, name)) {
            return Ok(program.clone());
        }
        let source = programs::named(name)?;
        let files = source.parts(self.installed)?;
        let program = self.way.compile(self.installed, name, &files, source.modules)?;
        self.others.built.borrow_mut().insert((self.way.name, name), program.clone());
        Ok(program)
    }

    /// A number of things to do: the second where the way is slow.
    fn count(&self, usual: usize, slow: usize) -> usize {
        if self.way.is_slow { slow } else { usual }
    }
}

/// Plays a scene. The fixtures panic where a server does what it must not; one scene that fails stops no
/// other, so that becomes an error.
pub(super) fn watched(stage: &Stage<'_>, play: fn(&Stage<'_>) -> Result<()>) -> Result<()> {
    let played = catch_unwind(AssertUnwindSafe(|| play(stage))).unwrap_or_else(|panic| {
        let said = panic.downcast_ref::<String>().map(String::as_str);
        bail!("{}", said.or_else(|| panic.downcast_ref().copied()).unwrap_or("a panic"))
    });
    if played.is_err() {
        stage.others.show_log();
    }
    played
}
