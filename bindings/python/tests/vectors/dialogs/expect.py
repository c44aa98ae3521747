"""What a step expects, against what is there."""

from __future__ import annotations

import re

import smtpwire

from ..case import Failed, Fields, Json, alike, octets_of, same, shortened
from ..shape import with_octets

# What is octets in a PROXY header.
HEADER = frozenset({"value", "unix_source", "unix_destination"})
NONE = frozenset[str]()

_ENHANCED = re.compile(rb"[0-9]+\.[0-9]+\.[0-9]+")


def texts(reply: smtpwire.Reply) -> list[bytes]:
    """The text of each line of a reply, in octets, from the reply as it stands on the wire."""
    return [line.rstrip(b"\r")[4:] for line in reply.wire.split(b"\n")[:-1]]


def told(reply: smtpwire.Reply) -> bytes:
    """A reply as the vectors have it: the code, a space, the texts parted by LF."""
    return b"%d %s" % (reply.code, b"\n".join(texts(reply)))


def reply(expected: Json, actual: bytes) -> None:
    """A code alone leaves all that follows open, a code with an enhanced code leaves the text
    open, anything else is the whole reply."""
    pattern = octets_of(expected)
    if len(pattern) == 3:
        fits = actual.startswith(pattern)
    elif _ENHANCED.fullmatch(pattern[4:]):
        fits = actual == pattern or actual.startswith(pattern + b" ")
    else:
        fits = actual == pattern
    if not fits:
        raise Failed(f"expected the reply {pattern!r}, got {shortened(actual)}")


def output(expected: Json, actual: bytes) -> None:
    """Output: octets, or a list of replies and nothing else."""
    if not isinstance(expected, list):
        same("the output", octets_of(expected), actual)
        return
    reader = smtpwire.ReplyReader()
    reader.receive_data(actual)
    replies = []
    while (one := reader.next_reply()) is not None:
        replies.append(told(one))
    same("what is no reply", b"", reader.unread())
    for item, came in zip(expected, replies):
        _one(item, came)
    if len(replies) != len(expected):
        raise Failed(f"expected {len(expected)} replies, got {shortened(replies)}")


def _one(item: Json, actual: bytes) -> None:
    """One item of a list of replies."""
    if not isinstance(item, dict):
        reply(item, actual)
        return
    fields = Fields(item)
    if "reply" in fields:
        fields.only("reply")
        reply(fields["reply"], actual)
        return
    fields.only("code", "plain", "first", "keywords")
    reply(fields["code"], actual)
    first, *others = actual[4:].split(b"\n")
    word = first.split(b" ")[0]
    if fields.flag("plain") and _ENHANCED.fullmatch(word):
        raise Failed(f"it has an enhanced code: {actual!r}")
    if "first" in fields:
        same("the first word", fields.text("first").encode(), word)
    if "keywords" in fields:
        same("the keywords", [text.encode() for text in fields.texts("keywords")], sorted(others))


class Happened:
    """Something that a connection told: its kind, and its fields as the vectors have them."""

    def __init__(self, kind: str, **fields: object) -> None:
        self.kind = kind
        self.fields = {name.replace("_", "-"): value for name, value in fields.items()
                       if value is not None}

    def __repr__(self) -> str:
        return f"{self.kind} {shortened(self.fields)}"

    def expect(self, kind: str, step: Fields) -> None:
        """Holds when it is of this kind and has those fields that the step names."""
        if self.kind != kind:
            raise Failed(f"got {self}")
        for name, expected in step.all.items():
            if name in ("expect-event", "times"):
                continue
            if name not in self.fields:
                raise Failed(f"it has no {name}: {self}")
            actual = self.fields[name]
            if isinstance(actual, smtpwire.Reply):
                reply(expected, told(actual))
            elif isinstance(actual, bytes):
                same(name, octets_of(expected), actual)
            elif not alike(with_octets(expected, HEADER if name == "header" else NONE), actual):
                raise Failed(f"{name}: expected {expected!r}, got {self}")
