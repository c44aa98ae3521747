//! aiosmtpd, by the small program in `aiosmtpd.py`.

use std::fs;
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;

use super::{SIZE_LIMIT, Tls};
use crate::peers::{Missing, Peer};
use crate::port::free_address;
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
    launch(false, None)
}

/// An aiosmtpd that offers AUTH and takes mail only after it.
///
/// # Errors
///
/// [`Missing`] when no Python here has it.
pub fn start_with_accounts() -> Result<Server, Missing> {
    launch(true, None)
}

/// The same, with and without TLS: AUTH is offered under TLS alone, and demanded.
///
/// # Errors
///
/// [`Missing`] when no Python here has it.
pub fn start_with_tls(tls: &Tls) -> Result<Server, Missing> {
    launch(true, Some(tls))
}

fn launch(accounts: bool, tls: Option<&Tls>) -> Result<Server, Missing> {
    let python = Peer::Aiosmtpd.program()?;
    Ok(Server::launch("aiosmtpd", Dialect::Smtp, |folder, address| {
        plan(&python, accounts, tls, folder, address)
    }))
}

fn plan(
    python: &Path,
    accounts: bool,
    tls: Option<&Tls>,
    folder: &Path,
    address: SocketAddr,
) -> io::Result<Plan> {
    let mail = folder.join("mail");
    fs::create_dir(&mail)?;
    let mut command = Command::new(python);
    command.args(["-W", "ignore", "-c", PROGRAM]);
    command.args([address.ip().to_string(), address.port().to_string()]);
    command.arg(&mail).arg(SIZE_LIMIT.to_string()).current_dir(folder);
    if accounts {
        command.args(["--account", USER, PASSWORD]);
    }
    let wrapped = if tls.is_some() { Some(free_address()?) } else { None };
    if let (Some(tls), Some(wrapped)) = (tls, wrapped) {
        let (chain, key) = tls.files();
        command.args(["--tls", &chain, &key, "--wrapped", &wrapped.port().to_string()]);
        if let Some(version) = tls.only {
            command.args(["--only", version.name()]);
        }
        if let Some((roots, demanded)) = tls.client_roots() {
            command.args([if demanded { "--demand" } else { "--ask" }, &roots]);
        }
    }
    let store = Store {
        place: Place::Maildirs(mail),
        line_ends: LineEnds::Kept,
        last_line: LastLine::Kept,
    };
    let mut plan = Plan::new(command, store);
    plan.wrapped = wrapped;
    Ok(plan)
}
