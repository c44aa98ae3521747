//! smtpwire, behind functions of the same shape as those of the peers.

use std::hint::black_box;

use smtpwire::{Capabilities, Command, Reply, ReplyReader};

/// A command, in its line.
pub(crate) fn command(line: &[u8]) -> bool {
    let Some(line) = line.strip_suffix(b"\r\n") else { return false };
    black_box(Command::parse(line)).is_ok()
}

/// A whole reply.
pub(crate) fn reply(reply: &[u8]) -> bool {
    black_box(Reply::parse(reply)).is_ok_and(|reply| reply.is_some())
}

/// The reply to EHLO, to what the server offers.
pub(crate) fn ehlo(reply: &[u8]) -> bool {
    let Ok(Some((reply, _))) = Reply::parse(reply) else { return false };
    black_box(Capabilities::from_reply(&reply)).iter().len() == 11
}

/// A reply that comes at once, through the reader that a connection uses.
pub(crate) fn reply_at_once(reply: &[u8]) -> bool {
    let mut reader = ReplyReader::new();
    reader.receive(reply);
    black_box(reader.next_reply()).is_ok_and(|reply| reply.is_some())
}

/// A reply that comes octet by octet, and is asked for after each.
pub(crate) fn reply_by_octets(reply: &[u8]) -> bool {
    let mut reader = ReplyReader::new();
    reply.iter().any(|octet| {
        reader.receive(std::slice::from_ref(octet));
        black_box(reader.next_reply()).is_ok_and(|reply| reply.is_some())
    })
}
