//! `cargo xtask fuzz`: runs the fuzz targets of `fuzz/`, each for some seconds.
//!
//! Each starts from its seeds in `fuzz/seeds/<target>` and keeps what it learns in
//! `fuzz/corpus/<target>`, which is not committed. `fuzz/smtp.dict` is the dictionary of all.
//!
//! Fuzzing needs compiler flags that only a nightly accepts. Where no nightly is installed, the
//! stable compiler is told to accept them, so that the targets run everywhere.

use std::fs;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::process::Program;
use crate::repo;
use crate::test::Outcome;

#[derive(Args)]
pub(crate) struct Options {
    /// Seconds that each target runs.
    #[arg(long, value_name = "N", default_value_t = 60)]
    seconds: u32,
    /// Run this target only; may be given more than once.
    #[arg(long = "target", value_name = "T")]
    targets: Vec<String>,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    install()?;
    let known = targets()?;
    for wanted in &options.targets {
        if !known.contains(wanted) {
            bail!("there is no fuzz target {wanted}; there are {}", known.join(", "));
        }
    }
    let chosen = if options.targets.is_empty() { &known } else { &options.targets };
    run_each(chosen, options.seconds, Luck::New)
}

/// Which inputs a run tries.
#[derive(Clone, Copy)]
enum Luck {
    /// Others each time: what looks for defects.
    New,
    /// The same each time, so that a check of the same code has the same result.
    Same,
}

/// For `cargo xtask test`: all targets compile, and each runs for a moment (0 seconds: none does).
pub(crate) fn smoke(seconds: u32) -> Result<Outcome> {
    if let Err(error) = install() {
        // CI has no business without it; a machine that is offline may.
        if std::env::var_os("CI").is_some() {
            return Err(error);
        }
        return Ok(Outcome::Skipped(format!("cargo-fuzz cannot be installed: {error:#}")));
    }
    let helpers = ["test", "--lib", "--locked", "--manifest-path", "fuzz/Cargo.toml"];
    Program::cargo().args(helpers).run()?;
    cargo_fuzz().arg("build").run()?;
    if seconds > 0 {
        run_each(&targets()?, seconds, Luck::Same)?;
    }
    Ok(Outcome::Passed)
}

fn run_each(targets: &[String], seconds: u32, luck: Luck) -> Result<()> {
    let folder = repo::root().join("fuzz");
    for target in targets {
        let corpus = folder.join("corpus").join(target);
        fs::create_dir_all(&corpus)
            .with_context(|| format!("cannot create {}", corpus.display()))?;
        let fuzzing = cargo_fuzz()
            .args(["run", target])
            // What is learnt goes to the first folder; the second is only read.
            .args([format!("fuzz/corpus/{target}"), format!("fuzz/seeds/{target}")])
            .args(["--", "-dict=fuzz/smtp.dict", "-max_len=8192", "-timeout=10"])
            .args(["-rss_limit_mb=1024", "-print_final_stats=1", "-verbosity=0"])
            .arg(format!("-max_total_time={seconds}"))
            // libFuzzer takes 0 for a seed of its own choice.
            .arg(format!("-seed={}", u8::from(matches!(luck, Luck::Same))));
        let ran = match luck {
            Luck::New => fuzzing.run(),
            // In a check only what went wrong is worth its lines.
            Luck::Same => fuzzing.run_without_its_output(),
        };
        ran.with_context(|| format!("the fuzz target {target} found an input that fails"))?;
    }
    println!("    {} fuzz targets ran {seconds} s each and found nothing", targets.len());
    Ok(())
}

fn targets() -> Result<Vec<String>> {
    let said = cargo_fuzz().arg("list").ask()?;
    let targets: Vec<String> = said.stdout.lines().map(|line| line.trim().to_string()).collect();
    if !said.succeeded || targets.is_empty() {
        bail!("`cargo fuzz list` names no target");
    }
    Ok(targets)
}

fn install() -> Result<()> {
    if Program::cargo().args(["fuzz", "--version"]).works() {
        return Ok(());
    }
    println!("    cargo-fuzz is not installed: building it (this takes a minute)");
    Program::cargo().args(["install", "--locked", "--quiet", "cargo-fuzz"]).run()
}

fn cargo_fuzz() -> Program {
    if Program::cargo().args(["+nightly", "--version"]).works() {
        Program::cargo().args(["+nightly", "fuzz"])
    } else {
        Program::cargo().env("RUSTC_BOOTSTRAP", "1").arg("fuzz")
    }
}
