//! What builds and checks the Python package.

use std::fs;

use anyhow::{Context, Result};

use super::environment::Environment;
use crate::process::Program;
use crate::repo;

/// What is missing for a Python package to be built here, if anything: the interpreter is the machine's.
pub(super) fn missing() -> Option<&'static str> {
    let new_enough = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))";
    let works = Program::new("python3").args(["-c", new_enough]).works();
    (!works).then_some("there is no Python of 3.11 or newer with venv")
}

/// The environment of the tools, as `bindings/python/tools.txt` names them, installed now where they are not yet.
pub(super) fn environment() -> Result<Environment> {
    let list = repo::root().join("bindings/python/tools.txt");
    let wanted = fs::read_to_string(&list).context("cannot read bindings/python/tools.txt")?;
    let tools = Environment::at(repo::scratch("python").join("tools"))?;
    // Written last, so that an installation that was interrupted is made again.
    let installed = tools.folder().join("installed.txt");
    if fs::read_to_string(&installed).is_ok_and(|there| there == wanted) {
        return Ok(tools);
    }
    tools.pip().args(["install", "--requirement"]).arg(&list).run()?;
    fs::write(&installed, &wanted)?;
    Ok(tools)
}
