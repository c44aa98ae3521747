//! What is wrong with a choice.

use std::fmt;

use serde::de::{Expected, Unexpected};

use super::Spelling;
use crate::failure::Failure;
use crate::javascript::camel_case;

/// Why plain data is no choice: a sentence that names what was given and what is allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    message: String,
    /// Where it stands, from the inside out: names of fields, and places in lists as `[1]`.
    path: Vec<String>,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Wrong {}

impl serde::de::Error for Wrong {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self { message: message.to_string(), path: Vec::new() }
    }

    fn invalid_type(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let given = match unexpected {
            Unexpected::Unit | Unexpected::Option => "null".to_owned(),
            Unexpected::Seq => "a list".to_owned(),
            Unexpected::Map => "an object".to_owned(),
            given => given.to_string(),
        };
        Self::custom(format_args!("invalid type: {given}, expected {}", allowed(expected)))
    }

    fn invalid_value(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::custom(format_args!("invalid value: {unexpected}, expected {}", allowed(expected)))
    }
}

/// What is allowed, without Rust's names of types.
fn allowed(expected: &dyn Expected) -> String {
    let expected = expected.to_string();
    let plain = match expected.as_str() {
        "a boolean" => "true or false",
        "u8" => "a whole number from 0 to 255",
        "u16" => "a whole number from 0 to 65535",
        "u32" => "a whole number from 0 to 4294967295",
        "u64" | "usize" => "a whole number from 0",
        "a string" => "text",
        "a sequence" => "a list",
        structure if structure.starts_with("struct ") => "an object with fields",
        _ => return expected,
    };
    plain.to_owned()
}

impl Wrong {
    /// The same, one step further out.
    pub(super) fn within(mut self, segment: String) -> Self {
        self.path.push(segment);
        self
    }

    /// The failure that a language raises: the field by its path, then what is wrong.
    pub(super) fn told(self, spelling: Spelling) -> Failure {
        let mut path = String::new();
        for segment in self.path.iter().rev() {
            if !path.is_empty() && !segment.starts_with('[') {
                path.push('.');
            }
            path.push_str(segment);
        }
        let (path, message) = match spelling {
            Spelling::Rust => (path, self.message),
            Spelling::JavaScript => (camel_case(&path), quoted_in_camel_case(&self.message)),
        };
        let message = if path.is_empty() { message } else { format!("{path}: {message}") };
        Failure::invalid("invalid-choice", message)
    }
}

/// The sentence with the names between backquotes in JavaScript's spelling.
fn quoted_in_camel_case(message: &str) -> String {
    let parts = message.split('`').enumerate();
    let spelled = parts.map(|(at, part)| if at % 2 == 1 { camel_case(part) } else { part.into() });
    spelled.collect::<Vec<_>>().join("`")
}
