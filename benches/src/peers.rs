//! The other crates, behind functions of one shape: here are octets, did you read them?
//!
//! Each is used as its documentation shows, by what it makes public. lettre's command and content
//! code is private, so it takes part with replies alone; mailin's parser is private too, so its
//! numbers are those of a session, which parses and keeps the order of commands.

use std::hint::black_box;
use std::io;
use std::net::{IpAddr, Ipv4Addr};

use lettre::transport::smtp::extension::ServerInfo;
use lettre::transport::smtp::response::Response;
use mailin::{Handler, Session, SessionBuilder};
use smtp_proto::request::receiver::DataReceiver;
use smtp_proto::response::parser::ResponseReceiver;
use smtp_proto::{EhloResponse, Error, Request};

/// A command, in its line.
pub(crate) fn smtp_proto_command(line: &[u8]) -> bool {
    black_box(Request::parse(&mut line.iter())).is_ok()
}

/// A command, in its line.
pub(crate) fn smtp_codec_command(line: &[u8]) -> bool {
    black_box(smtp_codec::parse::command::command(line)).is_ok_and(|(rest, _)| rest.is_empty())
}

/// A command; mailrs wants the line as text without its end.
pub(crate) fn mailrs_command(line: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(line) else { return false };
    let Some(text) = text.strip_suffix("\r\n") else { return false };
    black_box(mailrs_smtp_proto::parse_command(text)).is_ok()
}

/// A session of mailin's, before any command.
pub(crate) fn mailin_session() -> Session<Collect> {
    let address = IpAddr::V4(Ipv4Addr::LOCALHOST);
    SessionBuilder::new("mx.receiver.example").build(address, Collect { content: Vec::new() })
}

/// A command: read unless mailin answers that it is no command, out of order or not.
pub(crate) fn mailin_command(session: &mut Session<Collect>, line: &[u8]) -> bool {
    !matches!(black_box(session.process(line)).code, 500..=502)
}

/// mailin's handler: keeps the content.
pub(crate) struct Collect {
    content: Vec<u8>,
}

impl Handler for Collect {
    fn data(&mut self, line: &[u8]) -> io::Result<()> {
        self.content.extend_from_slice(line);
        Ok(())
    }

    fn data_end(&mut self) -> mailin::Response {
        black_box(&self.content);
        self.content.clear();
        mailin::response::OK
    }
}

/// A session of mailin's that takes content next.
pub(crate) fn mailin_data_session() -> Session<Collect> {
    let mut session = mailin_session();
    for line in ["EHLO a.example\r\n", "MAIL FROM:<a@a.example>\r\n", "RCPT TO:<b@b.example>\r\n"] {
        session.process(line.as_bytes());
    }
    session
}

/// Content as sent, with its end; mailin takes it line by line.
pub(crate) fn mailin_unstuff(session: &mut Session<Collect>, content: &[u8]) -> bool {
    session.process(b"DATA\r\n");
    content.split_inclusive(|&octet| octet == b'\n').any(|line| session.process(line).code == 250)
        && session.process(b"MAIL FROM:<a@a.example>\r\n").code == 250
        && session.process(b"RCPT TO:<b@b.example>\r\n").code == 250
}

/// Content as sent, with its end.
pub(crate) fn smtp_proto_unstuff(content: &[u8], into: &mut Vec<u8>) -> bool {
    into.clear();
    DataReceiver::new().ingest(&mut content.iter(), into)
}

/// Content as sent, with its end; mailrs makes a new buffer for what comes out.
pub(crate) fn mailrs_unstuff(content: &[u8]) -> Vec<u8> {
    mailrs_smtp_proto::unstuff_data(content)
}

/// A whole reply.
pub(crate) fn smtp_proto_reply(reply: &[u8]) -> bool {
    black_box(ResponseReceiver::default().parse(&mut reply.iter())).is_ok()
}

/// A whole reply; what comes out is its octets, not its code and text.
pub(crate) fn smtp_codec_reply(reply: &[u8]) -> bool {
    black_box(smtp_codec::parse::response::Reply_line(reply)).is_ok_and(|(rest, _)| rest.is_empty())
}

/// A whole reply.
pub(crate) fn lettre_reply(reply: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(reply) else { return false };
    black_box(text.parse::<Response>()).is_ok()
}

/// The reply to EHLO, to what the server offers.
pub(crate) fn smtp_proto_ehlo(reply: &[u8]) -> bool {
    black_box(EhloResponse::parse(&mut reply.iter())).is_ok()
}

/// The reply to EHLO, to what the server offers.
pub(crate) fn smtp_codec_ehlo(reply: &[u8]) -> bool {
    black_box(smtp_codec::parse::response::ehlo_ok_rsp(reply))
        .is_ok_and(|(rest, _)| rest.is_empty())
}

/// The reply to EHLO, to what the server offers: of the extensions, lettre knows four.
pub(crate) fn lettre_ehlo(reply: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(reply) else { return false };
    let Ok(response) = text.parse::<Response>() else { return false };
    black_box(ServerInfo::from_response(&response)).is_ok()
}

/// A reply that comes octet by octet.
pub(crate) fn smtp_proto_reply_by_octets(reply: &[u8]) -> bool {
    let mut receiver = ResponseReceiver::default();
    reply.iter().any(|octet| match receiver.parse(&mut std::slice::from_ref(octet).iter()) {
        Err(Error::NeedsMoreData { .. }) => false,
        read => black_box(read).is_ok(),
    })
}

/// A reply that comes octet by octet: a streaming parser starts again with each.
pub(crate) fn smtp_codec_reply_by_octets(reply: &[u8]) -> bool {
    (1..=reply.len()).any(|length| smtp_codec_reply(&reply[..length]))
}

/// A reply that comes line by line, as lettre's client reads it: it starts again with each line.
pub(crate) fn lettre_reply_by_lines(reply: &[u8]) -> bool {
    let mut length = 0;
    reply.split_inclusive(|&octet| octet == b'\n').any(|line| {
        length += line.len();
        lettre_reply(&reply[..length])
    })
}
