"""The native module. Its public names are those of ``smtpwire``."""

# The kind of an event is a constant of its class.
# pyright: reportIncompatibleVariableOverride=false

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, Generic, Literal, Never, Self, TypeVar, final, overload, type_check_only

from typing_extensions import Buffer, disjoint_base

from smtpwire._errors import SmtpwireError
from smtpwire._records import RecipientOutcome
from smtpwire._unions import ClientEvent, MailerEvent, ServerEvent
from smtpwire.types import *

__all__ = [
    "Aborted",
    "Atrn",
    "AuthFailed",
    "AuthLookup",
    "AuthVerify",
    "Authenticated",
    "Burl",
    "Challenge",
    "ChunkReader",
    "ChunkTotal",
    "Client",
    "ClientSetup",
    "Closing",
    "CommandReply",
    "Connected",
    "Content",
    "ContentReply",
    "ContentScanner",
    "Data",
    "DataReady",
    "EarlyTalker",
    "Ehlo",
    "Etrn",
    "Event",
    "Expn",
    "Greeting",
    "Helo",
    "Help",
    "LineFramer",
    "Mail",
    "Mailer",
    "MailerSetup",
    "Message",
    "NeedContent",
    "Noop",
    "Other",
    "Outcome",
    "Proxy",
    "Quit",
    "Rcpt",
    "Ready",
    "RecipientReply",
    "Refused",
    "Reply",
    "ReplyReader",
    "Rset",
    "Server",
    "ServerSetup",
    "StartTls",
    "Stuffer",
    "TlsEstablished",
    "Unknown",
    "Unstuffer",
    "Vrfy",
    "XClient",
    "XForward",
    "address_key",
    "address_kinds",
    "addresses_equal",
    "certificate_is_valid_for",
    "check",
    "codes_agree",
    "dane_check",
    "dane_demand",
    "decode_xtext",
    "describe_enhanced_code",
    "describe_keyword",
    "describe_mechanism",
    "describe_reply_code",
    "describe_rule",
    "encode_address",
    "encode_capabilities",
    "encode_command",
    "encode_date_time",
    "encode_parameters",
    "encode_proxy",
    "encode_reply",
    "encode_xtext",
    "enhanced_codes",
    "error_codes",
    "explain",
    "find_sts_record",
    "find_tlsrpt_record",
    "keywords",
    "local_part_content",
    "local_part_from_content",
    "make_scram_verifier",
    "make_tlsa",
    "mask_transcript",
    "mechanisms",
    "order_after_content",
    "order_answer",
    "parse_address",
    "parse_capabilities",
    "parse_command",
    "parse_date_time",
    "parse_parameters",
    "parse_proxy",
    "parse_reply",
    "parse_sts_policy",
    "parse_tlsa",
    "peer_demands_tls",
    "phases",
    "queue_id",
    "read_certificates",
    "read_identity",
    "reply_codes",
    "reply_severity",
    "reveal_command",
    "rules",
    "scan_content",
    "scram_verifier_matches",
    "sts_mismatch",
    "sts_policy_is_fresh",
    "sts_policy_matches",
    "sts_policy_url",
    "sts_record_name",
    "stuff",
    "tls_request",
    "tls_required_no",
    "tlsa_name",
    "tlsrpt_record_name",
    "transcript_formats",
    "unstuff",
    "verbs",
    "version",
    "_operations",
    "__version__",
]

__version__: str

@final
class Reply:
    r"""A reply: a code, and one or more lines of text.

    ``lines`` and ``text`` lose nothing: what is fit to be shown stands as it is, all else as ``\xNN``.
    Who needs the octets themselves finds them in ``wire``.

    A reply is built of a code, its text (one ``str``, or several for several lines) and perhaps an enhanced
    status code; a line that would be too long is split.
    """

    __match_args__: ClassVar[tuple[Literal["code"], Literal["enhanced"], Literal["lines"], Literal["text"]]]
    def __new__(cls, code: int, *lines: str, enhanced: str | None = None) -> Self: ...
    @property
    def code(self) -> int:
        """The reply code, 200 to 599."""
    @property
    def enhanced(self) -> str | None:
        """The enhanced status code, as in ``5.1.1``."""
    @property
    def lines(self) -> tuple[str, ...]:
        """The text of each line without code and separator; an enhanced code is part of it."""
    @property
    def text(self) -> str:
        """The text of all lines, parted by LF, without enhanced codes."""
    @property
    def wire(self) -> bytes:
        """The octets on the wire, with their CRLFs."""
    @property
    def is_positive(self) -> bool:
        """Whether the command was accepted, or may go on: a code from 200 to 399."""
    @property
    def is_transient(self) -> bool:
        """Whether the refusal may pass, so that a later attempt makes sense: a code from 400 to 499."""
    @property
    def is_permanent(self) -> bool:
        """Whether the refusal is final: a code from 500 to 599."""
    @classmethod
    def from_wire(cls, wire: Buffer) -> Self:
        """The reply that has this wire form, as ``wire`` gave it."""
    def as_dict(self) -> ReplyParts:
        """The reply as plain data."""
    def as_json(self) -> str:
        r"""The same as JSON, for a log: ``wire`` is text, in which what can't be shown is ``\xNN``."""
    def __bytes__(self) -> bytes: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object, /) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@disjoint_base
class Event:
    """Something that happened on a connection: what every event can do.

    Each kind has a class of its own, which works with ``match``. Its ``type`` is the kind's name, as in
    ``content-reply``; a field that is absent is ``None``. It does not change: a field that is a list of things
    is a tuple, and one that is a dictionary, or holds some, is a new copy each time it is asked for.

    Events are equal when their class and their fields are; a secret is no field, and is not compared. They can be
    copied and pickled, and are equal then; out of a pickle comes no secret. A program that tests what it does
    about events makes them of their fields, which are checked.
    """

    __match_args__: ClassVar[tuple[str, ...]]
    type: ClassVar[str]
    def __init_subclass__(cls, **_options: Never) -> Never: ...
    def as_dict(self) -> dict[str, Any]:
        """The event as plain data: its ``type``, and the fields that it has. Octets are ``bytes``, replies and
        errors dictionaries, secrets ``***``.
        """
    def as_json(self) -> str:
        r"""The same as JSON, for a log: octets are text, in which what can't be shown is ``\xNN``."""
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object, /) -> Self: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Greeting(Event):
    """A client: the server's greeting."""

    __match_args__: ClassVar[tuple[Literal["reply"]]]
    type: ClassVar[Literal["greeting"]]
    def __new__(cls, reply: Reply) -> Self: ...
    @property
    def reply(self) -> Reply:
        """What the server said."""

@final
class Ehlo(Event):
    """A client: EHLO, LHLO or HELO was accepted."""

    __match_args__: ClassVar[tuple[Literal["command"], Literal["reply"]]]
    type: ClassVar[Literal["ehlo"]]
    def __new__(cls, command: int, reply: Reply) -> Self: ...
    @property
    def command(self) -> int:
        """The command's number: 1 for the first of a connection."""
    @property
    def reply(self) -> Reply:
        """What the server said."""

