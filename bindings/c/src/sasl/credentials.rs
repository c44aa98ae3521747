//! Who logs in.

use smtpwire::Secret;
use smtpwire::sasl::Credentials;

use crate::error::{attempt, make, smtpwire_error};
use crate::guard::{free, handle, put_new, status_of};
use crate::{smtpwire_status, smtpwire_str};

handle! {
    /// What a client logs in with. Nothing shows the password or the token that it holds, and the memory is
    /// overwritten when it is freed. Several threads may look at one.
    smtpwire_credentials holds Credentials
}

/// A name and a password, for SCRAM, CRAM-MD5, PLAIN and LOGIN. `SMTPWIRE_INVALID_VALUE` when one of them is
/// empty or holds a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_credentials_new_password(
    username: smtpwire_str,
    password: smtpwire_str,
    credentials: *mut *mut smtpwire_credentials,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        make(credentials, error, || {
            let (username, password) = (username.read()?, Secret::from(password.read()?));
            Ok(Credentials::password(username, password)?)
        })
    }
}

/// A name and an OAuth 2.0 access token, for OAUTHBEARER and XOAUTH2. `SMTPWIRE_INVALID_VALUE` when one of them
/// is empty or holds what can't be sent.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_credentials_new_bearer(
    username: smtpwire_str,
    token: smtpwire_str,
    credentials: *mut *mut smtpwire_credentials,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        make(credentials, error, || {
            let (username, token) = (username.read()?, Secret::from(token.read()?));
            Ok(Credentials::bearer(username, token)?)
        })
    }
}

/// What the connection itself has shown, a client certificate mostly, for EXTERNAL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_credentials_new_external(
    credentials: *mut *mut smtpwire_credentials,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    status_of(|| unsafe { put_new(credentials, Credentials::external()) })
}

/// Nobody in particular, for ANONYMOUS. The trace, which may be empty, is for the server's log.
/// `SMTPWIRE_INVALID_VALUE` for one with control characters or of more than 255 characters.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_credentials_new_anonymous(
    trace: smtpwire_str,
    credentials: *mut *mut smtpwire_credentials,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { make(credentials, error, || Ok(Credentials::anonymous(trace.read()?)?)) }
}

/// Sets the identity to act as, where it is another than the one that is proven. `SMTPWIRE_INVALID_VALUE` when
/// it is empty or holds what can't be sent.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_credentials_set_authorization_identity(
    credentials: *mut smtpwire_credentials,
    identity: smtpwire_str,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(credentials, error, |credentials| {
            let identity = identity.read()?;
            *credentials = credentials.clone().with_authorization_identity(identity)?;
            Ok(())
        })
    }
}

/// Sets the server's name and port, which OAUTHBEARER passes on with the token; without effect on other
/// credentials. `SMTPWIRE_INVALID_VALUE` for a name that can't be sent.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_credentials_set_server(
    credentials: *mut smtpwire_credentials,
    host: smtpwire_str,
    port: u16,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(credentials, error, |credentials| {
            *credentials = credentials.clone().with_server(host.read()?, port)?;
            Ok(())
        })
    }
}

/// Ends them; NULL is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_credentials_free(credentials: *mut smtpwire_credentials) {
    // SAFETY: the caller's, as the header says.
    unsafe { free(credentials) }
}
