//! bdat.json: commands and chunks in one stream, as a server takes them apart.

use serde::Deserialize;
use serde_json::Value;
use smtpwire::Command;
use smtpwire::codec::chunk::{ChunkReader, ChunkTotal};
use smtpwire::codec::framer::LineFramer;
use smtpwire::codec::transparency::ContentScanner;

use crate::case::{Octets, Verdict, case, same};
use crate::content::Wrong;
use crate::{build, show, split};

/// What happens in the stream.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
enum Event {
    Chunk(Chunk),
    Line(Line),
    Error(Error),
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Chunk {
    bdat: Value,
    #[serde(default)]
    last: bool,
    octets: Option<Octets>,
    refused: Option<String>,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    line: Octets,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Error {
    error: String,
    #[serde(default)]
    loses_framing: bool,
}

/// What the scanner thinks of all chunks as text.
#[derive(Deserialize)]
#[serde(untagged)]
enum Text {
    Good(Good),
    Wrong(Wrong),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Good {
    ok: bool,
}

case! {
    /// A stream of commands and chunks.
    struct Bdat {
        limit: Option<u64>,
        input: Octets,
        events: Vec<Event>,
        text: Option<Text>,
        missing: Option<Value>,
        rest: Option<Octets>,
    }
}

/// A server's reading side.
struct Session {
    framer: LineFramer,
    total: ChunkTotal,
    chunk: ChunkReader,
    events: Vec<Event>,
    lost: bool,
}

impl Session {
    fn new(limit: Option<u64>) -> Self {
        Self {
            framer: LineFramer::new(512),
            total: ChunkTotal::new(limit),
            chunk: ChunkReader::new(0),
            events: Vec::new(),
            lost: false,
        }
    }

    fn receive(&mut self, mut piece: &[u8]) {
        while !self.lost {
            piece = &piece[self.framer.push(piece)..];
            let advanced = self.step();
            if !advanced && piece.is_empty() {
                return;
            }
        }
    }

    /// Takes octets of the chunk under way, or the next line; whether there was anything to take.
    fn step(&mut self) -> bool {
        if !self.chunk.is_done() {
            let before = self.chunk.remaining();
            let (octets, _) = self.chunk.push(self.framer.buffered());
            if let Some(Event::Chunk(Chunk { octets: Some(all), .. })) = self.events.last_mut() {
                all.0.extend_from_slice(octets);
            }
            let taken = before - self.chunk.remaining();
            self.framer.consume(usize::try_from(taken).unwrap());
            return taken > 0;
        }
        let Some(line) = self.framer.next_line().unwrap_or(Some(b"\0")) else { return false };
        match Command::parse(line) {
            Ok(Command::Bdat(bdat)) => {
                let refused = self.total.add(bdat.size).err();
                self.chunk = match refused {
                    None => ChunkReader::new(bdat.size),
                    Some(_) => ChunkReader::discarding(bdat.size),
                };
                self.events.push(Event::Chunk(Chunk {
                    bdat: show::count(bdat.size),
                    last: bdat.last,
                    octets: refused.is_none().then(|| Octets::of(b"")),
                    refused: refused.map(|error| error.name().to_owned()),
                }));
            }
            Ok(_) => self.events.push(Event::Line(Line { line: Octets::of(line) })),
            Err(error) => {
                self.lost = error.loses_framing();
                let name = error.problem().name().to_owned();
                self.events.push(Event::Error(Error { error: name, loses_framing: self.lost }));
            }
        }
        true
    }
}

pub(crate) fn bdat(case: &Bdat) -> Verdict {
    for pieces in split::ways(&case.input.0) {
        let mut session = Session::new(case.limit);
        for piece in pieces {
            session.receive(piece);
        }
        same("events", &case.events, &session.events)?;
        let missing = match &case.missing {
            None => 0,
            Some(count) => build::count(count)?,
        };
        same("octets missing", &missing, &session.chunk.remaining())?;
        if !session.lost {
            let rest = case.rest.clone().unwrap_or(Octets::of(b""));
            same("rest", &rest, &Octets::of(session.framer.buffered()))?;
        }
        if let Some(expected) = &case.text {
            scanned(expected, &session.events)?;
        }
    }
    Ok(())
}

/// One scanner for all chunks: a CRLF may be cut by the border between two of them.
fn scanned(expected: &Text, events: &[Event]) -> Verdict {
    let mut scanner = ContentScanner::new();
    for event in events {
        if let Event::Chunk(Chunk { octets: Some(octets), .. }) = event {
            let _ = scanner.scan(&octets.0);
        }
    }
    let error = scanner.finish().err().map(Wrong::of);
    match expected {
        Text::Good(good) => same("text is good", &good.ok, &error.is_none()),
        Text::Wrong(wrong) => same("text", &Some(wrong), &error.as_ref()),
    }
}
