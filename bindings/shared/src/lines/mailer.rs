//! A mailer's connection.

use smtpwire::sasl::ChannelBinding;
use smtpwire::{Envelope, Error, ErrorCode, Mailer, MailerConfig, Security, TransactionId};

#[cfg(not(feature = "tls"))]
use super::no_tls::TlsMailer;
use super::{choices, entropy, shown};
use crate::config::{self, Plain, Spelling};
#[cfg(feature = "tls")]
use crate::config::{ClientTlsSetup, PeerOptions};
use crate::failure::Failure;
use crate::line::Line;
use crate::values::{forward_path, reverse_path};
#[cfg(feature = "tls")]
use smtpwire_tls::TlsMailer;

/// A mailer's connection, with TLS of ours around it or without.
pub type MailerLine = Line<Mailer, TlsMailer>;

/// What a mailer's connections have in common.
#[derive(Clone, Debug)]
pub struct MailerSetup {
    config: MailerConfig,
    spelling: Spelling,
    #[cfg(feature = "tls")]
    tls: Option<ClientTlsSetup>,
}

impl MailerSetup {
    /// Reads what was chosen; null is nothing.
    ///
    /// # Errors
    /// `invalid-choice` with the path of the field; `unusable-certificate`.
    pub fn read(config: Plain, tls: Plain, spelling: Spelling) -> Result<Self, Failure> {
        let config = choices::<config::MailerConfig>(config, spelling)?.build(spelling)?;
        #[cfg(not(feature = "tls"))]
        super::no_tls(tls)?;
        #[cfg(feature = "tls")]
        let tls = ClientTlsSetup::read(tls, spelling)?;
        #[cfg(feature = "tls")]
        if tls.as_ref().is_some_and(|tls| tls.security.is_some()) {
            let message = "tls.security: a mailer's security stands in its config";
            return Err(Failure::invalid("invalid-choice", message));
        }
        #[cfg(feature = "tls")]
        if tls.is_some() {
            let said = |path, why| Err(super::contradicted(path, why, spelling));
            if config.security == smtpwire::Security::Disabled {
                return said(
                    "security",
                    "it is disabled, and tls is given; one of the two is meant",
                );
            }
            if config.client.verified {
                return said("client.verified", "TLS is done here, which finds that out by itself");
            }
            if config.channel_binding.is_some() {
                return said("channel_binding", "TLS is done here, which has its own");
            }
        }
        Ok(Self {
            config,
            spelling,
            #[cfg(feature = "tls")]
            tls,
        })
    }

    /// The same for another peer, which shares the certificates.
    ///
    /// # Errors
    /// `invalid-choice` for what is no peer, or where TLS is not done here.
    #[cfg(feature = "tls")]
    pub fn with_peer(mut self, peer: Plain, spelling: Spelling) -> Result<Self, Failure> {
        PeerOptions::put(&mut self.tls, peer, spelling)?;
        Ok(self)
    }

    /// A connection that has just come up. With `awaiting_tls` the host's own handshake comes before
    /// all else. `octets` are the entropy: 32, of a good source and new for each connection.
    ///
    /// # Errors
    /// `invalid-value` for entropy of another length, `invalid-choice` for `awaiting_tls` where TLS is
    /// done here, or is disabled or up already; and where TLS comes first and nobody does it.
    pub fn open(&self, awaiting_tls: bool, octets: &[u8], now: u64) -> Result<MailerLine, Failure> {
        let entropy = entropy(octets)?;
        let config = self.config.clone();
        #[cfg(feature = "tls")]
        if let Some(ClientTlsSetup { tls, peer, .. }) = self.tls.clone() {
            super::not_awaiting(awaiting_tls)?;
            let mailer = TlsMailer::new(config, tls, peer, entropy, now);
            return Ok(Line::Tls(Box::new(mailer)));
        }
        // Nothing is sent in plaintext because TLS was forgotten.
        let is_up = self.config.client.implicit_tls;
        if self.config.security == Security::Implicit && !awaiting_tls && !is_up {
            let [awaiting, up] = ["awaiting_tls", "client.implicit_tls"]
                .map(|name| crate::config::spelled(name, self.spelling));
            let why = format!(
                "TLS comes first, and nobody does it: give tls, or {awaiting}, or say by {up} that the program's \
                 own is up already"
            );
            return Err(super::contradicted("security", &why, self.spelling));
        }
        super::not_up_already(awaiting_tls, is_up, "client.implicit_tls", self.spelling)?;
        if self.config.security == Security::Disabled && awaiting_tls {
            let awaiting = crate::config::spelled("awaiting_tls", self.spelling);
            let why = format!(
                "it is disabled, and {awaiting} says that TLS comes; one of the two is meant"
            );
            return Err(super::contradicted("security", &why, self.spelling));
        }
        let mailer = if awaiting_tls {
            Mailer::awaiting_tls(config, entropy, now)
        } else {
            Mailer::new(config, entropy, now)
        };
        Ok(Line::Plain(Box::new(mailer)))
    }
}

