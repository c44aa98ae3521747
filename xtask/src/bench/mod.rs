//! `cargo xtask bench`: smtpwire beside other crates, as a table.
//!
//! The crate in `benches/` measures; here its numbers are put together, held against the bars and
//! printed. The table in the README is what this command printed.

mod table;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Args;
use serde::Deserialize;

use crate::process::Program;
use crate::repo;
use table::{Measured, Row};

#[derive(Args)]
pub(crate) struct Options {
    /// How many turns each contender has; the median of them counts.
    #[arg(long, value_name = "N", default_value_t = 101)]
    rounds: u32,
    /// Write the numbers to this file too.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Put the table between the markers in README.md.
    #[arg(long)]
    readme: bool,
    /// Fail when a bar is not met.
    #[arg(long)]
    strict: bool,
}

/// A line of what `bench-allocations` prints.
#[derive(Deserialize)]
struct Allocations {
    work: String,
    allocations: Vec<u32>,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    let package = ["build", "--release", "--locked", "--package", "smtpwire-bench"];
    Program::cargo().args(package).run()?;
    let rounds = options.rounds.to_string();
    let rows =
        rows(&measure("bench-time", &["--rounds", &rounds])?, &measure("bench-allocations", &[])?)?;
    let table = table::markdown(&rows);
    println!("{table}");
    if let Some(file) = &options.json {
        let json = serde_json::to_string_pretty(&rows)?;
        fs::write(file, json + "\n").with_context(|| format!("cannot write {}", file.display()))?;
    }
    if options.readme {
        let file = repo::root().join("README.md");
        let text = fs::read_to_string(&file).context("cannot read README.md")?;
        fs::write(&file, table::put_into(&text, &table)?).context("cannot write README.md")?;
    }
    let missed: Vec<&str> =
        rows.iter().filter(|row| row.met() == Some(false)).map(|row| row.work.as_str()).collect();
    if options.strict && !missed.is_empty() {
        bail!("the bar is not met: {}", missed.join("; "));
    }
    Ok(())
}

/// Runs one of the measuring programs, built already.
fn measure(program: &str, arguments: &[&str]) -> Result<String> {
    let run = ["run", "--release", "--locked", "--quiet", "--package", "smtpwire-bench", "--bin"];
    let said = Program::cargo().args(run).arg(program).arg("--").args(arguments).ask()?;
    if !said.succeeded {
        bail!("{program} failed: run `cargo {} {program}` to see why", run.join(" "));
    }
    Ok(said.stdout)
}

/// Puts the times and the counts together.
fn rows(times: &str, counts: &str) -> Result<Vec<Row>> {
    let measured: Vec<Measured> = lines(times)?;
    let counted: Vec<Allocations> = lines(counts)?;
    if measured.len() != counted.len() {
        bail!("{} works were timed and {} counted", measured.len(), counted.len());
    }
    measured
        .into_iter()
        .zip(counted)
        .map(|(timed, counted)| {
            let same =
                timed.work == counted.work && timed.contenders.len() == counted.allocations.len();
            if !same {
                bail!("the works of the two programs differ at {:?}", timed.work);
            }
            Row::new(timed, &counted.allocations)
        })
        .collect()
}

fn lines<T: serde::de::DeserializeOwned>(text: &str) -> Result<Vec<T>> {
    text.lines()
        .map(|line| serde_json::from_str(line).with_context(|| format!("not a result: {line}")))
        .collect()
}
