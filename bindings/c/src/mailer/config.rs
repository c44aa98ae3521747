//! How a mailer behaves.

use smtpwire::MailerConfig;

use crate::address::host_of;
use crate::client::config::set_option as set_client_option;
use crate::connection::{set_limit, set_timeout};
use crate::error::{Explained, inspect, make, smtpwire_error};
use crate::guard::{free, handle, peek, with};
use crate::sasl::{smtpwire_channel_binding, smtpwire_credentials, smtpwire_sasl_policy};
use crate::security::smtpwire_security;
use crate::{smtpwire_status, smtpwire_str};

handle! {
    /// How mailers behave: who they say they are, how they secure the connection, how they log in. It is made
    /// once, changed, and given to as many mailers as one likes; each takes a copy. Several threads may make
    /// mailers of one at once, while nobody changes it.
    smtpwire_mailer_config holds MailerConfig
}

/// What can be switched on and off in a mailer, beside what a client has (`smtpwire_client_option`, by its own
/// numbers in `smtpwire_mailer_config_set_client_option`).
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum smtpwire_mailer_option {
    /// Content travels by BDAT where the server offers CHUNKING; on. Binary content has no other way.
    SMTPWIRE_MAILER_CHUNKING = 1,
    /// The next message's envelope is sent behind the content of the one before, and QUIT behind that of
    /// the last, in one group, where the server offers PIPELINING; on. LMTP's QUIT waits.
    SMTPWIRE_MAILER_OVERLAP = 2,
    /// RET, ENVID, NOTIFY and ORCPT are left out where the server does not offer DSN; off: a message that asks
    /// for notices is not sent without them.
    SMTPWIRE_MAILER_DROP_UNOFFERED_DSN = 3,
}

/// A configuration with the defaults: STARTTLS is required, nobody logs in. `name` is who the mailer says it
/// is, in EHLO: "client.example" or "[192.0.2.1]". `SMTPWIRE_INVALID_VALUE` for what is no name.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_mailer_config_new(
    name: smtpwire_str,
    config: *mut *mut smtpwire_mailer_config,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { make(config, error, || Ok(MailerConfig::new(host_of(name.read()?)?))) }
}

/// Sets a limit, one of `smtpwire_limit`. `SMTPWIRE_OUT_OF_RANGE` for a number that is none, or for a value that
/// it can't have.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_mailer_config_set_limit(
    config: *mut smtpwire_mailer_config,
    limit: u32,
    value: u64,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { with(config, |config| set_limit(&mut config.client.limits, limit, value)) }
}

/// Sets a timeout, one of `smtpwire_timeout`, in milliseconds. `SMTPWIRE_OUT_OF_RANGE` for a number that is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_mailer_config_set_timeout_ms(
    config: *mut smtpwire_mailer_config,
    timeout: u32,
    milliseconds: u64,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        with(config, |config| set_timeout(&mut config.client.timeouts, timeout, milliseconds))
    }
}

/// Switches one of `smtpwire_client_option`; `SMTPWIRE_CLIENT_IMPLICIT_TLS` is the security's to say and has no effect.
/// `SMTPWIRE_OUT_OF_RANGE` for a number that is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_mailer_config_set_client_option(
    config: *mut smtpwire_mailer_config,
    option: u32,
    on: bool,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { with(config, |config| set_client_option(&mut config.client, option, on)) }
}

/// Switches one of `smtpwire_mailer_option`. `SMTPWIRE_OUT_OF_RANGE` for a number that is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_mailer_config_set_option(
    config: *mut smtpwire_mailer_config,
    option: u32,
    on: bool,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        with(config, |config| {
            *match option {
                1 => &mut config.chunking,
                2 => &mut config.overlap,
                3 => &mut config.drop_unoffered_dsn,
                _ => return Err(smtpwire_status::SMTPWIRE_OUT_OF_RANGE),
            } = on;
            Ok(())
        })
    }
}

/// How TLS is used, one of `smtpwire_security`; `SMTPWIRE_SECURITY_REQUIRED` unless set. `SMTPWIRE_OUT_OF_RANGE` for a number that is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_mailer_config_set_security(
    config: *mut smtpwire_mailer_config,
    security: u32,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        with(config, |config| {
            config.security = smtpwire_security::read(security)?;
            Ok(())
        })
    }
}

/// What to log in with; a login must succeed then before mail is sent. NULL for none, the default.
/// They are copied.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_mailer_config_set_credentials(
    config: *mut smtpwire_mailer_config,
    credentials: *const smtpwire_credentials,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        with(config, |config| {
            config.credentials =
                if credentials.is_null() { None } else { Some(peek(credentials)?.clone()) };
            Ok(())
        })
    }
}

/// What the mailer is willing to do to log in; it is copied.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_mailer_config_set_sasl_policy(
    config: *mut smtpwire_mailer_config,
    policy: *const smtpwire_sasl_policy,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        with(config, |config| {
            config.sasl = peek(policy)?.clone();
            Ok(())
        })
    }
}

/// The channel binding of the program's own TLS where that comes first, as on port 465; NULL for none. That of
/// STARTTLS is given to `smtpwire_mailer_tls_established`. It is copied.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_mailer_config_set_channel_binding(
    config: *mut smtpwire_mailer_config,
    binding: *const smtpwire_channel_binding,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        with(config, |config| {
            config.channel_binding =
                if binding.is_null() { None } else { Some(peek(binding)?.clone()) };
            Ok(())
        })
    }
}

/// Whether a mailer can work with what is configured. A connection takes it as it is; a program that asks
/// first can tell its operator: `*error` says which field is wrong, and why.
///
/// `SMTPWIRE_INVALID_VALUE` where it can't.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_mailer_config_check(
    config: *const smtpwire_mailer_config,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { inspect(config, error, |config| config.check().map_err(Explained::from)) }
}

/// Ends a configuration; NULL is none. Mailers that were made of it go on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_mailer_config_free(config: *mut smtpwire_mailer_config) {
    // SAFETY: the caller's, as the header says.
    unsafe { free(config) }
}
