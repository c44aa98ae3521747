//! STARTTLS: handing the connection over to a TLS library (RFC 3207).

use super::answers::Pause;
use super::{Mode, Server, ServerEvent, Turn, replies};
use crate::flow::error::{Error, ErrorCode};
use crate::flow::order::Phase;
use crate::types::command::Verb;

impl Server {
    /// The client asks for TLS.
    pub(super) fn start_tls(&mut self) -> Turn {
        if !self.config.extensions.starttls {
            return self.refuse(Verb::StartTls, replies::NOT_IMPLEMENTED);
        }
        // What stands behind the line was sent in plaintext, by whomever. Were it kept, it would be
        // taken for what the client said inside TLS (RFC 3207 section 6, CVE-2011-0411).
        if !self.input.is_empty() {
            self.fail(ErrorCode::PlaintextBeforeTls.into(), Some(&replies::IMPROPER_PIPELINING));
            return Turn::Again;
        }
        self.say(&replies::START_TLS);
        self.pause = Some(Pause::Tls);
        Turn::Event(ServerEvent::StartTls)
    }

    /// Octets came between the 220 and the handshake.
    pub(super) fn plaintext_before_tls(&mut self) -> Error {
        self.fail(ErrorCode::PlaintextBeforeTls.into(), None)
    }

    /// The handshake is done. All that was said before is forgotten, and the client has to begin
    /// with EHLO again (RFC 3207 section 4.2).
    ///
    /// # Errors
    /// [`ErrorCode::NoTlsExpected`] when no handshake was awaited; [`ErrorCode::OutOfOrder`] when
    /// the 220 is still in the output: it belongs on the wire before the handshake.
    pub fn tls_established(&mut self, now: u64) -> Result<(), Error> {
        self.tell(now);
        self.expect_tls()?;
        if !self.output.is_empty() {
            return Err(Error::new(ErrorCode::OutOfOrder)
                .with_detail("the reply to STARTTLS has not been written"));
        }
        self.pause = None;
        self.tls = true;
        self.authenticated = false;
        self.phase = Phase::Greeted;
        if core::mem::take(&mut self.tls_first) {
            self.await_greeting();
        } else {
            self.mode = Mode::Commands;
        }
        self.timers.restart();
        Ok(())
    }

    /// TLS failed, in its handshake or later. So has the connection: nothing that comes on it can
    /// be believed. A session that is over already stays as it is.
    ///
    /// # Errors
    /// [`ErrorCode::NoTlsExpected`] when there is no TLS and no handshake was awaited.
    pub fn tls_failed(&mut self, detail: &str) -> Result<(), Error> {
        if !self.tls {
            self.expect_tls()?;
        } else if self.is_closed() {
            return Ok(());
        }
        self.output.clear();
        let error =
            Error::new(ErrorCode::TlsFailed).with_detail(alloc::string::String::from(detail));
        self.fail(error, None);
        Ok(())
    }

    fn expect_tls(&self) -> Result<(), Error> {
        match (&self.failed, self.pause) {
            (Some(error), _) => Err(error.clone()),
            (None, Some(Pause::Tls)) => Ok(()),
            _ => Err(ErrorCode::NoTlsExpected.into()),
        }
    }
}
