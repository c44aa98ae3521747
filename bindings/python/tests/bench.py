"""What a call costs: an event pulled, and whole transactions in memory, beside smtpproto.

    python bench.py [--with smtpproto] [--rounds 11]    prints one line of JSON for each work
    python bench.py --worker [--with smtpproto]         reads `transaction 1000` and the like, and
                                                        prints nanoseconds of processor time

The works are those of the native benchmark (`benches/src/sessions.rs`), so that they can be told as
multiples of it. smtpproto (from PyPI, not needed for anything else) has a client only:

- `transaction`: its server's part is a list of replies, so that it does about half of our work, and
  it does not pipeline: it reads four replies one by one, of which ours reads three at once.
- `client`: the same on both sides: our client has the list of replies, too.
- `event`: NOOP and its reply, the same on both sides.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import smtpwire

from support import ENTROPY, message_of

if TYPE_CHECKING:
    from email.message import EmailMessage

SIZE = 1024
SENDER = "alice.liddell@sender.example"
RECIPIENT = "humpty.dumpty@receiver.example"

# What a server says in a transaction, for those who are alone.
OK = b"250 2.0.0 Ok\r\n"
GO = b"354 End data with <CR><LF>.<CR><LF>\r\n"
EHLO = (b"250-mx.receiver.example\r\n250-PIPELINING\r\n250-SIZE 10240000\r\n250-8BITMIME\r\n"
        b"250-ENHANCEDSTATUSCODES\r\n250 SMTPUTF8\r\n")

Work = Callable[[], object]


class Pair:
    """A client and a server, past EHLO."""

    def __init__(self) -> None:
        self.content = message_of(SIZE)
        self.client = smtpwire.Client(now=0.0)
        self.server = smtpwire.Server({"hostname": "mx.receiver.example"},
                                      entropy=ENTROPY, now=0.0)
        self.messages = 0
        self.client.ehlo("mail.sender.example")
        while self.client.capabilities is None:
            self.carry()
            self.events()

    def carry(self) -> None:
        """Carries octets in both directions; the server has its turn in between."""
        server = self.server
        server.receive_data(self.client.data_to_send(), 0.0)
        while (event := server.next_event(0.0)) is not None:
            if isinstance(event, smtpwire.Message):
                self.messages += 1
                server.accept()
            elif isinstance(event, smtpwire.Rcpt):
                server.accept()
        self.client.receive_data(server.data_to_send(), 0.0)

    def events(self) -> bool:
        """Takes the client's events, with the content when DATA is answered; whether a message was
        accepted."""
        client = self.client
        accepted = False
        while (event := client.next_event(0.0)) is not None:
            if isinstance(event, smtpwire.DataReady):
                client.content(self.content)
                client.end_content()
            elif isinstance(event, smtpwire.ContentReply):
                accepted = event.reply.code == 250
        return accepted

    def transaction(self) -> None:
        client, before = self.client, self.messages
        client.mail(SENDER)
        client.rcpt(RECIPIENT)
        client.data()
        self.carry()
        self.events()
        self.carry()
        if not self.events() or self.messages != before + 1:
            raise AssertionError("the message was not taken")


class Alone:
    """Our client, with the replies from a list."""

    def __init__(self) -> None:
        self.content = message_of(SIZE)
        self.client = smtpwire.Client(now=0.0)
        self.client.receive_data(b"220 mx.receiver.example ESMTP\r\n", 0.0)
        self.client.ehlo("mail.sender.example")
        list(self.client.events(0.0))
        self.client.data_to_send()
        self.client.receive_data(EHLO, 0.0)
        list(self.client.events(0.0))

    def event(self) -> None:
        client = self.client
        client.noop()
        client.data_to_send()
        client.receive_data(OK, 0.0)
        event = client.next_event(0.0)
        if not isinstance(event, smtpwire.CommandReply) or event.reply.code != 250:
            raise AssertionError(f"{event!r}")

    def transaction(self) -> None:
        client = self.client
        client.mail(SENDER)
        client.rcpt(RECIPIENT)
        client.data()
        client.data_to_send()
        client.receive_data(OK + OK + GO, 0.0)
        while (event := client.next_event(0.0)) is not None:
            if isinstance(event, smtpwire.DataReady):
                client.content(self.content)
                client.end_content()
        client.data_to_send()
        client.receive_data(OK, 0.0)
        event = client.next_event(0.0)
        if not isinstance(event, smtpwire.ContentReply) or event.reply.code != 250:
            raise AssertionError(f"{event!r}")


class Peer:
    """smtpproto's client, with the replies from a list."""

    def __init__(self) -> None:
        from smtpproto.protocol import SMTPClientProtocol
        self.client = SMTPClientProtocol()
        self.message = self._message()
        self.client.feed_bytes(b"220 mx.receiver.example ESMTP\r\n")
        self.client.send_greeting("mail.sender.example")
        self.client.get_outgoing_data()
        self.client.feed_bytes(EHLO)

    @staticmethod
    def _message() -> EmailMessage:
        """It takes messages as objects, and writes them out each time."""
        from email import message_from_bytes, policy
        from email.message import EmailMessage
        message = message_from_bytes(message_of(SIZE), policy=policy.SMTP)
        assert isinstance(message, EmailMessage)
        return message

    def _ask(self, reply: bytes, code: int) -> None:
        client = self.client
        client.get_outgoing_data()
        response = client.feed_bytes(reply)
        if response is None or response.code != code:
            raise AssertionError(f"{response!r}")

    def event(self) -> None:
        self.client.noop()
        self._ask(OK, 250)

    def transaction(self) -> None:
        client = self.client
        client.mail(SENDER)
        self._ask(OK, 250)
        client.recipient(RECIPIENT)
        self._ask(OK, 250)
        client.start_data()
        self._ask(GO, 354)
        client.data(self.message)
        self._ask(OK, 250)


def works_of(contender: str) -> dict[str, Work]:
    if contender == "smtpproto":
        peer = Peer()
        return {"event": peer.event, "client": peer.transaction, "transaction": peer.transaction}
    pair, alone = Pair(), Alone()
    return {"event": alone.event, "client": alone.transaction, "transaction": pair.transaction}


def nanoseconds(work: Work, repeats: int) -> int:
    before = time.thread_time_ns()
    for _ in range(repeats):
        work()
    return time.thread_time_ns() - before


def worker(works: dict[str, Work]) -> None:
    for line in sys.stdin:
        name, repeats = line.split()
        print(nanoseconds(works[name], int(repeats)), flush=True)


def compare(contenders: list[str], rounds: int) -> None:
    """In turns, so that what disturbs the machine disturbs all of them."""
    all_works = {contender: works_of(contender) for contender in contenders}
    for name, repeats in (("event", 2000), ("client", 500), ("transaction", 500)):
        times: dict[str, list[float]] = {contender: [] for contender in contenders}
        for turn in range(rounds + 1):
            for contender in contenders:
                taken = nanoseconds(all_works[contender][name], repeats) / repeats
                if turn > 0:  # the first warms up
                    times[contender].append(taken)
        for contender in contenders:
            print(json.dumps({"work": name, "contender": contender, "rounds": rounds,
                              "ns": round(statistics.median(times[contender]))}), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worker", action="store_true", help="work as lines of input say")
    parser.add_argument("--with", dest="peer", choices=["smtpproto"], help="compare with it")
    parser.add_argument("--rounds", type=int, default=11)
    options = parser.parse_args()
    if options.worker:
        worker(works_of(options.peer or "smtpwire"))
    else:
        compare(["smtpwire", *([options.peer] if options.peer else [])], options.rounds)


if __name__ == "__main__":
    main()
