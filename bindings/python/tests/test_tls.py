"""TLS of the library's, both ends in memory; and TLS of the host's, through ssl.MemoryBIO."""

from __future__ import annotations

import ssl
import unittest

import smtpwire
from smtpwire.types import ClientTls, Envelope, MailerConfig, Security, ServerConfig, ServerTls
from support import AUTHORITY, DATA, ENTROPY, IDENTITY, Pair, accept_all, message_of

CLIENT: ClientTls = {"peer": "mx.example", "roots": AUTHORITY}
SERVER: ServerTls = {"identity": IDENTITY}


def mailer_of(tls: ClientTls, security: Security = "required") -> smtpwire.Mailer:
    config: MailerConfig = {"name": "mail.sender.example", "security": security}
    return smtpwire.Mailer(config, tls=tls, entropy=ENTROPY, now=0.0)


def server_of(tls: ServerTls) -> smtpwire.Server:
    config: ServerConfig = {"hostname": "mx.example", "content": "whole"}
    return smtpwire.Server(config, tls=tls, entropy=ENTROPY, now=0.0)


ENVELOPE: Envelope = {"from": "alice@sender.example", "to": ["humpty@mx.example"]}


class OfTheLibrary(unittest.TestCase):
    def delivered(self, mailer: smtpwire.Mailer, server: smtpwire.Server
                  ) -> Pair[smtpwire.Mailer]:
        mailer.send(ENVELOPE, message_of(1000))
        mailer.quit()
        pair = Pair(mailer, server)
        events = pair.play()
        outcomes = [event for event in events if isinstance(event, smtpwire.Outcome)]
        self.assertEqual([outcome.accepted for outcome in outcomes], [True])
        messages = [event for event in pair.came if isinstance(event, smtpwire.Message)]
        self.assertEqual([message.octets for message in messages], [message_of(1000)])
        return pair

    def test_a_message_goes_through_starttls(self) -> None:
        mailer, server = mailer_of(CLIENT), server_of(SERVER)
        self.assertIsNone(mailer.tls_session)
        self.delivered(mailer, server)
        self.assertTrue(mailer.is_tls and mailer.is_verified and server.is_tls)
        session = mailer.tls_session
        assert session is not None and server.tls_session is not None
        self.assertEqual((session["version"], session["verification"], session["verified"]),
                         ("TLSv1.3", "pkix", True))
        certificate = session["peer_certificates"][0]
        self.assertIn("mx.example", certificate["names"])
        self.assertIsInstance(certificate["der"], bytes)
        self.assertEqual(server.tls_session.get("server_name"), "mx.example")

    def test_a_message_goes_through_tls_from_the_first_octet(self) -> None:
        mailer = mailer_of(CLIENT, "implicit")
        server = server_of({**SERVER, "mode": "implicit"})
        self.delivered(mailer, server)
        self.assertTrue(mailer.is_tls and server.is_tls)

    def test_no_message_goes_to_a_server_that_is_another(self) -> None:
        mailer, server = mailer_of({**CLIENT, "peer": "other.example"}), server_of(SERVER)
        mailer.send(ENVELOPE, message_of(1000))
        pair = Pair(mailer, server)
        with self.assertRaises(smtpwire.SmtpwireError) as caught:
            pair.play()
        self.assertEqual(caught.exception.name, "tls-failed")
        failure = mailer.tls_failure
        assert failure is not None
        self.assertTrue(failure["message"])
        self.assertTrue(failure["advice"])
        self.assertFalse([event for event in pair.came if isinstance(event, smtpwire.Message)])

    def test_a_certificate_that_can_not_be_used_is_refused_when_it_is_given(self) -> None:
        with self.assertRaises(smtpwire.UsageError) as caught:
            server_of({"identity": {"certificate": b"no certificate", "key": IDENTITY["key"]}})
        self.assertEqual(caught.exception.name, "unusable-certificate")
        with self.assertRaises(smtpwire.UsageError) as caught:
            mailer_of({"peer": "mx.example",
                       "root": AUTHORITY})  # type: ignore[typeddict-unknown-key]
        self.assertIn("roots", str(caught.exception))

    def test_the_key_is_shown_nowhere(self) -> None:
        server = server_of(SERVER)
        secret = IDENTITY["key"].decode().splitlines()[1] if isinstance(
            IDENTITY["key"], bytes) else IDENTITY["key"]
        self.assertNotIn(secret, repr(server))

    def test_a_login_is_bound_to_the_channel(self) -> None:
        stored = smtpwire.make_scram_verifier("looking-glass", bytes(16))
        config: ServerConfig = {
            "hostname": "mx.example", "decoy_key": "0123456789abcdef",
            "extensions": {"auth": ["SCRAM-SHA-256-PLUS", "SCRAM-SHA-256"]},
        }
        server = smtpwire.Server(config, tls=SERVER, entropy=ENTROPY, now=0.0)
        client = smtpwire.Client(tls=CLIENT, now=0.0)
        pair = Pair(client, server)
        client.ehlo("client.example")  # STARTTLS comes by itself: the security is `required`.
        pair.play()
        self.assertTrue(client.is_tls)
        client.auth({"username": "alice", "password": "looking-glass"})
        events: list[smtpwire.ClientEvent] = []
        for _ in range(20):
            events += client.events(0.0)
            there = client.data_to_send()
            if there:
                server.receive_data(there, 0.0)
            for event in server.events(0.0):
                if isinstance(event, smtpwire.AuthLookup):
                    server.provide_verifier(stored)
                else:
                    accept_all(server)
            back = server.data_to_send()
            if back:
                client.receive_data(back, 0.0)
        done = [event for event in events if isinstance(event, smtpwire.Authenticated)]
        self.assertEqual([event.mechanism for event in done], ["SCRAM-SHA-256-PLUS"])
        self.assertTrue(server.is_authenticated)


