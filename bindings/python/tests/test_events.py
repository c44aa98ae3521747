"""Events: one frozen class for each kind, made for `match`."""

from __future__ import annotations

import contextlib
import copy
import gc
import json
import pickle
import unittest
import weakref
from collections.abc import Callable

import smtpwire
from support import ENTROPY, Pair, ready_pair

PASSWORD = "looking-glass"


def login_claim() -> tuple[smtpwire.Server, smtpwire.AuthVerify]:
    """A server that is asked about a password."""
    server = smtpwire.Server(
        {"hostname": "mx.example", "extensions": {"auth": ["PLAIN"]}, "implicit_tls": True,
         "decoy_key": "0123456789abcdef"},
        entropy=ENTROPY, now=0.0,
    )
    client = smtpwire.Client({"implicit_tls": True, "verified": True}, now=0.0)
    pair = Pair(client, server)
    client.ehlo("client.example")
    pair.play()
    client.auth({"username": "alice", "password": PASSWORD}, entropy=ENTROPY)
    list(client.events(0.0))
    server.receive_data(client.data_to_send(), 0.0)
    for event in server.events(0.0):
        if isinstance(event, smtpwire.AuthVerify):
            return server, event
    raise AssertionError("no claim")


class Events(unittest.TestCase):
    def test_an_event_is_matched_by_its_class_and_its_fields(self) -> None:
        client = smtpwire.Client(now=0.0)
        client.receive_data(b"220 mx.example ready\r\n", 0.0)
        match client.next_event(0.0):
            case smtpwire.Greeting(reply=smtpwire.Reply(code=220) as reply):
                self.assertEqual(reply.text, "mx.example ready")
            case other:
                self.fail(f"{other!r}")

    def test_an_event_is_matched_by_position(self) -> None:
        pair = ready_pair()
        pair.client.noop()
        events = pair.play()
        self.assertEqual(smtpwire.CommandReply.__match_args__, ("command", "verb", "reply"))
        match events:
            case [smtpwire.CommandReply(command, "NOOP", reply)]:
                self.assertEqual(command, 2)
                self.assertEqual(reply.code, 250)
            case other:
                self.fail(f"{other!r}")

    def test_an_event_names_its_kind(self) -> None:
        pair = ready_pair()
        self.assertIn("connected", [event.type for event in pair.came])
        self.assertIn("helo", [event.type for event in pair.came])
        helo = next(event for event in pair.came if isinstance(event, smtpwire.Helo))
        self.assertEqual((helo.verb, helo.host), ("EHLO", "client.example"))
        self.assertEqual(helo.as_dict(),
                         {"type": "helo", "verb": "EHLO", "host": "client.example"})

    def test_every_kind_of_event_has_a_class_with_a_type(self) -> None:
        kinds = {kind.__name__: kind for kind in vars(smtpwire).values()
                 if isinstance(kind, type) and issubclass(kind, smtpwire.Event)
                 and kind is not smtpwire.Event}
        self.assertGreaterEqual(len(kinds), 39)
        for name, kind in kinds.items():
            self.assertIn(name, smtpwire.__all__)
            self.assertIsInstance(getattr(kind, "__match_args__"), tuple)
            self.assertTrue(kind.__doc__, name)

    def test_an_event_is_frozen(self) -> None:
        client = smtpwire.Client(now=0.0)
        client.receive_data(b"220 mx.example\r\n", 0.0)
        event = client.next_event(0.0)
        assert isinstance(event, smtpwire.Greeting)
        for change in ("reply", "type", "nonsense"):
            with self.assertRaises(AttributeError, msg=change):
                setattr(event, change, None)
        with self.assertRaises(AttributeError):
            setattr(event.reply, "code", 250)
        with self.assertRaises(AttributeError):
            delattr(event, "reply")

    def test_two_events_are_equal_when_they_say_the_same(self) -> None:
        def greeting(line: bytes) -> smtpwire.Event | None:
            client = smtpwire.Client(now=0.0)
            client.receive_data(line, 0.0)
            return client.next_event(0.0)

        self.assertEqual(greeting(b"220 a\r\n"), greeting(b"220 a\r\n"))
        self.assertNotEqual(greeting(b"220 a\r\n"), greeting(b"220 b\r\n"))

    def test_a_field_that_is_asked_twice_says_the_same(self) -> None:
        pair = ready_pair()
        pair.client.mail("a@client.example", [{"keyword": "SIZE", "value": 100}])
        pair.play()
        mail = next(event for event in pair.came if isinstance(event, smtpwire.Mail))
        self.assertEqual(mail.from_, "a@client.example")
        for _ in range(2):
            self.assertEqual(list(mail.parameters), [{"keyword": "SIZE", "value": 100}])
        self.assertIsInstance(mail.parameters, tuple)
        for parameter in mail.parameters:
            parameter["keyword"] = "BODY"  # What is handed out is the caller's own.
        self.assertEqual(list(mail.parameters), [{"keyword": "SIZE", "value": 100}])
        self.assertEqual(mail.as_dict()["parameters"], [{"keyword": "SIZE", "value": 100}])

    def test_a_field_that_does_not_apply_is_none_and_not_in_the_dictionary(self) -> None:
        server = smtpwire.Server(
            {"hostname": "mx.example", "extensions": {"starttls": True}}, now=0.0)
        server.receive_data(b"", 0.0)
        list(server.events(0.0))
        server.receive_data(b"EHLO a.example\r\n", 0.0)
        list(server.events(0.0))
        server.receive_data(b"STARTTLS\r\n", 0.0)
        event = next(e for e in server.events(0.0) if isinstance(e, smtpwire.StartTls))
        self.assertIsNone(event.command)
        self.assertIsNone(event.reply)
        self.assertEqual(event.as_dict(), {"type": "start-tls"})

    def test_a_connection_is_not_pickled_by_mistake_and_can_be_referred_to_weakly(self) -> None:
        client = smtpwire.Client(now=0.0)
        with self.assertRaises(TypeError):
            pickle.dumps(client)
        weak = weakref.ref(client)
        self.assertIs(weak(), client)
        del client
        gc.collect()
        self.assertIsNone(weak())

    def all_events(self) -> list[smtpwire.Event]:
        """Events of all roles, as connections hand them out."""
        pair = ready_pair()
        pair.client.mail("a@client.example", [{"keyword": "SIZE", "value": 100}])
        pair.client.rcpt("b@mx.example")
        came: list[smtpwire.Event] = [*pair.play(), *pair.came]
        _, claim = login_claim()
        mailer = smtpwire.Mailer({"name": "a.example", "security": "disabled"},
                                 entropy=ENTROPY, now=0.0)
        mailer.send({"from": "", "to": ["jo@b.example", "al@b.example"]}, b"\r\n")
        mailer.receive_data(b"220 mx\r\n", 0.0)
        list(mailer.events(0.0))
        mailer.receive_eof(0.0)
        with contextlib.suppress(smtpwire.SmtpwireError):
            for event in mailer.events(0.0):
                came.append(event)
        self.assertIn("outcome", [event.type for event in came])
        return [*came, claim]

    def test_an_event_can_be_copied_and_pickled_and_is_the_same(self) -> None:
        for event in self.all_events():
            with self.subTest(event.type):
                for twin in (copy.copy(event), copy.deepcopy(event),
                             pickle.loads(pickle.dumps(event))):
                    self.assertEqual(twin, event)
                    self.assertEqual(hash(twin), hash(event))
                    self.assertEqual(repr(twin), repr(event))
                    self.assertEqual(twin.as_dict(), event.as_dict())
                self.assertNotIn(PASSWORD.encode(), pickle.dumps(event))

    def test_an_event_is_in_a_set_once(self) -> None:
        events = self.all_events()
        self.assertEqual(set(events), set(events) | {copy.deepcopy(event) for event in events})
        self.assertEqual(len({smtpwire.Quit(), smtpwire.Quit(), smtpwire.Rset()}), 2)

    def test_an_event_of_a_program_s_own_is_matched_as_one_that_happened(self) -> None:
        reply = smtpwire.Reply(250, "ok")
        made = smtpwire.ContentReply(command=3, reply=reply)
        match made:
            case smtpwire.ContentReply(command, smtpwire.Reply(code=250)):
                self.assertEqual(command, 3)
            case _:
                self.fail(f"{made!r}")
        self.assertEqual(made, smtpwire.ContentReply(3, reply))
        self.assertNotEqual(made, smtpwire.ContentReply(4, reply))
        self.assertNotEqual(made, smtpwire.DataReady(3, reply))
        self.assertEqual(made.as_dict(), {"type": "content-reply", "command": 3,
                                          "reply": reply.as_dict()})
        happened = next(e for e in self.all_events() if isinstance(e, smtpwire.Mail))
        same = smtpwire.Mail(from_="a@client.example",
                             parameters=({"keyword": "SIZE", "value": 100},))
        self.assertEqual(same, happened)
        self.assertEqual(same.as_dict(), happened.as_dict())
        with self.assertRaises(TypeError):
            smtpwire.Rcpt()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
        with self.assertRaises(AttributeError):
            setattr(made, "command", 4)

    def test_a_secret_that_is_given_is_masked_and_revealed_by_name(self) -> None:
        made = smtpwire.AuthVerify("password", username="jo", password=PASSWORD)
        token = smtpwire.AuthVerify("bearer", username="jo", token=PASSWORD)
        url = smtpwire.Burl(f"imap://jo@mx.example/{PASSWORD}", last=True)
        for event in (made, token, url):
            for shown in (repr(event), str(event), repr(event.as_dict()), event.as_json()):
                self.assertNotIn(PASSWORD, shown)
                self.assertIn("***", shown)
            for name in dir(event):
                value = getattr(event, name)
                if not callable(value):
                    self.assertNotIn(PASSWORD, repr(value), name)
            self.assertNotIn(PASSWORD.encode(), pickle.dumps(event))
        self.assertEqual((made.reveal_password(), made.reveal_token()), (PASSWORD.encode(), None))
        self.assertEqual((token.reveal_password(), token.reveal_token()), (None, PASSWORD))
        self.assertEqual(url.reveal_url(), f"imap://jo@mx.example/{PASSWORD}")
        self.assertTrue(made.matches(PASSWORD))
        self.assertTrue(made.matches(PASSWORD.encode()) and made.matches(bytearray(PASSWORD.encode())))
        self.assertFalse(made.matches(b"pencil") or made.matches(b"\xff"))
        self.assertFalse(made.matches("pencil") or token.matches(PASSWORD))

    def test_the_mask_alone_is_no_secret(self) -> None:
        made = smtpwire.AuthVerify("password", username="jo", password="***")
        self.assertIsNone(made.reveal_password())
        self.assertFalse(made.matches("***"))

    def test_events_that_are_equal_to_one_are_equal_to_each_other(self) -> None:
        claims: list[smtpwire.Event] = [login_claim()[1]]
        claims += [smtpwire.AuthVerify("password", username="alice", password=password)
                   for password in (PASSWORD, "pencil", "***")]
        claims += [pickle.loads(pickle.dumps(claim)) for claim in claims]
        for event in claims:
            self.assertEqual(claims, [event] * len(claims))
        self.assertEqual(len(set(claims)), 1)

    def test_a_field_of_another_type_is_refused_by_its_name(self) -> None:
        ok = smtpwire.Reply(250, "ok")
        wrong: list[tuple[Callable[..., object], tuple[object, ...], str]] = [
            (smtpwire.Greeting, ("220 mx",), "reply must be a smtpwire.Reply, not str"),
            (smtpwire.ContentReply, ("3", ok), "command must be int, not str"),
            (smtpwire.ContentReply, (None, ok), "command must be int, not NoneType"),
            (smtpwire.RecipientReply, (1, 0, 1, ok), "last must be True or False, not int"),
            (smtpwire.Rcpt, (b"jo@mx.example", ()), "to must be str, not bytes"),
            (smtpwire.Rcpt, ("jo@mx.example", "SIZE=10"), "parameters must be a tuple of dicts, not str"),
            (smtpwire.Content, ("text",), "octets must be bytes or another buffer, not str"),
            (smtpwire.Atrn, ("mx.example",), "domains must be a tuple of str, not str"),
            (smtpwire.XClient, (("NAME",),), "attributes[0] must be a pair of str, not str"),
            (smtpwire.Aborted, ("content", "why"), "error must be a smtpwire.SmtpwireError, not str"),
            (smtpwire.Proxy, ([],), "header must be a dict, not list"),
            (smtpwire.Outcome, (1, True, "taken", ("jo",)),
             "recipients[0] must be a smtpwire.RecipientOutcome, not str"),
            (smtpwire.AuthVerify, ("password", "jo", None, 5), "password must be str or bytes, not int"),
            (smtpwire.RecipientOutcome, (b"jo", "accepted", False), "recipient must be str, not bytes"),
            (smtpwire.RecipientOutcome, ("jo", "accepted", 0), "retryable must be bool, not int"),
            (smtpwire.RecipientOutcome, ("jo", "accepted", False, "250 ok"), "reply must be Reply, not str"),
            (smtpwire.NotTried, ("too-large", "it is too large", None, True), "size must be int, not bool"),
            (smtpwire.NotTried, ("content", "no", None, None, None, "why"),
             "error must be SmtpwireError, not str"),
        ]
        for kind, given, said in wrong:
            with self.subTest(kind.__name__), self.assertRaises(TypeError) as caught:
                kind(*given)
            self.assertEqual(str(caught.exception), said)

    def test_a_field_that_can_not_be_is_refused_by_its_path(self) -> None:
        wrong: list[tuple[Callable[..., object], tuple[object, ...], str]] = [
            (smtpwire.NeedContent, (-1,), "transaction: a whole number from 1 to "),
            (smtpwire.NeedContent, (0,), "transaction: a whole number from 1 to "),
            (smtpwire.DataReady, (0, smtpwire.Reply(354)), "command: a whole number from 1 to "),
            (smtpwire.Message, (-1,), "size: a whole number from 0 to "),
            (smtpwire.AuthLookup, ("SCRAM-MD5", "jo"), "mechanism: it is one of SCRAM-SHA-256-PLUS, "),
            (smtpwire.Mail, ("jo", [{"keyword": "SIZE", "value": -1}]), "parameters[0]: SIZE: "),
            (smtpwire.Mail, ("jo", [{"keyword": "BODY", "value": "9BIT"}]), "parameters[0]: BODY: "),
            (smtpwire.Rcpt, ("jo", [{"keyword": "SIZE", "value": 1}]), "parameters[0]: SIZE: no parameter of RCPT"),
            (smtpwire.RecipientOutcome, ("jo", "acepted", False), "status: it is one of accepted, "),
            (smtpwire.RecipientOutcome, ("jo", "refused", False, None, "quit"), "stage: it is one of "),
            (smtpwire.NotTried, ("too-big", "it is too large"), "reason: it is one of "),
            (smtpwire.NotTried, ("too-large", "it is too large", None, -1),
             "size: a whole number from 0 to 18446744073709551615 is needed"),
            (smtpwire.Helo, ("HALLO", "mx.example"), "verb: it is one of EHLO, HELO, LHLO"),
            (smtpwire.Rcpt, ("jo", [{"keyword": 5}]), "parameters[0].keyword: text is needed, not a number"),
            (smtpwire.Rcpt, ("jo", [{1: 5}]), "parameters[0]: the keys of a dict are str, not int"),
            (smtpwire.Proxy, ({"command": "PROXY"},), "header: PROXY needs the field transport"),
            (smtpwire.Proxy, ({"command": "LOCAL", "more": 1},), "header.more: not a field; "),
        ]
        for kind, given, said in wrong:
            with self.subTest(said), self.assertRaises(smtpwire.UsageError) as caught:
                kind(*given)
            self.assertTrue(str(caught.exception).startswith(said), caught.exception)

    def test_what_was_given_can_be_changed_and_the_event_does_not(self) -> None:
        header: smtpwire.types.ProxyHeader = {"command": "LOCAL"}
        proxy = smtpwire.Proxy(header)
        parameters: list[smtpwire.types.Parameter] = [{"keyword": "SIZE", "value": 1}]
        mail = smtpwire.Mail("jo@mx.example", parameters)
        header["command"] = proxy.header["command"] = "PROXY"
        parameters[0]["value"] = mail.parameters[0]["value"] = 2
        parameters.clear()
        self.assertEqual(proxy.header, {"command": "LOCAL"})
        self.assertEqual(mail.parameters, ({"keyword": "SIZE", "value": 1},))

    def test_no_class_of_a_program_s_own_is_an_event(self) -> None:
        for base in (smtpwire.Event, smtpwire.Rcpt, smtpwire.Reply, smtpwire.Client):
            with self.assertRaises(TypeError, msg=base):
                type("Mine", (base,), {})

    def test_a_connection_is_shown_by_its_class_and_what_it_waits_for(self) -> None:
        self.assertEqual(repr(smtpwire.Client(now=0.0)), '<smtpwire.Client waits="data">')

    def test_an_event_is_json_for_a_log(self) -> None:
        for event in self.all_events():
            told = json.loads(event.as_json())
            self.assertEqual(told["type"], event.type)
            self.assertNotIn(PASSWORD, event.as_json())
        content = smtpwire.Content(b"caf\xe9")
        self.assertEqual(json.loads(content.as_json())["octets"], "caf\\xe9")
        self.assertEqual(json.loads(smtpwire.Reply(250, "ok").as_json())["text"], "ok")


