//! Dovecot: its LMTP server, and its password service, which Postfix asks.

use std::fs;
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;

use super::{Tls, Version, folder_of, user_ids};
use crate::peers::{Missing, Peer};
use crate::port::free_address;
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
    launch(None)
}

/// The same, with and without TLS. Of the versions, only 1.3 can be had alone; clients are asked for
/// no certificates.
///
/// # Errors
///
/// [`Missing`] when it is not there.
pub fn start_with_tls(tls: &Tls) -> Result<Server, Missing> {
    launch(Some(tls))
}

fn launch(tls: Option<&Tls>) -> Result<Server, Missing> {
    let dovecot = Peer::Dovecot.program()?;
    Ok(Server::launch("Dovecot", Dialect::Lmtp, |folder, address| {
        plan(&dovecot, tls, folder, address)
    }))
}

const RUNS_AS: &str = "mail";

fn plan(dovecot: &Path, tls: Option<&Tls>, folder: &Path, address: SocketAddr) -> io::Result<Plan> {
    let mail = folder.join("mail");
    folder_of(RUNS_AS, &mail)?;
    let (ip, port) = (address.ip(), address.port());
    let wrapped = if tls.is_some() { Some(free_address()?) } else { None };
    let ssl = match tls {
        None => "ssl = no\n".to_owned(),
        Some(tls) => ssl(&tls.placed(folder, user_ids("root")?)?),
    };
    let wrapped_listener = wrapped.map_or_else(String::new, |wrapped| {
        let port = wrapped.port();
        format!(
            "inet_listener lmtps {{\n    address = {ip}\n    port = {port}\n    ssl = yes\n  }}\n"
        )
    });
    let services = format!(
        "protocols = lmtp\n\
         hostname = dovecot.test\n\
         postmaster_address = postmaster@example.org\n\
         mail_location = maildir:{mail}/%u\n\
         mail_save_crlf = yes\n\
         mail_uid = {RUNS_AS}\n\
         mail_gid = {RUNS_AS}\n\
         first_valid_uid = 1\n\
         service lmtp {{\n  inet_listener lmtp {{\n    address = {ip}\n    port = {port}\n  }}\n  \
         {wrapped_listener}}}\n{ssl}",
        mail = mail.display(),
    );
    let command = command(dovecot, folder, &services)?;
    let store = Store {
        place: Place::Maildirs(mail),
        line_ends: LineEnds::Kept,
        last_line: LastLine::Kept,
    };
    let mut plan = Plan::new(command, store);
    plan.wrapped = wrapped;
    plan.logs.push(folder.join("dovecot.log"));
    Ok(plan)
}

fn ssl(tls: &Tls) -> String {
    let (chain, key) = tls.files();
    let least = if tls.only == Some(Version::Tls13) { "TLSv1.3" } else { "TLSv1.2" };
    format!("ssl = yes\nssl_cert = <{chain}\nssl_key = <{key}\nssl_min_protocol = {least}\n")
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
         ssl = no\n\
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
