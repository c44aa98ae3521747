//! A server that takes logins bound to the TLS below (SCRAM-*-PLUS), which no mail server in Debian
//! does: GNU SASL's library for the login and `OpenSSL` for TLS, put together in `gsasl.py`.

use std::fs;
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;

use crate::peers::{Missing, Peer};
use crate::pki::Credential;
use crate::port::free_address;
use crate::server::{Dialect, Plan, Server};
use crate::store::{LastLine, LineEnds, Place, Store};
use crate::{PASSWORD, USER};

const PROGRAM: &str = include_str!("gsasl.py");

/// The server: TLS 1.3, with `SCRAM-SHA-256-PLUS` and `SCRAM-SHA-1-PLUS` by tls-exporter (RFC 9266),
/// and no mail without.
///
/// # Errors
///
/// [`Missing`] when one of its parts is not there.
pub fn start(credential: &Credential) -> Result<Server, Missing> {
    // The library comes with the command.
    Peer::Gsasl.program()?;
    let python = Peer::PyOpenssl.program()?;
    Ok(Server::launch("GNU SASL", Dialect::Smtp, |folder, address| {
        plan(&python, credential, folder, address)
    }))
}

fn plan(
    python: &Path,
    credential: &Credential,
    folder: &Path,
    address: SocketAddr,
) -> io::Result<Plan> {
    let mail = folder.join("mail");
    fs::create_dir(&mail)?;
    let wrapped = free_address()?;
    let mut command = Command::new(python);
    command.args(["-c", PROGRAM, &address.ip().to_string(), &address.port().to_string()]);
    command.arg(wrapped.port().to_string()).arg(&mail);
    command.arg(&credential.chain).arg(&credential.key).args([USER, PASSWORD]).current_dir(folder);
    let store = Store {
        place: Place::Maildirs(mail),
        line_ends: LineEnds::Kept,
        last_line: LastLine::Kept,
    };
    let mut plan = Plan::new(command, store);
    plan.wrapped = Some(wrapped);
    Ok(plan)
}
