//! A small message, inside TLS and without.

use std::sync::Arc;

use smtpwire::{Envelope, Security};

use super::bulk::transaction;
use super::link::Link;
use crate::samples::message_of;
use crate::sessions::{recipient, sender};
use crate::{Contender, OURS, Work};

/// How large the message is, in octets.
const SIZE: usize = 1024;

pub(super) fn work() -> Work {
    let contender = |name, security| {
        let mut pair = Link::new(security, true).connect();
        pair.until(|pair| pair.ready);
        let envelope = Envelope::new(sender()).to(recipient());
        let content: Arc<[u8]> = message_of(SIZE).into();
        Contender::whole(name, 1, move || transaction(&mut pair, &envelope, &content))
    };
    Work {
        name: "a transaction of 1 KiB inside TLS in memory, mailer and server",
        items: 1,
        bars: Vec::new(),
        contenders: vec![
            contender(OURS, Security::Required),
            contender("in plaintext", Security::Disabled),
        ],
    }
}
