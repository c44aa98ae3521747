//! Postfix's log with `debug_peer_list` or `-v`: `postfix/smtpd[7]: < host[192.0.2.1]: EHLO …`.
//!
//! `<` is what Postfix received and `>` what it sent. smtpd is the server, smtp and lmtp are the
//! client. Lines of several connections are told apart by process and peer.

use super::builder::Builder;
use super::detect::{Evidence, said};
use super::lines::{Line, Lines};
use super::model::Side;
use super::shape::reply_code;

/// A line of the log that an SMTP process wrote.
struct Logged<'a> {
    /// The program and its process id, `postfix/smtpd[7]`.
    process: &'a [u8],
    is_server: bool,
    message: Line<'a>,
}

fn split(line: Line<'_>) -> Option<Logged<'_>> {
    // Prefixes are short: a date, a host, a program.
    let head = line.text.get(..256).unwrap_or(line.text);
    memchr::memmem::find_iter(head, b"]: ").find_map(|end| {
        let open = head.get(..end)?.iter().rposition(|&octet| octet == b'[')?;
        let pid = head.get(open + 1..end)?;
        if pid.is_empty() || !pid.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let start = head.get(..open)?.iter().rposition(u8::is_ascii_whitespace);
        let start = start.map_or(0, |blank| blank + 1);
        let program = head.get(start..open)?;
        let (_, service) = program.split_at(program.iter().rposition(|&o| o == b'/')?);
        let is_server = match service {
            b"/smtpd" => true,
            b"/smtp" | b"/lmtp" => false,
            _ => return None,
        };
        Some(Logged { process: head.get(start..end)?, is_server, message: line.from(end + 3) })
    })
}

/// A line of the dialog: whether Postfix received it, the peer, the text.
fn split_message(message: Line<'_>) -> Option<(bool, &[u8], Line<'_>)> {
    let (received, rest) = match (message.after(b"< "), message.after(b"> ")) {
        (Some(rest), _) => (true, rest),
        (None, rest) => (false, rest?),
    };
    let (peer, width) = peer_at(rest.text)?;
    Some((received, peer, rest.from(width).after(b":")?.without_blanks(1)))
}

/// `host[address]` at the start of a text, and its width with the port that may follow.
///
/// The port is no part of the name: Postfix's client tells it in some messages and not in others.
fn peer_at(text: &[u8]) -> Option<(&[u8], usize)> {
    let head = text.get(..512).unwrap_or(text);
    let open = head.iter().position(|&octet| octet == b'[')?;
    let end = open + head.get(open..)?.iter().position(|&octet| octet == b']')? + 1;
    if head.get(..open)?.iter().any(u8::is_ascii_whitespace) {
        return None;
    }
    // The SMTP client names the port too: `host[address]:25: EHLO`.
    let port = head.get(end..)?.strip_prefix(b":").unwrap_or(&[]);
    let digits = port.iter().take_while(|octet| octet.is_ascii_digit()).count();
    let has_port = digits > 0 && port.get(digits) == Some(&b':');
    Some((head.get(..end)?, if has_port { end + 1 + digits } else { end }))
}

/// What a line is to this form.
pub(super) fn evidence(line: Line<'_>) -> Option<Evidence> {
    let logged = split(line)?;
    let (received, _, text) = split_message(logged.message)?;
    let side = if received == logged.is_server { Side::Client } else { Side::Server };
    Some(said(side, text.text))
}

/// Reads a verbose log.
pub(super) fn read(lines: Lines<'_>, out: &mut Builder) {
    for line in lines.iter() {
        match split(line).filter(|_| !line.outside) {
            Some(logged) => read_logged(line, &logged, out),
            None => out.note(line),
        }
    }
}

fn read_logged(line: Line<'_>, logged: &Logged<'_>, out: &mut Builder) {
    let message = logged.message;
    if let Some((received, peer, text)) = split_message(message) {
        out.select(&connection(logged.process, peer));
        let side = if received == logged.is_server { Side::Client } else { Side::Server };
        out.line(side, text);
        if side == Side::Server && reply_code(text.text) == Some(354) {
            // Postfix does not log the content.
            out.elided_after(text);
        }
        return;
    }
    let Some((what, peer)) = event(message.text) else {
        out.note(line);
        return;
    };
    out.select(&connection(logged.process, peer));
    match what {
        What::Connect => {
            out.new_session();
            out.note(line);
        }
        What::Tls => out.tls(message),
        What::Disconnect => out.closed(message),
    }
}

fn connection(process: &[u8], peer: &[u8]) -> Vec<u8> {
    [process, b" ", peer].concat()
}

enum What {
    Connect,
    Tls,
    Disconnect,
}

/// What a message says of a connection, and of which.
fn event(message: &[u8]) -> Option<(What, &[u8])> {
    let head = message.get(..256).unwrap_or(message);
    let peer_after = |word: &[u8]| {
        let at = memchr::memmem::find(head, word)?;
        peer_at(message.get(at + word.len()..)?).map(|(peer, _)| peer)
    };
    if head.starts_with(b"connect from ") {
        return Some((What::Connect, peer_after(b"connect from ")?));
    }
    if head.starts_with(b"disconnect from ") {
        return Some((What::Disconnect, peer_after(b"disconnect from ")?));
    }
    if head.starts_with(b"lost connection after ") || head.starts_with(b"timeout after ") {
        return Some((What::Disconnect, peer_after(b" from ")?));
    }
    if head.starts_with(b"lost connection with ") {
        return Some((What::Disconnect, peer_after(b"lost connection with ")?));
    }
    if memchr::memmem::find(head, b"TLS connection established ").is_some() {
        let from = peer_after(b" established from ");
        return Some((What::Tls, from.or_else(|| peer_after(b" established to "))?));
    }
    None
}
