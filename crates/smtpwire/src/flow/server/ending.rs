//! How a session ends: by QUIT, by the host, by loss or by failure.

use super::answers::Pause;
use super::{Abort, Mode, Server, Transaction, replies};
use crate::flow::error::{Error, ErrorCode};
use crate::types::reply::Reply;

impl Server {
    /// Ends the session, because the host shuts down: with this reply, or 421 4.3.2. An open
    /// transaction is aborted; the client keeps its message and tries again later.
    ///
    /// During a TLS handshake nothing can be said, and nothing is.
    ///
    /// # Errors
    /// [`ErrorCode::AlreadyClosed`] when it is over, [`ErrorCode::UnfitReply`] for a reply that is
    /// no refusal.
    pub fn close(&mut self, reply: Option<Reply<'static>>) -> Result<(), Error> {
        if self.is_closed() {
            return Err(ErrorCode::AlreadyClosed.into());
        }
        let reply = reply.unwrap_or(replies::SHUTTING_DOWN);
        if reply.code().is_positive() {
            return Err(ErrorCode::UnfitReply.into());
        }
        if self.pause != Some(Pause::Tls) && !matches!(self.mode, Mode::Proxy) {
            self.say(&reply);
        }
        self.end(Abort::Connection);
        Ok(())
    }

    /// The session is over, in order.
    pub(super) fn end(&mut self, why: Abort) {
        self.abort(why);
        self.pause = None;
        self.exchange = None;
        self.mode = Mode::Closed;
        self.input.clear();
    }

    /// Ends the transaction, if there is one, without a message.
    pub(super) fn abort(&mut self, why: Abort) {
        if self.transaction.open {
            self.aborted = Some(why);
        }
        self.transaction = Transaction::default();
        self.content = None;
    }

    /// The client is gone without QUIT. It may have closed its own direction only, and still read
    /// what is left of the output.
    pub(super) fn lost(&mut self) {
        self.fail(ErrorCode::ConnectionLost.into(), None);
    }

    /// The session is over by a failure, perhaps with a last reply. Returns the error.
    pub(super) fn fail(&mut self, error: Error, reply: Option<&Reply<'static>>) -> Error {
        if let Some(reply) = reply {
            self.say(reply);
        }
        // It may be the last time that the host has told: the client's time to take what is left begins.
        self.tell(self.clock.now());
        self.end(Abort::Connection);
        self.failed = Some(error.clone());
        error
    }
}
