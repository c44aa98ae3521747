//! What is in the packages: `bindings/node/packages.txt`, so that nothing comes in or is lost unseen.

use std::fmt::Write as _;
use std::fs;

use anyhow::{Context, Result, bail};

use super::Tarballs;
use crate::repo;

const LIST: &str = "bindings/node/packages.txt";

/// Compares the packages with the list.
pub(super) fn check(tarballs: &Tarballs) -> Result<()> {
    let made = list(tarballs);
    let there = fs::read_to_string(repo::root().join(LIST)).unwrap_or_default();
    let only = |these: &str, those: &str| -> Vec<String> {
        let those: Vec<&str> = those.lines().collect();
        these.lines().filter(|line| !those.contains(line)).map(str::to_owned).collect()
    };
    let (new, gone) = (only(&made, &there), only(&there, &made));
    if !new.is_empty() || !gone.is_empty() {
        bail!(
            "the packages hold what {LIST} does not list ({}) or lack what it lists ({}): \
             `cargo xtask node --write` makes it anew",
            new.join(", "),
            gone.join(", ")
        );
    }
    let size = |packed: &crate::npm::Packed| packed.size / 1024;
    println!(
        "    packed: smtpwire {} KiB, smtpwire-wasm {} KiB",
        size(&tarballs.smtpwire),
        size(&tarballs.wasm)
    );
    Ok(())
}

/// Writes the list anew.
pub(super) fn write(tarballs: &Tarballs) -> Result<()> {
    fs::write(repo::root().join(LIST), list(tarballs))
        .with_context(|| format!("cannot write {LIST}"))
}

/// A line for each file. The addons' packages are all alike: this machine's stands for them.
fn list(tarballs: &Tarballs) -> String {
    let mut list = String::new();
    let mut add = |package: &str, files: &[String]| {
        for file in files {
            let _ = writeln!(list, "{package}/{file}");
        }
    };
    add("smtpwire", &tarballs.smtpwire.files);
    add("smtpwire-wasm", &tarballs.wasm.files);
    if let Some((platform, packed)) = tarballs.addons.first() {
        let files: Vec<String> =
            packed.files.iter().map(|file| file.replace(platform, "PLATFORM")).collect();
        add("@smtpwire/PLATFORM", &files);
    }
    list
}
