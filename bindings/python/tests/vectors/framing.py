"""framing.json."""

from __future__ import annotations

import smtpwire
from smtpwire.types import FramerOptions

from .case import COMMON, Fields, Json, octets_of, same
from .split import ways

# A line, or what is wrong with it: the name, and where, if that is told.
Line = bytes | tuple[str, int | None]


def expected_line(value: Json) -> Line:
    if isinstance(value, str):
        return octets_of(value)
    refused = Fields(value)
    refused.only("error", "offset")
    return refused.text("error"), refused.optional_count("offset")


def next_line(framer: smtpwire.LineFramer) -> Line | None:
    try:
        return framer.next_line()
    except smtpwire.UsageError as error:
        return error.detail, error.offset


def framing(case: Fields) -> None:
    """A stream of octets and its lines."""
    case.only(*COMMON, "limit", "line_ends", "input", "lines", "rest", "discarding")
    options: FramerOptions = {"limit": case.count("limit")}
    if "line_ends" in case:
        options["line_ends"] = case.word("line_ends")
    expected = [expected_line(line) for line in case.items("lines")]
    rest, discarding = case.octets("rest"), case.flag("discarding")
    for pieces in ways(case.octets("input")):
        framer = smtpwire.LineFramer(options)
        lines = []
        for piece in pieces:
            while True:
                piece = piece[framer.push(piece):]
                line = next_line(framer)
                if line is not None:
                    lines.append(line)
                elif not piece:
                    break
        same("lines", expected, lines)
        same("rest", rest, framer.buffered())
        same("discarding", discarding, framer.is_discarding)
        same("at a boundary", not rest and not discarding, framer.is_at_boundary)
