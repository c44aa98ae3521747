"""commands.json, command-errors.json and parameters.json."""

from __future__ import annotations

from typing import Literal

import smtpwire
from smtpwire.types import CommandOptions

from .case import COMMON, Failed, Fields, Json, same
from .shape import plain
from .split import ways

# The parameters stand behind these.
PREFIXES = {"MAIL": b"MAIL FROM:<a@b.example> ", "RCPT": b"RCPT TO:<a@b.example> "}


def options_of(case: Fields) -> CommandOptions:
    """Which leniencies are on, and whether SMTPUTF8 is offered."""
    given = case.object("options")
    given.only("smtputf8", "lenient")
    leniency: Json = {name.replace("-", "_"): True for name in given.texts("lenient")}
    return {"smtputf8": given.flag("smtputf8", True), "leniency": leniency}


def good(case: Fields) -> None:
    """A line that is a command."""
    case.only(*COMMON, "options", "input", "value", "wire", "built")
    options = options_of(case)
    line = case.octets("input")
    value = case.object("value").all
    command = smtpwire.reveal_command(line, options)
    same("read", value, plain(command))
    wire = case.octets("wire") if "wire" in case else line + b"\r\n"
    masked(line, options, value)
    for pieces in ways(line + b"\r\n"):
        framed = smtpwire.LineFramer({"limit": len(line) + 2})
        for piece in pieces:
            same("room for a piece", len(piece), framed.push(piece))
        same("the line in pieces", line, framed.next_line())
        same("read in pieces", value, plain(smtpwire.reveal_command(line, options)))
    # What was read is plain data here, so that it is built again where it is written.
    commands: list[tuple[str, Json]] = [("read and written", command), ("built and written", value)]
    for what, given in commands:
        try:
            written = smtpwire.encode_command(given)
        except smtpwire.UsageError:
            same("buildable", case.flag("built", True), False)
            return
        same("buildable", case.flag("built", True), True)
        same(what, wire, written)
    same("read again", value, plain(smtpwire.reveal_command(wire[:-2])))


def masked(line: bytes, options: CommandOptions, value: dict[str, Json]) -> None:
    """A command that is read without being revealed is the same but for its secrets."""
    secrets = {"initial_response", "url"} & value.keys()
    shown = {name: "***" if name in secrets else inner for name, inner in value.items()}
    same("masked", shown, plain(smtpwire.parse_command(line, options)))


def verdict(error: smtpwire.SmtpwireError) -> list[object]:
    """What an error says of a line: verb, problem, and the reply, which names the octet."""
    reply = error.reply
    if reply is None or error.offset is None:
        raise Failed(f"the error has no reply or no offset: {error!r}")
    same("its kind", "malformed", error.name)
    if len(reply.lines) != 1 or not reply.text.endswith(f", at octet {error.offset}"):
        raise Failed(f"the reply does not say where: {reply!r}")
    return [error.verb or "unknown", error.detail, f"{reply.code} {reply.enhanced}"]


def bad(case: Fields) -> None:
    """A line that is no command."""
    case.only(*COMMON, "options", "input", "error")
    expected = case.object("error")
    expected.only("verb", "problem", "offset", "reply", "loses_framing")
    try:
        command = smtpwire.parse_command(case.octets("input"), options_of(case))
    except smtpwire.UsageError as error:
        same("error", [expected.text("verb"), expected.text("problem"), expected.text("reply")],
             verdict(error))
        same("offset", expected.count("offset"), error.offset)
        same("loses framing", expected.flag("loses_framing"), error.loses_framing)
    else:
        raise Failed(f"read as {command!r}")


def parameters(case: Fields) -> None:
    """The parameters of MAIL or RCPT."""
    case.only(*COMMON, "command", "input", "value", "wire", "error")
    verb: Literal["MAIL", "RCPT"] = case.word("command")
    if verb not in PREFIXES or ("value" in case) == ("error" in case):
        raise Failed("a case is of MAIL or RCPT, and has either a value or an error")
    prefix = PREFIXES[verb]
    line = prefix + case.octets("input")
    if "error" in case:
        refused(case, verb, line)
        return
    value = case.items("value")
    command = smtpwire.parse_command(line)
    same("read", value, plain(command.get("parameters", [])))
    wire = prefix + case.octets("wire" if "wire" in case else "input") + b"\r\n"
    same("written", wire, smtpwire.encode_command(command))
    same("built and written", wire, smtpwire.encode_command({**command, "parameters": value}))
    same("read again", plain(command), plain(smtpwire.parse_command(wire[:-2])))
    alone = smtpwire.parse_parameters(verb, case.octets("input").decode())
    same("read alone", value, plain(alone))
    same("written alone", wire[len(prefix):-2].decode(), smtpwire.encode_parameters(verb, value))


def refused(case: Fields, verb: str, line: bytes) -> None:
    expected = case.object("error")
    expected.only("problem", "offset", "reply")
    told = [verb, expected.text("problem"), expected.text("reply")]
    try:
        command = smtpwire.parse_command(line)
    except smtpwire.UsageError as error:
        same("error", told, verdict(error))
        offset = 0 if error.offset is None else error.offset - len(PREFIXES[verb])
        same("offset", expected.count("offset"), max(0, offset))
    else:
        raise Failed(f"read as {command!r}")
