//! `cargo xtask test-c`, and the step of `cargo xtask test` that does the same.
//!
//! The library is built with the profile `checks`: release code, so that what is checked is what is
//! shipped, but without link-time optimisation, which takes minutes and finds no error of ours.

use anyhow::{Result, bail};
use clap::Args;

use super::install::{self, Installed};
use super::{header, outside, page, programs, symbols, tools};
use crate::test::Outcome;

#[derive(Args)]
pub(crate) struct Options {
    /// Write what the library exports to bindings/c/symbols.txt, and check nothing.
    #[arg(long)]
    write_symbols: bool,
    /// Only compile and run the program of this name; may be given more than once.
    #[arg(long = "program", value_name = "NAME")]
    programs: Vec<String>,
}

/// The profile of the checks.
const PROFILE: &str = "checks";

pub(crate) fn run(options: &Options) -> Result<()> {
    if options.write_symbols {
        return symbols::write(&install::stage(PROFILE)?);
    }
    if !options.programs.is_empty() {
        let installed = install::stage(PROFILE)?;
        for missing in programs::run(&installed, &options.programs)? {
            println!("    not run, or not against everything: {missing}");
        }
        return Ok(());
    }
    match test()? {
        Outcome::Passed => Ok(()),
        Outcome::Skipped(why) => bail!("not everything is checked: {why}"),
    }
}

/// What the runner of the vectors writes, for the table of all hosts.
pub(crate) fn vectors() -> Result<String> {
    let missing = tools::missing(&tools::OF_CHECKS)?;
    if !missing.is_empty() {
        bail!("there is no {}", missing.join(", no "));
    }
    programs::vectors(&install::stage(PROFILE)?)
}

/// Looks at an installed library, and gives what could not be looked at here.
type Check = fn(&Installed) -> Result<Vec<String>>;

/// For `cargo xtask test`: every check, and at the end what is wrong.
pub(crate) fn test() -> Result<Outcome> {
    let missing = tools::missing(&tools::OF_CHECKS)?;
    if !missing.is_empty() {
        return Ok(Outcome::Skipped(format!("there is no {}", missing.join(", no "))));
    }
    let installed = install::stage(PROFILE)?;
    let checks: [Check; 5] = [
        |installed| header::check(installed).map(|()| Vec::new()),
        |installed| symbols::check(installed).map(|()| Vec::new()),
        |installed| page::check(installed).map(|()| Vec::new()),
        programs::check,
        |installed| outside::check(installed).map(|()| Vec::new()),
    ];
    let (mut wrong, mut skipped) = (Vec::new(), Vec::new());
    for check in checks {
        match check(&installed) {
            Ok(missing) => skipped.extend(missing),
            Err(error) => {
                println!("    WRONG: {error:#}");
                wrong.push(format!("{error:#}"));
            }
        }
    }
    if !wrong.is_empty() {
        bail!("{}", wrong.join("; "));
    }
    if skipped.is_empty() { Ok(Outcome::Passed) } else { Ok(Outcome::Skipped(skipped.join("; "))) }
}
