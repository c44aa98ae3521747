//! What the run loops want of a connection: that it is one, and what was said on it.

use smtpwire::Connection;
use smtpwire_diagnose::transcript::Side;
use smtpwire_tls::{TlsClient, TlsMailer, TlsServer, TlsSession, Traced};

use crate::recorder::Recorder;

/// A connection with TLS around it.
pub(crate) trait Link: Connection {
    /// Which side of the dialog it is.
    const SIDE: Side;

    /// Keeps what is said, until it is taken.
    fn set_tracing(&mut self, on: bool);

    /// What was said since the last time, in the clear.
    fn take_trace(&mut self) -> Vec<Traced>;

    /// What the handshake came to.
    fn tls(&self) -> Option<&TlsSession>;
}

macro_rules! links {
    ($($type:ty => $side:expr;)+) => {$(
        impl Link for $type {
            const SIDE: Side = $side;

            fn set_tracing(&mut self, on: bool) {
                Self::set_tracing(self, on);
            }

            fn take_trace(&mut self) -> Vec<Traced> {
                Self::take_trace(self)
            }

            fn tls(&self) -> Option<&TlsSession> {
                self.session()
            }
        }
    )+};
}

links! {
    TlsClient => Side::Client;
    TlsMailer => Side::Client;
    TlsServer => Side::Server;
}

/// Writes down what was said on a connection since the last time.
pub(crate) fn record<L: Link>(link: &mut L, recorder: &mut Recorder) {
    let other = match L::SIDE {
        Side::Client => Side::Server,
        Side::Server => Side::Client,
    };
    for said in link.take_trace() {
        match said {
            Traced::Sent(octets) => recorder.record(L::SIDE, &octets),
            Traced::Received(octets) => recorder.record(other, &octets),
            Traced::Established => {
                let session = link.tls().map(|session| {
                    format!("{} with cipher {}", session.version(), session.cipher_suite())
                });
                recorder.tls(session);
            }
        }
    }
}
