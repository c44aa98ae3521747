//! The Python module `smtpwire._native`: the core for applications that speak Python.
//!
//! It converts, and decides nothing. `guard` is the boundary that every call goes through, `interpreter` the one that the module is loaded in, `errors` where
//! failures become exceptions; `read` and `write` turn Python's values into plain data and back; `octets`,
//! `arguments` and `clock` are what is given most often. On top of them stand `reply`, `event`
//! and `connection`; `ops` makes methods of the shared table of operations, `objects`, `functions`,
//! `diagnose` and `tls_functions` are those that need no connection.

#![forbid(unsafe_code)]
// The comments on what Python sees are its docstrings: in reStructuredText, with examples of Python.
#![allow(clippy::doc_markdown, clippy::doc_link_with_quotes, rustdoc::bare_urls)]
#![allow(rustdoc::invalid_rust_codeblocks, rustdoc::broken_intra_doc_links)]
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod arguments;
mod clock;
mod connection;
mod diagnose;
mod errors;
mod event;
mod functions;
mod guard;
mod interpreter;
mod objects;
mod octets;
mod ops;
mod plain;
mod read;
mod reply;
mod tls_functions;
mod write;

use pyo3::prelude::*;

/// SMTP without the sockets. The public names are those of `smtpwire`.
#[pymodule(name = "_native", gil_used = false)]
fn native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    interpreter::is_the_first(module.py())?;
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<reply::Reply>()?;
    event::add_classes(module)?;
    connection::add_classes(module)?;
    objects::add_classes(module)?;
    functions::add(module)?;
    diagnose::add(module)?;
    tls_functions::add(module)?;
    module.add_function(wrap_pyfunction!(ops::operations, module)?)?;
    module.add_function(wrap_pyfunction!(functions::make_scram_verifier, module)?)
}
