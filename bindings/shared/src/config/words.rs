//! What is chosen by a word.

use super::choices::Choose;
use super::named::named;

/// Declares words that stand for the variants of a core's enum, in small letters parted by hyphens. A
/// variant that is new in the core does not compile here.
macro_rules! words {
    ($($(#[$meta:meta])* $name:ident of $core:ty { $($variant:ident = $word:literal,)+ })+) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
        #[allow(missing_docs, reason = "each is the core's of the same name")]
        pub enum $name {
            $(
                #[serde(rename = $word)]
                $variant,
            )+
        }

        named!($name { $($variant = $word,)+ });

        impl From<$name> for $core {
            fn from(word: $name) -> Self {
                match word { $($name::$variant => Self::$variant,)+ }
            }
        }

        impl From<$core> for $name {
            fn from(core: $core) -> Self {
                match core { $(<$core>::$variant => Self::$variant,)+ }
            }
        }

        impl Choose<$core> for $name {
            fn choose(self, field: &mut $core) {
                *field = self.into();
            }
        }
    )+};
}

words! {
    /// `smtp` or `lmtp`.
    Protocol of smtpwire::Protocol { Smtp = "smtp", Lmtp = "lmtp", }
    /// What becomes of a bare CR or LF in content: `reject` or `normalise`.
    LineEnds of smtpwire::LineEnds { Reject = "reject", Normalise = "normalise", }
    /// What ends a command line: `cr-lf-only` or `accept-bare-lf`.
    LineEndPolicy of smtpwire::LineEndPolicy { CrLfOnly = "cr-lf-only", AcceptBareLf = "accept-bare-lf", }
    /// How a server hands out content: `stream`, `whole` or `discard`.
    ContentMode of smtpwire::ContentMode { Stream = "stream", Whole = "whole", Discard = "discard", }
    /// What becomes of a client that does not wait: `strict` or `tolerant`.
    Synchronization of smtpwire::Synchronization { Strict = "strict", Tolerant = "tolerant", }
    /// Where a session stands: `greeted`, `refused`, `ready`, `mail`, `rcpt`, `data` or `bdat`.
    Phase of smtpwire::flow::order::Phase { Greeted = "greeted", Refused = "refused", Ready = "ready", Mail = "mail", Rcpt = "rcpt", Data = "data", Bdat = "bdat", }
    /// What the first digit of a reply code says: `positive-completion`, `positive-intermediate`,
    /// `transient-negative` or `permanent-negative`.
    Severity of smtpwire::Severity {
        PositiveCompletion = "positive-completion",
        PositiveIntermediate = "positive-intermediate",
        TransientNegative = "transient-negative",
        PermanentNegative = "permanent-negative",
    }
    /// How a mailer uses TLS: `required`, `opportunistic`, `disabled` or `implicit`.
    Security of smtpwire::Security { Required = "required", Opportunistic = "opportunistic", Disabled = "disabled", Implicit = "implicit", }
    /// Which property of the TLS connection a login is bound to: `tls-exporter`,
    /// `tls-server-end-point` or `tls-unique`.
    ChannelBindingType of smtpwire::sasl::ChannelBindingType {
        TlsExporter = "tls-exporter",
        TlsServerEndPoint = "tls-server-end-point",
        TlsUnique = "tls-unique",
    }
}
