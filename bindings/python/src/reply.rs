//! Replies.

use std::hash::{DefaultHasher, Hash, Hasher};

use pyo3::basic::CompareOp;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString, PyTuple, PyType};
use smtpwire::{ReplyOptions, ReplyReader};
use smtpwire_shell::{Failure, values};

use crate::arguments::whole;
use crate::errors::Outcome;
use crate::guard::call;
use crate::octets::octets;
use crate::read::text;
use crate::write::{Shape, write};

/// A reply: a code, and one or more lines of text.
///
/// ``lines`` and ``text`` lose nothing: what is fit to be shown stands as it is, all else as ``\xNN``.
/// Who needs the octets themselves finds them in ``wire``.
///
/// A reply is built of a code, its text (one ``str``, or several for several lines) and perhaps an enhanced
/// status code; a line that would be too long is split.
///
/// >>> from smtpwire import Reply
/// >>> reply = Reply(550, "No such user", enhanced="5.1.1")
/// >>> reply.code, reply.enhanced, reply.text
/// (550, '5.1.1', 'No such user')
/// >>> bytes(reply)
/// b'550 5.1.1 No such user\r\n'
#[pyclass(frozen, module = "smtpwire")]
pub(crate) struct Reply(smtpwire::Reply<'static>);

impl Reply {
    pub(crate) fn new(reply: smtpwire::Reply<'static>) -> Self {
        Self(reply)
    }

    /// A reply from the wire form that it had before: whatever was read under any option is read again.
    pub(crate) fn read(wire: &[u8]) -> Outcome<Self> {
        let mut options = ReplyOptions::default();
        options.max_line = usize::MAX;
        options.max_lines = usize::MAX;
        options.differing_codes = true;
        options.trailing_cr = true;
        let mut reader = ReplyReader::with_options(options);
        reader.receive(wire);
        match reader.next_reply() {
            Ok(Some(reply)) => Ok(Self(reply.into_owned())),
            Ok(None) => Err(Failure::malformed("incomplete", "this is no whole reply").into()),
            Err(error) => Err(Failure::from(error).into()),
        }
    }

    /// The octets on the wire, with their CRLFs.
    pub(crate) fn octets(&self) -> Vec<u8> {
        let mut octets = Vec::with_capacity(self.0.as_bytes().len().saturating_add(2));
        self.0.encode(&mut octets);
        octets
    }

    fn shown(&self) -> Vec<String> {
        self.0.lines().map(|line| smtpwire::Escaped(line).to_string()).collect()
    }
}

#[pymethods]
impl Reply {
    #[new]
    #[pyo3(signature = (code, *lines, enhanced = None))]
    fn build(
        code: &Bound<'_, PyAny>,
        lines: &Bound<'_, PyTuple>,
        enhanced: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        call(|| {
            let code = u16::try_from(whole("code", code, 200..=599)?).unwrap_or(u16::MAX);
            let lines: Vec<Bound<'_, PyAny>> = lines.iter().collect();
            let mut texts = Vec::with_capacity(lines.len().max(1));
            for (at, line) in lines.iter().enumerate() {
                texts.push(text(&format!("lines[{at}]"), line)?);
            }
            if texts.is_empty() {
                texts.push("");
            }
            let enhanced = enhanced.map(|given| text("enhanced", given)).transpose()?;
            Ok(Self(values::reply(code, enhanced, texts)?))
        })
    }

    /// The reply that has this wire form, as ``wire`` gave it.
    ///
    /// >>> from smtpwire import Reply
    /// >>> Reply.from_wire(b"250 2.0.0 Ok\r\n").enhanced
    /// '2.0.0'
    #[classmethod]
    fn from_wire(_class: &Bound<'_, PyType>, wire: &Bound<'_, PyAny>) -> PyResult<Self> {
        let wire = octets("wire", wire)?;
        call(|| {
            let reply = Self::read(wire.as_bytes())?;
            if reply.octets().len() < wire.as_bytes().len() {
                return Err(Failure::malformed("too-much", "there is more than one reply").into());
            }
            Ok(reply)
        })
    }

    /// The reply code, 200 to 599.
    #[getter]
    fn code(&self) -> u16 {
        self.0.code().get()
    }

    /// The enhanced status code, as in ``5.1.1``.
    #[getter]
    fn enhanced(&self) -> PyResult<Option<String>> {
        call(|| Ok(self.0.enhanced().map(|code| code.to_string())))
    }

    /// The text of each line without code and separator; an enhanced code is part of it.
    #[getter]
    fn lines<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        call(|| Ok(PyTuple::new(py, self.shown())?))
    }

    /// The text of all lines, parted by LF, without enhanced codes.
    #[getter]
    fn text(&self) -> PyResult<String> {
        call(|| Ok(self.0.text()))
    }

    /// The octets on the wire, with their CRLFs.
    #[getter]
    fn wire<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        call(|| {
            Ok(
                if self.0.as_bytes().ends_with(
                    b"
",
                ) {
                    PyBytes::new(py, self.0.as_bytes())
                } else {
                    PyBytes::new(py, &self.octets())
                },
            )
        })
    }

    /// Whether the command was accepted, or may go on: a code from 200 to 399.
    #[getter]
    fn is_positive(&self) -> bool {
        self.0.code().get() < 400
    }

    /// Whether the refusal may pass, so that a later attempt makes sense: a code from 400 to 499.
    #[getter]
    fn is_transient(&self) -> bool {
        (400..500).contains(&self.0.code().get())
    }

    /// Whether the refusal is final: a code from 500 to 599.
    #[getter]
    fn is_permanent(&self) -> bool {
        self.0.code().get() >= 500
    }

    /// The reply as plain data.
    fn as_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        call(|| write(py, Shape::Plain, &values::Reply::from(&self.0)))
    }

    /// The same as JSON, for a log: ``wire`` is text, in which what can't be shown is ``\xNN``.
    fn as_json<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let dict = self.as_dict(py)?;
        call(|| crate::plain::json(&dict))
    }

    /// It can't be changed, so that a copy is the reply itself.
    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }

    fn __reduce__<'py>(
        slf: &Bound<'py, Self>,
    ) -> PyResult<(Bound<'py, PyAny>, (Bound<'py, PyBytes>,))> {
        let read = slf.get_type().getattr("from_wire")?;
        Ok((read, (slf.get().wire(slf.py())?,)))
    }

    fn __bytes__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        self.wire(py)
    }

    fn __str__(&self) -> PyResult<String> {
        call(|| Ok(self.0.to_string()))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        call(|| {
            let mut shown = format!("Reply({}", self.0.code());
            for line in self.shown() {
                shown.push_str(", ");
                shown.push_str(PyString::new(py, &line).repr()?.to_str()?);
            }
            shown.push(')');
            Ok(shown)
        })
    }

    fn __richcmp__(&self, other: &Bound<'_, PyAny>, how: CompareOp) -> PyResult<Py<PyAny>> {
        let other_reply = other.cast::<Self>().ok();
        let same = || Ok(other_reply.map(|other| self.octets() == other.get().octets()));
        Ok(equality(other.py(), call(same)?, how))
    }

    fn __hash__(&self) -> PyResult<u64> {
        call(|| {
            let mut hasher = DefaultHasher::new();
            self.octets().hash(&mut hasher);
            Ok(hasher.finish())
        })
    }

    #[classattr]
    fn __match_args__() -> (&'static str, &'static str, &'static str, &'static str) {
        ("code", "enhanced", "lines", "text")
    }
}

/// `==` and `!=`; all else, and what is of another kind, is not compared.
pub(crate) fn equality(py: Python<'_>, same: Option<bool>, how: CompareOp) -> Py<PyAny> {
    let answer = match (same, how) {
        (Some(same), CompareOp::Eq) => same,
        (Some(same), CompareOp::Ne) => !same,
        _ => return py.NotImplemented(),
    };
    pyo3::types::PyBool::new(py, answer).to_owned().into_any().unbind()
}
