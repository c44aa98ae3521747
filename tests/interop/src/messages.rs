//! The messages that are worth sending: each asks one thing of whoever carries it.

/// A message in wire form, and what carrying it takes.
#[derive(Clone, Debug)]
pub struct Message {
    /// What it is, for the name of a failure.
    pub name: &'static str,
    /// Header and body, lines ended by CR LF.
    pub octets: Vec<u8>,
    /// What the server must offer.
    pub needs: Needs,
}

/// What a message asks of a server.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Needs {
    /// Nothing.
    Nothing,
    /// 8BITMIME (RFC 6152): octets over 127 in the body.
    EightBit,
    /// SMTPUTF8 (RFC 6531): octets over 127 in the header.
    Utf8,
    /// CHUNKING (RFC 3030): DATA cannot carry it. To declare it as `BODY=BINARYMIME` takes
    /// BINARYMIME also, which few servers offer.
    Chunks,
}

/// 25 MiB, the size that many servers take as the limit.
pub const LARGE: usize = 25 * 1024 * 1024;

impl Message {
    fn new(name: &'static str, needs: Needs, body: &[u8]) -> Self {
        let mut octets = header(name);
        octets.extend_from_slice(body);
        Self { name, octets, needs }
    }

    /// Everything that DATA can carry and that ASCII is enough for.
    pub fn for_data() -> Vec<Self> {
        vec![plain(), dots(), without_final_line_end(), longest_lines(), large()]
    }

    /// Whether the last line is ended.
    pub fn ends_with_line_end(&self) -> bool {
        self.octets.ends_with(b"\r\n")
    }
}

/// All fields that a server might add where they lack, so that none does.
fn header(name: &str) -> Vec<u8> {
    format!(
        "From: Sender <sender@example.com>\r\n\
         To: Recipient <recipient@example.org>\r\n\
         Subject: {name}\r\n\
         Date: Thu, 01 Jan 2026 12:00:00 +0000\r\n\
         Message-ID: <{}@example.com>\r\n\
         MIME-Version: 1.0\r\n\
         \r\n",
        name.replace(' ', "-"),
    )
    .into_bytes()
}

/// A few lines of text.
pub fn plain() -> Message {
    Message::new("plain", Needs::Nothing, b"Hello,\r\n\r\nthis is text.\r\n")
}

/// Lines that begin with dots, among them the one that would end the data, and dots elsewhere.
pub fn dots() -> Message {
    let mut body = Vec::new();
    for count in 1..=70 {
        body.extend(std::iter::repeat_n(b'.', count));
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b".\r\n.\r\n\r\n.\r\n.text\r\n..text\r\ntext.\r\ntext\r\n.\r\n");
    Message::new("lines of dots", Needs::Nothing, &body)
}

/// A last line that is not ended. DATA ends it; BDAT can leave it so.
pub fn without_final_line_end() -> Message {
    Message::new("no final line end", Needs::Nothing, b"first line\r\nlast line")
}

/// Lines of 998 octets, the longest that RFC 5322 2.1.1 allows, some of them of dots.
pub fn longest_lines() -> Message {
    let mut body = Vec::new();
    for fill in b"abc.xyz." {
        body.extend(std::iter::repeat_n(*fill, 998));
        body.extend_from_slice(b"\r\n");
    }
    Message::new("lines of 998 octets", Needs::Nothing, &body)
}

/// Exactly [`LARGE`] octets of text in lines of up to 76, a few of which begin with a dot.
pub fn large() -> Message {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+.";
    let mut message = Message::new("25 MiB", Needs::Nothing, b"");
    message.octets.reserve(LARGE - message.octets.len());
    let mut random = Random::new(25);
    // Room is left for a last line that is neither empty nor too long.
    while LARGE - message.octets.len() > 2 * 78 {
        let line = (0..19).flat_map(|_| random.next().to_le_bytes().into_iter().take(4));
        message.octets.extend(line.map(|octet| ALPHABET[usize::from(octet % 64)]));
        message.octets.extend_from_slice(b"\r\n");
    }
    let rest = LARGE - message.octets.len() - 2;
    message.octets.extend(std::iter::repeat_n(b'=', rest));
    message.octets.extend_from_slice(b"\r\n");
    message
}

