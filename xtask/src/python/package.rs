//! The wheel and the source package: made, and what is in them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::environment::Environment;
use crate::process::Program;
use crate::repo;

/// What maturin made.
pub(super) struct Packages {
    pub(super) wheel: PathBuf,
    pub(super) sdist: PathBuf,
}

/// Where the lists of what the packages hold are committed.
fn list(kind: &str) -> PathBuf {
    repo::root().join("bindings/python/contents").join(format!("{kind}.txt"))
}

/// Builds both with this profile of cargo's.
pub(super) fn make(tools: &Environment, profile: &str) -> Result<Packages> {
    let out = repo::scratch("python").join("dist");
    if out.exists() {
        fs::remove_dir_all(&out).with_context(|| format!("cannot clear {}", out.display()))?;
    }
    let manifest = ["--manifest-path", "bindings/python/Cargo.toml", "--out"];
    let maturin = |what: &str| tools.command("maturin").arg(what).args(manifest).arg(&out);
    maturin("build").args(["--locked", "--profile", profile]).run()?;
    maturin("sdist").run()?;
    Ok(Packages { wheel: one(&out, ".whl")?, sdist: one(&out, ".tar.gz")? })
}

/// Python 3.14 without a global lock, as `PyO3` is told of an interpreter that is not there.
const WITHOUT_A_LOCK: &str = "implementation=CPython
version=3.14
target_abi=CPython-free_threaded-3.14
shared=true
pointer_width=64
build_flags=Py_GIL_DISABLED
suppress_build_script_link_lines=true
";

/// Compiles the module for an interpreter that has no global lock, as far as that goes where there is none:
/// it is not linked. Such interpreters have an ABI of their own, and objects that other threads reach.
pub(super) fn without_a_lock() -> Result<()> {
    let scratch = repo::scratch("python");
    let interpreter = scratch.join("free-threaded.txt");
    fs::write(&interpreter, WITHOUT_A_LOCK)?;
    let check = Program::cargo().args(["check", "--locked", "--package", "smtpwire-python"]);
    check.env("PYO3_CONFIG_FILE", interpreter).run()
}

fn one(folder: &Path, ending: &str) -> Result<PathBuf> {
    let mut found = Vec::new();
    for file in fs::read_dir(folder)? {
        let path = file?.path();
        if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    match <[PathBuf; 1]>::try_from(found) {
        Ok([path]) => Ok(path),
        Err(found) => bail!("{} files end in {ending} in {}", found.len(), folder.display()),
    }
}

impl Packages {
    /// Compares what the packages hold with the committed lists, or writes those.
    pub(super) fn contents(&self, write: bool) -> Result<()> {
        let mut differ = Vec::new();
        for (kind, package) in [("wheel", &self.wheel), ("sdist", &self.sdist)] {
            let holds = contents(package)?;
            let path = list(kind);
            if write {
                fs::create_dir_all(path.parent().unwrap_or(&path))?;
                fs::write(&path, &holds)?;
                continue;
            }
            let committed = fs::read_to_string(&path).unwrap_or_default();
            for line in holds.lines().filter(|line| !committed.lines().any(|known| known == *line))
            {
                differ.push(format!("the {kind} holds {line}"));
            }
            for line in committed.lines().filter(|line| !holds.lines().any(|there| there == *line))
            {
                differ.push(format!("the {kind} lacks {line}"));
            }
        }
        if !differ.is_empty() {
            bail!("{}; `cargo xtask python --write-contents` writes the lists", differ.join(", "));
        }
        Ok(())
    }
}

/// The names of the files in a package, one a line, sorted, without the version in them. Of the Rust
/// crates in it the folders are enough: what they hold changes with every commit.
fn contents(package: &Path) -> Result<String> {
    let script = "import sys, tarfile, zipfile
name = sys.argv[1]
names = zipfile.ZipFile(name).namelist() if name.endswith('.whl') else tarfile.open(name).getnames()
print('\\n'.join(sorted(names)))";
    let said = Program::new("python3").args(["-c", script]).arg(package).answer()?;
    let said = said.replace(&format!("smtpwire-{}", repo::VERSION), "smtpwire-VERSION");
    let names: BTreeSet<String> = said.lines().map(folder_of_a_crate).collect();
    Ok(names.into_iter().map(|name| name + "\n").collect())
}

fn folder_of_a_crate(name: &str) -> String {
    let parts: Vec<&str> = name.split('/').collect();
    match parts.as_slice() {
        [
            root,
            place @ ("crates" | "bindings"),
            name,
            part @ ("src" | "tests" | "examples"),
            _,
            ..,
        ] => {
            format!("{root}/{place}/{name}/{part}/…")
        }
        _ => name.to_owned(),
    }
}
