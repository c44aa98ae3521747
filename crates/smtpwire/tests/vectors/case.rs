//! What is common to all files of vectors: how they are read, and how their cases are run.

use std::fmt::Debug;
use std::path::PathBuf;
use std::{env, fs};

use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error as _};
use serde_json::Value;

/// What a check says when a case does not hold: what was expected and what came.
pub(crate) type Verdict = Result<(), String>;

/// What every case has beside its subject's own fields.
pub(crate) trait Case: DeserializeOwned {
    fn name(&self) -> &str;
    fn requirements(&self) -> &[String];
    fn note(&self) -> Option<&str>;
}

/// Declares the cases of one file. Every field that is not declared is an error, so that a slip of
/// the pen can't make a case say nothing.
macro_rules! case {
    ($(#[$meta:meta])* struct $name:ident { $($(#[$field_meta:meta])* $field:ident: $kind:ty,)* }) => {
        $(#[$meta])*
        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        #[allow(clippy::struct_field_names, reason = "the names are those of the file")]
        pub(crate) struct $name {
            name: String,
            requirements: Vec<String>,
            note: Option<String>,
            $($(#[$field_meta])* $field: $kind,)*
        }

        impl crate::case::Case for $name {
            fn name(&self) -> &str {
                &self.name
            }

            fn requirements(&self) -> &[String] {
                &self.requirements
            }

            fn note(&self) -> Option<&str> {
                self.note.as_deref()
            }
        }
    };
}
pub(crate) use case;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File<C> {
    format: u32,
    subject: String,
    about: String,
    cases: Vec<C>,
}

pub(crate) fn folder() -> PathBuf {
    let near = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    near.join("../../tests/vectors")
}

/// The cases of a file.
pub(crate) fn load<C: Case>(subject: &str) -> Vec<C> {
    let mut value = load_file(subject);
    expand(&mut value);
    let file: File<C> = serde_json::from_value(value).unwrap_or_else(|e| panic!("{subject}: {e}"));
    assert_eq!(file.format, 1, "{subject}: this runner reads format 1");
    assert_eq!(file.subject, subject);
    assert!(!file.about.is_empty() && !file.cases.is_empty(), "{subject} says nothing");
    file.cases
}

/// The JSON of a file, as it stands.
pub(crate) fn load_file(subject: &str) -> Value {
    let path = folder().join(format!("{subject}.json"));
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{subject}: {e}"))
}

/// Runs every case of a file and tells how many there were; all that fail are told at once.
pub(crate) fn run<C: Case>(subject: &str, check: impl Fn(&C) -> Verdict) {
    run_all(subject, &load::<C>(subject), check);
}

/// Runs these cases of a file and tells how many there were; all that fail are told at once.
pub(crate) fn run_all<C: Case>(subject: &str, cases: &[C], check: impl Fn(&C) -> Verdict) {
    let mut failures = Vec::new();
    for case in cases {
        if let Err(difference) = check(case) {
            failures.push(format!("{subject}: {}\n{difference}", case.name()));
        }
    }
    println!("{subject}: {} cases", cases.len());
    assert!(
        failures.is_empty(),
        "{} of {} cases fail\n\n{}\n",
        failures.len(),
        cases.len(),
        failures.join("\n\n")
    );
}

/// Holds when both are the same; else shows both.
pub(crate) fn same<T: PartialEq + Debug>(what: &str, expected: &T, actual: &T) -> Verdict {
    if expected == actual {
        return Ok(());
    }
    Err(format!("  {what}\n    expected {}\n    got      {}", shorten(expected), shorten(actual)))
}

fn shorten<T: Debug>(value: &T) -> String {
    let text = format!("{value:?}");
    match text.char_indices().nth(2000) {
        Some((end, _)) => format!("{} … ({} octets)", &text[..end], text.len()),
        None => text,
    }
}

/// Writes out `{"repeat": text, "times": n}` and `{"join": [text, …]}`, wherever they stand, and
/// `{"times": n, …}` in a list of events.
pub(crate) fn expand(value: &mut Value) {
    match value {
        Value::Array(items) => {
            items.iter_mut().for_each(expand);
            if items.iter().any(|item| item.get("times").is_some()) {
                *items = items.drain(..).flat_map(repeated).collect();
            }
        }
        Value::Object(fields) => {
            fields.values_mut().for_each(expand);
            let keys: Vec<&str> = fields.keys().map(String::as_str).collect();
            if keys == ["repeat", "times"] {
                let times = usize::try_from(fields["times"].as_u64().expect("a number of times"));
                let text = fields["repeat"].as_str().expect("a text to repeat");
                *value = Value::String(text.repeat(times.expect("a number of times")));
            } else if keys == ["join"] {
                let parts = fields["join"].as_array().expect("texts to join").iter();
                *value = Value::String(parts.map(|p| p.as_str().expect("a text")).collect());
            }
        }
        _ => {}
    }
}

fn repeated(mut item: Value) -> Vec<Value> {
    let times = item.as_object_mut().and_then(|fields| fields.shift_remove("times"));
    let times = times.map_or(1, |times| times.as_u64().expect("a number of times"));
    vec![item; usize::try_from(times).expect("a number of times")]
}

/// Octets, written as text with `\r`, `\n`, `\\` and `\xNN`.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Octets(pub(crate) Vec<u8>);

impl Octets {
    pub(crate) fn of(octets: &[u8]) -> Self {
        Self(octets.to_vec())
    }

    pub(crate) fn text(&self) -> Result<&str, String> {
        std::str::from_utf8(&self.0).map_err(|_| format!("no UTF-8: {self:?}"))
    }
}

impl Debug for Octets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "\"{}\"", self.0.escape_ascii())
    }
}

impl<'de> Deserialize<'de> for Octets {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        unescape(&text).map(Octets).ok_or_else(|| D::Error::custom(format!("escapes of {text:?}")))
    }
}

/// The octets that an escaped text stands for.
pub(crate) fn unescape(text: &str) -> Option<Vec<u8>> {
    let mut octets = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(octet) = rest.next() {
        if octet != b'\\' {
            octets.push(octet);
            continue;
        }
        octets.push(match rest.next()? {
            b'\\' => b'\\',
            b'r' => b'\r',
            b'n' => b'\n',
            b'x' => {
                let digits = [rest.next()?, rest.next()?];
                u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?
            }
            _ => return None,
        });
    }
    Some(octets)
}
