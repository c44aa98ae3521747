//! Events: one frozen class for each kind, all of them made by one table.
//!
//! An event that is pulled costs one object that holds the core's event; a field becomes Python's when it is
//! asked for. An event that a program makes of its fields, for its tests, or that comes out of a pickle, holds
//! those and no event of the core's. `table` has the rows, `fields` what is taken from the core's event without
//! a view of all of it, `made` what is given for fields, `secrets` the calls that reveal something.

mod fields;
mod made;
mod secrets;
mod table;

use made::Secrets;
use pyo3::basic::CompareOp;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyTuple, PyType};
use smtpwire::Secret;
use smtpwire_shell::AnyEvent;
pub(crate) use table::{add_classes, wrap};

use crate::errors::Outcome;
use crate::guard::call;
use crate::plain::{json, plain};
use crate::reply::equality;
use crate::write::{Shape, write};

/// Something that happened on a connection: what every event can do.
///
/// Each kind has a class of its own, which works with ``match``. Its ``type`` is the kind's name, as in
/// ``content-reply``; a field that is absent is ``None``. It does not change: a field that is a list of things
/// is a tuple, and one that is a dictionary, or holds some, is a new copy each time it is asked for.
///
/// Events are equal when their class and their fields are; a secret is no field, and is not compared. They can be
/// copied and pickled, and are equal then; out of a pickle comes no secret. A program that tests what it does
/// about events makes them of their fields, which are checked.
///
/// >>> from smtpwire import Rcpt
/// >>> Rcpt("jo@example.com", parameters=()) == Rcpt(to="jo@example.com", parameters=())
/// True
#[pyclass(frozen, subclass, name = "Event", module = "smtpwire")]
pub(crate) struct EventObject(Source);

/// Where an event comes from.
enum Source {
    /// It happened.
    Core(AnyEvent),
    /// A program has made it of its fields; these were secret.
    Made(Secrets),
}

impl EventObject {
    /// The core's event; none where a program has made this one of its fields.
    fn event(&self) -> Option<&AnyEvent> {
        match &self.0 {
            Source::Core(event) => Some(event),
            Source::Made(_) => None,
        }
    }

    /// What a program has given for a field that is secret.
    fn given_secret(&self, field: &str) -> Option<&Secret> {
        let Source::Made(secrets) = &self.0 else { return None };
        secrets.iter().find(|(name, _)| *name == field).map(|(_, secret)| secret)
    }
}

/// The names and values of the fields, in their order.
fn fields<'py>(event: &Bound<'py, EventObject>) -> Outcome<Vec<(String, Bound<'py, PyAny>)>> {
    let names = event.as_any().getattr("__match_args__")?.cast_into::<PyTuple>();
    let names = names.map_err(PyErr::from)?;
    let field = |name: Bound<'py, PyAny>| {
        let name = name.extract::<String>()?;
        let value = event.as_any().getattr(name.as_str())?;
        Ok((name, value))
    };
    names.iter().map(field).collect()
}

#[pymethods]
impl EventObject {
    /// The kind's name; each class has its own.
    #[classattr]
    #[pyo3(name = "type")]
    const TYPE: &'static str = "event";

    #[classattr]
    fn __match_args__(py: Python<'_>) -> Py<PyTuple> {
        PyTuple::empty(py).unbind()
    }

    /// The kinds of event are all there are: ``match`` and the unions rely on it.
    #[classmethod]
    #[pyo3(signature = (**_options))]
    fn __init_subclass__(
        _class: &Bound<'_, PyType>,
        _options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<()> {
        Err(PyTypeError::new_err("smtpwire.Event is not a base for other classes"))
    }

    /// The event as plain data: its ``type``, and the fields that it has. Octets are ``bytes``, replies and
    /// errors dictionaries, secrets ``***``.
    fn as_dict<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        call(|| {
            let py = slf.py();
            if let Some(event) = slf.get().event() {
                return write(py, Shape::Plain, event);
            }
            let dict = PyDict::new(py);
            dict.set_item("type", slf.as_any().getattr("type")?)?;
            for (name, value) in fields(slf)? {
                if !value.is_none() {
                    dict.set_item(name.trim_end_matches('_'), plain(&value)?)?;
                }
            }
            Ok(dict.into_any())
        })
    }

