//! How much protection a client demands.

use smtpwire::Security;

use crate::choice::choice;

choice! {
    /// How much protection a client or a mailer demands of a connection.
    smtpwire_security of Security {
        /// STARTTLS, or nothing but EHLO crosses in plaintext. The one for submission on 587.
        SMTPWIRE_SECURITY_REQUIRED = 0 is Required,
        /// STARTTLS where it is offered; else, and where it fails, plaintext. For mail between servers.
        SMTPWIRE_SECURITY_OPPORTUNISTIC = 1 is Opportunistic,
        /// Plaintext.
        SMTPWIRE_SECURITY_DISABLED = 2 is Disabled,
        /// TLS from the first octet, as on port 465 (RFC 8314 section 3.3).
        SMTPWIRE_SECURITY_IMPLICIT = 3 is Implicit,
    }
}
