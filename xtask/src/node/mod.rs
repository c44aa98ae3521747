//! The npm package `smtpwire`: `cargo xtask node` builds the addon for this machine, makes the packages
//! as npm would carry them, and checks them as a stranger's project meets them.
//!
//! `platforms` knows for which machines there are addons, `addon` has cargo build one, and `assemble` makes the
//! packages of what was built. The checks: `exports` (no panic leaves the addon), `declarations`
//! (what the editor is told is committed), `contents` (what is in the packages), `judges` (publint and attw), `outside` (empty
//! projects that install the tarballs), `ours` (our own tests in one of these). `release` makes all packages from the addons that a release
//! has built.

mod addon;
mod assemble;
mod contents;
mod declarations;
mod exports;
mod judges;
mod ours;
mod outside;
mod platforms;
mod release;

use anyhow::{Result, bail};
use clap::Args;

use crate::npm;
use crate::test::Outcome;

pub(crate) use assemble::Tarballs;
pub(crate) use ours::{bench, vectors};
pub(crate) use release::{Options as ReleaseOptions, run as release};

#[derive(Args)]
pub(crate) struct Options {
    /// The cargo profile that the addon is built with.
    #[arg(long, value_name = "NAME", default_value = PROFILE)]
    profile: String,
    /// Write bindings/node/index.d.ts and packages.txt anew instead of comparing with them.
    #[arg(long)]
    write: bool,
    /// Only make the tarballs.
    #[arg(long)]
    no_checks: bool,
}

/// The profile of the checks, which they share with the C library and the Python package.
const PROFILE: &str = "checks";
/// The profile of what is published.
const RELEASE: &str = "release";

pub(crate) fn run(options: &Options) -> Result<()> {
    if let Some(missing) = npm::missing() {
        bail!("{missing}");
    }
    let tarballs = packages(&options.profile)?;
    for tarball in tarballs.all() {
        println!("    {}", tarball.display());
    }
    if options.write {
        declarations::write(&tarballs)?;
        return contents::write(&tarballs);
    }
    if options.no_checks { Ok(()) } else { check(&tarballs) }
}

/// For `cargo xtask test`: every check.
pub(crate) fn test() -> Result<Outcome> {
    if let Some(missing) = npm::missing() {
        if std::env::var_os("CI").is_some() {
            bail!("{missing}");
        }
        return Ok(Outcome::Skipped(missing));
    }
    check(&packages(PROFILE)?)?;
    Ok(Outcome::Passed)
}

/// The packages as npm would carry them to a user of this machine: `smtpwire`, its addon for this
/// platform, and `smtpwire-wasm`.
pub(crate) fn packages(profile: &str) -> Result<Tarballs> {
    let platform = platforms::of_this_machine()?;
    let addon = addon::build(profile)?;
    assemble::assemble(&[(platform, addon)], profile != RELEASE)
}

/// Every check; all that is wrong is told, not only the first.
fn check(tarballs: &Tarballs) -> Result<()> {
    let checks: [fn(&Tarballs) -> Result<()>; 6] = [
        |_| exports::check(),
        declarations::check,
        contents::check,
        judges::check,
        outside::check,
        ours::check,
    ];
    let mut wrong = Vec::new();
    for check in checks {
        if let Err(error) = check(tarballs) {
            println!("    WRONG: {error:#}");
            wrong.push(format!("{error:#}"));
        }
    }
    if !wrong.is_empty() {
        bail!("{}", wrong.join("; "));
    }
    Ok(())
}
