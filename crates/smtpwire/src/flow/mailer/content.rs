//! The content of a message, and what it needs to be sent.

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use crate::codec::transparency::{ContentError, ContentScanner, LineEnds};

/// How much content is looked at at once.
const PIECE: usize = 16_384;

/// The content of a message: header, blank line and body, as it is to arrive, without dot-stuffing.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Content {
    /// All of it.
    Owned(Vec<u8>),
    /// All of it, shared with other messages or with the host.
    Shared(Arc<[u8]>),
    /// It comes in pieces, when [`NeedContent`](super::MailerEvent::NeedContent) asks for them.
    Stream {
        /// How many octets there will be, if it is known; sent as SIZE. A hint: nothing breaks when
        /// it is wrong.
        size: Option<u64>,
    },
}

impl Content {
    /// The octets, when they are all here.
    pub(super) fn octets(&self) -> Option<&[u8]> {
        match self {
            Self::Owned(octets) => Some(octets),
            Self::Shared(octets) => Some(octets),
            Self::Stream { .. } => None,
        }
    }
}

impl From<Vec<u8>> for Content {
    fn from(octets: Vec<u8>) -> Self {
        Self::Owned(octets)
    }
}

impl From<Arc<[u8]>> for Content {
    fn from(octets: Arc<[u8]>) -> Self {
        Self::Shared(octets)
    }
}

/// Mail is private: the size is shown, the octets are not.
impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stream { size } => f.debug_struct("Stream").field("size", size).finish(),
            Self::Owned(_) | Self::Shared(_) => {
                write!(f, "Content of {} octets", self.octets().map_or(0, <[u8]>::len))
            }
        }
    }
}

/// What content needs of a server, found by looking at all of it once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ContentNeeds {
    /// It has octets over 127: `BODY=8BITMIME` (RFC 6152).
    pub eight_bit: bool,
    /// Its header has UTF-8 beyond ASCII: SMTPUTF8 (RFC 6531 section 3.1). Octets over 127 that are
    /// no UTF-8 belong to no standard and are not counted here.
    pub utf8_header: bool,
    /// Why it can't be sent in lines, if it can't: only `BODY=BINARYMIME` (RFC 3030) carries it.
    pub fault: Option<ContentError>,
}

impl ContentNeeds {
    /// Looks at content whose lines may have so many octets.
    ///
    /// ```
    /// use smtpwire::flow::mailer::ContentNeeds;
    /// let needs = ContentNeeds::of("Subject: x\r\n\r\nGr\u{fc}\u{df}e\r\n".as_bytes(), Some(998));
    /// assert!(needs.eight_bit && !needs.utf8_header && needs.fault.is_none());
    /// ```
    pub fn of(content: &[u8], max_line: Option<usize>) -> Self {
        Self::with_line_ends(content, max_line, LineEnds::Reject)
    }

    pub(super) fn with_line_ends(
        content: &[u8],
        max_line: Option<usize>,
        line_ends: LineEnds,
    ) -> Self {
        Self::found(content, max_line, line_ends).0
    }

    /// What it needs, and whether it is sent by DATA as it is.
    pub(super) fn found(
        content: &[u8],
        max_line: Option<usize>,
        line_ends: LineEnds,
    ) -> (Self, bool) {
        let mut scanner = ContentScanner::new().with_max_line(max_line).with_line_ends(line_ends);
        let mut eight_bit = false;
        // Both look at a piece while it is near the processor.
        for piece in content.chunks(PIECE) {
            eight_bit = eight_bit || !piece.is_ascii();
            // A scanner that has found something says so ever after.
            let _ = scanner.scan(piece);
        }
        let fault = scanner.finish().err();
        let utf8_header = eight_bit && {
            let header = header(content);
            !header.is_ascii() && core::str::from_utf8(header).is_ok()
        };
        (Self { eight_bit, utf8_header, fault }, scanner.is_verbatim())
    }
}

/// The header: all in front of the first empty line, or everything. Line ends may be bare, because
/// a host may let them be normalised.
fn header(content: &[u8]) -> &[u8] {
    let mut line = 0_usize;
    for end in memchr::memchr_iter(b'\n', content) {
        if matches!(content.get(line..end), Some(b"" | b"\r")) {
            return content.get(..line).unwrap_or(content);
        }
        line = end.saturating_add(1);
    }
    content
}

/// How many octets text has once its line ends are CRLF and its last line has one: what SIZE
/// declares (RFC 1870 section 5).
pub(super) fn size_in_lines(content: &[u8]) -> u64 {
    let mut octets = content.len() as u64;
    let mut last = b'\n';
    for &octet in content {
        let bare = (octet == b'\n' && last != b'\r') || (last == b'\r' && octet != b'\n');
        octets = octets.saturating_add(u64::from(bare));
        last = octet;
    }
    // The first octet has no line before it; a LF there is bare all the same.
    match (content.first(), last) {
        _ if content.is_empty() => 0,
        (_, b'\n') => octets,
        (_, b'\r') => octets.saturating_add(1),
        _ => octets.saturating_add(2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::transparency::Stuffer;
    use alloc::format;

    #[test]
    fn what_content_needs_is_seen_in_it() {
        let of = |text: &str| ContentNeeds::of(text.as_bytes(), Some(998));
        let plain = of("A: b\r\n\r\nc\r\n");
        assert_eq!(plain, ContentNeeds { eight_bit: false, utf8_header: false, fault: None });
        assert!(of("A: \u{e9}\r\n\r\nc\r\n").utf8_header);
        assert!(!of("A: b\r\n\r\n\u{e9}\r\n\r\n").utf8_header);
        assert!(of("A: b\r\nC: \u{e9}\r\n").utf8_header, "all of it is header");
        assert!(!of("\r\n\u{e9}\r\n").utf8_header, "the header is empty");
        let latin1 = ContentNeeds::of(b"A: \xe9\r\n\r\n", None);
        assert!(latin1.eight_bit && !latin1.utf8_header);
        assert_eq!(of("a\n").fault, Some(ContentError::BareLf { offset: 1 }));
        assert_eq!(of("a\r").fault, Some(ContentError::BareCr { offset: 1 }));
        assert_eq!(of("a\0").fault, Some(ContentError::Nul { offset: 1 }));
        let long = format!("{}\r\n", "x".repeat(999));
        assert!(matches!(of(&long).fault, Some(ContentError::LineTooLong { .. })));
    }

    #[test]
    fn the_declared_size_is_that_of_what_is_sent() {
        let texts: [&[u8]; 12] = [
            b"",
            b"a",
            b"a\n",
            b"\n",
            b"\r",
            b"a\r\n",
            b"a\rb",
            b"\n\n",
            b"\r\r\n",
            b"\r\n\r",
            b"a\n\rb\n",
            b"a\r\nb",
        ];
        for text in texts {
            let mut wire = Vec::new();
            let mut stuffer = Stuffer::new().with_line_ends(LineEnds::Normalise);
            stuffer.push(text, &mut wire).unwrap();
            stuffer.finish(&mut wire).unwrap();
            assert_eq!(size_in_lines(text), wire.len() as u64 - 3, "{text:?}");
        }
    }

    #[test]
    fn debug_shows_no_mail() {
        let content = Content::from(b"Subject: secret plan\r\n".to_vec());
        assert_eq!(format!("{content:?}"), "Content of 22 octets");
    }
}
