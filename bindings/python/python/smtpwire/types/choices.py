"""What a program chooses. Whatever is left out is the default; times in here are milliseconds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NotRequired, Required, TypeAlias, TypedDict

if TYPE_CHECKING:
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
    """How much a connection holds, takes and puts up with; ``None`` for no limit."""

    command_line: int
    auth_line: int
    reply_line: int
    reply_lines: int
    recipients: int
    pending_commands: int
    input_buffer: int
    output_buffer: int
    message_size: int | None
    content_line: int | None
    errors: int
    idle_commands: int
    failed_logins: int
    transactions: int | None


class Timeouts(TypedDict, total=False):
    """How long each step may take, in milliseconds."""

    greeting: int
    command: int
    mail: int
    rcpt: int
    data_initiation: int
    data_block: int
    data_termination: int
    quit: int
    tls: int
    idle: int


class ReplyOptions(TypedDict, total=False):
    """What is forgiven in replies, and how long they may be."""

    max_line: int
    max_lines: int
    differing_codes: bool
    bare_lf: bool
    trailing_cr: bool


class ClientConfig(TypedDict, total=False):
    """How a client behaves."""

    protocol: Protocol
    limits: Limits
    timeouts: Timeouts
    reply: ReplyOptions
    pipelining: bool
    helo_fallback: bool
    ehlo_alone: bool
    # The connection is inside of a TLS of the host's own already, as on port 465: nothing here begins TLS. To
    # begin it, give Client the argument tls, or say starttls().
    implicit_tls: bool
    # The server has proven in that TLS who it is. Only the host can know; unless it says so, no password is
    # shown to the server.
    verified: bool
    plaintext_auth: bool
    line_ends: LineEnds
    long_lines: bool
    undeclared_eight_bit: bool


class PasswordCredentials(TypedDict):
    """A name and its password."""

    username: str
    password: str | Octets
    authorization_identity: NotRequired[str | None]


class TokenCredentials(TypedDict):
    """A name and an OAuth 2.0 token; ``server`` is its name and port."""

    username: str
    token: str | Octets
    server: NotRequired[tuple[str, int] | None]
    authorization_identity: NotRequired[str | None]


class ExternalCredentials(TypedDict):
    """What the connection has shown already, by a client certificate mostly."""

    external: Literal[True]
    authorization_identity: NotRequired[str | None]


class AnonymousCredentials(TypedDict):
    """Nobody in particular, with a word for the log."""

    anonymous: str


Credentials: TypeAlias = PasswordCredentials | TokenCredentials | ExternalCredentials | AnonymousCredentials
"""What a client logs in with."""


class SaslPolicy(TypedDict, total=False):
    """How far a client goes to log in."""

    allow_plaintext_secrets: bool
    allowed: Sequence[Mechanism] | None
    min_iterations: int
    max_iterations: int


class ChannelBinding(TypedDict):
    """What a login is tied to: a property of the TLS connection, as the TLS library gave it."""

    type: ChannelBindingType
    data: Octets


class MailerConfig(TypedDict, total=False):
    """How a mailer behaves."""

    name: Required[str]
    client: ClientConfig
    security: Security
    credentials: Credentials | None
    sasl: SaslPolicy
    channel_binding: ChannelBinding | None
    chunking: bool
    overlap: bool
    drop_unoffered_dsn: bool


class Leniency(TypedDict, total=False):
    """What is accepted beyond the grammar of commands."""

    space_after_colon: bool
    repeated_spaces: bool
    missing_brackets: bool
    underscore_in_domain: bool


class Extensions(TypedDict, total=False):
    """What the reply to EHLO offers."""

    pipelining: bool
    size: bool
    eight_bit_mime: bool
    smtputf8: bool
    chunking: bool
    binary_mime: bool
    dsn: bool
    enhanced_codes: bool
    limits: bool
    starttls: bool
    require_tls: bool
    auth: Sequence[Mechanism]
    vrfy: bool
    expn: bool
    help: bool
    etrn: bool
    atrn: bool
    burl: str | None
    deliver_by: int | None
    mt_priority: str | None
    rrvs: bool
    xclient: Sequence[str]
    xforward: Sequence[str]
    mail_parameters: Sequence[str]
    rcpt_parameters: Sequence[str]
    extra: Sequence[str]


class ServerConfig(TypedDict, total=False):
    """What a server offers, demands and puts up with."""

    hostname: Required[str]
    protocol: Protocol
    greeting: str
    limits: Limits
    timeouts: Timeouts
    extensions: Extensions
    decisions: Sequence[Decision]
    content: ContentMode
    line_ends: LineEnds
    command_ends: LineEndPolicy
    leniency: Leniency
    require_auth: bool
    require_tls: bool
    plaintext_auth: bool
    decoy_key: str | Octets
    decoy_iterations: int
    decoy_salt_length: int
    # The connection is inside of a TLS of the host's own already, as on port 465: nothing here begins TLS, and
    # what is not encrypted is taken for encrypted. To offer STARTTLS, give Server the argument tls, or, where
    # TLS is the host's, the extension starttls.
    implicit_tls: bool
    proxy: bool
    trusted: bool
    synchronization: Synchronization
    early_talkers: int | None


class CommandOptions(TypedDict, total=False):
    """How a command line is read."""

    smtputf8: bool
    leniency: Leniency


class ContentOptions(TypedDict, total=False):
    """What content may hold on its way to the wire; ``max_line`` without its CRLF, ``None`` for no limit."""

    line_ends: LineEnds
    max_line: int | None


class UnstufferOptions(ContentOptions, total=False):
    """What content may hold that comes from the wire."""

    max_size: int | None


class FramerOptions(TypedDict, total=False):
    """How a stream is cut into lines; ``limit`` with the CRLF."""

    limit: int
    line_ends: LineEndPolicy


class ChunkOptions(TypedDict, total=False):
    """What a chunk is: how large, and whether its octets are dropped."""

    size: int
    discarding: bool


class ChunkTotalOptions(TypedDict, total=False):
    """How much all chunks of a message may have; ``None`` for no limit."""

    limit: int | None
