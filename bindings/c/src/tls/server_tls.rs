//! How a server does TLS.

use std::mem;

use smtpwire_tls::{ClientCertificates, ServerTls, ServerTlsBuilder};

use super::identity::smtpwire_identity;
use super::roots::smtpwire_roots;
use super::version::range;
use crate::error::{make, smtpwire_error};
use crate::guard::{free, handle, peek, put_new, status_of, with};
use crate::{smtpwire_status, smtpwire_str};

handle! {
    /// How a server does TLS: what it shows of itself by the name that a client asks for, and what it
    /// wants to see of the client. Made once and used for any number of connections, by several threads
    /// at once.
    smtpwire_server_tls holds ServerTls
}

handle! {
    /// Makes a `smtpwire_server_tls`. What most want stands in it at first: no client certificates, TLS
    /// 1.2 and 1.3. It needs an identity.
    smtpwire_server_tls_builder holds ServerTlsBuilder
}

/// Whether a server wants to see a client's certificate.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum smtpwire_client_certificates {
    /// It is not asked for. So it is where nothing is said.
    SMTPWIRE_CLIENT_CERTIFICATES_IGNORED = 0,
    /// It is asked for. A client without one is served all the same, and so is one whose certificate
    /// leads to none of the roots: the session then says why it is not believed. That is what a
    /// server on port 25 needs, where clients show all kinds of certificates.
    SMTPWIRE_CLIENT_CERTIFICATES_ASKED = 1,
    /// There is no session without one that leads to the roots.
    SMTPWIRE_CLIENT_CERTIFICATES_DEMANDED = 2,
}

/// Changes a builder by what takes it whole.
fn change(builder: &mut ServerTlsBuilder, call: impl FnOnce(ServerTlsBuilder) -> ServerTlsBuilder) {
    *builder = call(mem::replace(builder, ServerTls::builder()));
}

/// A builder with what most want.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_tls_builder_new(
    builder: *mut *mut smtpwire_server_tls_builder,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    status_of(|| unsafe {
        if builder.is_null() {
            return Err(smtpwire_status::SMTPWIRE_NULL_POINTER);
        }
        put_new(builder, ServerTls::builder())
    })
}

/// What is shown to a client that asks for no name, or for one that is not known. It is copied.
///
/// May be given again with a key of another kind, as ECDSA and RSA: the first counts whose signatures
/// the client says that it can check.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_tls_builder_add_identity(
    builder: *mut smtpwire_server_tls_builder,
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

/// What is shown to a client that asks for this name (SNI, RFC 6066 section 3): a DNS name, or
/// "*.example.org" for all names with one more label. An exact name goes before a wildcard. It is
/// copied. What is no name is found out by `smtpwire_server_tls_builder_build`.
///
/// May be given again for the same name with a key of another kind.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_tls_builder_add_identity_for(
    builder: *mut smtpwire_server_tls_builder,
    name: smtpwire_str,
    identity: *const smtpwire_identity,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        with(builder, |builder| {
            let name = name.read()?;
            let identity = peek(identity)?.identity().clone();
            change(builder, |builder| builder.identity_for(name, identity));
            Ok(())
        })
    }
}

/// Whether a client's certificate is wanted, as a number of `smtpwire_client_certificates`, and the
/// roots that it has to lead to, which are copied. `roots` may be NULL where it is ignored, else that is
/// `SMTPWIRE_NULL_POINTER`. `SMTPWIRE_OUT_OF_RANGE` for another number.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_tls_builder_set_client_certificates(
    builder: *mut smtpwire_server_tls_builder,
    wanted: u32,
    roots: *const smtpwire_roots,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        with(builder, |builder| {
            let wanted = match wanted {
                0 => ClientCertificates::Ignore,
                1 => ClientCertificates::Asked(peek(roots)?.clone()),
                2 => ClientCertificates::Demanded(peek(roots)?.clone()),
                _ => return Err(smtpwire_status::SMTPWIRE_OUT_OF_RANGE),
            };
            change(builder, |builder| builder.client_certificates(wanted));
            Ok(())
        })
    }
}

/// Which versions of TLS to speak, as numbers of `smtpwire_tls_version`. `SMTPWIRE_OUT_OF_RANGE` for other
/// numbers, and where the least is above the most.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_tls_builder_set_versions(
    builder: *mut smtpwire_server_tls_builder,
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
pub unsafe extern "C" fn smtpwire_server_tls_builder_set_time(
    builder: *mut smtpwire_server_tls_builder,
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

/// The configuration, to be freed. The builder stays, and may build another.
///
/// `SMTPWIRE_UNUSABLE_CERTIFICATE` where there is no identity, a name is none, or client certificates are
/// wanted and the roots for them are empty.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_tls_builder_build(
    builder: *const smtpwire_server_tls_builder,
    server_tls: *mut *mut smtpwire_server_tls,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { make(server_tls, error, || Ok(peek(builder)?.clone().build()?)) }
}

/// Ends a builder; NULL is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_tls_builder_free(
    builder: *mut smtpwire_server_tls_builder,
) {
    // SAFETY: the caller's, as the header says.
    unsafe { free(builder) }
}

/// Ends it; NULL is none. Connections that use it keep it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_tls_free(server_tls: *mut smtpwire_server_tls) {
    // SAFETY: the caller's, as the header says.
    unsafe { free(server_tls) }
}
