"""Replays random sessions that the Rust core has been through, and compares what comes.

    python replay.py [FILE] [--table]       reads lines of JSON, one a session, as the generator
                                            `smtpwire-differential` prints them

Each step is done, then everything that is to be seen is: events, output, what the connection waits
for, its deadline, its failure. Ends with 1 where anything differs.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from typing import Any, TextIO

import smtpwire

from vectors.case import Failed, alike, shortened

# Any object of JSON: the generator's lines are read as they come.
Line = dict[str, Any]
Connection = smtpwire.Client | smtpwire.Mailer | smtpwire.Server

# The largest integer that JSON has as a number; larger ones are digits.
LARGEST = 2**53 - 1

# How many differences are told; the others are counted.
SHOWN = 10

# What is told of a failure. The sentence of a config's may name a field in the language's spelling.
TOLD = ("code", "name", "kind", "detail", "message", "offset", "verb", "loses_framing")


def plain(value: object) -> object:
    """What the interface gives, as the generator writes it."""
    match value:
        case bool() | str() | float() | None:
            return value
        case int():
            return value if value <= LARGEST else str(value)
        case bytes():
            return list(value)
        case list() | tuple():
            return [plain(item) for item in value]
        case smtpwire.SmtpwireError():
            return failure(value)
        case smtpwire.Event() | smtpwire.Reply():
            return plain(value.as_dict())
        case Mapping():
            return {name: plain(inner) for name, inner in value.items()}
    raise Failed(f"no plain data: {value!r}")


def given(value: Any) -> Any:
    """An argument of the generator's as the interface takes it."""
    if isinstance(value, list):
        return [given(item) for item in value]
    if isinstance(value, dict):
        if value.keys() == {"octets"}:
            return bytes(value["octets"])
        return {name: given(inner) for name, inner in value.items()}
    return value


def failure(error: smtpwire.SmtpwireError) -> Line:
    told = {name: getattr(error, name) for name in TOLD}
    told = {name: value for name, value in told.items() if value not in (None, False)}
    if error.name == "invalid-value":
        del told["message"]
    if error.reply is not None:
        told["reply"] = error.reply.code
    return told


def expected_failure(told: Line | None) -> Line | None:
    if told is None:
        return None
    kept = {name: told[name] for name in TOLD if told.get(name) not in (None, False)}
    if told["name"] == "invalid-value":
        del kept["message"]
    if told.get("reply") is not None:
        kept["reply"] = told["reply"]["code"]
    return kept


def opened(session: Line) -> Connection:
    config = given(session["config"])
    awaiting = session.get("awaiting_tls", False)
    match session["role"]:
        case "client":
            return smtpwire.Client(config, awaiting_tls=awaiting, now=0.0)
        case "mailer":
            entropy = bytes(session["entropy"])
            return smtpwire.Mailer(config, awaiting_tls=awaiting, entropy=entropy, now=0.0)
        case "server":
            entropy = bytes(session["entropy"])
            return smtpwire.Server(config, awaiting_tls=awaiting, entropy=entropy, now=0.0)
        case other:
            raise Failed(f"{other} is no role")


def called(connection: Connection, name: str, arguments: list[Any], now: float) -> object:
    """A call by its shared name and arguments, as Python spells it."""
    if isinstance(connection, smtpwire.Client) and name == "auth":
        credentials, entropy, *more = arguments
        return connection.auth(credentials, *more, entropy=entropy)
    if name == "tls_established":
        _, *more = arguments
        names = ("verified", "channel_binding")
        options: dict[str, Any] = {name: value for name, value in zip(names, more)
                                   if value is not None}
        return connection.tls_established(**options, now=now)
    found: Any = getattr(connection, name)
    while arguments and arguments[-1] is None:
        arguments.pop()
    return found(*arguments) if callable(found) else found


class Replay:
    """One session, replayed."""

    def __init__(self, session: Line) -> None:
        self.connection = opened(session)
        self.session = session

    def run(self) -> None:
        for number, step in enumerate(self.session["steps"], 1):
            try:
                self.step(step)
            except Failed as failed:
                raise Failed(f"step {number}, {shortened(_brief(step))}:\n  {failed}") from None

    def step(self, step: Line) -> None:
        connection, now = self.connection, step["now"] / 1000
        calls: dict[str, Callable[[], object]] = {
            "receive": lambda: connection.receive_data(bytes(step["octets"]), now),
            "eof": lambda: connection.receive_eof(now),
            "timeout": lambda: connection.handle_timeout(now),
            "call": lambda: called(connection, step["name"],
                                   [given(value) for value in step["arguments"]], now),
        }
        gives: object = None
        fails: Line | None = None
        try:
            gives = calls[step["do"]]()
        except smtpwire.SmtpwireError as error:
            fails = failure(error)
        _same("fails", expected_failure(step.get("fails")), fails)
        if "gives" in step:
            _same("gives", step["gives"], plain(gives))
        after = step["after"]
        seen = self.seen(now)
        for name in ("events", "output", "waits", "deadline"):
            _same(name, after[name], seen[name])
        _same("error", expected_failure(after.get("error")), seen["error"])

    def seen(self, now: float) -> Line:
        """Everything that is to be seen of the connection."""
        connection = self.connection
        events: list[object] = []
        output = b""
        error: Line | None = None
        while True:
            try:
                for event in connection.events(now):
                    events.append(plain(event))
            except smtpwire.SmtpwireError as failed:
                error = failure(failed)
            waits = connection.waits
            piece = connection.data_to_send()
            output += piece
            if waits != "output" or not piece:
                break
        deadline = connection.next_deadline()
        return {"events": events, "output": list(output), "waits": waits, "error": error,
                "deadline": None if deadline is None else round(deadline * 1000)}


def _brief(step: Line) -> Line:
    return {name: value for name, value in step.items() if name != "after"}


def _same(what: str, expected: object, actual: object) -> None:
    if not alike(expected, actual):
        if what == "output":
            expected, actual = _text(expected), _text(actual)
        raise Failed(f"{what}\n    expected {shortened(expected)}\n"
                     f"    got      {shortened(actual)}")


def _text(octets: object) -> object:
    return bytes(octets) if isinstance(octets, list) else octets


def replay(lines: TextIO) -> tuple[int, int]:
    """How many sessions were the same, and how many were not."""
    passed = failed = 0
    for line in lines:
        session = json.loads(line)
        try:
            Replay(session).run()
        except Failed as difference:
            failed += 1
            if failed > SHOWN:
                continue
            print(f"session {session['seed']} of a {session['role']}: {difference}\n",
                  file=sys.stderr)
        else:
            passed += 1
    return passed, failed


def main() -> int:
    parser = argparse.ArgumentParser(prog="replay", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=argparse.FileType(encoding="utf-8"),
                        default=sys.stdin, metavar="FILE")
    parser.add_argument("--table", action="store_true", help="print the result as JSON")
    options = parser.parse_args()
    with options.file as file:
        passed, failed = replay(file)
    print(json.dumps({"host": "python", "file": "differential", "passed": passed,
                      "failed": failed}, separators=(",", ":")) if options.table
          else f"{passed} sessions the same, {failed} not")
    if passed + failed == 0:
        print("replay: there was no session", file=sys.stderr)
        return 1
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
