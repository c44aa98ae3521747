//! smtpwire, behind functions of the same shape as those of the peers.

use std::hint::black_box;

use smtpwire::codec::framer::{LineScanner, Scan};
use smtpwire::codec::transparency::{ContentScanner, Progress, Stuffer, Unstuffer};
use smtpwire::{Capabilities, Command, Reply, ReplyReader};

/// A command, in its line: the end of the line is looked for, as in all that comes in.
pub(crate) fn command(line: &[u8]) -> bool {
    match LineScanner::new(512).scan(line) {
        Scan::Line { line, .. } => black_box(Command::parse(line)).is_ok(),
        _ => false,
    }
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

/// Content as it is to be sent, with its end, refusing bare CR, bare LF and NUL.
pub(crate) fn stuff(content: &[u8], wire: &mut Vec<u8>) -> bool {
    wire.clear();
    let mut stuffer = Stuffer::new();
    stuffer.push(content, wire).is_ok() && stuffer.finish(wire).is_ok()
}

/// Content as sent, with its end, refusing bare CR, bare LF and NUL.
pub(crate) fn unstuff(wire: &[u8], content: &mut Vec<u8>) -> bool {
    content.clear();
    let mut unstuffer = Unstuffer::new();
    let end = Progress::End { consumed: wire.len() };
    unstuffer.push(wire, content) == end && unstuffer.outcome().is_ok()
}

/// Content without bare CR, bare LF and NUL.
pub(crate) fn scan(content: &[u8]) -> bool {
    let mut scanner = ContentScanner::new();
    scanner.scan(content).is_ok() && scanner.finish().is_ok()
}
