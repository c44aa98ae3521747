"""send_asyncio: many messages at once, on asyncio streams, each read from its file as it is sent.

    python send_asyncio.py --from ann@example.org --to jo@example.net mx.example.net:25 *.eml

One session for each file, at most --sessions of them at a time. STARTTLS is done by the library.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import smtpwire
from smtpwire.types import ClientTls, MailerConfig

# How much of a file is read at once.
PIECE = 65536


class Session:
    """One message on its way."""

    def __init__(self, mailer: smtpwire.Mailer, file: BinaryIO) -> None:
        self.mailer = mailer
        self.file = file
        self.piece = b""  # What was read of the file and not taken yet.
        self.outcome: smtpwire.Outcome | None = None

    def give_content(self, transaction: int) -> None:
        """Gives as much of the file as is taken; what is over, when it is asked for again."""
        while True:
            self.piece = self.piece or self.file.read(PIECE)
            if not self.piece:
                self.mailer.end_content(transaction)
                return
            taken = self.mailer.content(transaction, self.piece)
            if taken == 0:
                return
            self.piece = self.piece[taken:]

    def handle(self, event: smtpwire.MailerEvent) -> None:
        match event:
            case smtpwire.NeedContent(transaction=transaction):
                self.give_content(transaction)
            case smtpwire.Outcome():
                self.outcome = event
            case _:
                pass

    async def run(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Runs the session to its end. asyncio's clock is the mailer's."""
        clock = asyncio.get_running_loop().time
        mailer = self.mailer
        while True:
            for event in mailer.events(clock()):
                self.handle(event)
            writer.write(mailer.data_to_send())
            if mailer.waits == "closed":
                return
            limit = asyncio.timeout_at(mailer.next_deadline())
            try:
                async with limit:
                    await writer.drain()
                    if mailer.waits == "output":
                        continue
                    if mailer.input_room == 0:
                        # What the host has to do was not done, and nothing is read until then:
                        # read(0) would give what looks like the server's end.
                        await asyncio.Event().wait()
                    octets = await reader.read(mailer.input_room)
            except OSError:  # A TimeoutError is one, and may be the network's, too.
                if limit.expired():
                    mailer.handle_timeout(clock())
                    continue
                octets = b""  # A reset is an end like another.
            if octets:
                mailer.receive_data(octets, clock())
            else:
                mailer.receive_eof(clock())


async def send(options: argparse.Namespace, path: Path, turn: asyncio.Semaphore) -> bool:
    """Sends one file; whether it was taken for every recipient."""
    host, _, port = options.server.rpartition(":")
    host = host.strip("[]")
    config: MailerConfig = {
        "name": options.name, "security": options.tls, "client": {"line_ends": "normalise"},
    }
    tls: ClientTls | None = None
    if options.tls != "disabled":
        tls = {"peer": host, "roots": options.ca.read_bytes() if options.ca else "platform"}
    async with turn:
        # asyncio sets TCP_NODELAY by itself.
        reader, writer = await asyncio.open_connection(host, int(port))
        with path.open("rb") as file:
            mailer = smtpwire.Mailer(config, tls=tls, now=asyncio.get_running_loop().time())
            mailer.send({"from": options.sender, "to": options.to})  # No content: it is asked for.
            mailer.quit()
            session = Session(mailer, file)
            try:
                await session.run(reader, writer)
            except smtpwire.SmtpwireError as error:
                print(f"{path}: {error}", file=sys.stderr)
            finally:
                writer.close()
                with suppress(OSError):
                    async with asyncio.timeout(5):
                        await writer.wait_closed()
    outcome = session.outcome
    for recipient in outcome.recipients if outcome else ():
        why = recipient.reply or (recipient.why and recipient.why.message)
        print(f"{path}: {recipient.status} {recipient.recipient}: {why}")
    return outcome is not None and outcome.accepted


async def main() -> int:
    parser = argparse.ArgumentParser(prog="send_asyncio", description="Sends files by SMTP.")
    parser.add_argument("--from", dest="sender", required=True, metavar="ADDRESS")
    parser.add_argument("--to", action="append", required=True, metavar="ADDRESS")
    parser.add_argument("--tls", default="required",
                        choices=["required", "opportunistic", "implicit", "disabled"])
    parser.add_argument("--ca", type=Path, metavar="PEM", help="whom to trust, not the system's")
    parser.add_argument("--name", default="[127.0.0.1]", help="our own name for EHLO")
    parser.add_argument("--sessions", type=int, default=20, help="how many at a time")
    parser.add_argument("server", metavar="HOST:PORT")
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    options = parser.parse_args()
    turn = asyncio.Semaphore(options.sessions)
    sent = await asyncio.gather(*(send(options, path, turn) for path in options.files))
    return 0 if all(sent) else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
