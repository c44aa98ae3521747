//! Any octets at every door: nothing panics, and what is an error says where.

use proptest::prelude::*;
use smtpwire::codec::chunk::ChunkReader;
use smtpwire::codec::framer::LineFramer;
use smtpwire::codec::proxy::ProxyHeader;
use smtpwire::codec::transparency::{ContentScanner, LineEnds, Stuffer, Unstuffer};
use smtpwire::types::capability::{Mechanisms, Word, Words};
use smtpwire::types::command::{Argument, Attribute, Burl, UnknownCommand};
use smtpwire::types::datetime::DateTime;
use smtpwire::types::domain::GeneralLiteral;
use smtpwire::types::parameter::{
    EnvelopeId, OriginalRecipient, Parameter, SolicitationKeywords, Tracking, TransactionId,
};
use smtpwire::{
    AddressLiteral, Capabilities, Command, CommandOptions, Domain, EnhancedCode, Escaped,
    ForwardPath, Host, Keyword, Leniency, LocalPart, Mailbox, Mechanism, Reply, ReplyReader,
    ReversePath, SaslResponse, decode_xtext,
};

use crate::strategies::{almost_a_command, reply_stream};

/// The octets that mean something in SMTP; random ones are mapped to them, so that they get
/// further than the first check.
const ALPHABET: &[u8] =
    b"\r\n\0 \t.<>@:\"\\[]()=+-;,#*%!_{}0259aAZxX\xC3\xA9\x85\xE2\x80\xA8MAILRCPTFROMTO:";

fn remapped(octets: &[u8]) -> Vec<u8> {
    octets.iter().map(|octet| ALPHABET[usize::from(*octet) % ALPHABET.len()]).collect()
}

fn octets_at_every_door(octets: &[u8]) {
    let mut options = CommandOptions::default();
    for (leniency, smtputf8) in
        [(Leniency::NONE, true), (Leniency::ALL, true), (Leniency::ALL, false)]
    {
        options.leniency = leniency;
        options.smtputf8 = smtputf8;
        match Command::parse_with(octets, &options) {
            Ok(command) => {
                let mut line = Vec::new();
                command.encode(&mut line);
                assert!(line.ends_with(b"\r\n"));
                let _ = format!("{command:?}");
            }
            Err(error) => {
                assert!(error.offset() <= octets.len(), "{error} in {}", octets.escape_ascii());
                let reply = error.reply();
                let answered = Reply::parse(reply.as_bytes()).unwrap().unwrap();
                assert_eq!(answered.1, reply.as_bytes().len());
                assert!(!answered.0.code().is_positive());
                assert!(reply.enhanced().unwrap().agrees_with(reply.code()));
                assert!(reply.as_bytes().len() <= 512);
            }
        }
    }
    if let Ok(Some((reply, taken))) = Reply::parse(octets) {
        assert!(taken <= octets.len());
        let _ = (reply.text(), reply.to_string(), format!("{reply:?}"));
        let offer = Capabilities::from_reply(&reply);
        let _ = (offer.to_reply(), offer.mechanisms(), offer.limits(), offer.size());
    }
    if let Ok(reply) = Reply::parse_line(octets) {
        let mut wire = Vec::new();
        reply.encode(&mut wire);
        assert_eq!(Reply::parse(&wire).unwrap().unwrap().0.code(), reply.code());
    }
    let mut reader = ReplyReader::new();
    reader.receive(octets);
    while let Ok(Some(_)) = reader.next_reply() {}
    let _ = (EnhancedCode::at_start(octets), Escaped(octets).to_string());
    let _ = ProxyHeader::parse(octets);
    content_at_every_door(octets);
    if let Ok(text) = std::str::from_utf8(octets) {
        text_at_every_door(text);
    }
}

fn content_at_every_door(octets: &[u8]) {
    let mut framer = LineFramer::new(16);
    let mut rest = octets;
    while !rest.is_empty() {
        rest = &rest[framer.push(rest)..];
        while !matches!(framer.next_line(), Ok(None)) {}
    }
    for line_ends in [LineEnds::Reject, LineEnds::Normalise] {
        let mut out = Vec::new();
        let mut stuffer = Stuffer::new().with_line_ends(line_ends).with_max_line(Some(20));
        if stuffer.push(octets, &mut out).is_ok() {
            let _ = stuffer.finish(&mut out);
        }
        let _ = Unstuffer::new().with_line_ends(line_ends).push(octets, &mut out);
        let _ = ContentScanner::new().with_line_ends(line_ends).scan(octets);
    }
    let mut chunk = ChunkReader::new(7);
    let (taken, behind) = chunk.push(octets);
    assert_eq!([taken, behind].concat(), octets);
}

fn text_at_every_door(text: &str) {
    let _ = (Domain::parse(text), AddressLiteral::parse(text), Host::parse(text));
    let _ = (LocalPart::parse(text), LocalPart::from_content(text), Mailbox::parse(text));
    let _ = (ReversePath::parse(text), ForwardPath::parse(text), DateTime::parse(text));
    let _ = (Parameter::parse(text), Parameter::new(text, Some(text)), EnvelopeId::new(text));
    let _ = (OriginalRecipient::new("utf-8", text), OriginalRecipient::new(text, text));
    let _ = (SolicitationKeywords::new(text), TransactionId::new(text), Tracking::new(text, None));
    let _ = (Argument::new(text), Attribute::new(text, text), UnknownCommand::new(text));
    let _ = (Burl::new(text, true), Word::new(text), Words::new(text), Mechanisms::new(text));
    let _ = (Mechanism::parse(text), SaslResponse::parse(text), Keyword::parse(text));
    let _ = (decode_xtext(text), GeneralLiteral::new(text, text));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    // R-API-008
    #[test]
    fn no_octets_panic(octets in prop::collection::vec(any::<u8>(), 0..200)) {
        octets_at_every_door(&octets);
    }

    #[test]
    fn no_octets_of_smtp_s_alphabet_panic(octets in prop::collection::vec(any::<u8>(), 0..200)) {
        octets_at_every_door(&remapped(&octets));
    }

    #[test]
    fn no_text_panics(text in any::<String>()) {
        octets_at_every_door(text.as_bytes());
    }

    #[test]
    fn no_command_that_is_nearly_one_panics(octets in almost_a_command()) {
        octets_at_every_door(&octets);
    }

    #[test]
    fn no_stream_of_replies_panics(octets in reply_stream()) {
        octets_at_every_door(&octets);
    }
}
