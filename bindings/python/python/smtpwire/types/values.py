"""The values of the protocol: what was read, and what can be written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NotRequired, Required, TypeAlias, TypedDict

from smtpwire._native import Reply
from smtpwire.types.words import Phase

__all__ = [
    "Addressed",
    "By",
    "Capabilities",
    "Capability",
    "Command",
    "DateTime",
    "Envelope",
    "Future",
    "GivenReply",
    "Host",
    "KnownCode",
    "Mailbox",
    "Mtrk",
    "Octets",
    "OfferedLimits",
    "OrderAllowed",
    "OrderAnswer",
    "OrderContent",
    "OrderRefused",
    "Orcpt",
    "Parameter",
    "ParameterValue",
    "Path",
    "ProxyFound",
    "ProxyHeader",
    "ReplyParts",
    "RevealedClaim",
    "Rrvs",
    "Taken",
    "Tlv",
    "Unstuffed",
]

Octets: TypeAlias = bytes | bytearray | memoryview
"""What octets are given as. They are answered as ``bytes``."""


class Host(TypedDict, total=False):
    """A domain name or an address literal: ``domain``, ``ipv4``, ``ipv6``, or ``tag`` with ``content``."""

    domain: str
    ipv4: str
    ipv6: str
    tag: str
    content: str


class Mailbox(TypedDict):
    """A mailbox; the local part as it is written, with its quotes."""

    local_part: str
    host: Host


Path: TypeAlias = str | Mailbox
"""A path: ``jo@example.com``, or in its parts. ``""`` is the null path, ``postmaster`` the recipient without domain."""


class DateTime(TypedDict):
    """A point in time, as it was written (RFC 3339)."""

    date: tuple[int, int, int]
    time: tuple[int, int, int]
    nanosecond: NotRequired[int]
    offset: Literal["Z"] | int
    unix: int


class By(TypedDict):
    """The value of BY."""

    seconds: int
    mode: Literal["N", "R"]
    trace: NotRequired[bool]


class Mtrk(TypedDict):
    """The value of MTRK."""

    certifier: str
    timeout: NotRequired[int]


class Orcpt(TypedDict):
    """The value of ORCPT."""

    type: str
    address: str


class Rrvs(TypedDict):
    """The value of RRVS."""

    since: DateTime
    otherwise: NotRequired[Literal["C", "R"]]


ParameterValue: TypeAlias = int | str | Sequence[str] | Mailbox | By | DateTime | Mtrk | Orcpt | Rrvs | None
"""The value of a parameter, by its keyword; ``None`` is that of ``AUTH=<>``."""


class Parameter(TypedDict):
    """A parameter of MAIL or RCPT."""

    keyword: str
    value: NotRequired[ParameterValue]
    unknown: NotRequired[bool]


_CommandFields = TypedDict(
    "_CommandFields",
    {
        "host": str | Host,
        # None is the null path, as `parse_command` tells it; an envelope's sender it can't be.
        "from": Path | None,
        "to": Path,
        "parameters": Sequence[Parameter],
        "size": int,
        "last": bool,
        "argument": str,
        "smtputf8": bool,
        "mechanism": str,
        "initial_response": str,
        "subdomains": str,
        "queue": str,
        "domains": Sequence[str],
        "url": str,
        "attributes": Sequence[tuple[str, str]],
        "unknown": str,
    },
    total=False,
)


class Command(_CommandFields):
    """A command: its verb in capitals, and the fields that this verb has."""

    verb: Required[str]


class Addressed(TypedDict):
    """A recipient with the parameters of its RCPT."""

    path: Path
    parameters: Sequence[Parameter]


Envelope = TypedDict(
    "Envelope",
    {
        # The empty text is the null path: for what nobody is to be told of when it fails. None is no sender.
        "from": Path,
        "to": Sequence[Path | Addressed],
        "parameters": NotRequired[Sequence[Parameter]],
    },
)
"""From whom a message is, to whom, and what the server is asked to do."""


class Future(TypedDict):
    """What FUTURERELEASE says."""

    interval: int
    until: DateTime


class OfferedLimits(TypedDict, total=False):
    """What LIMITS says (RFC 9422)."""

    MAILMAX: int
    RCPTMAX: int
    RCPTDOMAINMAX: int


class Capability(TypedDict, total=False):
    """One line of the reply to EHLO."""

    keyword: str
    value: int | str | list[str] | Future | OfferedLimits
    unknown: bool
    parameters: list[str]
    malformed: bytes


class Capabilities(TypedDict):
    """The reply to EHLO. What stands behind ``lines`` is not looked at when one is written."""

    greeting: str
    lines: list[Capability]
    offers: NotRequired[list[str]]
    size: NotRequired[int]
    mechanisms: NotRequired[list[str]]


class Tlv(TypedDict):
    """A further fact in a PROXY header: the number of its type, and its value."""

    type: int
    value: bytes


class ProxyHeader(TypedDict, total=False):
    """What a proxy says of the connection that it forwards."""

    command: Required[Literal["LOCAL", "PROXY"]]
    transport: Literal["STREAM", "DGRAM", "UNSPEC"]
    source: str
    destination: str
    unix_source: bytes
    unix_destination: bytes
    tlvs: list[Tlv]
    checksum: bool


class ProxyFound(TypedDict):
    """A PROXY header, and how many octets it took."""

    header: ProxyHeader
    length: int


class ReplyParts(TypedDict):
    """A reply in its parts: ``lines``, or all of them in one ``text``, parted by LF."""

    code: int
    enhanced: NotRequired[str | None]
    lines: NotRequired[Sequence[str]]
    text: NotRequired[str]
    wire: NotRequired[bytes]


GivenReply: TypeAlias = Reply | Octets | str | ReplyParts
"""A reply that a host gives: one that was built or read, its octets, the same as text, or its parts."""


class RevealedClaim(TypedDict):
    """All that a client claims in a login, secrets too."""

    credentials: Literal["password", "cram-md5", "bearer", "external", "anonymous", "other"]
    username: NotRequired[str]
    authorization_identity: NotRequired[str]
    password: NotRequired[bytes]
    token: NotRequired[str]
    host: NotRequired[str]
    port: NotRequired[int]
    trace: NotRequired[str]


class OrderAllowed(TypedDict):
    """The verb may be said; the phase that follows when it is accepted."""

    answer: Literal["allowed"]
    phase: Phase


class OrderRefused(TypedDict):
    """The verb is out of order, and this is the reply."""

    answer: Literal["refused"]
    code: int
    enhanced: str


class OrderContent(TypedDict):
    """There are no commands in this phase."""

    answer: Literal["content"]


OrderAnswer: TypeAlias = OrderAllowed | OrderRefused | OrderContent
"""What the order of commands says to a verb."""


class Taken(TypedDict):
    """What was made of a piece of input: the content in it, how much was consumed, whether the end has come."""

    content: bytes
    consumed: int
    done: bool


class Unstuffed(TypedDict):
    """The content of DATA, and what stands behind its end."""

    content: bytes
    rest: bytes
    ended: bool


class KnownCode(TypedDict):
    """A reason that an error may have."""

    number: int
    name: str
    kind: Literal["usage", "peer", "limit", "timeout", "internal"]
    text: str
