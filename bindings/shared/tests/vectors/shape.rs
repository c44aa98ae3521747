//! From the notation of the files to the shape that serde gives, and back.

use serde_json::{Value, json};
use smtpwire_shell::Failure;

use crate::case::{Octets, unescape};

/// The largest integer that is a number in the files; larger ones are digits.
const LARGEST: u64 = (1 << 53) - 1;

/// JSON numbers that a file would write as digits, as digits.
pub(crate) fn digits(value: &mut Value) {
    match value {
        Value::Number(number) if number.as_u64().is_some_and(|number| number > LARGEST) => {
            *value = Value::String(number.to_string());
        }
        Value::Array(items) => items.iter_mut().for_each(digits),
        Value::Object(fields) => fields.values_mut().for_each(digits),
        _ => {}
    }
}

/// Octets in the notation of the files, as serde writes octets to JSON.
pub(crate) fn octets(value: &mut Value) {
    let text = value.as_str().expect("octets as text");
    *value = unescape(text).expect("octets in the files' notation").into();
}

/// The octets that a text of an answer stands for.
pub(crate) fn unescaped(text: &Value) -> Result<Octets, String> {
    let octets = text.as_str().and_then(unescape).map(Octets);
    octets.ok_or_else(|| format!("  {text} is no text of octets"))
}

/// What was made, or the failure as a verdict.
pub(crate) fn made<T>(what: &str, result: Result<T, Failure>) -> Result<T, String> {
    result.map_err(|failure| format!("  {what} fails: {failure:?}"))
}

/// The failure, or what was made as a verdict.
pub(crate) fn failed(what: &str, result: Result<Value, Failure>) -> Result<Failure, String> {
    match result {
        Ok(value) => Err(format!("  {what} gives {value}")),
        Err(failure) => Ok(failure),
    }
}

/// What is wrong, as the files have it.
pub(crate) fn fault(failure: &Failure) -> Value {
    match failure.offset {
        Some(offset) => json!({ "name": failure.detail, "offset": offset }),
        None => json!({ "name": failure.detail }),
    }
}
