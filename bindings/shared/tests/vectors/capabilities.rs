//! capabilities.json.

use serde_json::{Value, json};
use smtpwire_shell::Failure;
use smtpwire_shell::values::Capabilities;

use crate::case::{Octets, Verdict, case, run, same};
use crate::shape::{built, given, octets, shown};

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
        let data: Capabilities = given(&expected)?;
        let reply = built(data.build())?.to_reply();
        let detail = reply.err().map(|error| Failure::from(error).detail);
        return same("error", &case.error.as_deref(), &detail);
    };
    let reply = smtpwire::Reply::parse(&input.0).ok().flatten().ok_or("  no reply")?.0;
    let read = smtpwire::Capabilities::from_reply(&reply);
    let mut data = shown(&Capabilities::from(&read));
    same("greeting", &expected["greeting"], &data["greeting"])?;
    same("lines", &expected["lines"], &data["lines"])?;
    same("size", &case.size.clone().unwrap_or_default(), &data["size"])?;
    same("mechanisms", &json!(case.mechanisms.clone().unwrap_or_default()), &data["mechanisms"])?;
    let sorted = |list: &Value| {
        let mut names: Vec<String> = serde_json::from_value(list.clone()).expect("names");
        names.sort_unstable();
        names
    };
    same("offers", &sorted(&json!(case.offers)), &sorted(&data["offers"]))?;
    if case.built == Some(false) {
        return Ok(());
    }
    same("built", &read, &built(given::<Capabilities>(&expected)?.build())?)?;
    // What was handed out builds as it is, with the fields that are only told.
    let again: Capabilities = given(&data.take())?;
    let again = built(again.build())?;
    same("built again", &read, &again)?;
    let wire = case.built_wire.as_ref().or(case.wire.as_ref()).unwrap_or(input);
    let reply = again.to_reply().map_err(|error| error.to_string())?;
    same("written", wire, &Octets::of(reply.as_bytes()))
}

#[test]
fn every_offer_is_the_same_as_plain_data_and_back() {
    run("capabilities", offer);
}
