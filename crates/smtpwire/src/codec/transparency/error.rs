//! What content must not hold.

/// What is wrong with content, and where.
///
/// Offsets count the octets of the content itself from 0, without stuffed dots: they are offsets
/// into what the author of the message sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum ContentError {
    /// A LF without a CR before it (RFC 5321 section 2.3.8).
    #[error("a LF without a CR before it at octet {offset} of the content; lines end with CRLF")]
    BareLf {
        /// Where it stands.
        offset: u64,
    },
    /// A CR without a LF behind it (RFC 5321 section 2.3.8).
    #[error("a CR without a LF behind it at octet {offset} of the content; lines end with CRLF")]
    BareCr {
        /// Where it stands.
        offset: u64,
    },
    /// A NUL (RFC 5322 section 4 forbids it; only BINARYMIME may carry one).
    #[error("a NUL at octet {offset} of the content; only BINARYMIME can carry one")]
    Nul {
        /// Where it stands.
        offset: u64,
    },
    /// A line with more octets than are allowed (RFC 5321 section 4.5.3.1.6).
    #[error(
        "octet {offset} of the content makes its line longer than the {limit} octets that are \
         allowed before CRLF; encode the text as quoted-printable or base64"
    )]
    LineTooLong {
        /// Where the first octet over the limit stands.
        offset: u64,
        /// The limit in octets, without CRLF and without a stuffed dot.
        limit: usize,
    },
    /// More octets than are allowed (RFC 1870 section 6.3).
    #[error("the content is larger than the {limit} octets that are allowed")]
    TooLarge {
        /// The limit in octets.
        limit: u64,
    },
}

impl ContentError {
    /// The error's name, in words parted by hyphens; it stays the same from version to version.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::BareLf { .. } => "bare-lf",
            Self::BareCr { .. } => "bare-cr",
            Self::Nul { .. } => "nul",
            Self::LineTooLong { .. } => "line-too-long",
            Self::TooLarge { .. } => "too-large",
        }
    }
}