@final
class CommandReply(Event):
    """A client: the final reply to a command. Its ``type`` is ``reply``."""

    __match_args__: ClassVar[tuple[Literal["command"], Literal["verb"], Literal["reply"]]]
    type: ClassVar[Literal["reply"]]
    def __new__(cls, command: int, verb: str, reply: Reply) -> Self: ...
    @property
    def command(self) -> int:
        """The command's number: 1 for the first of a connection."""
    @property
    def verb(self) -> str:
        """Its verb, or ``unknown``."""
    @property
    def reply(self) -> Reply:
        """What the server said."""

@final
class DataReady(Event):
    """A client: the server said 354; content is expected."""

    __match_args__: ClassVar[tuple[Literal["command"], Literal["reply"]]]
    type: ClassVar[Literal["data-ready"]]
    def __new__(cls, command: int, reply: Reply) -> Self: ...
    @property
    def command(self) -> int:
        """The command's number: 1 for the first of a connection."""
    @property
    def reply(self) -> Reply:
        """What the server said."""

@final
class ContentReply(Event):
    """A client: the final reply to a message."""

    __match_args__: ClassVar[tuple[Literal["command"], Literal["reply"]]]
    type: ClassVar[Literal["content-reply"]]
    def __new__(cls, command: int, reply: Reply) -> Self: ...
    @property
    def command(self) -> int:
        """The command's number: 1 for the first of a connection."""
    @property
    def reply(self) -> Reply:
        """What the server said."""

@final
class RecipientReply(Event):
    """A client of LMTP: the final reply to a message for one recipient."""

    __match_args__: ClassVar[tuple[Literal["command"], Literal["index"], Literal["last"], Literal["reply"]]]
    type: ClassVar[Literal["recipient-reply"]]
    def __new__(cls, command: int, index: int, last: bool, reply: Reply) -> Self: ...
    @property
    def command(self) -> int:
        """The command's number: 1 for the first of a connection."""
    @property
    def index(self) -> int:
        """Which of the accepted recipients, from 0."""
    @property
    def last(self) -> bool:
        """Whether it is the last."""
    @property
    def reply(self) -> Reply:
        """What the server said."""

@final
class StartTls(Event):
    """All roles, without ``tls``: STARTTLS was accepted. Write the output, which has a server's 220, do the handshake, then call ``tls_established`` or ``tls_failed``; the connection is paused until then. That of a ``Client`` has the command and the reply.
    """

    __match_args__: ClassVar[tuple[Literal["command"], Literal["reply"]]]
    type: ClassVar[Literal["start-tls"]]
    def __new__(cls, command: int | None = None, reply: Reply | None = None) -> Self: ...
    @property
    def command(self) -> int | None:
        """The command's number: 1 for the first of a connection."""
    @property
    def reply(self) -> Reply | None:
        """What the server said."""

@final
class TlsEstablished(Event):
    """All roles, with ``tls``: TLS is up; nothing is waited for. A client's has the STARTTLS command and its reply, unless TLS came first."""

    __match_args__: ClassVar[tuple[Literal["command"], Literal["reply"]]]
    type: ClassVar[Literal["tls-established"]]
    def __new__(cls, command: int | None = None, reply: Reply | None = None) -> Self: ...
    @property
    def command(self) -> int | None:
        """The command's number: 1 for the first of a connection."""
    @property
    def reply(self) -> Reply | None:
        """What the server said."""

@final
class Challenge(Event):
    """A client: the server's challenge in a raw exchange."""

    __match_args__: ClassVar[tuple[Literal["command"], Literal["octets"]]]
    type: ClassVar[Literal["challenge"]]
    def __new__(cls, command: int, octets: Octets) -> Self: ...
    @property
    def command(self) -> int:
        """The command's number: 1 for the first of a connection."""
    @property
    def octets(self) -> bytes:
        """The challenge, decoded."""

@final
class Authenticated(Event):
    """A client or a server: the login succeeded."""

    __match_args__: ClassVar[tuple[Literal["command"], Literal["reply"], Literal["mechanism"], Literal["username"], Literal["authorization_identity"]]]
    type: ClassVar[Literal["authenticated"]]
    def __new__(
        cls,
        command: int | None = None,
        reply: Reply | None = None,
        mechanism: str | None = None,
        username: str | None = None,
        authorization_identity: str | None = None,
    ) -> Self: ...
    @property
    def command(self) -> int | None:
        """The command's number: 1 for the first of a connection."""
    @property
    def reply(self) -> Reply | None:
        """What the server said."""
    @property
    def mechanism(self) -> str | None:
        """A client: the mechanism that was used."""
    @property
    def username(self) -> str | None:
        """A server: the name that was proven."""
    @property
    def authorization_identity(self) -> str | None:
        """A server: the identity to act as, where it is another."""

@final
class Closing(Event):
    """A client: the server announced by 421 that it closes."""

    __match_args__: ClassVar[tuple[Literal["reply"]]]
    type: ClassVar[Literal["closing"]]
    def __new__(cls, reply: Reply) -> Self: ...
    @property
    def reply(self) -> Reply:
        """What the server said."""

@final
class Ready(Event):
    """A mailer: the session is up."""

    __match_args__: ClassVar[tuple[()]]
    type: ClassVar[Literal["ready"]]
    def __new__(cls) -> Self: ...

@final
class NeedContent(Event):
    """A mailer: give content of a streamed message."""

    __match_args__: ClassVar[tuple[Literal["transaction"]]]
    type: ClassVar[Literal["need-content"]]
    def __new__(cls, transaction: int) -> Self: ...
    @property
    def transaction(self) -> int:
        """Which message: the number that ``send`` returned."""

@final
class Outcome(Event):
    """A mailer: what became of a message."""

    __match_args__: ClassVar[tuple[Literal["transaction"], Literal["accepted"], Literal["responsibility"], Literal["recipients"], Literal["reply"], Literal["queue_id"], Literal["error"]]]
    type: ClassVar[Literal["outcome"]]
    def __new__(
        cls,
        transaction: int,
        accepted: bool,
        responsibility: Literal["taken", "not-taken", "unknown"],
        recipients: Sequence[RecipientOutcome],
        reply: Reply | None = None,
        queue_id: str | None = None,
        error: SmtpwireError | None = None,
    ) -> Self: ...
    @property
    def transaction(self) -> int:
        """The number that ``send`` returned."""
    @property
    def accepted(self) -> bool:
        """Whether the server has taken it for every recipient."""
    @property
    def responsibility(self) -> Literal["taken", "not-taken", "unknown"]:
        """Who is to deliver it now: ``taken`` (the server), ``not-taken`` (still the sender), ``unknown``."""
    @property
    def recipients(self) -> tuple[RecipientOutcome, ...]:
        """One :class:`RecipientOutcome` for each recipient of the envelope, in its order."""
    @property
    def reply(self) -> Reply | None:
        """The reply to the end of the content; ``None`` under LMTP."""
    @property
    def queue_id(self) -> str | None:
        """The name under which the server has queued it, where its reply says so."""
    @property
    def error(self) -> SmtpwireError | None:
        """What ended the session before the transaction was over."""

