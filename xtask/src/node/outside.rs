//! What a stranger does: empty projects outside of the repository install the tarballs, and use them by
//! `import`, by `require`, from TypeScript, and in a page that a bundler builds.
//!
//! The programs are in `bindings/node/tests/outside`. npm installs without a network: what it would have
//! to fetch is missing in the packages.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::Tarballs;
use crate::process::Program;
use crate::{debian, npm, repo};

pub(super) fn check(tarballs: &Tarballs) -> Result<()> {
    let outside = Outside::new()?;
    in_node(&outside.project("node", &tarballs.all())?)?;
    in_typescript(&outside.project("types", &tarballs.all())?)?;
    in_a_page(&outside.project("page", &[&tarballs.wasm.tarball])?)
}

/// A folder outside the repository; gone when this is.
pub(super) struct Outside {
    folder: PathBuf,
}

impl Drop for Outside {
    fn drop(&mut self) {
        // What stays behind is in the way of nothing.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

impl Outside {
    pub(super) fn new() -> Result<Self> {
        let folder = std::env::temp_dir().join(format!("smtpwire-npm-{}", std::process::id()));
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        Ok(Self { folder })
    }

    /// A project with the programs of this name, and with the packages installed.
    fn project(&self, name: &str, tarballs: &[&Path]) -> Result<PathBuf> {
        let project = self.folder.join(name);
        fs::create_dir_all(&project)?;
        let programs = repo::root().join("bindings/node/tests/outside").join(name);
        for file in repo::files_under(&programs)? {
            fs::copy(&file, project.join(file.file_name().unwrap_or_default()))?;
        }
        Self::install(&project, tarballs)?;
        Ok(project)
    }

    /// A project with nothing but the packages.
    pub(super) fn empty(&self, name: &str, tarballs: &[&Path]) -> Result<PathBuf> {
        let project = self.folder.join(name);
        fs::create_dir_all(&project)?;
        Self::install(&project, tarballs)?;
        Ok(project)
    }

    fn install(project: &Path, tarballs: &[&Path]) -> Result<()> {
        fs::write(project.join("package.json"), "{ \"private\": true }\n")?;
        let install = Program::new("npm").args(["install", "--offline", "--ignore-scripts"]);
        let quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
        install.args(quiet).args(tarballs.iter().copied()).run_in(project)
    }
}

/// A variable of the environment with a value.
pub(super) type Setting = (&'static str, &'static str);

pub(super) const FORCE_WASM: Setting = ("SMTPWIRE_FORCE_WASM", "1");

/// Runs a program in a project and gives what it says, line by line.
fn said(project: &Path, program: &str, settings: &[Setting]) -> Result<Vec<String>> {
    let mut node = Program::new("node").arg(program);
    for (name, value) in settings {
        node = node.env(*name, *value);
    }
    Ok(node.answer_in(project)?.lines().map(str::to_owned).collect())
}

/// Runs a program that says first what does the work, and behind that why it is not the addon.
fn runs_on(project: &Path, program: &str, settings: &[Setting], wanted: &[&str]) -> Result<()> {
    let said = said(project, program, settings)?;
    let fits = said.len() == wanted.len()
        && said.iter().zip(wanted).all(|(line, wanted)| line.starts_with(wanted));
    if !fits {
        bail!("{program} says {said:?} where {wanted:?} is wanted");
    }
    println!("    {program}: {}", said.join(": "));
    Ok(())
}

fn in_node(project: &Path) -> Result<()> {
    let programs = ["by-import.mjs", "by-require.cjs"];
    let modules = project.join("node_modules");
    let forced = ["wasm", "SMTPWIRE_FORCE_WASM asks for WebAssembly."];
    for program in programs {
        runs_on(project, program, &[], &["native"])?;
        runs_on(project, program, &[FORCE_WASM], &forced)?;
        runs_on(project, program, &[("SMTPWIRE_FORCE_WASM", "0")], &["native"])?;
    }
    runs_on(project, "workers.mjs", &[], &["native"])?;
    runs_on(project, "workers.mjs", &[FORCE_WASM], &["wasm"])?;
    runs_on(project, "tls.cjs", &[], &["none"])?;
    let no_tls = ["UsageError", "tls: TLS by smtpwire needs the native addon"];
    runs_on(project, "tls.cjs", &[FORCE_WASM], &no_tls)?;

    println!("    README.md: {}", said(project, "readme.mjs", &[])?.join(", "));

    // What happens to those for whom npm has not installed everything.
    let (addons, wasm) = (modules.join("@smtpwire"), modules.join("smtpwire-wasm"));
    let away = project.join("away");
    fs::rename(&wasm, &away)?;
    runs_on(project, "by-require.cjs", &[], &["native"])?;
    let alone = said(project, "by-require.cjs", &[FORCE_WASM]);
    refused(alone, &["smtpwire cannot run here", "SMTPWIRE_FORCE_WASM", "smtpwire-wasm"])?;
    fs::remove_dir_all(&addons)?;
    let nothing = said(project, "by-import.mjs", &[]);
    refused(nothing, &["smtpwire cannot run here", "@smtpwire/", "smtpwire-wasm", "optional"])?;
    fs::rename(&away, &wasm)?;
    let missing = ["wasm", "The addon @smtpwire/"];
    for program in programs {
        runs_on(project, program, &[], &missing)?;
    }
    Ok(())
}

/// A program that can't run has to say why.
fn refused(came: Result<Vec<String>>, wanted: &[&str]) -> Result<()> {
    let Err(error) = came else { bail!("a program runs without what it needs") };
    let error = format!("{error:#}");
    match wanted.iter().find(|wanted| !error.contains(**wanted)) {
        Some(missing) => bail!("the error does not name {missing:?}: {error}"),
        None => Ok(()),
    }
}

fn in_typescript(project: &Path) -> Result<()> {
    // The same program as CommonJS and as a module: a file's name says which it is.
    for name in ["program.mts", "program.cts"] {
        fs::copy(project.join("program.ts"), project.join(name))?;
    }
    let strict =
        ["--strict", "--noEmit", "--skipLibCheck", "false", "--exactOptionalPropertyTypes"];
    let plain = ["--target", "es2022", "--lib", "es2022,dom", "--types", ""];
    for (resolution, programs) in [
        (
            ["--module", "node16", "--moduleResolution", "node16"],
            ["program.mts", "program.cts"].as_slice(),
        ),
        (
            ["--module", "nodenext", "--moduleResolution", "nodenext"],
            &["program.mts", "program.cts"],
        ),
        (["--module", "esnext", "--moduleResolution", "bundler"], &["program.ts", "program.mts"]),
    ] {
        let compile = npm::tool("tsc")?.args(strict).args(plain).args(resolution);
        compile.args(programs.iter().copied()).run_in(project)?;
    }
    Ok(())
}

fn in_a_page(project: &Path) -> Result<()> {
    npm::tool("vite")?.args(["build", "--logLevel", "warn"]).run_in(project)?;
    let modules = npm::toolchain()?.join("node_modules");
    Program::new("node").arg("webpack.cjs").arg(&modules).run_in(project)?;
    let has_browser = chromium()?;
    for bundler in ["dist", "webpack"] {
        holds_the_modules(&project.join(bundler))?;
        if has_browser {
            let open = Program::new("node").arg("open.mjs").arg(&modules).arg(bundler);
            let said = open.answer_in(project)?;
            // It fetches the checker when it is asked for, and not before.
            let wanted = "greeting 1 mail-before-ehlo 2";
            if said.trim() != wanted {
                bail!("the page that {bundler} holds says {said:?} where {wanted:?} is wanted");
            }
        }
    }
    Ok(())
}

/// Whether there is a browser to open the pages in; it is installed where it may be.
pub(super) fn chromium() -> Result<bool> {
    let there = || Path::new("/usr/bin/chromium").exists();
    if !there() && debian::may_install() {
        debian::update();
        debian::install(["chromium"])?;
    }
    if !there() {
        println!("    there is no chromium: the pages are built and not opened");
    }
    Ok(there())
}

/// A page needs the modules beside its script; a bundler that overlooks one makes a page that fails.
fn holds_the_modules(folder: &Path) -> Result<()> {
    let files = repo::files_under(folder).context("the bundler has made nothing")?;
    let is_module = |file: &PathBuf| file.extension().is_some_and(|end| end == "wasm");
    match files.iter().filter(|file| is_module(file)).count() {
        2 => Ok(()),
        count => bail!("{} holds {count} WebAssembly modules", folder.display()),
    }
}
