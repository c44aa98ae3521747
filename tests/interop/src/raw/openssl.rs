//! The client through TLS, by the command `openssl s_client`.

use std::fs::{self, File};
use std::io;
use std::net::SocketAddr;
use std::ops::{Deref, DerefMut};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::{Dialog, Reply};
use crate::clients::Security;
use crate::peers::{Missing, Peer};
use crate::server::Dialect;
use crate::servers::Version;

/// What came of a handshake.
#[derive(Clone, Debug)]
pub struct Handshake {
    /// There is TLS, and the certificate holds, where it was looked at.
    pub succeeded: bool,
    /// What the command told: version, cipher suite, certificate, or the error.
    pub told: String,
}

/// A dialog under TLS.
pub struct Secured {
    dialog: Dialog,
    child: Child,
    folder: TempDir,
}

/// Shakes hands and is gone.
///
/// # Errors
///
/// [`Missing`] when the command is not there.
///
/// # Panics
///
/// When it cannot be run.
pub fn handshake(
    address: SocketAddr,
    dialect: Dialect,
    security: &Security,
) -> Result<Handshake, Missing> {
    let mut command = s_client(&Peer::Openssl.program()?, address, dialect, security);
    let output = command.stdin(Stdio::null()).output().expect("openssl can be run");
    let told = [output.stdout, output.stderr].concat();
    let told = String::from_utf8_lossy(&told).into_owned();
    Ok(Handshake { succeeded: output.status.success(), told })
}

impl Secured {
    /// Connects, shakes hands and says EHLO or LHLO.
    ///
    /// # Errors
    ///
    /// [`Missing`] when the command is not there.
    ///
    /// # Panics
    ///
    /// When the server does not do as expected.
    pub fn at(address: SocketAddr, dialect: Dialect, security: &Security) -> Result<Self, Missing> {
        let openssl = Peer::Openssl.program()?;
        let secured = Self::start(&openssl, address, dialect, security, false);
        let mut secured = secured.expect("openssl can be run");
        secured.hello(security);
        Ok(secured)
    }

    /// As [`Secured::at`], but [`Secured::new_keys`] can be ordered, and so a command that begins with
    /// one of the letters `B`, `K`, `Q`, `R`, `k` cannot be said.
    ///
    /// # Errors
    ///
    /// [`Missing`] when the command is not there.
    ///
    /// # Panics
    ///
    /// When the server does not do as expected.
    pub fn taking_orders(address: SocketAddr, security: &Security) -> Result<Self, Missing> {
        let openssl = Peer::Openssl.program()?;
        let secured = Self::start(&openssl, address, Dialect::Smtp, security, true);
        let mut secured = secured.expect("openssl can be run");
        secured.hello(security);
        Ok(secured)
    }

    /// Changes the keys of TLS 1.3 in both directions (RFC 8446 section 4.6.3).
    ///
    /// # Panics
    ///
    /// When the connection is over, or when the command does not do it within half a minute.
    pub fn new_keys(&mut self) {
        let done = self.key_updates();
        let end = Instant::now() + Duration::from_secs(30);
        self.dialog.write(b"K\n").expect("the order can be given");
        // The command takes one order, or what is to be sent, at a time: what comes behind an order that it
        // has not read yet would be lost with it.
        while self.key_updates() == done {
            assert!(Instant::now() < end, "the keys are not changed: {}", self.told());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// How often the command has told that it changes the keys.
    fn key_updates(&self) -> usize {
        self.told().matches("KEYUPDATE").count()
    }

    fn hello(&mut self, security: &Security) {
        if security.wrapped {
            self.dialog.greeted();
        } else {
            self.dialog.hello();
        }
    }

    fn start(
        openssl: &Path,
        address: SocketAddr,
        dialect: Dialect,
        security: &Security,
        letters: bool,
    ) -> io::Result<Self> {
        let folder = tempfile::Builder::new().prefix("smtpwire-interop-").tempdir()?;
        let told = File::create(folder.path().join("told"))?;
        let mut command = s_client(openssl, address, dialect, security);
        // What the server says comes out of it as it is, and what is said to it is no order to it.
        if !letters {
            command.arg("-ign_eof");
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(told);
        let mut child = command.spawn()?;
        let (Some(output), Some(input)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::Error::other("there are no pipes"));
        };
        let dialog = Dialog::through(Box::new(input), Box::new(output), dialect);
        Ok(Self { dialog, child, folder })
    }

    /// Sends commands to an SMTP server until one is not answered as it should be. What came of it:
    /// the reply to the last, or the end of the connection.
    ///
    /// In TLS 1.3 a client learns only by reading that the server does not like its certificate.
    ///
    /// # Errors
    ///
    /// [`Missing`] when the command is not there.
    ///
    /// # Panics
    ///
    /// When it cannot be run.
    pub fn last_reply(
        address: SocketAddr,
        security: &Security,
        commands: &[&str],
    ) -> Result<Option<Reply>, Missing> {
        let openssl = Peer::Openssl.program()?;
        let secured = Self::start(&openssl, address, Dialect::Smtp, security, false);
        let mut secured = secured.expect("openssl can be run");
        let mut talk = || {
            if security.wrapped {
                secured.dialog.try_reply()?;
            }
            let mut last = secured.dialog.try_command("EHLO client.test")?;
            for command in commands {
                if last.code >= 400 {
                    break;
                }
                last = secured.dialog.try_command(command)?;
            }
            Ok::<_, io::Error>(last)
        };
        Ok(talk().ok())
    }

    /// What the command tells of the handshake.
    pub fn told(&self) -> String {
        let told = fs::read(self.folder.path().join("told")).unwrap_or_default();
        String::from_utf8_lossy(&told).into_owned()
    }
}

fn s_client(openssl: &Path, address: SocketAddr, dialect: Dialect, security: &Security) -> Command {
    // A server that says nothing must not hold up the tests for ever.
    let mut command = Command::new("timeout");
    command.arg("120").arg(openssl).args(["s_client", "-brief"]);
    command.args(["-connect", &address.to_string(), "-servername", &security.name]);
    if !security.wrapped {
        command.args(["-starttls", if dialect == Dialect::Lmtp { "lmtp" } else { "smtp" }]);
    }
    if let Some(roots) = &security.roots {
        command.arg("-CAfile").arg(roots).args(["-verify_return_error"]);
        command.args(["-verify_hostname", &security.name]);
    }
    if let Some(version) = security.only {
        command.arg(match version {
            Version::Tls12 => "-tls1_2",
            Version::Tls13 => "-tls1_3",
        });
    }
    if let Some(credential) = &security.credential {
        command.arg("-cert").arg(&credential.chain).arg("-key").arg(&credential.key);
    }
    command
}

impl Deref for Secured {
    type Target = Dialog;

    fn deref(&self) -> &Dialog {
        &self.dialog
    }
}

impl DerefMut for Secured {
    fn deref_mut(&mut self) -> &mut Dialog {
        &mut self.dialog
    }
}

impl Drop for Secured {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
