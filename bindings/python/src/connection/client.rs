//! The client's connection.

use pyo3::prelude::*;
use pyo3::types::PyString;
use smtpwire_shell::ClientLine;
use smtpwire_shell::operations::ClientOperation;

use super::held::Held;
use super::run_loop::run_loop;
use super::setup::ClientSetup;
use crate::arguments::{Now, awaiting_tls, verified};
use crate::errors::Outcome;
use crate::guard::{Guarded, call};
use crate::octets::{entropy, octets};
use crate::ops::{methods, operate};
use crate::read::utf8;
use crate::write::number;

/// The sending side of a connection, command by command.
///
/// ``config`` is a dictionary, or a :class:`ClientSetup` that was read before. With ``tls``, smtpwire does TLS
/// itself; without, the host does: after STARTTLS, or before all else with ``awaiting_tls``.
///
/// Each command answers with its number, and the event of its reply carries that number, so that several may
/// be given before the first reply comes.
///
/// >>> from smtpwire import Client, CommandReply, Greeting
/// >>> client = Client(now=0)
/// >>> client.receive_data(b"220 mx.example ESMTP\r\n", now=0)
/// >>> [event] = client.events(now=0)
/// >>> match event:
/// ...     case Greeting(reply):
/// ...         print(reply.code)
/// 220
/// >>> client.ehlo("mail.example")
/// 1
/// >>> client.data_to_send()
/// b'EHLO mail.example\r\n'
#[pyclass(frozen, weakref, module = "smtpwire")]
pub(crate) struct Client {
    held: Guarded<Held<ClientLine>>,
}

run_loop! { Client }

#[pymethods]
impl Client {
    #[new]
    #[pyo3(signature = (config = None, *, now = None, tls = None, awaiting_tls = false))]
    fn build(
        py: Python<'_>,
        config: Option<&Bound<'_, PyAny>>,
        now: Option<Now>,
        tls: Option<&Bound<'_, PyAny>>,
        #[pyo3(from_py_with = awaiting_tls)] awaiting_tls: bool,
    ) -> PyResult<Self> {
        call(|| {
            let now = crate::clock::now(py, now)?;
            let line = ClientSetup::of(config, tls, |setup| setup.open(awaiting_tls, now))??;
            Ok(Self { held: Guarded::new(Held::new(line, false)) })
        })
    }

    /// ``MAIL FROM``: begins a transaction. The empty text is the null path.
    #[pyo3(signature = (from_, parameters = None))]
    fn mail<'py>(
        &self,
        py: Python<'py>,
        from_: &Bound<'py, PyAny>,
        parameters: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        match (from_.cast::<PyString>(), parameters) {
            (Ok(from), None) => {
                self.command_number(py, |line| Ok(line.mail(utf8("from_", from)?)?))
            }
            _ => {
                operate!(self.held, py, ClientOperation::mail, held => &mut held.line, [Some(from_), parameters])
            }
        }
    }

    /// ``RCPT TO``: adds a recipient.
    #[pyo3(signature = (to, parameters = None))]
    fn rcpt<'py>(
        &self,
        py: Python<'py>,
        to: &Bound<'py, PyAny>,
        parameters: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        match (to.cast::<PyString>(), parameters) {
            (Ok(to), None) => self.command_number(py, |line| Ok(line.rcpt(utf8("to", to)?)?)),
            _ => {
                operate!(self.held, py, ClientOperation::rcpt, held => &mut held.line, [Some(to), parameters])
            }
        }
    }

    /// ``DATA``: the content is given when its event says that the server is ready.
    fn data<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.command_number(py, |line| Ok(line.data()?))
    }

    /// Gives the next octets of the content; how many of them were taken. What was not is given again, once
    /// output was written.
    fn content(&self, py: Python<'_>, octets: &Bound<'_, PyAny>) -> PyResult<usize> {
        let octets = self::octets("octets", octets)?;
        self.held.with(|held| held.content(py, octets.as_bytes(), ClientLine::content))
    }

    /// Ends the content of DATA.
    fn end_content(&self) -> PyResult<()> {
        self.held.with(|held| Ok(held.line.end_content()?))
    }

    /// ``AUTH`` by these credentials. ``entropy`` is 16 to 64 octets, new for each call, and comes from
    /// ``secrets`` where it is left out.
    #[pyo3(signature = (credentials, policy = None, channel_binding = None, *, entropy = None))]
    fn auth<'py>(
        &self,
        py: Python<'py>,
        credentials: &Bound<'py, PyAny>,
        policy: Option<&Bound<'py, PyAny>>,
        channel_binding: Option<&Bound<'py, PyAny>>,
        entropy: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let entropy = entropy.map_or_else(|| self::entropy(py, 32), Ok)?;
        let given = operate!(
            self.held, py, ClientOperation::auth, held => &mut held.line,
            [Some(credentials), Some(&entropy), policy, channel_binding]
        )?;
        self.held.with(|held| {
            held.login = true;
            Ok(given)
        })
    }

    /// The host's own TLS is up; ``verified`` where the server has proven by it who it is.
    #[pyo3(signature = (verified = false, *, now = None))]
    fn tls_established(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = verified)] verified: bool,
        now: Option<Now>,
    ) -> PyResult<()> {
        self.held.with(|held| {
            let now = crate::clock::now(py, now)?;
            Ok(held.line.tls_established(verified, now)?)
        })
    }
}

