//! How a client behaves.

use smtpwire::{ClientConfig, LineEnds, Protocol};

use crate::connection::{set_limit, set_timeout};
use crate::error::{Explained, inspect, smtpwire_error};
use crate::guard::{Outcome, free, handle, put_new, status_of, with};
use crate::smtpwire_status;

handle! {
    /// How clients behave: limits, timeouts, options. It is made once, changed, and given to as many
    /// clients as one likes; each takes a copy. Several threads may make clients of one at once, while
    /// nobody changes it.
    smtpwire_client_config holds ClientConfig
}

/// What can be switched on and off in a client. The default stands behind each.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum smtpwire_client_option {
    /// Speak LMTP (RFC 2033) and not SMTP; off.
    SMTPWIRE_CLIENT_LMTP = 1,
    /// Send commands in groups where the server offers PIPELINING (RFC 2920); on.
    SMTPWIRE_CLIENT_PIPELINING = 2,
    /// Say HELO to a server that does not know EHLO; on.
    SMTPWIRE_CLIENT_HELO_FALLBACK = 3,
    /// Queue nothing behind EHLO before its answer; off.
    SMTPWIRE_CLIENT_EHLO_ALONE = 4,
    /// TLS is up already when the connection is made, by the program's own TLS, as on port 465; off.
    SMTPWIRE_CLIENT_IMPLICIT_TLS = 5,
    /// Let exchanges of one's own, by `smtpwire_client_auth_raw`, cross without TLS; off.
    SMTPWIRE_CLIENT_PLAINTEXT_AUTH = 6,
    /// Mend bare CR and bare LF in content and don't refuse them; off.
    SMTPWIRE_CLIENT_NORMALISE_LINE_ENDS = 7,
    /// Send lines of content that are longer than the 998 octets of RFC 5321 section 4.5.3.1.6; off.
    SMTPWIRE_CLIENT_LONG_LINES = 8,
    /// Send octets over 127 where 8BITMIME was not declared; off.
    SMTPWIRE_CLIENT_UNDECLARED_EIGHT_BIT = 9,
    /// Take replies whose lines carry different codes; off.
    SMTPWIRE_CLIENT_DIFFERING_CODES = 10,
    /// Take replies whose lines end in a bare LF; off.
    SMTPWIRE_CLIENT_BARE_LF_REPLIES = 11,
    /// Take a CR before the CRLF of a reply; off.
    SMTPWIRE_CLIENT_TRAILING_CR = 12,
    /// The server has proven who it is in the TLS that was up already; off, and no password is shown to it.
    SMTPWIRE_CLIENT_VERIFIED = 13,
}

/// Switches an option.
pub(crate) fn set_option(config: &mut ClientConfig, option: u32, on: bool) -> Outcome {
    *match option {
        1 => {
            config.protocol = if on { Protocol::Lmtp } else { Protocol::Smtp };
            return Ok(());
        }
        7 => {
            config.line_ends = if on { LineEnds::Normalise } else { LineEnds::Reject };
            return Ok(());
        }
        2 => &mut config.pipelining,
        3 => &mut config.helo_fallback,
        4 => &mut config.ehlo_alone,
        5 => &mut config.implicit_tls,
        6 => &mut config.plaintext_auth,
        8 => &mut config.long_lines,
        9 => &mut config.undeclared_eight_bit,
        10 => &mut config.reply.differing_codes,
        11 => &mut config.reply.bare_lf,
        12 => &mut config.reply.trailing_cr,
        13 => &mut config.verified,
        _ => return Err(smtpwire_status::SMTPWIRE_OUT_OF_RANGE),
    } = on;
    Ok(())
}

/// A configuration with the defaults.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_config_new(
    config: *mut *mut smtpwire_client_config,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    status_of(|| unsafe { put_new(config, ClientConfig::new()) })
}

/// Sets a limit, one of `smtpwire_limit`. `SMTPWIRE_OUT_OF_RANGE` for a number that is none, or for a value
/// that it can't have.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_config_set_limit(
    config: *mut smtpwire_client_config,
    limit: u32,
    value: u64,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { with(config, |config| set_limit(&mut config.limits, limit, value)) }
}

/// Sets a timeout, one of `smtpwire_timeout`, in milliseconds. `SMTPWIRE_OUT_OF_RANGE` for a number that is
/// none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_config_set_timeout_ms(
    config: *mut smtpwire_client_config,
    timeout: u32,
    milliseconds: u64,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { with(config, |config| set_timeout(&mut config.timeouts, timeout, milliseconds)) }
}

/// Switches an option, one of `smtpwire_client_option`. `SMTPWIRE_OUT_OF_RANGE` for a number that is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_config_set_option(
    config: *mut smtpwire_client_config,
    option: u32,
    on: bool,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { with(config, |config| set_option(config, option, on)) }
}

/// Whether a client can work with what is configured. A connection takes it as it is; a program that asks
/// first can tell its operator: `*error` says which field is wrong, and why.
///
/// `SMTPWIRE_INVALID_VALUE` where it can't.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_config_check(
    config: *const smtpwire_client_config,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { inspect(config, error, |config| config.check().map_err(Explained::from)) }
}

/// Ends a configuration; NULL is none. Clients that were made of it go on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_config_free(config: *mut smtpwire_client_config) {
    // SAFETY: the caller's, as the header says.
    unsafe { free(config) }
}
