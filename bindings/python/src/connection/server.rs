//! The server's connection.

use pyo3::prelude::*;
use smtpwire_shell::ServerLine;
use smtpwire_shell::operations::ServerOperation;

use super::held::Held;
use super::run_loop::run_loop;
use super::setup::connect;
use crate::arguments::Now;
use crate::guard::Guarded;
use crate::ops::methods;

/// The receiving side of a connection: events name what the host has to decide.
///
/// ``config`` is a dictionary that has at least ``hostname``, or a :class:`ServerSetup` that was read before,
/// which is the faster way for a server with many connections. ``entropy`` is 32 octets, and comes from
/// ``secrets`` where it is left out.
///
/// >>> from smtpwire import Helo, Server
/// >>> server = Server({"hostname": "mx.example"}, now=0)
/// >>> server.next_event(now=0)
/// Connected()
/// >>> server.data_to_send()
/// b'220 mx.example ESMTP\r\n'
/// >>> server.receive_data(b"EHLO mail.example\r\n", now=0)
/// >>> for event in server.events(now=0):
/// ...     match event:
/// ...         case Helo(verb, host):
/// ...             print(verb, host)
/// EHLO mail.example
#[pyclass(frozen, weakref, module = "smtpwire")]
pub(crate) struct Server {
    held: Guarded<Held<ServerLine>>,
}

run_loop! { Server }
connect! { Server by ServerSetup, false }

#[pymethods]
impl Server {
    /// Says yes to the event that waits.
    fn accept(&self) -> PyResult<()> {
        self.held.with(|held| Ok(held.line.accept()?))
    }

    /// How many answers are due.
    #[getter]
    fn answers_due(&self) -> PyResult<usize> {
        self.held.with(|held| Ok(held.line.server().answers_due()))
    }

    /// The host's own TLS is up.
    #[pyo3(signature = (*, now = None))]
    fn tls_established(&self, py: Python<'_>, now: Option<Now>) -> PyResult<()> {
        self.held.with(|held| {
            let now = crate::clock::now(py, now)?;
            Ok(held.line.tls_established(now)?)
        })
    }
}

methods! { Server asks ServerOperation, held => &mut held.line;
    /// Answers the event that waits. A reply is octets as on the wire, the same as text, a dictionary with
    /// ``code``, or a :class:`Reply`; a line of more than 512 octets is cut at a space.
    answer(reply);
    /// Answers as often as answers are due.
    answer_all(reply);
    /// Decides about a login: is the client who it claims to be?
    verify(accepted);
    /// What is stored about the user of a login; ``None`` for one who does not exist.
    provide_verifier(verifier = None);
    /// Ends the session, by a reply of the host's own perhaps.
    close(reply = None);
    /// What ties a login to the host's own TLS.
    set_channel_bindings(bindings);
    /// Whether the client has shown by the connection itself who it is.
    set_external(shown);
    /// The host's own TLS has failed.
    tls_failed(detail = None);
    /// Whether this is the password of the login that waits for a decision.
    claim_matches(password);
    /// All that the client of the login that waits claims, secrets too.
    reveal_claim();
    /// The whole line of the last event, which was ``Unknown`` and shows its first word at most.
    reveal_unknown();
    /// What a login can be tied to, the strongest first.
    reveal_channel_bindings();
    /// Keeps what is said inside TLS of smtpwire's, or stops to.
    set_tracing(on);
    /// What was said since the last time, passwords too.
    take_trace();
    properties
    /// Where the session stands: one of ``phases()``.
    phase;
    /// Whether TLS protects the session.
    is_tls;
    /// Whether the client has logged in.
    is_authenticated;
    /// Whether the session is over.
    is_closed;
    /// What the handshake of TLS of smtpwire's came to.
    tls_session;
    /// Why TLS of smtpwire's failed.
    tls_failure;
}
