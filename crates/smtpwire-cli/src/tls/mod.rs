//! TLS as the command has it: its options, the files that they name, and what is told of a
//! handshake.
//!
//! `options` is the command line of a client, `client` makes of it what a connection needs, `file`
//! reads certificates and keys, `link` is what the run loops want of a connection beyond SMTP,
//! `told` is what came of TLS, for people and for programs, `names` are those of a client
//! certificate, `self_signed` makes a certificate for a server that has none.

mod client;
mod file;
mod link;
mod names;
mod options;
mod self_signed;
mod told;

pub(crate) use client::Client;
pub(crate) use file::{chain_and_key, read};
pub(crate) use link::{Link, record};
pub(crate) use names::names;
pub(crate) use options::{Options, Policy, Version};
pub(crate) use self_signed::SelfSigned;
pub(crate) use told::{
    Told, certificate_json, day, failure_json, now, of_failure, session_json, subject,
};
