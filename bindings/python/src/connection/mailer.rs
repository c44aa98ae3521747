//! The mailer's connection.

use pyo3::prelude::*;
use smtpwire_shell::MailerLine;
use smtpwire_shell::operations::MailerOperation;

use super::held::Held;
use super::run_loop::run_loop;
use super::setup::connect;
use crate::arguments::{Now, verified, whole};
use crate::guard::{Guarded, call};
use crate::octets::octets;
use crate::ops::methods;
use crate::read::argument;

/// The sending side of a connection at a high level: envelopes and messages in, one outcome each out.
///
/// ``config`` is a dictionary that has at least ``name``, or a :class:`MailerSetup` that was read before.
/// ``entropy`` is 32 octets, and comes from ``secrets`` where it is left out.
///
/// >>> from smtpwire import Mailer
/// >>> mailer = Mailer({"name": "mail.example", "security": "disabled"}, now=0)
/// >>> mailer.send({"from": "jo@mail.example", "to": ["al@mx.example"]}, b"Subject: hi\r\n\r\nhello\r\n")
/// 1
/// >>> mailer.receive_data(b"220 mx.example ESMTP\r\n", now=0)
/// >>> mailer.next_event(now=0) is None
/// True
/// >>> mailer.data_to_send()
/// b'EHLO mail.example\r\n'
#[pyclass(frozen, weakref, module = "smtpwire")]
pub(crate) struct Mailer {
    held: Guarded<Held<MailerLine>>,
}

run_loop! { Mailer }
connect! { Mailer by MailerSetup, true }

#[pymethods]
impl Mailer {
    /// Gives the next octets of a streamed message; how many of them were taken. What was not is given again,
    /// when it is asked for.
    fn content(
        &self,
        py: Python<'_>,
        transaction: &Bound<'_, PyAny>,
        octets: &Bound<'_, PyAny>,
    ) -> PyResult<usize> {
        let octets = self::octets("octets", octets)?;
        let transaction = call(|| whole("transaction", transaction, 0..=u64::MAX))?;
        self.held.with(|held| {
            held.content(py, octets.as_bytes(), |line, octets| line.content(transaction, octets))
        })
    }

    /// The host's own TLS is up; ``verified`` where the server has proven by it who it is.
    #[pyo3(signature = (verified = false, channel_binding = None, *, now = None))]
    fn tls_established(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = verified)] verified: bool,
        channel_binding: Option<&Bound<'_, PyAny>>,
        now: Option<Now>,
    ) -> PyResult<()> {
        use smtpwire_shell::config::{ChannelBinding, Plain, Spelling, read};
        self.held.with(|held| {
            let now = crate::clock::now(py, now)?;
            let binding = match argument("channel_binding", channel_binding)? {
                Plain::Null => None,
                given => Some(read::<ChannelBinding>(given, Spelling::Rust)?.build()),
            };
            Ok(held.line.tls_established(verified, binding, now)?)
        })
    }
}

methods! { Mailer asks MailerOperation, held => &mut held.line;
    /// Queues a message; its number. Without content it is streamed: ``NeedContent`` asks for it, and ``size``
    /// is a hint.
    send(envelope, content = None, size = None);
    /// The end of a streamed message.
    end_content(transaction);
    /// Gives up a streamed message in the middle.
    abort_content(transaction);
    /// Ends the session once all that was queued has its outcome.
    quit();
    /// The host's own TLS has failed.
    tls_failed(detail = None);
    /// What a login can be tied to, the strongest first.
    reveal_channel_bindings();
    /// Keeps what is said inside TLS of smtpwire's, or stops to.
    set_tracing(on);
    /// What was said since the last time, passwords too.
    take_trace();
    properties
    /// What the server offers, once it has said so.
    capabilities;
    /// The server's greeting, once it has come.
    greeting;
    /// The reply that refused STARTTLS, after which the session went on in plaintext.
    starttls_refusal;
    /// Whether TLS protects the session.
    is_tls;
    /// Whether it does, and the server has proven by it who it is.
    is_verified;
    /// Whether the login has succeeded.
    is_authenticated;
    /// How many messages have no outcome yet.
    pending;
    /// What the handshake of TLS of smtpwire's came to.
    tls_session;
    /// Why TLS of smtpwire's failed.
    tls_failure;
    /// What opportunistic TLS of smtpwire's fell back to.
    fallback;
}
