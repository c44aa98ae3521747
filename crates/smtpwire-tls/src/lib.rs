//! TLS for SMTP without the sockets: STARTTLS and implicit TLS, octets in and octets out.
//!
//! [`TlsClient`], [`TlsMailer`] and [`TlsServer`] are the connections of [`smtpwire`] with rustls
//! around them. A host moves raw octets between them and a socket by the calls of [`Connection`],
//! the same as without TLS, and gets ports 25, 587 and 465: STARTTLS, the handshake and EHLO inside
//! TLS are done for it. There are no callbacks and no sockets in here.
//!
//! ```
//! use smtpwire::{Connection, Envelope, ForwardPath, Host, MailerConfig, MailerEvent, ReversePath};
//! use smtpwire::{Error, Step};
//! use smtpwire_tls::{ClientTls, Peer, Roots, TlsMailer};
//! # use smtpwire::{ServerConfig, ServerEvent};
//! # use smtpwire_tls::{Identity, TlsServer, TlsServerConfig, ServerTls};
//! # // A server in memory, in place of a socket.
//! # struct Socket(TlsServer);
//! # impl Socket {
//! #     fn turn(&mut self) {
//! #         while let Ok(Step::Event(event)) = self.0.next_event(0) {
//! #             if self.0.server().answers_due() > 0 { self.0.server_mut().accept().unwrap(); }
//! #             let _: ServerEvent = event;
//! #         }
//! #     }
//! #     fn read(&mut self, room: usize) -> Vec<u8> {
//! #         self.turn();
//! #         let octets: Vec<u8> = self.0.output().iter().copied().take(room).collect();
//! #         self.0.advance_output(octets.len()).unwrap();
//! #         octets
//! #     }
//! #     fn write(&mut self, octets: &[u8]) -> usize {
//! #         self.turn();
//! #         self.0.receive(octets, 0).unwrap();
//! #         octets.len()
//! #     }
//! # }
//! # let made = rcgen::generate_simple_self_signed(["mail.example.org".into()])?;
//! # let (ca, key) = (made.cert.pem(), made.signing_key.serialize_pem());
//! # let identity = Identity::from_pem(ca.as_bytes(), key.as_bytes())?;
//! # let tls = ServerTls::builder().identity(identity).build()?;
//! # let config = ServerConfig::new(Host::parse("mail.example.org")?);
//! # let mut socket = Socket(TlsServer::new(&TlsServerConfig::starttls(config, tls), [9; 32], 0));
//! # let now = || 0;
//! # let entropy = || [0; 32];
//!
//! // Once, for all connections. Without `roots` Mozilla's are trusted.
//! let tls = ClientTls::builder().roots(Roots::pem(ca.as_bytes())?).build()?;
//!
//! // For each: the default security is `Required`, so that nothing but EHLO and STARTTLS crosses in
//! // plaintext. On port 465 it is `Implicit`.
//! let config = MailerConfig::new(Host::parse("client.example")?);
//! let peer = Peer::named("mail.example.org")?;
//! let mut mailer = TlsMailer::new(config, tls, peer, entropy(), now());
//! let envelope = Envelope::new(ReversePath::parse("<ann@client.example>")?)
//!     .to(ForwardPath::parse("<bob@example.org>")?);
//! mailer.mailer_mut().send(envelope, b"Subject: Hello\r\n\r\nHello, Bob.\r\n".to_vec())?;
//! mailer.mailer_mut().quit();
//!
//! loop {
//!     let step = mailer.next_event(now());
//!     // Whatever the answer is, what waits is written.
//!     while !mailer.output().is_empty() {
//!         let written = socket.write(mailer.output());
//!         mailer.advance_output(written)?;
//!     }
//!     match step {
//!         Ok(Step::Event(MailerEvent::TlsEstablished)) => {
//!             let session = mailer.session().expect("TLS is up");
//!             println!("{session}");
//!         }
//!         Ok(Step::Event(MailerEvent::Outcome(outcome))) => assert!(outcome.is_accepted()),
//!         Ok(Step::Event(_) | Step::NeedOutput) => {}
//!         // Wait for input or for mailer.next_deadline(), whichever is first.
//!         Ok(Step::NeedData) => {
//!             let octets = socket.read(mailer.input_room());
//!             if octets.is_empty() {
//!                 mailer.receive_eof(now()); // a reset is the end as well
//!             } else {
//!                 mailer.receive(&octets, now())?;
//!             }
//!         }
//!         Ok(Step::Closed) => break,
//!         Ok(step) => unreachable!("{step:?} comes with streamed content"),
//!         Err(error) => match mailer.failure() {
//!             // Why TLS failed, and what to do about it, in words for an operator.
//!             Some(failure) => panic!("{failure}. {}", failure.advice()),
//!             None => return Err(error.into()),
//!         },
//!     }
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! **What is demanded of the other side** is said by [`Security`](smtpwire::Security), by [`Peer`]
//! (the names of RFC 7817, DANE, MTA-STS) and by [`ClientTls`] (roots, versions). What it came to
//! is a [`TlsSession`]; what went wrong, a [`TlsFailure`]; what opportunism let pass, a
//! [`Fallback`].
//!
//! **Time and entropy.** The protocol's time is the host's, as everywhere. Whether a certificate has
//! expired is judged by the system's clock, or by the time that a builder's `at` gives. The
//! handshake's random numbers come from the system, by ring.
//!
//! **Memory.** On top of what the connection inside may hold: on the way out at most 64 KiB of
//! plaintext sealed (and still held inside until it is written), on the way in at most 64 KiB of
//! records, and what rustls holds, which is bounded (a record; a handshake message of at most 64
//! KiB).
//!
//! **Hosts that bring their own TLS** (Python's ssl, Node's tls, OpenSSL) need nothing of this: the
//! plain connections pause where TLS is due and take it back by `tls_established`.
//!
//! In reading order: [`Roots`], [`Identity`], [`ClientTls`], [`ServerTls`] and [`Peer`] are what a
//! host says once; `verify` and [`dane`], [`sts`] hold a certificate against it. `layer` carries the
//! octets, with `sealer` for those that go out and `role` for what it asks of its side; [`TlsClient`], [`TlsMailer`] and [`TlsServer`] are
//! layers around the core's connections, by the rules of `policy`. [`TlsSession`],
//! [`Certificate`] and [`TlsFailure`] tell of it.
//!
//! [`Connection`]: smtpwire::Connection

