//! What the checks and the benchmarks of the C library run, as Debian packages it.

use anyhow::{Result, bail};
use smtpwire_interop::peers::required;

use crate::debian;
use crate::process::Program;

/// A question that is answered well where the tool is there, and the package that brings it.
pub(super) struct Tool {
    package: &'static str,
    works: &'static [&'static str],
}

/// What the checks need.
pub(super) const OF_CHECKS: [Tool; 11] = [
    Tool { package: "gcc", works: &["gcc", "--version"] },
    Tool { package: "g++", works: &["g++", "--version"] },
    Tool { package: "clang", works: &["clang++", "--version"] },
    Tool { package: "binutils", works: &["nm", "--version"] },
    Tool { package: "make", works: &["make", "--version"] },
    Tool { package: "cmake", works: &["cmake", "--version"] },
    Tool { package: "pkgconf", works: &["pkg-config", "--version"] },
    Tool { package: "valgrind", works: &["valgrind", "--version"] },
    Tool { package: "man-db", works: &["man", "--version"] },
    Tool { package: "libssl-dev", works: &["pkg-config", "--exists", "openssl"] },
    Tool { package: "libcjson-dev", works: &["pkg-config", "--exists", "libcjson"] },
];

/// What the benchmarks need.
pub(super) const OF_BENCHMARKS: [Tool; 3] = [
    Tool { package: "gcc", works: &["gcc", "--version"] },
    Tool { package: "pkgconf", works: &["pkg-config", "--version"] },
    Tool { package: "libcurl4-openssl-dev", works: &["pkg-config", "--exists", "libcurl"] },
];

/// Installs what is missing where we may, and names what is missing still: that is an error where
/// nothing may be skipped.
pub(super) fn missing(tools: &[Tool]) -> Result<Vec<&'static str>> {
    let mut missing = look(tools);
    if !missing.is_empty() && debian::may_install() {
        println!("    installing {}", missing.join(", "));
        debian::update();
        debian::install(&missing)?;
        missing = look(tools);
    }
    if !missing.is_empty() && required() {
        bail!("nothing may be skipped here, but there is no {}", missing.join(", no "));
    }
    Ok(missing)
}

fn look(tools: &[Tool]) -> Vec<&'static str> {
    let missing = tools.iter().filter(|tool| {
        let (name, arguments) = tool.works.split_first().expect("a question has a name");
        !Program::new(*name).args(arguments.iter().copied()).works()
    });
    missing.map(|tool| tool.package).collect()
}