class HostTls:
    """One end of TLS by Python's ssl, around nothing but memory."""

    def __init__(self, server_side: bool) -> None:
        self.came = ssl.MemoryBIO()
        self.goes = ssl.MemoryBIO()
        if server_side:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(DATA / "server.pem", DATA / "server.key")
            self.tls = context.wrap_bio(self.came, self.goes, server_side=True)
        else:
            context = ssl.create_default_context(cafile=DATA / "authority.pem")
            self.tls = context.wrap_bio(self.came, self.goes, server_hostname="mx.example")

    def shake_hands(self, octets: bytes) -> tuple[bool, bytes]:
        """Goes on with the handshake; whether it is done, and what is to be sent."""
        self.came.write(octets)
        try:
            self.tls.do_handshake()
        except ssl.SSLWantReadError:
            return False, self.goes.read()
        return True, self.goes.read()

    def opened(self, octets: bytes) -> bytes:
        self.came.write(octets)
        plain = b""
        try:
            while piece := self.tls.read(65536):
                plain += piece
        except ssl.SSLWantReadError:
            pass
        return plain

    def sealed(self, octets: bytes) -> bytes:
        if octets:
            self.tls.write(octets)
        return self.goes.read()


class OfTheHost(unittest.TestCase):
    def test_a_client_is_handed_off_at_starttls(self) -> None:
        """The client's TLS is Python's, the server's the library's."""
        client = smtpwire.Client(now=0.0)
        server = server_of(SERVER)
        client.ehlo("client.example")
        Pair(client, server).play()
        client.starttls()
        tls = HostTls(server_side=False)
        encrypted = False
        events: list[smtpwire.ClientEvent] = []
        for _ in range(30):
            for event in client.events(0.0):
                events.append(event)
                if isinstance(event, smtpwire.StartTls):
                    self.assertEqual(client.data_to_send(), b"")
                    self.assertEqual(client.waits, "data" if encrypted else client.waits)
                    done, out = tls.shake_hands(b"")
                    while not done:
                        if out:
                            server.receive_data(out, 0.0)
                        list(server.events(0.0))
                        done, out = tls.shake_hands(server.data_to_send())
                    if out:
                        server.receive_data(out, 0.0)
                    client.tls_established(verified=True, now=0.0)
                    encrypted = True
                    client.ehlo("client.example")
                    client.mail("a@client.example")
                    client.rcpt("b@mx.example")
                    client.data()
                if isinstance(event, smtpwire.DataReady):
                    client.content(message_of(500))
                    client.end_content()
            output = client.data_to_send()
            output = tls.sealed(output) if encrypted else output
            if output:
                server.receive_data(output, 0.0)
            for came in server.events(0.0):
                accept_all(server)
            back = server.data_to_send()
            back = tls.opened(back) if encrypted and back else back
            if back:
                client.receive_data(back, 0.0)
        self.assertIn("content-reply", [event.type for event in events])
        self.assertTrue(client.is_tls and client.is_verified and server.is_tls)

    def test_a_server_is_handed_off_at_starttls(self) -> None:
        """The server's TLS is Python's, the mailer's the library's."""
        server = smtpwire.Server(
            {"hostname": "mx.example", "content": "whole", "extensions": {"starttls": True}},
            entropy=ENTROPY, now=0.0)
        mailer = mailer_of(CLIENT)
        mailer.send(ENVELOPE, message_of(500))
        tls = HostTls(server_side=True)
        state = "plain"
        outcomes: list[smtpwire.Outcome] = []
        messages: list[bytes | None] = []
        for _ in range(30):
            for event in mailer.events(0.0):
                if isinstance(event, smtpwire.Outcome):
                    outcomes.append(event)
            octets = mailer.data_to_send()
            if state == "handshake":
                done, back = tls.shake_hands(octets)
                octets = b""
                if back:
                    mailer.receive_data(back, 0.0)
                if done:
                    server.tls_established(now=0.0)
                    state = "encrypted"
                    octets = tls.opened(b"")
            elif state == "encrypted":
                octets = tls.opened(octets)
            if octets:
                server.receive_data(octets, 0.0)
            for came in server.events(0.0):
                if isinstance(came, smtpwire.StartTls):
                    mailer.receive_data(server.data_to_send(), 0.0)
                    state = "handshake"
                elif isinstance(came, smtpwire.Message):
                    messages.append(came.octets)
                    server.accept()
                else:
                    accept_all(server)
            if state != "handshake":
                back = server.data_to_send()
                back = tls.sealed(back) if state == "encrypted" else back
                if back:
                    mailer.receive_data(back, 0.0)
        self.assertEqual([outcome.accepted for outcome in outcomes], [True])
        self.assertEqual(messages, [message_of(500)])
        self.assertTrue(server.is_tls)

    def test_a_handshake_that_fails_ends_the_session(self) -> None:
        client = smtpwire.Client(awaiting_tls=True, now=0.0)
        self.assertIsNone(client.next_event(0.0))
        self.assertEqual(client.waits, "host")
        client.tls_failed("certificate verify failed: Hostname mismatch")
        with self.assertRaises(smtpwire.SmtpwireError) as caught:
            client.next_event(0.0)
        self.assertEqual(caught.exception.name, "tls-failed")
        self.assertIn("Hostname mismatch", str(caught.exception))

    def test_octets_in_the_clear_behind_starttls_are_an_attack(self) -> None:
        client = smtpwire.Client(now=0.0)
        client.receive_data(b"220 mx.example\r\n", 0.0)
        list(client.events(0.0))
        client.ehlo("client.example")
        list(client.events(0.0))
        client.data_to_send()
        client.receive_data(b"250-mx.example\r\n250 STARTTLS\r\n", 0.0)
        list(client.events(0.0))
        client.starttls()
        list(client.events(0.0))
        client.data_to_send()
        client.receive_data(b"220 2.0.0 Go ahead\r\n250 2.0.0 injected\r\n", 0.0)
        with self.assertRaises(smtpwire.PeerError):
            list(client.events(0.0))

    def test_both_ways_at_once_are_refused(self) -> None:
        with self.assertRaises(smtpwire.UsageError):
            smtpwire.Client(tls=CLIENT, awaiting_tls=True, now=0.0)
        client = smtpwire.Client(tls=CLIENT, now=0.0)
        with self.assertRaises(smtpwire.UsageError) as caught:
            client.tls_established(verified=True, now=0.0)
        self.assertEqual(caught.exception.name, "no-tls-expected")


if __name__ == "__main__":
    unittest.main()
