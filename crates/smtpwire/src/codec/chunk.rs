//! `BDAT` chunks: content of an announced size, with no coding at all (RFC 3030 section 2).
//!
//! Dots mean nothing here, and nothing in a chunk ends it but its size. Whether text in chunks
//! holds bare CR or LF is for a [`ContentScanner`](super::transparency::ContentScanner) to say,
//! one for all chunks of a message: a CRLF may be cut by the border between two of them.

use super::transparency::ContentError;

/// Counts the octets of one chunk out of the input.
///
/// The size that was announced is only ever counted down, and never allocated.
///
/// ```
/// use smtpwire::codec::chunk::ChunkReader;
/// let mut chunk = ChunkReader::new(7);
/// assert_eq!(chunk.push(b"a\r\n.\r"), (&b"a\r\n.\r"[..], &b""[..]));
/// assert_eq!(chunk.remaining(), 2);
/// assert_eq!(chunk.push(b"\nbQUIT\r\n"), (&b"\nb"[..], &b"QUIT\r\n"[..]));
/// assert!(chunk.is_done());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChunkReader {
    remaining: u64,
    discarding: bool,
}

impl ChunkReader {
    /// A chunk of `size` octets.
    pub const fn new(size: u64) -> Self {
        Self { remaining: size, discarding: false }
    }

    /// A chunk that has been refused. Its octets are on their way all the same, and are counted
    /// and dropped before the reply (RFC 3030 section 2).
    pub const fn discarding(size: u64) -> Self {
        Self { remaining: size, discarding: true }
    }

    /// Drops what is still to come of the chunk.
    pub const fn discard(&mut self) {
        self.discarding = true;
    }

    /// Splits the input into octets of the chunk and what stands behind it, which is commands.
    /// When the chunk is being discarded, its octets are not handed out.
    pub fn push<'a>(&mut self, input: &'a [u8]) -> (&'a [u8], &'a [u8]) {
        let size = usize::try_from(self.remaining).unwrap_or(usize::MAX).min(input.len());
        let (chunk, rest) = input.split_at_checked(size).unwrap_or((input, &[]));
        self.remaining = self.remaining.saturating_sub(chunk.len() as u64);
        (if self.discarding { &[] } else { chunk }, rest)
    }

    /// How many octets of the chunk have not come yet.
    pub const fn remaining(&self) -> u64 {
        self.remaining
    }

    /// Whether all of the chunk has come.
    pub const fn is_done(&self) -> bool {
        self.remaining == 0
    }

    /// Whether the octets of the chunk are being dropped.
    pub const fn is_discarding(&self) -> bool {
        self.discarding
    }
}

/// Adds up the sizes of the chunks of one message.
///
/// ```
/// use smtpwire::codec::chunk::ChunkTotal;
/// let mut total = ChunkTotal::new(Some(1000));
/// assert!(total.add(600).is_ok());
/// assert!(total.add(401).is_err());
/// assert!(total.add(u64::MAX).is_err());
/// assert_eq!(total.octets(), 600);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChunkTotal {
    octets: u64,
    limit: u64,
}

impl ChunkTotal {
    /// A message of at most `limit` octets, or of any size that can be counted.
    pub const fn new(limit: Option<u64>) -> Self {
        let limit = match limit {
            Some(limit) => limit,
            None => u64::MAX,
        };
        Self { octets: 0, limit }
    }

    /// Adds the announced size of a chunk, before any of it is read.
    ///
    /// # Errors
    ///
    /// [`ContentError::TooLarge`]; the total stays as it was. The chunk has to be read and
    /// dropped, and the reply is 552.
    pub const fn add(&mut self, size: u64) -> Result<(), ContentError> {
        match self.octets.checked_add(size) {
            Some(octets) if octets <= self.limit => {
                self.octets = octets;
                Ok(())
            }
            _ => Err(ContentError::TooLarge { limit: self.limit }),
        }
    }

    /// The octets of all chunks so far.
    pub const fn octets(&self) -> u64 {
        self.octets
    }
}

#[cfg(test)]
mod tests {
    use super::{ChunkReader, ChunkTotal};
    use crate::codec::framer::LineFramer;
    use crate::codec::transparency::{ContentError, ContentScanner};
    use alloc::vec::Vec;
    use proptest::prelude::*;

    /// Reads one chunk from the pieces; returns its octets and what stands behind them.
    fn read(size: u64, pieces: &[&[u8]]) -> (Vec<u8>, Vec<u8>) {
        let mut reader = ChunkReader::new(size);
        let (mut chunk, mut rest) = (Vec::new(), Vec::new());
        for piece in pieces {
            let (octets, behind) = reader.push(piece);
            chunk.extend_from_slice(octets);
            rest.extend_from_slice(behind);
        }
        (chunk, rest)
    }

    // R-BDAT-009, BDAT-026
    #[test]
    fn a_dot_line_in_a_chunk_neither_ends_nor_changes_it() {
        let chunk = b"ab\r\n.\r\n..cd";
        let input = [chunk, &b"\r\nNOOP\r\n"[..]].concat();
        let (octets, rest) = read(chunk.len() as u64, &[&input]);
        assert_eq!(octets, chunk);
        assert_eq!(rest, b"\r\nNOOP\r\n");
    }

