"""Threads that hammer one object: an error or a right answer, never a crash."""

from __future__ import annotations

import sys
import threading
import time
import unittest
from collections.abc import Callable, Sequence

import smtpwire
from support import ENTROPY, message_of, ready_pair

THREADS = 8
SECONDS = 1.5


def hammer(works: Sequence[Callable[[int], None]]) -> None:
    """Runs all of them at once, each again and again. What is no error of smtpwire's fails."""
    begin = threading.Barrier(len(works))
    over = threading.Event()
    wrong: list[BaseException] = []

    def run(work: Callable[[int], None]) -> None:
        begin.wait()
        turn = 0
        while not over.is_set():
            turn += 1
            try:
                work(turn)
            except smtpwire.InternalError as error:
                wrong.append(error)
                return
            except smtpwire.SmtpwireError:
                pass
            except BaseException as error:
                wrong.append(error)
                return

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)  # so that they are in each other's way
    try:
        for thread in threads:
            thread.start()
        time.sleep(SECONDS)
        over.set()
        for thread in threads:
            thread.join(30)
            if thread.is_alive():
                raise AssertionError("a thread hangs")
    finally:
        sys.setswitchinterval(interval)
    if wrong:
        raise wrong[0]


class Threads(unittest.TestCase):
    def test_a_client_that_all_threads_use(self) -> None:
        client = ready_pair({"limits": {"pending_commands": 1000}}).client
        numbers: set[int] = set()
        taken = threading.Lock()

        def command(_: int) -> None:
            number = client.noop()
            with taken:
                # Each command has a number of its own, whichever thread gave it.
                assert number not in numbers, number
                numbers.add(number)

        def look(_: int) -> None:
            assert client.phase in ("greeted", "refused", "ready")
            assert client.pending >= 0
            assert isinstance(client.output(), bytes)
            repr(client)
            for number, verb, _sent in client.unanswered:
                assert number >= 1 and verb in ("EHLO", "NOOP")

        def write(_: int) -> None:
            output = client.data_to_send()
            assert output.count(b"NOOP\r\n") * 6 <= len(output) <= 1 << 20

        def answer(_: int) -> None:
            if client.pending:
                client.receive_data(b"250 2.0.0 Ok\r\n", 0.0)

        def events(_: int) -> None:
            for event in client.events(0.0):
                assert event.type in ("greeting", "ehlo", "reply"), event
                if isinstance(event, smtpwire.CommandReply):
                    assert event.reply.code == 250

        hammer([command, command, look, look, write, answer, events, events])
        self.assertGreater(len(numbers), 0)

    def test_a_server_that_all_threads_feed(self) -> None:
        held = [smtpwire.Server({"hostname": "mx.example"}, entropy=ENTROPY, now=0.0)]
        lines = [b"EHLO a.example\r\n", b"MAIL FROM:<a@a.example>\r\n", b"RSET\r\n",
                 b"RCPT TO:<b@mx.example>\r\n", b"DATA\r\n", b"\r\n.\r\n", b"\xff\x00\r\n"]

        def feed(turn: int) -> None:
            held[0].receive_data(lines[turn % len(lines)], 0.0)

        def events(_: int) -> None:
            server = held[0]
            for event in server.events(0.0):
                repr(event)
                if server.answers_due:
                    server.accept()
            server.data_to_send()

        def again(turn: int) -> None:
            time.sleep(0.005)
            held[0] = smtpwire.Server({"hostname": "mx.example"}, entropy=ENTROPY, now=0.0)

        hammer([feed, feed, feed, events, events, events, again])

    def test_one_event_and_its_reply_that_all_threads_read(self) -> None:
        client = smtpwire.Client(now=0.0)
        client.receive_data(b"220-mx.example\r\n220 ready\r\n", 0.0)
        event = client.next_event(0.0)
        assert isinstance(event, smtpwire.Greeting)

        def read(_: int) -> None:
            reply = event.reply
            assert (reply.code, reply.text) == (220, "mx.example\nready")
            assert list(reply.lines) == ["mx.example", "ready"]
            assert reply.wire == b"220-mx.example\r\n220 ready\r\n"
            assert event.as_dict()["reply"]["code"] == 220
            assert "220" in repr(event)
            assert event == event and hash(reply) == hash(event.reply)

        hammer([read] * THREADS)

    def test_an_iterator_of_events_that_all_threads_take_from(self) -> None:
        client = ready_pair({"limits": {"pending_commands": 1000}}).client
        given: list[int] = []
        got: list[int] = []
        lock = threading.Lock()

        def give(_: int) -> None:
            with lock:
                if len(given) - len(got) > 100:
                    return
                given.append(client.rset())
                sent = client.data_to_send().count(b"RSET")
                client.receive_data(b"250 2.0.0 Ok\r\n" * sent, 0.0)

        def take(_: int) -> None:
            for event in client.events(0.0):
                assert isinstance(event, smtpwire.CommandReply)
                got.append(event.command)

        hammer([give, *[take] * (THREADS - 1)])
        take(0)
        # Each event was handed out once, to one of them.
        self.assertEqual(sorted(got), given)

    def test_large_content_goes_on_while_others_work(self) -> None:
        """The interpreter is let go for large content; the object is not taken away meanwhile."""
        mailer = smtpwire.Mailer({"name": "a.example", "security": "disabled"},
                                 entropy=ENTROPY, now=0.0)
        content = message_of(1 << 20)

        def send(_: int) -> None:
            if mailer.pending < 20:
                mailer.send({"from": "a@a.example", "to": ["b@mx.example"]}, content)

        def stuff(_: int) -> None:
            assert smtpwire.scan_content(content) == len(content)

        def look(_: int) -> None:
            assert 0 <= mailer.pending <= 40
            repr(mailer)

        hammer([send, send, stuff, stuff, look, look])

    def test_small_objects_that_all_threads_use(self) -> None:
        reader = smtpwire.ReplyReader()
        framer = smtpwire.LineFramer({"limit": 100})

        def read(_: int) -> None:
            reader.receive_data(b"250 ok\r\n")
            reply = reader.next_reply()
            assert reply is None or reply.wire == b"250 ok\r\n"

        def frame(_: int) -> None:
            if framer.push(b"NOOP\r\n") == 6:
                line = framer.next_line()
                assert line is None or b"\r" not in line, line

        hammer([read] * 4 + [frame] * 4)


if __name__ == "__main__":
    unittest.main()
