//! The three roles' connections as a shell holds them, made from plain data.
//!
//! A *setup* is what was chosen, read and checked once: a configuration, and with it how TLS is done
//! where it is done here. It makes any number of *lines*, the connections themselves. A setup is cheap
//! to clone; the certificates in it are shared.
//!
//! `client`, `mailer` and `server` are the roles; `told` is what all of them say of TLS, `no_tls` what
//! stands for it in a build that has none.

mod client;
mod mailer;
#[cfg(not(feature = "tls"))]
mod no_tls;
mod server;
mod told;

pub use client::{ClientLine, ClientSetup};
pub use mailer::{MailerLine, MailerSetup};
pub use server::{ServerLine, ServerSetup};

use crate::config::{FromPlain, Plain, Spelling, read_as};
use crate::failure::Failure;

/// Choices that may be absent altogether.
fn choices<C: FromPlain>(given: Plain, spelling: Spelling) -> Result<C, Failure> {
    let given = if given == Plain::Null { Plain::Object(Vec::new()) } else { given };
    read_as("config", given, spelling)
}

/// The entropy of a connection.
fn entropy(octets: &[u8]) -> Result<[u8; 32], Failure> {
    octets.try_into().map_err(|_| {
        Failure::invalid("entropy", "entropy: 32 octets of a good source, new for each connection")
    })
}

/// `awaiting_tls` is for hosts that do TLS themselves.
#[cfg(feature = "tls")]
fn not_awaiting(awaiting_tls: bool) -> Result<(), Failure> {
    if !awaiting_tls {
        return Ok(());
    }
    let message = "tls: it is done here, first where it is implicit; there is no handshake of the host's \
                   to be awaited";
    Err(Failure::invalid("invalid-choice", message))
}

/// What a host says of its TLS, which may be what the peer has said: fit for a terminal and for a log.
fn shown(detail: &str) -> String {
    smtpwire::Escaped(detail.as_bytes()).to_string()
}

/// TLS that is awaited is not there already: what the configuration says at this path.
fn not_up_already(
    awaiting_tls: bool,
    up: bool,
    path: &str,
    spelling: Spelling,
) -> Result<(), Failure> {
    if !(awaiting_tls && up) {
        return Ok(());
    }
    let awaiting = crate::config::spelled("awaiting_tls", spelling);
    let why =
        format!("TLS is up already, and {awaiting} says that it comes; one of the two is meant");
    Err(contradicted(path, &why, spelling))
}

/// A choice that contradicts another: the path of its field, and why.
fn contradicted(path: &str, why: &str, spelling: Spelling) -> Failure {
    let message = format!("{}: {why}", crate::config::spelled(path, spelling));
    Failure::invalid("invalid-choice", message)
}

/// TLS in a build that has none.
#[cfg(not(feature = "tls"))]
#[allow(clippy::needless_pass_by_value, reason = "with TLS it is read")]
fn no_tls(given: Plain) -> Result<(), Failure> {
    if given == Plain::Null {
        return Ok(());
    }
    let message = "tls: TLS is not built into this package; do it in the host, and say \
                   when it is up";
    Err(Failure::invalid("invalid-choice", message))
}
