"""What became of each recipient of a message."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Literal, TypeAlias, get_args

from smtpwire._errors import SmtpwireError, UsageError
from smtpwire._native import Reply

__all__ = ["NotTried", "RecipientOutcome"]


_Reason: TypeAlias = Literal[
    "not-offered",
    "too-large",
    "content",
    "unfit",
    "too-many-recipients",
    "too-many-transactions",
    "given-up",
    "session-ended",
    "other",
]
_Status: TypeAlias = Literal["accepted", "refused", "not-tried", "unknown", "other"]
_Stage: TypeAlias = Literal["mail", "recipient", "data", "content"]

_REASONS: frozenset[str] = frozenset(get_args(_Reason))
_STATUSES: frozenset[str] = frozenset(get_args(_Status))
_STAGES: frozenset[str] = frozenset(get_args(_Stage))


def _of(name: str, value: object, kind: type, optional: bool = False) -> None:
    """Refuses what is of another type."""
    if not isinstance(value, kind) and not (optional and value is None):
        raise TypeError(f"{name} must be {kind.__name__}, not {type(value).__name__}")


def _word(name: str, value: object, words: frozenset[str]) -> None:
    """Refuses what is none of these."""
    _of(name, value, str)
    if value not in words:
        raise _impossible(f"{name}: it is one of {', '.join(sorted(words))}")


def _count(name: str, value: int | None) -> None:
    """Refuses what counts nothing."""
    if isinstance(value, bool):
        raise TypeError(f"{name} must be int, not bool")
    _of(name, value, int, optional=True)
    if value is not None and not 0 <= value < 1 << 64:
        raise _impossible(f"{name}: a whole number from 0 to {(1 << 64) - 1} is needed")


def _impossible(message: str) -> UsageError:
    return UsageError(message, code=107, name="invalid-value", kind="usage", detail="invalid-choice")


def _plain(record: NotTried | RecipientOutcome) -> dict[str, Any]:
    """The fields that are there, as plain data."""
    given = ((field.name, getattr(record, field.name)) for field in fields(record))
    return {
        name: value.as_dict() if hasattr(value, "as_dict") else value
        for name, value in given if value is not None
    }


@dataclass(frozen=True, slots=True)
class NotTried:
    """Why a message was not sent to a recipient."""

    reason: _Reason
    """The reason, by its stable name."""
    message: str
    """The same for people."""
    keyword: str | None = None
    """Not offered: the extension that is missing."""
    size: int | None = None
    """Too large: how large the message is, in octets."""
    limit: int | None = None
    """What is taken: octets, recipients or transactions."""
    error: SmtpwireError | None = None
    """Content or envelope that can't be sent: what is wrong with it."""

    def __post_init__(self) -> None:
        _word("reason", self.reason, _REASONS)
        _of("message", self.message, str)
        _of("keyword", self.keyword, str, optional=True)
        _count("size", self.size)
        _count("limit", self.limit)
        _of("error", self.error, SmtpwireError, optional=True)

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data, without what is absent."""
        return _plain(self)


@dataclass(frozen=True, slots=True)
class RecipientOutcome:
    """What became of one recipient."""

    recipient: str
    """The recipient, without brackets; ``postmaster`` for the one without domain."""
    status: _Status
    """What became of it."""
    retryable: bool
    """Whether the same message may be sent to this recipient again."""
    reply: Reply | None = None
    """The reply that accepted or refused."""
    stage: _Stage | None = None
    """Refused: at which step."""
    why: NotTried | None = None
    """Not tried: why not."""

    def __post_init__(self) -> None:
        _of("recipient", self.recipient, str)
        _word("status", self.status, _STATUSES)
        _of("retryable", self.retryable, bool)
        _of("reply", self.reply, Reply, optional=True)
        if self.stage is not None:
            _word("stage", self.stage, _STAGES)
        _of("why", self.why, NotTried, optional=True)

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data, without what is absent."""
        return _plain(self)
