//! framing.json.

use serde_json::{Value, json};

use crate::case::{Octets, Verdict, case, run, same, unescape};
use crate::host::{self, octets, size};
use crate::split;

case! {
    /// A stream of octets and its lines.
    struct Framing {
        limit: usize,
        line_ends: Option<String>,
        input: Octets,
        lines: Vec<Value>,
        rest: Octets,
        #[serde(default)]
        discarding: bool,
    }
}

/// The lines as serde gives them.
fn expected(lines: &[Value]) -> Vec<Value> {
    let line = |line: &Value| match line.as_str() {
        Some(text) => json!(unescape(text).expect("octets")),
        None => line.clone(),
    };
    lines.iter().map(line).collect()
}

fn framing(case: &Framing) -> Verdict {
    let mut options = json!({ "limit": case.limit });
    if let Some(line_ends) = &case.line_ends {
        options["line_ends"] = json!(line_ends);
    }
    for pieces in split::ways(&case.input.0) {
        let mut framer = host::line_framer(&options);
        let mut lines = Vec::new();
        for mut piece in pieces {
            loop {
                piece = &piece[size(&framer.done("push", piece))..];
                match framer.ask("next_line") {
                    Ok(Value::Null) if piece.is_empty() => break,
                    Ok(Value::Null) => {}
                    Ok(line) => lines.push(line),
                    Err(failure) => {
                        let mut error = json!({ "error": failure.detail });
                        if let Some(offset) = failure.offset {
                            error["offset"] = offset.into();
                        }
                        lines.push(error);
                    }
                }
            }
        }
        same("lines", &expected(&case.lines), &lines)?;
        same("rest", &case.rest, &octets(&framer.of("buffered")))?;
        same("discarding", &json!(case.discarding), &framer.of("is_discarding"))?;
        let boundary = case.rest.0.is_empty() && !case.discarding;
        same("at a boundary", &json!(boundary), &framer.of("is_at_boundary"))?;
        same("taken out", &case.rest, &octets(&framer.of("take_rest")))?;
    }
    Ok(())
}

#[test]
fn every_stream_is_cut_into_its_lines() {
    run("framing", framing);
}

#[test]
fn a_framer_tells_and_changes_what_it_was_made_with() {
    let mut framer = host::line_framer(&json!({ "limit": 16 }));
    assert_eq!((framer.of("limit"), framer.of("capacity")), (json!(16), json!(16 + 4096)));
    framer.done("set_limit", json!(5));
    framer.done("set_line_ends", "accept-bare-lf");
    framer.done("push", "NOOP\nQUIT\r\n");
    assert_eq!(octets(&framer.of("next_line")), Octets::of(b"NOOP"));
    assert_eq!(framer.ask("next_line").expect_err("too long").detail, "line-too-long");
}
