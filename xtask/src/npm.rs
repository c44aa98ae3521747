//! What npm brings to build and check the JavaScript packages: the TypeScript compiler, a bundler, what
//! judges packages, a browser's driver.
//!
//! `bindings/javascript` pins it, all in one lock file, and there it is installed, by `npm ci`, once for
//! each content of the lock file.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::process::Program;
use crate::repo;

/// The oldest Node that the tools run on.
const NODE: (u32, u32) = (20, 19);

/// What is missing for the JavaScript packages to be built here, if anything: Node and npm are the
/// machine's.
pub(crate) fn missing() -> Option<String> {
    let Ok(said) = Program::new("node").arg("--version").answer() else {
        return Some("there is no node".into());
    };
    if version_of(&said).is_none_or(|version| version < NODE) {
        let (major, minor) = NODE;
        return Some(format!("node is {} and not {major}.{minor} or newer", said.trim()));
    }
    (!Program::new("npm").arg("--version").works()).then(|| "there is no npm".into())
}

/// Major and minor of what `node --version` says.
fn version_of(said: &str) -> Option<(u32, u32)> {
    let mut numbers = said.trim().strip_prefix('v')?.split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

/// The folder of `node_modules` with the tools, installed now where they are not yet.
pub(crate) fn toolchain() -> Result<PathBuf> {
    let folder = repo::root().join("bindings").join("javascript");
    let lock = fs::read_to_string(folder.join("package-lock.json"))
        .context("cannot read bindings/javascript/package-lock.json")?;
    // Written last, so that an installation that was interrupted is made again.
    let installed = folder.join("node_modules").join("installed.json");
    if fs::read_to_string(&installed).is_ok_and(|there| there == lock) {
        return Ok(folder);
    }
    // No script of a package runs: none of these needs one.
    Program::new("npm")
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
        .run_in(&folder)?;
    fs::write(&installed, &lock)?;
    Ok(folder)
}

/// A command of the tools, such as `wasm-opt`. `tsc` is the one of the package `typescript`; `tsc6` is the
/// compiler before it, which still is a library that other tools use.
pub(crate) fn tool(name: &str) -> Result<Program> {
    let modules = toolchain()?.join("node_modules");
    // Two packages bring a command of this name, and which of them npm links is chance.
    let of_typescript = modules.join("typescript").join("bin").join("tsc");
    let program = if name == "tsc" { of_typescript } else { modules.join(".bin").join(name) };
    if !program.exists() {
        bail!("bindings/javascript/package.json brings no {name}");
    }
    Ok(Program::new(program))
}

/// Compiles a TypeScript project (the folder of a `tsconfig.json`, or such a file) into a folder.
pub(crate) fn tsc(project: &Path, out: &Path) -> Result<()> {
    tool("tsc")?.arg("--project").arg(project).arg("--outDir").arg(out).run()
}

/// Puts some of the examples of JavaScript into a package, in a folder of their own.
pub(crate) fn add_examples(package: &Path, names: &[&str]) -> Result<()> {
    let source = repo::root().join("bindings/javascript/examples");
    for name in names {
        let place = package.join("examples").join(Path::new(name).file_name().unwrap_or_default());
        fs::create_dir_all(place.parent().unwrap_or(package))?;
        fs::copy(source.join(name), &place)
            .with_context(|| format!("there is no example {name}"))?;
    }
    Ok(())
}

/// What `npm pack` made of a folder.
#[derive(Clone, Debug)]
pub(crate) struct Packed {
    /// The tarball, beside the folder.
    pub(crate) tarball: PathBuf,
    /// The paths of its files, sorted.
    pub(crate) files: Vec<String>,
    /// Its octets.
    pub(crate) size: u64,
}

/// What `npm pack --json` says of a package.
#[derive(Deserialize)]
struct Told {
    filename: String,
    size: u64,
    files: Vec<ToldFile>,
}

#[derive(Deserialize)]
struct ToldFile {
    path: String,
}

/// Packs a package's folder as `npm publish` would.
pub(crate) fn pack(folder: &Path) -> Result<Packed> {
    let beside = folder.parent().unwrap_or(folder);
    let pack = Program::new("npm").args(["pack", "--json", "--ignore-scripts", "--loglevel=error"]);
    let said = pack.arg("--pack-destination").arg(beside).answer_in(folder)?;
    let told: serde_json::Value =
        serde_json::from_str(&said).context("npm pack does not speak JSON")?;
    // A list in npm up to 11, and an object by the package's name later.
    let told = match told {
        serde_json::Value::Array(list) => list.into_iter().next(),
        serde_json::Value::Object(by_name) => by_name.into_iter().next().map(|(_, told)| told),
        _ => None,
    };
    let told: Told = serde_json::from_value(told.context("npm pack names no package")?)?;
    let mut files: Vec<String> = told.files.into_iter().map(|file| file.path).collect();
    files.sort();
    Ok(Packed { tarball: beside.join(told.filename), files, size: told.size })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_of_node_is_read() {
        assert_eq!(version_of("v20.19.2\n"), Some((20, 19)));
        assert_eq!(version_of("nonsense"), None);
    }

    #[test]
    fn the_lock_file_names_a_hash_for_each_package_and_no_registry() {
        let lock = repo::root().join("bindings/javascript/package-lock.json");
        let lock = fs::read_to_string(lock).expect("the lock file");
        let lock: serde_json::Value = serde_json::from_str(&lock).expect("JSON");
        let packages = lock["packages"].as_object().expect("packages");
        assert!(packages.len() > 1, "it pins something");
        for (name, package) in packages {
            assert!(package["resolved"].is_null(), "{name} names where it comes from");
            assert!(name.is_empty() || package["integrity"].is_string(), "{name} has no hash");
        }
    }
}
