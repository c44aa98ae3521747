//! How a client does TLS.

use std::mem;

use smtpwire_tls::{ClientTls, ClientTlsBuilder};

use super::identity::smtpwire_identity;
use super::roots::smtpwire_roots;
use super::version::range;
use crate::error::{make, smtpwire_error};
use crate::guard::{free, handle, peek, put_new, status_of, with};
use crate::smtpwire_status;

handle! {
    /// How a client does TLS: whom it trusts, what it shows of itself, which versions it speaks. Made
    /// once and used for any number of connections, by several threads at once.
    ///
    /// Sessions are not resumed and no application protocol is negotiated, so that each connection
    /// proves by itself whom it reaches.
    smtpwire_client_tls holds ClientTls
}

handle! {
    /// Makes a `smtpwire_client_tls`. What most want stands in it at first: Mozilla's roots, no client
    /// certificate, TLS 1.2 and 1.3.
    smtpwire_client_tls_builder holds ClientTlsBuilder
}

/// Changes a builder by what takes it whole.
fn change(builder: &mut ClientTlsBuilder, call: impl FnOnce(ClientTlsBuilder) -> ClientTlsBuilder) {
    *builder = call(mem::replace(builder, ClientTls::builder()));
}

/// A builder with what most want.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_tls_builder_new(
    builder: *mut *mut smtpwire_client_tls_builder,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    status_of(|| unsafe {
        if builder.is_null() {
            return Err(smtpwire_status::SMTPWIRE_NULL_POINTER);
        }
        put_new(builder, ClientTls::builder())
    })
}

/// Whom to trust, instead of Mozilla's list. The roots are copied.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_tls_builder_set_roots(
    builder: *mut smtpwire_client_tls_builder,
    roots: *const smtpwire_roots,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        with(builder, |builder| {
            let roots = peek(roots)?.clone();
            change(builder, |builder| builder.roots(roots));
            Ok(())
        })
    }
}

/// A client certificate for the server that asks for one: to log in by (EXTERNAL). It is copied.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_tls_builder_set_identity(
    builder: *mut smtpwire_client_tls_builder,
    identity: *const smtpwire_identity,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        with(builder, |builder| {
            let identity = peek(identity)?.identity().clone();
            change(builder, |builder| builder.identity(identity));
            Ok(())
        })
    }
}

/// Which versions of TLS to speak, as numbers of `smtpwire_tls_version`. `SMTPWIRE_OUT_OF_RANGE` for other
/// numbers, and where the least is above the most.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_tls_builder_set_versions(
    builder: *mut smtpwire_client_tls_builder,
    least: u32,
    most: u32,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        with(builder, |builder| {
            let (least, most) = range(least, most)?;
            change(builder, |builder| builder.versions(least, most));
            Ok(())
        })
    }
}

/// Judges the dates of certificates as if it were this second since 1970, for tests and replays. The
/// system's clock counts where nothing is said.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_tls_builder_set_time(
    builder: *mut smtpwire_client_tls_builder,
    unix_seconds: u64,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        with(builder, |builder| {
            change(builder, |builder| builder.at(unix_seconds));
            Ok(())
        })
    }
}

/// Talks to whoever answers, whatever certificate it shows. Whoever sits in between then reads all,
/// passwords too. For tests on one's own machine.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_tls_builder_dangerous_accept_any_certificate(
    builder: *mut smtpwire_client_tls_builder,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        with(builder, |builder| {
            change(builder, ClientTlsBuilder::dangerous_accept_any_certificate);
            Ok(())
        })
    }
}

/// The configuration, to be freed. The builder stays, and may build another.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_tls_builder_build(
    builder: *const smtpwire_client_tls_builder,
    client_tls: *mut *mut smtpwire_client_tls,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { make(client_tls, error, || Ok(peek(builder)?.clone().build()?)) }
}

/// Ends a builder; NULL is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_tls_builder_free(
    builder: *mut smtpwire_client_tls_builder,
) {
    // SAFETY: the caller's, as the header says.
    unsafe { free(builder) }
}

/// Ends it; NULL is none. Connections that use it keep it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_client_tls_free(client_tls: *mut smtpwire_client_tls) {
    // SAFETY: the caller's, as the header says.
    unsafe { free(client_tls) }
}
