//! The verb that a line starts with.

use crate::codec::grammar::{pack, packed};
use crate::types::command::Verb;

/// Without the spaces and tabs at its end; a CR or LF there is no white space to pass over.
#[inline(always)]
pub(super) fn trim_end(mut line: &[u8]) -> &[u8] {
    while let [before @ .., b' ' | b'\t'] = line {
        line = before;
    }
    line
}

/// The verb that a line starts with, in any case, and what stands behind it.
#[inline(always)]
pub(super) fn split_verb(line: &[u8]) -> (Verb, &[u8]) {
    if let Some((word, rest)) = line.split_first_chunk::<4>()
        && matches!(rest.first(), None | Some(b' '))
    {
        // Masking bit 5 makes lower case upper and turns nothing that is no letter into one.
        let verb = match u32::from_be_bytes(*word) & 0xDFDF_DFDF {
            EHLO => Verb::Ehlo,
            HELO => Verb::Helo,
            LHLO => Verb::Lhlo,
            MAIL => Verb::Mail,
            RCPT => Verb::Rcpt,
            DATA => Verb::Data,
            BDAT => Verb::Bdat,
            RSET => Verb::Rset,
            NOOP => Verb::Noop,
            QUIT => Verb::Quit,
            VRFY => Verb::Vrfy,
            EXPN => Verb::Expn,
            HELP => Verb::Help,
            AUTH => Verb::Auth,
            ETRN => Verb::Etrn,
            ATRN => Verb::Atrn,
            BURL => Verb::Burl,
            _ => Verb::Unknown,
        };
        return (verb, rest);
    }
    let end = line.iter().position(|octet| *octet == b' ').unwrap_or(line.len());
    let (word, rest) = line.split_at_checked(end).unwrap_or((line, b""));
    let verb = match packed(word) {
        STARTTLS if word.len() == 8 => Verb::StartTls,
        XCLIENT if word.len() == 7 => Verb::XClient,
        XFORWARD if word.len() == 8 => Verb::XForward,
        _ => Verb::Unknown,
    };
    (verb, rest)
}

const fn pack4(word: &str) -> u32 {
    match word.as_bytes() {
        [a, b, c, d] => u32::from_be_bytes([*a, *b, *c, *d]),
        _ => 0,
    }
}

const EHLO: u32 = pack4("EHLO");
const HELO: u32 = pack4("HELO");
const LHLO: u32 = pack4("LHLO");
const MAIL: u32 = pack4("MAIL");
const RCPT: u32 = pack4("RCPT");
const DATA: u32 = pack4("DATA");
const BDAT: u32 = pack4("BDAT");
const RSET: u32 = pack4("RSET");
const NOOP: u32 = pack4("NOOP");
const QUIT: u32 = pack4("QUIT");
const VRFY: u32 = pack4("VRFY");
const EXPN: u32 = pack4("EXPN");
const HELP: u32 = pack4("HELP");
const AUTH: u32 = pack4("AUTH");
const ETRN: u32 = pack4("ETRN");
const ATRN: u32 = pack4("ATRN");
const BURL: u32 = pack4("BURL");
const STARTTLS: u64 = pack("STARTTLS");
const XCLIENT: u64 = pack("XCLIENT");
const XFORWARD: u64 = pack("XFORWARD");
