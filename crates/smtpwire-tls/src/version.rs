//! The versions of TLS that are spoken here.

use std::fmt;

use rustls::SupportedProtocolVersion;

use crate::error::TlsConfigError;

/// A version of TLS. Older ones are not spoken (RFC 8996, RFC 8314 section 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TlsVersion {
    /// TLS 1.2 (RFC 5246), with forward secrecy and authenticated encryption only.
    Tls12,
    /// TLS 1.3 (RFC 8446).
    Tls13,
}

impl TlsVersion {
    /// `TLSv1.2` or `TLSv1.3`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tls12 => "TLSv1.2",
            Self::Tls13 => "TLSv1.3",
        }
    }

    /// What rustls is to speak for a range.
    pub(crate) fn range(
        least: Self,
        most: Self,
    ) -> Result<&'static [&'static SupportedProtocolVersion], TlsConfigError> {
        use rustls::version::{TLS12, TLS13};
        static ONLY_12: [&SupportedProtocolVersion; 1] = [&TLS12];
        static ONLY_13: [&SupportedProtocolVersion; 1] = [&TLS13];
        static BOTH: [&SupportedProtocolVersion; 2] = [&TLS13, &TLS12];
        match (least, most) {
            (Self::Tls12, Self::Tls12) => Ok(&ONLY_12),
            (Self::Tls13, Self::Tls13) => Ok(&ONLY_13),
            (Self::Tls12, Self::Tls13) => Ok(&BOTH),
            (Self::Tls13, Self::Tls12) => Err(TlsConfigError::new(
                "the least version of TLS, TLSv1.3, is above the most, TLSv1.2",
            )),
        }
    }
}

impl fmt::Display for TlsVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
