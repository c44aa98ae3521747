//! `OpenSMTPD`. Its queue and its control socket have fixed places on the machine, so only one runs
//! at a time: a fixture waits until the one before it is gone.
//!
//! Debian's build, of a version before OpenSSL 3 and against OpenSSL 3, loses the private key on its
//! way to the process that signs: every handshake fails ("missing private key"). So there is no TLS
//! here, and no AUTH, which it offers only under TLS.

use std::fs::{self, File};
use std::io;
use std::net::SocketAddr;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::process::Command;

use super::{SIZE_LIMIT, folder_of, user_ids};
use crate::peers::{Missing, Peer};
use crate::server::{Dialect, Plan, Server};
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
    let peer = Peer::OpenSmtpd;
    let smtpd = peer.program()?;
    if !Path::new(SPOOL_IS_OURS).exists() {
        return Err(Missing { peer, why: "its spool is not prepared, or in use by this machine" });
    }
    Ok(Server::launch("OpenSMTPD", Dialect::Smtp, |folder, address| plan(&smtpd, folder, address)))
}

fn plan(smtpd: &Path, folder: &Path, address: SocketAddr) -> io::Result<Plan> {
    let lock = File::open(SPOOL_IS_OURS)?;
    lock.lock()?;
    // What a killed one left in the queue would be delivered to this one's store.
    match fs::remove_dir_all(SPOOL) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => fs::DirBuilder::new().mode(0o711).create(SPOOL)?,
    }
    folder_of(RUNS_AS, &folder.join("mail"))?;
    let configuration = folder.join("smtpd.conf");
    fs::write(&configuration, smtpd_conf(folder, address)?)?;
    let mut command = Command::new(smtpd);
    command.arg("-d").arg("-f").arg(&configuration).current_dir(folder);
    let store = Store {
        place: Place::Maildirs(folder.join("mail")),
        line_ends: LineEnds::Lf,
        last_line: LastLine::Ended,
    };
    let mut plan = Plan::new(command, store);
    plan.lock = Some(lock);
    Ok(plan)
}

fn smtpd_conf(folder: &Path, address: SocketAddr) -> io::Result<String> {
    let (user, group) = user_ids(RUNS_AS)?;
    let folder = folder.display();
    let (ip, port) = (address.ip(), address.port());
    Ok(format!(
        "table boxes {{ \"@\" = {RUNS_AS} }}\n\
         table users {{ {RUNS_AS} = \"{user}:{group}:{folder}\" }}\n\
         smtp max-message-size {SIZE_LIMIT}\n\
         listen on {ip} port {port} hostname opensmtpd.test\n\
         action \"store\" maildir \"{folder}/mail/box\" virtual <boxes> userbase <users>\n\
         match from any for domain \"example.org\" action \"store\"\n"
    ))
}
