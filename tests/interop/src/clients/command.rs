//! The command line of each client.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

use super::{Call, Job};
use crate::peers;
use crate::pki::Credential;
use crate::server::Dialect;

/// The name that the clients give in EHLO.
const NAME: &str = "client.test";

pub(super) fn swaks(program: &Path, job: &Job, folder: &Path) -> io::Result<Call> {
    let message = folder.join("message");
    // It takes away one dot line at the end, and ends the last line, also where it is ended.
    fs::write(&message, [without_last_end(&job.message), b"\r\n.\r\n"].concat())?;
    let mut command = Command::new(program);
    command.args(["--server", &job.server.ip().to_string()]);
    command.args(["--port", &job.server.port().to_string()]);
    command.args(["--helo", NAME, "--from", &job.from, "--to", &job.to.join(",")]);
    command.arg("--data").arg(format!("@{}", message.display())).arg("--suppress-data");
    if job.dialect == Dialect::Lmtp {
        command.args(["--protocol", "LMTP"]);
    }
    if let Some(tls) = &job.security {
        command.arg(if tls.wrapped { "--tls-on-connect" } else { "--tls" });
        command.args(["--tls-sni", &tls.name]);
        if let Some(roots) = &tls.roots {
            command.arg("--tls-verify").arg("--tls-ca-path").arg(roots);
        }
        if let Some(version) = tls.only {
            command.args(["--tls-protocol", &version.name().to_lowercase().replace('.', "_")]);
        }
        if let Some(Credential { chain, key, .. }) = &tls.credential {
            command.arg("--tls-cert").arg(chain).arg("--tls-key").arg(key);
        }
    }
    if let Some((user, password, mechanism)) = &job.login {
        command.arg("--auth").args(mechanism);
        command.args(["--auth-user", user, "--auth-password", password]);
    }
    command.args(&job.arguments);
    Ok(command.into())
}

pub(super) fn curl(program: &Path, job: &Job, folder: &Path) -> io::Result<Call> {
    let message = message_file(job, folder)?;
    let mut command = Command::new(program);
    // The path of the URL is the name in EHLO. `-q` before all: no configuration file.
    command.args(["-q", "--verbose", "--silent", "--show-error"]);
    if let Some(tls) = &job.security {
        let (name, port) = (&tls.name, job.server.port());
        let scheme = if tls.wrapped { "smtps" } else { "smtp" };
        command.args(["--ssl-reqd", "--url", &format!("{scheme}://{name}:{port}/{NAME}")]);
        command.args(["--resolve", &format!("{name}:{port}:{}", job.server.ip())]);
        match &tls.roots {
            Some(roots) => command.arg("--cacert").arg(roots),
            None => command.arg("--insecure"),
        };
        if let Some(version) = tls.only {
            let number = version.name().trim_start_matches("TLSv");
            command.args([&format!("--tlsv{number}"), "--tls-max", number]);
        }
        if let Some(Credential { chain, key, .. }) = &tls.credential {
            command.arg("--cert").arg(chain).arg("--key").arg(key);
        }
    } else {
        command.args(["--url", &format!("smtp://{}/{NAME}", job.server)]);
    }
    command.args(["--mail-from", &job.from]);
    for recipient in &job.to {
        command.args(["--mail-rcpt", recipient]);
    }
    command.args(["--upload-file", &message]);
    if let Some((user, password, mechanism)) = &job.login {
        command.args(["--user", &format!("{user}:{password}")]);
        if let Some(mechanism) = mechanism {
            command.args(["--login-options", &format!("AUTH={mechanism}")]);
        }
    }
    command.args(&job.arguments);
    Ok(command.into())
}

