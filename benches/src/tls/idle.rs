//! What a connection inside TLS holds while nothing happens on it.

use std::any::Any;

use smtpwire::Security;

use super::bare::Bare;
use super::certificates::bare;
use super::link::{Link, Pair};
use crate::RUSTLS;
use crate::memory::{Holding, Make};

/// Connections that wait after EHLO, which was said inside TLS, nothing pending: each end by itself,
/// beside the same end of a bare handshake.
pub(crate) fn holdings() -> Vec<Holding> {
    vec![
        Holding {
            name: "memory of a server's connection inside TLS, idle after EHLO",
            bars: Vec::new(),
            make: ours(|pair| Box::new(pair.server)),
            others: vec![(RUSTLS, alone(|pair| Box::new(pair.server)))],
        },
        Holding {
            name: "memory of a mailer's connection inside TLS, idle after EHLO",
            bars: Vec::new(),
            make: ours(|pair| Box::new(pair.mailer)),
            others: vec![(RUSTLS, alone(|pair| Box::new(pair.client)))],
        },
    ]
}

/// Ours; one end is kept.
fn ours(keep: impl Fn(Pair) -> Box<dyn Any> + 'static) -> Make {
    let link = Link::new(Security::Required, true);
    Box::new(move || {
        let mut pair = link.connect();
        pair.until(|pair| pair.ready);
        // What was waiting has been carried, and everyone has looked whether more waits.
        for _ in 0..2 {
            pair.turn();
        }
        keep(pair)
    })
}

/// rustls alone; one end is kept.
fn alone(keep: impl Fn(Bare) -> Box<dyn Any> + 'static) -> Make {
    let (client, server) = bare();
    Box::new(move || {
        let mut pair = Bare::new(&client, &server);
        pair.shake_hands();
        // As long as EHLO and its answer.
        pair.send(&[b'x'; 100]);
        keep(pair)
    })
}
