//! What is looked at.

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;

use super::environment::Environment;
use super::package::{self, Packages};
use super::tools;
use crate::differential;
use crate::process::Program;
use crate::repo;
use crate::test::Outcome;
use crate::vectors::{Row, rows};

#[derive(Args)]
pub(crate) struct Options {
    /// Write the lists of what wheel and sdist hold to bindings/python/contents, and check nothing.
    #[arg(long)]
    write_contents: bool,
    /// How cargo builds the module: release, dev, or another profile.
    #[arg(long, value_name = "NAME", default_value = PROFILE)]
    profile: String,
}

/// The profile of the checks, which they share with the C library and the Node addon.
const PROFILE: &str = "checks";

pub(crate) fn run(options: &Options) -> Result<()> {
    if let Some(missing) = tools::missing() {
        bail!("{missing}");
    }
    let tools = tools::environment()?;
    let packages = package::make(&tools, &options.profile)?;
    if options.write_contents {
        return packages.contents(true);
    }
    check(&tools, &packages, &options.profile)
}

/// For `cargo xtask test`.
pub(crate) fn test() -> Result<Outcome> {
    if let Some(missing) = tools::missing() {
        if std::env::var_os("CI").is_some() {
            bail!("{missing}");
        }
        return Ok(Outcome::Skipped(missing.into()));
    }
    let tools = tools::environment()?;
    let packages = package::make(&tools, PROFILE)?;
    check(&tools, &packages, PROFILE)?;
    Ok(Outcome::Passed)
}

/// How a program is started, with its arguments.
type Command = Vec<String>;

/// What measures the module, built as it is released, and what measures its peer; or what is missing.
pub(crate) fn bench() -> Result<Result<(Command, Command), &'static str>> {
    if let Some(missing) = tools::missing() {
        return Ok(Err(missing));
    }
    let tools = tools::environment()?;
    let packages = package::make(&tools, "release")?;
    // Among the tools is the peer.
    let install = ["install", "--no-index", "--no-deps", "--force-reinstall"];
    tools.pip().args(install).arg(&packages.wheel).run()?;
    let text = |path: PathBuf| path.to_string_lossy().into_owned();
    let script = text(repo::root().join("bindings/python/tests/bench.py"));
    let ours = vec![text(tools.folder().join("bin/python")), script, "--worker".to_owned()];
    let mut peer = ours.clone();
    peer.extend(["--with".to_owned(), "smtpproto".to_owned()]);
    Ok(Ok((ours, peer)))
}

/// The table of the vectors, from the wheel and from the sdist.
pub(crate) fn vectors() -> Result<Vec<Row>> {
    if let Some(missing) = tools::missing() {
        bail!("{missing}");
    }
    let packages = package::make(&tools::environment()?, PROFILE)?;
    let wheel = from_wheel(&packages)?;
    let sdist = from_sdist(&packages, PROFILE)?;
    let mut table = rows("Python (wheel)", &run_vectors(&wheel).answer()?)?;
    table.extend(rows("Python (sdist)", &run_vectors(&sdist).answer()?)?);
    Ok(table)
}

/// Everything; one that fails does not stop the others.
fn check(tools: &Environment, packages: &Packages, profile: &str) -> Result<()> {
    let wheel = from_wheel(packages)?;
    let mut wrong = Vec::new();
    let mut look = |what: &str, result: Result<()>| {
        if let Err(error) = result {
            println!("    WRONG: {what}: {error:#}");
            wrong.push(format!("{what}: {error:#}"));
        }
    };
    look("what the packages hold", packages.contents(false));
    look("the types", types(tools, packages));
    look("the stable ABI", tools.command("abi3audit").arg("--strict").arg(&packages.wheel).run());
    look("the vectors from the wheel", run_vectors(&wheel).run());
    look("the tests from the wheel", run_tests(&wheel));
    look("the sessions of the core, done again", replay(&wheel));
    look(
        "the vectors from the sdist",
        from_sdist(packages, profile).and_then(|sdist| run_vectors(&sdist).run()),
    );
    look("the module for interpreters without a lock", package::without_a_lock());
    if !wrong.is_empty() {
        bail!("{}", wrong.join("; "));
    }
    Ok(())
}

/// The wheel where there is nothing else.
fn from_wheel(packages: &Packages) -> Result<Environment> {
    let environment = Environment::empty(repo::scratch("python").join("wheel"))?;
    environment.pip().args(["install", "--no-index"]).arg(&packages.wheel).run()?;
    Ok(environment)
}

/// The sdist, compiled as a user's pip compiles it, but for cargo's profile.
fn from_sdist(packages: &Packages, profile: &str) -> Result<Environment> {
    let environment = Environment::empty(repo::scratch("python").join("sdist"))?;
    let install = environment.pip().arg("install").arg(&packages.sdist);
    install
        .env("MATURIN_PEP517_ARGS", format!("--profile {profile}"))
        // What the wheel was made of is compiled already.
        .env("CARGO_TARGET_DIR", repo::target())
        .run()?;
    Ok(environment)
}

fn script(environment: &Environment, path: &str) -> Program {
    environment.python().arg(repo::root().join("bindings/python").join(path))
}

fn run_vectors(environment: &Environment) -> Program {
    let vectors = repo::root().join("tests/vectors");
    script(environment, "tests/vectors").arg("--table").arg("--vectors").arg(vectors)
}

/// The unit tests, the examples in the documentation, and the programs in `examples`.
fn run_tests(environment: &Environment) -> Result<()> {
    let tests = repo::root().join("bindings/python/tests");
    let discover = ["-m", "unittest", "discover", "--pattern", "test_*.py"];
    environment.python().args(discover).arg("--start-directory").arg(tests).run()
}

/// Random sessions of the core, done again.
fn replay(environment: &Environment) -> Result<()> {
    script(environment, "tests/replay.py").arg("--table").arg(differential::sessions()?).run()
}

/// The types, as the three tools that people run see them: in an environment of the tools with the
/// wheel in it.
fn types(tools: &Environment, packages: &Packages) -> Result<()> {
    let install = ["install", "--no-index", "--no-deps", "--force-reinstall"];
    tools.pip().args(install).arg(&packages.wheel).run()?;
    let python = repo::root().join("bindings/python");
    let strict = tools.command("mypy").args(["--strict", "--config-file"]);
    strict.arg(python.join("pyproject.toml")).args(["tests", "examples"]).run_in(&python)?;
    tools
        .command("python")
        .args(["-m", "mypy.stubtest", "--allowlist", "stubtest.txt", "smtpwire"])
        .run_in(&python)?;
    let pyright = tools.command("pyright").args(["--project"]).arg(&python);
    pyright.arg("--pythonpath").arg(tools.folder().join("bin/python")).run_in(&python)
}
