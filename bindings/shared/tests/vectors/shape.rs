//! From the notation of the files to the shape that serde gives, and back.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::case::unescape;

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

/// What serde makes of a value, large numbers as digits.
pub(crate) fn shown(value: &impl serde::Serialize) -> Value {
    let mut shown = serde_json::to_value(value).expect("plain data");
    digits(&mut shown);
    shown
}

/// Octets in the notation of the files, as serde writes octets to JSON.
pub(crate) fn octets(value: &mut Value) {
    let text = value.as_str().expect("octets as text");
    *value = unescape(text).expect("octets in the files' notation").into();
}

/// Plain data from its JSON.
pub(crate) fn given<T: DeserializeOwned>(value: &Value) -> Result<T, String> {
    serde_json::from_value(value.clone()).map_err(|error| format!("  not read: {error}"))
}

/// A failure, as a verdict.
pub(crate) fn built<T>(result: Result<T, smtpwire_shell::Failure>) -> Result<T, String> {
    result.map_err(|failure| format!("  not built: {failure:?}"))
}
