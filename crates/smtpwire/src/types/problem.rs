//! What is wrong with a command: one sentence and one reply each.

use super::code::{Code, EnhancedCode};
use super::command::Verb;

/// What is wrong with a command or with a value in one.
///
/// Each carries the reply that a server gives for it; where RFC 5321 leaves the choice, the one
/// that its section 4.3.2 and RFC 3463 describe best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
#[allow(missing_docs, reason = "each says in its sentence what it is")]
pub enum Problem {
    #[error("the line is empty")]
    EmptyLine,
    #[error("a control character is not allowed in a command")]
    ControlCharacter,
    #[error("a command verb is made of ASCII letters and digits")]
    BadVerb,
    #[error("octets over 127 are allowed only as UTF-8 and only with SMTPUTF8")]
    NotUtf8,
    #[error("an argument is required")]
    MissingArgument,
    #[error("this command takes no argument")]
    UnexpectedArgument,
    #[error("exactly one space is allowed here")]
    ExtraSpace,
    #[error("a host is a domain name or an address literal in brackets")]
    BadHost,
    #[error("a domain is labels of letters, digits and inner hyphens, parted by dots")]
    BadDomain,
    #[error("a domain has at most 255 octets")]
    DomainTooLong,
    #[error("an address literal is [192.0.2.1], [IPv6:2001:db8::1] or [tag:text]")]
    BadLiteral,
    #[error("MAIL is followed by FROM: and RCPT by TO:")]
    MissingKeyword,
    #[error("no space is allowed between the colon and the path")]
    SpaceAfterColon,
    #[error("a path starts with < and ends with >")]
    MissingBracket,
    #[error("a path has at most 256 octets, brackets included")]
    PathTooLong,
    #[error("a source route is @domain,@domain: before the mailbox")]
    BadSourceRoute,
    #[error("a local part is atoms parted by dots, or a quoted string")]
    BadLocalPart,
    #[error("a quoted local part is not empty")]
    EmptyLocalPart,
    #[error("a quoted local part ends with a quote")]
    UnclosedQuote,
    #[error("a local part has at most 64 octets")]
    LocalPartTooLong,
    #[error("a mailbox is local-part@domain")]
    MissingAt,
    #[error("a recipient can't be the null path")]
    NullRecipient,
    #[error("a non-ASCII address needs the SMTPUTF8 parameter")]
    NeedsSmtpUtf8,
    #[error("a non-ASCII address is not permitted here")]
    NonAsciiAddress,
    #[error("a space separates the path from its parameters")]
    MissingSpace,
    #[error("a parameter is keyword or keyword=value, of printable ASCII without further =")]
    BadParameter,
    #[error("the parameter is given twice")]
    DuplicateParameter,
    #[error("the parameter needs a value")]
    MissingValue,
    #[error("the parameter takes no value")]
    UnexpectedValue,
    #[error("a size is 1 to 20 digits")]
    BadSize,
    #[error("the size is larger than any message")]
    SizeTooLarge,
    #[error("BODY is 7BIT, 8BITMIME or BINARYMIME")]
    BadBody,
    #[error("RET is FULL or HDRS")]
    BadRet,
    #[error("xtext is printable ASCII with + and = and the rest as +HH, two upper-case digits")]
    BadXtext,
    #[error("ENVID is 1 to 100 printable ASCII characters in xtext")]
    BadEnvid,
    #[error("AUTH is <> or a mailbox in xtext")]
    BadSubmitter,
    #[error("BY is seconds;N or seconds;R, with at most nine digits, and R needs a positive time")]
    BadBy,
    #[error("HOLDFOR is 1 to 999999999 seconds")]
    BadHoldFor,
    #[error("a date-time is YYYY-MM-DDThh:mm:ss and Z or an offset")]
    BadDateTime,
    #[error("HOLDFOR and HOLDUNTIL exclude each other")]
    TwoHolds,
    #[error("MT-PRIORITY is one number from -9 to 9")]
    BadPriority,
    #[error("MTRK is base64, then perhaps a colon and seconds")]
    BadTracking,
    #[error("TRANSID is an identifier in angle brackets, at most 80 octets")]
    BadTransactionId,
    #[error("SOLICIT is keywords parted by commas, at most 1000 octets")]
    BadSolicit,
    #[error("NOTIFY is NEVER or a list of SUCCESS, FAILURE and DELAY")]
    BadNotify,
    #[error("ORCPT is an address type, a semicolon and the address in xtext")]
    BadOrcpt,
    #[error("RRVS is a date-time without fractions, then perhaps ;C or ;R")]
    BadRrvs,
    #[error("BDAT is followed by a size in octets and perhaps LAST")]
    BadBdat,
    #[error("the chunk is larger than any message")]
    ChunkTooLarge,
    #[error("AUTH is followed by a mechanism of 1 to 20 letters, digits, hyphens or underscores")]
    BadMechanism,
    #[error("a SASL response is base64, or = when it is empty")]
    BadBase64,
    #[error("ETRN is followed by a domain, @domain or #queue")]
    BadNode,
    #[error("BURL is followed by a URL and perhaps LAST")]
    BadBurl,
    #[error("an attribute is NAME=value with the value in xtext")]
    BadAttribute,
}

