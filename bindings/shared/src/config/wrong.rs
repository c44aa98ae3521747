//! What is wrong with a choice.
//!
//! serde finds it, in words of its own; here it becomes data, and then a sentence in the words of the
//! language that the program is written in. What was given is told where it is a number, a word or a
//! name; all other text may be a secret in the wrong place, and only its kind is told.

use std::fmt;

use serde::de::{Error as _, Expected, Unexpected};

use super::Spelling;
use crate::failure::Failure;
use crate::javascript::{camel_case, snake_case};

/// Why plain data is no choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    problem: Problem,
    /// Where it stands, from the inside out: names of fields, and places in lists as `[1]`.
    path: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Problem {
    /// A sentence; names of fields stand between backquotes.
    Said(String),
    /// One thing was given, and another is needed.
    Other { given: String, needed: String },
    /// A field that is needed was not given.
    Missing,
    /// The field is none of these.
    NoField(&'static [&'static str]),
}

/// What stands for itself until the language is known.
mod kind {
    pub(super) const NULL: &str = "\u{2}null";
    pub(super) const TRUE: &str = "\u{2}true";
    pub(super) const FALSE: &str = "\u{2}false";
    pub(super) const LIST: &str = "\u{2}list";
    pub(super) const OBJECT: &str = "\u{2}object";

    /// Each with its name in Python and in JavaScript.
    pub(super) const NAMES: [(&str, [&str; 2]); 5] = [
        (NULL, ["None", "null"]),
        (TRUE, ["True", "true"]),
        (FALSE, ["False", "false"]),
        (LIST, ["a list", "an array"]),
        (OBJECT, ["a dictionary", "an object"]),
    ];
}

/// Parts the name of a field from what is wrong with it, in a sentence that goes through serde: its
/// errors know no paths.
const WITHIN: char = '\u{1f}';

/// What is wrong with a field of what was read, found out after it was read.
pub(super) fn in_field<E: serde::de::Error>(field: &str, wrong: impl fmt::Display) -> E {
    if field.is_empty() {
        E::custom(wrong)
    } else {
        E::custom(format_args!("{field}{WITHIN}{wrong}"))
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence(Spelling::Rust))
    }
}

impl std::error::Error for Wrong {}

impl From<Problem> for Wrong {
    fn from(problem: Problem) -> Self {
        Self { problem, path: Vec::new() }
    }
}

impl serde::de::Error for Wrong {
    fn custom<T: fmt::Display>(message: T) -> Self {
        let message = message.to_string();
        let mut parts: Vec<&str> = message.split(WITHIN).collect();
        let said = parts.pop().unwrap_or_default().to_owned();
        let path = parts.into_iter().rev().map(str::to_owned).collect();
        Self { problem: Problem::Said(said), path }
    }

    fn invalid_type(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let needed = needed(expected);
        let given = match unexpected {
            Unexpected::Unit | Unexpected::Option => kind::NULL,
            Unexpected::Bool(true) => kind::TRUE,
            Unexpected::Bool(false) => kind::FALSE,
            Unexpected::Seq => kind::LIST,
            Unexpected::Map => kind::OBJECT,
            Unexpected::Str(_) | Unexpected::Char(_) => "text",
            Unexpected::Bytes(_) => "octets",
            Unexpected::Float(float) if needed.contains("number") => {
                let given = float.to_string();
                return Problem::Other { given, needed }.into();
            }
            Unexpected::Other(what) => what,
            _ => "a number",
        };
        Problem::Other { given: given.to_owned(), needed }.into()
    }

    fn invalid_value(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let given = match unexpected {
            Unexpected::Unsigned(number) => number.to_string(),
            Unexpected::Signed(number) => number.to_string(),
            Unexpected::Float(number) => number.to_string(),
            Unexpected::Str(text) => shown(text),
            Unexpected::Other(what) => what.to_owned(),
            _ => "this".to_owned(),
        };
        Problem::Other { given, needed: needed(expected) }.into()
    }

    fn invalid_length(length: usize, expected: &dyn Expected) -> Self {
        let given = format!("{} of {length}", kind::LIST);
        Problem::Other { given, needed: needed(expected) }.into()
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        let needed = match expected.split_last() {
            Some((last, [])) => (*last).to_owned(),
            Some((last, words)) => format!("{} or {last}", words.join(", ")),
            None => "nothing".to_owned(),
        };
        Problem::Other { given: shown(variant), needed }.into()
    }

    fn unknown_field(_field: &str, expected: &'static [&'static str]) -> Self {
        // Whoever reads the field tells its name.
        Problem::NoField(expected).into()
    }

    fn missing_field(field: &'static str) -> Self {
        Self { problem: Problem::Missing, path: vec![field.to_owned()] }
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self { path: vec![field.to_owned()], ..Self::custom("it is given twice") }
    }
}