@final
class Proxy(Event):
    """A server: the PROXY header."""

    __match_args__: ClassVar[tuple[Literal["header"]]]
    type: ClassVar[Literal["proxy"]]
    def __new__(cls, header: ProxyHeader) -> Self: ...
    @property
    def header(self) -> ProxyHeader:
        """What it said."""

@final
class Connected(Event):
    """A server: a client is there, and waits to be greeted."""

    __match_args__: ClassVar[tuple[()]]
    type: ClassVar[Literal["connected"]]
    def __new__(cls) -> Self: ...

@final
class EarlyTalker(Event):
    """A server: the client spoke before it was greeted."""

    __match_args__: ClassVar[tuple[()]]
    type: ClassVar[Literal["early-talker"]]
    def __new__(cls) -> Self: ...

@final
class Helo(Event):
    """A server: EHLO, HELO or LHLO."""

    __match_args__: ClassVar[tuple[Literal["verb"], Literal["host"]]]
    type: ClassVar[Literal["helo"]]
    def __new__(cls, verb: Literal["EHLO", "HELO", "LHLO"], host: str) -> Self: ...
    @property
    def verb(self) -> Literal["EHLO", "HELO", "LHLO"]:
        """EHLO, HELO or LHLO."""
    @property
    def host(self) -> str:
        """What the client calls itself: ``mx.example``, ``[192.0.2.1]``."""

@final
class AuthVerify(Event):
    """A server: are these credentials good? Answer with ``Server.verify``."""

    __match_args__: ClassVar[tuple[Literal["credentials"], Literal["username"], Literal["authorization_identity"], Literal["password"], Literal["token"], Literal["host"], Literal["port"], Literal["trace"]]]
    type: ClassVar[Literal["auth-verify"]]
    def __new__(
        cls,
        credentials: Literal["password", "cram-md5", "bearer", "external", "anonymous", "other"],
        username: str | None = None,
        authorization_identity: str | None = None,
        password: str | Octets | None = None,
        token: str | Octets | None = None,
        host: str | None = None,
        port: int | None = None,
        trace: str | None = None,
    ) -> Self: ...
    @property
    def credentials(self) -> Literal["password", "cram-md5", "bearer", "external", "anonymous", "other"]:
        """``password``, ``cram-md5``, ``bearer``, ``external`` or ``anonymous``."""
    @property
    def username(self) -> str | None:
        """The name that is to be proven."""
    @property
    def authorization_identity(self) -> str | None:
        """The identity to act as, where another is asked for."""
    @property
    def password(self) -> Literal["***"] | None:
        """``***`` where there is a password; ``reveal_password`` has it."""
    @property
    def token(self) -> Literal["***"] | None:
        """``***`` where there is a token; ``reveal_token`` has it."""
    @property
    def host(self) -> str | None:
        """A bearer: the server's name as the client has it."""
    @property
    def port(self) -> int | None:
        """A bearer: the server's port as the client has it."""
    @property
    def trace(self) -> str | None:
        """Anonymous: a word for the log."""
    def reveal_password(self) -> bytes | None:
        """The password as it came, in octets: with LOGIN it may be no UTF-8. ``None`` where there is none."""
    def reveal_token(self) -> str | None:
        """The token, visible ASCII. ``None`` where there is none."""
    def matches(self, password: str | Buffer) -> bool:
        """Whether this is the password of the claimed name, be it sent (PLAIN, LOGIN) or proven (CRAM-MD5): as text, or
        its octets. The time that it takes does not tell where they differ. No for claims without password.
        """

@final
class AuthLookup(Event):
    """A server: a SCRAM login needs what is stored about a user."""

    __match_args__: ClassVar[tuple[Literal["mechanism"], Literal["username"], Literal["authorization_identity"]]]
    type: ClassVar[Literal["auth-lookup"]]
    def __new__(
        cls,
        mechanism: Mechanism,
        username: str,
        authorization_identity: str | None = None,
    ) -> Self: ...
    @property
    def mechanism(self) -> Mechanism:
        """By which mechanism, and so which digest."""
    @property
    def username(self) -> str:
        """The user."""
    @property
    def authorization_identity(self) -> str | None:
        """The identity to act as, where another is asked for."""

@final
class AuthFailed(Event):
    """A server: a login failed."""

    __match_args__: ClassVar[tuple[Literal["mechanism"], Literal["reply"]]]
    type: ClassVar[Literal["auth-failed"]]
    def __new__(cls, mechanism: Mechanism, reply: Reply) -> Self: ...
    @property
    def mechanism(self) -> Mechanism:
        """By which mechanism."""
    @property
    def reply(self) -> Reply:
        """What was answered."""

@final
class Mail(Event):
    """A server: MAIL."""

    __match_args__: ClassVar[tuple[Literal["from_"], Literal["parameters"]]]
    type: ClassVar[Literal["mail"]]
    def __new__(cls, from_: str, parameters: Sequence[Parameter]) -> Self: ...
    @property
    def from_(self) -> str:
        """The sender without brackets; empty for the null path."""
    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters, in the order in which they are written."""

@final
class Rcpt(Event):
    """A server: RCPT."""

    __match_args__: ClassVar[tuple[Literal["to"], Literal["parameters"]]]
    type: ClassVar[Literal["rcpt"]]
    def __new__(cls, to: str, parameters: Sequence[Parameter]) -> Self: ...
    @property
    def to(self) -> str:
        """The recipient without brackets; ``postmaster`` for the one without domain."""
    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters, in the order in which they are written."""

@final
class Data(Event):
    """A server: the content is about to come."""

    __match_args__: ClassVar[tuple[()]]
    type: ClassVar[Literal["data"]]
    def __new__(cls) -> Self: ...

@final
class Content(Event):
    """A server: a piece of the content."""

    __match_args__: ClassVar[tuple[Literal["octets"]]]
    type: ClassVar[Literal["content"]]
    def __new__(cls, octets: Octets) -> Self: ...
    @property
    def octets(self) -> bytes:
        """The octets."""

@final
class Message(Event):
    """A server: the content is whole."""

    __match_args__: ClassVar[tuple[Literal["size"], Literal["octets"]]]
    type: ClassVar[Literal["message"]]
    def __new__(cls, size: int, octets: Octets | None = None) -> Self: ...
    @property
    def size(self) -> int:
        """How many octets it has."""
    @property
    def octets(self) -> bytes | None:
        """All of them, where they are kept whole."""

