//! A command line: what is read can be written and read again, and what is refused has a reply.
//!
//! Switch 0: every leniency is on. Switch 1: SMTPUTF8 is not offered.

#![no_main]

use libfuzzer_sys::fuzz_target;
use smtpwire::{Command, CommandOptions, Leniency};
use smtpwire_fuzz::{Case, command};

fuzz_target!(|input: &[u8]| {
    let Some(case) = Case::read(input) else { return };
    let mut options = CommandOptions::default();
    if case.option(0) {
        options.leniency = Leniency::ALL;
    }
    options.smtputf8 = !case.option(1);
    match Command::parse_with(case.text(), &options) {
        Ok(read) => command::is_written_as_it_reads(&read, &options),
        Err(error) => command::has_a_reply(&error, case.text()),
    }
});
