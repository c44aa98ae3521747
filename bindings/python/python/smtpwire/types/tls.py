"""How TLS is done by smtpwire, and what there is to tell of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NotRequired, Required, TypeAlias, TypedDict

from smtpwire.types.values import Octets

if TYPE_CHECKING:
    from smtpwire._native import Reply
    from smtpwire.types.words import CertificateWish, Security, TlsVersion

__all__ = [
    "Certificate",
    "ClientTls",
    "Fallback",
    "GivenTlsa",
    "Identity",
    "NamedIdentity",
    "Peer",
    "Roots",
    "ServerTls",
    "StsPolicy",
    "TlsFailure",
    "TlsSession",
    "Tlsa",
    "TlsaFields",
    "Traced",
]

Roots: TypeAlias = str | Octets | Sequence[str | Octets]
"""Whom to trust: ``webpki``, ``platform``, ``none``, certificates in PEM or DER, or a list of those."""


class Identity(TypedDict):
    """A certificate with those that lead to its root, and the key that belongs to it: PEM or DER."""

    certificate: str | Octets
    key: str | Octets


class NamedIdentity(Identity):
    """An identity, and the names for which a client is shown it; without names for all others."""

    names: NotRequired[Sequence[str]]


class TlsaFields(TypedDict):
    """The fields of a TLSA record."""

    usage: int
    selector: int
    matching: int
    data: Octets


GivenTlsa: TypeAlias = str | Octets | TlsaFields
"""A TLSA record: its text as zone files have it, its data as DNS carries it, or its fields."""


class Tlsa(TypedDict):
    """A TLSA record that was read."""

    usage: int
    selector: int
    matching: int
    data: bytes
    text: str
    rdata: bytes
    usable: bool
    problem: NotRequired[str]


class StsPolicy(TypedDict):
    """A policy of MTA-STS; ``max_age`` in seconds."""

    mode: Literal["enforce", "testing", "none"]
    mx: Sequence[str]
    max_age: int
    text: NotRequired[str]


class Peer(TypedDict, total=False):
    """Who a server must prove to be."""

    peer: Required[str]
    or_named: Sequence[str]
    dane: Sequence[GivenTlsa]
    sts: str | Octets | StsPolicy
    unverified: bool


class ClientTls(Peer, total=False):
    """How a client or a mailer does TLS. A mailer's ``security`` stands in its config."""

    security: Security
    roots: Roots
    identity: Identity
    min_version: TlsVersion
    max_version: TlsVersion
    at: int
    dangerous_accept_any_certificate: bool


class ServerTls(TypedDict, total=False):
    """How a server does TLS: ``identity``, or several ``identities``."""

    mode: Literal["starttls", "implicit"]
    identity: Identity
    identities: Sequence[NamedIdentity]
    client_certificates: CertificateWish
    client_roots: Roots
    min_version: TlsVersion
    max_version: TlsVersion
    at: int


class Certificate(TypedDict):
    """A certificate, as far as it can be read."""

    subject: str
    issuer: str
    names: list[str]
    serial: str
    not_before: NotRequired[int]
    not_after: NotRequired[int]
    key: str
    signature_algorithm: str
    fingerprint: str
    self_signed: bool
    authority: bool
    readable: bool
    der: bytes


class TlsFailure(TypedDict):
    """Why TLS failed, and what to do about it."""

    kind: str
    message: str
    advice: str
    report_type: NotRequired[str]
    certificates: list[Certificate]


class TlsSession(TypedDict):
    """What a handshake came to."""

    version: str
    cipher_suite: str
    key_exchange: NotRequired[str]
    server_name: NotRequired[str]
    peer_certificates: list[Certificate]
    verification: Literal["pkix", "dane-ee", "dane-ta", "client-certificate", "none", "failed", "other"]
    verified: bool
    failure: NotRequired[TlsFailure]
    resumed: bool


class Fallback(TypedDict):
    """What opportunistic TLS came to, where that is less than TLS with a server that has proven who it is."""

    kind: Literal["plaintext", "unverified", "failed", "other"]
    plaintext: bool
    reply: NotRequired[Reply]


class Traced(TypedDict):
    """A piece of what was said inside TLS, in the clear."""

    type: Literal["received", "sent", "established"]
    octets: NotRequired[bytes]
