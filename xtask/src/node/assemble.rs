//! Makes the packages of what was built, and has npm pack them.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};

use super::declarations;
use super::platforms::Platform;
use crate::npm::{self, Packed};
use crate::process::Program;
use crate::{repo, wasm};

/// What npm would carry.
#[derive(Debug)]
pub(crate) struct Tarballs {
    /// The package `smtpwire`.
    pub(crate) smtpwire: Packed,
    /// The package `smtpwire-wasm`.
    pub(crate) wasm: Packed,
    /// The addons' packages, by the names of their platforms.
    pub(crate) addons: Vec<(String, Packed)>,
}

impl Tarballs {
    /// All of them, in the order in which they are published: what needs another comes behind it.
    pub(crate) fn all(&self) -> Vec<&Path> {
        let addons = self.addons.iter().map(|(_, packed)| packed);
        let packed = addons.chain([&self.wasm, &self.smtpwire]);
        packed.map(|packed| packed.tarball.as_path()).collect()
    }
}

/// Where the packages are put together.
fn folder() -> PathBuf {
    repo::target().join("npm")
}

/// Makes all packages; `addons` are those that `smtpwire` will find. What is `quick` to make is not small.
pub(super) fn assemble(addons: &[(Platform, PathBuf)], quick: bool) -> Result<Tarballs> {
    let wasm = wasm::package(quick)?;
    let packed = addons.iter().map(|(platform, addon)| {
        let folder = platform_package(platform, addon)
            .with_context(|| format!("cannot make the package of {}", platform.name))?;
        Ok((platform.name.clone(), npm::pack(&folder)?))
    });
    Ok(Tarballs {
        addons: packed.collect::<Result<_>>()?,
        smtpwire: npm::pack(&package(addons)?)?,
        wasm,
    })
}

/// The package `smtpwire`.
fn package(addons: &[(Platform, PathBuf)]) -> Result<PathBuf> {
    let source = repo::root().join("bindings/node");
    let folder = anew("smtpwire")?;
    npm::toolchain()?;
    let bundle = Program::new("node").arg(source.join("bundle.mjs")).arg(&folder);
    bundle.arg(repo::VERSION).arg(wasm::glue()).run()?;
    let declared = declarations::make()?;
    // The same declarations for both ways in: a file's name tells TypeScript which of the two it is for.
    fs::write(folder.join("index.d.ts"), &declared)?;
    fs::write(folder.join("index.d.mts"), &declared)?;

    let manifest = fs::read_to_string(source.join("package.json"))?;
    let mut manifest: Map<String, Value> =
        serde_json::from_str(&manifest).context("bindings/node/package.json is wrong")?;
    manifest.insert("version".into(), repo::VERSION.into());
    manifest.insert("dependencies".into(), json!({ "smtpwire-wasm": repo::VERSION }));
    let optional = addons.iter().map(|(platform, _)| (platform.package(), repo::VERSION.into()));
    manifest.insert("optionalDependencies".into(), Value::Object(optional.collect()));
    write_manifest(&folder, &manifest)?;
    fs::copy(source.join("README.md"), folder.join("README.md"))?;
    npm::add_examples(&folder, &["README.md", "send.mjs", "send-host-tls.mjs", "sink.mjs"])?;
    Ok(folder)
}

/// The package of an addon.
fn platform_package(platform: &Platform, addon: &Path) -> Result<PathBuf> {
    let folder = anew(&platform.name)?;
    let file = platform.file();
    fs::copy(addon, folder.join(&file))?;
    let mut manifest = json!({
        "name": platform.package(),
        "version": repo::VERSION,
        "description": format!("The addon of the package smtpwire for {}", platform.name),
        "license": "MIT OR Apache-2.0",
        "main": format!("./{file}"),
        "files": [file, "LICENSE-*"],
        "engines": { "node": ">=20" },
        "os": [platform.os],
        "cpu": [platform.cpu],
    });
    if let Some((libc, manifest)) = platform.libc.as_ref().zip(manifest.as_object_mut()) {
        manifest.insert("libc".into(), json!([libc]));
    }
    let readme = format!(
        "# {}\n\nThe addon of the package `smtpwire` for `{}`. \
         npm installs it with that package where it fits; nothing else uses it.\n",
        platform.package(),
        platform.target
    );
    fs::write(folder.join("README.md"), readme)?;
    write_manifest(&folder, &manifest.as_object().cloned().unwrap_or_default())?;
    Ok(folder)
}

/// An empty folder for a package, with what every package has.
fn anew(name: &str) -> Result<PathBuf> {
    let folder = folder().join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    for license in ["LICENSE-MIT", "LICENSE-APACHE"] {
        fs::copy(repo::root().join(license), folder.join(license))?;
    }
    Ok(folder)
}

fn write_manifest(folder: &Path, manifest: &Map<String, Value>) -> Result<()> {
    let text = serde_json::to_string_pretty(manifest)? + "\n";
    fs::write(folder.join("package.json"), text).context("cannot write package.json")
}
