"""The mailer: a message goes in, an outcome for each recipient comes out."""

from __future__ import annotations

import dataclasses
import unittest
from typing import cast

import smtpwire
from smtpwire.types import Envelope, MailerConfig, ServerConfig
from support import ENTROPY, message_of

CONFIG: MailerConfig = {"name": "mail.sender.example", "security": "disabled"}
ENVELOPE: Envelope = {
    "from": "alice@sender.example", "to": ["humpty@mx.example", "nobody@mx.example"],
}


class Session:
    """A mailer and a server that refuses nobody@mx.example."""

    def __init__(self, config: MailerConfig = CONFIG,
                 server: ServerConfig | None = None) -> None:
        self.mailer = smtpwire.Mailer(config, entropy=ENTROPY, now=0.0)
        self.server = smtpwire.Server(
            server or {"hostname": "mx.example", "content": "whole"}, entropy=ENTROPY, now=0.0)
        self.outcomes: list[smtpwire.Outcome] = []
        self.messages: list[bytes] = []
        self.content = b""  # of a streamed message

    def play(self) -> None:
        while True:
            for event in self.mailer.events(0.0):
                match event:
                    case smtpwire.Outcome():
                        self.outcomes.append(event)
                    case smtpwire.NeedContent(transaction):
                        taken = self.mailer.content(transaction, self.content)
                        self.content = self.content[taken:]
                        if not self.content:
                            self.mailer.end_content(transaction)
            there = self.mailer.data_to_send()
            if there:
                self.server.receive_data(there, 0.0)
            for came in self.server.events(0.0):
                match came:
                    case smtpwire.Rcpt(to="nobody@mx.example"):
                        self.server.answer("550 5.1.1 No such user here")
                    case smtpwire.Message(octets=octets):
                        self.messages.append(octets or b"")
                        self.server.answer("250 2.0.0 Ok: queued as 4Tbx5x0CqKz1")
                    case _ if self.server.answers_due:
                        self.server.accept()
            back = self.server.data_to_send()
            if back:
                self.mailer.receive_data(back, 0.0)
            if not there and not back and self.mailer.waits != "output":
                return