@final
class Aborted(Event):
    """A server: the transaction came to nothing."""

    __match_args__: ClassVar[tuple[Literal["why"], Literal["error"]]]
    type: ClassVar[Literal["aborted"]]
    def __new__(
        cls,
        why: Literal["reset", "greeting", "content", "refused", "quit", "connection", "other"],
        error: SmtpwireError | None = None,
    ) -> Self: ...
    @property
    def why(self) -> Literal["reset", "greeting", "content", "refused", "quit", "connection", "other"]:
        """``reset``, ``greeting``, ``content``, ``refused``, ``quit`` or ``connection``; ``other`` for what is newer."""
    @property
    def error(self) -> SmtpwireError | None:
        """What was wrong with the content."""

@final
class Rset(Event):
    """A server: RSET."""

    __match_args__: ClassVar[tuple[()]]
    type: ClassVar[Literal["rset"]]
    def __new__(cls) -> Self: ...

@final
class Noop(Event):
    """A server: NOOP."""

    __match_args__: ClassVar[tuple[()]]
    type: ClassVar[Literal["noop"]]
    def __new__(cls) -> Self: ...

@final
class Vrfy(Event):
    """A server: VRFY."""

    __match_args__: ClassVar[tuple[Literal["query"], Literal["smtputf8"]]]
    type: ClassVar[Literal["vrfy"]]
    def __new__(cls, query: str, smtputf8: bool) -> Self: ...
    @property
    def query(self) -> str:
        """Who is asked for."""
    @property
    def smtputf8(self) -> bool:
        """Whether the reply may hold UTF-8."""

@final
class Expn(Event):
    """A server: EXPN."""

    __match_args__: ClassVar[tuple[Literal["query"], Literal["smtputf8"]]]
    type: ClassVar[Literal["expn"]]
    def __new__(cls, query: str, smtputf8: bool) -> Self: ...
    @property
    def query(self) -> str:
        """Which list is asked for."""
    @property
    def smtputf8(self) -> bool:
        """Whether the reply may hold UTF-8."""

@final
class Help(Event):
    """A server: HELP."""

    __match_args__: ClassVar[tuple[Literal["argument"]]]
    type: ClassVar[Literal["help"]]
    def __new__(cls, argument: str | None = None) -> Self: ...
    @property
    def argument(self) -> str | None:
        """What about."""

@final
class Etrn(Event):
    """A server: ETRN."""

    __match_args__: ClassVar[tuple[Literal["host"], Literal["subdomains"], Literal["queue"]]]
    type: ClassVar[Literal["etrn"]]
    def __new__(
        cls,
        host: str | None = None,
        subdomains: str | None = None,
        queue: str | None = None,
    ) -> Self: ...
    @property
    def host(self) -> str | None:
        """For this host, …"""
    @property
    def subdomains(self) -> str | None:
        """… or this domain with all below it, …"""
    @property
    def queue(self) -> str | None:
        """… or this queue."""

@final
class Atrn(Event):
    """A server: ATRN."""

    __match_args__: ClassVar[tuple[Literal["domains"]]]
    type: ClassVar[Literal["atrn"]]
    def __new__(cls, domains: Sequence[str]) -> Self: ...
    @property
    def domains(self) -> tuple[str, ...]:
        """The domains whose mail is asked for."""

@final
class Burl(Event):
    """A server: BURL."""

    __match_args__: ClassVar[tuple[Literal["url"], Literal["last"]]]
    type: ClassVar[Literal["burl"]]
    def __new__(cls, url: str | Octets, last: bool) -> Self: ...
    @property
    def url(self) -> Literal["***"]:
        """``***``: it may carry a password. ``reveal_url`` has it."""
    @property
    def last(self) -> bool:
        """Whether the message ends with it."""
    def reveal_url(self) -> str | None:
        """The URL itself."""

@final
class XClient(Event):
    """A server: XCLIENT."""

    __match_args__: ClassVar[tuple[Literal["attributes"]]]
    type: ClassVar[Literal["xclient"]]
    def __new__(cls, attributes: Sequence[tuple[str, str]]) -> Self: ...
    @property
    def attributes(self) -> tuple[tuple[str, str], ...]:
        """Names and decoded values."""

@final
class XForward(Event):
    """A server: XFORWARD."""

    __match_args__: ClassVar[tuple[Literal["attributes"]]]
    type: ClassVar[Literal["xforward"]]
    def __new__(cls, attributes: Sequence[tuple[str, str]]) -> Self: ...
    @property
    def attributes(self) -> tuple[tuple[str, str], ...]:
        """Names and decoded values."""

@final
class Unknown(Event):
    """A server: a command that is not known here."""

    __match_args__: ClassVar[tuple[Literal["verb"], Literal["line"]]]
    type: ClassVar[Literal["unknown"]]
    def __new__(cls, verb: str, line: str) -> Self: ...
    @property
    def verb(self) -> str:
        """Its first word, as it was written."""
    @property
    def line(self) -> str:
        """Its first word, and ``***`` for the rest; ``***`` for all of it behind a login that was refused.
        ``Server.reveal_unknown()`` has the line."""

@final
class Refused(Event):
    """A server: a command was refused by the connection itself."""

    __match_args__: ClassVar[tuple[Literal["verb"], Literal["reply"]]]
    type: ClassVar[Literal["refused"]]
    def __new__(cls, verb: str, reply: Reply) -> Self: ...
    @property
    def verb(self) -> str:
        """Which, or ``unknown``."""
    @property
    def reply(self) -> Reply:
        """With what."""

@final
class Quit(Event):
    """A server: QUIT."""

    __match_args__: ClassVar[tuple[()]]
    type: ClassVar[Literal["quit"]]
    def __new__(cls) -> Self: ...

@final
class Other(Event):
    """Something that is newer than this shell."""

    __match_args__: ClassVar[tuple[()]]
    type: ClassVar[Literal["other"]]
    def __new__(cls) -> Self: ...

@final
class ClientSetup:
    """A client's choices, read and checked once, for any number of connections. The certificates are
    shared, and so is what resumes TLS sessions.
    """

    def __new__(cls, config: ClientConfig | None = None, *, tls: ClientTls | None = None) -> Self: ...
    def with_peer(self, peer: str | Peer) -> Self:
        """The same for another peer: its name, or a dictionary as ``tls`` has it."""

@final
class MailerSetup:
    """A mailer's choices, read and checked once, for any number of connections."""

    def __new__(cls, config: MailerConfig | None = None, *, tls: ClientTls | None = None) -> Self: ...
    def with_peer(self, peer: str | Peer) -> Self:
        """The same for another peer: its name, or a dictionary as ``tls`` has it."""

@final
class ServerSetup:
    """A server's choices, read and checked once, for any number of connections."""

    def __new__(cls, config: ServerConfig | None = None, *, tls: ServerTls | None = None) -> Self: ...

_Happened = TypeVar("_Happened")

