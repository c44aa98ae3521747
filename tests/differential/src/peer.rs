//! The server that a client under test talks to: a real one, which now and then says something else.

use fastrand::Rng;
use smtpwire::sasl::SaslMechanism;
use smtpwire::{Decisions, Host, Reply, Server, ServerConfig, ServerEvent, Step};

use crate::pools::{self, once_in, one};

/// A server with moods.
pub(crate) struct Peer {
    server: Server,
}

impl Peer {
    /// A server that offers much, some of it by chance.
    pub(crate) fn new(chance: &mut Rng, lmtp: bool) -> anyhow::Result<Self> {
        let mut config = ServerConfig::new(Host::parse("mx.example")?);
        if lmtp {
            config.protocol = smtpwire::Protocol::Lmtp;
        }
        config.plaintext_auth = true;
        config.decoy_key = smtpwire::Secret::from("sixteen octets..".to_owned());
        config.extensions.pipelining = chance.bool();
        config.extensions.chunking = chance.bool();
        config.extensions.smtputf8 = chance.bool();
        config.extensions.dsn = chance.bool();
        config.extensions.starttls = once_in(chance, 4);
        config.extensions.auth = match chance.u8(..3) {
            0 => vec![],
            1 => vec![SaslMechanism::Plain, SaslMechanism::Login],
            _ => vec![SaslMechanism::ScramSha256, SaslMechanism::CramMd5, SaslMechanism::XOAuth2],
        };
        config.limits.message_size = Some(100_000);
        config.decisions = Decisions::MAIL | Decisions::RCPT | Decisions::MESSAGE;
        Ok(Self { server: Server::new(config.into(), pools::entropy(chance), 0) })
    }

    /// What it says to what the client has sent.
    pub(crate) fn answer(&mut self, chance: &mut Rng, said: &[u8], now: u64) -> Vec<u8> {
        // A server that has failed says nothing more.
        let _ = self.server.receive(said, now);
        loop {
            match self.server.next_event(now) {
                Ok(Step::Event(event)) => self.decide(chance, &event, now),
                Ok(Step::Paused) if self.server.answers_due() > 0 => {
                    let _ = self.server.accept();
                }
                _ => break,
            }
        }
        let mut octets = self.server.output().to_vec();
        let _ = self.server.advance_output(octets.len());
        if once_in(chance, 25) {
            octets = one(chance, pools::REPLIES).to_vec();
        }
        octets
    }

    fn decide(&mut self, chance: &mut Rng, event: &ServerEvent, now: u64) {
        // What can't be said now is not said: the client under test sees whatever comes of it.
        let _ = match event {
            ServerEvent::AuthVerify { .. } => self.server.verify(!once_in(chance, 3)),
            ServerEvent::AuthLookup { .. } => self.server.provide_verifier(None),
            ServerEvent::StartTls => self.server.tls_established(now),
            _ if self.server.answers_due() == 0 => Ok(()),
            _ if once_in(chance, 4) => {
                let texts = ["550 5.1.1 nobody", "450 4.2.1 later", "552 5.3.4 too large"];
                match Reply::parse(format!("{}\r\n", one(chance, &texts)).as_bytes()) {
                    Ok(Some((reply, _))) => self.server.answer(reply.into_owned()),
                    _ => self.server.accept(),
                }
            }
            _ => self.server.accept(),
        };
    }
}
