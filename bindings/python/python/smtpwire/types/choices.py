"""What a program chooses. Whatever is left out is the default; times in here are milliseconds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NotRequired, Required, TypeAlias, TypedDict

from smtpwire.types.values import Octets
from smtpwire.types.words import (
    ChannelBindingType,
    ContentMode,
    Decision,
    LineEndPolicy,
    LineEnds,
    Mechanism,
    Protocol,
    Security,
    Synchronization,
)

__all__ = [
    "AnonymousCredentials",
    "ChannelBinding",
    "ChunkOptions",
    "ChunkTotalOptions",
    "ClientConfig",
    "CommandOptions",
    "ContentOptions",
    "Credentials",
    "Extensions",
    "ExternalCredentials",
    "FramerOptions",
    "Leniency",
    "Limits",
    "MailerConfig",
    "PasswordCredentials",
    "ReplyOptions",
    "SaslPolicy",
    "ServerConfig",
    "Timeouts",
    "TokenCredentials",
    "UnstufferOptions",
]


class Limits(TypedDict, total=False):
    """How much a connection holds, takes and puts up with."""

    command_line: int
    """Both: the longest command line in octets, with its CRLF. A server answers 500 to a longer one; a
    client sends none. Default: ``4096``.
    """
    auth_line: int
    """Both: the longest line of a login in octets, with its CRLF (RFC 4954 section 4). Default: ``12290``."""
    reply_line: int
    """Client: the longest line of a reply in octets, with its CRLF. Default: ``4096``."""
    reply_lines: int
    """Client: the most lines of a reply. Default: ``512``."""
    recipients: int
    """Both: the most recipients of a message; RFC 5321 demands 100. A server answers 452 4.5.3 to those
    above. Default: ``1000``.
    """
    pending_commands: int
    """Client: the most commands that may wait to be sent or answered. Default: ``2048``."""
    input_buffer: int
    """Both: how many octets of input may wait to be taken as events. A client's has to hold a whole reply.
    Default: ``262144``.
    """
    output_buffer: int
    """Both: how many octets of output may wait to be written; content and commands wait behind them. A
    client's has to hold a command line. Default: ``262144``.
    """
    message_size: int | None
    """Server: the largest message in octets, announced by SIZE; ``None`` for no limit. Default:
    ``52428800``.
    """
    content_line: int | None
    """Both: the longest line of content in octets, without its CRLF; ``None`` for no limit. Default:
    ``100000``.
    """
    errors: int
    """Server: how many commands may be answered with an error before it hangs up with 421. Default: ``20``.
    """
    idle_commands: int
    """Server: how many commands that move no mail (NOOP, HELP, VRFY, EXPN, RSET) may come between messages
    before it hangs up with 421. Default: ``100``.
    """
    failed_logins: int
    """Server: how many logins may fail before it hangs up with 421. Default: ``3``."""
    transactions: int | None
    """Server: the most messages in a session; ``None`` for no limit. Default: ``None``."""


class Timeouts(TypedDict, total=False):
    """How long each step may take, in milliseconds."""

    greeting: int
    """Client: until the greeting, in milliseconds. Default: ``300000``."""
    command: int
    """Client: from a command to its reply, where none below is named, in milliseconds. Default: ``300000``.
    """
    mail: int
    """Client: from MAIL to its reply, in milliseconds. Default: ``300000``."""
    rcpt: int
    """Client: from RCPT to its reply, in milliseconds. Default: ``300000``."""
    data_initiation: int
    """Client: from DATA to its 354, in milliseconds. Default: ``120000``."""
    data_block: int
    """Both: until the peer has taken some of the output, while there is any, in milliseconds. Default:
    ``180000``.
    """
    data_termination: int
    """Client: from the end of the content to its reply, in milliseconds. Default: ``600000``."""
    quit: int
    """Client: from QUIT to its reply, in milliseconds. Default: ``10000``."""
    tls: int
    """Both: for a TLS handshake, in milliseconds. Default: ``60000``."""
    idle: int
    """Server: until the client sends something, in milliseconds. Default: ``300000``."""
    answer: int
    """Server: until the program has answered an event, in milliseconds; then the session ends with 421. Mailer: until it has
    given some of the content that was asked for. Default: ``600000``."""


class ReplyOptions(TypedDict, total=False):
    """What is forgiven in replies, and how long they may be."""

    max_line: int
    """The longest line in octets, with its CRLF. RFC 5321 names 512; servers send more. Default: ``4096``."""
    max_lines: int
    """The most lines of a reply. Default: ``512``."""
    differing_codes: bool
    """Take lines with different codes in one reply; the last one's counts. Default: ``False``."""
    bare_lf: bool
    """Take lines that end in LF without CR. Default: ``False``."""
    trailing_cr: bool
    """Take lines that end in CR CRLF. Default: ``False``."""


