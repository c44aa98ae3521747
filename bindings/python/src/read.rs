//! Python's values as plain data: dictionaries, lists, text, numbers, octets.

use pyo3::prelude::*;
use pyo3::types::{
    PyBool, PyByteArray, PyBytes, PyDict, PyFloat, PyInt, PyList, PyMapping, PyMemoryView,
    PyString, PyTuple,
};
use smtpwire_shell::Failure;
use smtpwire_shell::config::Plain;

use crate::errors::Outcome;
use crate::octets::octets;
use crate::reply::Reply;

/// How deep lists and dictionaries may stand in each other. One that holds itself ends here.
const DEPTH: usize = 32;

/// The value as plain data.
///
/// # Errors
/// `invalid-choice` for what is no plain data. What was given is not told: it may be a secret.
pub(crate) fn plain(given: &Bound<'_, PyAny>) -> Outcome<Plain> {
    at_depth(given, 0)
}

/// The value, or null where there is none.
pub(crate) fn optional(given: Option<&Bound<'_, PyAny>>) -> Outcome<Plain> {
    given.map_or(Ok(Plain::Null), plain)
}

fn at_depth(given: &Bound<'_, PyAny>, depth: usize) -> Outcome<Plain> {
    if depth > DEPTH {
        return refuse(format!("lists and dicts stand in each other at most {DEPTH} deep"));
    }
    let deeper = |item: &Bound<'_, PyAny>| at_depth(item, depth.saturating_add(1));
    if let Ok(text) = given.cast::<PyString>() {
        return Ok(Plain::Text(utf8(text)?.to_owned()));
    }
    if given.is_none() {
        return Ok(Plain::Null);
    }
    // Before int, of which bool is a kind.
    if let Ok(flag) = given.cast::<PyBool>() {
        return Ok(Plain::Bool(flag.is_true()));
    }
    if given.is_instance_of::<PyInt>() {
        // One that does not even fit here fits nowhere; the sentence about the range is the same.
        return Ok(Plain::Integer(given.extract::<i128>().unwrap_or(i128::MAX)));
    }
    if let Ok(octets) = given.cast::<PyBytes>() {
        return Ok(Plain::Octets(octets.as_bytes().to_vec()));
    }
    if let Ok(fields) = given.cast::<PyDict>() {
        let fields = fields.iter().map(|(name, value)| Ok((key(&name)?, deeper(&value)?)));
        return Ok(Plain::Object(fields.collect::<Outcome<_>>()?));
    }
    if given.is_instance_of::<PyList>() || given.is_instance_of::<PyTuple>() {
        let items = given.try_iter()?.map(|item| deeper(&item?));
        return Ok(Plain::List(items.collect::<Outcome<_>>()?));
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
            Ok((key(&name)?, deeper(&value)?))
        });
        return Ok(Plain::Object(fields.collect::<Outcome<_>>()?));
    }
    refuse(format!(
        "{} is no plain data: dict, list, str, bytes, int, float, bool or None",
        given.get_type().name()?
    ))
}

/// The text as UTF-8. Python's own complaint about text that has none would show the text, which may be a
/// password.
///
/// # Errors
/// `not-utf8` for a lone surrogate.
pub(crate) fn utf8<'t>(text: &'t Bound<'_, PyString>) -> Outcome<&'t str> {
    text.to_str().map_err(|_| {
        let message = "text holds a lone surrogate, which stands for an octet that was no UTF-8 when it was read; \
                       give the octets themselves, as bytes";
        Failure::invalid("not-utf8", message).into()
    })
}

fn key(name: &Bound<'_, PyAny>) -> Outcome<String> {
    match name.cast::<PyString>() {
        Ok(name) => Ok(utf8(name)?.to_owned()),
        Err(_) => refuse("the keys of a dict are str".to_owned()),
    }
}

fn refuse<T>(message: String) -> Outcome<T> {
    Err(Failure::invalid("invalid-choice", message).into())
}
