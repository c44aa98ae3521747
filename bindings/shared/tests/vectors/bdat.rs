//! bdat.json: commands and chunks in one stream, as a server takes them apart.

use serde_json::{Value, json};
use smtpwire_shell::operations::{ChunkReader, ChunkTotal, ContentScanner, LineFramer};

use crate::case::{Octets, Verdict, case, run, same, unescape};
use crate::host::{self, Tool, call, octets, size};
use crate::shape::fault;
use crate::split;

case! {
    /// A stream of commands and chunks.
    struct Bdat {
        limit: Option<u64>,
        input: Octets,
        events: Vec<Value>,
        text: Option<Value>,
        missing: Option<Value>,
        rest: Option<Octets>,
    }
}

/// A server's reading side.
struct Session {
    framer: Tool<LineFramer>,
    total: Tool<ChunkTotal>,
    chunk: Tool<ChunkReader>,
    scanner: Tool<ContentScanner>,
    events: Vec<Value>,
    lost: bool,
}

impl Session {
    fn new(limit: Option<u64>) -> Self {
        Self {
            framer: host::line_framer(&Value::Null),
            total: host::chunk_total(&json!({ "limit": limit })),
            chunk: host::chunk_reader(&Value::Null),
            scanner: host::content_scanner(&json!({})),
            events: Vec::new(),
            lost: false,
        }
    }

    fn receive(&mut self, mut piece: &[u8]) {
        while !self.lost {
            // The longest line at a time: all that is held is handed out again for each chunk.
            let fitting = &piece[..piece.len().min(512)];
            piece = &piece[size(&self.framer.done("push", fitting))..];
            let advanced = self.step();
            if !advanced && piece.is_empty() {
                return;
            }
        }
    }

    /// Takes octets of the chunk under way, or the next line; whether there was anything to take.
    fn step(&mut self) -> bool {
        if self.chunk.of("is_done") != true {
            let held = octets(&self.framer.of("buffered"));
            let taken = self.chunk.done("push", &held);
            let content = octets(&taken["content"]);
            if let Some(Value::Array(all)) =
                self.events.last_mut().and_then(|e| e.get_mut("octets"))
            {
                all.extend(content.0.iter().map(|octet| json!(octet)));
            }
            // What a fault is, the end tells.
            let _ = self.scanner.tell("scan", &content);
            assert_eq!(taken["done"], self.chunk.of("is_done"));
            self.framer.done("consume", &taken["consumed"]);
            return taken["consumed"] != 0;
        }
        let line = match self.framer.ask("next_line") {
            Ok(Value::Null) => return false,
            Ok(line) => octets(&line),
            Err(_) => Octets::of(b"\0"),
        };
        match call!("parse_command", &line) {
            Ok(command) if command["verb"] == "BDAT" => self.begin(&command),
            Ok(_) => self.events.push(json!({ "line": line.0 })),
            Err(failure) => {
                self.lost = failure.loses_framing;
                let mut event = json!({ "error": failure.detail });
                if self.lost {
                    event["loses_framing"] = true.into();
                }
                self.events.push(event);
            }
        }
        true
    }

    fn begin(&mut self, command: &Value) {
        let refused = self.total.tell("add", &command["size"]).err();
        let discarding = refused.is_some();
        self.chunk =
            host::chunk_reader(&json!({ "size": command["size"], "discarding": discarding }));
        assert_eq!(self.chunk.of("is_discarding"), discarding);
        let mut event = json!({ "bdat": command["size"] });
        if command["last"] == true {
            event["last"] = true.into();
        }
        match refused {
            None => event["octets"] = json!([]),
            Some(failure) => event["refused"] = failure.detail.into(),
        }
        self.events.push(event);
    }
}

/// The events as serde gives them: octets as lists of numbers.
fn expected(events: &[Value]) -> Vec<Value> {
    let mut events = events.to_vec();
    for event in &mut events {
        for field in ["octets", "line"] {
            if let Some(text) = event.get_mut(field) {
                *text = json!(text.as_str().and_then(unescape).expect("octets"));
            }
        }
    }
    events
}

fn bdat(case: &Bdat) -> Verdict {
    for pieces in split::ways(&case.input.0) {
        let mut session = Session::new(case.limit);
        for piece in pieces {
            session.receive(piece);
        }
        same("events", &expected(&case.events), &session.events)?;
        let missing = case.missing.clone().unwrap_or(json!(0));
        same("octets missing", &missing, &session.chunk.of("remaining"))?;
        if !session.lost {
            let rest = case.rest.clone().unwrap_or(Octets::of(b""));
            same("rest", &rest, &octets(&session.framer.of("buffered")))?;
        }
        if let Some(expected) = &case.text {
            let told = match session.scanner.ask("finish") {
                Ok(_) => json!({ "ok": true }),
                Err(failure) => fault(&failure),
            };
            same("text", expected, &told)?;
        }
    }
    Ok(())
}

#[test]
fn every_stream_of_chunks_is_taken_apart() {
    run("bdat", bdat);
}

#[test]
fn a_chunk_that_is_given_up_drops_the_rest_of_its_octets() {
    let mut chunk = host::chunk_reader(&json!({ "size": 4 }));
    assert_eq!(octets(&chunk.done("push", "ab")["content"]), Octets::of(b"ab"));
    chunk.of("discard");
    let taken = chunk.done("push", "cdQUIT");
    assert_eq!(taken, json!({ "content": [], "consumed": 2, "done": true }));
}

#[test]
fn a_size_that_javascript_has_no_number_for_is_given_by_its_digits() {
    let mut total = host::chunk_total(&json!({ "limit": "18446744073709551615" }));
    total.done("add", "18446744073709551614");
    assert_eq!(total.of("octets"), "18446744073709551614");
    let failure = total.tell("add", json!(2)).expect_err("one too much");
    assert_eq!(failure.detail, "too-large");
    assert_eq!(total.of("octets"), "18446744073709551614");
}