impl Problem {
    /// Every problem, in the order of the declaration.
    pub const ALL: [Self; 54] = [
        Self::EmptyLine,
        Self::ControlCharacter,
        Self::BadVerb,
        Self::NotUtf8,
        Self::MissingArgument,
        Self::UnexpectedArgument,
        Self::ExtraSpace,
        Self::BadHost,
        Self::BadDomain,
        Self::DomainTooLong,
        Self::BadLiteral,
        Self::MissingKeyword,
        Self::SpaceAfterColon,
        Self::MissingBracket,
        Self::PathTooLong,
        Self::BadSourceRoute,
        Self::BadLocalPart,
        Self::EmptyLocalPart,
        Self::UnclosedQuote,
        Self::LocalPartTooLong,
        Self::MissingAt,
        Self::NullRecipient,
        Self::NeedsSmtpUtf8,
        Self::NonAsciiAddress,
        Self::MissingSpace,
        Self::BadParameter,
        Self::DuplicateParameter,
        Self::MissingValue,
        Self::UnexpectedValue,
        Self::BadSize,
        Self::SizeTooLarge,
        Self::BadBody,
        Self::BadRet,
        Self::BadXtext,
        Self::BadEnvid,
        Self::BadSubmitter,
        Self::BadBy,
        Self::BadHoldFor,
        Self::BadDateTime,
        Self::TwoHolds,
        Self::BadPriority,
        Self::BadTracking,
        Self::BadTransactionId,
        Self::BadSolicit,
        Self::BadNotify,
        Self::BadOrcpt,
        Self::BadRrvs,
        Self::BadBdat,
        Self::ChunkTooLarge,
        Self::BadMechanism,
        Self::BadBase64,
        Self::BadNode,
        Self::BadBurl,
        Self::BadAttribute,
    ];

