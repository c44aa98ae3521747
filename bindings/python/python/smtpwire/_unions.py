"""What may happen on the connection of each role."""

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
    StartTls,
    Unknown,
    Vrfy,
    XClient,
    XForward,
)

__all__ = ["ClientEvent", "MailerEvent", "ServerEvent"]

ClientEvent: TypeAlias = (
    Greeting
    | Ehlo
    | CommandReply
    | DataReady
    | ContentReply
    | RecipientReply
    | StartTls
    | Challenge
    | Authenticated
    | Closing
    | Other
)
"""Any event of a client."""

MailerEvent: TypeAlias = (
    Ready
    | StartTls
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
