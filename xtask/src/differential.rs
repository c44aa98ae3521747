//! Random sessions of the core, for every shell to do again: `tests/differential` writes them.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::process::Program;
use crate::repo;

/// How many sessions `cargo xtask test` has done again.
const SESSIONS: &str = "600";

/// The file of the sessions, written now. The seeds are always the same, so that a check of the same
/// code has the same result; other seeds are tried by `cargo run -p smtpwire-differential -- --seed N`.
pub(crate) fn sessions() -> Result<PathBuf> {
    let folder = repo::scratch("differential");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let file = folder.join("sessions.jsonl");
    let write = ["run", "--quiet", "--locked", "--package", "smtpwire-differential", "--"];
    let sessions = Program::cargo().args(write).args(["--sessions", SESSIONS]).answer()?;
    fs::write(&file, sessions).with_context(|| format!("cannot write {}", file.display()))?;
    Ok(file)
}
