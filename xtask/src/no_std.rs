//! `cargo xtask no-std`: shows that the core, without its default features, needs neither an
//! operating system nor `std`.
//!
//! Three ways show it; the first that this machine has is taken. `wasm32-unknown-unknown` as rustup
//! ships it is none of them: that target has a `std`, so a build for it shows nothing.
//!
//! 1. A bare-metal target for which there is no `std` (rustup has it, or can fetch it).
//! 2. Debian's toolchain with the sources of the library, of which only `core` and `alloc` are
//!    built for `wasm32-unknown-unknown` (installed, or installable because we are root).
//! 3. On the host itself: a `no_std` crate that has a panic handler of its own and uses the core.
//!    Were `std` anywhere below it, there would be two handlers, and rustc refuses that (E0152).
//!    It shows the absence of `std`, but not that another word size compiles.

use std::fs;

use anyhow::{Context, Result};

use crate::debian;
use crate::process::Program;
use crate::repo;

const BARE_METAL: &str = "thumbv7m-none-eabi";
const WASM: &str = "wasm32-unknown-unknown";
const CORE: &str = "smtpwire";

pub(crate) fn run() -> Result<()> {
    if has_rustup_target(BARE_METAL) {
        println!("    {CORE} for {BARE_METAL}, a target that has no std");
        return Program::cargo()
            .args(["build", "--locked", "--package", CORE, "--no-default-features"])
            .args(["--target", BARE_METAL])
            .run();
    }
    println!("    rustup has no {BARE_METAL} and cannot fetch it");
    if has_debian_toolchain() {
        println!("    {CORE} for {WASM} with Debian's toolchain, on core and alloc only");
        return debian_build();
    }
    println!("    Debian's rustc-web, cargo-web and rust-web-src are not there either");
    println!("    {CORE} on the host, under a crate that allows no std below it");
    host_proof()
}

/// Whether rustup's toolchain compiles for a target, after asking rustup for it.
pub(crate) fn has_rustup_target(target: &str) -> bool {
    let list = Program::new("rustup").args(["target", "list", "--installed"]);
    let installed =
        || list.ask().is_ok_and(|said| said.succeeded && said.stdout.lines().any(|t| t == target));
    installed() || (Program::new("rustup").args(["target", "add", target]).works() && installed())
}

const DEBIAN_PACKAGES: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];

/// Whether Debian's toolchain for the web is there, after installing it where we may.
pub(crate) fn has_debian_toolchain() -> bool {
    let installed = || {
        let status = Program::new("dpkg-query").args(["-W", "-f", "${db:Status-Status}\n"]);
        status.args(DEBIAN_PACKAGES).ask().is_ok_and(|said| {
            said.succeeded
                && said.stdout.lines().filter(|l| *l == "installed").count()
                    == DEBIAN_PACKAGES.len()
        })
    };
    if installed() {
        return true;
    }
    if !debian::may_install() {
        return false;
    }
    println!("    installing {} (this takes a minute)", DEBIAN_PACKAGES.join(", "));
    debian::update();
    debian::install(DEBIAN_PACKAGES).is_ok() && installed()
}

fn debian_build() -> Result<()> {
    debian_cargo()
        // Its compiler is another than ours: the two must not throw each other's output away.
        .env("CARGO_TARGET_DIR", repo::scratch("no-std-wasm"))
        .args(["build", "--package", CORE, "--no-default-features"])
        .args(["--target", WASM, "-Zbuild-std=core,alloc"])
        .run()
}

/// Debian's cargo, which builds `std` for the web itself; rustup's linker joins what it makes.
pub(crate) fn debian_cargo() -> Program {
    let path = std::env::var("PATH").unwrap_or_default();
    let sysroot = Program::new("rustc").args(["--print", "target-libdir"]).answer();
    let linker = sysroot.ok().and_then(|libraries| {
        let linker = std::path::Path::new(libraries.trim()).parent()?.join("bin").join("rust-lld");
        linker.exists().then_some(linker)
    });
    let cargo = Program::new("/usr/bin/cargo")
        .env("PATH", format!("/usr/bin:{path}"))
        .env("RUSTC", "/usr/bin/rustc")
        // `-Z` is for nightly; this says that we know.
        .env("RUSTC_BOOTSTRAP", "1");
    match linker {
        Some(linker) => cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker),
        None => cargo,
    }
}

fn host_proof() -> Result<()> {
    let folder = repo::scratch("no-std-host");
    let manifest = format!(
        "[package]\nname = \"no-std-proof\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\n{CORE} = {{ path = '{}', default-features = false }}\n\n[workspace]\n",
        repo::root().join("crates").join(CORE).display()
    );
    let source = format!(
        "#![no_std]\nextern crate {CORE} as _;\n\n#[panic_handler]\n\
         fn stop(_: &core::panic::PanicInfo<'_>) -> ! {{\n    loop {{}}\n}}\n"
    );
    let write = || -> std::io::Result<()> {
        fs::create_dir_all(folder.join("src"))?;
        fs::write(folder.join("Cargo.toml"), &manifest)?;
        fs::write(folder.join("src/lib.rs"), &source)?;
        // The versions that the workspace has settled on.
        fs::copy(repo::root().join("Cargo.lock"), folder.join("Cargo.lock"))?;
        Ok(())
    };
    write().with_context(|| format!("cannot write the proof to {}", folder.display()))?;
    Program::cargo().args(["check", "--target-dir", "target"]).run_in(&folder)
}
