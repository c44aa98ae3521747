"""Whatever is given for whatever argument: what comes is a SmtpwireError or a TypeError, and no secret is in it."""

from __future__ import annotations

import inspect
import unittest
from collections.abc import Callable, Iterator
from typing import Any

import smtpwire
from smtpwire import _native
from support import ENTROPY

# In every text and all octets that are given, so that a message that shows it is found.
SECRET = "correct-horse"

HOSTILE: list[Any] = [
    None, True, -1, 0, 2**16, 2**32, 2**63, 2**64, 2**127, 10**400, -(10**400),
    0.5, -0.0, 1e300, float("nan"), float("inf"), -float("inf"), 1j,
    "", SECRET, f"{SECRET}\ud800", f"{SECRET}\r\nQUIT\r\n", f"{SECRET}\0", SECRET * 10_000,
    b"", SECRET.encode(), SECRET.encode() * 10_000, bytearray(b"\xff"), memoryview(b"abc")[::2],
    [], [SECRET], [None], (), {}, {"a": SECRET}, {1: SECRET}, {SECRET, 2}, iter([SECRET]),
    object(), SECRET.encode, Exception(SECRET), type,
]

# What an argument is given while another one is looked at.
FIT: dict[str, Any] = {
    "line": "NOOP", "verb": "MAIL", "text": "SIZE=10", "command": {"verb": "NOOP"}, "parameters": None,
    "address": "jo@example.com", "one": "jo@example.com", "other": "jo@example.com", "options": None,
    "kind": None, "local_part": "jo", "content": b"a\r\n", "octets": b"250 ok\r\n", "code": 250, "lines": ["ok"],
    "enhanced": "2.0.0", "reply": b"250 ok\r\n", "phase": "ready", "standing": None, "wire": b".\r\n",
    "password": "pencil", "verifier": smtpwire.make_scram_verifier("pencil"), "salt": bytes(16),
    "iterations": 4096, "mechanism": None, "transcript": b"S: 220 mx\n", "format": None, "name": "mx.example",
    "host": "mx.example", "from_": "jo@example.com", "to": "al@example.com", "size": 1, "limit": 10,
    "credentials": {"username": "jo", "password": "pencil"}, "envelope": {"from": "", "to": ["al@mx.example"]},
    "now": 1.0, "config": {"name": "a.example", "hostname": "a.example"}, "transaction": 1, "domain": "a.example",
    "server": "mx.example", "records": [], "certificate": b"", "key": b"", "chain": [], "names": [], "at": 1,
    "peer": "mx.example", "policy": "version: STSv1\nmode: none\nmax_age: 1\n", "fetched_at": 1,
    "on": True, "accepted": True, "query": "jo", "keyword": "SIZE", "id": "x", "header": {"command": "LOCAL"},
}

# What must not be shown, whatever it is.
SECRETS = {"password", "credentials", "verifier", "initial", "key", "entropy", "salt", "token", "url",
           "channel_binding", "bindings", "config", "tls"}


def objects() -> dict[str, Callable[[], Any]]:
    """A new one of each class."""
    tls = {"implicit_tls": True, "verified": True}
    return {
        "Client": lambda: smtpwire.Client(tls, now=0.0),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        "Mailer": lambda: smtpwire.Mailer({"name": "a.example"}, entropy=ENTROPY, now=0.0),
        "Server": lambda: smtpwire.Server({"hostname": "a.example"}, entropy=ENTROPY, now=0.0),
        "ClientSetup": smtpwire.ClientSetup,
        "MailerSetup": lambda: smtpwire.MailerSetup({"name": "a.example"}),
        "ReplyReader": smtpwire.ReplyReader, "Stuffer": smtpwire.Stuffer, "Unstuffer": smtpwire.Unstuffer,
        "LineFramer": smtpwire.LineFramer, "ChunkReader": smtpwire.ChunkReader,
        "ChunkTotal": smtpwire.ChunkTotal, "ContentScanner": smtpwire.ContentScanner,
    }


def parameters(call: Callable[..., Any]) -> list[inspect.Parameter]:
    return [one for one in inspect.signature(call).parameters.values()
            if one.name != "self" and one.kind is not one.VAR_KEYWORD]


def itself(thing: Callable[..., Any]) -> Callable[[], Callable[..., Any]]:
    return lambda: thing


def method_of(make: Callable[[], Any], name: str) -> Callable[[], Callable[..., Any]]:
    def made() -> Callable[..., Any]:
        method: Callable[..., Any] = getattr(make(), name)
        return method
    return made


