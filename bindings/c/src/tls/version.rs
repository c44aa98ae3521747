//! The versions of TLS.

use smtpwire_tls::TlsVersion;

use crate::{smtpwire_status, smtpwire_str};

/// A version of TLS, by the number that it has on the wire. Older ones are not spoken (RFC 8996).
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum smtpwire_tls_version {
    /// None: what is asked of NULL.
    SMTPWIRE_TLS_VERSION_NONE = 0,
    /// TLS 1.2 (RFC 5246), with forward secrecy and authenticated encryption only.
    SMTPWIRE_TLS_VERSION_1_2 = 0x0303,
    /// TLS 1.3 (RFC 8446).
    SMTPWIRE_TLS_VERSION_1_3 = 0x0304,
}

impl smtpwire_tls_version {
    /// What C calls it.
    pub(super) const fn of(version: TlsVersion) -> Self {
        match version {
            TlsVersion::Tls12 => Self::SMTPWIRE_TLS_VERSION_1_2,
            TlsVersion::Tls13 => Self::SMTPWIRE_TLS_VERSION_1_3,
        }
    }

    /// What the TLS crate calls it.
    const fn read(number: u32) -> Result<TlsVersion, smtpwire_status> {
        match number {
            0x0303 => Ok(TlsVersion::Tls12),
            0x0304 => Ok(TlsVersion::Tls13),
            _ => Err(smtpwire_status::SMTPWIRE_OUT_OF_RANGE),
        }
    }
}

/// A range of versions, in which the least is not above the most.
pub(super) fn range(least: u32, most: u32) -> Result<(TlsVersion, TlsVersion), smtpwire_status> {
    let (least, most) = (smtpwire_tls_version::read(least)?, smtpwire_tls_version::read(most)?);
    if least > most {
        return Err(smtpwire_status::SMTPWIRE_OUT_OF_RANGE);
    }
    Ok((least, most))
}

/// A version's name, "TLSv1.2" or "TLSv1.3"; empty for a number that is none. The text lasts for ever.
#[unsafe(no_mangle)]
pub extern "C" fn smtpwire_tls_version_name(version: u32) -> smtpwire_str {
    smtpwire_str::of(smtpwire_tls_version::read(version).map_or("", TlsVersion::name))
}