class ClientConfig(TypedDict, total=False):
    """How a client behaves."""

    protocol: Protocol
    """``"smtp"``, or ``"lmtp"`` (RFC 2033). Default: ``"smtp"``."""
    limits: Limits
    """How much is held and taken."""
    timeouts: Timeouts
    """How long each step may take."""
    reply: ReplyOptions
    """What is forgiven in replies. Where a size is given here and in ``limits``, the smaller counts."""
    pipelining: bool
    """Send commands in groups where the server offers PIPELINING (RFC 2920). Default: ``True``."""
    helo_fallback: bool
    """Say HELO to a server that does not know EHLO (RFC 5321 section 3.2); not under LMTP. Default:
    ``True``.
    """
    ehlo_alone: bool
    """Queue nothing behind EHLO before it is answered, as long as there is no TLS: for STARTTLS as soon as
    it is offered. Default: ``False``.
    """
    implicit_tls: bool
    """The connection is in a TLS of the host's own already, as on port 465 (RFC 8314 section 3.3). For TLS
    by the library, give ``Client`` the argument ``tls``; a mailer's ``security`` decides this by itself.
    Default: ``False``.
    """
    verified: bool
    """The server has proven in that TLS who it is. Only the host can know, and unless it says so no password
    is shown to the server. Default: ``False``.
    """
    plaintext_auth: bool
    """Let ``auth_raw`` send credentials without TLS. Default: ``False``."""
    line_ends: LineEnds
    """What becomes of a bare CR or LF in content: ``"reject"``, or ``"normalise"`` makes it CRLF. In BDAT it
    is always refused. Default: ``"reject"``.
    """
    long_lines: bool
    """Send lines of more than 998 octets by DATA, up to ``limits["content_line"]`` (RFC 5321 section
    4.5.3.1.6). Default: ``False``.
    """
    undeclared_eight_bit: bool
    """Send octets above 127 where MAIL declared neither BODY=8BITMIME, BODY=BINARYMIME nor SMTPUTF8 (RFC
    6152). Default: ``False``.
    """


class PasswordCredentials(TypedDict):
    """A name and its password."""

    username: str
    """Who logs in."""
    password: str | Octets
    """Its password. Octets must be UTF-8. It is shown nowhere."""
    authorization_identity: NotRequired[str | None]
    """As whom to act, where that is another."""


class TokenCredentials(TypedDict):
    """A name and an OAuth 2.0 token; ``server`` is its name and port."""

    username: str
    """Who logs in."""
    token: str | Octets
    """The OAuth 2.0 access token, visible ASCII, without ``Bearer``. It is shown nowhere."""
    server: NotRequired[tuple[str, int] | None]
    """The server's name and port, which OAUTHBEARER may carry."""
    authorization_identity: NotRequired[str | None]
    """As whom to act, where that is another."""


class ExternalCredentials(TypedDict):
    """What the connection has shown already, by a client certificate mostly."""

    external: Literal[True]
    """What the connection has shown counts."""
    authorization_identity: NotRequired[str | None]
    """As whom to act, where that is another."""


class AnonymousCredentials(TypedDict):
    """Nobody in particular, with a word for the log."""

    anonymous: str
    """A word for the server's log, at most 255 characters."""


Credentials: TypeAlias = PasswordCredentials | TokenCredentials | ExternalCredentials | AnonymousCredentials
"""What a client logs in with."""


class SaslPolicy(TypedDict, total=False):
    """How far a client goes to log in."""

    allow_plaintext_secrets: bool
    """Use mechanisms that show the password or the token (PLAIN, LOGIN, OAUTHBEARER, XOAUTH2), and CRAM-MD5,
    also without TLS, or with TLS whose server was not verified. Default: ``False``.
    """
    allowed: Sequence[Mechanism] | None
    """Only these mechanisms; ``None`` for all. Without PLAIN and LOGIN in it nobody can talk the client down
    to them. Default: ``None``.
    """
    min_iterations: int
    """SCRAM: the least iterations that a server may name (RFC 5802 section 5.1). Default: ``4096``."""
    max_iterations: int
    """SCRAM: the most iterations that a server may name: the client does the work. Default: ``1000000``."""


class ChannelBinding(TypedDict):
    """What a login is tied to: a property of the TLS connection, as the TLS library gave it."""

    type: ChannelBindingType
    """Which property of the connection it is."""
    data: Octets
    """The octets that the TLS library gave for it."""


