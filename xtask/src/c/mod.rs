//! The C library: `cargo xtask install-c` puts it where C programs look for it, and `cargo xtask test-c`
//! checks it as they meet it, installed.
//!
//! `library` has cargo build it, `package` makes the files by which others find it, and `install` puts all
//! in place; `stage` is for whoever needs an installed library to try. The checks are `header` (it compiles
//! everywhere), `symbols` (what comes out), `page` (the man page), `programs` (the C programs of
//! `bindings/c`, each in every `way`, of which `arguments` writes a part; `scenes` has what the examples are put through) and `outside` (what a
//! stranger does with it). `bench` compiles what the benchmarks compare.

mod arguments;
mod bench;
mod check;
mod header;
mod install;
mod language;
mod library;
mod outside;
mod package;
mod page;
mod programs;
mod scenes;
mod symbols;
mod tools;
mod way;

pub(crate) use bench::{Senders, senders};
pub(crate) use check::{Options as CheckOptions, run as check, test, vectors};
pub(crate) use install::{Options as InstallOptions, run as install};
