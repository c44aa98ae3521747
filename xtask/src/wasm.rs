//! The npm package `smtpwire-wasm`: `cargo xtask wasm` builds its two modules, makes them small, and puts the
//! package together.
//!
//! The core is compiled for `wasm32-unknown-unknown` by rustup's toolchain where that has the target or can
//! fetch it, else by Debian's, which is another version of the compiler. `wasm-bindgen` makes the JavaScript
//! that calls the module; its command must be of the version of its crate, and is built once. `wasm-opt`
//! and the TypeScript compiler come from npm.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::npm::{self, Packed};
use crate::process::Program;
use crate::{no_std, repo};

#[derive(Args)]
pub(crate) struct Options {
    /// Leave the module as large as the compiler makes it, which takes less time.
    #[arg(long)]
    quick: bool,
}

const TARGET: &str = "wasm32-unknown-unknown";
const CRATE: &str = "smtpwire-wasm";
/// All browsers have it since 2023, and Node since 16. With it one way to look at content is compiled, not
/// several.
const SIMD: &str = "-Ctarget-feature=+simd128";
/// What of the standard library every call goes through, where it is built here: for speed it is no larger.
const STD_FOR_SPEED: [&str; 4] = ["alloc", "compiler_builtins", "core", "dlmalloc"];

/// One of the package's modules.
struct Module {
    /// Its file, without the ending.
    name: &'static str,
    /// The feature of the crate that is in it.
    feature: &'static str,
    /// The profile of cargo's that makes it small.
    profile: &'static str,
    /// Whether it runs for every message: then the standard library is built for speed.
    is_hot: bool,
    /// The JavaScript that calls it.
    glue: &'static str,
    /// How large it is meant to be, gzipped, in octets: it crosses a network before it runs.
    aim: usize,
    /// How large it may be, so that nobody makes it larger unawares.
    largest: usize,
}

/// A page that speaks SMTP fetches the first one, and one that reads what others spoke the second.
const MODULES: [Module; 2] = [
    Module {
        name: "smtpwire",
        feature: "protocol",
        profile: "wasm",
        is_hot: true,
        glue: "glue",
        aim: 150 * 1024,
        largest: 330 * 1024,
    },
    // Most of it are the texts of the checker and of the registry.
    Module {
        name: "smtpwire-check",
        feature: "diagnose",
        profile: "wasm-check",
        is_hot: false,
        glue: "glue-check",
        aim: 150 * 1024,
        largest: 234 * 1024,
    },
];

pub(crate) fn run(options: &Options) -> Result<()> {
    if let Some(missing) = npm::missing() {
        bail!("{missing}");
    }
    let packed = make(options.quick)?;
    println!("    {}", packed.tarball.display());
    Ok(())
}

/// The package as npm would carry it, made anew; where it is `quick`, the module is as the compiler leaves
/// it, which is large and behaves the same.
pub(crate) fn package(quick: bool) -> Result<Packed> {
    make(quick)
}

/// The folder of the JavaScript that calls the modules, of the last package that was made.
pub(crate) fn glue() -> PathBuf {
    scratch("bindgen")
}

/// Where the parts are made.
fn scratch(part: &str) -> PathBuf {
    repo::scratch("wasm").join(part)
}

fn make(quick: bool) -> Result<Packed> {
    let folder = anew(&scratch("package"))?;
    let dist = folder.join("dist");
    fs::create_dir_all(&dist)?;
    npm::tsc(&source(), &dist)?;
    anew(&glue())?;
    for module in &MODULES {
        let bound = bind(module, &compile(module)?)?;
        let shipped = dist.join(module.name).with_extension("wasm");
        if quick {
            fs::copy(&bound, &shipped)?;
        } else {
            shrink(&bound, &shipped)?;
        }
        size(module, &shipped, quick)?;
        let calls = format!("{}.js", module.glue);
        let place = dist.join("wasm/js").join(&calls);
        fs::copy(glue().join(&calls), place).context("the glue has no place")?;
    }
    manifest(&folder)?;
    for license in ["LICENSE-MIT", "LICENSE-APACHE"] {
        fs::copy(repo::root().join(license), folder.join(license))?;
    }
    fs::copy(source().join("README.md"), folder.join("README.md"))?;
    npm::add_examples(&folder, &["browser/index.html", "browser/send.js"])?;
    npm::pack(&folder)
}

fn source() -> PathBuf {
    repo::root().join("bindings/wasm")
}

/// A folder with nothing in it.
fn anew(folder: &Path) -> Result<PathBuf> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    Ok(folder.to_path_buf())
}

