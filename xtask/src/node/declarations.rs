//! What TypeScript and editors are told: `bindings/node/index.d.ts`, made from the sources and committed,
//! so that a change of the interface is seen where it is reviewed.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use super::Tarballs;
use crate::process::Program;
use crate::{npm, repo};

fn committed() -> PathBuf {
    repo::root().join("bindings/node/index.d.ts")
}

/// Makes them anew. The compiler checks the sources on the way.
pub(super) fn make() -> Result<String> {
    let out = repo::target().join("npm").join("declarations");
    if out.exists() {
        fs::remove_dir_all(&out)?;
    }
    npm::tsc(&repo::root().join("bindings/node"), &out)?;
    let rolled = out.join("index.d.ts");
    let roll = Program::new("node").arg(npm::toolchain()?.join("declarations.mjs"));
    roll.arg(out.join("node/js/index.d.ts")).arg(&rolled).run()?;
    fs::read_to_string(&rolled).context("no declarations were made")
}

/// Compares what is committed with what is made.
pub(super) fn check(_: &Tarballs) -> Result<()> {
    let made = made()?;
    let there = fs::read_to_string(committed()).unwrap_or_default();
    let different = made.lines().zip(there.lines()).position(|(made, there)| made != there);
    if made != there {
        let line = different.unwrap_or_else(|| made.lines().count().min(there.lines().count()));
        bail!(
            "bindings/node/index.d.ts is not what the sources say, from line {} on: \
             `cargo xtask node --write` makes it anew",
            line + 1
        );
    }
    Ok(())
}

/// Commits what is made.
pub(super) fn write(_: &Tarballs) -> Result<()> {
    fs::write(committed(), made()?).context("cannot write bindings/node/index.d.ts")
}

/// As it was packed.
fn made() -> Result<String> {
    let path = repo::target().join("npm/smtpwire/index.d.ts");
    fs::read_to_string(path).context("the package has no declarations")
}
