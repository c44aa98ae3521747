"""replies.json."""

from __future__ import annotations

import smtpwire

from .case import COMMON, Failed, Fields, Json, octets_of, same
from .dialogs.expect import texts
from .split import ways


def replies(case: Fields) -> None:
    """Octets read as replies, or a reply built."""
    case.only(*COMMON, "options", "input", "replies", "rest", "wire", "error", "built", "build")
    if "build" in case:
        written(case)
        return
    options = case.object("options")
    options.only("max_line", "max_lines", "differing_codes", "bare_lf")
    octets = case.octets("input")
    expected = [Fields(reply) for reply in case.items("replies")]
    rest = case.octets("rest") if "rest" in case else b""
    outcomes = [read(pieces, options) for pieces in ways(octets)]
    found, _, _ = outcomes[0]
    for came, unread, error in outcomes:
        same("error", case.optional_text("error"), error)
        same("how many replies", len(expected), len(came))
        if error is None:
            same("rest", rest, unread)
        same("the same in pieces", [reply.wire for reply in found], [reply.wire for reply in came])
        same("equal", True, came == found)
    if "options" not in case and found:
        same("without a reader", found[0].wire, first(octets))
    wire = b""
    for told, reply in zip(expected, found):
        one(told, reply)
        wire += built(case, told, reply)
    if "wire" in case:
        same("written", case.octets("wire"), wire)
    elif "error" not in case and "options" not in case:
        same("written", octets[:len(octets) - len(rest)], wire)


def read(pieces: list[bytes], options: Fields) -> tuple[list[smtpwire.Reply], bytes, str | None]:
    """The replies, what no reply was made of, and the error, which comes again."""
    given: Json = options.all
    reader = smtpwire.ReplyReader(given)
    came: list[smtpwire.Reply] = []
    for piece in pieces:
        reader.receive_data(piece)
        try:
            while (reply := reader.next_reply()) is not None:
                came.append(reply)
        except smtpwire.UsageError as error:
            try:
                reader.next_reply()
            except smtpwire.UsageError as again:
                same("an error stays", error.detail, again.detail)
                return came, b"", error.detail
            raise Failed("an error did not come again") from None
    return came, reader.unread(), None


def first(octets: bytes) -> bytes | None:
    reply = smtpwire.parse_reply(octets)
    return None if reply is None else reply.wire


def one(expected: Fields, reply: smtpwire.Reply) -> None:
    expected.only("code", "enhanced", "lines", "count", "text", "severity", "agrees")
    same("code", expected.count("code"), reply.code)
    same("enhanced code", expected.optional_text("enhanced"), reply.enhanced)
    if ("lines" in expected) == ("count" in expected):
        raise Failed("a reply has either lines or their count")
    if "lines" in expected:
        lines = [octets_of(line) for line in expected.items("lines")]
        same("lines", lines, texts(reply))
        same("lines as text", lines, [octets_of(line) for line in reply.lines])
    else:
        same("how many lines", expected.count("count"), len(reply.lines))
    if "text" in expected:
        same("text", expected.text("text"), reply.text)
    if "severity" in expected:
        severity = expected.text("severity")
        same("severity", severity, smtpwire.reply_severity(reply.code))
        same("positive", severity.startswith("positive"), reply.is_positive)
    if "agrees" in expected:
        if reply.enhanced is None:
            raise Failed("there is no enhanced code that could agree")
        same("agrees", expected.flag("agrees"), smtpwire.codes_agree(reply.code, reply.enhanced))


def built(case: Fields, expected: Fields, reply: smtpwire.Reply) -> bytes:
    """The reply built from its code and lines, on the wire; one that can be read and not built as
    it came."""
    if "lines" not in expected:
        return reply.wire
    try:
        lines = [octets_of(line).decode() for line in expected.items("lines")]
        wire = smtpwire.encode_reply(expected.count("code"), lines)
    except (smtpwire.UsageError, UnicodeDecodeError):
        wire = None
    again = None if wire is None else smtpwire.parse_reply(wire)
    faithful = again is not None and len(again.lines) == len(reply.lines)
    same("buildable", case.flag("built", True), faithful)
    if wire is None or again is None or not faithful:
        return reply.wire
    one(expected, again)
    return wire


def written(case: Fields) -> None:
    parts = case.object("build")
    parts.only("code", "enhanced", "texts")
    lines = [octets_of(line).decode() for line in parts.items("texts")]
    try:
        wire = smtpwire.encode_reply(parts.count("code"), lines, parts.optional_text("enhanced"))
    except smtpwire.UsageError as error:
        same("error", case.optional_text("error"), error.detail)
        return
    same("written", case.optional_octets("wire"), wire)
    again = smtpwire.parse_reply(wire)
    if again is None:
        raise Failed("what is written is no reply")
    same("enhanced code", parts.optional_text("enhanced"), again.enhanced)
    same("read again", wire, again.wire)
