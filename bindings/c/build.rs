//! Gives the shared library its soname, the name that programs ask the system's linker for.
//!
//! The soname holds that part of the version that stands for the ABI: `libsmtpwire.so.1` from 1.0 on, and
//! before, when each minor version may break programs, `libsmtpwire.so.0.1`. `cargo xtask install-c` reads
//! it from the library and makes the links.
//!
//! There is no version script here, because rustc gives the linker one: the `extern "C"` functions by name, and
//! `local: *` for all else. A second is refused by GNU ld, and lld joins the two, so that it could only add
//! symbols. That nothing but `smtpwire_*` comes out is what `symbols.txt` and `cargo xtask test-c` watch.

use std::env::var;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let of = |name: &str| var(name).unwrap_or_default();
    let has_soname =
        of("CARGO_CFG_TARGET_FAMILY") == "unix" && of("CARGO_CFG_TARGET_VENDOR") != "apple";
    if has_soname {
        let (major, minor) = (of("CARGO_PKG_VERSION_MAJOR"), of("CARGO_PKG_VERSION_MINOR"));
        let abi = if major == "0" { format!("0.{minor}") } else { major };
        println!("cargo::rustc-cdylib-link-arg=-Wl,-soname,libsmtpwire.so.{abi}");
    }
}
