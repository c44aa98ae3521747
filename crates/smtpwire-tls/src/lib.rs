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
pub mod dane;
mod failure;
mod identity;
mod name;
mod peer;
pub mod requiretls;
mod roots;
mod server_tls;
mod session;
pub mod sts;
pub mod tlsrpt;
mod txt;
