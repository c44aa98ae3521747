"""The run loop's calls: octets in and out, time, events."""

from __future__ import annotations

import array
import time
import unittest

import smtpwire
from support import ENTROPY, message_of, ready_pair


class Octets(unittest.TestCase):
    def test_octets_may_come_in_any_buffer(self) -> None:
        line = b"220 mx.example\r\n"
        buffers: list[bytes | bytearray | memoryview | array.array[int]] = [
            line, bytearray(line), memoryview(line), memoryview(b"xx" + line)[2:],
            array.array("B", line), memoryview(bytearray(line)),
        ]
        for buffer in buffers:
            client = smtpwire.Client(now=0.0)
            client.receive_data(buffer, 0.0)
            self.assertIsInstance(client.next_event(0.0), smtpwire.Greeting, buffer)

    def test_a_buffer_may_be_changed_behind_the_call(self) -> None:
        client = smtpwire.Client(now=0.0)
        buffer = bytearray(b"220 mx.example\r\n")
        client.receive_data(buffer, 0.0)
        buffer[:] = b"554 no.example\r\n"
        buffer.clear()  # Nothing holds on to it.
        event = client.next_event(0.0)
        assert isinstance(event, smtpwire.Greeting)
        self.assertEqual(event.reply.code, 220)

    def test_a_buffer_that_is_not_in_one_piece_is_copied_or_refused(self) -> None:
        client = smtpwire.Client(now=0.0)
        stretched = memoryview(b"".join(bytes([o, 0]) for o in b"220 mx.example\r\n"))[::2]
        try:
            client.receive_data(stretched, 0.0)
        except (BufferError, TypeError):
            return
        self.assertIsInstance(client.next_event(0.0), smtpwire.Greeting)

    def test_content_may_be_any_buffer(self) -> None:
        for kind in (bytes, bytearray, memoryview):
            pair = ready_pair()
            client = pair.client
            client.mail("a@client.example")
            client.rcpt("b@mx.example")
            client.data()
            pair.play()
            content = message_of(1000)
            self.assertEqual(client.content(kind(content)), 1000)
            client.end_content()
            self.assertIn("content-reply", [event.type for event in pair.play()])
            message = next(e for e in pair.came if isinstance(e, smtpwire.Message))
            self.assertEqual(message.size, 1000)

    def test_output_is_taken_whole_or_in_pieces(self) -> None:
        server = smtpwire.Server({"hostname": "mx.example"}, entropy=ENTROPY, now=0.0)
        list(server.events(0.0))
        whole = server.output()
        self.assertTrue(whole.startswith(b"220 mx.example"))
        self.assertEqual(server.output(), whole)  # a look takes nothing
        server.advance_output(4)
        self.assertEqual(server.output(), whole[4:])
        self.assertEqual(server.data_to_send(), whole[4:])
        self.assertEqual((server.output(), server.data_to_send()), (b"", b""))
        with self.assertRaises(smtpwire.UsageError):
            server.advance_output(1)

    def test_more_than_there_is_room_for_is_refused(self) -> None:
        server = smtpwire.Server(
            {"hostname": "mx.example", "limits": {"input_buffer": 4096}},
            entropy=ENTROPY, now=0.0)
        list(server.events(0.0))
        room = server.input_room
        self.assertGreater(room, 0)
        with self.assertRaises(smtpwire.SmtpwireError):
            server.receive_data(b"x" * (room + 1), 0.0)


class Time(unittest.TestCase):
    def test_a_deadline_is_in_seconds_of_the_callers_clock(self) -> None:
        for origin in (0.0, 1234.5, 1_800_000_000.0):
            client = smtpwire.Client(now=origin)
            self.assertEqual(client.next_deadline(), origin + 300)

    def test_a_deadline_that_is_told_is_due(self) -> None:
        # Whatever the fraction of a millisecond: else a host would wait for nothing, and again.
        for origin in (0.0, 0.0001, 0.0004, 0.0005, 0.0009, 1 / 3, 12345.678901):
            client = smtpwire.Client({"timeouts": {"greeting": 1}}, now=origin)
            deadline = client.next_deadline()
            assert deadline is not None
            client.handle_timeout(deadline)
            with self.assertRaises(smtpwire.TimedOutError):
                client.next_event(deadline)

    def test_a_timeout_that_is_told_early_does_nothing(self) -> None:
        client = smtpwire.Client(now=0.0)
        client.handle_timeout(299.9)
        self.assertIsNone(client.next_event(299.9))
        self.assertEqual(client.waits, "data")

    def test_time_that_is_not_told_is_the_systems_monotonic_clock(self) -> None:
        before = time.monotonic()
        client = smtpwire.Client()
        deadline = client.next_deadline()
        after = time.monotonic()
        assert deadline is not None
        self.assertTrue(before + 299.99 <= deadline <= after + 300.01, deadline - before)

    def test_whole_seconds_may_be_integers(self) -> None:
        client = smtpwire.Client(now=5)
        self.assertEqual(client.next_deadline(), 305.0)

    def test_time_that_is_none_is_refused(self) -> None:
        for wrong in (float("nan"), float("inf"), -1.0, -float("inf")):
            with self.assertRaises(smtpwire.UsageError):
                smtpwire.Client(now=wrong)
            client = smtpwire.Client(now=0.0)
            for call in (client.next_event, client.handle_timeout, client.receive_eof):
                with self.assertRaises(smtpwire.UsageError):
                    call(wrong)
        with self.assertRaises(TypeError):
            smtpwire.Client(now="soon")  # type: ignore[arg-type]

    def test_time_that_goes_back_does_no_harm(self) -> None:
        client = smtpwire.Client(now=100.0)
        client.receive_data(b"220 mx.example\r\n", 50.0)
        self.assertIsInstance(client.next_event(0.0), smtpwire.Greeting)

    def test_a_connection_that_waits_for_nothing_has_no_deadline(self) -> None:
        pair = ready_pair()
        self.assertIsNone(pair.client.next_deadline())


