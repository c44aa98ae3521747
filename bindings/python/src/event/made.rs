//! Events that a program makes of their fields, for its tests; and those that come out of a pickle.
//!
//! What is given for a field has the type that the stub says, and becomes what the same field of an event
//! that happened would be: what is several things a tuple, octets `bytes`, a secret `***`.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyDict, PyList, PyString, PyTuple, PyType};
use smtpwire::Secret;
use smtpwire_shell::Failure;
use smtpwire_shell::config::{FromPlain, Spelling, read_field};
use smtpwire_shell::values::{Parameter, ProxyHeader, mail_parameters, rcpt_parameters};

use crate::arguments::{flag, whole};
use crate::errors::{Outcome, wrong_type};
use crate::octets::octets;
use crate::read::{argument, text};
use crate::reply::Reply;
use crate::write::{Shape, number, write};

/// What stands for a secret.
const MASK: &str = "***";

/// What a field holds.
pub(super) enum Form {
    /// Text.
    Text,
    /// One of these words.
    Word(&'static [&'static str]),
    /// Several texts.
    Texts,
    /// Names with their values.
    Pairs,
    /// Octets.
    Octets,
    /// A whole number from 0.
    Number,
    /// A whole number from 1: which command or message of the connection.
    Place,
    /// The number of a port.
    Port,
    /// True or false.
    Flag,
    /// A reply.
    Reply,
    /// Why something failed.
    Error,
    /// The parameters of MAIL or RCPT.
    Parameters(Of),
    /// What became of each recipient.
    Recipients,
    /// A PROXY header.
    Header,
    /// Text or octets that are not to be seen; the mask alone says that there were some.
    Secret,
}

/// Whose parameters they are.
#[derive(Clone, Copy)]
pub(super) enum Of {
    Mail,
    Rcpt,
}

/// The secrets of an event that a program has made, by their fields.
pub(super) type Secrets = Vec<(&'static str, Secret)>;

/// What a field becomes of what was given for it.
///
/// # Errors
/// `TypeError` for a value of another type, what smtpwire raises for one that can't be.
pub(super) fn field(
    py: Python<'_>,
    name: &'static str,
    form: &Form,
    optional: bool,
    given: Option<Bound<'_, PyAny>>,
    secrets: &mut Secrets,
) -> Outcome<Py<PyAny>> {
    let Some(given) = given else {
        let none = py.None();
        return if optional { Ok(none) } else { Err(form.wrong(name, none.bind(py)).into()) };
    };
    let field = match form {
        Form::Text => PyString::new(py, text(name, &given)?).into_any(),
        Form::Word(words) => PyString::new(py, word(name, words, text(name, &given)?)?).into_any(),
        Form::Octets => octets(name, &given)?.into_any(),
        Form::Number => number(py, whole(name, &given, 0..=u64::MAX)?).into_any(),
        Form::Place => number(py, whole(name, &given, 1..=u64::MAX)?).into_any(),
        Form::Port => number(py, whole(name, &given, 0..=u16::MAX.into())?).into_any(),
        Form::Flag => PyBool::new(py, flag(name, &given)?).to_owned().into_any(),
        Form::Reply => {
            given.cast::<Reply>().cloned().map_err(|_| form.wrong(name, &given))?.into_any()
        }
        Form::Error => of_class(form.allowed(), name, given, error_class(py)?)?,
        Form::Texts => each(form, name, &given, |name, item| {
            Ok(PyString::new(py, text(name, &item)?).into_any())
        })?,
        Form::Pairs => each(form, name, &given, |name, item| {
            let needed = "a pair of str";
            let pair = several(needed, name, &item)?;
            let [attribute, value] = pair.as_slice() else {
                return Err(wrong_type(name, needed, &item).into());
            };
            let pair = [text(name, attribute)?, text(name, value)?];
            Ok(PyTuple::new(py, pair)?.into_any())
        })?,
        Form::Recipients => {
            let class = recipient_class(py)?;
            each(form, name, &given, |name, item| {
                of_class("a smtpwire.RecipientOutcome", name, item, class)
            })?
        }
        Form::Parameters(of) => {
            several(form.allowed(), name, &given)?;
            let parameters = plain::<Vec<Parameter>>(name, &given)?;
            let can_be = match of {
                Of::Mail => mail_parameters(&parameters).map(|_| ()),
                Of::Rcpt => rcpt_parameters(&parameters).map(|_| ()),
            };
            // It names the parameter by itself.
            can_be.map_err(|wrong| Failure::invalid(wrong.detail, wrong.message))?;
            write(py, Shape::Plain, &parameters)?
                .cast_into::<PyList>()
                .map_err(PyErr::from)?
                .to_tuple()
                .into_any()
        }
        Form::Header => {
            if !given.is_instance_of::<PyDict>() {
                return Err(form.wrong(name, &given).into());
            }
            let header = plain::<ProxyHeader>(name, &given)?;
            header.build().map_err(|wrong| at(name, &wrong))?;
            write(py, Shape::Plain, &header)?
        }
        Form::Secret => {
            let secret = match given.cast::<PyString>() {
                Ok(_) => text(name, &given)?.as_bytes().to_vec(),
                Err(_) => {
                    octets(name, &given).map_err(|_| form.wrong(name, &given))?.as_bytes().to_vec()
                }
            };
            if secret != MASK.as_bytes() {
                secrets.push((name, secret.into()));
            }
            PyString::intern(py, MASK).into_any()
        }
    };
    Ok(field.unbind())
}

impl Form {
    /// What it may be, as an error says it.
    fn allowed(&self) -> &'static str {
        match self {
            Self::Text | Self::Word(_) => "str",
            Self::Texts => "a tuple of str",
            Self::Pairs => "a tuple of pairs of str",
            Self::Octets => "bytes or another buffer",
            Self::Number | Self::Place | Self::Port => "int",
            Self::Flag => "True or False",
            Self::Reply => "a smtpwire.Reply",
            Self::Error => "a smtpwire.SmtpwireError",
            Self::Parameters(_) => "a tuple of dicts",
            Self::Recipients => "a tuple of smtpwire.RecipientOutcome",
            Self::Header => "a dict",
            Self::Secret => "str or bytes",
        }
    }

    fn wrong(&self, name: &str, given: &Bound<'_, PyAny>) -> PyErr {
        wrong_type(name, self.allowed(), given)
    }
}

