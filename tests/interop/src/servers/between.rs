//! Somebody in between, who ends a client's TLS and makes another to the server: by the small program
//! in `between.py`.

use std::net::SocketAddr;
use std::process::Command;

use crate::peers::{Missing, Peer};
use crate::pki::Credential;
use crate::server::{Dialect, Plan, Ready, Server};
use crate::store::{LastLine, LineEnds, Place, Store};

const PROGRAM: &str = include_str!("between.py");

/// In front of a server's port for implicit TLS, with a certificate of its own. It stores nothing.
///
/// # Errors
///
/// [`Missing`] when there is no Python.
pub fn start(credential: &Credential, server: SocketAddr) -> Result<Server, Missing> {
    let python = Peer::Smtplib.program()?;
    Ok(Server::launch("somebody in between", Dialect::Smtp, |folder, address| {
        let mut command = Command::new(&python);
        command.args(["-c", PROGRAM, &address.ip().to_string(), &address.port().to_string()]);
        command.arg(server.port().to_string()).arg(&credential.chain).arg(&credential.key);
        command.current_dir(folder);
        let store =
            Store { place: Place::Nowhere, line_ends: LineEnds::Kept, last_line: LastLine::Kept };
        let mut plan = Plan::new(command, store);
        plan.ready = Ready::Prints("listening");
        plan.wrapped = Some(address);
        Ok(plan)
    }))
}
