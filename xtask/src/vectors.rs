//! `cargo xtask vectors`: every vector in every host, in one table.
//!
//! Each host runs the files from what a user installs, and says for each, in a line of JSON or of text,
//! how many of its cases passed.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use clap::Args;
use serde::Deserialize;

use crate::process::Program;
use crate::{c, node, python};

#[derive(Args)]
pub(crate) struct Options {}

/// What one host says of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) host: String,
    pub(crate) file: String,
    pub(crate) passed: u32,
    pub(crate) failed: u32,
}

#[derive(Deserialize)]
struct Line {
    file: String,
    passed: u32,
    failed: u32,
}

/// The rows of what a runner has written: a JSON object a line, as `{"file":"commands","passed":98,"failed":0}`.
/// Lines that are none are for people.
pub(crate) fn rows(host: &str, said: &str) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for line in said.lines().filter(|line| line.starts_with('{')) {
        let Line { file, passed, failed } =
            serde_json::from_str(line).with_context(|| format!("{host} says {line}"))?;
        rows.push(Row { host: host.into(), file, passed, failed });
    }
    Ok(rows)
}

/// The rows of `commands: 98 cases`, as the Rust and the C runner write them when all have passed. In Rust the name of
/// the test stands before it: `test a_command_is_read ... commands: 98 cases`.
fn passed(host: &str, said: &str) -> Vec<Row> {
    let row = |line: &str| {
        let said = line.split_once(" ... ").map_or(line, |(_, said)| said);
        let (file, rest) = said.split_once(": ")?;
        let passed = rest.strip_suffix(" cases")?.parse().ok()?;
        Some(Row { host: host.into(), file: file.into(), passed, failed: 0 })
    };
    said.lines().filter_map(row).collect()
}

pub(crate) fn run(_: &Options) -> Result<()> {
    let rust = Program::cargo().args(["test", "--package", "smtpwire", "--test", "vectors"]);
    let rust = rust.args(["--", "--nocapture", "--test-threads", "1"]).answer()?;
    let mut table = passed("Rust", &rust);
    table.extend(passed("C", &c::vectors()?));
    table.extend(python::vectors()?);
    table.extend(node::vectors()?);
    print!("{}", shown(&table)?);
    let failed: u32 = table.iter().map(|row| row.failed).sum();
    if failed > 0 {
        bail!("{failed} cases failed");
    }
    Ok(())
}

/// The table: a line for each file, a column for each host, and what all have run in the last line. A
/// host that did not run a file, or ran fewer cases of it than the first, is an error.
fn shown(table: &[Row]) -> Result<String> {
    let mut hosts: Vec<&str> = Vec::new();
    let mut files: BTreeMap<&str, BTreeMap<&str, &Row>> = BTreeMap::new();
    for row in table {
        if !hosts.contains(&row.host.as_str()) {
            hosts.push(&row.host);
        }
        files.entry(&row.file).or_default().insert(&row.host, row);
    }
    let (mut lines, mut sums) = (Vec::new(), vec![0; hosts.len()]);
    for (file, of_hosts) in &files {
        let mut cells = vec![(*file).to_owned()];
        let mut first = None;
        for (host, sum) in hosts.iter().zip(&mut sums) {
            let Some(row) = of_hosts.get(host) else { bail!("{host} has not run {file}") };
            let all = row.passed + row.failed;
            if *first.get_or_insert(all) != all {
                bail!("{host} has run {all} cases of {file}, and {} {first:?}", hosts[0]);
            }
            *sum += row.passed;
            cells.push(if row.failed > 0 {
                format!("{} of {all}", row.passed)
            } else {
                all.to_string()
            });
        }
        lines.push(cells);
    }
    let mut head = vec!["file".to_owned()];
    head.extend(hosts.iter().map(|host| (*host).to_owned()));
    lines.insert(0, head);
    let mut sum = vec!["all".to_owned()];
    sum.extend(sums.iter().map(ToString::to_string));
    lines.push(sum);
    let mut text: Vec<String> =
        lines.iter().map(|line| format!("| {} |\n", line.join(" | "))).collect();
    text.insert(1, format!("|---|{}\n", "--:|".repeat(hosts.len())));
    Ok(text.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(host: &str, file: &str, passed: u32) -> Row {
        Row { host: host.into(), file: file.into(), passed, failed: 0 }
    }

    #[test]
    fn a_runner_is_read_in_both_forms() {
        assert_eq!(passed("C", "commands: 98 cases\nall is well\n"), [row("C", "commands", 98)]);
        let in_rust = "test a_command_is_read ... commands: 98 cases\nok\n";
        assert_eq!(passed("Rust", in_rust), [row("Rust", "commands", 98)]);
        let said = "hello\n{\"host\":\"x\",\"file\":\"xtext\",\"passed\":7,\"failed\":0}\n";
        assert_eq!(rows("WASM", said).expect("lines"), [row("WASM", "xtext", 7)]);
    }

    #[test]
    fn the_table_has_a_column_for_each_host() {
        let table = [row("Rust", "xtext", 7), row("C", "xtext", 7)];
        let text = shown(&table).expect("a table");
        assert_eq!(
            text,
            "| file | Rust | C |\n|---|--:|--:|\n| xtext | 7 | 7 |\n| all | 7 | 7 |\n"
        );
    }

    #[test]
    fn a_host_that_runs_less_is_an_error() {
        assert!(shown(&[row("Rust", "xtext", 7), row("C", "xtext", 6)]).is_err());
        let table = [row("Rust", "a", 1), row("Rust", "b", 1), row("C", "a", 1)];
        assert!(shown(&table).is_err());
    }
}
