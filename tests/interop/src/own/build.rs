//! Where the command lies. It belongs to another package, so Cargo does not tell a test of this one.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use serde_json::Value;

/// The command's program: `SMTPWIRE_BIN`, or what Cargo builds.
///
/// # Panics
///
/// When it cannot be built.
pub fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        std::env::var_os("SMTPWIRE_BIN").map_or_else(build, |path| {
            let path = PathBuf::from(path);
            assert!(path.is_absolute() && path.is_file(), "SMTPWIRE_BIN is {}", path.display());
            path
        })
    })
}

fn build() -> PathBuf {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["build", "--package", "smtpwire-cli", "--bin", "smtpwire"]);
    command.arg("--message-format=json-render-diagnostics");
    if !cfg!(debug_assertions) {
        command.arg("--release");
    }
    command.current_dir(env!("CARGO_MANIFEST_DIR")).stdin(Stdio::null()).stderr(Stdio::inherit());
    let output = command.output().expect("cargo runs");
    assert!(output.status.success(), "the command can be built ({})", output.status);
    let told = String::from_utf8_lossy(&output.stdout);
    // One document a line; that of the program has its path.
    let path = told.lines().find_map(|line| {
        let document: Value = serde_json::from_str(line).ok()?;
        Some(PathBuf::from(document["executable"].as_str()?))
    });
    path.expect("cargo tells where the program is")
}
