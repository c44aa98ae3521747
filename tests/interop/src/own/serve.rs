//! `smtpwire serve` as a server fixture.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;

use super::program;
use crate::pki::Credential;
use crate::server::{Dialect, Plan, Ready, Server};
use crate::store::{LastLine, LineEnds, Place, Store};

/// `smtpwire serve` with these options besides. It keeps messages octet for octet in a Maildir.
///
/// # Panics
///
/// When it does not start.
pub fn serve(dialect: Dialect, options: &[&str]) -> Server {
    let with = [&["--no-trace-headers"], options].concat();
    serve_keeping_trace(dialect, &with)
}

/// As [`serve`], with the trace fields on top of each message.
///
/// # Panics
///
/// When it does not start.
pub fn serve_keeping_trace(dialect: Dialect, options: &[&str]) -> Server {
    // Not within the time that a server has for its start.
    let program = program();
    Server::launch("smtpwire serve", dialect, |folder, address| {
        Ok(plan(program, dialect, options, folder, address))
    })
}

/// The options by which it shows a certificate.
pub fn with_certificate(credential: &Credential) -> [String; 4] {
    let path = |path: &Path| path.display().to_string();
    ["--cert".into(), path(&credential.chain), "--key".into(), path(&credential.key)]
}

fn plan(
    program: &Path,
    dialect: Dialect,
    options: &[&str],
    folder: &Path,
    address: SocketAddr,
) -> Plan {
    let mail = folder.join("mail");
    let mut command = Command::new(program);
    command.args(["serve", "--listen", &address.to_string(), "--hostname", "serve.test"]);
    command.arg("--maildir").arg(&mail).arg("--transcripts=all").current_dir(folder);
    if dialect == Dialect::Lmtp {
        command.arg("--lmtp");
    }
    command.args(options);
    let store = Store {
        place: Place::Maildirs(mail),
        line_ends: LineEnds::Kept,
        last_line: LastLine::Kept,
    };
    let mut plan = Plan::new(command, store);
    // Of two ports it knows nothing: the only one begins with TLS, and greets nobody in plaintext.
    if options.contains(&"implicit") {
        plan.wrapped = Some(address);
        plan.ready = Ready::Prints("listening");
    }
    plan
}
