"""What is common to all files of vectors: how they are read, and when a case holds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

# What a file says: its form is checked where it is used, by us or by the interface.
Json: TypeAlias = Any

# What a message shows of one value at most.
SHOWN = 2000


class Failed(Exception):
    """A case does not hold: what was expected and what came. Or it can't be run: a file, a field
    or a value in it is none that this runner knows."""


def same(what: str, expected: object, actual: object) -> None:
    """Holds when both are alike; else it shows both."""
    if not alike(expected, actual):
        raise Failed(f"{what}\n    expected {shortened(expected)}\n"
                     f"    got      {shortened(actual)}")


def alike(one: object, other: object) -> bool:
    """Equality in which True is not 1: which of them an interface gives is part of its promise."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(alike, one, other))
    return type(one) is type(other) and one == other


def shortened(value: object) -> str:
    text = repr(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]} … ({len(text)} characters)"


_ESCAPE = re.compile(rb"\\(?:([rn\\])|x([0-9A-Fa-f]{2})|(.?))", re.DOTALL)
_NAMED = {b"r": b"\r", b"n": b"\n", b"\\": b"\\"}


def octets_of(value: Json) -> bytes:
    """The octets that a text with `\\r`, `\\n`, `\\\\` and `\\xNN` stands for."""
    if not isinstance(value, str):
        raise Failed(f"{value!r} is no octets")

    def resolved(escape: re.Match[bytes]) -> bytes:
        named, digits, other = escape.groups()
        if other is not None:
            raise Failed(f"the escapes of {value!r}")
        return bytes([int(digits, 16)]) if digits else _NAMED[named]

    return _ESCAPE.sub(resolved, value.encode())


class Fields:
    """The fields of a case, a step or an object in one, by the form that they should have."""

    def __init__(self, value: Json) -> None:
        if not isinstance(value, dict):
            raise Failed(f"{shortened(value)} is no object")
        self.all: dict[str, Json] = value

    def only(self, *names: str) -> None:
        """Fails on a field of another name, so that a slip of the pen can't say nothing."""
        for name in self.all:
            if name not in names:
                raise Failed(f"{name} is no field that is known here")

    def __contains__(self, name: str) -> bool:
        return name in self.all

    def __getitem__(self, name: str) -> Json:
        if name not in self.all:
            raise Failed(f"{name} is missing")
        return self.all[name]

    def _wrong(self, name: str, form: str) -> Failed:
        return Failed(f"{name} is {form}, not {shortened(self.all.get(name))}")

    def text(self, name: str) -> str:
        value = self[name]
        if not isinstance(value, str):
            raise self._wrong(name, "a text")
        return value

    def word(self, name: str) -> Any:
        """A text that the interface takes as one of several words: it says when it is none."""
        return self.text(name)

    def words(self, name: str) -> Any:
        """Texts that the interface takes as words."""
        return self.texts(name)

    def optional_text(self, name: str) -> str | None:
        return self.text(name) if name in self else None

    def octets(self, name: str) -> bytes:
        return octets_of(self[name])

    def optional_octets(self, name: str) -> bytes | None:
        return self.octets(name) if name in self else None

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.all.get(name, default)
        if not isinstance(value, bool):
            raise self._wrong(name, "true or false")
        return value

    def count(self, name: str) -> int:
        """A number, or its digits where it is a large one."""
        value = self[name]
        if isinstance(value, str) and value.isdecimal():
            return int(value)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self._wrong(name, "a number")
        return value

    def optional_count(self, name: str) -> int | None:
        return self.count(name) if name in self else None

    def items(self, name: str) -> list[Json]:
        value = self.all.get(name, [])
        if not isinstance(value, list):
            raise self._wrong(name, "a list")
        return value

    def texts(self, name: str) -> list[str]:
        return [text_of(value) for value in self.items(name)]

    def object(self, name: str) -> Fields:
        return Fields(self.all.get(name, {}))


def text_of(value: Json) -> str:
    if not isinstance(value, str):
        raise Failed(f"{shortened(value)} is no text")
    return value


def expanded(value: Json) -> Json:
    """The value with `repeat`, `join` and the `times` of events written out."""
    if isinstance(value, list):
        items = [expanded(item) for item in value]
        if any(isinstance(item, dict) and "times" in item for item in items):
            return [one for item in items for one in _repeated(item)]
        return items
    if not isinstance(value, dict):
        return value
    fields = {key: expanded(inner) for key, inner in value.items()}
    if fields.keys() == {"repeat", "times"}:
        given = Fields(fields)
        return given.text("repeat") * given.count("times")
    if fields.keys() == {"join"}:
        return "".join(Fields(fields).texts("join"))
    return fields


def _repeated(item: Json) -> Iterator[Json]:
    if not isinstance(item, dict) or "times" not in item:
        yield item
        return
    kept = {key: inner for key, inner in item.items() if key != "times"}
    for _ in range(Fields(item).count("times")):
        yield kept


def load(folder: Path, subject: str, *more: str) -> tuple[Fields, list[Fields]]:
    """A file of format 1: itself, and its cases. `more` are fields that it may have."""
    text = (folder / f"{subject}.json").read_text(encoding="utf-8")
    file = Fields(expanded(json.loads(text)))
    file.only("format", "subject", "about", "cases", *more)
    same("the format that this runner reads", 1, file["format"])
    same("the subject", subject, file["subject"])
    cases = [Fields(case) for case in file.items("cases")]
    names = {case.text("name") for case in cases}
    if not file.text("about") or not cases or len(names) != len(cases):
        raise Failed("a file says what it is about, and has cases, each with a name of its own")
    for case in cases:
        if not case.texts("requirements") and not case.optional_text("note"):
            raise Failed(f"{case.text('name')}: it shows nothing")
    return file, cases


# What every case has beside its subject's own fields.
COMMON = ("name", "requirements", "note")