def calls() -> Iterator[tuple[str, Callable[[], Callable[..., Any]]]]:
    """Every call that has arguments, by its name; each made anew, on an object of its own."""
    for name in smtpwire.__all__:
        thing = getattr(smtpwire, name)
        native = getattr(thing, "__module__", None) in {"smtpwire", "smtpwire._native"}
        if not callable(thing) or not native or name == "_operations":
            continue
        if isinstance(thing, type) and issubclass(thing, BaseException):
            continue
        if parameters(thing):
            yield name, itself(thing)
    for name, make in objects().items():
        for method, value in vars(getattr(smtpwire, name)).items():
            if callable(value) and not method.startswith("_") and parameters(value):
                yield f"{name}.{method}", method_of(make, method)
    yield "Reply.from_wire", itself(smtpwire.Reply.from_wire)


def attempt(name: str, call: Callable[..., Any], wrong: inspect.Parameter, value: object) -> str | None:
    """What is not as it should be about a call with this value for this argument."""
    given: list[Any] = []
    named: dict[str, Any] = {}
    for one in parameters(call):
        fit = value if one.name == wrong.name else FIT.get(one.name)
        if one.name != wrong.name and one.name not in FIT and one.default is not one.empty:
            continue
        if one.kind is one.KEYWORD_ONLY:
            named[one.name] = fit
        elif one.kind is one.VAR_POSITIONAL:
            given.append(value if one.name == wrong.name else "ok")
        elif one.kind is one.POSITIONAL_ONLY:
            given.append(fit)
        else:
            given.append(fit)
    what = f"{name}({wrong.name}={value!r:.60})"
    try:
        call(*given, **named)
    except (smtpwire.InternalError, smtpwire.PeerError) as error:
        return f"{what}: {error!r}"
    except (smtpwire.SmtpwireError, TypeError) as error:
        told = " ".join([str(error), repr(error), *getattr(error, "__notes__", [])])
        if wrong.name in SECRETS and SECRET in told:
            return f"{what} shows what was given: {told}"
        if not str(error).isprintable() or len(str(error)) > 2000:
            return f"{what} tells {str(error)[:200]!r}"
        if isinstance(value, int) and abs(value) > 2**64 and str(2**127)[:8] in told:
            return f"{what} names another number: {told}"
    except BaseException as error:
        return f"{what}: {type(error).__name__}: {error!s:.100}"
    return None


class Hostile(unittest.TestCase):
    def test_every_call_refuses_what_it_can_not_take_as_it_should(self) -> None:
        wrong: list[str] = []
        tried = 0
        for name, made in calls():
            for parameter in parameters(made()):
                for value in HOSTILE:
                    tried += 1
                    said = attempt(name, made(), parameter, value)
                    if said is not None:
                        wrong.append(said)
        self.assertEqual(wrong, [])
        self.assertGreater(tried, 8000)

    def test_the_sweep_leaves_out_no_operation_with_arguments(self) -> None:
        swept = {name for name, _ in calls()}
        for owner, operations in _native._operations().items():
            for operation, arguments in operations.items():
                name = f"{owner}.{operation}" if owner else operation
                if arguments:
                    self.assertIn(name, swept)

    def test_numbers_that_do_not_fit_are_refused_by_name_and_range(self) -> None:
        client = smtpwire.Client(now=0.0)
        refusals: dict[str, Callable[[], object]] = {
            "octets: a whole number from 0 to 18446744073709551615 is needed, not -1":
                lambda: client.advance_output(-1),
            "code: a whole number from 200 to 599 is needed, not one of more than 64 bits":
                lambda: smtpwire.Reply(10**30),
            "code: a whole number from 200 to 599 is needed, not 199":
                lambda: smtpwire.Reply(199),
            "now: a number of seconds from 0 to 9e12 is needed, not one above 9e12":
                lambda: smtpwire.Client(now=10**400),
            "now: a number of seconds from 0 to 9e12 is needed, not nan":
                lambda: client.handle_timeout(float("nan")),
        }
        for said, call in refusals.items():
            with self.assertRaises(smtpwire.UsageError) as caught:
                call()
            self.assertEqual(str(caught.exception), said)

    def test_text_that_is_none_is_refused_and_not_shown(self) -> None:
        for call in (lambda: smtpwire.Reply(250, f"{SECRET}\ud800"),
                     lambda: smtpwire.Reply(250, enhanced="\ud800"),
                     lambda: smtpwire.Rcpt(f"{SECRET}\ud800", ()),
                     lambda: smtpwire.Client().mail(f"{SECRET}\ud800")):
            with self.assertRaises(smtpwire.UsageError) as caught:
                call()
            self.assertEqual(caught.exception.detail, "not-utf8")
            self.assertNotIn(SECRET, str(caught.exception))


if __name__ == "__main__":
    unittest.main()
