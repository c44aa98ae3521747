//! What is wrong with a choice.
//!
//! It is data first, and then a sentence in the words of the language that the program is written in. What was given is told where it is a number, a word or a
//! name; all other text may be a secret in the wrong place, and only its kind is told.

use std::fmt;

use super::{Plain, Spelling};
use crate::failure::Failure;
use crate::javascript::{camel_case, snake_case};

/// Why plain data is no choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong(Box<Found>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Found {
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

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence(Spelling::Rust))
    }
}

impl std::error::Error for Wrong {}

impl From<Problem> for Wrong {
    fn from(problem: Problem) -> Self {
        Self(Box::new(Found { problem, path: Vec::new() }))
    }
}

/// What stands here where something else should.
fn given(plain: &Plain) -> String {
    let kind = match plain {
        Plain::Null => kind::NULL,
        Plain::Bool(true) => kind::TRUE,
        Plain::Bool(false) => kind::FALSE,
        Plain::List(_) => kind::LIST,
        Plain::Object(_) => kind::OBJECT,
        Plain::Text(_) => "text",
        Plain::Octets(_) => "octets",
        Plain::Integer(_) | Plain::Float(_) => "a number",
    };
    kind.to_owned()
}

/// How one thing is found wrong, and what is told of it.
impl Wrong {
    /// It has another form than what is needed.
    #[inline(never)]
    pub(crate) fn form(plain: &Plain, needed: &str) -> Self {
        Problem::Other { given: given(plain), needed: needed.to_owned() }.into()
    }

    /// It is not what is needed.
    #[inline(never)]
    pub(crate) fn other(given: &str, needed: &str) -> Self {
        Problem::Other { given: given.to_owned(), needed: needed.to_owned() }.into()
    }

    /// It is neither true nor false.
    #[inline(never)]
    pub(super) fn no_flag(plain: &Plain) -> Self {
        let needed = format!("{} or {}", kind::TRUE, kind::FALSE);
        Problem::Other { given: given(plain), needed }.into()
    }

    /// It is no list.
    pub(super) fn no_list(plain: &Plain) -> Self {
        Self::form(plain, kind::LIST)
    }

    /// It is no object.
    pub(super) fn no_object(plain: &Plain) -> Self {
        Self::form(plain, kind::OBJECT)
    }

    /// It is no whole number, or none of these. A number that JavaScript or Python has is told.
    #[inline(never)]
    pub(super) fn no_integer(plain: &Plain, least: i128, most: i128) -> Self {
        if let Plain::Integer(number) = plain
            && is_beyond_64_bits(*number)
        {
            let needed = if *number > 0 {
                format!("a whole number from {least} to {most}")
            } else {
                format!("a whole number from {least}")
            };
            return Problem::Other { given: number_given(*number), needed }.into();
        }
        let needed = if most < i128::from(i64::MAX) {
            format!("a whole number from {least} to {most}")
        } else if least == 0 {
            "a whole number from 0".to_owned()
        } else {
            "a whole number".to_owned()
        };
        let given = match plain {
            Plain::Integer(number) => number_given(*number),
            Plain::Float(number) => fraction(*number),
            other => given(other),
        };
        Problem::Other { given, needed }.into()
    }

    /// It is a list of so many.
    pub(super) fn count(count: usize, needed: &str) -> Self {
        Problem::Other { given: format!("{} of {count}", kind::LIST), needed: needed.to_owned() }
            .into()
    }

    /// It is none of these words.
    #[inline(never)]
    pub(super) fn word(given: &str, words: &[&str]) -> Self {
        let needed = match words.split_last() {
            Some((last, [])) => (*last).to_owned(),
            Some((last, words)) => format!("{} or {last}", words.join(", ")),
            None => "nothing".to_owned(),
        };
        Problem::Other { given: shown(given), needed }.into()
    }

    /// It is text of another form; the text may be told.
    #[inline(never)]
    pub(crate) fn text(given: &str, needed: &str) -> Self {
        Problem::Other { given: shown(given), needed: needed.to_owned() }.into()
    }