@type_check_only
class _Connection(Generic[_Happened]):
    """The run loop, which the three roles have in common. Each has it by itself: there is no such class while a
    program runs.
    """

    def receive_data(self, octets: Buffer, now: float | None = None) -> None:
        """Takes octets from the peer, at most ``input_room`` of them.

        ``bytes`` are read where they are, other buffers are copied.
        """
    def receive_eof(self, now: float | None = None) -> None:
        """Takes in that the peer has closed its side, or has reset the connection."""
    @property
    def input_room(self) -> int:
        """How many octets may be received now."""
    def next_event(self, now: float | None = None) -> _Happened | None:
        """What happens next; ``None`` when nothing does for now, and ``waits`` says why.

        Raises what has made the connection fail, each time it is asked.
        """
    def events(self, now: float | None = None) -> Iterator[_Happened]:
        """All that happens, event by event, until nothing does for now.

        Where an event needs an answer, give it before the next one is asked for.
        """
    @property
    def waits(self) -> Waits:
        """What the connection waits for, as the last question for an event was answered: ``data``,
        ``output``, ``host`` (the answer to the last event, or a TLS handshake), ``closed`` or
        ``failed``.
        """
    def data_to_send(self) -> bytes:
        """All that is to be written to the peer; it counts as written."""
    def output(self) -> bytes:
        """What is to be written to the peer, left where it is. With TLS of smtpwire's more may
        follow behind it.
        """
    def advance_output(self, octets: int) -> None:
        """Marks so many octets at the front of ``output()`` as written."""
    def next_deadline(self) -> float | None:
        """When ``handle_timeout`` is due; ``None`` when it is not."""
    def handle_timeout(self, now: float | None = None) -> None:
        """Tells the time. Called before the deadline, it does nothing."""

@final
class Client(_Connection[ClientEvent]):
    """The sending side of a connection, command by command.

    ``config`` is a dictionary, or a :class:`ClientSetup` that was read before. With ``tls``, smtpwire does TLS
    itself; without, the host does: after STARTTLS, or before all else with ``awaiting_tls``.

    Each command answers with its number, and the event of its reply carries that number, so that several may
    be given before the first reply comes.
    """

    def __new__(
        cls,
        config: ClientConfig | ClientSetup | None = None,
        *,
        now: float | None = None,
        tls: ClientTls | None = None,
        awaiting_tls: bool = False,
    ) -> Self: ...
    def ehlo(self, host: str) -> int:
        """``EHLO``, or under LMTP ``LHLO``."""
    def mail(self, from_: Path, parameters: Sequence[Parameter] | None = None) -> int:
        """``MAIL FROM``: begins a transaction. The empty text is the null path."""
    def rcpt(self, to: Path, parameters: Sequence[Parameter] | None = None) -> int:
        """``RCPT TO``: adds a recipient."""
    def data(self) -> int:
        """``DATA``: the content is given when its event says that the server is ready."""
    def bdat(self, size: int, last: bool | None = None) -> int:
        """``BDAT``: so many octets of content follow at once."""
    def rset(self) -> int:
        """``RSET``: ends the transaction."""
    def noop(self) -> int:
        """``NOOP``."""
    def vrfy(self, query: str) -> int:
        """``VRFY``."""
    def expn(self, query: str) -> int:
        """``EXPN``."""
    def help(self, argument: str | None = None) -> int:
        """``HELP``, perhaps about something."""
    def etrn(self, host: str | None = None, subdomains: str | None = None, queue: str | None = None) -> int:
        """``ETRN``, for exactly one of these."""
    def quit(self) -> int:
        """``QUIT``: ends the session."""
    def command(self, command: Command) -> int:
        """Any command, by its value."""
    def raw(self, line: str) -> int:
        """A line as a person would type it."""
    def content(self, octets: Buffer) -> int:
        """Gives the next octets of the content; how many of them were taken. What was not is given again, once
        output was written.
        """
    def end_content(self) -> None:
        """Ends the content of DATA."""
    def auth(
        self,
        credentials: Credentials,
        policy: SaslPolicy | None = None,
        channel_binding: ChannelBinding | None = None,
        *,
        entropy: Octets | None = None,
    ) -> int:
        """``AUTH`` by these credentials. ``entropy`` is 16 to 64 octets, new for each call, and comes from
        ``secrets`` where it is left out.
        """
    def auth_raw(self, mechanism: str, initial: str | Octets | None = None) -> int:
        """``AUTH``, an exchange that the host does: its challenges come as events."""
    def auth_response(self, octets: str | Octets) -> None:
        """The answer to a challenge."""
    def auth_cancel(self) -> None:
        """Gives the exchange up."""
    def starttls(self) -> int:
        """``STARTTLS``."""
    def tls_established(self, verified: bool = False, *, now: float | None = None) -> None:
        """The host's own TLS is up; ``verified`` where the server has proven by it who it is."""
    def tls_failed(self, detail: str | None = None) -> None:
        """The host's own TLS has failed."""
    def reveal_channel_bindings(self) -> list[ChannelBinding]:
        """What a login can be tied to, the strongest first."""
    def set_tracing(self, on: bool) -> None:
        """Keeps what is said inside TLS of smtpwire's, or stops to."""
    def take_trace(self) -> list[Traced]:
        """What was said since the last time, passwords too."""
    @property
    def content_room(self) -> int:
        """How many octets of content can be given now."""
    @property
    def phase(self) -> Phase:
        """Where the session stands: one of ``phases()``."""
    @property
    def capabilities(self) -> Capabilities | None:
        """What the server offers, once it has said so."""
    @property
    def greeting(self) -> Reply | None:
        """The server's greeting, once it has come."""
    @property
    def ehlo_name(self) -> str | None:
        """The name that was said in EHLO."""
    @property
    def is_tls(self) -> bool:
        """Whether TLS protects the session."""
    @property
    def is_verified(self) -> bool:
        """Whether it does, and the server has proven by it who it is."""
    @property
    def is_authenticated(self) -> bool:
        """Whether the login has succeeded."""
    @property
    def is_quitting(self) -> bool:
        """Whether QUIT was given."""
    @property
    def is_over(self) -> bool:
        """Whether the session is over, in order or not."""
    @property
    def content_end_sent(self) -> bool:
        """Whether the end of the newest message has been written whole."""
    @property
    def pending(self) -> int:
        """How many commands have no reply yet."""
    @property
    def unanswered(self) -> list[tuple[int, str, Sent]]:
        """Those commands: number, verb, and how much was written: ``no``, ``partly`` or ``wholly``."""
    @property
    def auth_failure(self) -> SmtpwireError | None:
        """Why the last login was given up on this side."""
    @property
    def tls_session(self) -> TlsSession | None:
        """What the handshake of TLS of smtpwire's came to."""
    @property
    def tls_failure(self) -> TlsFailure | None:
        """Why TLS of smtpwire's failed."""
    @property
    def fallback(self) -> Fallback | None:
        """What opportunistic TLS of smtpwire's fell back to."""

