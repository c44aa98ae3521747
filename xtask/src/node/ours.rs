//! Our own tests of the JavaScript packages, where a user has them: in an empty project outside of the
//! repository, with `bindings/javascript/tests` and its examples copied in.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};

use super::outside::{FORCE_WASM, Outside, Setting, chromium};
use super::{PROFILE, Tarballs, packages};
use crate::process::Program;
use crate::vectors::{Row, rows};
use crate::{differential, npm, repo};

/// A package under test, and what chooses it.
struct Under {
    /// What the table of vectors calls it.
    name: &'static str,
    package: &'static str,
    settings: &'static [Setting],
}

const ADDON: Under = Under { name: "Node (addon)", package: "smtpwire", settings: &[] };
const FALLBACK: Under =
    Under { name: "Node (fallback)", package: "smtpwire", settings: &[FORCE_WASM] };
const WASM: Under = Under { name: "WebAssembly (Node)", package: "smtpwire-wasm", settings: &[] };

/// The project, gone when this is.
struct Ours {
    _outside: Outside,
    project: PathBuf,
}

impl Ours {
    fn new(tarballs: &Tarballs) -> Result<Self> {
        let outside = Outside::new()?;
        let project = outside.empty("ours", &tarballs.all())?;
        let source = repo::root().join("bindings/javascript");
        for part in ["tests", "examples"] {
            for file in repo::files_under(&source.join(part))? {
                let place = project.join(file.strip_prefix(&source)?);
                fs::create_dir_all(place.parent().unwrap_or(&project))?;
                fs::copy(&file, &place)?;
            }
        }
        let ours = Self { _outside: outside, project };
        ours.dress()?;
        Ok(ours)
    }

    /// What the tests have in their project beside the packages: its modules are ECMAScript's, and a
    /// browser's driver.
    fn dress(&self) -> Result<()> {
        let file = self.project.join("package.json");
        let mut manifest: Map<String, Value> = serde_json::from_str(&fs::read_to_string(&file)?)?;
        manifest.insert("type".into(), "module".into());
        fs::write(&file, serde_json::to_string_pretty(&manifest)? + "\n")?;
        let driver = Path::new("node_modules/playwright-core");
        symlink(npm::toolchain()?.join(driver), self.project.join(driver))
            .context("cannot lend the project a browser's driver")
    }

    fn node(under: &Under, arguments: &[&str]) -> Result<Program> {
        let mut node = Program::new("node").args(arguments.iter().copied());
        node = node.env("SMTPWIRE_PACKAGE", under.package).env("SMTPWIRE_TOOLS", npm::toolchain()?);
        for (name, value) in under.settings {
            node = node.env(*name, *value);
        }
        Ok(node)
    }

    fn run(&self, under: &Under, arguments: &[&str]) -> Result<()> {
        println!("    {}:", under.name);
        Self::node(under, arguments)?.run_in(&self.project)
    }

    /// The vectors' runner, and what it is to be told.
    fn vectors(under: &Under, more: &[&str]) -> Result<Program> {
        let node = Self::node(under, &["tests/vectors/run.mjs", "--table", "--package"])?;
        let node = node.arg(under.package).args(more.iter().copied());
        Ok(node.arg("--vectors").arg(repo::root().join("tests/vectors")))
    }

    fn in_browser() -> Result<Program> {
        let node = Self::node(&WASM, &["tests/browser/run.mjs", "--table", "--vectors"])?;
        Ok(node.arg(repo::root().join("tests/vectors")))
    }
}

/// The packages, built as they are released, in an empty project.
pub(crate) struct Installed(Ours);

impl Installed {
    /// What measures a package, with its arguments. It has to be started before this is gone.
    pub(crate) fn command(&self, package: &str) -> Vec<String> {
        let bench = self.0.project.join("tests/bench.mjs").to_string_lossy().into_owned();
        vec!["node".into(), bench, "--worker".into(), "--package".into(), package.into()]
    }
}

/// What is to be measured.
pub(crate) fn bench() -> Result<Installed> {
    Ours::new(&packages("release")?).map(Installed)
}

/// The table of the vectors, from the tarballs.
pub(crate) fn vectors() -> Result<Vec<Row>> {
    if let Some(missing) = npm::missing() {
        bail!("{missing}");
    }
    let ours = Ours::new(&packages(PROFILE)?)?;
    let mut table = Vec::new();
    for under in [ADDON, FALLBACK, WASM] {
        let said = Ours::vectors(&under, &[])?.answer_in(&ours.project)?;
        table.extend(rows(under.name, &said)?);
    }
    if !chromium()? {
        bail!("there is no chromium");
    }
    let said = Ours::in_browser()?.answer_in(&ours.project)?;
    table.extend(rows("WebAssembly (Chromium)", &said)?);
    Ok(table)
}

/// Everything in every package.
pub(super) fn check(tarballs: &Tarballs) -> Result<()> {
    let ours = Ours::new(tarballs)?;
    let sessions = differential::sessions()?;
    let mut wrong = Vec::new();
    let mut look = |what: String, result: Result<()>| {
        if let Err(error) = result {
            println!("    WRONG: {what}: {error:#}");
            wrong.push(format!("{what}: {error:#}"));
        }
    };
    let types = npm::toolchain()?.join("node_modules").join("@types");
    let tsc = npm::tool("tsc")?.args(["--project", "tests", "--typeRoots"]).arg(types);
    look("the types of the tests".into(), tsc.run_in(&ours.project));
    for under in [ADDON, FALLBACK, WASM] {
        let name = under.name;
        let in_project = |program: Result<Program>| program?.run_in(&ours.project);
        look(format!("the vectors, {name}"), in_project(Ours::vectors(&under, &[])));
        if under.name == ADDON.name {
            let required = Ours::vectors(&under, &["--require"]);
            look(format!("the vectors by require, {name}"), in_project(required));
        }
        look(format!("the tests, {name}"), ours.run(&under, &["--test", "tests/unit"]));
        let replay = Ours::node(&under, &["tests/replay.mjs", "--table", "--package"]);
        let replay = replay.map(|replay| replay.arg(under.package).arg(&sessions));
        look(format!("the sessions of the core, {name}"), in_project(replay));
        let memory = ["--expose-gc", "tests/memory/sessions.mjs", "--package", under.package];
        look(format!("the memory of 100,000 sessions, {name}"), ours.run(&under, &memory));
    }
    if chromium()? {
        let in_browser = Ours::in_browser().and_then(|run| run.run_in(&ours.project));
        look("the vectors in Chromium".into(), in_browser);
        look("the page in Chromium".into(), ours.run(&WASM, &["--test", "tests/browser"]));
    }
    if !wrong.is_empty() {
        bail!("{}", wrong.join("; "));
    }
    Ok(())
}
