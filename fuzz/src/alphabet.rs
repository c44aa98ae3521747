//! The alphabet of SMTP: random octets, spelled as what a session is made of.
//!
//! Of random octets hardly one in a thousand starts a command. Spelled here, the printable ASCII
//! characters, CR and LF stand for themselves, so dictionary words and seeds stay what they are; the
//! other 159 values each stand for a word, a piece of syntax, or an octet that a grammar forbids.

/// The words. Line ends stand more than once, since every line needs one.
#[rustfmt::skip]
const WORDS: &[&[u8]] = &[
    // Syntax.
    b"\r\n", b"\r\n", b"\r\n", b"\r\n", b"\r\n.\r\n", b"\r\n..", b"\n", b"\r", b" ", b" ", b"<",
    b">", b"@", b":", b"=", b"<>", b"\"", b"\\", b"+", b"+3D", b"+2B", b"[", b"]", b"-", b".", b";",
    b",",
    // Verbs and what follows them.
    b"EHLO ", b"HELO ", b"LHLO ", b"MAIL FROM:", b"MAIL FROM:<a@b.example>", b"RCPT TO:",
    b"RCPT TO:<c@d.example>", b"DATA", b"BDAT ", b" LAST", b"RSET", b"NOOP", b"QUIT", b"VRFY ",
    b"EXPN ", b"HELP", b"STARTTLS", b"AUTH ", b"ETRN ", b"ATRN ", b"BURL ", b"XCLIENT ",
    b"XFORWARD ",
    // Parameters.
    b" SIZE=", b" BODY=7BIT", b" BODY=8BITMIME", b" BODY=BINARYMIME", b" SMTPUTF8", b" RET=FULL",
    b" RET=HDRS", b" ENVID=", b" AUTH=<>", b" AUTH=", b" REQUIRETLS", b" BY=120;R", b" BY=-5;NT",
    b" HOLDFOR=", b" HOLDUNTIL=", b" MT-PRIORITY=", b" MTRK=", b" TRANSID=", b" SOLICIT=",
    b" CONPERM", b" NOTIFY=NEVER", b" NOTIFY=", b"SUCCESS", b"FAILURE", b"DELAY", b" ORCPT=rfc822;",
    b" ORCPT=utf-8;", b"\\x{E9}", b" RRVS=", b"2026-01-31T23:59:59Z", b";C", b" CONNEG", b" X-NEW=",
    // Addresses.
    b"Postmaster", b"@a.example:", b"@a.example,@b.example:", b"[192.0.2.1]", b"[IPv6:2001:db8::1]",
    b"[tag:content]", b"::", b"\"a b\"", b"\\\"", b"xn--", "\u{e9}".as_bytes(),
    "\u{4f8b}".as_bytes(), "\u{1f600}".as_bytes(), b"a@b.example", b"name=", b"ADDR=", b"LOGIN=",
    b"PROTO=", b"[UNAVAILABLE]",
    // Replies.
    b"220 ", b"250 ", b"250-", b"250", b"354 ", b"334 ", b"235 ", b"421 ", b"450-", b"450 ",
    b"550 ", b"550-", b"5.7.1 ", b"4.2.0 ", b"2.1.5 ", b"5.7.26 ", b"SIZE 35882577", b"PIPELINING",
    b"8BITMIME", b"ENHANCEDSTATUSCODES", b"CHUNKING", b"SMTPUTF8", b"DSN", b"STARTTLS",
    b"AUTH PLAIN LOGIN", b"AUTH=LOGIN", b"DELIVERBY 240", b"LIMITS RCPTMAX=10",
    b"MT-PRIORITY STANAG4406", b"RRVS",
    // Numbers at an edge.
    b"0", b"00", b"1", b"65536", b"4294967296", b"18446744073709551615", b"18446744073709551616",
    // PROXY headers.
    b"PROXY TCP4 ", b"PROXY TCP6 ", b"PROXY UNKNOWN", b"192.0.2.1 192.0.2.2 56324 25",
    b"\r\n\r\n\0\r\nQUIT\n", b"\x21\x11\x00\x0c", b"\x20\x00\x00\x00",
    // Transcripts.
    b"C: ", b"S: ", b"<-  ", b" -> ", b"< ", b"> ",
    // Octets that most grammars forbid.
    b"\0", b"\t", b"\x7f", b"\x80", b"\xff", b"\xc3", b"\xed\xa0\x80",
];

/// The text that these octets spell.
pub fn spell(octets: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(octets.len());
    for &octet in octets {
        match word_number(octet) {
            Some(number) => text.extend_from_slice(WORDS[number % WORDS.len()]),
            None => text.push(octet),
        }
    }
    text
}

/// Which word an octet stands for, or none when it stands for itself: 0 to 158, in order.
fn word_number(octet: u8) -> Option<usize> {
    let number = match octet {
        0..=9 => octet,
        11..=12 => octet - 1,
        14..=31 => octet - 2,
        127..=255 => octet - 97,
        _ => return None,
    };
    Some(usize::from(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_session_is_written_in_stands_for_itself() {
        let text: Vec<u8> = (b' '..=b'~').chain([b'\r', b'\n']).collect();
        assert_eq!(spell(&text), text);
    }

    #[test]
    fn every_word_can_be_spelled() {
        for word in WORDS {
            let found = (0..=255).any(|octet| spell(&[octet]) == *word);
            assert!(found, "no octet spells {:?}", String::from_utf8_lossy(word));
        }
    }
}