#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::arithmetic_side_effects
    )
)]

/// The README's examples run as tests.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;

mod binding;
mod certificate;
mod client;
mod client_side;
mod client_tls;
mod clock;
pub mod dane;
mod error;
mod explain;
mod face;
mod failure;
mod identity;
mod layer;
mod leave;
mod mailer;
mod name;
mod peer;
mod pem;
mod policy;
pub mod requiretls;
mod role;
mod roots;
mod sealer;
mod server;
mod server_tls;
mod session;
mod stage;
pub mod sts;
#[cfg(test)]
mod tests;
pub mod tlsrpt;
mod trace;
mod txt;
mod verify;
mod version;

use std::sync::{Arc, LazyLock};

use rustls::crypto::CryptoProvider;

pub use certificate::Certificate;
pub use client::TlsClient;
pub use client_tls::{ClientTls, ClientTlsBuilder};
pub use error::TlsConfigError;
pub use failure::{FailureKind, TlsFailure};
pub use identity::Identity;
pub use mailer::TlsMailer;
pub use peer::Peer;
pub use policy::Fallback;
pub use roots::Roots;
pub use server::{TlsServer, TlsServerConfig};
pub use server_tls::{ClientCertificates, ServerTls, ServerTlsBuilder};
pub use session::{TlsSession, Verification};
pub use trace::Traced;
pub use version::TlsVersion;

/// The cryptography: ring's, whatever the process has chosen for others.
fn provider() -> &'static Arc<CryptoProvider> {
    static PROVIDER: LazyLock<Arc<CryptoProvider>> =
        LazyLock::new(|| Arc::new(rustls::crypto::ring::default_provider()));
    &PROVIDER
}
