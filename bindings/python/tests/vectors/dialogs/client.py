"""The client's end of a dialog."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import smtpwire
from smtpwire.types import Capabilities, ChannelBinding, SaslPolicy

from ..case import Failed, Fields, Json, same
from ..shape import plain
from .expect import Happened
from .run import End

Call: TypeAlias = Callable[[smtpwire.Client, Fields, float], object]

# What 16 octets of entropy are when they don't matter.
NONCE = b"0123456789abcdef"

OPTIONS = ("protocol", "pipelining", "helo_fallback", "implicit_tls", "verified", "plaintext_auth",
           "long_lines", "line_ends", "reply", "limits", "timeouts")


def channel_binding(given: Fields) -> ChannelBinding:
    given.only("type", "data")
    return {"type": given.word("type"), "data": given.octets("data")}


def _auth(client: smtpwire.Client, step: Fields, now: float) -> object:
    policy: SaslPolicy = {"allow_plaintext_secrets": "allow-plaintext-secrets" in step}
    if "mechanisms" in step:
        policy["allowed"] = step.words("mechanisms")
    binding = None
    if "channel-binding" in step:
        binding = channel_binding(step.object("channel-binding"))
    entropy = step.octets("nonce") if "nonce" in step else NONCE
    return client.auth(step["credentials"], policy=policy, channel_binding=binding,
                       entropy=entropy)


# Each call: the fields that it is given beside its name, and how it is done.
CALLS: dict[str, tuple[tuple[str, ...], Call]] = {
    "ehlo": (("host",), lambda c, s, _: c.ehlo(s.text("host"))),
    "mail": (("from", "parameters"),
             lambda c, s, _: c.mail(s.text("from"), s.items("parameters"))),
    "rcpt": (("to", "parameters"), lambda c, s, _: c.rcpt(s.text("to"), s.items("parameters"))),
    "data": ((), lambda c, s, _: c.data()),
    "bdat": (("size", "last"), lambda c, s, _: c.bdat(s.count("size"), s.flag("last"))),
    "rset": ((), lambda c, s, _: c.rset()),
    "noop": ((), lambda c, s, _: c.noop()),
    "vrfy": (("query",), lambda c, s, _: c.vrfy(s.text("query"))),
    "expn": (("query",), lambda c, s, _: c.expn(s.text("query"))),
    "help": (("argument",), lambda c, s, _: c.help(s.optional_text("argument"))),
    "etrn": (("host", "subdomains", "queue"),
             lambda c, s, _: c.etrn(s.optional_text("host"), s.optional_text("subdomains"),
                                    s.optional_text("queue"))),
    "quit": ((), lambda c, s, _: c.quit()),
    "command": (("command",), lambda c, s, _: c.command(s["command"])),
    "raw": (("line",), lambda c, s, _: c.raw(s.text("line"))),
    "starttls": ((), lambda c, s, _: c.starttls()),
    "tls-established": ((), lambda c, s, now: c.tls_established(verified=True, now=now)),
    "tls-failed": (("detail",), lambda c, s, _: c.tls_failed(s.text("detail"))),
    "auth": (("credentials", "mechanisms", "nonce", "channel-binding", "allow-plaintext-secrets"),
             _auth),
    "auth-raw": (("mechanism", "initial"),
                 lambda c, s, _: c.auth_raw(s.text("mechanism"), s.optional_octets("initial"))),
    "auth-response": (("octets",), lambda c, s, _: c.auth_response(s.octets("octets"))),
    "auth-cancel": ((), lambda c, s, _: c.auth_cancel()),
}

# Calls that queue a command, and give its number.
QUEUE = frozenset(CALLS) - {"tls-established", "tls-failed", "auth-response", "auth-cancel"}


def offers(offered: Capabilities | None) -> Json:
    """Every known keyword in alphabetical order; SIZE with its limit, AUTH with all mechanisms."""
    if offered is None:
        return None
    lines: list[Json] = []
    for keyword in sorted(offered.get("offers", [])):
        if keyword == "AUTH":
            lines.append(" ".join(["AUTH", *offered.get("mechanisms", [])]))
        elif keyword == "SIZE" and "size" in offered:
            lines.append(f"SIZE {offered['size']}")
        else:
            lines.append(keyword)
    return lines


class ClientEnd(End):
    """A client, with the configuration that a dialog says."""

    passed_over = frozenset[str]()

    def __init__(self, config: Fields) -> None:
        config.only(*OPTIONS)
        given: Json = config.all
        self.client = smtpwire.Client(given, now=0.0)
        self.connection = self.client
        self.commands = 0

    def call(self, name: str, step: Fields, now: float) -> None:
        if name not in CALLS:
            raise Failed(f"{name} is no call of a client")
        fields, call = CALLS[name]
        step.only("call", "fails", *fields)
        number = call(self.client, step, now)
        if name in QUEUE:
            self.commands += 1
            same("the number of the command", self.commands, number)

    def content(self, octets: bytes) -> int:
        return self.client.content(octets)

    def end_content(self) -> None:
        self.client.end_content()

    def state(self, name: str) -> object:
        client = self.client
        states: dict[str, Callable[[], object]] = {
            "phase": lambda: client.phase,
            "tls": lambda: client.is_tls,
            "authenticated": lambda: client.is_authenticated,
            "pending": lambda: client.pending,
            "content-end-sent": lambda: client.content_end_sent,
            "unanswered": lambda: plain(client.unanswered),
            "offers": lambda: offers(client.capabilities),
        }
        if name not in states:
            raise Failed(f"a client has no state {name}")
        return states[name]()

    def happened(self, event: smtpwire.ClientEvent | smtpwire.ServerEvent) -> Happened:
        match event:
            case smtpwire.Greeting(reply=reply) | smtpwire.Closing(reply=reply):
                return Happened(event.type, reply=reply)
            case (smtpwire.Ehlo(command=command, reply=reply)
                  | smtpwire.DataReady(command=command, reply=reply)
                  | smtpwire.ContentReply(command=command, reply=reply)
                  | smtpwire.StartTls(command=command, reply=reply)):
                return Happened(event.type, command=command, reply=reply)
            case smtpwire.CommandReply(command=command, verb=verb, reply=reply):
                return Happened(event.type, command=command, verb=verb, reply=reply)
            case smtpwire.RecipientReply(command=command, index=index, last=last, reply=reply):
                return Happened(event.type, command=command, index=index, last=last, reply=reply)
            case smtpwire.Challenge(command=command, octets=octets):
                return Happened(event.type, command=command, octets=octets)
            case smtpwire.Authenticated(command=command, mechanism=mechanism, reply=reply):
                return Happened(event.type, command=command, mechanism=mechanism, reply=reply)
        raise Failed(f"no event of a client: {event!r}")