    /// The same as JSON, for a log: octets are text, in which what can't be shown is ``\xNN``.
    ///
    /// >>> from smtpwire import Content
    /// >>> Content(b"caf\xe9\r\n").as_json()
    /// '{"type": "content", "octets": "caf\\\\xe9\\\\x0d\\\\x0a"}'
    fn as_json<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let dict = Self::as_dict(slf)?;
        call(|| json(&dict))
    }

    /// It can't be changed, so that a copy is the event itself.
    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }

    /// Its class and its fields: what is masked in it is not written.
    fn __reduce__<'py>(
        slf: &Bound<'py, Self>,
    ) -> PyResult<(Bound<'py, PyType>, Bound<'py, PyTuple>)> {
        call(|| {
            let values = fields(slf)?.into_iter().map(|(_, value)| value);
            Ok((slf.get_type(), PyTuple::new(slf.py(), values.collect::<Vec<_>>())?))
        })
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        call(|| {
            let class = slf.get_type().name()?;
            let shown = fields(slf)?.into_iter().map(|(name, value)| {
                let value = shorter(&value)?;
                Ok(format!("{name}={value}"))
            });
            Ok(format!("{class}({})", shown.collect::<Outcome<Vec<_>>>()?.join(", ")))
        })
    }

    fn __richcmp__(
        slf: &Bound<'_, Self>,
        other: &Bound<'_, PyAny>,
        how: CompareOp,
    ) -> PyResult<Py<PyAny>> {
        let same = || match other.cast::<Self>() {
            Err(_) => Ok(None),
            Ok(other) => same(slf, other).map(Some),
        };
        Ok(equality(other.py(), call(same)?, how))
    }

    /// Of the class and of the fields that have one: dictionaries have none.
    fn __hash__(slf: &Bound<'_, Self>) -> PyResult<isize> {
        call(|| {
            let mut hashes = vec![slf.get_type().hash()?];
            for (_, value) in fields(slf)? {
                if let Ok(hash) = value.hash() {
                    hashes.push(hash);
                }
            }
            Ok(PyTuple::new(slf.py(), hashes)?.hash()?)
        })
    }
}