/// Compiles the crate with what is in a module; where that is, until the next one is compiled.
fn compile(module: &Module) -> Result<PathBuf> {
    // Not in the workspace's own folder: another compiler's output would be thrown away for it.
    let target = scratch("target");
    let arguments =
        ["build", "--locked", "--package", CRATE, "--target", TARGET, "--profile", module.profile];
    let only = ["--no-default-features", "--features", module.feature];
    if no_std::has_rustup_target(TARGET) {
        let build = Program::cargo().env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", SIMD);
        build.args(arguments).args(only).arg("--target-dir").arg(&target).run()?;
    } else {
        println!("    rustup has no {TARGET} and cannot fetch it: Debian's toolchain has");
        if !no_std::has_debian_toolchain() {
            bail!("there is no compiler for {TARGET}: neither rustup's nor Debian's");
        }
        // Nobody could see what a panic says: without its text the module is a thirtieth smaller.
        let silent = format!("-Zunstable-options -Cpanic=immediate-abort {SIMD}");
        let build = no_std::debian_cargo().env("CARGO_TARGET_DIR", &target);
        let mut build = build.args(arguments).args(only);
        for package in STD_FOR_SPEED.iter().filter(|_| module.is_hot) {
            let for_speed = format!("profile.{}.package.{package}.opt-level=3", module.profile);
            build = build.args(["--config", &for_speed]);
        }
        build
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", silent)
            .args(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"])
            .run()?;
    }
    let folder = target.join(TARGET).join(module.profile);
    Ok(folder.join(CRATE.replace('-', "_")).with_extension("wasm"))
}

/// Makes the module and the JavaScript of it that belong together; where the module is.
fn bind(module: &Module, compiled: &Path) -> Result<PathBuf> {
    let out = glue();
    let bind = Program::new(wasm_bindgen()?).args(["--target", "web", "--out-name", module.glue]);
    // Where the module is, the package says itself; what a module's names are, nobody asks.
    let plain = ["--no-typescript", "--omit-default-module-path", "--remove-name-section"];
    bind.args(plain)
        .args(["--remove-producers-section", "--out-dir"])
        .arg(&out)
        .arg(compiled)
        .run()?;
    Ok(out.join(format!("{}_bg.wasm", module.glue)))
}

/// The command of wasm-bindgen, in the version of its crate: the two speak a language of their own.
fn wasm_bindgen() -> Result<PathBuf> {
    let lock = fs::read_to_string(repo::root().join("Cargo.lock"))?;
    let version = version_in(&lock, "wasm-bindgen").context("Cargo.lock has no wasm-bindgen")?;
    let root = repo::target().join("tools");
    let command = root.join("bin").join("wasm-bindgen");
    let asked = Program::new(&command).arg("--version").answer();
    if asked.is_ok_and(|said| said.split_whitespace().last() == Some(version)) {
        return Ok(command);
    }
    println!("    building wasm-bindgen {version} (this takes a minute)");
    let install = Program::cargo().env("CARGO_TARGET_DIR", repo::target().join("tools-build"));
    let install = install.args(["install", "wasm-bindgen-cli", "--version", version]);
    install.args(["--debug", "--quiet", "--root"]).arg(&root).run()?;
    Ok(command)
}

/// The version of a package in a lock file of cargo's.
fn version_in<'l>(lock: &'l str, package: &str) -> Option<&'l str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')
}

/// Makes a module smaller, compressed. What `wasm-opt -Oz` does besides makes it smaller and gzip's work harder:
/// LLVM's order of functions and of locals repeats itself more, and a twelfth of the module would be lost.
fn shrink(module: &Path, small: &Path) -> Result<()> {
    let passes = [
        "--optimize-instructions",
        "--vacuum",
        "--remove-unused-brs",
        "--merge-blocks",
        "--rse",
        "--duplicate-function-elimination",
        "--reorder-locals",
        "--strip-debug",
    ];
    let shrink = npm::tool("wasm-opt")?.args(passes);
    // What rustc uses by itself, and every browser of the last years knows.
    let features = [
        "--enable-simd",
        "--enable-bulk-memory",
        "--enable-nontrapping-float-to-int",
        "--enable-sign-ext",
        "--enable-mutable-globals",
        "--enable-multivalue",
        "--enable-reference-types",
    ];
    shrink.args(features).arg(module).arg("-o").arg(small).run()
}

/// Tells how large a module is; one that is too large is an error, unless it was not made small.
fn size(module: &Module, shipped: &Path, quick: bool) -> Result<()> {
    let octets = fs::read(shipped)?;
    let gzipped = gzipped(&octets)?;
    let told = |octets: usize| format!("{}.{} KiB", octets / 1024, octets % 1024 * 10 / 1024);
    println!(
        "    {}.wasm: {}, gzipped {} (the aim is {})",
        module.name,
        told(octets.len()),
        told(gzipped),
        told(module.aim)
    );
    if gzipped > module.largest && !quick {
        let (has, may_have) = (told(gzipped), told(module.largest));
        bail!("{}.wasm has {has} gzipped, which may be {may_have}", module.name);
    }
    Ok(())
}

/// How large octets are when they are compressed as web servers do it.
fn gzipped(octets: &[u8]) -> Result<usize> {
    let mut gzip = Command::new("gzip")
        .args(["-9", "--no-name", "--stdout"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start gzip")?;
    let mut input = gzip.stdin.take().context("gzip takes nothing")?;
    let given = octets.to_vec();
    // It writes while it reads: whoever gives it all at once waits for ever.
    let writer = std::thread::spawn(move || input.write_all(&given));
    let output = gzip.wait_with_output()?;
    writer.join().map_err(|_| anyhow::anyhow!("gzip was not fed"))??;
    if !output.status.success() {
        bail!("gzip failed ({})", output.status);
    }
    Ok(output.stdout.len())
}

/// The manifest with the version of the workspace.
fn manifest(folder: &Path) -> Result<()> {
    let text = fs::read_to_string(source().join("package.json"))?;
    let mut manifest: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(&text).context("bindings/wasm/package.json is wrong")?;
    manifest.insert("version".into(), repo::VERSION.into());
    let text = serde_json::to_string_pretty(&manifest)? + "\n";
    fs::write(folder.join("package.json"), text).context("cannot write package.json")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_of_a_package_is_found_in_the_lock_file() {
        let lock = "[[package]]\nname = \"a-b\"\nversion = \"1.0.0\"\n\n[[package]]\nname = \"a\"\nversion = \"2.3.4\"\n";
        assert_eq!(version_in(lock, "a"), Some("2.3.4"));
        assert_eq!(version_in(lock, "c"), None);
    }

    #[test]
    fn what_is_compressed_is_smaller() {
        let octets = vec![b'a'; 100_000];
        assert!(gzipped(&octets).expect("gzip") < 1000);
    }
}
