"""What takes long leaves the interpreter to other threads meanwhile."""

from __future__ import annotations

import base64
import sys
import threading
import time
import unittest
from collections.abc import Callable

import smtpwire
from support import ENTROPY

LARGE = b"All mimsy were the borogoves, and the mome raths outgrabe.\r\n" * 200_000
TRIES = 20


@unittest.skipUnless(getattr(sys, "_is_gil_enabled", lambda: True)(), "there is no lock to give up")
class Lock(unittest.TestCase):
    """A thread counts. Without the lock it could not while another is in a call."""

    def setUp(self) -> None:
        self.ticks = 0
        self.over = False
        # Nobody is made to give the lock up: whoever does so, does it by itself.
        self.interval = sys.getswitchinterval()
        sys.setswitchinterval(1000)
        self.thread = threading.Thread(target=self.count)
        self.thread.start()

    def tearDown(self) -> None:
        self.over = True
        self.thread.join()
        sys.setswitchinterval(self.interval)

    def count(self) -> None:
        while not self.over:
            self.ticks += 1
            time.sleep(0)

    def ticked(self, call: Callable[[], object]) -> bool:
        before = self.ticks
        call()
        return self.ticks > before

    def goes_on(self, call: Callable[[], object]) -> None:
        # A machine that is busy may not come to the other thread each time.
        self.assertTrue(any(self.ticked(call) for _ in range(TRIES)))

    def stands_still(self, call: Callable[[], object]) -> None:
        self.assertFalse(any(self.ticked(call) for _ in range(TRIES)))

    def test_while_content_is_stuffed_and_read(self) -> None:
        wire = smtpwire.stuff(LARGE)
        for call in (
            lambda: smtpwire.stuff(LARGE),
            lambda: smtpwire.unstuff(wire),
            lambda: smtpwire.scan_content(LARGE),
            lambda: smtpwire.Stuffer().push(LARGE),
            lambda: smtpwire.Unstuffer().push(wire),
        ):
            self.goes_on(call)

    def test_while_a_transcript_is_checked(self) -> None:
        transcript = b"S: 220 mx.example\r\n" + b"C: NOOP\r\nS: 250 ok\r\n" * 5000
        self.goes_on(lambda: smtpwire.check(transcript))

    def test_while_a_key_is_derived_from_a_password(self) -> None:
        verifier = smtpwire.make_scram_verifier("pencil", iterations=50_000)
        self.goes_on(lambda: smtpwire.make_scram_verifier("pencil", iterations=50_000))
        self.goes_on(lambda: smtpwire.scram_verifier_matches(verifier, "pencil"))

    def test_while_a_client_logs_in_with_many_iterations(self) -> None:
        def login() -> Callable[[], object]:
            client = smtpwire.Client({"implicit_tls": True, "verified": True}, now=0.0)
            client.receive_data(b"220 mx\r\n", 0.0)
            list(client.events(0.0))
            client.ehlo("a.example")
            client.data_to_send()
            client.receive_data(b"250-mx\r\n250 AUTH SCRAM-SHA-256\r\n", 0.0)
            list(client.events(0.0))
            client.auth({"username": "jo", "password": "pencil"},
                        {"max_iterations": 100_000}, entropy=ENTROPY)
            list(client.events(0.0))
            said = client.data_to_send().split(b"SCRAM-SHA-256 ")[1]
            nonce = base64.b64decode(said).split(b"r=")[1]
            first = b"r=" + nonce + b"mine,s=" + base64.b64encode(bytes(16)) + b",i=100000"
            challenge = b"334 " + base64.b64encode(first) + b"\r\n"

            def answer() -> None:
                client.receive_data(challenge, 0.0)
                self.assertIsNone(client.next_event(0.0))
                self.assertTrue(client.data_to_send().endswith(b"\r\n"))

            return answer

        self.assertTrue(any(self.ticked(login()) for _ in range(TRIES)))

    def test_but_not_for_what_is_short(self) -> None:
        client = smtpwire.Client(now=0.0)
        self.stands_still(lambda: smtpwire.stuff(b"a\r\n"))
        self.stands_still(lambda: smtpwire.address_key("jo@example.com"))
        self.stands_still(lambda: client.next_event(0.0))


if __name__ == "__main__":
    unittest.main()
