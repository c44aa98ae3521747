//! A large message through TLS: what SMTP costs on top of sealing and opening the same octets.

use std::hint::black_box;
use std::sync::Arc;

use smtpwire::{Envelope, Security};

use super::bare::Bare;
use super::certificates::bare;
use super::link::{Link, Pair};
use crate::samples::message;
use crate::sessions::{recipient, sender};
use crate::{Bar, Contender, OURS, RUSTLS, Work};

/// How large the message is, in MiB.
const SIZE: usize = 25;

pub(super) fn works() -> Vec<Work> {
    let content: Arc<[u8]> = message(usize::MAX).repeat(SIZE).into();
    vec![
        work("a message of 25 MiB through TLS in memory, DATA", false, &content),
        work("a message of 25 MiB through TLS in memory, BDAT", true, &content),
    ]
}

fn work(name: &'static str, chunking: bool, content: &Arc<[u8]>) -> Work {
    let mut ours = Link::new(Security::Required, chunking).connect();
    ours.until(|pair| pair.ready);
    let (client, server) = bare();
    let mut alone = Bare::new(&client, &server);
    alone.shake_hands();
    let suite = alone.client.negotiated_cipher_suite().and_then(|suite| suite.suite().as_str());
    let same = ours.mailer.session().map(|session| session.cipher_suite().replace("TLS_", ""));
    let suite = suite.map(|name| name.replace("TLS13_", ""));
    assert!(suite.is_some() && suite == same, "{suite:?} and {same:?}");
    let envelope = Envelope::new(sender()).to(recipient());
    let (sent, read) = (Arc::clone(content), Arc::clone(content));
    let ours = Contender::whole(OURS, 1, move || transaction(&mut ours, &envelope, &sent));
    let alone = Contender::whole(RUSTLS, 1, move || {
        assert_eq!(alone.send(black_box(&read)), read.len());
    });
    let bars = vec![Bar::Time { of: RUSTLS, at_most: 1.3 }];
    Work { name, items: 1, bars, contenders: vec![ours, alone] }
}

/// Sends a message; all of it must arrive.
pub(super) fn transaction(pair: &mut Pair, envelope: &Envelope, content: &Arc<[u8]>) {
    let before = (pair.accepted, pair.received);
    let envelope = black_box(envelope).clone();
    let mailer = pair.mailer.mailer_mut();
    mailer.send(envelope, Arc::clone(content)).expect("a mailer that takes mail");
    pair.until(|pair| pair.accepted > before.0);
    assert_eq!(pair.received - before.1, content.len() as u64);
}
