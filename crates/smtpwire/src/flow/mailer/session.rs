//! The session around the messages: greeting, EHLO, TLS, AUTH, QUIT, and how it can end.

use alloc::string::ToString;

use super::Mailer;
use super::config::Security;
use super::outcome::MailerEvent;
use crate::flow::client::{ClientEvent, CommandId};
use crate::flow::error::{Error, ErrorCode, ErrorKind};
use crate::flow::sasl::ChannelBinding;
use crate::types::capability::{Capabilities, Keyword};
use crate::types::code::Code;
use crate::types::command::Verb;
use crate::types::reply::Reply;

/// How far the session is set up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Setup {
    /// The greeting has not come.
    Greeting,
    /// EHLO has no reply.
    Hello,
    /// STARTTLS has no reply, or the handshake is under way.
    Tls,
    /// AUTH is under way.
    Auth,
    /// Messages go out.
    Ready,
    /// QUIT was sent.
    Quitting,
    /// Over, in order.
    Closed,
}

impl Mailer {
    /// Takes an event of the client.
    pub(super) fn take_event(&mut self, event: ClientEvent) -> Result<(), Error> {
        match event {
            ClientEvent::Greeting { reply } if reply.code().is_positive() => self.greet(),
            ClientEvent::Greeting { reply } => {
                Err(self.leave(Error::new(ErrorCode::GreetingRefused).with_reply(reply)))
            }
            ClientEvent::Ehlo { .. } => self.greeted(),
            ClientEvent::StartTls { .. } => {
                self.events.push_back(MailerEvent::StartTls);
                Ok(())
            }
            ClientEvent::Authenticated { .. } => {
                self.ready();
                Ok(())
            }
            ClientEvent::DataReady { id, .. } => {
                for transaction in &mut self.under_way {
                    transaction.data_ready(id);
                }
                Ok(())
            }
            ClientEvent::Reply { id, verb, reply } => self.take_reply(id, verb, &reply),
            ClientEvent::ContentReply { id, reply } => {
                self.answer(id, &reply);
                Ok(())
            }
            ClientEvent::RecipientReply { id, reply, last, .. } => {
                for transaction in &mut self.under_way {
                    if transaction.recipient_reply(id, &reply, last) {
                        break;
                    }
                }
                Ok(())
            }
            ClientEvent::Closing { reply } if self.setup == Setup::Quitting => {
                // Nothing depends on the session any more.
                let _ = reply;
                self.setup = Setup::Closed;
                Ok(())
            }
            ClientEvent::Closing { reply } => {
                Err(Error::new(ErrorCode::ServiceClosing).with_reply(reply))
            }
            // The mailer asks for no exchange of its own, and its client has no TLS of its own.
            ClientEvent::Challenge { .. } | ClientEvent::TlsEstablished { .. } => {
                Err(ErrorCode::Internal.into())
            }
        }
    }

    fn take_reply(
        &mut self,
        id: CommandId,
        verb: Verb,
        reply: &Reply<'static>,
    ) -> Result<(), Error> {
        if self.answer(id, reply) {
            return Ok(());
        }
        let of = |code| Error::new(code).with_reply(reply.clone());
        match (self.setup, verb) {
            // RFC 5321 section 3.2: it does not know EHLO. Any other refusal has nothing to do with TLS.
            (Setup::Hello, _)
                if self.config.security == Security::Required
                    && !self.is_tls()
                    && is_unknown_command(reply.code()) =>
            {
                let detail = "EHLO is refused, and so there is no STARTTLS";
                Err(self.leave(of(ErrorCode::TlsUnavailable).with_detail(detail)))
            }
            (Setup::Hello, _) => {
                Err(self.leave(of(ErrorCode::HelloRefused).with_detail(verb.as_str())))
            }
            (Setup::Tls, Verb::StartTls) if self.config.security == Security::Required => {
                Err(self.leave(of(ErrorCode::TlsUnavailable)))
            }
            (Setup::Tls, Verb::StartTls) => {
                self.starttls_refusal = Some(reply.clone());
                self.log_in()
            }
            (Setup::Auth, Verb::Auth) => Err(match self.client.auth_failure() {
                // It was this side that gave up, and the server only agreed.
                Some(why) => {
                    let error = Error::new(ErrorCode::AuthenticationFailed);
                    self.leave(error.with_detail(why.to_string()))
                }
                None => self.leave(of(ErrorCode::AuthenticationRefused)),
            }),
            // RSET and QUIT: there is nothing to learn from their replies.
            _ => Ok(()),
        }
    }

    /// Hands a reply to the transaction that waits for it. Whether there is one.
    fn answer(&mut self, id: CommandId, reply: &Reply<'static>) -> bool {
        self.under_way.iter_mut().any(|transaction| transaction.answer(id, reply))
    }

