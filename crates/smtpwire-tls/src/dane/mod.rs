//! DANE for SMTP: what a domain says in DNSSEC of the certificates of its servers (RFC 6698, 7671,
//! 7672).
//!
//! No DNS is spoken here. The host asks for the TLSA records of [`tlsa_name`] with a resolver that
//! validates, tells what it found as a [`Lookup`], and gets a [`Dane`] out of it, if there are
//! records. Read [`TlsaRecord`] first (one record), then [`Dane`] (the set and what it demands),
//! then [`Dane::check`] (whether a chain of certificates fits).
//!
//! ```
//! use smtpwire_tls::dane::{Dane, Demand, Lookup, TlsaRecord, tlsa_name};
//!
//! assert_eq!(tlsa_name("mx.example.org", 25), "_25._tcp.mx.example.org");
//! let record = TlsaRecord::parse(
//!     "3 1 1 8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1",
//! )?;
//! let dane = Lookup::Secure(vec![record]).dane()?.expect("there are records");
//! assert_eq!(dane.demand(), Demand::Authenticated);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod chain;
mod check;
mod field;
mod lookup;
mod mismatch;
mod parts;
mod record;
mod set;

pub use check::Matched;
pub use field::{Matching, Selector, Usage};
pub use lookup::{DaneLookupError, Lookup, tlsa_name};
pub use mismatch::{DaneMismatch, DaneMismatchKind};
pub use record::{MAX_TLSA_DATA, TlsaError, TlsaRecord, Unusable};
pub use set::{Dane, Demand};

#[cfg(test)]
mod tests;
