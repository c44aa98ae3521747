//! A mailer that does TLS itself.

use std::fmt;

use rustls::Connection as Tls;
use smtpwire::{Connection, Error, Mailer, MailerConfig, MailerEvent, Security, Step};

use crate::client_side::ClientSide;
use crate::client_tls::ClientTls;
use crate::explain::Side;
use crate::failure::TlsFailure;
use crate::layer::Layer;
use crate::leave::Leave;
use crate::peer::Peer;
use crate::policy::Fallback;
use crate::role::Role;
use crate::session::TlsSession;
use crate::trace::Traced;
use crate::verify::Verdict;

/// Whole sessions that send mail, with TLS where the configuration's [`Security`] has it.
///
/// It is pulled as a [`Mailer`] is, by the methods of [`Connection`]; its octets are those of the
/// socket. Messages are given to the mailer inside, [`mailer_mut`](Self::mailer_mut).
/// [`MailerEvent::TlsEstablished`] tells that TLS is up, and waits for no answer.
///
/// A required upgrade that fails sends no envelope and no credentials: the session fails with
/// [`TlsUnavailable`](smtpwire::ErrorCode::TlsUnavailable) or
/// [`TlsFailed`](smtpwire::ErrorCode::TlsFailed), [`failure`](Self::failure) knows why, and each
/// message has its outcome.
pub struct TlsMailer(Layer<Mailer, ClientSide>);

impl TlsMailer {
    /// A mailer on a connection that has just come up, at this time. `peer` is who the server must
    /// prove to be; what is known of it (DANE, MTA-STS) may make opportunistic TLS required.
    /// `entropy` is from a good source, new for each connection.
    pub fn new(
        mut config: MailerConfig,
        tls: ClientTls,
        peer: Peer,
        entropy: [u8; 32],
        now: u64,
    ) -> Self {
        let side = ClientSide::new(tls, peer, config.security);
        config.security = side.security;
        let implicit = config.security == Security::Implicit;
        let leave = Leave::new(config.client.timeouts.data_block, now);
        let mailer = if implicit {
            Mailer::awaiting_tls(config, entropy, now)
        } else {
            Mailer::new(config, entropy, now)
        };
        Self(if implicit {
            Layer::implicit(mailer, side, leave, false)
        } else {
            Layer::plain(mailer, side, leave)
        })
    }

    /// The mailer inside.
    pub fn mailer(&self) -> &Mailer {
        &self.0.inside
    }

    /// The mailer inside, to give it messages and content. Its octets, its time and
    /// its TLS are this layer's to move: call none of the methods of [`Connection`] on it, nor
    /// `tls_established` and its like.
    pub fn mailer_mut(&mut self) -> &mut Mailer {
        &mut self.0.inside
    }

    /// What opportunistic TLS fell back to, if it did.
    pub fn fallback(&self) -> Option<Fallback> {
        let ClientSide { security, in_plaintext, .. } = &self.0.role;
        Fallback::of(*security, self.session(), self.failure()).or_else(|| {
            let reply = self.mailer().starttls_refusal().cloned();
            in_plaintext.then_some(Fallback::Plaintext { reply })
        })
    }
}

impl Role<Mailer> for ClientSide {
    fn side(&self) -> Side {
        Side::Client
    }

    fn hands_over(&self, event: &MailerEvent) -> bool {
        matches!(event, MailerEvent::StartTls)
    }

    fn start(&self) -> Result<Tls, TlsFailure> {
        self.start()
    }

    fn verdict(&self) -> &Verdict {
        self.verdict()
    }

    fn session(&self, tls: &Tls) -> Option<TlsSession> {
        self.session(tls)
    }

    fn established(
        &self,
        inside: &mut Mailer,
        session: &TlsSession,
        now: u64,
    ) -> Result<(), Error> {
        let binding = session.channel_bindings().first().cloned();
        if self.trusts(session) {
            inside.tls_established(binding, now)
        } else {
            inside.tls_established_unverified(binding, now)
        }
    }

    fn news(&self, _handed_over: Option<MailerEvent>) -> MailerEvent {
        MailerEvent::TlsEstablished
    }

    fn failed(&self, inside: &mut Mailer, failure: &TlsFailure) {
        // Where nothing is left to fail, the session was over.
        let _ = inside.tls_failed(&failure.to_string());
    }

    fn tells(&mut self, inside: &Mailer, event: &MailerEvent) {
        if *event == MailerEvent::Ready {
            self.in_plaintext = self.security == Security::Opportunistic && !inside.is_tls();
        }
    }
}

crate::face::connection!(TlsMailer, mailer => MailerEvent);
