//! The small words of the registry: category, class, retry, standing, vendor.

use serde::Serialize;

/// What kind of trouble a reply tells of, as bounce handlers sort it.
///
/// The category, and not the reply code's class, says what to do with an address: a full mailbox
/// refused with 552 is still worth another try, an unknown user deferred with 450 is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Category {
    /// The mailbox does not exist, or its name cannot exist.
    BadMailbox,
    /// The mailbox exists and is switched off.
    MailboxDisabled,
    /// The mailbox went elsewhere.
    MailboxMoved,
    /// The domain does not exist or takes no mail.
    BadDomain,
    /// The server does not forward mail for this sender to this domain.
    RelayDenied,
    /// The content was taken for malware.
    ContentVirus,
    /// The message is built wrongly, or in a form that is not taken.
    ContentFormat,
    /// The message is larger than the server or the mailbox takes.
    MessageTooBig,
    /// The content was taken for spam.
    ContentSpam,
    /// SPF, DKIM, DMARC or ARC did not pass.
    AuthFailure,
    /// Reverse DNS or the EHLO name does not fit the client.
    PtrDns,
    /// The client's address, network or domain has a bad name.
    Reputation,
    /// A rule of the receiver that is none of the others.
    Policy,
    /// The sender address is refused.
    SenderRejected,
    /// The login failed or is missing.
    SmtpAuth,
    /// TLS is missing, too old, or its certificate is refused.
    Tls,
    /// One side broke the rules of SMTP.
    Protocol,
    /// The message waited too long.
    Expired,
    /// The server wants to see a second attempt.
    Greylist,
    /// Too much, too fast, too many at once.
    RateLimit,
    /// The mailbox is full.
    MailboxFull,
    /// The server has no room or no time now.
    ServerBusy,
    /// The server itself is broken.
    ServerError,
    /// Routing, name service or the connection failed.
    Network,
    /// Nothing more is known than the class; also the category of every success.
    Other,
}

impl Category {
    /// Every category, in the order in which the documentation lists them.
    pub const ALL: [Self; 25] = [
        Self::BadMailbox,
        Self::MailboxDisabled,
        Self::MailboxMoved,
        Self::BadDomain,
        Self::RelayDenied,
        Self::ContentVirus,
        Self::ContentFormat,
        Self::MessageTooBig,
        Self::ContentSpam,
        Self::AuthFailure,
        Self::PtrDns,
        Self::Reputation,
        Self::Policy,
        Self::SenderRejected,
        Self::SmtpAuth,
        Self::Tls,
        Self::Protocol,
        Self::Expired,
        Self::Greylist,
        Self::RateLimit,
        Self::MailboxFull,
        Self::ServerBusy,
        Self::ServerError,
        Self::Network,
        Self::Other,
    ];

    /// The name that stands in JSON, such as `bad-mailbox`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BadMailbox => "bad-mailbox",
            Self::MailboxDisabled => "mailbox-disabled",
            Self::MailboxMoved => "mailbox-moved",
            Self::BadDomain => "bad-domain",
            Self::RelayDenied => "relay-denied",
            Self::ContentVirus => "content-virus",
            Self::ContentFormat => "content-format",
            Self::MessageTooBig => "message-too-big",
            Self::ContentSpam => "content-spam",
            Self::AuthFailure => "auth-failure",
            Self::PtrDns => "ptr-dns",
            Self::Reputation => "reputation",
            Self::Policy => "policy",
            Self::SenderRejected => "sender-rejected",
            Self::SmtpAuth => "smtp-auth",
            Self::Tls => "tls",
            Self::Protocol => "protocol",
            Self::Expired => "expired",
            Self::Greylist => "greylist",
            Self::RateLimit => "rate-limit",
            Self::MailboxFull => "mailbox-full",
            Self::ServerBusy => "server-busy",
            Self::ServerError => "server-error",
            Self::Network => "network",
            Self::Other => "other",
        }
    }

    /// What a sender should do about this kind of trouble, where the class alone would not say.
    pub const fn retry(self, class: Class) -> Retry {
        match class {
            Class::Success | Class::Intermediate => Retry::Nothing,
            Class::Transient => match self {
                Self::BadMailbox
                | Self::MailboxDisabled
                | Self::MailboxMoved
                | Self::BadDomain
                | Self::Policy
                | Self::ServerError
                | Self::Network
                | Self::Other => Retry::RetryLater,
                Self::Reputation => Retry::RetrySlower,
                other => other.retry_when_final(),
            },
            Class::Permanent | Class::Unknown => self.retry_when_final(),
        }
    }

    const fn retry_when_final(self) -> Retry {
        match self {
            Self::BadMailbox | Self::MailboxDisabled | Self::MailboxMoved | Self::BadDomain => {
                Retry::RemoveAddress
            }
            Self::ContentFormat | Self::MessageTooBig | Self::ContentSpam => Retry::FixMessage,
            Self::AuthFailure
            | Self::PtrDns
            | Self::SenderRejected
            | Self::SmtpAuth
            | Self::Tls
            | Self::Protocol
            | Self::RelayDenied
            | Self::Reputation => Retry::FixAndResend,
            Self::RateLimit => Retry::RetrySlower,
            Self::MailboxFull | Self::Greylist | Self::ServerBusy => Retry::RetryLater,
            Self::Policy | Self::ServerError | Self::Network => Retry::AskReceiver,
            Self::ContentVirus | Self::Expired | Self::Other => Retry::GiveUp,
        }
    }
}

/// What the reply's first digit says (RFC 5321 section 4.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// 2yz: done.
    Success,
    /// 3yz: go on, the server awaits more.
    Intermediate,
    /// 4yz: not now.
    Transient,
    /// 5yz: no.
    Permanent,
    /// Neither a reply code nor a status code was given.
    Unknown,
}

/// What a sender should do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Retry {
    /// Nothing; it worked, or the dialog simply goes on.
    Nothing,
    /// Keep the message in the queue and try again, with growing pauses.
    RetryLater,
    /// Try again with fewer connections and fewer messages.
    RetrySlower,
    /// Change the message, then send it again.
    FixMessage,
    /// Change the client, its settings, its DNS or its credentials, then send again.
    FixAndResend,
    /// A person has to talk to the receiving side first.
    AskReceiver,
    /// Return the message and do not send it again.
    GiveUp,
    /// Return the message and take the address off every list.
    RemoveAddress,
}

/// How well founded a code, mechanism or keyword is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// An RFC defines it and it is in use.
    Standard,
    /// An RFC defined it and a later one retired it.
    Historic,
    /// An experimental RFC defines it.
    Experimental,
    /// Registered, and hardly ever met.
    Rare,
    /// No RFC defines it; software in use has it nevertheless.
    NonStandard,
}

/// A mailbox provider that gives status codes meanings of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Vendor {
    /// Gmail and Google Workspace.
    Google,
    /// Outlook.com, Microsoft 365 and Exchange.
    Microsoft,
    /// Yahoo and AOL.
    Yahoo,
}

impl Vendor {
    /// The name a reader knows.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Google => "Google",
            Self::Microsoft => "Microsoft",
            Self::Yahoo => "Yahoo",
        }
    }
}