    fn greet(&mut self) -> Result<(), Error> {
        self.client.ehlo(self.config.name.clone())?;
        self.setup = Setup::Hello;
        Ok(())
    }

    /// EHLO was accepted: TLS is next, where it is wanted and not there yet.
    fn greeted(&mut self) -> Result<(), Error> {
        let wanted = matches!(self.config.security, Security::Required | Security::Opportunistic);
        if !wanted || self.client.is_tls() {
            return self.log_in();
        }
        let offers = |offer: &Capabilities<'_>| offer.offers(Keyword::StartTls);
        if self.client.capabilities().is_some_and(offers) {
            self.client.starttls()?;
            self.setup = Setup::Tls;
            return Ok(());
        }
        if self.config.security == Security::Required {
            let error = Error::new(ErrorCode::TlsUnavailable);
            return Err(self.leave(error.with_detail("STARTTLS is not offered")));
        }
        self.log_in()
    }

    /// TLS is there, or does not have to be: credentials are next, if there are any.
    fn log_in(&mut self) -> Result<(), Error> {
        let Some(credentials) = &self.config.credentials else {
            self.ready();
            return Ok(());
        };
        let binding = self.binding.as_ref();
        match self.client.auth(credentials, &self.config.sasl, binding, &self.entropy) {
            Ok(_) => {
                self.setup = Setup::Auth;
                Ok(())
            }
            Err(error) => Err(self.leave(error)),
        }
    }

    fn ready(&mut self) {
        self.setup = Setup::Ready;
        self.events.push_back(MailerEvent::Ready);
    }

    /// TLS is there: what is received from now on came through it. `binding` is its channel
    /// binding, if the host's TLS library gives one.
    ///
    /// # Errors
    /// [`ErrorCode::NoTlsExpected`] when no handshake was asked for.
    pub fn tls_established(
        &mut self,
        binding: Option<ChannelBinding>,
        now: u64,
    ) -> Result<(), Error> {
        self.client.tls_established(now)?;
        self.binding = binding;
        self.begin_in_tls()
    }

    /// TLS is there, but nobody knows who is at the other end: the certificate was not verified, as
    /// opportunistic TLS has it (RFC 7435). Mail may go through it, unless it demands REQUIRETLS;
    /// for a login it counts as unprotected ([`SaslPolicy`](crate::sasl::SaslPolicy)). `binding` is
    /// its channel binding, by which SCRAM notices somebody in between.
    ///
    /// # Errors
    /// [`ErrorCode::NoTlsExpected`] when no handshake was asked for.
    pub fn tls_established_unverified(
        &mut self,
        binding: Option<ChannelBinding>,
        now: u64,
    ) -> Result<(), Error> {
        self.client.tls_established_unverified(now)?;
        self.binding = binding;
        self.begin_in_tls()
    }

    /// RFC 3207 section 4.2: nothing that was learned before counts. Where TLS came first nothing
    /// was, and the server has the word.
    fn begin_in_tls(&mut self) -> Result<(), Error> {
        if self.setup == Setup::Greeting { Ok(()) } else { self.greet() }
    }

    /// TLS failed, in its handshake or later, and with it the session, whatever the policy: there
    /// is no way back to plaintext on this connection. `detail` says why, and may be shown. A session that is over already stays as it is.
    ///
    /// # Errors
    /// [`ErrorCode::NoTlsExpected`] when there is no TLS and no handshake was asked for.
    pub fn tls_failed(&mut self, detail: &str) -> Result<(), Error> {
        self.client.tls_failed(detail)
    }

    /// Takes leave of a server that this session can do nothing with.
    fn leave(&mut self, error: Error) -> Error {
        // It only fails where there is nobody to say it to.
        let _ = self.client.quit();
        error
    }

    /// The client's session is over, in order as it sees it.
    pub(super) fn closed(&mut self) {
        if self.setup == Setup::Quitting {
            self.setup = Setup::Closed;
        } else {
            self.fail(ErrorCode::ConnectionLost.into());
        }
    }

    /// The client has failed.
    pub(super) fn failed_below(&mut self, error: Error) {
        // Every message has its outcome when QUIT is sent. How the connection ends then is all one.
        let harmless = matches!(error.kind(), ErrorKind::Peer | ErrorKind::Timeout);
        if self.setup == Setup::Quitting && harmless {
            self.setup = Setup::Closed;
        } else {
            self.fail(error);
        }
    }
}

/// Whether a reply says that the command is not known, or not in this form.
fn is_unknown_command(code: Code) -> bool {
    matches!(code.get(), 500 | 501 | 502 | 504)
}