@final
class Mailer(_Connection[MailerEvent]):
    """The sending side of a connection at a high level: envelopes and messages in, one outcome each out.

    ``config`` is a dictionary that has at least ``name``, or a :class:`MailerSetup` that was read before.
    ``entropy`` is 32 octets, and comes from ``secrets`` where it is left out.
    """

    def __new__(
        cls,
        config: MailerConfig | MailerSetup,
        *,
        entropy: Buffer | None = None,
        now: float | None = None,
        tls: ClientTls | None = None,
        awaiting_tls: bool = False,
    ) -> Self: ...
    def send(self, envelope: Envelope, content: str | Octets | None = None, size: int | None = None) -> int:
        """Queues a message; its number. Without content it is streamed: ``NeedContent`` asks for it, and ``size``
        is a hint.
        """
    def content(self, transaction: int, octets: Buffer) -> int:
        """Gives the next octets of a streamed message; how many of them were taken. What was not is given again,
        when it is asked for.
        """
    def end_content(self, transaction: int) -> None:
        """The end of a streamed message."""
    def abort_content(self, transaction: int) -> None:
        """Gives up a streamed message in the middle."""
    def quit(self) -> None:
        """Ends the session once all that was queued has its outcome."""
    def tls_established(self, verified: bool = False, channel_binding: ChannelBinding | None = None, *, now: float | None = None) -> None:
        """The host's own TLS is up; ``verified`` where the server has proven by it who it is."""
    def tls_failed(self, detail: str | None = None) -> None:
        """The host's own TLS has failed."""
    def reveal_channel_bindings(self) -> list[ChannelBinding]:
        """What a login can be tied to, the strongest first."""
    def set_tracing(self, on: bool) -> None:
        """Keeps what is said inside TLS of smtpwire's, or stops to."""
    def take_trace(self) -> list[Traced]:
        """What was said since the last time, passwords too."""
    @property
    def capabilities(self) -> Capabilities | None:
        """What the server offers, once it has said so."""
    @property
    def greeting(self) -> Reply | None:
        """The server's greeting, once it has come."""
    @property
    def starttls_refusal(self) -> Reply | None:
        """The reply that refused STARTTLS, after which the session went on in plaintext."""
    @property
    def is_tls(self) -> bool:
        """Whether TLS protects the session."""
    @property
    def is_verified(self) -> bool:
        """Whether it does, and the server has proven by it who it is."""
    @property
    def is_authenticated(self) -> bool:
        """Whether the login has succeeded."""
    @property
    def pending(self) -> int:
        """How many messages have no outcome yet."""
    @property
    def tls_session(self) -> TlsSession | None:
        """What the handshake of TLS of smtpwire's came to."""
    @property
    def tls_failure(self) -> TlsFailure | None:
        """Why TLS of smtpwire's failed."""
    @property
    def fallback(self) -> Fallback | None:
        """What opportunistic TLS of smtpwire's fell back to."""

@final
class Server(_Connection[ServerEvent]):
    """The receiving side of a connection: events name what the host has to decide.

    ``config`` is a dictionary that has at least ``hostname``, or a :class:`ServerSetup` that was read before,
    which is the faster way for a server with many connections. ``entropy`` is 32 octets, and comes from
    ``secrets`` where it is left out.
    """

    def __new__(
        cls,
        config: ServerConfig | ServerSetup,
        *,
        entropy: Buffer | None = None,
        now: float | None = None,
        tls: ServerTls | None = None,
        awaiting_tls: bool = False,
    ) -> Self: ...
    def accept(self) -> None:
        """Says yes to the event that waits."""
    def answer(self, reply: GivenReply) -> None:
        """Answers the event that waits. A reply is octets as on the wire, the same as text, a dictionary with
        ``code``, or a :class:`Reply`; a line of more than 512 octets is cut at a space.
        """
    def answer_all(self, reply: GivenReply) -> None:
        """Answers as often as answers are due."""
    def verify(self, accepted: bool) -> None:
        """Decides about a login: is the client who it claims to be?"""
    def provide_verifier(self, verifier: str | Octets | None = None) -> None:
        """What is stored about the user of a login; ``None`` for one who does not exist."""
    def close(self, reply: GivenReply | None = None) -> None:
        """Ends the session, by a reply of the host's own perhaps."""
    def set_channel_bindings(self, bindings: Sequence[ChannelBinding]) -> None:
        """What ties a login to the host's own TLS."""
    def set_external(self, shown: bool) -> None:
        """Whether the client has shown by the connection itself who it is."""
    def tls_established(self, *, now: float | None = None) -> None:
        """The host's own TLS is up."""
    def tls_failed(self, detail: str | None = None) -> None:
        """The host's own TLS has failed."""
    def claim_matches(self, password: str | Octets) -> bool:
        """Whether this is the password of the login that waits for a decision."""
    def reveal_claim(self) -> RevealedClaim:
        """All that the client of the login that waits claims, secrets too."""
    def reveal_unknown(self) -> str:
        """The whole line of the last event, which was ``Unknown`` and shows its first word at most."""
    def reveal_channel_bindings(self) -> list[ChannelBinding]:
        """What a login can be tied to, the strongest first."""
    def set_tracing(self, on: bool) -> None:
        """Keeps what is said inside TLS of smtpwire's, or stops to."""
    def take_trace(self) -> list[Traced]:
        """What was said since the last time, passwords too."""
    @property
    def answers_due(self) -> int:
        """How many answers are due."""
    @property
    def phase(self) -> Phase:
        """Where the session stands: one of ``phases()``."""
    @property
    def is_tls(self) -> bool:
        """Whether TLS protects the session."""
    @property
    def is_authenticated(self) -> bool:
        """Whether the client has logged in."""
    @property
    def is_closed(self) -> bool:
        """Whether the session is over."""
    @property
    def tls_session(self) -> TlsSession | None:
        """What the handshake of TLS of smtpwire's came to."""
    @property
    def tls_failure(self) -> TlsFailure | None:
        """Why TLS of smtpwire's failed."""

@final
class ReplyReader:
    """Reads replies out of a stream.

    Options: ``max_line``, ``max_lines``, ``differing_codes``, ``bare_lf``, ``trailing_cr``.
    """

    def __new__(cls, options: ReplyOptions | None = None) -> Self: ...
    def receive_data(self, octets: str | Octets) -> None:
        """Takes octets from the peer."""
    def next_reply(self) -> Reply | None:
        """The next whole reply; ``None`` until more octets are received. What is no reply raises, now and
        from now on.
        """
    def unread(self) -> bytes:
        """The octets that no reply was made of yet."""

@final
class Stuffer:
    """Writes content for DATA, piece by piece.

    Options: ``line_ends``, ``max_line``.
    """

    def __new__(cls, options: ContentOptions | None = None) -> Self: ...
    def push(self, content: str | Octets) -> bytes:
        """What goes over the wire for the next piece of content. A last CR is kept back until it is known
        what follows it.
        """
    def finish(self) -> bytes:
        """The end mark, behind what was kept back."""
    @property
    def octets(self) -> int:
        """How many octets of content have come."""