class MailerConfig(TypedDict, total=False):
    """How a mailer behaves."""

    name: Required[str]
    """Who the mailer says it is in EHLO: ``mail.example`` or ``[192.0.2.1]``. Needed."""
    client: ClientConfig
    """How the connection below behaves."""
    security: Security
    """How TLS is used: ``"required"`` and ``"opportunistic"`` by STARTTLS, ``"implicit"`` as on port 465,
    ``"disabled"``. Default: ``"required"``.
    """
    credentials: Credentials | None
    """What to log in with: that must succeed before mail is sent; ``None`` for no login. Default: ``None``.
    """
    sasl: SaslPolicy
    """How far the mailer goes to log in."""
    channel_binding: ChannelBinding | None
    """What a login is tied to where the host's own TLS is there from the start; after STARTTLS
    ``tls_established`` takes it. Default: ``None``.
    """
    chunking: bool
    """Send content by BDAT where the server offers CHUNKING (RFC 3030). Default: ``True``."""
    overlap: bool
    """Send the next message's envelope behind the content of the one before, where the server offers
    PIPELINING. Default: ``True``.
    """
    drop_unoffered_dsn: bool
    """Leave out RET, ENVID, NOTIFY and ORCPT where the server does not offer DSN; otherwise such a message
    is not sent. Default: ``False``.
    """


class Leniency(TypedDict, total=False):
    """What is accepted beyond the grammar of commands."""

    space_after_colon: bool
    """``MAIL FROM: <a@b.example>``: a space behind the colon. Default: ``False``."""
    repeated_spaces: bool
    """``AUTH  PLAIN``: more than one space between words. Default: ``False``."""
    missing_brackets: bool
    """``MAIL FROM:a@b.example``: no angle brackets. The null path still needs them. Default: ``False``."""
    underscore_in_domain: bool
    """``EHLO my_pc``: an underscore in a domain. Default: ``False``."""


class Extensions(TypedDict, total=False):
    """What the reply to EHLO offers."""

    pipelining: bool
    """PIPELINING (RFC 2920). Default: ``True``."""
    size: bool
    """SIZE (RFC 1870), with ``limits["message_size"]``. Default: ``True``."""
    eight_bit_mime: bool
    """8BITMIME (RFC 6152). Default: ``True``."""
    smtputf8: bool
    """SMTPUTF8 (RFC 6531). Default: ``True``."""
    chunking: bool
    """CHUNKING (RFC 3030). Default: ``True``."""
    binary_mime: bool
    """BINARYMIME (RFC 3030); needs ``chunking``. Default: ``False``."""
    dsn: bool
    """DSN (RFC 3461). Default: ``True``."""
    enhanced_codes: bool
    """ENHANCEDSTATUSCODES (RFC 2034). Without it no reply carries such a code. Default: ``True``."""
    limits: bool
    """LIMITS (RFC 9422), with what ``limits`` says of recipients and messages. Default: ``True``."""
    starttls: bool
    """STARTTLS (RFC 3207), where the host does the handshake; the argument ``tls`` sets it by itself.
    Default: ``False``.
    """
    require_tls: bool
    """REQUIRETLS (RFC 8689), once there is TLS. Default: ``False``."""
    auth: Sequence[Mechanism]
    """AUTH (RFC 4954), with these mechanisms in this order, where there is TLS or ``plaintext_auth`` is set.
    Default: ``()``.
    """
    vrfy: bool
    """Announce VRFY; it is answered in any case. Default: ``False``."""
    expn: bool
    """EXPN. Default: ``False``."""
    help: bool
    """HELP. Default: ``True``."""
    etrn: bool
    """ETRN (RFC 1985). Default: ``False``."""
    atrn: bool
    """ATRN (RFC 2645). Default: ``False``."""
    burl: str | None
    """BURL (RFC 4468), with what stands behind it, as ``"imap"``; ``None`` for none. Default: ``None``."""
    deliver_by: int | None
    """DELIVERBY (RFC 2852), with the least time in seconds, 0 for no least; ``None`` for none. Default:
    ``None``.
    """
    mt_priority: str | None
    """MT-PRIORITY (RFC 6710), with the policy's name or the empty text; ``None`` for none. Default:
    ``None``.
    """
    rrvs: bool
    """RRVS (RFC 7293). Default: ``False``."""
    xclient: Sequence[str]
    """XCLIENT for a trusted client, with the names of these attributes. Default: ``()``."""
    xforward: Sequence[str]
    """XFORWARD for a trusted client, with the names of these attributes. Default: ``()``."""
    mail_parameters: Sequence[str]
    """Parameters of MAIL, by keyword, that are taken beyond those of the extensions. Default: ``()``."""
    rcpt_parameters: Sequence[str]
    """Parameters of RCPT, by keyword, that are taken beyond those of the extensions. Default: ``()``."""
    extra: Sequence[str]
    """Further lines, of 1 to 490 octets each. Default: ``()``."""


