//! Logging in.

use smtpwire::sasl::SaslPolicy;

use super::commands::queue;
use super::connection::smtpwire_client;
use crate::connection::Line;
use crate::error::{attempt, smtpwire_error};
use crate::guard::{look, peek, put};
use crate::sasl::{smtpwire_channel_binding, smtpwire_credentials, smtpwire_sasl_policy};
use crate::{smtpwire_bytes, smtpwire_status, smtpwire_str};

/// Queues AUTH with the strongest mechanism that the server offers, the policy allows and the credentials
/// fit (RFC 4954). The whole exchange is done here; it ends as `SMTPWIRE_EVENT_AUTHENTICATED`, or as
/// `SMTPWIRE_EVENT_REPLY` with the server's refusal.
///
/// `policy` may be NULL for the default: no password and no token without verified TLS. `binding` is the
/// channel binding of the program's own TLS, or NULL; a client whose TLS this library does knows its own.
/// `entropy` is 16 to 64 octets that nobody can guess, new for each call. `*id` is the command's id; `id` may
/// be NULL.
///
/// `SMTPWIRE_NOT_OFFERED` without AUTH, `SMTPWIRE_PLAINTEXT_CREDENTIALS` when only TLS is missing,
/// `SMTPWIRE_NO_MECHANISM` when no mechanism can be used (the error says why of each),
/// `SMTPWIRE_INVALID_VALUE` for entropy of another length, `SMTPWIRE_OUT_OF_ORDER`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_auth(
    client: *mut smtpwire_client,
    credentials: *const smtpwire_credentials,
    policy: *const smtpwire_sasl_policy,
    binding: *const smtpwire_channel_binding,
    entropy: smtpwire_bytes,
    id: *mut u64,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(client, error, |pulled| {
            let credentials = peek(credentials)?;
            let default = SaslPolicy::default();
            let policy = if policy.is_null() { &default } else { peek(policy)? };
            let binding = if binding.is_null() { None } else { Some(peek(binding)?) };
            let entropy = entropy.read()?;
            let queued = match &mut pulled.line {
                Line::Plain(client) => client.auth(credentials, policy, binding, entropy),
                Line::Tls(layer) => layer.auth(credentials, policy, entropy),
            }?;
            if !id.is_null() {
                id.write(queued.number());
            }
            Ok(())
        })
    }
}

/// Queues AUTH for an exchange that the program does itself: each challenge comes as
/// `SMTPWIRE_EVENT_CHALLENGE`. `initial` is the initial response in plain octets, without base64; NULL is none.
/// `*id` is the command's id; `id` may be NULL.
///
/// `SMTPWIRE_NO_MECHANISM` where the server does not offer it, `SMTPWIRE_PLAINTEXT_CREDENTIALS` without verified
/// TLS unless `SMTPWIRE_CLIENT_PLAINTEXT_AUTH` is on, `SMTPWIRE_INVALID_VALUE` for what is no mechanism's name.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_auth_raw(
    client: *mut smtpwire_client,
    mechanism: smtpwire_str,
    initial: *const smtpwire_bytes,
    id: *mut u64,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        queue(client, id, error, |client| {
            let initial = initial.as_ref().map(|octets| octets.read()).transpose()?;
            Ok(client.auth_raw(mechanism.read()?, initial)?)
        })
    }
}

/// Answers a challenge, in plain octets, without base64. `SMTPWIRE_NOTHING_TO_ANSWER` where none waits.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_auth_response(
    client: *mut smtpwire_client,
    response: smtpwire_bytes,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(client, error, |pulled| {
            Ok(pulled.line.client_mut().auth_response(response.read()?)?)
        })
    }
}

/// Gives the exchange up. `SMTPWIRE_NOTHING_TO_ANSWER` where no challenge waits.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_auth_cancel(
    client: *mut smtpwire_client,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { attempt(client, error, |pulled| Ok(pulled.line.client_mut().auth_cancel()?)) }
}

/// Why the client gave the last login up by itself, though the server only refused: a challenge that is
/// malformed or asks for too much. `*name` is a name that stays the same from version to version and lasts
/// for ever. `SMTPWIRE_ABSENT` where it did not.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_auth_failure(
    client: *const smtpwire_client,
    name: *mut smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(client, |pulled| {
            let why = pulled.line.client().auth_failure();
            put(name, smtpwire_str::of(why.ok_or(smtpwire_status::SMTPWIRE_ABSENT)?.name()))
        })
    }
}
