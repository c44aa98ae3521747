//! What a host found in DNS, and the name under which it asks.

use super::record::TlsaRecord;
use super::set::Dane;

/// The name of the TLSA records of a server: `_25._tcp.mx.example.org` (RFC 7672 section 2.2.3).
///
/// The server is the MX host, as the secure MX record names it, or after a secure CNAME the name
/// that this one leads to. Case and a trailing dot do not matter; the name has neither.
pub fn tlsa_name(server: &str, port: u16) -> String {
    let server = server.strip_suffix('.').unwrap_or(server).to_ascii_lowercase();
    format!("_{port}._tcp.{server}")
}

/// What the lookup of the TLSA records of one server gave (RFC 7672 section 2.1.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// The records, which DNSSEC proves; none of them when it proves that there are none.
    Secure(Vec<TlsaRecord>),
    /// An answer from a zone that is not signed, with records or without: it counts for nothing.
    /// So does a lookup that is spared since the server's address records are not secure.
    Insecure,
    /// No answer that could be trusted: bogus, indeterminate, SERVFAIL, or no answer in time.
    /// It may hide records, so the server is not used now (RFC 7672 section 2.1.2).
    Failed,
}

impl Lookup {
    /// What the records demand of a connection to this server; `None` when there are none, and
    /// TLS is opportunistic. Fails when the server is not to be used.
    pub fn dane(self) -> Result<Option<Dane>, DaneLookupError> {
        match self {
            Self::Secure(records) if records.is_empty() => Ok(None),
            Self::Secure(records) => Ok(Some(Dane::new(records))),
            Self::Insecure => Ok(None),
            Self::Failed => Err(DaneLookupError),
        }
    }
}

/// The TLSA records of a server could not be looked up, so it is not used: whoever suppresses the
/// answer may stand in between. Another server of the domain may do; else the mail is tried again
/// later (RFC 7672 section 2.1.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the TLSA records of the server could not be looked up with DNSSEC, so it is not used: \
     try its domain's next server, or again later"
)]
pub struct DaneLookupError;
