//! `cargo xtask bench`: smtpwire beside other crates, beside Postfix's programs and libcurl, as a table.
//!
//! The crate in `benches/` measures; here its numbers are put together, held against the bars and
//! printed. The table in the README is what this command printed.

mod shells;
mod table;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use serde::Deserialize;

use crate::c::{self, Senders};
use crate::process::Program;
use crate::repo;
use table::{Measured, Row};

#[derive(Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(crate) struct Options {
    /// Measure nothing but the programs on sockets: `smtpwire serve`, a mailer and a program in C,
    /// beside smtp-sink, smtp-source and libcurl. Without it they are measured too, where `cargo xtask
    /// peers` has installed those of Postfix.
    #[arg(long, conflicts_with = "readme")]
    hosts: bool,
    /// Measure nothing but the shells of other languages, installed from their packages. Without it they
    /// are measured too.
    #[arg(long, conflicts_with_all = ["readme", "hosts"])]
    shells: bool,
    /// How many turns each contender has; the median of them counts.
    #[arg(long, value_name = "N", default_value_t = 101)]
    rounds: u32,
    /// The same for the programs on sockets, whose turns are longer.
    #[arg(long, value_name = "N", default_value_t = 15)]
    host_rounds: u32,
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
    let packages = ["--package", "smtpwire-bench", "--package", "smtpwire-cli"];
    Program::cargo().args(["build", "--release", "--locked"]).args(packages).run()?;
    let mut rows = Vec::new();
    if !options.hosts && !options.shells {
        let rounds = options.rounds.to_string();
        let times = measure("bench-time", &[&rounds])?;
        rows = in_memory(&times, &measure("bench-allocations", &[])?)?;
        for held in lines(&measure("bench-allocations", &["--memory"])?)? {
            rows.push(Row::held(held)?);
        }
    }
    let mut skipped = Vec::new();
    if !options.shells {
        skipped.extend(hosts(options.host_rounds, &mut rows)?);
    }
    if !options.hosts {
        skipped.extend(shells::measure_shells(options.host_rounds, &mut rows)?);
    }
    let table = table::markdown(&rows);
    println!("{table}");
    for skipped in &skipped {
        println!("\nskipped, {skipped}");
    }
    if let Some(file) = &options.json {
        let json = serde_json::to_string_pretty(&rows)?;
        fs::write(file, json + "\n").with_context(|| format!("cannot write {}", file.display()))?;
    }
    if options.readme {
        if let Some(skipped) = skipped.first() {
            bail!("the README's table has a line for everything; skipped are {skipped}");
        }
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

/// A line of what `bench-hosts` prints.
#[derive(Deserialize)]
#[serde(untagged)]
enum OfHosts {
    Measured(Measured),
    /// A peer is missing, and nothing was measured.
    Missing {
        missing: String,
    },
}

/// Measures the programs on sockets. What was skipped, and why.
fn hosts(rounds: u32, rows: &mut Vec<Row>) -> Result<Vec<String>> {
    let mut skipped = Vec::new();
    let text = |path: &Path| path.to_string_lossy().into_owned();
    let built = |name: &str| text(&repo::target().join("release").join(name));
    let (send_epoll, curl_multi) = match c::senders()? {
        Ok(Senders { send_epoll, curl_multi }) => (text(&send_epoll), text(&curl_multi)),
        Err(missing) => {
            skipped.push(format!("the programs in C: there is no {missing}"));
            ("-".to_owned(), "-".to_owned())
        }
    };
    let (serve, mailer, rounds) = (built("smtpwire"), built("bench-mailer"), rounds.to_string());
    let arguments = [&serve, &mailer, &send_epoll, &curl_multi, &rounds].map(String::as_str);
    for line in lines(&measure("bench-hosts", &arguments)?)? {
        match line {
            OfHosts::Measured(measured) => rows.push(Row::new(measured, &[])?),
            OfHosts::Missing { missing } => {
                let installs = "`cargo xtask peers` may install it";
                skipped.push(format!("the programs on sockets: {missing}; {installs}"));
            }
        }
    }
    Ok(skipped)
}

/// Puts the times and the counts together.
fn in_memory(times: &str, counts: &str) -> Result<Vec<Row>> {
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
