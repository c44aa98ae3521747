//! content.json.

use serde_json::{Value, json};
use smtpwire_shell::Failure;

use crate::case::{Octets, Verdict, case, run, same};
use crate::host::{self, call, octets, size};
use crate::shape::{failed, fault, made};
use crate::split;

case! {
    /// Content on its way to the wire or from it.
    struct Content {
        #[serde(rename = "do")]
        direction: String,
        line_ends: Option<String>,
        max_line: Option<Value>,
        max_size: Option<u64>,
        input: Octets,
        wire: Option<Octets>,
        content: Option<Octets>,
        rest: Option<Octets>,
        ended: Option<bool>,
        error: Option<Value>,
    }
}

/// The options in the shape of the interface.
fn options(case: &Content) -> Value {
    let mut options = json!({});
    if let Some(line_ends) = &case.line_ends {
        options["line_ends"] = json!(line_ends);
    }
    match &case.max_line {
        None => {}
        Some(none) if none == "none" => options["max_line"] = Value::Null,
        Some(number) => options["max_line"] = number.clone(),
    }
    if let Some(max_size) = case.max_size {
        options["max_size"] = json!(max_size);
    }
    options
}

fn content(case: &Content) -> Verdict {
    match case.direction.as_str() {
        "stuff" => stuff(case),
        "unstuff" => unstuff(case),
        other => Err(format!("{other} is no direction")),
    }
}

fn stuffed(options: &Value, pieces: &[&[u8]]) -> Result<Octets, Failure> {
    let mut stuffer = host::stuffer(options);
    let mut wire = Vec::new();
    for piece in pieces {
        wire.extend(octets(&stuffer.tell("push", *piece)?).0);
    }
    let end = match stuffer.ask("finish") {
        Ok(end) => octets(&end),
        Err(failure) => {
            assert_eq!(stuffer.ask("finish"), Err(failure.clone()), "it stays");
            return Err(failure);
        }
    };
    wire.extend(end.0);
    assert_eq!(stuffer.ask("finish").expect_err("once").name, "already-closed");
    Ok(Octets(wire))
}

/// A scanner finds the fault that a stuffer finds.
fn scanned(options: &Value, pieces: &[&[u8]]) -> Result<Value, Failure> {
    let mut scanner = host::content_scanner(options);
    for piece in pieces {
        scanner.tell("scan", *piece)?;
    }
    scanner.ask("finish")?;
    Ok(scanner.of("octets"))
}

fn stuff(case: &Content) -> Verdict {
    let options = options(case);
    for pieces in split::ways(&case.input.0) {
        if let Some(expected) = &case.error {
            let failure = match stuffed(&options, &pieces) {
                Ok(wire) => return Err(format!("  gives {wire:?}")),
                Err(failure) => failure,
            };
            same("error", expected, &fault(&failure))?;
            let failure = failed("scanning", scanned(&options, &pieces))?;
            same("the scanner's error", expected, &fault(&failure))?;
        } else {
            let wire = made("stuffing", stuffed(&options, &pieces))?;
            same("stuffed", &case.wire.as_ref(), &Some(&wire))?;
            let octets = made("scanning", scanned(&options, &pieces))?;
            same("octets scanned", &json!(case.input.0.len()), &octets)?;
        }
    }
    let whole = call!("stuff", &case.input, &options);
    if let Some(expected) = &case.error {
        same("error at once", expected, &fault(&failed("stuffing", whole)?))?;
        let scanned = call!("scan_content", &case.input, &options);
        return same("error seen", expected, &fault(&failed("scanning", scanned)?));
    }
    let wire = octets(&made("stuffing", whole)?);
    same("stuffed at once", &case.wire.as_ref(), &Some(&wire))?;
    let mut back_options = options;
    if let Value::Object(fields) = &mut back_options {
        fields.remove("line_ends");
    }
    let back = made("unstuffing", call!("unstuff", &wire, &back_options))?;
    let content = case.content.as_ref().unwrap_or(&case.input);
    let expected = json!({ "content": content.0, "rest": [], "ended": true });
    same("unstuffed again", &expected, &back)
}

/// The content, what stands behind its end, and what is wrong with it.
fn read(options: &Value, pieces: &[&[u8]]) -> (Octets, Option<Octets>, Option<Value>) {
    let mut unstuffer = host::unstuffer(options);
    let mut content = Vec::new();
    let mut rest: Option<Vec<u8>> = None;
    for piece in pieces {
        let taken = unstuffer.done("push", *piece);
        let consumed = size(&taken["consumed"]);
        content.extend(octets(&taken["content"]).0);
        match &mut rest {
            None if taken["done"] == true => rest = Some(piece[consumed..].to_vec()),
            None => assert_eq!(consumed, piece.len(), "all is taken before the end"),
            Some(rest) => {
                assert_eq!((consumed, &taken["done"]), (0, &json!(true)), "behind the end");
                rest.extend_from_slice(piece);
            }
        }
    }
    assert_eq!(unstuffer.of("octets"), json!(content.len()));
    assert_eq!(unstuffer.of("is_done"), json!(rest.is_some()));
    let wrong = unstuffer.ask("outcome").err().map(|failure| fault(&failure));
    (Octets(content), rest.map(Octets), wrong)
}

fn unstuff(case: &Content) -> Verdict {
    let options = options(case);
    same("ended", &case.ended.unwrap_or(true), &case.rest.is_some())?;
    let whole = read(&options, &[&case.input.0]);
    same("error", &case.error.as_ref(), &whole.2.as_ref())?;
    same("rest", &case.rest, &whole.1)?;
    if let Some(content) = &case.content {
        same("content", content, &whole.0)?;
    }
    for pieces in split::ways(&case.input.0) {
        same("the same in pieces", &whole, &read(&options, &pieces))?;
    }
    let at_once = call!("unstuff", &case.input, &options);
    if let Some(expected) = &case.error {
        return same("error at once", expected, &fault(&failed("unstuffing", at_once)?));
    }
    let at_once = made("unstuffing", at_once)?;
    same("content at once", &whole.0, &octets(&at_once["content"]))?;
    same("ended at once", &json!(case.rest.is_some()), &at_once["ended"])?;
    let rest = case.rest.clone().unwrap_or(Octets::of(b""));
    same("rest at once", &rest, &octets(&at_once["rest"]))
}

#[test]
fn every_content_is_stuffed_and_read_back() {
    run("content", content);
}