class ServerConfig(TypedDict, total=False):
    """What a server offers, demands and puts up with."""

    hostname: Required[str]
    """The server's own name: ``mx.example`` or ``[192.0.2.1]``. Needed."""
    protocol: Protocol
    """``"smtp"``, or ``"lmtp"`` (RFC 2033). Default: ``"smtp"``."""
    greeting: str
    """What stands behind the name in the greeting; ESMTP or LMTP where it is empty. Default: ``""``."""
    limits: Limits
    """How much is taken."""
    timeouts: Timeouts
    """How long is waited."""
    extensions: Extensions
    """What the reply to EHLO offers."""
    decisions: Sequence[Decision]
    """What the host decides: these events wait for an answer, all others are answered by the library."""
    content: ContentMode
    """How content is handed out: ``"stream"`` in pieces as it comes, ``"whole"`` with the message,
    ``"discard"`` not at all. Default: ``"stream"``.
    """
    line_ends: LineEnds
    """What becomes of a bare CR or LF in content: ``"reject"``, or ``"normalise"`` makes it CRLF. Default:
    ``"reject"``.
    """
    command_ends: LineEndPolicy
    """What ends a command line; ``"accept-bare-lf"`` takes LF alone. Default: ``"cr-lf-only"``."""
    leniency: Leniency
    """What is accepted beyond the grammar of commands."""
    require_auth: bool
    """No mail before a login: 530 5.7.0. Default: ``False``."""
    require_tls: bool
    """Nothing but EHLO, STARTTLS, NOOP and QUIT before TLS: 530 5.7.0. Default: ``False``."""
    plaintext_auth: bool
    """Offer AUTH, and take it, without TLS as well; otherwise 538 5.7.11. Default: ``False``."""
    decoy_key: str | Octets
    """SCRAM: a secret of at least 16 octets, the same for years, from which users who don't exist get their
    salt. Without it SCRAM can't be offered.
    """
    decoy_iterations: int
    """SCRAM: the iterations that users get who don't exist: what the real ones have. Default: ``4096``."""
    decoy_salt_length: int
    """SCRAM: the length of their salt in octets: what the real ones have. Default: ``16``."""
    implicit_tls: bool
    """The connection is in a TLS of the host's own already, as on port 465 (RFC 8314 section 3.3). For TLS
    by the library, give ``Server`` the argument ``tls``; to offer STARTTLS for the host's, set the
    extension. Default: ``False``.
    """
    proxy: bool
    """A PROXY header comes first, version 1 or 2. Only for connections from a trusted proxy. Default:
    ``False``.
    """
    trusted: bool
    """Take XCLIENT and XFORWARD from this client. Default: ``False``."""
    synchronization: Synchronization
    """What becomes of a client that does not wait where it has to: ``"strict"`` ends the session,
    ``"tolerant"`` takes what it sent. Default: ``"strict"``.
    """
    early_talkers: int | None
    """Greet only so many milliseconds after the connection came, and refuse clients that speak earlier;
    ``None``: greet at once. Default: ``None``.
    """


class CommandOptions(TypedDict, total=False):
    """How a command line is read."""

    smtputf8: bool
    """Whether addresses may hold UTF-8. Default: ``True``."""
    leniency: Leniency
    """What is accepted beyond the grammar."""


class ContentOptions(TypedDict, total=False):
    """What content may hold on its way to the wire; ``max_line`` without its CRLF, ``None`` for no limit."""

    line_ends: LineEnds
    """What becomes of a bare CR or LF: ``"reject"``, or ``"normalise"`` makes it CRLF. Default:
    ``"reject"``.
    """
    max_line: int | None
    """The longest line in octets, without its CRLF; ``None`` for no limit. Default: ``998``."""


class UnstufferOptions(ContentOptions, total=False):
    """What content may hold that comes from the wire."""

    max_size: int | None
    """The most octets of content; ``None`` for no limit. Default: ``None``."""


class FramerOptions(TypedDict, total=False):
    """How a stream is cut into lines; ``limit`` with the CRLF."""

    limit: int
    """The longest line in octets, with its CRLF. Default: ``512``."""
    line_ends: LineEndPolicy
    """What ends a line; ``"accept-bare-lf"`` takes LF alone. Default: ``"cr-lf-only"``."""


class ChunkOptions(TypedDict, total=False):
    """What a chunk is: how large, and whether its octets are dropped."""

    size: int
    """How many octets it has. Default: ``0``."""
    discarding: bool
    """Whether they are counted and dropped. Default: ``False``."""


class ChunkTotalOptions(TypedDict, total=False):
    """How much all chunks of a message may have; ``None`` for no limit."""

    limit: int | None
    """The most octets; ``None`` for no limit. Default: ``None``."""
