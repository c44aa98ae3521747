"""Memory after very many sessions: it ends where it began."""

from __future__ import annotations

import gc
import os
import tracemalloc
import unittest
from pathlib import Path

import smtpwire
from smtpwire.types import ServerConfig
from support import ENTROPY, message_of

# Fewer for a quick look; the bounds hold for any number from about 10,000.
SESSIONS = int(os.environ.get("SMTPWIRE_SESSIONS", "100000"))
WARM_UP = SESSIONS // 10

CONTENT = message_of(300)
CONFIG: ServerConfig = {"hostname": "mx.example", "content": "whole"}


STATM = Path("/proc/self/statm")


def rss() -> int:
    """The octets of this process that are in memory; 0 where the system does not tell."""
    if not STATM.exists():
        return 0
    return int(STATM.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def session(number: int) -> None:
    """A whole session of a client and a server: a message, an error, QUIT. Some break off."""
    client = smtpwire.Client(now=0.0)
    server = smtpwire.Server(CONFIG, entropy=ENTROPY, now=0.0)
    client.ehlo("client.example")
    accepted = False
    for _ in range(10):
        for event in client.events(0.0):
            match event:
                case smtpwire.Ehlo():
                    client.mail("a@client.example", [{"keyword": "SIZE", "value": 300}])
                    client.rcpt("b@mx.example")
                    client.data()
                case smtpwire.DataReady(reply=reply):
                    assert reply.code == 354
                    client.content(CONTENT)
                    client.end_content()
                case smtpwire.ContentReply(reply=reply):
                    accepted = reply.text != "" and reply.code == 250
                    client.quit()
        there = client.data_to_send()
        if there:
            server.receive_data(there, 0.0)
        for came in server.events(0.0):
            if isinstance(came, smtpwire.Message):
                assert came.octets == CONTENT
            if server.answers_due:
                server.accept()
        back = server.data_to_send()
        if not there and not back:
            break
        if back:
            client.receive_data(back, 0.0)
        if number % 10 == 0 and accepted:
            break  # and is dropped as it is
    assert accepted
    try:
        client.data()
    except smtpwire.UsageError as error:
        assert error.kind == "usage"
    else:
        raise AssertionError("DATA came through")


def broken_session() -> None:
    """A session that fails, with an error that holds a reply, in a cycle through its traceback."""
    mailer = smtpwire.Mailer({"name": "a.example", "security": "disabled"},
                             entropy=ENTROPY, now=0.0)
    mailer.send({"from": "a@a.example", "to": ["b@mx.example"]}, CONTENT)
    mailer.receive_data(b"554 5.7.1 Go away\r\n", 0.0)
    try:
        for event in mailer.events(0.0):
            repr(event)
        raise AssertionError("it did not fail")
    except smtpwire.PeerError as error:
        held = error
        assert held.reply is not None


class Memory(unittest.TestCase):
    def grown(self, count: int) -> tuple[int, int]:
        """How much larger it is after so many sessions: what Python counts, and the process."""
        gc.collect()
        traced, resident = tracemalloc.get_traced_memory()[0], rss()
        for number in range(count):
            session(number)
            if number % 10 == 0:
                broken_session()
        gc.collect()
        return tracemalloc.get_traced_memory()[0] - traced, rss() - resident

    @unittest.skipUnless(STATM.exists(), "the system does not tell how large a process is")
    def test_a_hundred_thousand_sessions_leave_nothing_behind(self) -> None:
        self.grown(WARM_UP)
        _, resident = self.grown(SESSIONS)
        # The process is not watched by tracemalloc here, which would slow it down and grow itself.
        # One object of the smallest kind a session would be 16 octets times as many.
        self.assertLess(resident, max(16 * SESSIONS, 1 << 20), f"{resident} octets of RSS")

    def test_python_has_counted_no_object_that_stays(self) -> None:
        tracemalloc.start()
        try:
            self.grown(WARM_UP)
            traced, _ = self.grown(SESSIONS)
        finally:
            tracemalloc.stop()
        # An object has at least 16; the interpreter's own caches fill up to some 50,000.
        self.assertLess(traced, max(SESSIONS, 1 << 16), f"{traced} octets")


if __name__ == "__main__":
    unittest.main()
