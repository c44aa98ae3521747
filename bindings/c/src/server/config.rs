//! How a server behaves.

use std::sync::{Arc, OnceLock};

use smtpwire::{LineEndPolicy, LineEnds, Protocol, Secret, ServerConfig, Synchronization};
use smtpwire_tls::{ServerTls, TlsServerConfig};

use super::connection::smtpwire_server_tls_mode;
use crate::address::host_of;
use crate::connection::{SMTPWIRE_NEVER, set_limit, set_timeout};
use crate::error::{Explained, inspect, make, smtpwire_error};
use crate::guard::{Outcome, free, handle, with};
use crate::{smtpwire_bytes, smtpwire_status, smtpwire_str};

handle! {
    /// How servers behave: what they offer, demand and put up with, and what the program decides itself.
    ///
    /// It is made once, changed, and given to all connections, which share it: none of them copies it.
    /// A change counts for connections that are made later. Several threads may make connections of one
    /// at once, while nobody changes it.
    smtpwire_server_config holds Held
}

/// A configuration, and what it becomes where TLS is done here: made at its first use, once for all
/// connections.
pub(crate) struct Held {
    config: Arc<ServerConfig>,
    starttls: OnceLock<Arc<ServerConfig>>,
    implicit: OnceLock<Arc<ServerConfig>>,
}

impl Held {
    fn new(config: ServerConfig) -> Self {
        Self { config: Arc::new(config), starttls: OnceLock::new(), implicit: OnceLock::new() }
    }

    /// What connections without TLS of ours share.
    pub(super) fn shared(&self) -> Arc<ServerConfig> {
        Arc::clone(&self.config)
    }

    /// What connections with it share.
    pub(super) fn with_tls(
        &self,
        mode: smtpwire_server_tls_mode,
        tls: ServerTls,
    ) -> TlsServerConfig {
        let kept = match mode {
            smtpwire_server_tls_mode::SMTPWIRE_SERVER_TLS_STARTTLS => &self.starttls,
            smtpwire_server_tls_mode::SMTPWIRE_SERVER_TLS_IMPLICIT => &self.implicit,
        };
        // What is kept fits already, and is taken as it is.
        let from = Arc::clone(kept.get().unwrap_or(&self.config));
        let made = match mode {
            smtpwire_server_tls_mode::SMTPWIRE_SERVER_TLS_STARTTLS => {
                TlsServerConfig::starttls(from, tls)
            }
            smtpwire_server_tls_mode::SMTPWIRE_SERVER_TLS_IMPLICIT => {
                TlsServerConfig::implicit(from, tls)
            }
        };
        kept.get_or_init(|| Arc::clone(made.server()));
        made
    }

    /// The configuration, to change it; what was made of it is made anew.
    pub(super) fn change(&mut self) -> &mut ServerConfig {
        self.starttls.take();
        self.implicit.take();
        Arc::make_mut(&mut self.config)
    }
}