    // R-BDAT-001, BDAT-027
    #[test]
    fn commands_inside_a_chunk_are_data() {
        let chunk = b"RSET\r\nMAIL FROM:<evil@x.example>\r\n";
        let (octets, rest) = read(chunk.len() as u64, &[chunk]);
        assert_eq!(octets, chunk);
        assert_eq!(rest, b"");
    }

    // BDAT-028
    #[test]
    fn octets_behind_the_announced_size_are_the_next_command() {
        let (octets, rest) = read(5, &[b"helloMAIL FROM:<evil@x.example>\r\n"]);
        assert_eq!(octets, b"hello");
        assert_eq!(rest, b"MAIL FROM:<evil@x.example>\r\n");
    }

    // R-BDAT-011, BDAT-014, BDAT-015
    #[test]
    fn a_chunk_of_no_octets_is_done_at_once() {
        assert!(ChunkReader::new(0).is_done());
        assert_eq!(read(0, &[b"NOOP\r\n"]), (Vec::new(), b"NOOP\r\n".to_vec()));
    }

    // BDAT-030
    #[test]
    fn a_chunk_that_breaks_off_says_what_is_missing() {
        let mut reader = ChunkReader::new(100);
        assert_eq!(reader.push(b"hello").0, b"hello");
        assert_eq!(reader.remaining(), 95);
        assert!(!reader.is_done());
    }

    // R-BDAT-006, R-BDAT-008, BDAT-013, BDAT-019
    #[test]
    fn a_refused_chunk_is_counted_and_dropped() {
        let mut reader = ChunkReader::discarding(5);
        assert_eq!(reader.push(b"hel"), (&b""[..], &b""[..]));
        assert_eq!(reader.push(b"loRSET\r\n"), (&b""[..], &b"RSET\r\n"[..]));
        assert!(reader.is_done() && reader.is_discarding());
    }

    #[test]
    fn a_chunk_can_be_given_up_half_way() {
        let mut reader = ChunkReader::new(5);
        assert_eq!(reader.push(b"he").0, b"he");
        reader.discard();
        assert_eq!(reader.push(b"lloX"), (&b""[..], &b"X"[..]));
    }

    // R-LIMIT-014, BDAT-007, BDAT-012
    #[test]
    fn sizes_are_added_without_wrapping_around_and_before_anything_is_read() {
        let mut total = ChunkTotal::new(None);
        assert_eq!(total.add(1), Ok(()));
        assert_eq!(total.add(u64::MAX), Err(ContentError::TooLarge { limit: u64::MAX }));
        assert_eq!(total.octets(), 1);
        let mut total = ChunkTotal::new(Some(2_147_483_647));
        assert!(total.add(2_147_483_648).is_err());
        assert_eq!(total.add(2_147_483_647), Ok(()));
        assert_eq!(total.add(0), Ok(()));
        assert!(total.add(1).is_err());
    }

    // R-BDAT-012, BDAT-037
    #[test]
    fn a_crlf_cut_by_the_border_of_two_chunks_is_a_crlf() {
        let mut scanner = ContentScanner::new();
        assert_eq!(scanner.scan(b"a\r"), Ok(()));
        assert_eq!(scanner.scan(b"\nb"), Ok(()));
        assert_eq!(scanner.finish(), Ok(()));
    }

    // BDAT-031, BDAT-032
    #[test]
    fn a_bare_lf_in_chunks_is_found_with_its_place_in_the_message() {
        let mut scanner = ContentScanner::new();
        assert_eq!(scanner.scan(b"abc\r"), Ok(()));
        assert_eq!(scanner.scan(b"\na\n.\r\n"), Err(ContentError::BareLf { offset: 6 }));
        assert_eq!(scanner.finish(), Err(ContentError::BareLf { offset: 6 }));
    }

    // R-LIMIT-014, BDAT-036
    #[test]
    fn fifty_thousand_chunks_of_one_octet_leave_the_session_in_step() {
        let input = [b"BDAT 1\r\nx".repeat(50_000), b"BDAT 0 LAST\r\n".to_vec()].concat();
        let mut framer = LineFramer::new(512);
        let mut total = ChunkTotal::new(Some(1 << 20));
        let mut last = false;
        let mut input = &input[..];
        let mut chunk = ChunkReader::new(0);
        while !last {
            input = &input[framer.push(input)..];
            loop {
                let (octets, _) = chunk.push(framer.buffered());
                let used = octets.len();
                framer.consume(used);
                if !chunk.is_done() {
                    break;
                }
                let Some(line) = framer.next_line().unwrap() else { break };
                last = line == b"BDAT 0 LAST";
                assert!(last || line == b"BDAT 1");
                let size = u64::from(!last);
                total.add(size).unwrap();
                chunk = ChunkReader::new(size);
            }
        }
        assert_eq!(total.octets(), 50_000);
        assert!(framer.is_at_boundary());
    }

    proptest! {
        // R-TRANSP-003 holds for chunks as well, R-BDAT-015
        #[test]
        fn any_pieces_give_the_same_chunk_and_rest(
            input in prop::collection::vec(any::<u8>(), 0..200),
            size in 0_u64..250,
            piece in 1_usize..50,
        ) {
            let pieces: Vec<&[u8]> = input.chunks(piece).collect();
            let (chunk, rest) = read(size, &pieces);
            let border = input.len().min(usize::try_from(size).unwrap());
            prop_assert_eq!(&chunk, &input[..border]);
            prop_assert_eq!(&rest, &input[border..]);
        }
    }
}
