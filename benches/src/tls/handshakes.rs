//! How long it takes until TLS is up, and to say goodbye.

use smtpwire::Security;

use super::bare::Bare;
use super::certificates::bare;
use super::link::Link;
use crate::{Contender, OURS, RUSTLS, Work};

/// Greeting, EHLO, STARTTLS, the handshake, EHLO and QUIT, and a bare handshake beside it; either
/// makes both connections, and the client verifies the server's certificate.
pub(super) fn work() -> Work {
    let link = Link::new(Security::Required, true);
    let ours = Contender::whole(OURS, 1, move || {
        let mut pair = link.connect();
        pair.until(|pair| pair.ready);
        pair.mailer.mailer_mut().quit();
        pair.until(|pair| pair.closed);
        assert!(pair.mailer.mailer().is_verified(), "the server has proven who it is");
    });
    let (client, server) = bare();
    let alone = Contender::whole(RUSTLS, 1, move || Bare::new(&client, &server).shake_hands());
    Work {
        name: "a session without mail by STARTTLS in memory, and a bare handshake",
        items: 1,
        bars: Vec::new(),
        contenders: vec![ours, alone],
    }
}