/// Why content was refused.
#[cold]
fn not_asked_for(transaction: u64, error: &Error) -> Failure {
    let mut failure = Failure::from(error);
    if error.code() == ErrorCode::NothingToAnswer {
        failure.message = format!(
            "transaction: need-content does not ask for the content of {transaction} now: it was sent whole, its turn \
             has not come, or it is over"
        );
    }
    failure
}

/// The calls that a program makes for each message, without plain data; the operations of the same
/// names do the same.
impl MailerLine {
    /// A connection of its own setup.
    ///
    /// # Errors
    /// Those of [`MailerSetup::read`] and [`MailerSetup::open`].
    pub fn open(
        config: Plain,
        tls: Plain,
        spelling: Spelling,
        awaiting_tls: bool,
        entropy: &[u8],
        now: u64,
    ) -> Result<Self, Failure> {
        MailerSetup::read(config, tls, spelling)?.open(awaiting_tls, entropy, now)
    }

    /// Queues a message from and to these, without parameters: its number.
    ///
    /// # Errors
    /// A path is none, there is no recipient, or the core's.
    pub fn send<'t>(
        &mut self,
        from: &str,
        to: impl IntoIterator<Item = &'t str>,
        content: Vec<u8>,
    ) -> Result<u64, Failure> {
        let mut envelope = Envelope::new(reverse_path(from)?.into_owned());
        for recipient in to {
            envelope = envelope.to(forward_path(recipient)?.into_owned());
        }
        Ok(self.mailer_mut().send(envelope, content)?.get())
    }

    /// The next octets of a streamed message: how many were taken.
    ///
    /// # Errors
    /// `nothing-to-answer` for a transaction whose content `need-content` has not asked for; else the core's.
    pub fn content(&mut self, transaction: u64, octets: &[u8]) -> Result<usize, Failure> {
        let taken = self.mailer_mut().content(TransactionId::from_number(transaction), octets);
        taken.map_err(|error| not_asked_for(transaction, &error))
    }

    /// The end of a streamed message.
    ///
    /// # Errors
    /// Those of [`MailerLine::content`].
    pub fn end_content(&mut self, transaction: u64) -> Result<(), Failure> {
        let ended = self.mailer_mut().end_content(TransactionId::from_number(transaction));
        ended.map_err(|error| not_asked_for(transaction, &error))
    }

    /// Gives up a streamed message in the middle.
    ///
    /// # Errors
    /// Those of [`MailerLine::content`].
    pub fn abort_content(&mut self, transaction: u64) -> Result<(), Failure> {
        let aborted = self.mailer_mut().abort_content(TransactionId::from_number(transaction));
        aborted.map_err(|error| not_asked_for(transaction, &error))
    }

    /// The host's own TLS is up; `verified` when the server has proven who it is.
    ///
    /// # Errors
    /// The core's; `no-tls-expected` where TLS is done here.
    pub fn tls_established(
        &mut self,
        verified: bool,
        binding: Option<ChannelBinding>,
        now: u64,
    ) -> Result<(), Failure> {
        let mailer = self.plain_mut()?;
        if verified {
            mailer.tls_established(binding, now)?;
        } else {
            mailer.tls_established_unverified(binding, now)?;
        }
        Ok(())
    }

    /// The host's own TLS has failed, and why: what can't be shown of that is `\xNN` in the error.
    ///
    /// # Errors
    /// The core's; `no-tls-expected` where TLS is done here.
    pub fn tls_failed(&mut self, detail: &str) -> Result<(), Failure> {
        Ok(self.plain_mut()?.tls_failed(&shown(detail))?)
    }
}
