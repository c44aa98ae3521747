"""What can go wrong: one class per kind of fault, one stable number per reason."""

from __future__ import annotations

from typing import Any

from smtpwire._native import Reply

__all__ = [
    "InternalError",
    "LimitError",
    "PeerError",
    "SmtpwireError",
    "TimedOutError",
    "UsageError",
]


class SmtpwireError(Exception):
    """Whatever smtpwire raises; the subclass says whose fault it is.

    No error holds a secret. ``str()`` of one is its ``message``.
    """

    message: str
    """A sentence for people."""
    code: int
    """The stable number of the reason. From 100 on the hundreds are the kind."""
    name: str
    """The stable name of the reason, as in ``out-of-order``."""
    kind: str
    """Whose fault it is: ``usage``, ``peer``, ``limit``, ``timeout`` or ``internal``."""
    detail: str
    """What exactly is wrong, by a stable name, as in ``bad-domain``; ``name`` where there is nothing finer."""
    offset: int | None
    """Where what was given is wrong, in octets from its start."""
    verb: str | None
    """Which command a malformed line was meant to be."""
    loses_framing: bool
    """Whether content may follow a malformed line, of a length that can't be told."""
    reply: Reply | None
    """The peer's reply, or the one that a server answers to a malformed line."""

    def __init__(
        self,
        message: str,
        *,
        code: int = 501,
        name: str = "internal",
        kind: str = "internal",
        detail: str | None = None,
        offset: int | None = None,
        verb: str | None = None,
        loses_framing: bool = False,
        reply: Reply | None = None,
    ) -> None:
        super().__init__(message)
        # TimeoutError keeps no arguments by itself where a subclass has an __init__ of its own.
        self.args = (message,)
        self.message = message
        self.code = code
        self.name = name
        self.kind = kind
        self.detail = name if detail is None else detail
        self.offset = offset
        self.verb = verb
        self.loses_framing = loses_framing
        self.reply = reply

    def __str__(self) -> str:
        return self.message

    def as_dict(self) -> dict[str, Any]:
        """The error as plain data, without what is absent."""
        told: dict[str, Any] = {
            "code": self.code, "name": self.name, "kind": self.kind, "detail": self.detail,
            "message": self.message,
        }
        if self.offset is not None:
            told["offset"] = self.offset
        if self.verb is not None:
            told["verb"] = self.verb
        if self.loses_framing:
            told["loses_framing"] = True
        if self.reply is not None:
            told["reply"] = self.reply.as_dict()
        return told

    def __eq__(self, other: object) -> bool:
        """Errors are equal that say the same; events that hold some can be compared by that."""
        if not isinstance(other, SmtpwireError) or type(self) is not type(other):
            return NotImplemented
        return self.as_dict() == other.as_dict()

    def __hash__(self) -> int:
        return hash((type(self), self.code, self.detail, self.message))


class UsageError(SmtpwireError):
    """The caller asked for what can't be done, or gave what can't be sent or read.

    The object is as it was before the call. Two things can't be taken back: content that can't be sent, behind content
    that was, ends the session; and a session in which nobody can log in as it was asked ends by this error, too.
    """


class PeerError(SmtpwireError):
    """The peer broke the protocol, refused service, or left. The connection has failed, and stays so."""


class LimitError(SmtpwireError):
    """A limit of the configuration was reached."""


class TimedOutError(SmtpwireError, TimeoutError):
    """The peer took too long. The connection has failed, and stays so."""


class InternalError(SmtpwireError):
    """A defect of smtpwire. The object that met it can't be used any more; please report it."""


# What people see of them, and what pickle writes down, is their public name.
for _class in (SmtpwireError, UsageError, PeerError, LimitError, TimedOutError, InternalError):
    _class.__module__ = "smtpwire"
