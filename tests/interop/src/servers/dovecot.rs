//! Dovecot: its LMTP server, and its password service, which Postfix asks.

use std::fs;
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;

use super::folder_of;
use crate::peers::{Missing, Peer};
use crate::server::{Dialect, Plan, Server};
use crate::store::{LastLine, LineEnds, Place, Store};
use crate::{PASSWORD, USER};

/// The mechanisms that the password service knows.
pub const MECHANISMS: [&str; 5] = ["PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256"];

/// Dovecot's LMTP server. Each recipient has a Maildir of its own.
///
/// # Errors
///
/// [`Missing`] when it is not there.
pub fn start() -> Result<Server, Missing> {
    let dovecot = Peer::Dovecot.program()?;
    Ok(Server::launch("Dovecot", Dialect::Lmtp, |folder, address| plan(&dovecot, folder, address)))
}

const RUNS_AS: &str = "mail";

fn plan(dovecot: &Path, folder: &Path, address: SocketAddr) -> io::Result<Plan> {
    let mail = folder.join("mail");
    folder_of(RUNS_AS, &mail)?;
    let (ip, port) = (address.ip(), address.port());
    let services = format!(
        "protocols = lmtp\n\
         hostname = dovecot.test\n\
         postmaster_address = postmaster@example.org\n\
         mail_location = maildir:{mail}/%u\n\
         mail_save_crlf = yes\n\
         mail_uid = {RUNS_AS}\n\
         mail_gid = {RUNS_AS}\n\
         first_valid_uid = 1\n\
         service lmtp {{\n  inet_listener lmtp {{\n    address = {ip}\n    port = {port}\n  }}\n}}\n",
        mail = mail.display(),
    );
    let command = command(dovecot, folder, &services)?;
    let store = Store {
        place: Place::Maildirs(mail),
        line_ends: LineEnds::Kept,
        last_line: LastLine::Kept,
    };
    let mut plan = Plan::new(command, store);
    plan.logs.push(folder.join("dovecot.log"));
    Ok(plan)
}

/// A Dovecot that only checks passwords, for whoever connects to `socket`.
pub(super) fn password_service(
    dovecot: &Path,
    folder: &Path,
    socket: &Path,
    user: &str,
) -> io::Result<Command> {
    let services = format!(
        "protocols =\n\
         auth_mechanisms = {mechanisms}\n\
         service auth {{\n  unix_listener {socket} {{\n    mode = 0600\n    user = {user}\n  }}\n}}\n",
        mechanisms = MECHANISMS.join(" ").to_lowercase(),
        socket = socket.display(),
    );
    command(dovecot, folder, &services)
}

fn command(dovecot: &Path, folder: &Path, services: &str) -> io::Result<Command> {
    // Whoever gave a wrong password waits longer each time, by address, and here all have the same
    // one: without the penalty's socket there is no penalty.
    let configuration = folder.join("dovecot.conf");
    let users = folder.join("users");
    fs::write(&users, format!("{USER}:{{PLAIN}}{PASSWORD}\n"))?;
    let common = format!(
        "base_dir = {folder}/run\n\
         state_dir = {folder}/state\n\
         log_path = {folder}/dovecot.log\n\
         listen = 127.0.0.1\n\
         ssl = no\n\
         auth_failure_delay = 0\n\
         service anvil {{\n  unix_listener anvil-auth-penalty {{\n    mode = 0\n  }}\n}}\n\
         passdb {{\n  driver = passwd-file\n  args = {users}\n}}\n\
         userdb {{\n  driver = static\n  args = uid={RUNS_AS} gid={RUNS_AS} home={folder}/mail/%u \
         allow_all_users=yes\n}}\n",
        folder = folder.display(),
        users = users.display(),
    );
    fs::write(&configuration, common + services)?;
    let mut command = Command::new(dovecot);
    command.arg("-F").arg("-c").arg(&configuration).current_dir(folder);
    Ok(command)
}
