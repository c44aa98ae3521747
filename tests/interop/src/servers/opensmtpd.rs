//! `OpenSMTPD`. Its queue and its control socket have fixed places on the machine, so only one runs
//! at a time: a fixture waits until the one before it is gone.
//!
//! It offers AUTH only under TLS, and knows no way to a single version of TLS.

use std::fs::{self, File};
use std::io;
use std::net::SocketAddr;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::process::Command;

use super::{SIZE_LIMIT, Tls, folder_of, user_ids};
use crate::USER;
use crate::peers::{Missing, Peer};
use crate::server::{Dialect, Plan, Server, free_address};
use crate::store::{LastLine, LineEnds, Place, Store};

/// Where `OpenSMTPD` has its queue, compiled in.
pub const SPOOL: &str = "/var/spool/smtpd";

/// The file that `cargo xtask peers` leaves beside the spool to say that it is ours. A spool without
/// it belongs to this machine's own mail server, and is not touched.
pub const SPOOL_IS_OURS: &str = "/var/spool/smtpd.smtpwire";

/// Where `OpenSMTPD` looks for the programs that deliver, compiled in.
pub const LIBEXEC: &str = "/usr/libexec/opensmtpd";

const RUNS_AS: &str = "nobody";

/// An `OpenSMTPD` that takes mail from anyone on loopback.
///
/// # Errors
///
/// [`Missing`] when it is not there, or the machine has one of its own.
pub fn start() -> Result<Server, Missing> {
    launch(None)
}

/// The same, with and without TLS, under which it offers AUTH. A certificate can be demanded of
/// clients, not asked for; where it is, so is TLS.
///
/// # Errors
///
/// As [`start`].
pub fn start_with_tls(tls: &Tls) -> Result<Server, Missing> {
    launch(Some(tls))
}

fn launch(tls: Option<&Tls>) -> Result<Server, Missing> {
    let peer = Peer::OpenSmtpd;
    let smtpd = peer.program()?;
    if !Path::new(SPOOL_IS_OURS).exists() {
        return Err(Missing { peer, why: "its spool is not prepared, or in use by this machine" });
    }
    Ok(Server::launch("OpenSMTPD", Dialect::Smtp, |folder, address| {
        plan(&smtpd, tls, folder, address)
    }))
}

fn plan(smtpd: &Path, tls: Option<&Tls>, folder: &Path, address: SocketAddr) -> io::Result<Plan> {
    let lock = File::open(SPOOL_IS_OURS)?;
    lock.lock()?;
    // What a killed one left in the queue would be delivered to this one's store.
    match fs::remove_dir_all(SPOOL) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => fs::DirBuilder::new().mode(0o711).create(SPOOL)?,
    }
    folder_of(RUNS_AS, &folder.join("mail"))?;
    let configuration = folder.join("smtpd.conf");
    let wrapped = if tls.is_some() { Some(free_address()?) } else { None };
    let tls = tls.map(|tls| tls.placed(folder, user_ids("root")?)).transpose()?;
    let listeners = listeners(tls.as_ref(), address, wrapped);
    fs::write(&configuration, smtpd_conf(folder, &listeners)?)?;
    let mut command = Command::new(smtpd);
    command.arg("-d").arg("-f").arg(&configuration).current_dir(folder);
    let store = Store {
        place: Place::Maildirs(folder.join("mail")),
        line_ends: LineEnds::Lf,
        last_line: LastLine::Ended,
    };
    let mut plan = Plan::new(command, store);
    plan.wrapped = wrapped;
    plan.lock = Some(lock);
    Ok(plan)
}

/// The password of [`crate::PASSWORD`]'s account, as crypt(3) makes it with SHA-512.
const CRYPTED: &str = "$6$interop$sG9LT/qCFUDd3pAmtl9R1Cu34Z/iMXuH9brmww9xIaho9HUlfweMcl6XC/ydqHyu0nENb3YJ8ofvM6Ey9qeZd0";

fn listeners(tls: Option<&Tls>, address: SocketAddr, wrapped: Option<SocketAddr>) -> String {
    let (ip, port) = (address.ip(), address.port());
    let (Some(tls), Some(wrapped)) = (tls, wrapped) else {
        return format!("listen on {ip} port {port} hostname opensmtpd.test\n");
    };
    let (chain, key) = tls.files();
    let wrapped = wrapped.port();
    let (authority, ca, starttls, verify) = match tls.client_roots() {
        None => (String::new(), "", "tls", ""),
        Some((roots, _)) => {
            (format!("ca roots cert \"{roots}\"\n"), "ca roots", "tls-require verify", "verify")
        }
    };
    format!(
        "pki own cert \"{chain}\"\npki own key \"{key}\"\n{authority}\
         table accounts {{ {USER} = \"{CRYPTED}\" }}\n\
         listen on {ip} port {port} {starttls} pki own {ca} hostname opensmtpd.test \
         auth-optional <accounts>\n\
         listen on {ip} port {wrapped} smtps {verify} pki own {ca} hostname opensmtpd.test \
         auth-optional <accounts>\n"
    )
}

fn smtpd_conf(folder: &Path, listeners: &str) -> io::Result<String> {
    let (user, group) = user_ids(RUNS_AS)?;
    let folder = folder.display();
    Ok(format!(
        "table boxes {{ \"@\" = {RUNS_AS} }}\n\
         table users {{ {RUNS_AS} = \"{user}:{group}:{folder}\" }}\n\
         smtp max-message-size {SIZE_LIMIT}\n\
         {listeners}\
         action \"store\" maildir \"{folder}/mail/box\" virtual <boxes> userbase <users>\n\
         match from any for domain \"example.org\" action \"store\"\n"
    ))
}
