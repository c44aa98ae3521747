"""Exceptions: by whose fault it is, with the core's number and name."""

from __future__ import annotations

import unittest
from collections.abc import Callable
from typing import Any

import smtpwire
from support import ready_pair


class Errors(unittest.TestCase):
    def test_each_kind_has_its_class(self) -> None:
        kinds = {code["kind"] for code in smtpwire.error_codes()}
        self.assertEqual(kinds, {"usage", "peer", "limit", "timeout", "internal"})
        for kind in (smtpwire.UsageError, smtpwire.PeerError, smtpwire.LimitError,
                     smtpwire.TimedOutError, smtpwire.InternalError):
            self.assertTrue(issubclass(kind, smtpwire.SmtpwireError))
        self.assertTrue(issubclass(smtpwire.TimedOutError, TimeoutError))

    def test_a_call_out_of_order_is_the_callers_fault_and_changes_nothing(self) -> None:
        client = smtpwire.Client(now=0.0)
        for _ in range(2):
            with self.assertRaises(smtpwire.UsageError) as caught:
                client.data()
            error = caught.exception
            self.assertEqual((error.name, error.kind), ("out-of-order", "usage"))
            numbers = {code["name"]: code["number"] for code in smtpwire.error_codes()}
            self.assertEqual(error.code, numbers["out-of-order"])
            self.assertEqual(str(error), error.message)
            self.assertIsNone(error.reply)
        client.receive_data(b"220 mx.example\r\n", 0.0)
        self.assertIsInstance(client.next_event(0.0), smtpwire.Greeting)

    def test_a_flag_that_is_neither_true_nor_false_is_refused_by_its_name(self) -> None:
        client: Any = smtpwire.Client(awaiting_tls=True, now=0.0)
        mailer: Any = smtpwire.Mailer({"name": "a.example"}, awaiting_tls=True, now=0.0)
        wrong: list[tuple[Callable[..., object], str]] = [
            (lambda given: smtpwire.Client(awaiting_tls=given), "awaiting_tls"),
            (lambda given: smtpwire.Mailer({"name": "a.example"}, awaiting_tls=given), "awaiting_tls"),
            (lambda given: smtpwire.Server({"hostname": "mx.example"}, awaiting_tls=given), "awaiting_tls"),
            (lambda given: client.tls_established(given), "verified"),
            (lambda given: mailer.tls_established(verified=given), "verified"),
        ]
        for ask, name in wrong:
            for given, kind in ((1, "int"), ("yes", "str"), (None, "NoneType")):
                with self.subTest(name, given=given), self.assertRaises(TypeError) as caught:
                    ask(given)
                self.assertEqual(str(caught.exception), f"{name} must be True or False, not {kind}")

    def test_another_roles_setup_is_refused_by_what_is_needed(self) -> None:
        server: Any = smtpwire.ServerSetup({"hostname": "mx.example"})
        wrong: list[tuple[Callable[[], object], str]] = [
            (lambda: smtpwire.Client(server), "smtpwire.ClientSetup, not ServerSetup"),
            (lambda: smtpwire.ClientSetup(server), "smtpwire.ClientSetup, not ServerSetup"),
            (lambda: smtpwire.Mailer(server), "smtpwire.MailerSetup, not ServerSetup"),
            (lambda: smtpwire.Server([]), "smtpwire.ServerSetup, not list"),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        ]
        for ask, said in wrong:
            with self.subTest(said), self.assertRaises(TypeError) as caught:
                ask()
            self.assertEqual(str(caught.exception), f"config must be a dict or a {said}")

    def test_content_of_another_type_is_refused_in_a_sentence(self) -> None:
        mailer: Any = smtpwire.Mailer({"name": "a.example"}, now=0.0)
        with self.assertRaises(smtpwire.UsageError) as caught:
            mailer.send({"from": "a@a.example", "to": ["b@b.example"]}, 5)
        self.assertEqual(str(caught.exception), "content: octets or text is needed, not a number")

    def test_why_tls_has_failed_is_fit_for_a_terminal(self) -> None:
        connections: list[smtpwire.Client | smtpwire.Mailer | smtpwire.Server] = [
            smtpwire.Client(awaiting_tls=True, now=0.0),
            smtpwire.Mailer({"name": "a.example", "security": "implicit"}, awaiting_tls=True, now=0.0),
            smtpwire.Server({"hostname": "mx.example"}, awaiting_tls=True, now=0.0),
        ]
        for connection in connections:
            connection.tls_failed("the name is \x1b[2Jmx.evil\r\nall is well, caf\xe9")
            with self.subTest(connection), self.assertRaises(smtpwire.PeerError) as caught:
                list(connection.events(0.0))
            for text in (str(caught.exception), repr(caught.exception), str(caught.exception.as_dict())):
                self.assertFalse(any(letter < " " for letter in text), text)
            self.assertIn("the name is \\x1b[2Jmx.evil\\x0d\\x0aall is well, caf\xe9", str(caught.exception))

    def test_a_number_of_another_class_is_asked_before_the_object_is_in_use(self) -> None:
        client = smtpwire.Client(now=0.0)
        client.receive_data(b"220 mx.example\r\n", 0.0)
        list(client.events(0.0))
        client.ehlo("a.example")

        class Written:
            def __index__(self) -> int:
                return len(client.output())

        written: Any = Written()
        client.advance_output(written)
        self.assertEqual(client.output(), b"")

    def test_a_refused_greeting_is_the_peers_fault_and_has_its_reply(self) -> None:
        mailer = smtpwire.Mailer({"name": "a.example"}, now=0.0)
        mailer.receive_data(b"554 5.7.1 Go away\r\n", 0.0)
        with self.assertRaises(smtpwire.PeerError) as caught:
            list(mailer.events(0.0))
        reply = caught.exception.reply
        assert reply is not None
        self.assertEqual((reply.code, reply.enhanced), (554, "5.7.1"))

    def test_a_reply_that_is_too_long_is_a_limits_fault(self) -> None:
        client = smtpwire.Client({"limits": {"reply_line": 512}}, now=0.0)
        client.receive_data(b"220 " + b"x" * 600 + b"\r\n", 0.0)
        with self.assertRaises(smtpwire.LimitError):
            client.next_event(0.0)

    def test_a_server_that_is_silent_is_a_timeout(self) -> None:
        client = smtpwire.Client(now=0.0)
        deadline = client.next_deadline()
        assert deadline is not None
        client.handle_timeout(deadline)
        with self.assertRaises(smtpwire.TimedOutError) as caught:
            client.next_event(deadline)
        self.assertIsInstance(caught.exception, TimeoutError)
        self.assertEqual(caught.exception.kind, "timeout")

    def test_a_failed_connection_stays_failed_with_the_same_error(self) -> None:
        client = smtpwire.Client(now=0.0)
        client.receive_data(b"no smtp\r\n", 0.0)
        seen = []
        for ask in (lambda: client.next_event(0.0), lambda: client.next_event(1.0),
                    lambda: list(client.events(2.0)),
                    lambda: client.receive_data(b"220 ok\r\n", 3.0)):
            with self.assertRaises(smtpwire.PeerError) as caught:
                ask()
            seen.append((caught.exception.code, caught.exception.name, str(caught.exception)))
        self.assertEqual(len(set(seen)), 1, seen)
        self.assertEqual(client.waits, "failed")
        # What may be asked of it still, is answered.
        self.assertIsNone(client.capabilities)
        client.handle_timeout(9.0)
        client.receive_eof(9.0)
        self.assertIsInstance(client.data_to_send(), bytes)

    def test_a_session_that_is_over_answers_that_it_is(self) -> None:
        pair = ready_pair()
        pair.client.quit()
        pair.play()
        client = pair.client
        self.assertEqual((client.waits, client.is_over), ("closed", True))
        self.assertIsNone(client.next_event(0.0))
        names = set()
        for _ in range(2):
            with self.assertRaises(smtpwire.UsageError) as caught:
                client.noop()
            names.add(caught.exception.name)
        self.assertEqual(len(names), 1)

    def test_a_malformed_command_says_where_and_what_a_server_answers(self) -> None:
        with self.assertRaises(smtpwire.UsageError) as caught:
            smtpwire.parse_command(b"MAIL FROM:<a@-b.example>")
        error = caught.exception
        self.assertEqual((error.name, error.code, error.verb), ("malformed", 4, "MAIL"))
        self.assertEqual(error.offset, 13)
        assert error.reply is not None
        self.assertEqual((error.reply.code, error.reply.enhanced), (501, "5.1.7"))
        self.assertFalse(error.loses_framing)

    def test_what_can_not_be_sent_is_refused_before_it_is(self) -> None:
        pair = ready_pair()
        client = pair.client
        for wrong in ("a@b.example>\r\nRCPT TO:<c@d.example", "a b@c.example", "a\0@b.example"):
            with self.assertRaises(smtpwire.UsageError) as caught:
                client.mail(wrong)
            self.assertEqual(caught.exception.name, "invalid-value", wrong)
        self.assertEqual(client.data_to_send(), b"")

    def test_a_value_of_the_wrong_type_is_a_type_error(self) -> None:
        client = smtpwire.Client(now=0.0)
        for wrong in ("text", None, 5, [1, 2]):
            with self.assertRaises(TypeError):
                client.receive_data(wrong, 0.0)  # type: ignore[arg-type]

    def test_an_error_can_be_shown_and_copied(self) -> None:
        import copy
        import pickle
        with self.assertRaises(smtpwire.UsageError) as caught:
            smtpwire.parse_command(b"MAIL FROM:<a@-b.example>")
        error = caught.exception
        for same in (copy.copy(error), pickle.loads(pickle.dumps(error))):
            self.assertIs(type(same), type(error))
            self.assertEqual((str(same), same.code, same.offset),
                             (str(error), error.code, error.offset))


