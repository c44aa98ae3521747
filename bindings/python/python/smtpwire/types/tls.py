"""How TLS is done by smtpwire, and what there is to tell of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NotRequired, Required, TypeAlias, TypedDict

from smtpwire.types.values import Octets
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
    """The certificates, that of the key first."""
    key: str | Octets
    """The private key. It is shown nowhere."""


class NamedIdentity(Identity):
    """An identity, and the names for which a client is shown it; without names for all others."""

    names: NotRequired[Sequence[str]]
    """For whom: DNS names, as the client asks for them by SNI."""


class TlsaFields(TypedDict):
    """The fields of a TLSA record."""

    usage: int
    """RFC 6698 section 2.1.1; 2 and 3 are for mail."""
    selector: int
    """0: the certificate, 1: its key."""
    matching: int
    """0: the octets, 1: their SHA-256, 2: their SHA-512."""
    data: Octets
    """What has to match."""


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
    """What becomes of mail for a server that does not fit."""
    mx: Sequence[str]
    """The names that servers may have, ``*.`` in front for any one label."""
    max_age: int
    """How long it may be kept, in seconds."""
    text: NotRequired[str]
    """As it was fetched; told of a policy that was read."""


class Peer(TypedDict, total=False):
    """Who a server must prove to be."""

    peer: Required[str]
    """The server's name: a DNS name, or an address. Needed."""
    or_named: Sequence[str]
    """Further names that its certificate may have instead. Default: ``()``."""
    dane: Sequence[GivenTlsa]
    """Its TLSA records, where DNSSEC proves them; they decide then, not the roots. Default: ``()``."""
    sts: str | Octets | StsPolicy
    """The MTA-STS policy of the mail's domain: its text, or its parts. Default: none."""
    unverified: bool
    """It need not prove who it is. Passwords are not shown to it then. Default: ``False``."""


class ClientTls(Peer, total=False):
    """How a client or a mailer does TLS. A mailer's ``security`` stands in its config."""

    security: Security
    """How much TLS is insisted on. A client's; a mailer's stands in its config. Default: ``"required"``."""
    roots: Roots
    """Whom to trust. Default: ``"webpki"``, the roots of Mozilla."""
    identity: Identity
    """The client's own certificate. Default: none."""
    min_version: TlsVersion
    """The oldest version of TLS. Default: ``"TLSv1.2"``."""
    max_version: TlsVersion
    """The newest version of TLS. Default: ``"TLSv1.3"``."""
    at: int
    """The time by which certificates are judged, in seconds since 1970: for tests. Default: the clock's."""
    dangerous_accept_any_certificate: bool
    """Take any certificate for a proof, and show passwords to whoever it is: for tests. Default: ``False``."""


class ServerTls(TypedDict, total=False):
    """How a server does TLS: ``identity``, or several ``identities``."""

    mode: Literal["starttls", "implicit"]
    """When TLS begins: by STARTTLS, or before all else. Default: ``"starttls"``."""
    identity: Identity
    """The certificate and key that every client is shown. This or ``identities`` is needed."""
    identities: Sequence[NamedIdentity]
    """Several, each for its names."""
    client_certificates: CertificateWish
    """Whether clients are asked for a certificate. Default: ``"ignored"``."""
    client_roots: Roots
    """Whom to trust for those; needed where they are asked for."""
    min_version: TlsVersion
    """The oldest version of TLS. Default: ``"TLSv1.2"``."""
    max_version: TlsVersion
    """The newest version of TLS. Default: ``"TLSv1.3"``."""
    at: int
    """The time by which certificates are judged, in seconds since 1970: for tests. Default: the clock's."""


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
