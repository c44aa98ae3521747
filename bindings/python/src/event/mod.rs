//! Events: one frozen class for each kind, all of them made by one table.
//!
//! An event that is pulled costs one object that holds the core's event; a field becomes Python's when it is
//! asked for, once. `table` has the rows, `fields` what is taken from the core's event without a view of all
//! of it, `secrets` the calls that reveal something.

mod fields;
mod secrets;
mod table;

use pyo3::basic::CompareOp;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyTuple};
use smtpwire_shell::AnyEvent;
pub(crate) use table::{add_classes, wrap};

use crate::errors::Outcome;
use crate::guard::call;
use crate::reply::equality;
use crate::write::{Shape, write};

/// Something that happened on a connection: what every event can do.
///
/// Each kind has a class of its own, which works with ``match``. Its ``type`` is the kind's name, as in
/// ``content-reply``; a field that is absent is ``None``.
#[pyclass(frozen, subclass, name = "Event", module = "smtpwire")]
pub(crate) struct EventObject {
    event: AnyEvent,
}

impl EventObject {
    pub(crate) fn event(&self) -> &AnyEvent {
        &self.event
    }
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

    /// The event as plain data: its ``type``, and the fields that it has. Secrets are ``***``.
    fn as_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        call(|| write(py, Shape::Plain, &self.event))
    }

    /// It can't be changed, so that a copy is the event itself.
    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        call(|| {
            let class = slf.get_type().name()?;
            let names = slf
                .as_any()
                .getattr("__match_args__")?
                .cast_into::<PyTuple>()
                .map_err(PyErr::from)?;
            let fields = names.iter().map(|name| {
                let name = name.extract::<String>()?;
                let value = shorter(&slf.as_any().getattr(name.as_str())?)?;
                Ok(format!("{name}={value}"))
            });
            let fields = fields.collect::<Outcome<Vec<_>>>()?;
            Ok(format!("{class}({})", fields.join(", ")))
        })
    }

    fn __richcmp__(&self, other: &Bound<'_, PyAny>, how: CompareOp) -> PyResult<Py<PyAny>> {
        let other_event = other.cast::<Self>().ok();
        let same = || Ok(other_event.map(|other| self.event == other.get().event));
        Ok(equality(other.py(), call(same)?, how))
    }
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
/// `name: field` is a field's name in Python and in the shared event, `by` a function of `fields` that needs
/// no view of the event; what stands behind the semicolon is not shown.
macro_rules! events {
    ($(
        $(#[doc = $doc:literal])+
        $class:ident of $kind:ident $inner:tt {
            $($(#[doc = $about:literal])+ $name:ident: $field:ident $(by $direct:ident)?,)*
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
                            let event = slf.as_super().get().event();
                            let made = slf.get().$name.get_or_try_init(py, || {
                                $crate::event::events!(@value py, event, $kind $inner, $field $(by $direct)?)
                            });
                            Ok(made?.clone_ref(py))
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
            let base = pyo3::PyClassInitializer::from($crate::event::EventObject { event });
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
