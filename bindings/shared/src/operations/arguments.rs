//! The arguments of a call, one after the other.
//!
//! Each is read by its type alone: a struct for the arguments of each operation would be code for each, and
//! all of them together a good part of the package for browsers.

use std::vec;

use crate::config::{FromPlain, Plain, Spelling, Wrong, spelled};
use crate::failure::Failure;
use crate::javascript::camel_case;

/// What was given, in the order of an operation's arguments.
pub(super) struct Arguments {
    given: vec::IntoIter<Plain>,
    spelling: Spelling,
}

impl Arguments {
    /// A list of arguments in their order, or an object of their names. What is null was not given.
    ///
    /// # Errors
    /// `invalid-choice` where there are more, or others, than the operation has.
    pub(super) fn of(
        given: Plain,
        names: &'static [&'static str],
        spelling: Spelling,
    ) -> Result<Self, Failure> {
        let given = match given {
            Plain::Null => Vec::new(),
            Plain::List(items) if items.len() <= names.len() => items,
            Plain::List(items) => {
                let message =
                    format!("{} arguments, where there are at most {}", items.len(), names.len());
                return Err(wrong(message));
            }
            Plain::Object(fields) => in_order(fields, names, spelling)?,
            _ => return Err(wrong("arguments are a list, or an object of their names".to_owned())),
        };
        Ok(Self { given: given.into_iter(), spelling })
    }

    /// The next one.
    ///
    /// # Errors
    /// `invalid-choice`, whose message begins with the name of the argument, or says that it is missing.
    pub(super) fn next<T: FromPlain>(&mut self, name: &'static str) -> Result<T, Failure> {
        let given = self.take();
        let missing = given == Plain::Null;
        T::from_plain(given).map_err(|wrong| self.told(name, missing, wrong))
    }

    /// What is given next, in Rust's spelling.
    #[inline(never)]
    fn take(&mut self) -> Plain {
        let given = self.given.next().unwrap_or(Plain::Null);
        given.spelled_by(self.spelling)
    }

    #[inline(never)]
    fn told(&self, name: &str, missing: bool, wrong: Wrong) -> Failure {
        let wrong = if missing { Wrong::missing(name) } else { wrong.within(name) };
        wrong.told("", self.spelling)
    }
}

fn wrong(message: String) -> Failure {
    Failure::invalid("invalid-choice", message)
}

fn unknown(field: &str, names: &[&str], spelling: Spelling) -> Failure {
    let names: Vec<String> = names.iter().map(|name| spelled(name, spelling)).collect();
    let known = match names.as_slice() {
        [] => "there are none".to_owned(),
        names => format!("the arguments are {}", names.join(", ")),
    };
    wrong(format!("{field}: not an argument; {known}"))
}

/// The values of an object's fields, by the order of the names.
fn in_order(
    fields: Vec<(String, Plain)>,
    names: &[&str],
    spelling: Spelling,
) -> Result<Vec<Plain>, Failure> {
    let mut given = vec![Plain::Null; names.len()];
    for (field, value) in fields {
        let known = names.iter().position(|name| match spelling {
            Spelling::Rust => *name == field,
            Spelling::JavaScript => camel_case(name) == field,
        });
        let Some(place) = known.and_then(|at| given.get_mut(at)) else {
            return Err(unknown(&field, names, spelling));
        };
        *place = value;
    }
    Ok(given)
}
