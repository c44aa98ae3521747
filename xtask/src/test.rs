//! `cargo xtask test`: every check, in steps that say what they do and how long they took.
//!
//! A step that fails does not stop the ones after it: one run tells all that is wrong, and tells it again at the end.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use clap::Args;

use crate::process::{Failed, Program};
use crate::{c, docs, fuzz, no_std, node, peers, python, requirements};

#[derive(Args)]
pub(crate) struct Options {
    /// Seconds that each fuzz target runs; 0 only compiles them.
    #[arg(long, value_name = "N", default_value_t = 2)]
    fuzz_seconds: u32,
}

/// What came of a step that did not fail.
pub(crate) enum Outcome {
    Passed,
    /// It could not be done here, and why. Said again at the end: a check is never dropped silently.
    Skipped(String),
}

struct Step<'a> {
    name: &'static str,
    check: Box<dyn Fn() -> Result<Outcome> + 'a>,
}

struct Ran {
    name: &'static str,
    outcome: Result<Outcome>,
    time: Duration,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    let mut steps: Vec<Step<'_>> = Vec::new();
    let mut step = |name, check| steps.push(Step { name, check });
    step("the code is formatted", Box::new(formatted));
    step("clippy finds nothing", Box::new(clippy));
    step("the documentation builds without a warning", Box::new(rustdoc));
    step("the examples in the documentation run", Box::new(doctests));
    step("the tests and the vectors pass", Box::new(tests));
    step("real servers and clients understand us", Box::new(peers::test));
    step("the core builds without std", Box::new(|| passed(no_std::run())));
    step("the requirements that tests name exist", Box::new(|| passed(requirements::check())));
    step("the generated pages are up to date", Box::new(|| passed(docs::check())));
    step("the C library works as it is installed", Box::new(c::test));
    step("the Python package works as it is installed", Box::new(python::test));
    step("the npm packages work as they are installed", Box::new(node::test));
    step("the fuzz targets compile and run", Box::new(|| fuzz::smoke(options.fuzz_seconds)));

    let count = steps.len();
    let ran: Vec<Ran> = steps
        .iter()
        .enumerate()
        .map(|(index, step)| {
            println!("\n==> {}/{count}: {}", index + 1, step.name);
            let start = Instant::now();
            let outcome = (step.check)();
            let ran = Ran { name: step.name, outcome, time: start.elapsed() };
            println!("    {}", ran.line());
            ran
        })
        .collect();

    for ran in &ran {
        if let Some(words) = ran.last_words() {
            println!("\n{words}");
        }
    }
    println!("\n{}", summary(&ran));
    let failed = ran.iter().filter(|ran| ran.outcome.is_err()).count();
    if failed > 0 {
        bail!("{failed} of {count} steps failed");
    }
    Ok(())
}

impl Ran {
    fn line(&self) -> String {
        let time = format!("{:.1} s", self.time.as_secs_f64());
        match &self.outcome {
            Ok(Outcome::Passed) => format!("passed in {time}"),
            Ok(Outcome::Skipped(why)) => format!("SKIPPED after {time}: {why}"),
            Err(error) => format!("FAILED after {time}: {error:#}"),
        }
    }

    /// What the program that failed said last.
    fn last_words(&self) -> Option<String> {
        let failed: &Failed = self.outcome.as_ref().err()?.downcast_ref()?;
        let lines = &failed.last_lines;
        (!lines.is_empty())
            .then(|| format!("==> {}: its last lines\n    {}", self.name, lines.join("\n    ")))
    }
}

/// A line for each step, and last the counts in the form that CI services read.
fn summary(ran: &[Ran]) -> String {
    let mut lines: Vec<String> =
        ran.iter().map(|ran| format!("  {:<46} {}", ran.name, ran.line())).collect();
    let failed = ran.iter().filter(|ran| ran.outcome.is_err()).count();
    let skipped = ran.iter().filter(|ran| matches!(ran.outcome, Ok(Outcome::Skipped(_)))).count();
    let passed = ran.len() - failed - skipped;
    lines.push(format!("steps: {passed} passed, {failed} failed, {skipped} skipped"));
    lines.join("\n")
}

fn passed(result: Result<()>) -> Result<Outcome> {
    result.map(|()| Outcome::Passed)
}