@final
class Unstuffer:
    """Reads the content of DATA, piece by piece.

    Options: ``line_ends``, ``max_line``, ``max_size``.
    """

    def __new__(cls, options: UnstufferOptions | None = None) -> Self: ...
    def push(self, wire: str | Octets) -> Taken:
        """Takes the next piece, as far as the end mark: the content in it, how much of it was consumed, and
        whether the end has come. A fault is told by ``outcome``; it is read on to the true end all the
        same.
        """
    def outcome(self) -> None:
        """Raises the first fault in what has come."""
    @property
    def is_done(self) -> bool:
        """Whether the end mark has come."""
    @property
    def octets(self) -> int:
        """How many octets of content have been handed out."""

@final
class LineFramer:
    """Cuts a stream into lines.

    Options: ``limit``, the longest line with its CRLF; ``line_ends``, ``cr-lf-only`` or
    ``accept-bare-lf``.
    """

    def __new__(cls, options: FramerOptions | None = None) -> Self: ...
    def push(self, octets: str | Octets) -> int:
        """Takes octets from the front of these, and says how many: all, unless the buffer is full."""
    def next_line(self) -> bytes | None:
        """The next line, without its end; ``None`` when none is whole. A line that is over-long or holds what
        it must not raises once, and is used up.
        """
    def buffered(self) -> bytes:
        """What is buffered and not handed out, as a copy: what is pushed next moves it."""
    def consume(self, octets: int) -> None:
        """Drops so many octets from the front of what is buffered; a line starts behind them."""
    def take_rest(self) -> bytes:
        """All that is buffered, taken out; what is pushed next starts a line."""
    def set_limit(self, limit: int) -> None:
        """Changes the longest line, for the one under way and those behind it."""
    def set_line_ends(self, line_ends: LineEndPolicy) -> None:
        """Changes what ends a line, for what has not been looked at."""
    @property
    def is_at_boundary(self) -> bool:
        """Whether all was handed out, and no line is under way."""
    @property
    def is_discarding(self) -> bool:
        """Whether an over-long line is being dropped whose end has not come."""
    @property
    def limit(self) -> int:
        """The longest line in octets, with its CRLF."""
    @property
    def capacity(self) -> int:
        """How many octets may be buffered."""

@final
class ChunkReader:
    """Counts the octets of one chunk of BDAT.

    Options: ``size``; ``discarding``, for a chunk that was refused, whose octets come all the same.
    """

    def __new__(cls, options: ChunkOptions | None = None) -> Self: ...
    def push(self, octets: str | Octets) -> Taken:
        """Takes what belongs to the chunk from the front of these octets."""
    def discard(self) -> None:
        """From now on, drops what comes."""
    @property
    def remaining(self) -> int:
        """How many octets are missing."""
    @property
    def is_done(self) -> bool:
        """Whether none is."""
    @property
    def is_discarding(self) -> bool:
        """Whether what comes is dropped."""

@final
class ChunkTotal:
    """Counts the octets of all chunks of a message.

    Options: ``limit``.
    """

    def __new__(cls, options: ChunkTotalOptions | None = None) -> Self: ...
    def add(self, size: int) -> None:
        """Counts a chunk before its octets come. One that is too much raises and is not counted."""
    @property
    def octets(self) -> int:
        """The octets of all chunks so far."""

@final
class ContentScanner:
    """Looks for the first bare CR, bare LF, NUL or over-long line in content that comes in pieces.

    Options: ``line_ends``, ``max_line``.
    """

    def __new__(cls, options: ContentOptions | None = None) -> Self: ...
    def scan(self, content: str | Octets) -> None:
        """Looks at the next piece. The first fault raises, now and from now on."""
    def finish(self) -> None:
        """Says that the content is complete: a last CR is bare."""
    @property
    def octets(self) -> int:
        """How many octets have been looked at, up to the first fault."""

def version() -> str:
    """The version of the library."""
def error_codes() -> list[KnownCode]:
    """Every reason that an error may have, in the order of the numbers."""
def parse_command(line: str | Octets, options: CommandOptions | None = None) -> Command:
    """The command that a line, without its CRLF, says. The secrets of AUTH are ``***``; a line that is no known
    command stands as it is."""
def reveal_command(line: str | Octets, options: CommandOptions | None = None) -> Command:
    """The command that a line says, its secrets written out."""
def encode_command(command: Command) -> bytes:
    """The line of a command, with its CRLF."""
def parse_parameters(verb: Literal["MAIL", "RCPT"], text: str | Octets, options: CommandOptions | None = None) -> list[Parameter]:
    """The parameters of MAIL or RCPT, as they stand in it."""
def encode_parameters(verb: Literal["MAIL", "RCPT"], parameters: Sequence[Parameter]) -> str:
    """The parameters of MAIL or RCPT as they are written, parted by spaces."""
def verbs() -> list[str]:
    """The names of all verbs that are known."""
@overload
def parse_address(text: str, kind: Literal["mailbox"] | None = None) -> Mailbox:
    """What an address says. ``kind`` is one of :func:`address_kinds`, ``mailbox`` where it is left out."""
@overload
def parse_address(text: str, kind: Literal["domain", "local-part"]) -> str: ...
@overload
def parse_address(text: str, kind: Literal["address-literal", "host"]) -> Host: ...
@overload
def parse_address(text: str, kind: Literal["reverse-path"]) -> Mailbox | None: ...
@overload
def parse_address(text: str, kind: Literal["forward-path"]) -> Mailbox | Literal["postmaster"]: ...
@overload
def parse_address(text: str, kind: AddressKind | None = None) -> str | Host | Mailbox | None: ...
def encode_address(address: str | Host | Mailbox | None, kind: AddressKind | None = None) -> str:
    """How an address is written; ``None`` is the null path."""
def addresses_equal(one: str | Host | Mailbox | None, other: str | Host | Mailbox | None, kind: AddressKind | None = None) -> bool:
    """Whether two addresses are the same, however they are written."""
def address_key(address: str | Host | Mailbox | None, kind: AddressKind | None = None) -> str:
    """A text that equal addresses have in common, and no others: for dictionaries and sets."""
def address_kinds() -> tuple[AddressKind, ...]:
    """The kinds of address."""
def local_part_content(local_part: str) -> str:
    """What a local part means, without quotes and escapes."""
def local_part_from_content(content: str) -> str:
    """The local part that means this, with the least quoting."""
def parse_date_time(text: str) -> DateTime:
    """A date-time from its text (RFC 3339)."""
def encode_date_time(date_time: DateTime) -> str:
    """A date-time as it is written."""
def parse_reply(octets: str | Octets) -> Reply | None:
    """The reply at the start of these octets; ``None`` when it is not whole yet. It took
    ``len(reply.wire)`` octets.
    """
def encode_reply(code: int, lines: str | Sequence[str], enhanced: str | None = None) -> bytes:
    """A reply of these parts, with its CRLFs. ``lines`` are several texts, or one."""
def reply_severity(code: int) -> Severity:
    """What the first digit of a reply code says."""
def codes_agree(code: int, enhanced: str) -> bool:
    """Whether the class of an enhanced code fits a reply code."""
def queue_id(reply: GivenReply) -> str | None:
    """The name under which a server queued a message, from its final reply; ``None`` where its wording is
    not known.
    """