/// What can be switched on and off in a server. All are off at first.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum smtpwire_server_option {
    /// Speak LMTP (RFC 2033) and not SMTP: LHLO greets, and the message is answered for each recipient.
    SMTPWIRE_SERVER_LMTP = 1,
    /// No mail before a login: 530 5.7.0.
    SMTPWIRE_SERVER_REQUIRE_AUTH = 2,
    /// Nothing but EHLO, STARTTLS, NOOP and QUIT before TLS: 530 5.7.0. STARTTLS has to be offered.
    SMTPWIRE_SERVER_REQUIRE_TLS = 3,
    /// Offer AUTH, and take it, without TLS as well; otherwise 538 5.7.11.
    SMTPWIRE_SERVER_PLAINTEXT_AUTH = 4,
    /// TLS is up already when the connection is made, by the program's own TLS. For
    /// `smtpwire_server_new` alone.
    SMTPWIRE_SERVER_IMPLICIT_TLS = 5,
    /// A PROXY header comes first, version 1 or 2. Only for connections from a proxy that is trusted:
    /// whoever sends one says who the client is.
    SMTPWIRE_SERVER_PROXY = 6,
    /// Take XCLIENT and XFORWARD from this client.
    SMTPWIRE_SERVER_TRUSTED = 7,
    /// Put up with a client that sends more behind EHLO, AUTH or DATA before it has the answer
    /// (RFC 2920 section 3.1); otherwise 554 5.5.0, and the session is over. Behind STARTTLS that is never
    /// tolerated.
    SMTPWIRE_SERVER_TOLERANT_SYNCHRONIZATION = 8,
    /// Make CRLF of bare CR and bare LF in content, and don't refuse them.
    SMTPWIRE_SERVER_NORMALISE_LINE_ENDS = 9,
    /// Let a bare LF end a command; otherwise 500 5.5.2, and the session is over.
    SMTPWIRE_SERVER_BARE_LF_COMMANDS = 10,
    /// Take `MAIL FROM: <jo@example.com>`, with a space behind the colon.
    SMTPWIRE_SERVER_SPACE_AFTER_COLON = 11,
    /// Take more than one space between the words of a command.
    SMTPWIRE_SERVER_REPEATED_SPACES = 12,
    /// Take `MAIL FROM:jo@example.com`, without brackets. The null path still needs them.
    SMTPWIRE_SERVER_MISSING_BRACKETS = 13,
    /// Take an underscore in a domain, `EHLO my_pc`.
    SMTPWIRE_SERVER_UNDERSCORE_IN_DOMAIN = 14,
}

/// Switches an option.
fn set_option(config: &mut ServerConfig, option: u32, on: bool) -> Outcome {
    *match option {
        1 => {
            config.protocol = if on { Protocol::Lmtp } else { Protocol::Smtp };
            return Ok(());
        }
        8 => {
            let tolerant = Synchronization::Tolerant;
            config.synchronization = if on { tolerant } else { Synchronization::Strict };
            return Ok(());
        }
        9 => {
            config.line_ends = if on { LineEnds::Normalise } else { LineEnds::Reject };
            return Ok(());
        }
        10 => {
            let lenient = LineEndPolicy::AcceptBareLf;
            config.command_ends = if on { lenient } else { LineEndPolicy::CrLfOnly };
            return Ok(());
        }
        2 => &mut config.require_auth,
        3 => &mut config.require_tls,
        4 => &mut config.plaintext_auth,
        5 => &mut config.implicit_tls,
        6 => &mut config.proxy,
        7 => &mut config.trusted,
        11 => &mut config.leniency.space_after_colon,
        12 => &mut config.leniency.repeated_spaces,
        13 => &mut config.leniency.missing_brackets,
        14 => &mut config.leniency.underscore_in_domain,
        _ => return Err(smtpwire_status::SMTPWIRE_OUT_OF_RANGE),
    } = on;
    Ok(())
}

/// Changes a configuration.
///
/// # Safety
/// As the functions of C's that it stands behind.
pub(super) unsafe fn change(
    config: *mut smtpwire_server_config,
    call: impl FnOnce(&mut ServerConfig) -> Outcome,
) -> smtpwire_status {
    // SAFETY: by the caller's promise.
    unsafe { with(config, |held| call(held.change())) }
}

/// A configuration with the defaults: SMTP, no TLS, no login; it offers what needs nothing of the program
/// (PIPELINING, SIZE, 8BITMIME, SMTPUTF8, CHUNKING, ENHANCEDSTATUSCODES, DSN, LIMITS and HELP), and the program
/// decides about recipients and messages.
///
/// `hostname` is the server's own name, in its greeting and in its answer to EHLO: "mx.example" or
/// "[192.0.2.1]". `SMTPWIRE_INVALID_VALUE` for what is no name.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_config_new(
    hostname: smtpwire_str,
    config: *mut *mut smtpwire_server_config,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { make(config, error, || Ok(Held::new(ServerConfig::new(host_of(hostname.read()?)?)))) }
}

