"""What became of each recipient of a message."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from smtpwire._errors import SmtpwireError
    from smtpwire._native import Reply

__all__ = ["NotTried", "RecipientOutcome"]


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

    reason: Literal[
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

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data, without what is absent."""
        return _plain(self)


@dataclass(frozen=True, slots=True)
class RecipientOutcome:
    """What became of one recipient."""

    recipient: str
    """The recipient, without brackets; ``postmaster`` for the one without domain."""
    status: Literal["accepted", "refused", "not-tried", "unknown", "other"]
    """What became of it."""
    retryable: bool
    """Whether the same message may be sent to this recipient again."""
    reply: Reply | None = None
    """The reply that accepted or refused."""
    stage: Literal["mail", "recipient", "data", "content"] | None = None
    """Refused: at which step."""
    why: NotTried | None = None
    """Not tried: why not."""

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data, without what is absent."""
        return _plain(self)