def parse_capabilities(reply: GivenReply) -> Capabilities:
    """What the reply to EHLO offers."""
def encode_capabilities(capabilities: Capabilities) -> bytes:
    """The reply to EHLO that offers this."""
def keywords() -> list[str]:
    """The EHLO keywords that are known."""
def parse_proxy(octets: str | Octets, max_length: int | None = None) -> ProxyFound | None:
    """The PROXY header at the start of a connection, and how many octets it took; ``None`` when it is not
    whole yet.
    """
def encode_proxy(header: ProxyHeader, version: Literal[1, 2] | None = None) -> bytes:
    """A PROXY header as it is written in a version of the protocol: 2, or 1."""
def encode_xtext(text: str) -> str:
    """Text in the coding of RFC 3461 section 4."""
def decode_xtext(text: str) -> str | None:
    """The text that was coded; ``None`` for what is no xtext."""
def order_answer(phase: Phase, verb: str, standing: Sequence[Fact] | None = None) -> OrderAnswer:
    """What the order of commands says to a verb."""
def order_after_content() -> Phase:
    """The phase after the final reply to content."""
def phases() -> tuple[Phase, ...]:
    """The phases of a session."""
def stuff(content: str | Octets, options: ContentOptions | None = None) -> bytes:
    """Content as it goes over the wire behind DATA, end mark and all."""
def unstuff(wire: str | Octets, options: UnstufferOptions | None = None) -> Unstuffed:
    """The content in what came behind DATA."""
def scan_content(content: str | Octets, options: ContentOptions | None = None) -> int:
    """Raises the first fault in content; how many octets it has where there is none."""
def check(transcript: str | Octets, format: Format | None = None) -> Report:
    """What is wrong with a dialog: a report with findings."""
def mask_transcript(transcript: str | Octets, format: Format | None = None) -> bytes:
    """A transcript with every octet of a secret replaced by ``*``."""
def transcript_formats() -> list[Format]:
    """The forms of transcript that are read."""
def explain(
    reply: GivenReply | None = None,
    code: int | None = None,
    enhanced: str | None = None,
    text: str | None = None,
) -> Explanation:
    """What a reply means, why it came, and what to do. It is given whole, or in parts."""
def describe_reply_code(code: int) -> ReplyCodeEntry | None:
    """What is known of a reply code, or ``None``."""
def describe_enhanced_code(code: str) -> EnhancedCodeEntry | None:
    """What is known of an enhanced code, or ``None``."""
def describe_keyword(keyword: str) -> KeywordEntry | None:
    """What is known of an EHLO keyword, or ``None``."""
def describe_mechanism(name: str) -> MechanismEntry | None:
    """What is known of a SASL mechanism, or ``None``."""
def describe_rule(id: str) -> Rule | None:
    """A rule of the checker by its id, or ``None``."""
def reply_codes() -> list[int]:
    """The reply codes that are known."""
def enhanced_codes() -> list[str]:
    """The enhanced codes that are known, as ``X.1.1``."""
def mechanisms() -> list[str]:
    """The SASL mechanisms that are known, the ones to prefer first."""
def rules() -> list[str]:
    """The ids of the checker's rules."""
def make_scram_verifier(
    password: str | Octets,
    salt: str | Octets | None = None,
    iterations: int | None = None,
    mechanism: Mechanism | None = None,
) -> str:
    """What a server stores of a password, as text: as secret as a digest of the password.

    ``iterations`` is 4096 to 10,000,000; each is work for this call and for every login.
    """
def scram_verifier_matches(verifier: str | Octets, password: str | Octets) -> bool:
    """Whether what is stored of a password was made of this one."""
def read_certificates(certificates: str | Octets) -> list[Certificate]:
    """The certificates of a PEM file, or the one of these octets in DER."""
def certificate_is_valid_for(certificate: str | Octets, name: str) -> bool:
    """Whether a certificate may be a host's of this name."""
def read_identity(certificate: str | Octets, key: str | Octets) -> list[Certificate]:
    """The certificates of an identity, if certificate and key belong together."""
def tlsa_name(server: str, port: int | None = None) -> str:
    """The name of the TLSA records of a server (RFC 6698); the port is 25 where it is left out."""
def parse_tlsa(record: GivenTlsa) -> Tlsa:
    """A TLSA record: from its text, from its data as DNS carries it, or of its fields."""
def make_tlsa(
    certificate: str | Octets,
    usage: int | None = None,
    selector: int | None = None,
    matching: int | None = None,
) -> Tlsa:
    """The TLSA record for a certificate; ``3 1 1`` where nothing is said."""
def dane_demand(records: Sequence[GivenTlsa]) -> Literal["opportunistic", "encrypted", "authenticated"]:
    """What TLSA records demand of a connection."""
def dane_check(records: Sequence[GivenTlsa], chain: Sequence[Octets], names: Sequence[str], at: int) -> Tlsa:
    """The TLSA record that fits the certificates (DER) that a server sent; ``at`` is the time in seconds
    since 1970.
    """
def sts_record_name(domain: str) -> str:
    """The name of the record that says that a domain has an MTA-STS policy (RFC 8461)."""
def sts_policy_url(domain: str) -> str:
    """Where the MTA-STS policy of a domain is."""
def find_sts_record(records: Sequence[str | Octets]) -> str | None:
    """The id of the MTA-STS record among these TXT records; ``None`` where there is none."""
def parse_sts_policy(text: str | Octets | StsPolicy) -> StsPolicy:
    """An MTA-STS policy, from its text or of its parts."""
def sts_policy_matches(policy: str | Octets | StsPolicy, host: str) -> bool:
    """Whether a policy allows a server of this name."""
def sts_policy_is_fresh(policy: str | Octets | StsPolicy, fetched_at: int, at: int) -> bool:
    """Whether a policy that was fetched at one time counts at another, in seconds since 1970."""
def sts_mismatch(peer: str | Peer) -> TlsFailure | None:
    """Why the peer is none that its MTA-STS policy allows; ``None`` where it is."""
def peer_demands_tls(peer: str | Peer) -> bool:
    """Whether nothing may be said to the peer without TLS."""
def tlsrpt_record_name(domain: str) -> str:
    """The name of the record that says where a domain wants reports on TLS (RFC 8460)."""
def find_tlsrpt_record(records: Sequence[str | Octets]) -> list[str] | None:
    """Where reports are to go, by the record among these TXT records; ``None`` where there is none."""
def tls_request(requiretls: bool, content_head: str | Octets | None = None) -> Literal["usual", "required", "not-needed"]:
    """What a message's sender asks of TLS (RFC 8689): ``usual``, ``required`` or ``not-needed``."""
def tls_required_no(content_head: str | Octets) -> bool:
    """Whether the header of a message says ``TLS-Required: No``."""
def _operations() -> dict[str, dict[str, list[str]]]:
    """The names of all operations and of their arguments, by the class that has them; those of the module
    stand under the empty name. For the tests, which compare them with what there is.
    """
