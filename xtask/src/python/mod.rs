//! `cargo xtask python`, and the step of `cargo xtask test` that does the same: the wheel and the source
//! package are built, installed where nothing else is, and run there.
//!
//! `tools` is what `PyPI` brings, in a virtual environment of its own; `package` makes wheel and sdist and
//! knows what is in them; `environment` is a virtual environment as a user has it; `check` is the list
//! of what is looked at.

mod check;
mod environment;
mod package;
mod tools;

pub(crate) use check::{Options, bench, run, test, vectors};
