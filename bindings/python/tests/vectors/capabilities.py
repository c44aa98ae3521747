"""capabilities.json."""

from __future__ import annotations

import re

import smtpwire
from smtpwire.types import Capabilities

from .case import COMMON, Failed, Fields, Json, octets_of, same
from .shape import plain, with_octets

MALFORMED = frozenset({"malformed"})


def offer(case: Fields) -> None:
    """The reply to EHLO."""
    case.only(*COMMON, "input", "greeting", "lines", "offers", "size", "mechanisms", "wire",
              "built", "built_wire", "error")
    lines = with_octets(case.items("lines"), MALFORMED)
    given: Json = {"greeting": shown(case.octets("greeting")), "lines": lines}
    if "input" not in case:
        refused(case, given)
        return
    octets = case.octets("input")
    reply = smtpwire.parse_reply(octets)
    if reply is None:
        raise Failed("it is no reply")
    same("octets taken", octets, reply.wire)
    value = smtpwire.parse_capabilities(octets)
    read(case, value, lines)
    same("read from a reply", plain(value), plain(smtpwire.parse_capabilities(reply)))
    if not case.flag("built", True):
        return
    # What was read is plain data here, so that it is built again where it is written.
    wire = case.octets("wire") if "wire" in case else octets
    wire = case.octets("built_wire") if "built_wire" in case else wire
    same("read and written", wire, smtpwire.encode_capabilities(value))
    same("built and written", wire, smtpwire.encode_capabilities(given))
    read(case, smtpwire.parse_capabilities(wire), lines)


def refused(case: Fields, given: Json) -> None:
    try:
        wire = smtpwire.encode_capabilities(given)
    except smtpwire.UsageError as error:
        same("error", case.text("error"), error.detail)
    else:
        raise Failed(f"written as {wire!r}")


def read(case: Fields, value: Capabilities, lines: object) -> None:
    same("greeting", case.octets("greeting"), octets_of(value["greeting"]))
    same("lines", lines, plain(value["lines"]))
    same("offers", sorted(case.texts("offers")), sorted(value.get("offers", [])))
    same("size", case.all.get("size"), plain(value.get("size")))
    same("mechanisms", case.texts("mechanisms"), list(value.get("mechanisms", [])))


def shown(octets: bytes) -> str:
    """Octets as the interface shows them: what is no text as \\xNN."""
    text = octets.decode(errors="backslashreplace")
    return re.sub(r"[\x00-\x1f\x7f]", lambda found: f"\\x{ord(found[0]):02x}", text)
