//! xtext.json.

use serde_json::{Value, json};

use crate::case::{Octets, Verdict, case, run, same};
use crate::host::call;
use crate::shape::made;

case! {
    /// A coded form and its text; `null` when it is no xtext.
    struct Xtext {
        input: Octets,
        value: Option<String>,
        wire: Option<Octets>,
    }
}

fn xtext(case: &Xtext) -> Verdict {
    let decoded = |coded: &str| made("decoding", call!("decode_xtext", coded));
    let read = decoded(case.input.text()?)?;
    let Some(value) = &case.value else { return same("decoded", &Value::Null, &read) };
    let value = json!(value);
    same("decoded", &value, &read)?;
    let wire = case.wire.as_ref().unwrap_or(&case.input).text()?;
    let coded = made("coding", call!("encode_xtext", &value))?;
    same("coded", &json!(wire), &coded)?;
    same("decoded again", &value, &decoded(wire)?)
}

#[test]
fn every_xtext_is_decoded_and_coded_again() {
    run("xtext", xtext);
}
