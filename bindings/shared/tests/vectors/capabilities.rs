//! capabilities.json.

use serde_json::{Value, json};

use crate::case::{Octets, Verdict, case, run, same};
use crate::host::{self, call};
use crate::shape::{failed, made, octets};

case! {
    /// The reply to EHLO.
    struct Offer {
        input: Option<Octets>,
        greeting: Octets,
        lines: Vec<Value>,
        offers: Option<Vec<String>>,
        size: Option<Value>,
        mechanisms: Option<Vec<String>>,
        wire: Option<Octets>,
        built: Option<bool>,
        built_wire: Option<Octets>,
        error: Option<String>,
    }
}

/// The vector's value in the shape of the plain data.
fn expected(case: &Offer) -> Value {
    let mut lines = case.lines.clone();
    for line in &mut lines {
        line.get_mut("malformed").map(octets).unwrap_or_default();
    }
    json!({ "greeting": smtpwire::Escaped(&case.greeting.0).to_string(), "lines": lines })
}

fn offer(case: &Offer) -> Verdict {
    let expected = expected(case);
    let Some(input) = &case.input else {
        let failure = failed("what can't be written", call!("encode_capabilities", &expected))?;
        return same("error", &case.error.as_deref(), &Some(failure.detail));
    };
    let data = made("reading", call!("parse_capabilities", input))?;
    same("greeting", &expected["greeting"], &data["greeting"])?;
    same("lines", &expected["lines"], &data["lines"])?;
    same("size", &case.size.as_ref(), &data.get("size"))?;
    same("mechanisms", &json!(case.mechanisms.clone().unwrap_or_default()), &data["mechanisms"])?;
    let sorted = |list: &Value| {
        let mut names: Vec<String> = serde_json::from_value(list.clone()).expect("names");
        names.sort_unstable();
        names
    };
    same("offers", &sorted(&json!(case.offers)), &sorted(&data["offers"]))?;
    // The same reply, as an event has it.
    let reply = made("reading", call!("parse_reply", input))?;
    same("of a reply", &data, &made("reading", call!("parse_capabilities", &reply))?)?;
    if case.built == Some(false) {
        return Ok(());
    }
    let wire = case.wire.as_ref().unwrap_or(input);
    let built_wire = case.built_wire.as_ref().unwrap_or(wire);
    for value in [&expected, &data] {
        let written = host::octets(&made("writing", call!("encode_capabilities", value))?);
        same("built and written", built_wire, &written)?;
    }
    let again = made("reading", call!("parse_capabilities", built_wire))?;
    same("read again", &data["lines"], &again["lines"])
}

#[test]
fn every_offer_is_the_same_as_plain_data_and_back() {
    run("capabilities", offer);
}

#[test]
fn a_reply_without_its_octets_offers_the_same() {
    let reply = json!({ "code": 250, "lines": ["mx.example", "SIZE 1000", "\\xff"] });
    let offer = call!("parse_capabilities", reply).expect("a reply");
    assert_eq!(offer["size"], 1000);
    assert_eq!(offer["lines"][1], json!({ "malformed": [255] }));
}
