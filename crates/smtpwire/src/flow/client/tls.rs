//! STARTTLS: handing the connection to TLS and taking it back (RFC 3207).

use alloc::string::String;

use super::{Client, Life};
use crate::codec::reply::ReplyReader;
use crate::flow::client::event::CommandId;
use crate::flow::error::{Error, ErrorCode};
use crate::flow::order::Phase;
use crate::types::capability::Keyword;
use crate::types::command::{Command, Verb};

impl Client {
    /// `STARTTLS`. Nothing can be queued behind it until its reply has come.
    ///
    /// # Errors
    /// Those of every command, [`ErrorCode::NotOffered`] unless the server offers it.
    pub fn starttls(&mut self) -> Result<CommandId, Error> {
        self.check(Verb::StartTls)?;
        self.demand(Keyword::StartTls)?;
        self.send(&Command::StartTls)
    }

    /// TLS is there, and with it the proof of who the server is: what is received from now on came
    /// through it. All that the server said before is forgotten (RFC 3207 section 4.2), and EHLO
    /// must come again. Where the handshake came before all else, the greeting is awaited now.
    ///
    /// # Errors
    /// [`ErrorCode::NoTlsExpected`] when no handshake was asked for.
    pub fn tls_established(&mut self, now: u64) -> Result<(), Error> {
        self.begin_in_tls(true, now)
    }

    /// TLS is there, but nobody knows who is at the other end: the certificate was not verified, as
    /// opportunistic TLS has it (RFC 7435). For AUTH the connection counts as unprotected
    /// ([`SaslPolicy`](crate::sasl::SaslPolicy)): no password is shown through it.
    ///
    /// # Errors
    /// [`ErrorCode::NoTlsExpected`] when no handshake was asked for.
    pub fn tls_established_unverified(&mut self, now: u64) -> Result<(), Error> {
        self.begin_in_tls(false, now)
    }

    fn begin_in_tls(&mut self, verified: bool, now: u64) -> Result<(), Error> {
        let now = self.tell(now);
        let Life::Handshake { first, .. } = self.life else {
            return Err(ErrorCode::NoTlsExpected.into());
        };
        self.life = if first { Life::New } else { Life::Open };
        self.replied = now;
        self.forget();
        self.greeting = None;
        self.stand.tls = true;
        self.stand.verified = verified;
        self.ahead = self.stand;
        self.reader = ReplyReader::with_options(self.config.reply_options());
        Ok(())
    }

    /// TLS failed, in its handshake or later, and with it the connection: `detail` says why, and
    /// may be shown. A session that is over already stays as it is.
    ///
    /// # Errors
    /// [`ErrorCode::NoTlsExpected`] when there is no TLS and no handshake was asked for.
    pub fn tls_failed(&mut self, detail: &str) -> Result<(), Error> {
        if !self.stand.tls && !matches!(self.life, Life::Handshake { .. }) {
            return Err(ErrorCode::NoTlsExpected.into());
        }
        if !self.is_over() {
            self.fail(Error::new(ErrorCode::TlsFailed).with_detail(String::from(detail)));
        }
        Ok(())
    }

    /// Begins the session anew: nothing was offered, nobody has logged in.
    pub(super) fn forget(&mut self) {
        self.capabilities = None;
        self.recipients.clear();
        self.settled = 0;
        self.stand.phase = Phase::Greeted;
        self.stand.authenticated = false;
        self.stand.spoiled = false;
    }
}