class Loop(unittest.TestCase):
    def two_replies(self) -> smtpwire.Client:
        """A client to which the replies to two commands have come."""
        client = ready_pair().client
        client.rset()
        client.noop()
        list(client.events(0.0))
        self.assertEqual(client.data_to_send(), b"RSET\r\nNOOP\r\n")
        client.receive_data(b"250 one\r\n250 two\r\n", 0.0)
        return client

    def test_events_goes_on_until_none_is_left(self) -> None:
        client = self.two_replies()
        texts = [e.reply.text for e in client.events(0.0) if isinstance(e, smtpwire.CommandReply)]
        self.assertEqual(texts, ["one", "two"])
        self.assertEqual(list(client.events(0.0)), [])
        self.assertEqual(client.waits, "data")

    def test_events_is_an_iterator_that_may_be_left_and_taken_up_again(self) -> None:
        client = self.two_replies()
        events = client.events(0.0)
        self.assertIs(iter(events), events)
        first = next(events)
        del events
        second = list(client.events(0.0))
        assert isinstance(first, smtpwire.CommandReply)
        self.assertEqual((first.verb, [event.type for event in second]), ("RSET", ["reply"]))

    def test_events_sees_the_answers_that_were_given_meanwhile(self) -> None:
        server = smtpwire.Server({"hostname": "mx.example"}, entropy=ENTROPY, now=0.0)
        list(server.events(0.0))
        server.receive_data(b"EHLO a.example\r\n", 0.0)
        list(server.events(0.0))
        server.receive_data(b"MAIL FROM:<a@a.example>\r\nRCPT TO:<b@mx.example>\r\n"
                            b"RCPT TO:<c@mx.example>\r\n", 0.0)
        recipients = []
        for event in server.events(0.0):
            if isinstance(event, smtpwire.Rcpt):
                recipients.append(event.to)
                server.accept()
        self.assertEqual(recipients, ["b@mx.example", "c@mx.example"])

    def test_an_iterator_of_events_that_has_ended_has_no_more(self) -> None:
        server = smtpwire.Server({"hostname": "mx.example"}, entropy=ENTROPY, now=0.0)
        events = server.events(0.0)
        self.assertEqual([event.type for event in events], ["connected"])
        server.receive_data(b"EHLO a.example\r\n", 0.0)
        self.assertEqual(list(events), [])
        self.assertEqual([event.type for event in server.events(0.0)], ["helo"])

    def test_a_server_that_waits_for_the_host_says_so(self) -> None:
        server = smtpwire.Server({"hostname": "mx.example"}, entropy=ENTROPY, now=0.0)
        list(server.events(0.0))
        server.receive_data(b"EHLO a.example\r\n", 0.0)
        list(server.events(0.0))
        server.receive_data(b"MAIL FROM:<a@a.example>\r\nRCPT TO:<b@mx.example>\r\n", 0.0)
        for _ in server.events(0.0):
            pass
        self.assertEqual((server.waits, server.answers_due), ("host", 1))
        self.assertIsNone(server.next_event(0.0))
        server.answer("550 5.1.1 No such user here")
        list(server.events(0.0))
        self.assertTrue(server.data_to_send().endswith(b"550 5.1.1 No such user here\r\n"))
        with self.assertRaises(smtpwire.UsageError) as caught:
            server.accept()
        self.assertEqual(caught.exception.name, "nothing-to-answer")

    def test_a_reply_may_be_given_in_every_form(self) -> None:
        forms: list[object] = [
            b"550 5.1.1 No\r\n", b"550 5.1.1 No", "550 5.1.1 No", smtpwire.Reply(550, "No", enhanced="5.1.1"),
            {"code": 550, "enhanced": "5.1.1", "lines": ["No"]},
        ]
        for form in forms:
            server = smtpwire.Server({"hostname": "mx.example"}, entropy=ENTROPY, now=0.0)
            list(server.events(0.0))
            server.receive_data(b"EHLO a.example\r\n", 0.0)
            list(server.events(0.0))
            server.receive_data(b"MAIL FROM:<a@a.example>\r\nRCPT TO:<b@mx.example>\r\n", 0.0)
            list(server.events(0.0))
            server.answer(form)  # type: ignore[arg-type]
            list(server.events(0.0))
            self.assertTrue(server.data_to_send().endswith(b"\r\n550 5.1.1 No\r\n"), form)

    def test_a_reset_by_the_peer_ends_the_session_without_a_crash(self) -> None:
        client = smtpwire.Client(now=0.0)
        client.receive_eof(0.0)
        with self.assertRaises(smtpwire.PeerError):
            client.next_event(0.0)


if __name__ == "__main__":
    unittest.main()