/// UTF-8 in the body, ASCII in the header.
pub fn eight_bit() -> Message {
    let body = "Grüße aus 東京\r\n.ß\r\n".as_bytes();
    Message::new("octets over 127", Needs::EightBit, body)
}

/// UTF-8 in the header: names, addresses and the subject (RFC 6532).
pub fn utf8_header() -> Message {
    let text = "From: Jörg <jörg@exämple.org>\r\n\
        To: 用户 <用户@example.org>\r\n\
        Subject: Grüße, Ελλάδα, 日本\r\n\
        Date: Thu, 01 Jan 2026 12:00:00 +0000\r\n\
        Message-ID: <utf8@example.com>\r\n\
        MIME-Version: 1.0\r\n\
        Content-Type: text/plain; charset=utf-8\r\n\
        Content-Transfer-Encoding: 8bit\r\n\
        \r\n\
        Ein Satz mit ß.\r\n";
    Message { name: "UTF-8 in the header", octets: text.as_bytes().to_vec(), needs: Needs::Utf8 }
}

/// Every octet but CR and LF, NUL among them, in lines far longer than 998: for BDAT. Also a store
/// that changes line ends can keep it.
pub fn binary_lines() -> Message {
    let mut body = Vec::new();
    let mut random = Random::new(7);
    for _ in 0..8 {
        let line = (0..1200).flat_map(|_| random.next().to_le_bytes());
        body.extend(line.filter(|octet| !matches!(octet, b'\r' | b'\n')));
        body.extend_from_slice(b"\r\n");
    }
    Message::new("binary in lines", Needs::Chunks, &body)
}

/// Every octet, bare CR and bare LF among them, and no line end at the end: for BDAT, to who keeps
/// content as it came.
pub fn binary() -> Message {
    let mut random = Random::new(11);
    let mut body: Vec<u8> = (0..16 * 1024).flat_map(|_| random.next().to_le_bytes()).collect();
    body.extend(0..=255);
    body.extend_from_slice(b"\r\n.\r\nQUIT\r\n\n.\n\r.\r\0");
    Message::new("binary", Needs::Chunks, &body)
}

/// Marsaglia's xorshift: the same octets on every run.
struct Random(u64);

impl Random {
    fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(message: &Message) -> impl Iterator<Item = &[u8]> {
        message.octets.split(|octet| *octet == b'\n')
    }

    #[test]
    fn the_large_message_has_25_mib_in_lines_of_at_most_998_octets() {
        let message = large();
        assert_eq!(message.octets.len(), 26_214_400);
        assert!(lines(&message).all(|line| line.len() <= 999));
        assert!(lines(&message).any(|line| line.starts_with(b".")));
        assert!(message.ends_with_line_end());
    }

    #[test]
    fn the_longest_lines_have_998_octets_and_no_more() {
        let message = longest_lines();
        assert_eq!(lines(&message).map(<[u8]>::len).max(), Some(999), "998 and the CR");
    }

    #[test]
    fn binary_holds_every_octet_and_binary_lines_all_but_bare_line_ends() {
        let has = |octets: &[u8], octet| octets.contains(&octet);
        assert!((0..=255).all(|octet| has(&binary().octets, octet)));
        let lined = binary_lines();
        assert!((0..=255).all(|octet| has(&lined.octets, octet)));
        let text = lined.octets.split(|octet| *octet == b'\n').filter(|line| !line.is_empty());
        assert!(text.into_iter().all(|line| {
            line.ends_with(b"\r") && line.iter().filter(|octet| **octet == b'\r').count() == 1
        }));
    }

    #[test]
    fn messages_for_data_have_neither_bare_line_ends_nor_octets_over_127() {
        for message in Message::for_data() {
            assert!(message.octets.is_ascii(), "{}", message.name);
            let crs = message.octets.iter().filter(|octet| **octet == b'\r').count();
            let lfs = message.octets.iter().filter(|octet| **octet == b'\n').count();
            let pairs = message.octets.windows(2).filter(|pair| pair == b"\r\n").count();
            assert_eq!((crs, lfs), (pairs, pairs), "{}", message.name);
        }
    }
}