/// Whether two events are the same: of one class, and with the same fields, in which secrets are masked.
/// Comparing those would tell a copy from what came out of its pickle, which has none.
fn same(one: &Bound<'_, EventObject>, other: &Bound<'_, EventObject>) -> Outcome<bool> {
    if !one.get_type().is(other.get_type()) {
        return Ok(false);
    }
    for ((_, one), (_, other)) in fields(one)?.iter().zip(fields(other)?.iter()) {
        if !one.eq(other)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// How a field is shown: content by its size.
fn shorter(value: &Bound<'_, PyAny>) -> Outcome<String> {
    const SHOWN: usize = 64;
    match value.cast::<PyBytes>() {
        Ok(octets) if octets.as_bytes().len() > SHOWN => {
            Ok(format!("<{} octets>", octets.as_bytes().len()))
        }
        _ => Ok(value.repr()?.to_str()?.to_owned()),
    }
}

/// Makes the classes of a table of events, the function that puts a core's event into its class, and the one
/// that adds the classes to the module.
///
/// `name: field` is a field's name in Python and in the shared event, `= None` says that it may be absent, `as`
/// what it holds, `by` is a function of `fields` that needs no view of the event; what stands behind the semicolon
/// is not shown.
macro_rules! events {
    ($(
        $(#[doc = $doc:literal])+
        $class:ident of $kind:ident $inner:tt {
            $($(#[doc = $about:literal])+ $name:ident $(= $default:tt)?:
                $field:ident as $form:ident $(($detail:expr))? $(by $direct:ident)?,)*
            $(; $hidden:ident)?
        }
    )+) => {
        $(
            $(#[doc = $doc])+
            #[pyo3::pyclass(frozen, extends = $crate::event::EventObject, module = "smtpwire")]
            pub(crate) struct $class {
                $($name: pyo3::sync::PyOnceLock<pyo3::Py<pyo3::PyAny>>,)*
            }

            impl $class {
                fn new() -> Self {
                    Self { $($name: pyo3::sync::PyOnceLock::new(),)* }
                }
            }

            #[pyo3::pymethods]
            impl $class {
                #[new]
                #[pyo3(signature = ($($name $(= $default)?),*))]
                #[allow(clippy::too_many_arguments, reason = "each is a field")]
                fn build(
                    py: pyo3::Python<'_>,
                    $($name: Option<pyo3::Bound<'_, pyo3::PyAny>>,)*
                ) -> pyo3::PyResult<pyo3::PyClassInitializer<Self>> {
                    $crate::guard::call(|| {
                        let made = Self::new();
                        #[allow(unused_mut, reason = "some have no field")]
                        let mut secrets = $crate::event::made::Secrets::new();
                        // Some have no field.
                        let _ = py;
                        $(
                            let form = $crate::event::made::Form::$form $(($detail))?;
                            let optional = $crate::event::events!(@optional $($default)?);
                            let value = $crate::event::made::field(
                                py, stringify!($name), &form, optional, $name, &mut secrets,
                            );
                            let _ = made.$name.set(py, value?);
                        )*
                        let base = $crate::event::EventObject($crate::event::Source::Made(secrets));
                        Ok(pyo3::PyClassInitializer::from(base).add_subclass(made))
                    })
                }

                /// The kind's name.
                #[classattr]
                #[pyo3(name = "type")]
                const TYPE: &'static str = smtpwire_shell::Kind::$kind.name();

                #[classattr]
                fn __match_args__(py: pyo3::Python<'_>) -> pyo3::PyResult<pyo3::Py<pyo3::types::PyTuple>> {
                    let names: &[&str] = &[$(stringify!($name)),*];
                    Ok(pyo3::types::PyTuple::new(py, names)?.unbind())
                }

                $(
                    $(#[doc = $about])+
                    #[getter]
                    fn $name(slf: &pyo3::Bound<'_, Self>) -> pyo3::PyResult<pyo3::Py<pyo3::PyAny>> {
                        $crate::guard::call(|| {
                            let py = slf.py();
                            if let Some(made) = slf.get().$name.get(py) {
                                return Ok($crate::event::made::fresh(made.bind(py))?.unbind());
                            }
                            let Some(event) = slf.as_super().get().event() else {
                                return Ok(py.None());
                            };
                            let value: $crate::errors::Outcome<_> =
                                $crate::event::events!(@value py, event, $kind $inner, $field $(by $direct)?);
                            Ok($crate::event::fields::keep(py, &slf.get().$name, value?))
                        })
                    }
                )*
            }
        )+

        /// The event as an object of its class.
        pub(crate) fn wrap(
            py: pyo3::Python<'_>,
            event: smtpwire_shell::AnyEvent,
        ) -> pyo3::PyResult<pyo3::Py<pyo3::PyAny>> {
            let kind = event.kind();
            let base = pyo3::PyClassInitializer::from($crate::event::EventObject($crate::event::Source::Core(event)));
            match kind {
                $(smtpwire_shell::Kind::$kind => {
                    Ok(pyo3::Py::new(py, base.add_subclass($class::new()))?.into_any())
                })+
            }
        }

        /// Adds the classes to the module.
        pub(crate) fn add_classes(
            module: &pyo3::Bound<'_, pyo3::types::PyModule>,
        ) -> pyo3::PyResult<()> {
            use pyo3::types::PyModuleMethods as _;
            module.add_class::<$crate::event::EventObject>()?;
            $(module.add_class::<$class>()?;)+
            Ok(())
        }

        /// Each row names every field that its event has.
        const _: fn(&smtpwire_shell::Event<'_>) = |event| match event {
            $($crate::event::events!(
                @pattern $kind $inner { $($field: _,)* $($hidden: _,)? }
            ) => {})+
        };
    };

    (@optional None) => { true };
    (@optional) => { false };

    (@pattern $kind:ident () { $($fields:tt)* }) => {
        smtpwire_shell::Event::$kind { $($fields)* }
    };
    (@pattern $kind:ident ($inner:path) { $($fields:tt)* }) => {
        smtpwire_shell::Event::$kind($inner { $($fields)* })
    };

    (@value $py:ident, $event:ident, $kind:ident $inner:tt, $field:ident by $direct:ident) => {
        $crate::event::fields::$direct($py, $event)
    };
    (@value $py:ident, $event:ident, $kind:ident $inner:tt, $field:ident) => {
        match $event.view() {
            $crate::event::events!(@pattern $kind $inner { $field, .. }) => {
                $crate::event::fields::write($py, &$field)
            }
            _ => Ok($py.None()),
        }
    };
}
use events;