class Choices(unittest.TestCase):
    def refused(self, config: object, role: type = smtpwire.Client) -> str:
        with self.assertRaises(smtpwire.UsageError) as caught:
            role(config)
        self.assertEqual(caught.exception.name, "invalid-value")
        self.assertEqual(caught.exception.detail, "invalid-choice")
        return str(caught.exception)

    def test_an_error_in_a_config_names_the_path(self) -> None:
        self.assertTrue(self.refused({"limits": {"reply_lines": -1}})
                        .startswith("limits.reply_lines: "))
        self.assertTrue(self.refused({"timeouts": {"mail": "soon"}})
                        .startswith("timeouts.mail: "))
        self.assertTrue(self.refused({"pipelining": 1}).startswith("pipelining: "))

    def test_an_unknown_option_is_refused_by_its_name(self) -> None:
        message = self.refused({"limits": {"replyLines": 5}})
        self.assertIn("replyLines", message)
        self.assertIn("reply_lines", message)  # what is there instead

    def test_what_is_needed_is_said(self) -> None:
        self.assertTrue(self.refused({}, smtpwire.Server).startswith("hostname: "))
        self.assertTrue(self.refused({}, smtpwire.Mailer).startswith("name: "))

    def test_what_is_no_plain_data_is_told_by_its_path_and_what_is_allowed(self) -> None:
        mailer = smtpwire.Mailer({"name": "a.example"}, now=0)
        def send(to: Any) -> object:
            return mailer.send({"from": "jo@a.example", "to": to}, b"")
        def client(config: Any = None, tls: Any = None) -> object:
            return smtpwire.Client(config, tls=tls)
        keys = "the keys of a dict are str, not int"
        several = "a list or a tuple is needed where there are several, not set"
        calls: dict[str, Callable[[], object]] = {
            f"limits: {keys}": lambda: client({"limits": {1: 2}}),
            f"config: {keys}": lambda: client({1: 2}),
            f"envelope.to[1].parameters[0]: {keys}": lambda: send(
                ["al@b.example", {"path": "x@b.example", "parameters": [{1: 2}]}]),
            f"envelope.to: {several}": lambda: send({"al@b.example"}),
            f"tls.or_named: {several}": lambda: client(tls={"peer": "b.example", "or_named": {"x"}}),
            "tls: dict, list, str, bytes, int, float, bool or None is needed, not object":
                lambda: client(tls=object()),
            "tls: a dictionary is needed, not True": lambda: client(tls=True),
            "limits.reply_line: a whole number from 0 is needed, not 4096.0":
                lambda: client({"limits": {"reply_line": 4096.0}}),
            "tls.roots: there are none in it; those are webpki, platform, none, and certificates in PEM or DER":
                lambda: client(tls={"peer": "b.example", "roots": []}),
            "envelope.to: at least one recipient is needed": lambda: send([]),
        }
        for said, call in calls.items():
            with self.subTest(said), self.assertRaises(smtpwire.UsageError) as caught:
                call()
            self.assertEqual(str(caught.exception), said)

    def test_a_secret_is_not_in_the_error_about_it(self) -> None:
        message = self.refused({"name": "a.example", "credentials": {
            "username": "alice", "password": ["looking-glass"]}}, smtpwire.Mailer)
        self.assertIn("credentials", message)
        self.assertNotIn("looking-glass", message)

    def test_a_config_that_is_no_dictionary_is_refused(self) -> None:
        for wrong in ([], ["lmtp"], "pipelining", 5, True):
            with self.assertRaises((TypeError, smtpwire.UsageError)):
                smtpwire.Client(wrong)  # type: ignore[arg-type]