/// What is needed, without serde's words for it.
fn needed(expected: &dyn Expected) -> String {
    let expected = expected.to_string();
    match expected.as_str() {
        "a boolean" => format!("{} or {}", kind::TRUE, kind::FALSE),
        "u8" => "a whole number from 0 to 255".to_owned(),
        "u16" => "a whole number from 0 to 65535".to_owned(),
        "u32" => "a whole number from 0 to 4294967295".to_owned(),
        "u64" | "usize" => "a whole number from 0".to_owned(),
        "a string" | "string or map" => "text".to_owned(),
        "a sequence" => kind::LIST.to_owned(),
        other => match other.split_once(' ') {
            Some(("struct", _)) => kind::OBJECT.to_owned(),
            // Where one of some words is: they are told when it is another word.
            Some(("enum", _)) => "text".to_owned(),
            _ => expected,
        },
    }
}

/// A word that a program gave.
fn shown(word: &str) -> String {
    const LONGEST: usize = 40;
    let first: String = word.chars().take(LONGEST).collect();
    if first.len() < word.len() { format!("{first:?}…") } else { format!("{first:?}") }
}

impl Wrong {
    /// The same, one step further out.
    pub(super) fn within(mut self, segment: String) -> Self {
        self.path.push(segment);
        self
    }

    /// A number beyond those that any field can be.
    pub(super) fn out_of_range(number: i128, expected: &dyn Expected) -> Self {
        Problem::Other { given: number.to_string(), needed: needed(expected) }.into()
    }

    /// What the core says of a configuration that can't be had: the path of the field, then why.
    pub(super) fn of_check(error: &smtpwire::Error) -> Self {
        match error.detail().split_once(": ") {
            Some((path, why)) => Self { path: vec![path.to_owned()], ..Self::custom(why) },
            None => Self::custom(error.detail()),
        }
    }

    /// The failure that a language raises: the field by its path, then what is wrong. What was read is
    /// called `whole` where it is no field of it.
    pub(super) fn told(self, whole: &str, spelling: Spelling) -> Failure {
        let mut path = String::new();
        for segment in self.path.iter().rev() {
            if !path.is_empty() && !segment.starts_with('[') {
                path.push('.');
            }
            path.push_str(segment);
        }
        let path = if path.is_empty() { whole.to_owned() } else { path };
        let (path, sentence) = (spelled(&path, spelling), self.sentence(spelling));
        let message = if path.is_empty() { sentence } else { format!("{path}: {sentence}") };
        Failure::invalid("invalid-choice", message)
    }

    fn sentence(&self, spelling: Spelling) -> String {
        let sentence = match &self.problem {
            Problem::Said(sentence) => return quoted(sentence, spelling),
            Problem::Missing => return "it is needed, and was not given".to_owned(),
            Problem::NoField(known) => {
                let field = self.path.first().map(String::as_str).unwrap_or_default();
                return no_field(field, known, spelling);
            }
            Problem::Other { given, needed } => format!("{needed} is needed, not {given}"),
        };
        kind::NAMES.iter().fold(sentence, |sentence, (kind, [python, javascript])| {
            sentence.replace(kind, if spelling == Spelling::Rust { python } else { javascript })
        })
    }
}

/// That a field is none of those that are known, and what to do about it.
fn no_field(field: &str, known: &[&str], spelling: Spelling) -> String {
    if field == "tls" && known.contains(&"implicit_tls") {
        let implicit = spelled("implicit_tls", spelling);
        return format!(
            "not a field; {implicit} says that the connection is in the host's own TLS already, and TLS by \
             the library is chosen beside the configuration"
        );
    }
    let meant = snake_case(&unmarked(field));
    if known.contains(&meant.as_str()) && meant != field {
        return format!("not a field; it is spelled {}", spelled(&meant, spelling));
    }
    if known.is_empty() {
        return "not a field; there are none".to_owned();
    }
    let known: Vec<String> = known.iter().map(|name| spelled(name, spelling)).collect();
    format!("not a field; the fields are {}", known.join(", "))
}

/// The sentence with the names that stand between backquotes as the language has them.
fn quoted(sentence: &str, spelling: Spelling) -> String {
    let parts = sentence.split('`').enumerate();
    let spelled =
        parts.map(|(at, part)| if at % 2 == 1 { spelled(part, spelling) } else { part.into() });
    spelled.collect()
}

/// The path of a field as the program has it.
pub(crate) fn spelled(path: &str, spelling: Spelling) -> String {
    match spelling {
        Spelling::Rust => path.to_owned(),
        Spelling::JavaScript => unmarked(&camel_case(path)),
    }
}

/// Stands for an underscore that was given where JavaScript's names have none.
const UNDERSCORE: char = '\u{3}';

/// The name in Rust's spelling of a field that JavaScript gave. A name with an underscore is none of
/// ours, and must not become one.
pub(super) fn of_javascript(name: &str) -> String {
    snake_case(&name.replace('_', UNDERSCORE.encode_utf8(&mut [0; 4])))
}

fn unmarked(name: &str) -> String {
    name.replace(UNDERSCORE, "_")
}
