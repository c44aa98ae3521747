//! Python's values as plain data: dictionaries, lists, text, numbers, octets.

use pyo3::prelude::*;
use pyo3::types::{
    PyBool, PyByteArray, PyBytes, PyDict, PyFloat, PyInt, PyList, PyMapping, PyMemoryView,
    PyString, PyTuple,
};
use smtpwire_shell::Failure;
use smtpwire_shell::config::Plain;

use crate::errors::{Fault, Outcome, wrong_type};
use crate::octets::octets;
use crate::reply::Reply;

/// How deep lists and dictionaries may stand in each other. One that holds itself ends here.
const DEPTH: usize = 32;

/// The argument of this name as plain data; null where it was left out. What is wrong in it is told by a
/// path that begins with the name.
///
/// # Errors
/// `invalid-choice` for what is no plain data. What was given is not told: it may be a secret.
pub(crate) fn argument(name: &str, given: Option<&Bound<'_, PyAny>>) -> Outcome<Plain> {
    told(given, |path| if path.is_empty() { name.to_owned() } else { format!("{name}{path}") })
}

/// The same for options, whose fields are told by their own names.
///
/// # Errors
/// As those of [`argument`].
pub(crate) fn options(name: &str, given: Option<&Bound<'_, PyAny>>) -> Outcome<Plain> {
    told(given, |path| match path.strip_prefix('.') {
        Some(field) => field.to_owned(),
        None => name.to_owned(),
    })
}

fn told(given: Option<&Bound<'_, PyAny>>, place: impl FnOnce(&str) -> String) -> Outcome<Plain> {
    let Some(given) = given else { return Ok(Plain::Null) };
    plain(given, 0).map_err(|unread| match unread {
        Unread::Raised(fault) => fault,
        Unread::Refused { detail, path, message } => {
            let path: String = path.into_iter().rev().collect();
            Failure::invalid(detail, format!("{}: {message}", place(&path))).into()
        }
    })
}

/// Why a value is no plain data.
enum Unread {
    /// It is none, at this path: from the inside out, as `.limits` and `[1]`.
    Refused { detail: &'static str, path: Vec<String>, message: String },
    /// Something else was raised on the way.
    Raised(Fault),
}

impl<E: Into<Fault>> From<E> for Unread {
    fn from(error: E) -> Self {
        Self::Raised(error.into())
    }
}

impl Unread {
    fn refused(detail: &'static str, message: String) -> Self {
        Self::Refused { detail, path: Vec::new(), message }
    }

    fn within(mut self, step: impl FnOnce() -> String) -> Self {
        if let Self::Refused { path, .. } = &mut self {
            path.push(step());
        }
        self
    }
}

fn plain(given: &Bound<'_, PyAny>, depth: usize) -> Result<Plain, Unread> {
    if depth > DEPTH {
        return refuse(format!("lists and dicts stand in each other at most {DEPTH} deep"));
    }
    if let Ok(text) = given.cast::<PyString>() {
        return text_of(text).map(Plain::Text);
    }
    if given.is_none() {
        return Ok(Plain::Null);
    }
    // Before int, of which bool is a kind.
    if let Ok(flag) = given.cast::<PyBool>() {
        return Ok(Plain::Bool(flag.is_true()));
    }
    if let Ok(number) = given.cast::<PyInt>() {
        // One that does not even fit here fits nowhere; how large it is, is not told.
        let beyond = if number.lt(0)? { i128::MIN } else { i128::MAX };
        return Ok(Plain::Integer(given.extract::<i128>().unwrap_or(beyond)));
    }
    if let Ok(octets) = given.cast::<PyBytes>() {
        return Ok(Plain::Octets(octets.as_bytes().to_vec()));
    }
    if let Ok(fields) = given.cast::<PyDict>() {
        let fields = fields.iter().map(|(name, value)| field(&name, &value, depth));
        return Ok(Plain::Object(fields.collect::<Result<_, _>>()?));
    }
    if given.is_instance_of::<PyList>() || given.is_instance_of::<PyTuple>() {
        let items = given.try_iter()?.enumerate().map(|(at, item)| {
            plain(&item?, depth.saturating_add(1))
                .map_err(|wrong| wrong.within(|| format!("[{at}]")))
        });
        return Ok(Plain::List(items.collect::<Result<_, _>>()?));
    }
    if let Ok(float) = given.cast::<PyFloat>() {
        return Ok(Plain::Float(float.value()));
    }
    if let Ok(reply) = given.cast::<Reply>() {
        return Ok(Plain::Octets(reply.get().octets()));
    }
    if given.is_instance_of::<PyByteArray>() || given.is_instance_of::<PyMemoryView>() {
        return Ok(Plain::Octets(octets("octets", given)?.as_bytes().to_vec()));
    }
    if let Ok(fields) = given.cast::<PyMapping>() {
        let items = fields.items()?;
        let fields = items.iter().map(|item| {
            let (name, value): (Bound<'_, PyAny>, Bound<'_, PyAny>) = item.extract()?;
            field(&name, &value, depth)
        });
        return Ok(Plain::Object(fields.collect::<Result<_, _>>()?));
    }
    let class = given.get_type().name()?;
    // A set, a generator, a view of a dict: their order is none, or they are read but once.
    if given.getattr_opt("__iter__")?.is_some() {
        return refuse(format!("a list or a tuple is needed where there are several, not {class}"));
    }
    refuse(format!("dict, list, str, bytes, int, float, bool or None is needed, not {class}"))
}

/// A field of a dictionary, by its name.
fn field(
    name: &Bound<'_, PyAny>,
    value: &Bound<'_, PyAny>,
    depth: usize,
) -> Result<(String, Plain), Unread> {
    let Ok(name) = name.cast::<PyString>() else {
        return refuse(format!("the keys of a dict are str, not {}", name.get_type().name()?));
    };
    let name = text_of(name)?;
    match plain(value, depth.saturating_add(1)) {
        Ok(value) => Ok((name, value)),
        Err(wrong) => Err(wrong.within(|| format!(".{name}"))),
    }
}

fn refuse<T>(message: String) -> Result<T, Unread> {
    Err(Unread::refused("invalid-choice", message))
}

/// What is said of text that has no UTF-8. Python's own complaint would show the text, which may be a
/// password.
const NO_UTF8: &str = "text holds a lone surrogate, which stands for an octet that was no UTF-8 when it was \
                       read; give the octets themselves, as bytes";

/// The text as UTF-8.
///
/// # Errors
/// `not-utf8` for a lone surrogate.
pub(crate) fn utf8<'t>(argument: &str, text: &'t Bound<'_, PyString>) -> Outcome<&'t str> {
    text.to_str().map_err(|_| Failure::invalid("not-utf8", format!("{argument}: {NO_UTF8}")).into())
}

/// The text of an argument.
///
/// # Errors
/// `TypeError` for what is none, `not-utf8` for a lone surrogate.
pub(crate) fn text<'t>(argument: &str, given: &'t Bound<'_, PyAny>) -> Outcome<&'t str> {
    match given.cast::<PyString>() {
        Ok(text) => utf8(argument, text),
        Err(_) => Err(wrong_type(argument, "str", given).into()),
    }
}

fn text_of(text: &Bound<'_, PyString>) -> Result<String, Unread> {
    let text = text.to_str().map_err(|_| Unread::refused("not-utf8", NO_UTF8.to_owned()))?;
    Ok(text.to_owned())
}
