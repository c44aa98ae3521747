//! The program that misuses every argument of every function of the C library.
//!
//! It is written anew from the header each time, so that no function escapes: one that is declared and of
//! which it is not known how to call it fails the step. What is written here is only how each function
//! is called; objects to call them with, and what may come of it, stand in `bindings/c/tests/arguments`.

mod prototype;
mod table;
mod write;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use self::prototype::Header;
use super::install::Installed;
use super::symbols;

/// Writes the calls of every function of the installed header into the folder, and gives the file.
pub(super) fn make(installed: &Installed, folder: &Path) -> Result<PathBuf> {
    let path = installed.include().join("smtpwire.h");
    let text =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let header = Header::read(&text)?;
    compare(&header, &symbols::exported(&installed.shared())?)?;
    let given: Vec<(&str, &str)> = header
        .functions
        .iter()
        .flat_map(|one| one.parameters.iter().map(|given| (one.name.as_str(), given.name.as_str())))
        .collect();
    let idle = table::idle(&given);
    if !idle.is_empty() {
        bail!("xtask/src/c/arguments/table.rs speaks of what is not there: {}", idle.join(", "));
    }
    let file = folder.join("calls.c");
    fs::write(&file, write::calls(&header)?)
        .with_context(|| format!("cannot write {}", file.display()))?;
    Ok(file)
}

/// What the library exports is what is called here.
fn compare(header: &Header, exported: &BTreeSet<String>) -> Result<()> {
    let declared: BTreeSet<String> = header.functions.iter().map(|one| one.name.clone()).collect();
    let differing: Vec<&str> =
        exported.symmetric_difference(&declared).map(String::as_str).collect();
    if !differing.is_empty() {
        bail!("either declared or exported, but not both: {}", differing.join(", "));
    }
    Ok(())
}
