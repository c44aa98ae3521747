//! The servers, one file each. Each accepts mail for every address at `example.org` and stores it.
//!
//! | fixture | offers | store |
//! |---|---|---|
//! | [`postfix`] | PIPELINING, SIZE, DSN, SMTPUTF8, CHUNKING, with accounts AUTH | Maildir, LF, last line ended |
//! | [`smtp_sink`] | PIPELINING, DSN, AUTH that takes anything | dumps, LF, an empty line after each message |
//! | [`exim`] | PIPELINING, SIZE, DSN, SMTPUTF8, CHUNKING, AUTH | Maildir, CR LF, last line ended |
//! | [`opensmtpd`] | SIZE, DSN, 8BITMIME; no PIPELINING | Maildir, LF, last line ended |
//! | [`dovecot`] | LMTP: PIPELINING, CHUNKING | Maildir, CR LF, last line kept |
//! | [`aiosmtpd`] | SIZE, SMTPUTF8, AUTH | as it came |
//! | [`gsasl`] | under TLS SCRAM-*-PLUS | as it came |
//!
//! Four speak TLS when they are started with [`Tls`], by STARTTLS and on a second port from the first
//! octet; [`gsasl`] always does, smtp-sink and [`opensmtpd`] cannot:
//!
//! | fixture | one version only | client certificates |
//! |---|---|---|
//! | [`postfix`] | each | asked for, demanded; its log and its trace name them |
//! | [`exim`] | each | asked for, demanded; AUTH EXTERNAL with one |
//! | [`dovecot`] | TLS 1.3 | no |
//! | [`aiosmtpd`] | each | asked for, demanded |
//!
//! [`between`] is no server, but whoever sits between one and its client.

pub mod aiosmtpd;
pub mod between;
pub mod dovecot;
pub mod exim;
pub mod gsasl;
pub mod opensmtpd;
pub mod postfix;
pub mod smtp_sink;
mod tls;

pub use tls::{Tls, Version};

use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

/// The size that every fixture with SIZE announces, in octets.
pub const SIZE_LIMIT: u64 = 64 * 1024 * 1024;

/// Gives a file or folder to the user that a server runs as.
fn give(path: &Path, user: &str) -> io::Result<()> {
    let (user, group) = user_ids(user)?;
    std::os::unix::fs::chown(path, Some(user), Some(group))
}

/// Makes a folder and gives it to `user`.
fn folder_of(user: &str, path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)?;
    give(path, user)
}

/// The numbers of a user and of its group.
fn user_ids(user: &str) -> io::Result<(u32, u32)> {
    let entry = entry("/etc/passwd", user)?;
    let mut fields = entry.split(':').skip(2).map(str::parse);
    match (fields.next(), fields.next()) {
        (Some(Ok(user)), Some(Ok(group))) => Ok((user, group)),
        _ => Err(io::Error::other(format!("/etc/passwd has no numbers for {user}"))),
    }
}

fn group_id(group: &str) -> io::Result<u32> {
    let number = entry("/etc/group", group)?.split(':').nth(2).map(str::parse);
    match number {
        Some(Ok(number)) => Ok(number),
        _ => Err(io::Error::other(format!("/etc/group has no number for {group}"))),
    }
}

fn entry(file: &str, name: &str) -> io::Result<String> {
    let text = fs::read_to_string(file)?;
    let entry = text.lines().find(|line| line.split(':').next() == Some(name));
    entry.map(str::to_owned).ok_or_else(|| io::Error::other(format!("{file} has no {name}")))
}

/// Sets the library path of a server that lies elsewhere than it was built for.
fn with_libraries(mut command: Command, folder: &Path) -> Command {
    command.env("LD_LIBRARY_PATH", folder);
    command
}
