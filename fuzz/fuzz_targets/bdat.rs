//! BDAT: commands and chunks as a server reads them off one stream, the same whole and in pieces;
//! no octet of a chunk is read as a command.
//!
//! Switch 0: every other chunk is refused, and dropped.

#![no_main]

use libfuzzer_sys::fuzz_target;
use smtpwire::Command;
use smtpwire::codec::chunk::{ChunkReader, ChunkTotal};
use smtpwire::codec::framer::LineFramer;
use smtpwire_fuzz::Case;

fuzz_target!(|input: &[u8]| {
    let Some(case) = Case::read(input) else { return };
    let whole = Stream::read(std::iter::once(case.text()), case.option(0));
    assert_eq!(Stream::read(case.pieces(), case.option(0)), whole);
    assert!(whole.accounted <= case.text().len());
});

/// What a server makes of the stream.
#[derive(Debug, Default, PartialEq)]
struct Stream {
    /// Lines that are no BDAT, and those that are refused.
    lines: Vec<Option<Vec<u8>>>,
    content: Vec<u8>,
    total: u64,
    /// The octets of all lines and chunks that are complete.
    accounted: usize,
}

impl Stream {
    fn read<'p>(pieces: impl Iterator<Item = &'p [u8]>, refuse: bool) -> Self {
        let mut stream = Self::default();
        let mut framer = LineFramer::new(512);
        let mut chunk: Option<ChunkReader> = None;
        let mut total = ChunkTotal::new(Some(1 << 40));
        let mut chunks = 0;
        for mut piece in pieces {
            loop {
                let taken = framer.push(piece);
                piece = &piece[taken..];
                while stream.step(&mut framer, &mut chunk, &mut total, &mut chunks, refuse) {}
                if piece.is_empty() {
                    break;
                }
            }
        }
        stream.total = total.octets();
        stream
    }

    /// Reads one line or some of a chunk; `false` when more octets are needed.
    fn step(
        &mut self,
        framer: &mut LineFramer,
        chunk: &mut Option<ChunkReader>,
        total: &mut ChunkTotal,
        chunks: &mut usize,
        refuse: bool,
    ) -> bool {
        if let Some(reader) = chunk {
            let buffered = framer.buffered().len();
            let before = reader.remaining();
            let (octets, rest) = reader.push(framer.buffered());
            assert!(reader.is_discarding() == octets.is_empty() || buffered == rest.len());
            self.content.extend_from_slice(octets);
            let used = buffered - rest.len();
            assert_eq!(before - reader.remaining(), used as u64);
            self.accounted += used;
            let done = reader.is_done();
            framer.consume(used);
            if done {
                *chunk = None;
            }
            return done;
        }
        match framer.next_line() {
            Ok(None) => false,
            Ok(Some(line)) => {
                self.accounted += line.len() + 2;
                match Command::parse(line) {
                    Ok(Command::Bdat(bdat)) => {
                        *chunks += 1;
                        let refused = total.add(bdat.size).is_err() || (refuse && *chunks % 2 == 0);
                        let reader =
                            if refused { ChunkReader::discarding } else { ChunkReader::new };
                        *chunk = Some(reader(bdat.size));
                    }
                    _ => self.lines.push(Some(line.to_vec())),
                }
                true
            }
            Err(_) => {
                self.lines.push(None);
                true
            }
        }
    }
}
