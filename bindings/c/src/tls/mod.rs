//! TLS around a connection: whom a client trusts and reaches, what a server shows, what a handshake
//! came to.
//!
//! In reading order: `roots`, `identity`, `client_tls`, `server_tls` and `peer` are what a program says
//! once; `dane`, `sts`, `tlsrpt` and `requiretls` are what a domain or a sender says of it; `session`,
//! `failure`, `fallback` and `certificate` tell of it afterwards.

mod certificate;
mod client_tls;
mod dane;
mod failure;
mod fallback;
mod file;
mod identity;
mod peer;
mod requiretls;
mod roots;
mod server_tls;
mod session;
mod sts;
mod tlsrpt;
mod version;

pub use certificate::*;
pub use client_tls::*;
pub use dane::*;
pub use failure::*;
pub use fallback::*;
pub use identity::*;
pub use peer::*;
pub use requiretls::*;
pub use roots::*;
pub use server_tls::*;
pub use session::*;
pub use sts::*;
pub use tlsrpt::*;
pub use version::*;

use crate::view::read_list;
use crate::{smtpwire_bytes, smtpwire_status};

/// A list of octets: certificates, records.
///
/// # Safety
/// As [`read_list`], and each is readable as long.
unsafe fn read_octets<'a>(
    octets: *const smtpwire_bytes,
    count: usize,
) -> Result<Vec<&'a [u8]>, smtpwire_status> {
    // SAFETY: by the caller's promise.
    unsafe { read_list(octets, count)?.iter().map(|octets| octets.read()).collect() }
}