/// What is wrong with a field, by its name.
fn at(name: &str, wrong: &Failure) -> Failure {
    Failure::invalid(wrong.detail, format!("{name}: {}", wrong.message))
}

fn word<'w>(name: &str, words: &[&str], given: &'w str) -> Outcome<&'w str> {
    if words.contains(&given) {
        return Ok(given);
    }
    let message = format!("{name}: it is one of {}", words.join(", "));
    Err(Failure::invalid("invalid-choice", message).into())
}

/// The items of a list or a tuple.
fn several<'py>(
    needed: &str,
    name: &str,
    given: &Bound<'py, PyAny>,
) -> Outcome<Vec<Bound<'py, PyAny>>> {
    if !given.is_instance_of::<PyList>() && !given.is_instance_of::<PyTuple>() {
        return Err(wrong_type(name, needed, given).into());
    }
    Ok(given.try_iter()?.collect::<PyResult<_>>()?)
}

/// A tuple of what each item becomes.
fn each<'py>(
    form: &Form,
    name: &str,
    given: &Bound<'py, PyAny>,
    made: impl Fn(&str, Bound<'py, PyAny>) -> Outcome<Bound<'py, PyAny>>,
) -> Outcome<Bound<'py, PyAny>> {
    let items = several(form.allowed(), name, given)?.into_iter().enumerate();
    let items = items.map(|(at, item)| made(&format!("{name}[{at}]"), item));
    Ok(PyTuple::new(given.py(), items.collect::<Outcome<Vec<_>>>()?)?.into_any())
}

fn of_class<'py>(
    needed: &str,
    name: &str,
    given: Bound<'py, PyAny>,
    class: &Bound<'py, PyType>,
) -> Outcome<Bound<'py, PyAny>> {
    if given.is_instance(class)? { Ok(given) } else { Err(wrong_type(name, needed, &given).into()) }
}

fn error_class(py: Python<'_>) -> PyResult<&Bound<'_, PyType>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    CLASS.import(py, "smtpwire._errors", "SmtpwireError")
}

fn recipient_class(py: Python<'_>) -> PyResult<&Bound<'_, PyType>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    CLASS.import(py, "smtpwire._records", "RecipientOutcome")
}

/// What is a dictionary, or holds some, by the shared reading of its shape.
fn plain<T: FromPlain>(name: &str, given: &Bound<'_, PyAny>) -> Outcome<T> {
    Ok(read_field(name, argument(name, Some(given))?, Spelling::Rust)?)
}

/// A field as it is handed out: what a program could change is a copy.
pub(super) fn fresh<'py>(value: &Bound<'py, PyAny>) -> Outcome<Bound<'py, PyAny>> {
    let py = value.py();
    if let Ok(dict) = value.cast::<PyDict>() {
        let copy = PyDict::new(py);
        for (name, value) in dict {
            copy.set_item(name, fresh(&value)?)?;
        }
        return Ok(copy.into_any());
    }
    let items = || value.try_iter()?.map(|item| fresh(&item?)).collect::<Outcome<Vec<_>>>();
    if value.is_instance_of::<PyTuple>() {
        return Ok(PyTuple::new(py, items()?)?.into_any());
    }
    if value.is_instance_of::<PyList>() {
        return Ok(PyList::new(py, items()?)?.into_any());
    }
    Ok(value.clone())
}
