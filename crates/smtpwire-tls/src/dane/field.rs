//! The three numbers of a TLSA record (RFC 6698 section 2.1, the names of RFC 7218).

use std::fmt;

/// Makes a field of a TLSA record: an octet, some of whose values have names.
macro_rules! field {
    ($(#[$doc:meta])* $name:ident { $($(#[$value_doc:meta])* $value:ident = $number:literal $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u8);

        impl $name {
            $($(#[$value_doc])* pub const $value: Self = Self($number);)+

            /// The number that stands in the record.
            pub const fn number(self) -> u8 {
                self.0
            }

            /// The name that RFC 7218 gives it; none for a number that has no meaning yet.
            pub const fn name(self) -> Option<&'static str> {
                match self {
                    $(Self::$value => Some($word),)+
                    _ => None,
                }
            }

            /// The field of a record's text: a number up to 255, or a name in either case.
            pub(super) fn parse(text: &str) -> Option<Self> {
                $(if text.eq_ignore_ascii_case($word) {
                    return Some(Self::$value);
                })+
                let digits = text.bytes().all(|octet| octet.is_ascii_digit());
                if digits { text.parse().ok().map(Self) } else { None }
            }
        }

        /// The number, and the name in brackets where there is one: `3 (DANE-EE)`.
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self.name() {
                    Some(name) => write!(f, "{} ({name})", self.0),
                    None => write!(f, "{}", self.0),
                }
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }
    };
}

field! {
    /// Whose certificate a TLSA record speaks of. SMTP uses [`Usage::DANE_TA`] and
    /// [`Usage::DANE_EE`] (RFC 7672 section 3.1); other numbers are kept.
    Usage {
        /// A certificate authority, which a public root must vouch for too. Not used in SMTP.
        PKIX_TA = 0 "PKIX-TA",
        /// The server's certificate, which a public root must vouch for too. Not used in SMTP.
        PKIX_EE = 1 "PKIX-EE",
        /// The certificate of an authority, from which the server's must come.
        DANE_TA = 2 "DANE-TA",
        /// The server's own certificate; its names and its expiry do not count.
        DANE_EE = 3 "DANE-EE",
        /// A use that both sides have agreed on in private.
        PRIVATE = 255 "PrivCert",
    }
}

field! {
    /// What of the certificate a TLSA record speaks of.
    Selector {
        /// The whole certificate.
        CERTIFICATE = 0 "Cert",
        /// Its public key with the algorithm, the subjectPublicKeyInfo: it stays when a
        /// certificate is renewed for the same key.
        KEY = 1 "SPKI",
        /// A use that both sides have agreed on in private.
        PRIVATE = 255 "PrivSel",
    }
}

field! {
    /// How a TLSA record says what is selected.
    Matching {
        /// Octet for octet.
        EXACT = 0 "Full",
        /// By its SHA-256 digest, 32 octets. Every implementation has it.
        SHA256 = 1 "SHA2-256",
        /// By its SHA-512 digest, 64 octets.
        SHA512 = 2 "SHA2-512",
        /// A use that both sides have agreed on in private.
        PRIVATE = 255 "PrivMatch",
    }
}

impl Matching {
    /// The length of the data in octets, where the type fixes it.
    pub const fn length(self) -> Option<usize> {
        match self {
            Self::SHA256 => Some(32),
            Self::SHA512 => Some(64),
            _ => None,
        }
    }
}
