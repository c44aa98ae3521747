//! aiosmtpd, by the small program in `aiosmtpd.py`.

use std::fs;
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;

use super::SIZE_LIMIT;
use crate::peers::{Missing, Peer};
use crate::server::{Dialect, Plan, Server};
use crate::store::{LastLine, LineEnds, Place, Store};
use crate::{PASSWORD, USER};

const PROGRAM: &str = include_str!("aiosmtpd.py");

/// An aiosmtpd that takes mail from anyone.
///
/// # Errors
///
/// [`Missing`] when no Python here has it.
pub fn start() -> Result<Server, Missing> {
    launch(false)
}

/// An aiosmtpd that offers AUTH and takes mail only after it.
///
/// # Errors
///
/// [`Missing`] when no Python here has it.
pub fn start_with_accounts() -> Result<Server, Missing> {
    launch(true)
}

fn launch(accounts: bool) -> Result<Server, Missing> {
    let python = Peer::Aiosmtpd.program()?;
    Ok(Server::launch("aiosmtpd", Dialect::Smtp, |folder, address| {
        plan(&python, accounts, folder, address)
    }))
}

fn plan(python: &Path, accounts: bool, folder: &Path, address: SocketAddr) -> io::Result<Plan> {
    let mail = folder.join("mail");
    fs::create_dir(&mail)?;
    let mut command = Command::new(python);
    command.args(["-W", "ignore", "-c", PROGRAM]);
    command.args([address.ip().to_string(), address.port().to_string()]);
    command.arg(&mail).arg(SIZE_LIMIT.to_string()).current_dir(folder);
    if accounts {
        command.args([USER, PASSWORD]);
    }
    let store = Store {
        place: Place::Maildirs(mail),
        line_ends: LineEnds::Kept,
        last_line: LastLine::Kept,
    };
    Ok(Plan::new(command, store))
}
