"""What several tests need: sessions in memory, messages, certificates."""

from __future__ import annotations

from pathlib import Path
from typing import Generic, TypeVar

import smtpwire
from smtpwire.types import ClientConfig, Identity

DATA = Path(__file__).parent / "data"

# The authority, and a certificate of its for localhost, mx.example and 127.0.0.1.
AUTHORITY = (DATA / "authority.pem").read_bytes()
IDENTITY: Identity = {
    "certificate": (DATA / "server.pem").read_bytes(),
    "key": (DATA / "server.key").read_bytes(),
}

ENTROPY = bytes(range(32))


def message_of(size: int) -> bytes:
    """A message of so many octets, in lines of 64."""
    head = b"From: alice.liddell@sender.example\r\nSubject: Tea\r\n\r\n"
    line = b"Twinkle, twinkle, little bat! How I wonder what you're at! Up..\r\n"
    text = (head + line * (1 + size // len(line)))[:size - 2]
    if text.endswith(b"\r"):
        text = text[:-1] + b"!"  # not a CR that stands alone
    return text + b"\r\n"


# The client's side of a session.
C = TypeVar("C", smtpwire.Client, smtpwire.Mailer)

# What happens on it.
Happened = smtpwire.ClientEvent | smtpwire.MailerEvent


def accept_all(server: smtpwire.Server) -> None:
    """A host that accepts whatever it is asked."""
    if server.answers_due:
        server.accept()


class Pair(Generic[C]):
    """A client or mailer and a server, joined by nothing but copies."""

    def __init__(self, client: C,
                 server: smtpwire.Server | None = None) -> None:
        self.client: C = client
        self.server = server or smtpwire.Server({"hostname": "mx.example"},
                                                entropy=ENTROPY, now=0.0)
        self.came: list[smtpwire.ServerEvent] = []  # all events of the server's
        self.now = 0.0

    def serve(self) -> None:
        """Handles all that came to the server."""
        for event in self.server.events(self.now):
            self.came.append(event)
            accept_all(self.server)

    def carry(self) -> bool:
        """Carries octets in both directions; whether there were any."""
        there = self.client.data_to_send()
        if there:
            self.server.receive_data(there, self.now)
        self.serve()
        back = self.server.data_to_send()
        if back:
            self.client.receive_data(back, self.now)
        return bool(there or back)

    def play(self) -> list[Happened]:
        """Goes on until nothing moves any more; the client's events."""
        events: list[Happened] = list(self.client.events(self.now))
        while self.carry():
            events += self.client.events(self.now)
        return events


def ready_pair(config: ClientConfig | None = None) -> Pair[smtpwire.Client]:
    """A client past EHLO, and its server."""
    client = smtpwire.Client(config, now=0.0)
    pair = Pair(client)
    client.ehlo("client.example")
    pair.play()
    assert client.phase == "ready"
    return pair
