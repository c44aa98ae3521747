//! Channel binding: what ties a login to the TLS connection that it is made on (RFC 5056).

use smtpwire::sasl::{ChannelBinding, ChannelBindingType};

use crate::choice::choice;
use crate::guard::{ask, free, handle, put_new, status_of};
use crate::{smtpwire_bytes, smtpwire_status, smtpwire_str};

choice! {
    /// Which property of a TLS connection binds a login to it.
    smtpwire_channel_binding_type of ChannelBindingType {
        /// `tls-exporter` (RFC 9266): 32 octets exported with the label `EXPORTER-Channel-Binding`.
        SMTPWIRE_CHANNEL_BINDING_TLS_EXPORTER = 1 is TlsExporter,
        /// `tls-server-end-point` (RFC 5929 section 4): the digest of the server's certificate.
        SMTPWIRE_CHANNEL_BINDING_TLS_SERVER_END_POINT = 2 is TlsServerEndPoint,
        /// `tls-unique` (RFC 5929 section 3): the first Finished message; not defined for TLS 1.3.
        SMTPWIRE_CHANNEL_BINDING_TLS_UNIQUE = 3 is TlsUnique,
    }
}

handle! {
    /// A channel binding of the program's own TLS: its type, and the octets that the TLS library gave.
    smtpwire_channel_binding holds ChannelBinding
}

/// A channel binding of one of `smtpwire_channel_binding_type`; the octets are copied.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_channel_binding_new(
    kind: u32,
    octets: smtpwire_bytes,
    binding: *mut *mut smtpwire_channel_binding,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    status_of(|| unsafe {
        let kind = smtpwire_channel_binding_type::read(kind)?;
        put_new(binding, ChannelBinding::new(kind, octets.read()?))
    })
}

/// Its type by the registered name, as in "tls-exporter"; empty for NULL. The text lasts for ever.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_channel_binding_type_name(
    binding: *const smtpwire_channel_binding,
) -> smtpwire_str {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(binding, smtpwire_str::of(""), |held| smtpwire_str::of(held.kind().name())) }
}

/// Its octets. They are worth something on this connection only, and belong in no log.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_channel_binding_data(
    binding: *const smtpwire_channel_binding,
) -> smtpwire_bytes {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(binding, smtpwire_bytes::of(&[]), |held| smtpwire_bytes::of(held.data())) }
}

/// Ends it; NULL is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_channel_binding_free(binding: *mut smtpwire_channel_binding) {
    // SAFETY: the caller's, as the header says.
    unsafe { free(binding) }
}
