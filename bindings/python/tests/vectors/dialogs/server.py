"""The server's end of a dialog."""

from __future__ import annotations

from collections.abc import Callable

import smtpwire

from ..case import Failed, Fields, Json
from ..shape import plain
from .client import channel_binding
from .expect import Happened
from .run import End

# What challenges are made from.
ENTROPY = bytes([7]) * 32

# The extensions by the keywords that offer them.
EXTENSIONS = {
    "PIPELINING": "pipelining", "SIZE": "size", "8BITMIME": "eight_bit_mime",
    "SMTPUTF8": "smtputf8", "CHUNKING": "chunking", "BINARYMIME": "binary_mime", "DSN": "dsn",
    "ENHANCEDSTATUSCODES": "enhanced_codes", "LIMITS": "limits", "STARTTLS": "starttls",
    "REQUIRETLS": "require_tls", "VRFY": "vrfy", "EXPN": "expn", "HELP": "help", "ETRN": "etrn",
    "ATRN": "atrn",
}

# What is offered when a dialog does not say.
OFFERED = ["PIPELINING", "SIZE", "8BITMIME", "SMTPUTF8", "CHUNKING", "BINARYMIME", "DSN",
           "ENHANCEDSTATUSCODES"]

# Options that are passed on as they are.
PASSED = ("protocol", "content", "line_ends", "synchronization", "require_auth", "require_tls",
          "plaintext_auth", "implicit_tls", "proxy", "trusted", "early_talkers", "timeouts")

CALLS = {"accept": (), "answer": ("reply",), "answer-all": ("reply",), "verify": ("accept",),
         "provide-verifier": (), "close": ("reply",), "tls-established": (),
         "tls-failed": ("detail",)}


def configuration(given: Fields) -> Json:
    """The configuration of the server that the README describes, with what a dialog changes."""
    given.only("extensions", "xclient", "xforward", "auth", "decisions", "lenient", "limits",
               "channel_binding", *PASSED)
    offered = given.texts("extensions") if "extensions" in given else OFFERED
    extensions: dict[str, object] = {
        name: keyword in offered for keyword, name in EXTENSIONS.items()
    }
    if unheard_of := set(offered) - EXTENSIONS.keys():
        raise Failed(f"no extensions: {unheard_of}")
    for name in ("xclient", "xforward", "auth"):
        if name in given:
            extensions[name] = given.texts(name)
    decisions = [name.lower().replace("_", "-") for name in given.texts("decisions")]
    config: dict[str, object] = {
        "hostname": "mx.example",
        "content": "whole",
        "extensions": extensions,
        "decisions": decisions,
        "limits": {"message_size": 1_000_000, **given.object("limits").all},
        "leniency": {name.replace("-", "_"): True for name in given.texts("lenient")},
    }
    if "auth" in given:
        config["decoy_key"] = "0123456789abcdef"
    config.update((name, given[name]) for name in PASSED if name in given)
    return config


class ServerEnd(End):
    """A server, with the configuration that a dialog says."""

    passed_over = frozenset({"connected", "helo", "data", "rset", "noop", "vrfy", "expn", "help",
                             "unknown", "refused", "quit", "auth-failed"})

    def __init__(self, config: Fields) -> None:
        self.server = smtpwire.Server(configuration(config), entropy=ENTROPY, now=0.0)
        self.connection = self.server
        if "channel_binding" in config:
            bindings = [channel_binding(config.object("channel_binding"))]
            self.server.set_channel_bindings(bindings)

    def call(self, name: str, step: Fields, now: float) -> None:
        if name not in CALLS:
            raise Failed(f"{name} is no call of a server")
        step.only("call", "fails", *CALLS[name])
        server = self.server
        match name:
            case "accept":
                server.accept()
            case "answer":
                server.answer(step.octets("reply"))
            case "answer-all":
                server.answer_all(step.octets("reply"))
            case "verify":
                server.verify(step.flag("accept"))
            case "provide-verifier":
                server.provide_verifier(None)
            case "close":
                server.close(step.optional_octets("reply"))
            case "tls-established":
                server.tls_established(now=now)
            case "tls-failed":
                server.tls_failed(step.text("detail"))

    def content(self, octets: bytes) -> int:
        raise Failed("a server is given no content")

    def end_content(self) -> None:
        raise Failed("a server is given no content")

    def state(self, name: str) -> object:
        server = self.server
        states: dict[str, Callable[[], object]] = {
            "phase": lambda: server.phase,
            "tls": lambda: server.is_tls,
            "authenticated": lambda: server.is_authenticated,
            "answers-due": lambda: server.answers_due,
        }
        if name not in states:
            raise Failed(f"a server has no state {name}")
        return states[name]()

    def happened(self, event: smtpwire.ClientEvent | smtpwire.ServerEvent) -> Happened:
        match event:
            case smtpwire.Proxy(header=header):
                return Happened(event.type, header=plain(header))
            case smtpwire.Helo(verb=verb, host=host):
                return Happened(event.type, verb=verb, host=host)
            case smtpwire.AuthVerify():
                return Happened(
                    event.type,
                    credentials=event.credentials,
                    username=event.username,
                    authorization_identity=event.authorization_identity,
                    password=event.reveal_password(),
                    token=event.reveal_token(),
                    trace=event.trace,
                )
            case smtpwire.AuthLookup(username=username):
                return Happened(event.type, username=username)
            case smtpwire.AuthFailed(mechanism=mechanism, reply=reply):
                return Happened(event.type, mechanism=mechanism, reply=reply)
            case smtpwire.Mail(from_=sender, parameters=parameters):
                return Happened(event.type, **{"from": sender, "parameters": plain(parameters)})
            case smtpwire.Rcpt(to=to, parameters=parameters):
                return Happened(event.type, to=to, parameters=plain(parameters))
            case smtpwire.Content(octets=octets):
                return Happened(event.type, octets=octets)
            case smtpwire.Message(size=size, octets=octets):
                return Happened(event.type, size=size, octets=octets)
            case smtpwire.Vrfy(query=query) | smtpwire.Expn(query=query):
                return Happened(event.type, query=query)
            case smtpwire.Etrn(host=host, subdomains=subdomains, queue=queue):
                return Happened(event.type, host=host, subdomains=subdomains, queue=queue)
            case (smtpwire.XClient(attributes=attributes)
                  | smtpwire.XForward(attributes=attributes)):
                return Happened(event.type, attributes=plain(attributes))
            case smtpwire.Unknown(line=line):
                return Happened(event.type, line=line)
            case smtpwire.Refused(verb=verb, reply=reply):
                return Happened(event.type, verb=verb, reply=reply)
        return Happened(event.type)
