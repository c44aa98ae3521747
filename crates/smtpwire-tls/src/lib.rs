//! TLS for SMTP without the sockets: STARTTLS and implicit TLS, octets in and octets out.

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

mod binding;
mod certificate;
mod client_tls;
mod clock;
pub mod dane;
mod error;
mod explain;
mod failure;
#[cfg(test)]
mod handshakes;
mod identity;
mod peer;
mod pem;
mod roots;
mod server_tls;
mod session;
pub mod sts;
mod verify;
mod version;

use std::sync::{Arc, LazyLock};

use rustls::crypto::CryptoProvider;

pub use certificate::Certificate;
pub use client_tls::{ClientTls, ClientTlsBuilder};
pub use error::TlsConfigError;
pub use failure::{FailureKind, TlsFailure};
pub use identity::Identity;
pub use peer::Peer;
pub use roots::Roots;
pub use server_tls::{ClientCertificates, ServerTls, ServerTlsBuilder};
pub use session::{TlsSession, Verification};
pub use version::TlsVersion;

/// The cryptography: ring's, whatever the process has chosen for others.
fn provider() -> &'static Arc<CryptoProvider> {
    static PROVIDER: LazyLock<Arc<CryptoProvider>> =
        LazyLock::new(|| Arc::new(rustls::crypto::ring::default_provider()));
    &PROVIDER
}