class Mailer(unittest.TestCase):
    def test_each_recipient_has_an_outcome_with_the_servers_words(self) -> None:
        session = Session()
        number = session.mailer.send(ENVELOPE, message_of(1000))
        session.play()
        self.assertEqual(session.messages, [message_of(1000)])
        [outcome] = session.outcomes
        self.assertEqual(outcome.transaction, number)
        self.assertFalse(outcome.accepted)
        self.assertEqual(outcome.responsibility, "taken")
        self.assertEqual(outcome.queue_id, "4Tbx5x0CqKz1")
        self.assertIsNone(outcome.error)
        taken, refused = outcome.recipients
        self.assertEqual((taken.recipient, taken.status, taken.retryable),
                         ("humpty@mx.example", "accepted", False))
        assert taken.reply is not None and refused.reply is not None
        self.assertEqual(taken.reply.code, 250)
        self.assertEqual((refused.status, refused.stage, refused.reply.enhanced),
                         ("refused", "recipient", "5.1.1"))
        with self.assertRaises(dataclasses.FrozenInstanceError):
            refused.status = "accepted"  # type: ignore[misc]

    def test_outcomes_are_matched(self) -> None:
        session = Session()
        session.mailer.send(ENVELOPE, message_of(100))
        session.play()
        match session.outcomes[0].recipients:
            case [smtpwire.RecipientOutcome(status="accepted"),
                  smtpwire.RecipientOutcome(status="refused", reply=smtpwire.Reply(code=550))]:
                pass
            case other:
                self.fail(f"{other!r}")

    def test_content_may_be_text_or_octets(self) -> None:
        for content in ("Subject: tea\r\n\r\nUp.\r\n", b"Subject: tea\r\n\r\nUp.\r\n"):
            session = Session()
            session.mailer.send(ENVELOPE, content)
            session.play()
            self.assertEqual(session.messages, [b"Subject: tea\r\n\r\nUp.\r\n"])

    def test_content_that_is_streamed_is_asked_for(self) -> None:
        session = Session()
        session.content = message_of(300_000)
        session.mailer.send(ENVELOPE)
        session.play()
        self.assertEqual(session.messages, [message_of(300_000)])
        self.assertEqual(session.outcomes[0].recipients[0].status, "accepted")

    def test_an_extension_that_is_missing_is_said_before_anything_is_sent(self) -> None:
        session = Session(server={"hostname": "mx.example", "extensions": {"smtputf8": False}})
        session.mailer.send({"from": "älice@sender.example", "to": ["humpty@mx.example"]}, b"\r\n")
        session.play()
        [recipient] = session.outcomes[0].recipients
        self.assertEqual(recipient.status, "not-tried")
        assert recipient.why is not None
        self.assertEqual((recipient.why.reason, recipient.why.keyword),
                         ("not-offered", "SMTPUTF8"))
        self.assertIn("SMTPUTF8", recipient.why.message)
        self.assertEqual(session.messages, [])

    def test_a_message_that_is_too_large_is_not_tried(self) -> None:
        session = Session(server={"hostname": "mx.example", "limits": {"message_size": 1000}})
        session.mailer.send(ENVELOPE, message_of(2000))
        session.play()
        why = session.outcomes[0].recipients[0].why
        assert why is not None
        self.assertEqual((why.reason, why.size, why.limit), ("too-large", 2000, 1000))

    def test_a_connection_that_breaks_leaves_the_message_with_the_sender(self) -> None:
        mailer = smtpwire.Mailer(CONFIG, entropy=ENTROPY, now=0.0)
        mailer.send(ENVELOPE, message_of(100))
        mailer.receive_data(b"220 mx.example\r\n", 0.0)
        events = list(mailer.events(0.0))
        mailer.receive_eof(0.0)
        with self.assertRaises(smtpwire.PeerError):
            while (event := mailer.next_event(0.0)) is not None:
                events.append(event)
        [outcome] = [event for event in events if isinstance(event, smtpwire.Outcome)]
        self.assertEqual((outcome.accepted, outcome.responsibility), (False, "not-taken"))
        self.assertIsInstance(outcome.error, smtpwire.PeerError)
        self.assertTrue(all(recipient.retryable for recipient in outcome.recipients))

    def test_a_login_without_tls_is_refused_before_the_password_is_sent(self) -> None:
        config: MailerConfig = {
            **CONFIG, "credentials": {"username": "alice", "password": "looking-glass"}}
        session = Session(config, {"hostname": "mx.example", "extensions": {"auth": ["PLAIN"]},
                                   "plaintext_auth": True, "decoy_key": "0123456789abcdef"})
        session.mailer.send(ENVELOPE, message_of(100))
        with self.assertRaises(smtpwire.SmtpwireError) as caught:
            session.play()
        self.assertNotIn("looking-glass", repr(caught.exception))
        self.assertEqual(session.messages, [])

    def test_an_envelope_without_recipients_is_refused(self) -> None:
        mailer = smtpwire.Mailer(CONFIG, entropy=ENTROPY, now=0.0)
        with self.assertRaises(smtpwire.UsageError):
            mailer.send({"from": "a@sender.example", "to": []}, b"")
        with self.assertRaises(smtpwire.UsageError):
            mailer.send({"from": "a@sender.example", "to": ["no address"]}, b"")

    def test_a_sender_that_was_not_found_does_not_become_the_null_path(self) -> None:
        mailer = smtpwire.Mailer(CONFIG, entropy=ENTROPY, now=0.0)
        settings: dict[str, str] = {}
        for fields in ({"to": ["a@mx.example"]},
                       {"from": settings.get("sender"), "to": ["a@mx.example"]}):
            with self.subTest(fields), self.assertRaises(smtpwire.UsageError) as caught:
                mailer.send(cast(Envelope, fields), b"")
            self.assertIn("envelope.from: it is needed; the empty text is the null path",
                          str(caught.exception))
        self.assertEqual(mailer.pending, 0)

    def test_a_notice_goes_out_from_the_null_path_that_is_said(self) -> None:
        for said in ("", "<>"):
            with self.subTest(said):
                mailer = smtpwire.Mailer(CONFIG, entropy=ENTROPY, now=0.0)
                mailer.send({"from": said, "to": ["a@mx.example"]}, b"Subject: returned\r\n")
                sent = b""
                for came in (b"220 mx.example\r\n", b"250 mx.example\r\n"):
                    mailer.receive_data(came, 0.0)
                    list(mailer.events(0.0))
                    sent += mailer.data_to_send()
                self.assertIn(b"\r\nMAIL FROM:<>", sent)

    def test_the_outcome_as_a_dictionary_is_plain_data(self) -> None:
        import json
        session = Session()
        session.mailer.send(ENVELOPE, message_of(100))
        session.play()
        plain = session.outcomes[0].as_dict()
        self.assertEqual(plain["type"], "outcome")
        self.assertEqual(plain["recipients"][1]["reply"]["code"], 550)
        json.dumps(plain, default=lambda octets: octets.decode())


if __name__ == "__main__":
    unittest.main()
