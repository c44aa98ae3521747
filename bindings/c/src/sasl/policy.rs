//! What a client is willing to do to log in.

use smtpwire::sasl::{SaslMechanism, SaslPolicy};

use crate::error::{Explained, attempt, smtpwire_error};
use crate::guard::{free, handle, put_new, status_of, with};
use crate::{smtpwire_status, smtpwire_str};

handle! {
    /// What a client is willing to do to log in. Several threads may look at one.
    smtpwire_sasl_policy holds SaslPolicy
}

/// The mechanism of this name, which has to be one that this library knows.
pub(crate) fn mechanism(name: &str) -> Result<SaslMechanism, Explained> {
    SaslMechanism::from_name(name).ok_or_else(|| {
        let known: Vec<_> = SaslMechanism::ALL.iter().map(|known| known.name()).collect();
        let known = known.join(" ");
        Explained::invalid(
            "unknown-mechanism",
            format!("{name:?} is no SASL mechanism that is known here; these are: {known}"),
        )
    })
}

/// The default: every mechanism, but none that shows a password or a token without verified TLS.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_sasl_policy_new(
    policy: *mut *mut smtpwire_sasl_policy,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    status_of(|| unsafe { put_new(policy, SaslPolicy::default()) })
}

/// Whether PLAIN, LOGIN, OAUTHBEARER, XOAUTH2 and CRAM-MD5 may be used without verified TLS.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_sasl_policy_set_allow_plaintext_secrets(
    policy: *mut smtpwire_sasl_policy,
    allow: bool,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        with(policy, |policy| {
            policy.allow_plaintext_secrets = allow;
            Ok(())
        })
    }
}

/// Allows a mechanism, "SCRAM-SHA-256" for one; from the first call on only those that were allowed.
/// `SMTPWIRE_INVALID_VALUE` for a name that is not known here.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_sasl_policy_allow(
    policy: *mut smtpwire_sasl_policy,
    name: smtpwire_str,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(policy, error, |policy| {
            let allowed = mechanism(name.read()?)?;
            policy.allowed.get_or_insert_default().push(allowed);
            Ok(())
        })
    }
}

/// SCRAM: the least and the most iterations that a server may ask for; 4096 and 1,000,000.
/// `SMTPWIRE_OUT_OF_RANGE` where the least is more than the most.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_sasl_policy_set_iterations(
    policy: *mut smtpwire_sasl_policy,
    least: u32,
    most: u32,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        with(policy, |policy| {
            if least > most {
                return Err(smtpwire_status::SMTPWIRE_OUT_OF_RANGE);
            }
            (policy.min_iterations, policy.max_iterations) = (least, most);
            Ok(())
        })
    }
}

/// Ends it; NULL is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_sasl_policy_free(policy: *mut smtpwire_sasl_policy) {
    // SAFETY: the caller's, as the header says.
    unsafe { free(policy) }
}
