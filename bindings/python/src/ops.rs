//! Operations of the shared table, as methods and functions of Python.
//!
//! What an operation does stands in the shared crate; here a row says its name and its arguments as Python
//! spells them, and documents it. Each row is one call.

use pyo3::prelude::*;
use pyo3::types::PyDict;
use serde::Serialize;
use smtpwire_shell::Failure;
use smtpwire_shell::config::Plain;
use smtpwire_shell::operations::{self as shared, Answer, Signature};

use crate::errors::{Fault, Outcome};
use crate::octets::LARGE;
use crate::read::argument;
use crate::write::{Shape, write};

/// What an operation answers, on its way into Python. The interpreter's lock need not be held until then.
pub(crate) struct Into;

impl Answer for Into {
    type Written = Result<Py<PyAny>, Fault>;

    fn write<T: Serialize + ?Sized>(self, value: &T) -> Result<Self::Written, Failure> {
        Ok(Python::attach(|py| write(py, Shape::Objects, value).map(Bound::unbind)))
    }
}

/// Operations that take long whatever they are given: they derive keys from passwords.
const SLOW: &[&str] = &["make_scram_verifier", "scram_verifier_matches"];

/// Whether other threads are to go on while this is done: it takes far longer than to give up the
/// interpreter's lock, and to wait for it again.
fn is_long(operation: &str, given: &Plain) -> bool {
    let octets = |value: &Plain| match value {
        Plain::Octets(octets) => octets.len(),
        Plain::Text(text) => text.len(),
        _ => 0,
    };
    let large = match given {
        Plain::List(arguments) => arguments.iter().map(octets).max() >= Some(LARGE),
        _ => false,
    };
    large || SLOW.contains(&operation)
}

/// Does an operation, without the interpreter's lock where it takes long.
pub(crate) fn run<'py>(
    py: Python<'py>,
    operation: &str,
    given: Plain,
    call: impl FnOnce(Plain) -> Result<Result<Py<PyAny>, Fault>, Failure> + Send,
) -> Outcome<Bound<'py, PyAny>> {
    let answer = if is_long(operation, &given) { py.detach(|| call(given)) } else { call(given) };
    Ok(answer??.into_bound(py))
}

/// The arguments, in the order in which the operation names them; what was left out is null.
pub(crate) fn given(
    operation: Signature,
    arguments: &[Option<&Bound<'_, PyAny>>],
) -> Outcome<Plain> {
    let named = operation.arguments.iter().zip(arguments);
    let plain = named.map(|(name, given)| argument(name, *given));
    Ok(Plain::List(plain.collect::<Outcome<_>>()?))
}

/// An operation on an object that a guard holds; `$held => $object` says where in it.
macro_rules! operate {
    ($guarded:expr, $py:expr, $operation:expr, $held:ident => $object:expr, [$($argument:expr),*]) => {{
        let given = $crate::ops::given($operation.signature(), &[$($argument),*]);
        $guarded.with(|$held| {
            let (operation, object) = ($operation, $object);
            $crate::ops::run($py, operation.signature().name, given?, |given| {
                let spelling = smtpwire_shell::config::Spelling::Rust;
                operation.call(object, given, spelling, $crate::ops::Into)
            })
        })
    }};
}
pub(crate) use operate;

/// Gives a class methods and properties that are operations on what its guard holds.
macro_rules! methods {
    ($class:ident asks $operation:ident, $held:ident => $object:expr;
        $($(#[doc = $doc:literal])+ $name:ident($($argument:ident $(= $default:tt)?),*);)*
        properties
        $($(#[doc = $about:literal])+ $property:ident;)*
    ) => {
        #[pyo3::pymethods]
        impl $class {
            $(
                $(#[doc = $doc])+
                #[pyo3(signature = ($($argument $(= $default)?),*))]
                fn $name<'py>(
                    &self,
                    py: pyo3::Python<'py>,
                    $($argument: Option<&pyo3::Bound<'py, pyo3::PyAny>>,)*
                ) -> pyo3::PyResult<pyo3::Bound<'py, pyo3::PyAny>> {
                    $crate::ops::operate!(
                        self.held, py, $operation::$name, $held => $object, [$($argument),*]
                    )
                }
            )*
            $(
                $(#[doc = $about])+
                #[getter]
                fn $property<'py>(
                    &self,
                    py: pyo3::Python<'py>,
                ) -> pyo3::PyResult<pyo3::Bound<'py, pyo3::PyAny>> {
                    $crate::ops::operate!(self.held, py, $operation::$property, $held => $object, [])
                }
            )*
        }
    };
}
pub(crate) use methods;

/// Makes functions of Python that are operations on nothing, and `add`, which puts them into the module.
macro_rules! functions {
    (ask $operation:ident;
        $($(#[doc = $doc:literal])+ $name:ident($($argument:ident $(= $default:tt)?),*);)+
    ) => {
        $(
            $(#[doc = $doc])+
            #[pyo3::pyfunction]
            #[pyo3(signature = ($($argument $(= $default)?),*))]
            #[allow(clippy::elidable_lifetime_names, reason = "some have no arguments")]
            fn $name<'py>(
                py: pyo3::Python<'py>,
                $($argument: Option<&pyo3::Bound<'py, pyo3::PyAny>>,)*
            ) -> pyo3::PyResult<pyo3::Bound<'py, pyo3::PyAny>> {
                $crate::guard::call(|| {
                    let operation = $operation::$name.signature();
                    let given = $crate::ops::given(operation, &[$($argument),*])?;
                    $crate::ops::run(py, operation.name, given, |given| {
                        let spelling = smtpwire_shell::config::Spelling::Rust;
                        $operation::$name.call(&mut (), given, spelling, $crate::ops::Into)
                    })
                })
            }
        )+

        /// Adds them to the module.
        pub(crate) fn add(module: &pyo3::Bound<'_, pyo3::types::PyModule>) -> pyo3::PyResult<()> {
            use pyo3::types::PyModuleMethods as _;
            $(module.add_function(pyo3::wrap_pyfunction!($name, module)?)?;)+
            Ok(())
        }
    };
}
pub(crate) use functions;

/// The names of all operations and of their arguments, by the class that has them; those of the module
/// stand under the empty name. For the tests, which compare them with what there is.
#[pyfunction(name = "_operations")]
pub(crate) fn operations(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    let all = PyDict::new(py);
    macro_rules! tables {
        ($($class:literal: $operation:ident,)+) => {$(
            let table = match all.get_item($class)? {
                Some(table) => table.cast_into::<PyDict>()?,
                None => PyDict::new(py),
            };
            for one in shared::$operation::ALL {
                let signature = one.signature();
                table.set_item(signature.name, signature.arguments.to_vec())?;
            }
            all.set_item($class, table)?;
        )+};
    }
    tables! {
        "": Function,
        "": DiagnoseFunction,
        "": TlsFunction,
        "Client": ClientOperation,
        "Mailer": MailerOperation,
        "Server": ServerOperation,
        "ReplyReader": ReplyReaderOperation,
        "Stuffer": StufferOperation,
        "Unstuffer": UnstufferOperation,
        "LineFramer": LineFramerOperation,
        "ChunkReader": ChunkReaderOperation,
        "ChunkTotal": ChunkTotalOperation,
        "ContentScanner": ContentScannerOperation,
    }
    Ok(all)
}
