"""sink: takes mail for everybody, and stores it; one thread for each client.

    python sink.py --port 2525 --folder /tmp/mail --refuse nobody@example.net
    python sink.py --port 2525 --certificate cert.pem --key key.pem

With a certificate it offers STARTTLS; with --implicit, TLS begins with the first octet, as on port
465. Two decisions are made here: whose mail is taken, and whether a message is stored (and only
then the client hears 250). All else is the library's affair.
"""

from __future__ import annotations

import argparse
import os
import select
import socket
import socketserver
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

import smtpwire
from smtpwire.types import Identity, ServerConfig, ServerTls

CONFIG: ServerConfig = {
    "hostname": "sink.example",
    "decisions": ["rcpt", "message"],
    "content": "stream",
}


class Sink(socketserver.ThreadingTCPServer):
    """What all clients share."""

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, options: argparse.Namespace) -> None:
        self.folder: Path = options.folder
        self.refused: str | None = options.refuse
        self.tls: ServerTls | None = None
        if options.certificate is not None:
            identity: Identity = {
                "certificate": options.certificate.read_bytes(), "key": options.key.read_bytes(),
            }
            self.tls = {"identity": identity}
            if options.implicit:
                self.tls["mode"] = "implicit"
        super().__init__((options.host, options.port), Client)


class Client(socketserver.BaseRequestHandler):
    """One client's session."""

    request: socket.socket

    def handle(self) -> None:
        assert isinstance(self.server, Sink)
        self.sink = self.server
        self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.request.setblocking(False)
        self.file: IO[bytes] | None = None
        self.smtp = smtpwire.Server(CONFIG, tls=self.sink.tls)
        try:
            while True:
                for event in self.smtp.events():
                    self.answer(event)
                if self.smtp.waits == "closed":
                    break
                self.transfer()
        except smtpwire.SmtpwireError as error:
            # A client that is gone, too slow, or speaks no SMTP: every server sees them all day.
            print(f"{self.client_address[0]}: {error}", flush=True)
        finally:
            self.drop()
            self.say_last_words()

    def answer(self, event: smtpwire.ServerEvent) -> None:
        """Two kinds of event wait for an answer, those of the decisions above."""
        match event:
            case smtpwire.Rcpt(to=to) if to == self.sink.refused:
                self.smtp.answer("550 5.1.1 No such user here")
            case smtpwire.Rcpt():
                self.smtp.accept()
            case smtpwire.Data():
                # A name that nobody looks at yet.
                self.file = tempfile.NamedTemporaryFile(dir=self.sink.folder, delete=False)
            case smtpwire.Content(octets=octets) if self.file is not None:
                self.file.write(octets)
            case smtpwire.Message(size=size):
                self.store(size)
            case smtpwire.Aborted():
                self.drop()
            case _:  # What the library has answered by itself.
                pass

    def store(self, size: int) -> None:
        """Puts the message where a crash does not lose it: only then may the client be told 250,
        since it forgets the message then (RFC 5321 section 6.1)."""
        file, self.file = self.file, None
        assert file is not None  # Data came before.
        try:
            with file:
                file.flush()
                os.fsync(file.fileno())
            os.replace(file.name, f"{file.name}.eml")
        except OSError as error:
            print(f"{file.name}: {error}", flush=True)
            self.smtp.answer("452 4.3.1 The message could not be stored")
            return
        print(f"stored {size} octets as {file.name}.eml", flush=True)
        self.smtp.accept()

    def drop(self) -> None:
        if self.file is not None:
            self.file.close()
            os.unlink(self.file.name)
            self.file = None

    def transfer(self) -> None:
        """Moves octets, whichever way is possible first; waits until the deadline."""
        smtp, sock = self.smtp, self.request
        output = smtp.output()
        deadline = smtp.next_deadline()
        left = None if deadline is None else max(0.0, deadline - time.monotonic())
        reads = [sock] if smtp.input_room else []
        readable, writable, _ = select.select(reads, [sock] if output else [], [], left)
        if not readable and not writable:
            smtp.handle_timeout()
        octets: bytes | None = None
        try:
            if readable:
                octets = sock.recv(smtp.input_room)
            if writable:
                smtp.advance_output(sock.send(output))
        except BlockingIOError:
            pass
        except OSError:
            octets = octets or b""  # A reset is an end like another.
        if octets:
            smtp.receive_data(octets)
        elif octets is not None:
            smtp.receive_eof()

    def say_last_words(self) -> None:
        """Gives the client what is left, and time to read it: a socket that is closed with octets
        unread makes the other side's system drop what it has not read either."""
        self.request.settimeout(5)
        with suppress(OSError):
            self.request.sendall(self.smtp.output())
            self.request.shutdown(socket.SHUT_WR)
            while self.request.recv(65536):
                pass


def main() -> None:
    parser = argparse.ArgumentParser(prog="sink", description="Catches mail.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=2525, help="0: any that is free")
    parser.add_argument("--folder", type=Path, default=Path("."), help="where mail is stored")
    parser.add_argument("--refuse", metavar="ADDRESS", help="a recipient that does not exist")
    parser.add_argument("--certificate", type=Path, metavar="PEM")
    parser.add_argument("--key", type=Path, metavar="PEM")
    parser.add_argument("--implicit", action="store_true", help="TLS from the first octet")
    options = parser.parse_args()
    if (options.certificate is None) != (options.key is None):
        parser.error("--certificate and --key belong together")
    with Sink(options) as sink:
        host, port = sink.server_address[:2]
        print(f"listening on {host!s}:{port}", flush=True)
        with suppress(KeyboardInterrupt):
            sink.serve_forever()


if __name__ == "__main__":
    main()
