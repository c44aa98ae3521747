//! A client's choices.

use super::Spelling;
use super::choices::choices;
use super::sizes::{Limits, Timeouts};
use super::words::{LineEnds, Protocol};
use super::wrong::Wrong;
use crate::count::Size;
use crate::failure::Failure;

choices! {
    /// What is forgiven in replies.
    ReplyOptions of smtpwire::ReplyOptions {
        max_line: Size,
        max_lines: Size,
        differing_codes: bool,
        bare_lf: bool,
        trailing_cr: bool,
    }
}

impl ReplyOptions {
    /// The core's options.
    pub fn build(self) -> smtpwire::ReplyOptions {
        let mut options = smtpwire::ReplyOptions::default();
        self.apply(&mut options);
        options
    }
}

choices! {
    /// How a client behaves.
    ClientConfig of smtpwire::ClientConfig {
        protocol: Protocol,
        limits: Limits,
        timeouts: Timeouts,
        reply: ReplyOptions,
        pipelining: bool,
        helo_fallback: bool,
        ehlo_alone: bool,
        implicit_tls: bool,
        verified: bool,
        plaintext_auth: bool,
        line_ends: LineEnds,
        long_lines: bool,
        undeclared_eight_bit: bool,
    }
}

impl ClientConfig {
    /// The core's configuration, checked: a client can work with what is chosen.
    ///
    /// # Errors
    /// What the core's `check` says: the path of the field, then why.
    pub fn build(self, spelling: Spelling) -> Result<smtpwire::ClientConfig, Failure> {
        let mut config = smtpwire::ClientConfig::new();
        self.apply(&mut config);
        config.check().map_err(|error| Wrong::of_check(&error).told("config", spelling))?;
        Ok(config)
    }
}