fn formatted() -> Result<Outcome> {
    component("rustfmt", &Program::cargo().args(["fmt", "--version"]))?;
    Program::cargo().args(["fmt", "--all", "--check"]).run()?;
    Program::cargo().args(["fmt", "--manifest-path", "fuzz/Cargo.toml", "--check"]).run()?;
    Ok(Outcome::Passed)
}

fn clippy() -> Result<Outcome> {
    component("clippy", &Program::cargo().args(["clippy", "--version"]))?;
    let clippy = Program::cargo().args(["clippy", "--workspace", "--all-targets", "--locked"]);
    passed(clippy.args(["--", "-D", "warnings"]).run())
}

/// Only the libraries: the command and the core are both named `smtpwire`, and rustdoc would write
/// one over the other.
fn rustdoc() -> Result<Outcome> {
    let rustdoc = Program::cargo().args(["doc", "--workspace", "--lib", "--no-deps", "--locked"]);
    passed(rustdoc.env("RUSTDOCFLAGS", "-D warnings").run())
}

/// What has tests. The benchmarks have none, and their peers take a while to compile. Against real
/// servers and clients there is a step of its own.
const TESTED: [&str; 6] =
    ["--workspace", "--exclude", "smtpwire-bench", "--exclude", "smtpwire-interop", "--locked"];

fn doctests() -> Result<Outcome> {
    passed(Program::cargo().args(["test", "--doc", "--quiet"]).args(TESTED).run())
}

fn tests() -> Result<Outcome> {
    passed(run_tests(&TESTED))
}

/// By cargo-nextest where it is installed. Building it takes minutes, so where it is not, plain
/// `cargo test` runs the same tests.
pub(crate) fn run_tests(what: &[&str]) -> Result<()> {
    let nextest = Program::cargo().arg("nextest");
    if nextest.clone().arg("--version").works() {
        // One run tells all that is wrong.
        let quiet = ["--no-fail-fast", "--status-level", "slow", "--final-status-level", "fail"];
        // Behind all others, where a reader of the end finds it.
        let failures = ["--failure-output", "final"];
        return nextest.arg("run").args(what.iter().copied()).args(quiet).args(failures).run();
    }
    println!("    cargo-nextest is not installed: `cargo test` runs the tests instead");
    let test = Program::cargo().args(["test", "--no-fail-fast", "--lib", "--bins", "--tests"]);
    test.args(what.iter().copied()).run()
}

/// Makes sure that a component of the toolchain is there, by rustup when it is not.
fn component(name: &str, works: &Program) -> Result<()> {
    if works.works() {
        return Ok(());
    }
    println!("    {name} is not installed: asking rustup for it");
    Program::new("rustup").args(["component", "add", name]).run()
}

#[cfg(test)]
mod tests {
    use anyhow::Context;

    use super::*;

    fn ran(outcome: Result<Outcome>) -> Ran {
        Ran { name: "a step", outcome, time: Duration::from_millis(1500) }
    }

    #[test]
    fn the_last_line_counts_every_step_once() {
        let text = summary(&[
            ran(Ok(Outcome::Passed)),
            ran(Ok(Outcome::Skipped("no nightly".into()))),
            ran(Err(anyhow::anyhow!("it broke"))),
            ran(Ok(Outcome::Passed)),
        ]);
        assert_eq!(text.lines().last(), Some("steps: 2 passed, 1 failed, 1 skipped"));
    }

    #[test]
    fn a_failed_step_is_told_with_the_last_lines_of_its_program() {
        let failing = Program::new("sh").args(["-c", "echo the test of the dot failed; exit 1"]);
        let failed = failing.run_without_its_output().context("the tests");
        let words = ran(passed(failed)).last_words().expect("it said something");
        assert_eq!(words, "==> a step: its last lines\n    the test of the dot failed");
        assert_eq!(ran(Ok(Outcome::Passed)).last_words(), None);
    }

    #[test]
    fn a_skipped_step_says_why_and_a_failed_one_what_failed() {
        let skipped = ran(Ok(Outcome::Skipped("no nightly".into()))).line();
        assert_eq!(skipped, "SKIPPED after 1.5 s: no nightly");
        let failed = ran(Err(anyhow::anyhow!("it broke").context("while testing"))).line();
        assert_eq!(failed, "FAILED after 1.5 s: while testing: it broke");
    }
}