impl Client {
    /// A command that is given for every message.
    fn command_number<'py>(
        &self,
        py: Python<'py>,
        command: impl FnOnce(&mut ClientLine) -> Outcome<u64>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let given = self.held.with(|held| command(&mut held.line))?;
        Ok(number(py, given).into_any())
    }
}

methods! { Client asks ClientOperation, held => &mut held.line;
    /// ``EHLO``, or under LMTP ``LHLO``.
    ehlo(host);
    /// ``BDAT``: so many octets of content follow at once.
    bdat(size, last = None);
    /// ``RSET``: ends the transaction.
    rset();
    /// ``NOOP``.
    noop();
    /// ``VRFY``.
    vrfy(query);
    /// ``EXPN``.
    expn(query);
    /// ``HELP``, perhaps about something.
    help(argument = None);
    /// ``ETRN``, for exactly one of these.
    etrn(host = None, subdomains = None, queue = None);
    /// ``QUIT``: ends the session.
    quit();
    /// Any command, by its value.
    command(command);
    /// A line as a person would type it.
    raw(line);
    /// ``AUTH``, an exchange that the host does: its challenges come as events.
    auth_raw(mechanism, initial = None);
    /// The answer to a challenge.
    auth_response(octets);
    /// Gives the exchange up.
    auth_cancel();
    /// ``STARTTLS``.
    starttls();
    /// The host's own TLS has failed.
    tls_failed(detail = None);
    /// What a login can be tied to, the strongest first.
    reveal_channel_bindings();
    /// Keeps what is said inside TLS of smtpwire's, or stops to.
    set_tracing(on);
    /// What was said since the last time, passwords too.
    take_trace();
    properties
    /// How many octets of content can be given now.
    content_room;
    /// Where the session stands: one of ``phases()``.
    phase;
    /// What the server offers, once it has said so.
    capabilities;
    /// The server's greeting, once it has come.
    greeting;
    /// The name that was said in EHLO.
    ehlo_name;
    /// Whether TLS protects the session.
    is_tls;
    /// Whether it does, and the server has proven by it who it is.
    is_verified;
    /// Whether the login has succeeded.
    is_authenticated;
    /// Whether QUIT was given.
    is_quitting;
    /// Whether the session is over, in order or not.
    is_over;
    /// Whether the end of the newest message has been written whole.
    content_end_sent;
    /// How many commands have no reply yet.
    pending;
    /// Those commands: number, verb, and how much was written: ``no``, ``partly`` or ``wholly``.
    unanswered;
    /// Why the last login was given up on this side.
    auth_failure;
    /// What the handshake of TLS of smtpwire's came to.
    tls_session;
    /// Why TLS of smtpwire's failed.
    tls_failure;
    /// What opportunistic TLS of smtpwire's fell back to.
    fallback;
}
