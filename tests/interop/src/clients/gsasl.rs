//! GNU SASL's command, which logs in and sends no mail. Of all clients here, it alone binds a login to
//! the TLS below.

use std::net::SocketAddr;
use std::process::{Command, Stdio};

use super::{Ran, Security};
use crate::USER;
use crate::peers::{Missing, Peer};

/// Logs in to an SMTP server that offers STARTTLS, as [`USER`].
///
/// # Errors
///
/// [`Missing`] when the command is not there.
///
/// # Panics
///
/// When it cannot be run.
pub fn login(
    server: SocketAddr,
    mechanism: &str,
    password: &str,
    security: &Security,
) -> Result<Ran, Missing> {
    let mut command = Command::new("timeout");
    command.arg("60").arg(Peer::Gsasl.program()?).args(["--verbose", "--smtp"]);
    command.args(["--mechanism", mechanism, "--service", "smtp"]);
    command.args(["--authentication-id", USER, "--authorization-id", USER]);
    command.args(["--password", password, "--hostname", &security.name]);
    // Not "--starttls", which says STARTTLS before EHLO.
    command.arg(format!("--connect={}:{}", security.name, server.port()));
    if let Some(roots) = &security.roots {
        command.arg(format!("--x509-ca-file={}", roots.display()));
    } else {
        command.arg("--x509-ca-file=");
    }
    if let Some(version) = security.only {
        let number = version.name().trim_start_matches("TLSv");
        command.arg(format!("--priority=NORMAL:-VERS-ALL:+VERS-TLS{number}"));
    }
    let output = command.stdin(Stdio::null()).output().expect("gsasl can be run");
    let told = [output.stdout, output.stderr].concat();
    Ok(Ran {
        succeeded: output.status.success(),
        code: output.status.code(),
        output: String::from_utf8_lossy(&told).into_owned(),
    })
}
