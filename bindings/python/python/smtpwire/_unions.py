"""The connections, and what may happen on the one of each role."""

from typing import TypeAlias

from smtpwire._native import (
    Aborted,
    Atrn,
    AuthFailed,
    AuthLookup,
    AuthVerify,
    Authenticated,
    Burl,
    Challenge,
    Client,
    Closing,
    CommandReply,
    Connected,
    Content,
    ContentReply,
    Data,
    DataReady,
    EarlyTalker,
    Ehlo,
    Etrn,
    Expn,
    Greeting,
    Helo,
    Help,
    Mail,
    Mailer,
    Message,
    NeedContent,
    Noop,
    Other,
    Outcome,
    Proxy,
    Quit,
    Rcpt,
    Ready,
    RecipientReply,
    Refused,
    Rset,
    Server,
    StartTls,
    TlsEstablished,
    Unknown,
    Vrfy,
    XClient,
    XForward,
)

__all__ = ["ClientEvent", "Connection", "MailerEvent", "ServerEvent"]

ClientEvent: TypeAlias = (
    Greeting
    | Ehlo
    | CommandReply
    | DataReady
    | ContentReply
    | RecipientReply
    | StartTls
    | TlsEstablished
    | Challenge
    | Authenticated
    | Closing
    | Other
)
"""Any event of a client."""

MailerEvent: TypeAlias = (
    Ready
    | StartTls
    | TlsEstablished
    | NeedContent
    | Outcome
    | Other
)
"""Any event of a mailer."""

ServerEvent: TypeAlias = (
    Proxy
    | Connected
    | EarlyTalker
    | Helo
    | StartTls
    | TlsEstablished
    | AuthVerify
    | AuthLookup
    | Authenticated
    | AuthFailed
    | Mail
    | Rcpt
    | Data
    | Content
    | Message
    | Aborted
    | Rset
    | Noop
    | Vrfy
    | Expn
    | Help
    | Etrn
    | Atrn
    | Burl
    | XClient
    | XForward
    | Unknown
    | Refused
    | Quit
    | Other
)
"""Any event of a server."""

Connection: TypeAlias = Client | Mailer | Server
"""A connection of any role: what a run loop is given. All have the same calls for it."""
