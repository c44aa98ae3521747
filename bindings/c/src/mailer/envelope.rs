//! Who a message is from and whom it goes to.

use smtpwire::{Envelope, Recipient};

use crate::address::{forward_path_of, reverse_path_of};
use crate::error::{attempt, make, smtpwire_error};
use crate::guard::{ask, free, handle};
use crate::parameters::{mail_parameters, rcpt_parameters, smtpwire_parameters};
use crate::{smtpwire_status, smtpwire_str};

handle! {
    /// An envelope (RFC 5321 section 2.3.1): the reverse-path, the recipients, and what is asked of the server for
    /// them. One can be sent many times. Several threads may look at one.
    smtpwire_envelope holds Envelope
}

/// An envelope without recipients. `from` is "a@b.example" with or without brackets, or "" for the null path;
/// `parameters`, made for MAIL, may be NULL for none. SIZE, BODY and SMTPUTF8 are seen to by the mailer.
/// `SMTPWIRE_INVALID_VALUE` for what is no path.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_envelope_new(
    from: smtpwire_str,
    parameters: *const smtpwire_parameters,
    envelope: *mut *mut smtpwire_envelope,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        make(envelope, error, || {
            let made = Envelope::new(reverse_path_of(from.read()?)?);
            Ok(made.with_parameters(mail_parameters(parameters)?))
        })
    }
}

/// Adds a recipient: "a@b.example" with or without brackets, or "postmaster". `parameters`, made for RCPT, may be
/// NULL for none. `SMTPWIRE_INVALID_VALUE` for what is no path; nothing is added then.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_envelope_add_recipient(
    envelope: *mut smtpwire_envelope,
    to: smtpwire_str,
    parameters: *const smtpwire_parameters,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(envelope, error, |envelope| {
            let recipient = Recipient::new(forward_path_of(to.read()?)?);
            let recipient = recipient.with_parameters(rcpt_parameters(parameters)?);
            envelope.recipients.push(recipient);
            Ok(())
        })
    }
}

/// How many recipients it has; 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_envelope_recipient_count(
    envelope: *const smtpwire_envelope,
) -> usize {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(envelope, 0, |envelope| envelope.recipients.len()) }
}

/// Ends it; NULL is none. Messages that were sent by it go on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_envelope_free(envelope: *mut smtpwire_envelope) {
    // SAFETY: the caller's, as the header says.
    unsafe { free(envelope) }
}