    /// The problem's name, in words parted by hyphens. It stays the same from version to version:
    /// programs, bindings and the conformance vectors know the problem by it.
    ///
    /// ```
    /// assert_eq!(smtpwire::Problem::LocalPartTooLong.name(), "local-part-too-long");
    /// ```
    pub const fn name(self) -> &'static str {
        match self {
            Self::EmptyLine => "empty-line",
            Self::ControlCharacter => "control-character",
            Self::BadVerb => "bad-verb",
            Self::NotUtf8 => "not-utf8",
            Self::MissingArgument => "missing-argument",
            Self::UnexpectedArgument => "unexpected-argument",
            Self::ExtraSpace => "extra-space",
            Self::BadHost => "bad-host",
            Self::BadDomain => "bad-domain",
            Self::DomainTooLong => "domain-too-long",
            Self::BadLiteral => "bad-literal",
            Self::MissingKeyword => "missing-keyword",
            Self::SpaceAfterColon => "space-after-colon",
            Self::MissingBracket => "missing-bracket",
            Self::PathTooLong => "path-too-long",
            Self::BadSourceRoute => "bad-source-route",
            Self::BadLocalPart => "bad-local-part",
            Self::EmptyLocalPart => "empty-local-part",
            Self::UnclosedQuote => "unclosed-quote",
            Self::LocalPartTooLong => "local-part-too-long",
            Self::MissingAt => "missing-at",
            Self::NullRecipient => "null-recipient",
            Self::NeedsSmtpUtf8 => "needs-smtputf8",
            Self::NonAsciiAddress => "non-ascii-address",
            Self::MissingSpace => "missing-space",
            Self::BadParameter => "bad-parameter",
            Self::DuplicateParameter => "duplicate-parameter",
            Self::MissingValue => "missing-value",
            Self::UnexpectedValue => "unexpected-value",
            Self::BadSize => "bad-size",
            Self::SizeTooLarge => "size-too-large",
            Self::BadBody => "bad-body",
            Self::BadRet => "bad-ret",
            Self::BadXtext => "bad-xtext",
            Self::BadEnvid => "bad-envid",
            Self::BadSubmitter => "bad-submitter",
            Self::BadBy => "bad-by",
            Self::BadHoldFor => "bad-hold-for",
            Self::BadDateTime => "bad-date-time",
            Self::TwoHolds => "two-holds",
            Self::BadPriority => "bad-priority",
            Self::BadTracking => "bad-tracking",
            Self::BadTransactionId => "bad-transaction-id",
            Self::BadSolicit => "bad-solicit",
            Self::BadNotify => "bad-notify",
            Self::BadOrcpt => "bad-orcpt",
            Self::BadRrvs => "bad-rrvs",
            Self::BadBdat => "bad-bdat",
            Self::ChunkTooLarge => "chunk-too-large",
            Self::BadMechanism => "bad-mechanism",
            Self::BadBase64 => "bad-base64",
            Self::BadNode => "bad-node",
            Self::BadBurl => "bad-burl",
            Self::BadAttribute => "bad-attribute",
        }
    }

    /// The reply that a server gives when a command with this verb has this problem: 501 5.1.7
    /// for a bad sender, 501 5.1.3 for a bad recipient, 500 5.5.2 for what is no command at all,
    /// 501 5.5.4 for an argument that is wrong in another way.
    pub const fn reply(self, verb: Verb) -> (Code, EnhancedCode) {
        match self {
            Self::EmptyLine | Self::BadVerb => (Code::known(500), EnhancedCode::known(5, 5, 2)),
            Self::ControlCharacter | Self::NotUtf8 | Self::BadPriority | Self::BadBase64 => {
                (Code::known(501), EnhancedCode::known(5, 5, 2))
            }
            Self::SizeTooLarge | Self::ChunkTooLarge => {
                (Code::known(552), EnhancedCode::known(5, 3, 4))
            }
            // RFC 6531 section 3.5; where no address is expected, it is a syntax error
            // (RFC 5321 section 4.1.2).
            Self::NeedsSmtpUtf8 | Self::NonAsciiAddress => match verb {
                Verb::Rcpt => (Code::known(553), EnhancedCode::known(5, 6, 7)),
                Verb::Mail | Verb::Vrfy | Verb::Expn => {
                    (Code::known(550), EnhancedCode::known(5, 6, 7))
                }
                _ => (Code::known(501), EnhancedCode::known(5, 5, 2)),
            },
            _ if self.is_about_an_address() => match verb {
                Verb::Mail => (Code::known(501), EnhancedCode::known(5, 1, 7)),
                Verb::Rcpt => (Code::known(501), EnhancedCode::known(5, 1, 3)),
                _ => (Code::known(501), EnhancedCode::known(5, 5, 4)),
            },
            _ => (Code::known(501), EnhancedCode::known(5, 5, 4)),
        }
    }

    const fn is_about_an_address(self) -> bool {
        matches!(
            self,
            Self::BadHost
                | Self::BadDomain
                | Self::DomainTooLong
                | Self::BadLiteral
                | Self::MissingBracket
                | Self::PathTooLong
                | Self::BadSourceRoute
                | Self::BadLocalPart
                | Self::EmptyLocalPart
                | Self::UnclosedQuote
                | Self::LocalPartTooLong
                | Self::MissingAt
                | Self::NullRecipient
        )
    }
}