class Secrets(unittest.TestCase):
    def test_a_password_is_masked_and_revealed_by_name(self) -> None:
        _, claim = login_claim()
        self.assertEqual(claim.credentials, "password")
        self.assertEqual(claim.username, "alice")
        self.assertEqual(claim.password, "***")
        shown = [repr(claim), str(claim), f"{claim}", repr(claim.as_dict()), repr([claim])]
        for text in shown:
            self.assertNotIn(PASSWORD, text)
            self.assertIn("***", text)
        self.assertEqual(claim.reveal_password(), PASSWORD.encode())
        self.assertIsNone(claim.reveal_token())

    def test_a_password_is_compared_as_text_or_as_its_octets(self) -> None:
        _, claim = login_claim()
        for same in (PASSWORD, PASSWORD.encode(), bytearray(PASSWORD.encode())):
            self.assertTrue(claim.matches(same))
        for other in ("pencil", b"pencil", b"", PASSWORD.encode() + b"\xff"):
            self.assertFalse(claim.matches(other))
        with self.assertRaises(TypeError) as caught:
            claim.matches(5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        self.assertEqual(str(caught.exception), "password must be str or bytes, not int")

    def test_a_password_that_is_no_text_is_compared_by_its_octets(self) -> None:
        server = smtpwire.Server(
            {"hostname": "mx.example", "extensions": {"auth": ["LOGIN"]}, "implicit_tls": True},
            entropy=ENTROPY, now=0.0)
        claims: list[smtpwire.ServerEvent] = []
        for line in (b"EHLO a.example\r\n", b"AUTH LOGIN\r\n", b"am8=\r\n", b"cGX/Y2ls\r\n"):
            server.receive_data(line, 0.0)
            claims += [event for event in server.events(0.0)]
        claim = claims[-1]
        assert isinstance(claim, smtpwire.AuthVerify)
        self.assertTrue(claim.matches(b"pe\xffcil") and server.claim_matches(b"pe\xffcil"))
        self.assertFalse(claim.matches(b"pe\xfecil") or server.claim_matches(b"pe\xfecil"))

    def test_no_attribute_of_a_claim_holds_the_password(self) -> None:
        _, claim = login_claim()
        for name in dir(claim):
            value = getattr(claim, name)
            if not callable(value):
                self.assertNotIn(PASSWORD, repr(value), name)

    def test_a_server_shows_no_secret_of_its_own(self) -> None:
        server, _ = login_claim()
        for shown in (repr(server), str(server)):
            self.assertNotIn(PASSWORD, shown)
            self.assertNotIn("0123456789abcdef", shown)

    def test_a_parsed_command_masks_what_logs_in(self) -> None:
        line = b"AUTH PLAIN AGFsaWNlAGxvb2tpbmctZ2xhc3M="
        self.assertEqual(smtpwire.parse_command(line).get("initial_response"), "***")
        self.assertEqual(smtpwire.reveal_command(line).get("initial_response"),
                         "AGFsaWNlAGxvb2tpbmctZ2xhc3M=")

    def test_a_transcript_is_masked_in_its_length(self) -> None:
        transcript = (b"S: 220 mx.example\r\nC: EHLO a.example\r\nS: 250-mx.example\r\n"
                      b"S: 250 AUTH PLAIN\r\nC: AUTH PLAIN AGFsaWNlAGxvb2tpbmctZ2xhc3M=\r\n")
        masked = smtpwire.mask_transcript(transcript)
        self.assertEqual(len(masked), len(transcript))
        self.assertNotIn(b"AGFsaWNl", masked)


class Replies(unittest.TestCase):
    def test_a_reply_keeps_its_octets(self) -> None:
        wire = b"250-2.1.0 caf\xe9\r\n250 2.1.0 ok\r\n"
        reply = smtpwire.parse_reply(wire)
        assert reply is not None
        self.assertEqual(reply.wire, wire)
        self.assertEqual(bytes(reply), wire)
        self.assertEqual((reply.code, reply.enhanced), (250, "2.1.0"))
        self.assertEqual(list(reply.lines), ["2.1.0 caf\\xe9", "2.1.0 ok"])
        self.assertEqual(reply.text, "caf\\xe9\nok")
        self.assertTrue(reply.is_positive)

    def test_a_reply_that_is_built_is_the_one_that_is_read(self) -> None:
        built = smtpwire.Reply(550, "No such user", enhanced="5.1.1")
        self.assertEqual(built.wire, b"550 5.1.1 No such user\r\n")
        self.assertEqual(built, smtpwire.parse_reply(built.wire))
        self.assertEqual(hash(built), hash(smtpwire.parse_reply(built.wire)))
        self.assertFalse(built.is_positive)

    def test_a_reply_with_a_line_end_in_it_is_refused(self) -> None:
        with self.assertRaises(smtpwire.UsageError) as caught:
            smtpwire.Reply(250, "ok\r\n250 more")
        self.assertEqual(caught.exception.detail, "line-end")


if __name__ == "__main__":
    unittest.main()