    /// It is a field of none of these names.
    pub(super) fn no_field(known: &'static [&'static str]) -> Self {
        Problem::NoField(known).into()
    }

    /// A field that is needed was not given.
    #[inline(never)]
    pub(crate) fn missing(field: &str) -> Self {
        Self::from(Problem::Missing).within(field)
    }

    /// A sentence; names of fields stand between backquotes.
    pub(crate) fn said(sentence: String) -> Self {
        Problem::Said(sentence).into()
    }
}

fn is_beyond_64_bits(number: i128) -> bool {
    i64::try_from(number).is_err() && u64::try_from(number).is_err()
}

/// A whole number that was given. A language's numbers may have no end, so that it is not told which one of
/// those it is.
pub(crate) fn number_given(number: i128) -> String {
    if is_beyond_64_bits(number) {
        return "one of more than 64 bits".to_owned();
    }
    number.to_string()
}

/// A number with a fraction, if a few digits tell it. The library's own way of writing it takes as much of the
/// package for browsers as all of this does.
fn fraction(number: f64) -> String {
    const DIGITS: u64 = 1_000_000;
    const LARGEST: f64 = 1e15;
    if !number.is_finite() || number.abs() >= LARGEST {
        return "a number without end".to_owned();
    }
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "positive, and below 2^53 where it is whole"
    )]
    let (whole, part) = {
        let size = number.abs();
        (size as u64, (size.fract() * DIGITS as f64).round() as u64)
    };
    let sign = if number < 0.0 { "-" } else { "" };
    if number.fract() == 0.0 {
        return format!("{sign}{whole}.0");
    }
    if part == 0 || part >= DIGITS {
        return "a number with a fraction".to_owned();
    }
    let told = format!("{sign}{whole}.{part:06}");
    told.trim_end_matches('0').to_owned()
}

/// A word that a program gave: its start, where it is long.
pub(crate) fn shown(word: &str) -> String {
    const LONGEST: usize = 40;
    let first: String = word.chars().take(LONGEST).collect();
    if first.len() < word.len() { format!("{first:?}…") } else { format!("{first:?}") }
}

impl Wrong {
    /// The same, one step further out: in the field of this name.
    #[inline(never)]
    pub(crate) fn within(mut self, field: &str) -> Self {
        self.0.path.push(field.to_owned());
        self
    }

    /// The same, in the item of a list.
    #[inline(never)]
    pub(super) fn at(self, place: usize) -> Self {
        self.within(&format!("[{place}]"))
    }

    /// What the core says of a configuration that can't be had: the path of the field, then why.
    pub(super) fn of_check(error: &smtpwire::Error) -> Self {
        match error.detail().split_once(": ") {
            Some((path, why)) => Self::said(why.to_owned()).within(path),
            None => Self::said(error.detail().to_owned()),
        }
    }

    /// The failure that a language raises: the field by its path, then what is wrong. What was read is
    /// called `whole` where it is no field of it.
    pub(crate) fn told(self, whole: &str, spelling: Spelling) -> Failure {
        let mut path = String::new();
        for segment in self.0.path.iter().rev() {
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
        let sentence = match &self.0.problem {
            Problem::Said(sentence) => return quoted(sentence, spelling),
            Problem::Missing => return "it is needed, and was not given".to_owned(),
            Problem::NoField(known) => {
                let field = self.0.path.first().map(String::as_str).unwrap_or_default();
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
    if field == "tls" && (known.contains(&"implicit_tls") || known.contains(&"security")) {
        let place = match spelling {
            Spelling::Rust => "argument",
            Spelling::JavaScript => "option",
        };
        let beside = format!("TLS by the library is the {place} tls beside the configuration");
        if !known.contains(&"implicit_tls") {
            return format!("not a field; {beside}");
        }
        let implicit = spelled("implicit_tls", spelling);
        return format!(
            "not a field; {implicit} says that the connection is in the host's own TLS already, and {beside}"
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
