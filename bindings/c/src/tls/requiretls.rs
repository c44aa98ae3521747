//! What a message's sender asks of TLS (RFC 8689).

use smtpwire_tls::requiretls::{TlsRequest, decide, tls_required_no};

use crate::choice::choice;
use crate::guard::Outcome;
use crate::smtpwire_bytes;

choice! {
    /// What a message's sender asks of TLS on the way to the recipient (RFC 8689).
    smtpwire_tls_request of TlsRequest {
        /// Neither: the recipient's policies (DANE, MTA-STS) and the program's own decide.
        SMTPWIRE_TLS_REQUEST_USUAL = 0 is Usual,
        /// REQUIRETLS: only over TLS, to a server whose name and certificate are verified and that
        /// offers REQUIRETLS itself (section 4.2.1); else the message goes back.
        SMTPWIRE_TLS_REQUEST_REQUIRED = 1 is Required,
        /// "TLS-Required: No": rather delivered than protected. The recipient's policies do not keep
        /// the message back; TLS is used where it is offered (section 4.2.2).
        SMTPWIRE_TLS_REQUEST_NOT_NEEDED = 2 is NotNeeded,
    }
}

/// What is asked by the REQUIRETLS parameter of the MAIL command and by the header
/// (`smtpwire_tls_required_no`): the parameter overrides the header (RFC 8689 section 4.1).
#[unsafe(no_mangle)]
pub extern "C" fn smtpwire_tls_request_of(
    parameter: bool,
    header_no: bool,
) -> smtpwire_tls_request {
    smtpwire_tls_request::of(decide(parameter, header_no))
}

/// Whether the header of a message says "TLS-Required: No" (RFC 8689 section 3).
///
/// `content_head` is the message's content from its start, all of it or as much as is at hand; the
/// header, 256 KiB of it at most, is looked at. With another value, or where the field stands there more
/// than once, it asks for nothing. A line without its end does not count: more of it may follow.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_tls_required_no(content_head: smtpwire_bytes) -> bool {
    let look = || -> Outcome<bool> {
        // SAFETY: the caller's, as the header says.
        Ok(tls_required_no(unsafe { content_head.read() }?))
    };
    look().unwrap_or(false)
}