class Surrogates(unittest.TestCase):
    """Octets of the environment that are no UTF-8 come as lone surrogates. Python's own complaint shows the text."""

    PASSWORD = "hunter2\udce9"

    def test_a_password_with_a_lone_surrogate_is_not_shown(self) -> None:
        credentials: smtpwire.types.Credentials = {"username": "jo", "password": self.PASSWORD}
        with self.assertRaises(smtpwire.UsageError) as raised:
            smtpwire.Mailer({"name": "a.example", "credentials": credentials})
        self.assertNotIn("hunter2", repr(raised.exception) + str(raised.exception.args))

    def test_text_with_a_lone_surrogate_is_a_usage_error_everywhere(self) -> None:
        client = smtpwire.Client()
        calls: list[Callable[[], object]] = [
            lambda: client.mail(self.PASSWORD),
            lambda: client.raw(self.PASSWORD),
            lambda: smtpwire.parse_command(self.PASSWORD),
            lambda: smtpwire.make_scram_verifier(self.PASSWORD, b"sixteen octets.."),
        ]
        for number, call in enumerate(calls):
            with self.subTest(number), self.assertRaises(smtpwire.UsageError):
                call()


class Contradictions(unittest.TestCase):
    def test_a_reply_whose_parts_differ_is_refused(self) -> None:
        server = smtpwire.Server({"hostname": "mx.example", "decisions": ["helo"]}, now=0)
        server.receive_data(b"EHLO a.example\r\n", now=0)
        list(server.events(now=0))
        reply = smtpwire.Reply(250, "was fine").as_dict()
        reply["code"] = 550
        with self.assertRaises(smtpwire.UsageError) as raised:
            server.answer(reply)
        self.assertIn("wire", str(raised.exception))
        with self.assertRaises(smtpwire.UsageError):
            server.answer({"code": 550, "lines": ["a"], "text": "b"})
        server.answer(smtpwire.Reply(550, "5.7.1 No").as_dict())
        self.assertIn(b"550 5.7.1 No", server.data_to_send())


if __name__ == "__main__":
    unittest.main()
