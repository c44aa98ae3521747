//! The addon of this machine, built by cargo.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::process::Program;
use crate::repo;

const CRATE: &str = "smtpwire-node";

/// Builds the addon with a profile of cargo's; where it lies. Cargo tells that itself: how a shared library is named is
/// the platform's affair.
pub(super) fn build(profile: &str) -> Result<PathBuf> {
    let build = Program::cargo().args(["build", "--locked", "--package", CRATE, "--profile"]);
    let said = build.arg(profile).args(["--message-format", "json-render-diagnostics"]).listen()?;
    if !said.succeeded {
        bail!("the addon does not build");
    }
    let library = said.stdout.lines().rev().find_map(library_of);
    library.context("cargo names no library of the addon")
}

/// The library that a message of cargo's tells of.
fn library_of(message: &str) -> Option<PathBuf> {
    let message: Value = serde_json::from_str(message).ok()?;
    let is_ours = message["reason"] == "compiler-artifact"
        && message["target"]["name"] == CRATE.replace('-', "_")
        && message["target"]["kind"].as_array()?.iter().any(|kind| kind == "cdylib");
    let file = is_ours.then(|| message["filenames"].as_array()?.first()?.as_str()).flatten()?;
    Some(repo::root().join(file))
}
