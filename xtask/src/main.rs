//! The chores of this repository: `cargo xtask <chore>`, the same here and in CI.
//!
//! One file per chore. `process` starts programs and says what it starts; `repo` knows where
//! things lie. Only `docs` knows the libraries, to make pages of what they hold, and only `peers`
//! the interoperability tests, to install what they look for. `debian` is the one place that installs Debian's
//! packages.

mod bench;
mod c;
mod debian;
mod differential;
mod docs;
mod fuzz;
mod no_std;
mod node;
mod npm;
mod peers;
mod process;
mod python;
mod repo;
mod requirements;
mod test;
mod vectors;
mod wasm;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// The chores of the smtpwire repository.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Run every check of the repository: what CI runs, and what to run before a commit.
    Test(test::Options),
    /// Show that the core needs neither an operating system nor `std`.
    NoStd,
    /// Install the mail servers and clients that the interoperability tests run.
    Peers,
    /// Install the C library: shared and static, with its header, its man page, and what build systems ask.
    InstallC(c::InstallOptions),
    /// Check the C library as it is installed, and run the C programs of `bindings/c`.
    TestC(c::CheckOptions),
    /// Build the Python package, and check wheel and sdist as they are installed.
    Python(python::Options),
    /// Build the npm package `smtpwire-wasm`.
    Wasm(wasm::Options),
    /// Build the npm package `smtpwire` for this machine, and check it as it is installed.
    Node(node::Options),
    /// Make all npm packages of a release from the addons that were built for it.
    ReleaseNpm(node::ReleaseOptions),
    /// Run every conformance vector in every host, and print one table.
    Vectors(vectors::Options),
    /// Run the fuzz targets, each for some seconds.
    Fuzz(fuzz::Options),
    /// Measure smtpwire beside other crates, and print the table of the README.
    Bench(bench::Options),
    /// Make the generated pages anew.
    Docs(docs::Options),
    /// Tell which requirements of the RFCs have a test that names them.
    Requirements(requirements::Options),
}

fn main() -> ExitCode {
    match run(Arguments::parse().chore) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(chore: Chore) -> Result<()> {
    match chore {
        Chore::Test(options) => test::run(&options),
        Chore::NoStd => no_std::run(),
        Chore::Peers => peers::run(),
        Chore::InstallC(options) => c::install(&options),
        Chore::TestC(options) => c::check(&options),
        Chore::Python(options) => python::run(&options),
        Chore::Wasm(options) => wasm::run(&options),
        Chore::Node(options) => node::run(&options),
        Chore::ReleaseNpm(options) => node::release(&options),
        Chore::Vectors(options) => vectors::run(&options),
        Chore::Fuzz(options) => fuzz::run(&options),
        Chore::Bench(options) => bench::run(&options),
        Chore::Docs(options) => docs::run(&options),
        Chore::Requirements(options) => requirements::run(&options),
    }
}
