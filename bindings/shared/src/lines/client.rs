//! A client's connection.

use smtpwire::types::parameter::{MailParameters, RcptParameters};
use smtpwire::{Client, ClientConfig, Host};

#[cfg(not(feature = "tls"))]
use super::no_tls::TlsClient;
use super::{choices, shown};
use crate::config::{self, Plain, Spelling};
#[cfg(feature = "tls")]
use crate::config::{ClientTlsSetup, PeerOptions};
use crate::failure::Failure;
use crate::line::Line;
use crate::values::{forward_path, reverse_path};
#[cfg(feature = "tls")]
use smtpwire_tls::TlsClient;

/// A client's connection, with TLS of ours around it or without.
pub type ClientLine = Line<Client, TlsClient>;

/// What a client's connections have in common.
#[derive(Clone, Debug)]
pub struct ClientSetup {
    config: ClientConfig,
    spelling: Spelling,
    #[cfg(feature = "tls")]
    tls: Option<ClientTlsSetup>,
}

impl ClientSetup {
    /// Reads what was chosen; null is nothing.
    ///
    /// # Errors
    /// `invalid-choice` with the path of the field; `unusable-certificate`.
    pub fn read(config: Plain, tls: Plain, spelling: Spelling) -> Result<Self, Failure> {
        let config = choices::<config::ClientConfig>(config, spelling)?.build(spelling)?;
        #[cfg(not(feature = "tls"))]
        super::no_tls(tls)?;
        #[cfg(feature = "tls")]
        let tls = ClientTlsSetup::read(tls, spelling)?;
        #[cfg(feature = "tls")]
        if tls.is_some() && config.implicit_tls {
            let why =
                "TLS is done here, and so it is not there before; its security may be implicit";
            return Err(super::contradicted("implicit_tls", why, spelling));
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
    /// all else.
    ///
    /// # Errors
    /// `invalid-choice` for `awaiting_tls` where TLS is done here, or is up already.
    pub fn open(&self, awaiting_tls: bool, now: u64) -> Result<ClientLine, Failure> {
        let config = self.config.clone();
        #[cfg(feature = "tls")]
        if let Some(ClientTlsSetup { security, tls, peer }) = self.tls.clone() {
            super::not_awaiting(awaiting_tls)?;
            let security = security.unwrap_or(smtpwire::Security::Required);
            let client = TlsClient::new(config, security, tls, peer, now);
            return Ok(Line::Tls(Box::new(client)));
        }
        super::not_up_already(awaiting_tls, config.implicit_tls, "implicit_tls", self.spelling)?;
        let client =
            if awaiting_tls { Client::awaiting_tls(config, now) } else { Client::new(config, now) };
        Ok(Line::Plain(Box::new(client)))
    }
}

/// The calls that a program makes for each message, without plain data; the operations of the same
/// names do the same. They are inlined where a shell uses them, as the run loop is.
impl ClientLine {
    /// A connection of its own setup.
    ///
    /// # Errors
    /// Those of [`ClientSetup::read`] and [`ClientSetup::open`].
    pub fn open(
        config: Plain,
        tls: Plain,
        spelling: Spelling,
        awaiting_tls: bool,
        now: u64,
    ) -> Result<Self, Failure> {
        ClientSetup::read(config, tls, spelling)?.open(awaiting_tls, now)
    }

    /// `EHLO`, or under LMTP `LHLO`.
    ///
    /// # Errors
    /// The host is none, or the core's.
    pub fn ehlo(&mut self, host: &str) -> Result<u64, Failure> {
        let host = Host::parse(host).map_err(|wrong| Failure::unsendable(wrong).within("host"))?;
        Ok(self.client_mut().ehlo(host)?.number())
    }

    /// `MAIL FROM` without parameters; the empty text is the null path.
    ///
    /// # Errors
    /// The path is none, or the core's.
    #[inline]
    pub fn mail(&mut self, from: &str) -> Result<u64, Failure> {
        let from = reverse_path(from).map_err(|wrong| wrong.within("from"))?;
        Ok(self.client_mut().mail(from, MailParameters::new())?.number())
    }

    /// `RCPT TO` without parameters.
    ///
    /// # Errors
    /// The path is none, or the core's.
    #[inline]
    pub fn rcpt(&mut self, to: &str) -> Result<u64, Failure> {
        let to = forward_path(to).map_err(|wrong| wrong.within("to"))?;
        Ok(self.client_mut().rcpt(to, RcptParameters::new())?.number())
    }

    /// `DATA`.
    ///
    /// # Errors
    /// The core's.
    #[inline]
    pub fn data(&mut self) -> Result<u64, Failure> {
        Ok(self.client_mut().data()?.number())
    }

    /// The next octets of the content: how many were taken.
    ///
    /// # Errors
    /// The core's.
    #[inline]
    pub fn content(&mut self, octets: &[u8]) -> Result<usize, Failure> {
        Ok(self.client_mut().content(octets)?)
    }

    /// The end of the content of DATA.
    ///
    /// # Errors
    /// The core's.
    #[inline]
    pub fn end_content(&mut self) -> Result<(), Failure> {
        Ok(self.client_mut().end_content()?)
    }

    /// The host's own TLS is up; `verified` when the server has proven who it is.
    ///
    /// # Errors
    /// The core's; `no-tls-expected` where TLS is done here.
    pub fn tls_established(&mut self, verified: bool, now: u64) -> Result<(), Failure> {
        let client = self.plain_mut()?;
        if verified {
            client.tls_established(now)?;
        } else {
            client.tls_established_unverified(now)?;
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