/// Sets a limit, one of `smtpwire_limit`. `SMTPWIRE_OUT_OF_RANGE` for a number that is none, or for a value
/// that it can't have.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_config_set_limit(
    config: *mut smtpwire_server_config,
    limit: u32,
    value: u64,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { change(config, |config| set_limit(&mut config.limits, limit, value)) }
}

/// Sets a timeout, one of `smtpwire_timeout`, in milliseconds. `SMTPWIRE_OUT_OF_RANGE` for a number that is
/// none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_config_set_timeout_ms(
    config: *mut smtpwire_server_config,
    timeout: u32,
    milliseconds: u64,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { change(config, |config| set_timeout(&mut config.timeouts, timeout, milliseconds)) }
}

/// Switches an option, one of `smtpwire_server_option`. `SMTPWIRE_OUT_OF_RANGE` for a number that is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_config_set_option(
    config: *mut smtpwire_server_config,
    option: u32,
    on: bool,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { change(config, |config| set_option(config, option, on)) }
}

/// Sets what stands behind the name in the greeting; `ESMTP` or `LMTP` where it is empty, as it is at first.
/// Control characters in it are left out.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_config_set_greeting(
    config: *mut smtpwire_server_config,
    greeting: smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        change(config, |config| {
            greeting.read()?.clone_into(&mut config.greeting);
            Ok(())
        })
    }
}

/// Greets only so many milliseconds after the connection came, and refuses clients that speak earlier, which
/// mostly send spam; `SMTPWIRE_DECIDE_EARLY_TALKER` lets the program decide about them. `SMTPWIRE_NEVER` for
/// no such wait, as it is at first.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_config_set_early_talkers_ms(
    config: *mut smtpwire_server_config,
    milliseconds: u64,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        change(config, |config| {
            config.early_talkers = (milliseconds != SMTPWIRE_NEVER).then_some(milliseconds);
            Ok(())
        })
    }
}

/// SCRAM: sets a secret of at least 16 octets, the same for years, from which users who don't exist get their
/// salt, so that nobody can tell them from those who do. Without it no SCRAM mechanism is offered.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_config_set_decoy_key(
    config: *mut smtpwire_server_config,
    key: smtpwire_bytes,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        change(config, |config| {
            config.decoy_key = Secret::from(key.read()?);
            Ok(())
        })
    }
}

/// SCRAM: sets the iterations, and the length of the salt in octets, that users get who don't exist. They
/// should be what the real ones have; 4096 and 16 at first. `SMTPWIRE_OUT_OF_RANGE` for fewer than 4096
/// iterations, which clients refuse, and for a salt of fewer than 8 or more than 1024 octets.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_config_set_decoy(
    config: *mut smtpwire_server_config,
    iterations: u32,
    salt_length: usize,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        change(config, |config| {
            if iterations < 4096 || !(8..=1024).contains(&salt_length) {
                return Err(smtpwire_status::SMTPWIRE_OUT_OF_RANGE);
            }
            (config.decoy_iterations, config.decoy_salt_length) = (iterations, salt_length);
            Ok(())
        })
    }
}

/// Whether all that is configured can be had. A connection leaves out what can't; a program that asks first
/// can tell its operator: `*error` says what is wrong.
///
/// For servers whose TLS this library does, offer STARTTLS before asking; where TLS comes first,
/// `smtpwire_server_new_tls` takes it back by itself.
///
/// `SMTPWIRE_INVALID_VALUE` where it can't be had.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_config_check(
    config: *const smtpwire_server_config,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { inspect(config, error, |held| held.config.check().map_err(Explained::from)) }
}

/// Ends a configuration; NULL is none. Servers that were made of it go on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_config_free(config: *mut smtpwire_server_config) {
    // SAFETY: the caller's, as the header says.
    unsafe { free(config) }
}
