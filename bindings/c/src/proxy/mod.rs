//! Headers of the PROXY protocol.
//!
//! Here stands what one is, how it is read and written; `make` builds them, `ask` reads them.

mod ask;
mod make;

use std::sync::OnceLock;

pub use ask::*;
pub use make::*;

use smtpwire::ProxyHeader;
use smtpwire::codec::proxy::{DEFAULT_MAX_V2_LENGTH, ProxyCommand, ProxyError, ProxyTransport};

use crate::choice::choice;
use crate::error::{Explained, inspect, smtpwire_error, tell};
use crate::guard::{Guarded, Handle, free, give, handle, put};
use crate::text::text;
use crate::{smtpwire_bytes, smtpwire_status, smtpwire_text};

handle! {
    /// What a proxy says, before the greeting, about the connection that it forwards (the PROXY protocol,
    /// versions 1 and 2). A server expects one only where it is configured to, and only from peers that it
    /// trusts.
    ///
    /// Several threads may look at one at once.
    smtpwire_proxy_header holds Held
}

/// A header and its addresses as text, made when they are first asked for.
#[derive(Debug)]
pub(crate) struct Held {
    header: ProxyHeader,
    source: OnceLock<String>,
    destination: OnceLock<String>,
}

impl Held {
    /// Changes what is said beside the addresses.
    fn change(&mut self, change: impl FnOnce(ProxyHeader) -> ProxyHeader) {
        let header = std::mem::replace(&mut self.header, ProxyHeader::local());
        self.header = change(header);
    }
}

impl From<ProxyHeader> for Held {
    fn from(header: ProxyHeader) -> Self {
        Self { header, source: OnceLock::new(), destination: OnceLock::new() }
    }
}

impl smtpwire_proxy_header {
    /// A header that stands inside another object.
    pub(crate) fn made(header: ProxyHeader) -> Self {
        Self::of(Guarded::new(Held::from(header)))
    }
}

choice! {
    /// Whose connection it is.
    smtpwire_proxy_command of ProxyCommand {
        /// The proxy's own, as for a health check: the addresses that the program sees are the real ones.
        SMTPWIRE_PROXY_COMMAND_LOCAL = 0 is Local,
        /// That of the client which the header describes.
        SMTPWIRE_PROXY_COMMAND_PROXY = 1 is Proxy,
    }
}

choice! {
    /// The transport of the connection that is forwarded. Where a function takes one, it takes the number.
    smtpwire_proxy_transport of ProxyTransport {
        /// Not said.
        SMTPWIRE_PROXY_TRANSPORT_UNSPECIFIED = 0 is Unspecified,
        /// A stream, as TCP.
        SMTPWIRE_PROXY_TRANSPORT_STREAM = 1 is Stream,
        /// Datagrams, as UDP.
        SMTPWIRE_PROXY_TRANSPORT_DATAGRAM = 2 is Datagram,
    }
}

/// A header can't be built or written so.
fn unsendable(error: &ProxyError) -> Explained {
    Explained::invalid(error.name(), error.to_string())
}

/// Reads a header from the start of a connection.
///
/// `*header` is the header, to be freed, and `*consumed` how many octets it has; what stands behind them is
/// SMTP. Where not all of it has come yet, `*header` is NULL and `*consumed` 0; the status is `SMTPWIRE_OK` then,
/// too: give the same octets again with those that came in since. `limit` is how long the variable part of a
/// version 2 header may be, at most 65535, 0 for 4096.
///
/// `SMTPWIRE_MALFORMED` for what is no header, as soon as that is certain: close the connection without a
/// reply. `SMTPWIRE_OUT_OF_RANGE` for a limit that is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_proxy_header_parse(
    octets: smtpwire_bytes,
    limit: usize,
    header: *mut *mut smtpwire_proxy_header,
    consumed: *mut usize,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        tell(error, || {
            if header.is_null() || consumed.is_null() {
                return Err(smtpwire_status::SMTPWIRE_NULL_POINTER.into());
            }
            let limit = match limit {
                0 => DEFAULT_MAX_V2_LENGTH,
                _ => u16::try_from(limit).map_err(|_| smtpwire_status::SMTPWIRE_OUT_OF_RANGE)?,
            };
            let (made, length) = match ProxyHeader::parse_with_limit(octets.read()?, limit)? {
                Some((read, length)) => (give(Held::from(read)), length),
                None => (std::ptr::null_mut(), 0),
            };
            put(consumed, length)?;
            Ok(put(header, made)?)
        })
    }
}

/// The header as it is written; `version` is 1, a line of text, or 2, else `SMTPWIRE_OUT_OF_RANGE`. `*written` is
/// to be freed.
///
/// `SMTPWIRE_INVALID_VALUE` for what version 1 has no words for (UNIX addresses, datagrams, further facts), and
/// for what is too long.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_proxy_header_write(
    header: *const smtpwire_proxy_header,
    version: u32,
    written: *mut *mut smtpwire_text,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        inspect(header, error, |held| {
            if written.is_null() {
                return Err(smtpwire_status::SMTPWIRE_NULL_POINTER.into());
            }
            let mut octets = Vec::new();
            let done = match version {
                1 => held.header.encode_v1(&mut octets),
                2 => held.header.encode_v2(&mut octets),
                _ => return Err(smtpwire_status::SMTPWIRE_OUT_OF_RANGE.into()),
            };
            done.map_err(|why| unsendable(&why))?;
            Ok(put(written, text(octets))?)
        })
    }
}

/// Ends a header; NULL is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_proxy_header_free(header: *mut smtpwire_proxy_header) {
    // SAFETY: the caller's, as the header says.
    unsafe { free(header) }
}