pub(super) fn msmtp(program: &Path, job: &Job, folder: &Path) -> io::Result<Call> {
    let mut command = Command::new(program);
    let protocol = if job.dialect == Dialect::Lmtp { "lmtp" } else { "smtp" };
    command.args(["--debug", &format!("--protocol={protocol}")]);
    command.args([format!("--host={}", job.server.ip()), format!("--port={}", job.server.port())]);
    command.args([format!("--domain={NAME}"), format!("--from={}", job.from)]);
    command.args(["--timeout=60", "--remove-bcc-headers=off"]);
    if let Some(tls) = &job.security {
        let starttls = if tls.wrapped { "off" } else { "on" };
        command.args(["--tls=on", &format!("--tls-starttls={starttls}")]);
        command.arg(format!("--tls-host-override={}", tls.name));
        match &tls.roots {
            Some(roots) => command.arg(format!("--tls-trust-file={}", roots.display())),
            None => command.args(["--tls-trust-file=", "--tls-certcheck=off"]),
        };
        if let Some(version) = tls.only {
            let number = version.name().trim_start_matches("TLSv");
            command.arg(format!("--tls-priorities=NORMAL:-VERS-ALL:+VERS-TLS{number}"));
        }
        if let Some(Credential { chain, key, .. }) = &tls.credential {
            command.arg(format!("--tls-cert-file={}", chain.display()));
            command.arg(format!("--tls-key-file={}", key.display()));
        }
    } else {
        command.arg("--tls=off");
    }
    command.args(["--set-from-header=off", "--set-date-header=off", "--set-msgid-header=off"]);
    if let Some((user, password, mechanism)) = &job.login {
        let mechanism = mechanism.as_ref().map_or("on".into(), |name| name.to_lowercase());
        command.args([format!("--auth={mechanism}"), format!("--user={user}")]);
        let secret = folder.join("password");
        fs::write(&secret, password)?;
        command.arg(format!("--passwordeval=cat '{}'", secret.display()));
    }
    command.args(&job.arguments).arg("--").args(&job.to);
    let message = folder.join("message");
    // It reads lines of the system, and ends them with CR LF itself.
    fs::write(&message, with_lf(&job.message))?;
    Ok(Call { command, input: File::open(message)?.into() })
}

const SMTPLIB: &str = include_str!("smtplib_send.py");

pub(super) fn smtplib(program: &Path, job: &Job, folder: &Path) -> io::Result<Call> {
    let message = message_file(job, folder)?;
    let mut command = Command::new(program);
    command.args(["-c", SMTPLIB, "--dialect"]);
    command.arg(if job.dialect == Dialect::Lmtp { "lmtp" } else { "smtp" });
    command.args(["--host", &job.server.ip().to_string()]);
    command.args(["--port", &job.server.port().to_string()]);
    command.args(["--from", &job.from, "--name", NAME, "--message", &message]);
    for recipient in &job.to {
        command.args(["--to", recipient]);
    }
    if let Some(tls) = &job.security {
        command.args(["--tls", if tls.wrapped { "wrapped" } else { "starttls" }]);
        command.args(["--tls-name", &tls.name]);
        if let Some(roots) = &tls.roots {
            command.arg("--tls-roots").arg(roots);
        }
        if let Some(version) = tls.only {
            command.args(["--tls-only", version.name()]);
        }
        if let Some(Credential { chain, key, .. }) = &tls.credential {
            command.arg("--tls-credential").arg(chain).arg(key);
        }
    }
    if let Some((user, password, mechanism)) = &job.login {
        command.args(["--user", user, "--password", password]);
        if let Some(mechanism) = mechanism {
            command.args(["--mechanism", mechanism]);
        }
    }
    command.args(&job.arguments);
    Ok(command.into())
}

pub(super) fn smtp_source(program: &Path, job: &Job, folder: &Path) -> io::Result<Call> {
    let message = folder.join("message");
    // It reads lines of the system, and ends them with CR LF itself.
    fs::write(&message, with_lf(&job.message))?;
    let mut command = Command::new(program);
    command.env("LD_LIBRARY_PATH", peers::folder().join("postfix/usr/lib/postfix"));
    command.args(["-4", "-v", "-M", NAME, "-f", &job.from]);
    command.args(["-t", job.to.first().map_or("", String::as_str)]);
    command.arg("-F").arg(message);
    if job.dialect == Dialect::Lmtp {
        command.arg("-L");
    }
    command.args(&job.arguments).arg(job.server.to_string());
    Ok(command.into())
}

impl From<Command> for Call {
    fn from(command: Command) -> Self {
        Self { command, input: Stdio::null() }
    }
}

fn message_file(job: &Job, folder: &Path) -> io::Result<String> {
    let path = folder.join("message");
    fs::write(&path, &job.message)?;
    path.into_os_string().into_string().map_err(|_| io::Error::other("the folder is not UTF-8"))
}

fn without_last_end(message: &[u8]) -> &[u8] {
    message.strip_suffix(b"\r\n").unwrap_or(message)
}

fn with_lf(message: &[u8]) -> Vec<u8> {
    let mut octets = message.iter().copied().peekable();
    let mut text = Vec::with_capacity(message.len());
    while let Some(octet) = octets.next() {
        if octet != b'\r' || octets.peek() != Some(&b'\n') {
            text.push(octet);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_cr_of_a_line_end_goes() {
        assert_eq!(with_lf(b"a\r\n\r\nb\rc\r\r\n\r"), b"a\n\nb\rc\r\n\r");
    }
}
