"""What the checker finds in a dialog, and what is known of codes and names."""

from __future__ import annotations

from typing import Literal, TypedDict

from smtpwire.types.words import (
    Area,
    Category,
    Class,
    Evidence,
    FindingSeverity,
    Format,
    Retry,
    Standing,
    Vendor,
)

__all__ = [
    "Advice",
    "EnhancedCodeEntry",
    "Explanation",
    "Finding",
    "KeywordEntry",
    "MechanismEntry",
    "ParameterForm",
    "ReplyCodeEntry",
    "Report",
    "Rule",
    "Summary",
]


class Summary(TypedDict):
    """How many findings there are of each severity, and how many the list leaves out."""

    errors: int
    warnings: int
    notes: int
    omitted: int


class Finding(TypedDict):
    """One thing that the checker found; ``start`` and ``end`` are octets of the transcript."""

    rule: str
    severity: FindingSeverity
    line: int
    column: int
    start: int
    end: int
    rfc: str
    message: str
    advice: str


class Report(TypedDict):
    """What the checker says of a transcript."""

    format: Format
    sessions: int
    summary: Summary
    findings: list[Finding]


class Rule(TypedDict):
    """One thing that the checker looks for."""

    id: str
    area: Area
    severity: FindingSeverity
    rfc: str
    summary: str


Explanation = TypedDict(
    "Explanation",
    {
        "code": int | None,
        "enhanced": str | None,
        "class": "Class",
        "category": "Category",
        "meaning": str,
        "cause": str,
        "remedy": str,
        "retry": "Retry",
        "rfc": str | None,
        "evidence": "Evidence",
        "topic": str | None,
        "vendor": "Vendor | None",
        "blocklist": str | None,
        "notes": list[str],
    },
)
"""What a reply means, why it came, and what to do."""


class Advice(TypedDict):
    """What a reply means, why it came, and what to do: whole sentences."""

    meaning: str
    cause: str
    remedy: str


class ReplyCodeEntry(Advice):
    """What is known of a reply code."""

    code: int
    category: Category
    rfc: str | None
    after: list[str]
    standing: Standing


class EnhancedCodeEntry(TypedDict):
    """What is known of an enhanced status code."""

    subject: int
    detail: int
    category: Category
    success: Advice | None
    transient: Advice | None
    permanent: Advice | None
    rfc: str
    reply_codes: list[int]
    standing: Standing


class ParameterForm(TypedDict):
    """A parameter of MAIL or RCPT, and how it is written."""

    keyword: str
    form: str


class KeywordEntry(TypedDict):
    """What is known of an EHLO keyword."""

    keyword: str
    reference: str
    purpose: str
    ehlo_parameters: str | None
    mail_parameters: list[ParameterForm]
    rcpt_parameters: list[ParameterForm]
    verbs: list[str]
    mail_line_increment: int | None
    rcpt_line_increment: int | None
    standing: Standing


class MechanismEntry(TypedDict):
    """What is known of a SASL mechanism."""

    name: str
    first: Literal["client", "server"]
    sends_secret: bool
    channel_binding: bool
    standing: Standing
    reference: str | None
    advice: str
