//! A large message through TLS: what SMTP costs on top of sealing and opening the same octets.

use std::hint::black_box;
use std::sync::Arc;

use smtpwire::{Envelope, Security};

use super::bare::Bare;
use super::certificates::bare;
use super::link::Link;
use crate::samples::message;
use crate::sessions::{recipient, sender};
use crate::{Bar, Contender, OURS, RUSTLS, Work};

/// How large the message is, in MiB.
const SIZE: usize = 25;

pub(super) fn works() -> Vec<Work> {
    let content: Arc<[u8]> = message(usize::MAX).repeat(SIZE).into();
    vec![
        work("25 MiB through TLS in memory, DATA, given in pieces", false, false, &content),
        work("25 MiB through TLS in memory, BDAT, given in pieces", true, false, &content),
        work("25 MiB through TLS in memory, DATA, given whole", false, true, &content),
        work("25 MiB through TLS in memory, BDAT, given whole", true, true, &content),
    ]
}

/// A message that is given in pieces is checked as it comes. One that is given whole is looked at
/// once more, before its first octet is sent, to know what it needs of the server.
fn work(name: &'static str, chunking: bool, whole: bool, content: &Arc<[u8]>) -> Work {
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
    let ours = Contender::whole(OURS, 1, move || ours.transaction(&envelope, &sent, whole));
    let alone = Contender::whole(RUSTLS, 1, move || {
        assert_eq!(alone.send(black_box(&read)), read.len());
    });
    let bars = vec![Bar::Time { of: RUSTLS, at_most: 1.3 }];
    Work { name, items: 1, bars, contenders: vec![ours, alone] }
}
