//! The real servers that the examples talk to, started when the first one wants them; and what is missing.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use smtpwire_interop::peers::required;
use smtpwire_interop::servers::{Tls, postfix};
use smtpwire_interop::{Missing, Peer, Pki, Server, Stored};

use crate::peers;

/// What all scenes have in common.
#[derive(Default)]
pub(in crate::c) struct Others {
    pki: OnceCell<Pki>,
    postfix: OnceCell<Option<Server>>,
    missing: RefCell<BTreeSet<String>>,
    /// Where programs of ours lie that were compiled, by way and name.
    pub(super) built: RefCell<BTreeMap<(&'static str, &'static str), PathBuf>>,
}

/// Whom Postfix takes mail for, from anyone,
pub(super) const JO: &str = "jo@example.org";
/// for whom only from those who have logged in,
pub(super) const MEMBERS: &str = "members@example.org";
/// and for whom from nobody.
pub(super) const NOBODY: &str = "nobody@example.org";

/// What the scenes want of others.
const WANTED: [Peer; 6] =
    [Peer::Postfix, Peer::SmtpSink, Peer::SmtpSource, Peer::Dovecot, Peer::Gsasl, Peer::PyOpenssl];

impl Others {
    /// Installs what is missing, where we may. What stays missing is told by the scene that wants it.
    pub(in crate::c) fn install() -> Result<()> {
        if WANTED.iter().any(|peer| peer.program().is_err()) {
            peers::install()?;
        }
        Ok(())
    }

    /// Certificates.
    pub(super) fn pki(&self) -> &Pki {
        self.pki.get_or_init(Pki::new)
    }

    /// Postfix, with TLS and logins; none where it is missing, after saying so.
    pub(super) fn postfix(&self) -> Result<Option<&Server>> {
        if self.postfix.get().is_none() {
            let started = self.present(postfix::start_with(&self.options()))?;
            let _ = self.postfix.set(started);
        }
        Ok(self.postfix.get().and_then(Option::as_ref))
    }

    fn options(&self) -> postfix::Options {
        let access = format!(
            "check_recipient_access inline:{{ {{{NOBODY} = REJECT 5.1.1 No such user}}, \
             {{{MEMBERS} = permit_sasl_authenticated, reject}} }}, permit_auth_destination, reject"
        );
        postfix::Options {
            accounts: true,
            tls: Some(Tls::with(self.pki().server())),
            settings: vec![("smtpd_relay_restrictions".into(), access)],
            ..postfix::Options::default()
        }
    }

    /// What was started, if its parts are here; what is missing is said, and kept for the end.
    pub(super) fn present<T>(&self, started: Result<T, Missing>) -> Result<Option<T>> {
        match started {
            Ok(started) => Ok(Some(started)),
            Err(missing) if required() => bail!("nothing may be skipped here, but {missing}"),
            Err(missing) => {
                println!("      SKIPPED: {missing}");
                self.missing.borrow_mut().insert(missing.to_string());
                Ok(None)
            }
        }
    }

    /// All that was missing.
    pub(in crate::c) fn missing(&self) -> Vec<String> {
        self.missing.borrow().iter().cloned().collect()
    }

    /// After a failure: what Postfix thinks of it.
    pub(super) fn show_log(&self) {
        if let Some(Some(server)) = self.postfix.get() {
            let log = server.log();
            let lines: Vec<&str> = log.lines().collect();
            println!("---- the end of Postfix's log");
            for line in lines.iter().skip(lines.len().saturating_sub(30)) {
                println!("{line}");
            }
            println!("----");
        }
    }
}

/// Waits for so many messages, gives them, and takes them out of the mailboxes.
pub(super) fn collect(server: &Server, count: usize) -> Result<Vec<Stored>> {
    let stored = server.wait_for(count);
    // One box for everybody, as the fixture sets Postfix up.
    let boxes = server.folder().join("mail");
    for entry in fs::read_dir(&boxes).with_context(|| format!("{}", boxes.display()))? {
        fs::remove_dir_all(entry?.path())?;
    }
    Ok(stored)
}

/// The one message that has arrived must be what was sent, octet for octet.
pub(super) fn arrived(server: &Server, sent: &[u8]) -> Result<String> {
    let stored = collect(server, 1)?;
    let stored = stored.first().context("nothing has arrived")?;
    stored.assert_is(sent);
    Ok(stored.trace())
}

/// The fields that a server put before a message must have this: how it came.
pub(super) fn came_by(trace: &str, protocol: &str) -> Result<()> {
    if !trace.contains(&format!("with {protocol} ")) {
        bail!("it did not come with {protocol}: {trace}");
    }
    Ok(())
}

/// A message as files have it: lines ended by LF.
pub(super) fn as_a_file(message: &[u8]) -> Vec<u8> {
    String::from_utf8_lossy(message).replace("\r\n", "\n").into_bytes()
}
