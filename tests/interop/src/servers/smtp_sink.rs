//! smtp-sink, Postfix's test server: it takes everything, checks little, and can be told to fail.

use std::fs;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{folder_of, with_libraries};
use crate::peers::{self, Missing, Peer};
use crate::server::{Dialect, Plan, Server};
use crate::store::{LastLine, LineEnds, Place, Store};

/// An smtp-sink that writes each message to a file.
///
/// # Errors
///
/// [`Missing`] when it is not there.
pub fn start() -> Result<Server, Missing> {
    start_with(Dialect::Smtp, &[])
}

/// An smtp-sink with more options, such as `-r RCPT` (refuse for now) or `-Q DATA` (421 and gone).
///
/// # Errors
///
/// [`Missing`] when it is not there.
pub fn start_with(dialect: Dialect, options: &[&str]) -> Result<Server, Missing> {
    let sink = Peer::SmtpSink.program()?;
    Ok(Server::launch("smtp-sink", dialect, |folder, address| {
        plan(&sink, dialect, options, folder, address)
    }))
}

fn plan(
    sink: &PathBuf,
    dialect: Dialect,
    options: &[&str],
    folder: &Path,
    address: SocketAddr,
) -> io::Result<Plan> {
    let libraries = peers::folder().join("postfix/usr/lib/postfix");
    let mut command = with_libraries(Command::new(sink), &libraries);
    let dumps = folder.join("dumps");
    fs::create_dir(&dumps)?;
    if peers::is_root() {
        // It insists on changing to somebody else.
        folder_of("nobody", &dumps)?;
        command.args(["-u", "nobody"]);
    }
    if dialect == Dialect::Lmtp {
        command.arg("-L");
    }
    command.args(options).args(["-h", "smtp-sink.test"]).current_dir(&dumps);
    command.args(["-d", "message."]).arg(address.to_string()).arg("128");
    let store = Store {
        place: Place::SinkDumps(dumps),
        line_ends: LineEnds::Lf,
        last_line: LastLine::EndedAndEmptyLine,
    };
    Ok(Plan::new(command, store))
}
