"""proxy.json."""

from __future__ import annotations

from typing import Literal

import smtpwire
from smtpwire.types import ProxyFound

from .case import COMMON, Failed, Fields, Json, same
from .dialogs.expect import HEADER
from .shape import plain, with_octets
from .split import ways

# What a connection knows: the header and what stands behind it, that it needs more, or the error.
Known = tuple[object, bytes] | None | str


def received(pieces: list[bytes]) -> Known:
    """Asks again with each piece, as a connection does; the first answer that is final stays."""
    octets = b""
    answer: ProxyFound | None | str = None
    for piece in pieces:
        octets += piece
        if answer is None:
            try:
                answer = smtpwire.parse_proxy(octets)
            except smtpwire.UsageError as error:
                answer = error.detail
    if answer is None or isinstance(answer, str):
        return answer
    return plain(answer["header"]), octets[answer["length"]:]


def proxy(case: Fields) -> None:
    """A header read, or one written."""
    case.only(*COMMON, "input", "value", "version", "wire", "rest", "need_more", "error")
    value = with_octets(case.object("value").all, HEADER) if "value" in case else None
    if "input" not in case:
        written(case, value)
        return
    if [value is not None, "error" in case, case.flag("need_more")].count(True) != 1:
        raise Failed("a case has a value, an error, or needs more")
    octets = case.octets("input")
    known: Known = case.optional_text("error")
    if value is not None:
        known = value, case.octets("rest")
    for pieces in ways(octets):
        same("read", known, received(pieces))
    if value is None:
        return
    header = octets[:len(octets) - len(case.octets("rest"))]
    version: Literal[1, 2] = 1 if header.startswith(b"PROXY") else 2
    wire = case.octets("wire") if "wire" in case else header
    same("built and written", wire, smtpwire.encode_proxy(value, version))
    same("read again", (value, b""), received([wire]))


def written(case: Fields, value: Json) -> None:
    try:
        octets = smtpwire.encode_proxy(value, case["version"])
    except smtpwire.UsageError as error:
        same("error", case.optional_text("error"), error.detail)
    else:
        same("written", case.optional_octets("wire"), octets)
