"""bdat.json: commands and chunks in one stream, as a server takes them apart."""

from __future__ import annotations

import smtpwire

from .case import COMMON, Failed, Fields, same
from .shape import plain
from .split import ways

# The longest line, with its CRLF.
LIMIT = 512


class Session:
    """A server's reading side."""

    def __init__(self, limit: int | None) -> None:
        self.framer = smtpwire.LineFramer({"limit": LIMIT})
        self.total = smtpwire.ChunkTotal({"limit": limit})
        self.chunk = smtpwire.ChunkReader({"size": 0})
        self.events: list[dict[str, object]] = []
        self.lost = False

    def receive(self, piece: bytes) -> None:
        while not self.lost:
            piece = piece[self.framer.push(piece):]
            if not self.step() and not piece:
                return

    def step(self) -> bool:
        """Takes octets of the chunk under way, or the next line; whether there was any."""
        if not self.chunk.is_done:
            came = self.chunk.push(self.framer.buffered())
            octets = self.events[-1].get("octets")
            if isinstance(octets, bytes):
                self.events[-1]["octets"] = octets + came["content"]
            self.framer.consume(came["consumed"])
            return came["consumed"] > 0
        line = self.framer.next_line()
        if line is None:
            return False
        try:
            command = smtpwire.parse_command(line)
        except smtpwire.UsageError as error:
            self.lost = error.loses_framing
            self.events.append({"error": error.detail, "loses_framing": self.lost})
            return True
        if command["verb"] == "BDAT":
            self.begin(command.get("size", 0), command.get("last", False))
        else:
            self.events.append({"line": line})
        return True

    def begin(self, size: int, last: bool) -> None:
        """A chunk begins. One that is refused has to be read all the same."""
        event: dict[str, object] = {"bdat": plain(size), "last": last}
        try:
            self.total.add(size)
        except smtpwire.SmtpwireError as error:
            event["refused"] = error.detail
        else:
            event["octets"] = b""
        self.chunk = smtpwire.ChunkReader({"size": size, "discarding": "refused" in event})
        self.events.append(event)


def expected_event(fields: Fields) -> dict[str, object]:
    if "bdat" in fields:
        fields.only("bdat", "last", "octets", "refused")
        event: dict[str, object] = {"bdat": fields["bdat"], "last": fields.flag("last")}
        if "octets" in fields:
            event["octets"] = fields.octets("octets")
        if "refused" in fields:
            event["refused"] = fields.text("refused")
        return event
    if "line" in fields:
        fields.only("line")
        return {"line": fields.octets("line")}
    fields.only("error", "loses_framing")
    return {"error": fields.text("error"), "loses_framing": fields.flag("loses_framing")}


def bdat(case: Fields) -> None:
    case.only(*COMMON, "limit", "input", "events", "text", "missing", "rest")
    expected = [expected_event(Fields(event)) for event in case.items("events")]
    for pieces in ways(case.octets("input")):
        session = Session(case.optional_count("limit"))
        for piece in pieces:
            session.receive(piece)
        same("events", expected, session.events)
        same("octets missing", case.optional_count("missing") or 0, session.chunk.remaining)
        if not session.lost:
            rest = case.octets("rest") if "rest" in case else b""
            same("rest", rest, session.framer.buffered())
        if "text" in case:
            scanned(case.object("text"), session)


def scanned(expected: Fields, session: Session) -> None:
    """One scanner for all chunks: a CRLF may be cut by the border between two of them."""
    expected.only("ok", "name", "offset")
    fault = None if expected.flag("ok") else (expected.text("name"),
                                              expected.optional_count("offset"))
    scanner = smtpwire.ContentScanner()
    found = None
    try:
        for event in session.events:
            octets = event.get("octets")
            if isinstance(octets, bytes):
                scanner.scan(octets)
        scanner.finish()
    except smtpwire.UsageError as error:
        found = (error.detail, error.offset)
        try:
            scanner.finish()
        except smtpwire.UsageError as again:
            same("a fault stays", found, (again.detail, again.offset))
        else:
            raise Failed("a fault was forgotten") from None
    same("the text", fault, found)
