"""content.json."""

from __future__ import annotations

import smtpwire
from smtpwire.types import UnstufferOptions

from .case import COMMON, Failed, Fields, same
from .split import ways

# What is wrong with content: its name, and where, if that is told.
Fault = tuple[str, int | None]


def fault(error: smtpwire.SmtpwireError) -> Fault:
    return error.detail, error.offset


def content(case: Fields) -> None:
    """Content on its way to the wire or from it."""
    case.only(*COMMON, "do", "line_ends", "max_line", "max_size", "input", "wire", "content",
              "rest", "ended", "error")
    match case.text("do"):
        case "stuff":
            stuff(case)
        case "unstuff":
            unstuff(case)
        case other:
            raise Failed(f"{other} is no direction")


def options_of(case: Fields) -> UnstufferOptions:
    options: UnstufferOptions = {}
    if "line_ends" in case:
        options["line_ends"] = case.word("line_ends")
    if "max_line" in case:
        none = case["max_line"] == "none"
        options["max_line"] = None if none else case.count("max_line")
    return options


def expected_fault(case: Fields) -> Fault | None:
    if "error" not in case:
        return None
    error = case.object("error")
    error.only("name", "offset")
    return error.text("name"), error.optional_count("offset")


def written(pieces: list[bytes], options: UnstufferOptions) -> bytes | Fault:
    stuffer = smtpwire.Stuffer(options)
    try:
        wire = b"".join(map(stuffer.push, pieces))
        return wire + stuffer.finish()
    except smtpwire.UsageError as error:
        return fault(error)


def stuff(case: Fields) -> None:
    octets, options = case.octets("input"), options_of(case)
    if ("wire" in case) == ("error" in case):
        raise Failed("a case has either a wire form or an error")
    expected = case.octets("wire") if "wire" in case else expected_fault(case)
    for pieces in ways(octets):
        same("stuffed", expected, written(pieces, options))
    if "wire" not in case:
        return
    wire = case.octets("wire")
    same("stuffed at once", wire, smtpwire.stuff(octets, options))
    back = case.octets("content") if "content" in case else octets
    options.pop("line_ends", None)
    same("unstuffed again", (back, b"", None), read([wire], options))


def read(pieces: list[bytes], options: UnstufferOptions
         ) -> tuple[bytes, bytes | None, Fault | None]:
    """The content, what stands behind its end, and what is wrong with it."""
    unstuffer = smtpwire.Unstuffer(options)
    found = b""
    rest: bytes | None = None
    for piece in pieces:
        step = unstuffer.push(piece)
        found += step["content"]
        same("used", step["consumed"] if step["done"] else len(piece), step["consumed"])
        if step["done"]:
            same("behind the end", True, rest is None or step["consumed"] == 0)
            rest = (rest or b"") + piece[step["consumed"]:]
    same("how many octets", len(found), unstuffer.octets)
    same("done", rest is not None, unstuffer.is_done)
    try:
        unstuffer.outcome()
    except smtpwire.UsageError as error:
        return found, rest, fault(error)
    return found, rest, None


def unstuff(case: Fields) -> None:
    octets, options = case.octets("input"), options_of(case)
    if "max_size" in case:
        options["max_size"] = case.count("max_size")
    same("ended", case.flag("ended", True), "rest" in case)
    whole = read([octets], options)
    same("error", expected_fault(case), whole[2])
    same("rest", case.optional_octets("rest"), whole[1])
    if "content" in case:
        same("content", case.octets("content"), whole[0])
    elif "error" not in case:
        raise Failed("content that is good is to be told")
    for pieces in ways(octets):
        same("the same in pieces", whole, read(pieces, options))
