"""What is chosen, and told, by a word."""

from __future__ import annotations

from typing import Literal, TypeAlias

__all__ = [
    "AddressKind",
    "Area",
    "Category",
    "CertificateWish",
    "ChannelBindingType",
    "Class",
    "ContentMode",
    "Decision",
    "Evidence",
    "Fact",
    "FindingSeverity",
    "Format",
    "LineEndPolicy",
    "LineEnds",
    "Mechanism",
    "Phase",
    "Protocol",
    "Retry",
    "Security",
    "Sent",
    "Severity",
    "Standing",
    "Synchronization",
    "TlsVersion",
    "Vendor",
    "Waits",
]

Protocol: TypeAlias = Literal["smtp", "lmtp"]
"""Which protocol is spoken."""
LineEnds: TypeAlias = Literal["reject", "normalise"]
"""What becomes of a bare CR or LF in content."""
LineEndPolicy: TypeAlias = Literal["cr-lf-only", "accept-bare-lf"]
"""What ends a command line."""
ContentMode: TypeAlias = Literal["stream", "whole", "discard"]
"""How a server hands out content."""
Synchronization: TypeAlias = Literal["strict", "tolerant"]
"""What becomes of a client that does not wait."""
Security: TypeAlias = Literal["required", "opportunistic", "disabled", "implicit"]
"""How TLS is used."""
ChannelBindingType: TypeAlias = Literal["tls-exporter", "tls-server-end-point", "tls-unique"]
"""Which property of the TLS connection a login is bound to."""
TlsVersion: TypeAlias = Literal["TLSv1.2", "TLSv1.3"]
"""A version of TLS."""
CertificateWish: TypeAlias = Literal["ignored", "asked", "demanded"]
"""Whether clients are asked for a certificate."""
Decision: TypeAlias = Literal[
    "connection",
    "helo",
    "mail",
    "rcpt",
    "data",
    "message",
    "vrfy",
    "expn",
    "help",
    "noop",
    "rset",
    "etrn",
    "atrn",
    "burl",
    "xclient",
    "xforward",
    "unknown",
    "early-talker",
]
"""What a host decides by itself."""
Mechanism: TypeAlias = Literal[
    "SCRAM-SHA-256-PLUS",
    "SCRAM-SHA-1-PLUS",
    "SCRAM-SHA-256",
    "SCRAM-SHA-1",
    "OAUTHBEARER",
    "XOAUTH2",
    "EXTERNAL",
    "CRAM-MD5",
    "PLAIN",
    "LOGIN",
    "ANONYMOUS",
]
"""A SASL mechanism, the strongest first."""
Phase: TypeAlias = Literal["greeted", "refused", "ready", "mail", "rcpt", "data", "bdat"]
"""Where a session stands."""
Waits: TypeAlias = Literal["data", "output", "host", "closed", "failed", "other"]
"""What a connection waits for."""
Sent: TypeAlias = Literal["no", "partly", "wholly"]
"""How much of a command was written."""
AddressKind: TypeAlias = Literal[
    "domain",
    "address-literal",
    "host",
    "local-part",
    "mailbox",
    "reverse-path",
    "forward-path",
]
"""A kind of address."""
Severity: TypeAlias = Literal[
    "positive-completion",
    "positive-intermediate",
    "transient-negative",
    "permanent-negative",
]
"""What the first digit of a reply code says."""
Fact: TypeAlias = Literal["lmtp", "tls", "authenticated", "binary"]
"""What holds in a session, beside its phase."""
Format: TypeAlias = Literal[
    "postfix-verbose",
    "nodemailer",
    "smtplib",
    "postfix-notify",
    "swaks",
    "curl",
    "labelled",
    "scrollback",
]
"""A form of transcript."""
FindingSeverity: TypeAlias = Literal["note", "warning", "error"]
"""How grave a finding is."""
Area: TypeAlias = Literal[
    "order",
    "syntax",
    "offers",
    "limits",
    "replies",
    "tls",
    "auth",
    "content",
    "session",
]
"""What part of a dialog a rule is about."""
Class: TypeAlias = Literal["success", "intermediate", "transient", "permanent", "unknown"]
"""How final a reply is."""
Category: TypeAlias = Literal[
    "bad-mailbox",
    "mailbox-disabled",
    "mailbox-moved",
    "bad-domain",
    "relay-denied",
    "content-virus",
    "content-format",
    "message-too-big",
    "content-spam",
    "auth-failure",
    "ptr-dns",
    "reputation",
    "policy",
    "sender-rejected",
    "smtp-auth",
    "tls",
    "protocol",
    "expired",
    "greylist",
    "rate-limit",
    "mailbox-full",
    "server-busy",
    "server-error",
    "network",
    "other",
]
"""What kind of trouble a reply tells of, as bounce handlers sort it."""
Retry: TypeAlias = Literal[
    "nothing",
    "retry-later",
    "retry-slower",
    "fix-message",
    "fix-and-resend",
    "ask-receiver",
    "give-up",
    "remove-address",
]
"""What a sender should do next."""
Evidence: TypeAlias = Literal[
    "text",
    "vendor-code",
    "enhanced-code",
    "subject",
    "reply-code",
    "first-digit",
    "nothing",
]
"""What decided an explanation."""
Standing: TypeAlias = Literal["standard", "historic", "experimental", "rare", "non-standard"]
"""How well founded a code, mechanism or keyword is."""
Vendor: TypeAlias = Literal["google", "microsoft", "yahoo"]
"""A mailbox provider that gives status codes meanings of its own."""
