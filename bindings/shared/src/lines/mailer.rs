//! A mailer's connection.

use smtpwire::sasl::ChannelBinding;
use smtpwire::{Envelope, Mailer, MailerConfig, TransactionId};

#[cfg(not(feature = "tls"))]
use super::no_tls::TlsMailer;
use super::{choices, entropy};
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
    #[cfg(feature = "tls")]
    tls: Option<ClientTlsSetup>,
}

impl MailerSetup {
    /// Reads what was chosen; null is nothing.
    ///
    /// # Errors
    /// `invalid-choice` with the path of the field; `unusable-certificate`.
    pub fn read(config: Plain, tls: Plain, spelling: Spelling) -> Result<Self, Failure> {
        let config = choices::<config::MailerConfig>(config, spelling)?.build()?;
        #[cfg(not(feature = "tls"))]
        super::no_tls(tls)?;
        #[cfg(feature = "tls")]
        let tls = ClientTlsSetup::read(tls, spelling)?;
        #[cfg(feature = "tls")]
        if tls.as_ref().is_some_and(|tls| tls.security.is_some()) {
            let message = "tls.security: a mailer's security stands in its config";
            return Err(Failure::invalid("invalid-choice", message));
        }
        Ok(Self {
            config,
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
    /// done here.
    pub fn open(&self, awaiting_tls: bool, octets: &[u8], now: u64) -> Result<MailerLine, Failure> {
        let entropy = entropy(octets)?;
        let config = self.config.clone();
        #[cfg(feature = "tls")]
        if let Some(ClientTlsSetup { tls, peer, .. }) = self.tls.clone() {
            super::not_awaiting(awaiting_tls)?;
            let mailer = TlsMailer::new(config, tls, peer, entropy, now);
            return Ok(Line::Tls(Box::new(mailer)));
        }
        let mailer = if awaiting_tls {
            Mailer::awaiting_tls(config, entropy, now)
        } else {
            Mailer::new(config, entropy, now)
        };
        Ok(Line::Plain(Box::new(mailer)))
    }
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
    /// The core's.
    pub fn content(&mut self, transaction: u64, octets: &[u8]) -> Result<usize, Failure> {
        Ok(self.mailer_mut().content(TransactionId::from_number(transaction), octets)?)
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

    /// The host's own TLS has failed, and why.
    ///
    /// # Errors
    /// The core's; `no-tls-expected` where TLS is done here.
    pub fn tls_failed(&mut self, detail: &str) -> Result<(), Failure> {
        Ok(self.plain_mut()?.tls_failed(detail)?)
    }
}
