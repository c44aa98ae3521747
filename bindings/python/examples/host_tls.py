"""host_tls: sends a message where TLS is the program's own, by Python's ssl.

    python host_tls.py --from ann@example.org mx.example.net:25 jo@example.net < message.eml

For programs that have their certificates, sessions or policies in an ssl.SSLContext already. The
mailer says when the handshake is due (StartTls) and waits; the program does it, and says what came
of it. That the server's name is verified is the program's to get right then.
"""

from __future__ import annotations

import argparse
import socket
import ssl
import sys
import time
from collections.abc import Callable
from typing import TypeVar

import smtpwire
from smtpwire.types import MailerConfig

T = TypeVar("T")


class Line:
    """The line to the server: in the clear at first, then through an ssl.SSLObject."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self.tls: ssl.SSLObject | None = None
        self.came = ssl.MemoryBIO()  # Octets of TLS on their way in,
        self.goes = ssl.MemoryBIO()  # and out.

    def start_tls(self, context: ssl.SSLContext, host: str) -> None:
        """Does the handshake; ssl.SSLError where it fails, for one by the wrong certificate."""
        tls = context.wrap_bio(self.came, self.goes, server_hostname=host)
        self._patiently(tls.do_handshake)
        self.tls = tls

    def send(self, octets: bytes) -> int:
        """Writes; how many octets were written."""
        if self.tls is None:
            return self.sock.send(octets)
        tls = self.tls
        return self._patiently(lambda: tls.write(octets))

    def receive(self, most: int) -> bytes:
        """Reads; nothing at the end."""
        if self.tls is None:
            return self.sock.recv(most)
        tls = self.tls
        try:
            return self._patiently(lambda: tls.read(most))
        except ssl.SSLZeroReturnError:
            return b""

    def _patiently(self, call: Callable[[], T]) -> T:
        """Repeats the call until it has all that it needs of the other side."""
        while True:
            try:
                result = call()
            except ssl.SSLWantReadError:
                self._flush()
                octets = self.sock.recv(65536)
                if octets:
                    self.came.write(octets)
                else:
                    self.came.write_eof()
            else:
                self._flush()
                return result

    def _flush(self) -> None:
        self.sock.sendall(self.goes.read())


def turn(mailer: smtpwire.Mailer, line: Line) -> None:
    """Writes what there is, else reads; the mailer's deadline holds for both."""
    deadline = mailer.next_deadline()
    left = None if deadline is None else max(0.001, deadline - time.monotonic())
    line.sock.settimeout(left)
    output, octets = mailer.output(), b""
    try:
        if output:
            mailer.advance_output(line.send(output[:16384]))
            return
        octets = line.receive(mailer.input_room)
    except TimeoutError:
        mailer.handle_timeout()
        return
    except OSError as error:
        print(error, file=sys.stderr)  # A reset is an end like another.
    if octets:
        mailer.receive_data(octets)
    else:
        mailer.receive_eof()


def encrypt(mailer: smtpwire.Mailer, line: Line, context: ssl.SSLContext, host: str) -> None:
    """Does the handshake that the mailer waits for, and says what came of it."""
    try:
        line.start_tls(context, host)
    except OSError as error:  # ssl's errors are such, too.
        mailer.tls_failed(str(error))
    else:
        mailer.tls_established(verified=context.verify_mode == ssl.CERT_REQUIRED)


def run(mailer: smtpwire.Mailer, line: Line, context: ssl.SSLContext, host: str) -> bool:
    """Runs the session to its end; whether the message was taken for every recipient."""
    accepted = False
    while True:
        for event in mailer.events():
            match event:
                case smtpwire.StartTls():
                    encrypt(mailer, line, context, host)
                case smtpwire.Outcome():
                    accepted = event.accepted
                    for recipient in event.recipients:
                        print(recipient.status, recipient.recipient)
                case _:
                    pass
        if mailer.waits == "closed":
            return accepted
        turn(mailer, line)


def main() -> int:
    parser = argparse.ArgumentParser(prog="host_tls", description="Sends one message by SMTP.")
    parser.add_argument("--from", dest="sender", required=True, metavar="ADDRESS")
    parser.add_argument("--implicit", action="store_true", help="TLS from the first octet")
    parser.add_argument("--ca", metavar="PEM", help="whom to trust, not the system's")
    parser.add_argument("--name", default="[127.0.0.1]", help="our own name for EHLO")
    parser.add_argument("server", metavar="HOST:PORT")
    parser.add_argument("recipients", nargs="+", metavar="RECIPIENT")
    options = parser.parse_args()
    host, _, port = options.server.rpartition(":")
    host = host.strip("[]")
    context = ssl.create_default_context(cafile=options.ca)
    config: MailerConfig = {
        "name": options.name,
        "security": "required",
        "client": {"line_ends": "normalise"},
    }
    message = sys.stdin.buffer.read()
    with socket.create_connection((host, int(port)), timeout=30) as sock:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        mailer = smtpwire.Mailer(config, awaiting_tls=options.implicit)
        mailer.send({"from": options.sender, "to": options.recipients}, message)
        mailer.quit()
        line = Line(sock)
        if options.implicit:
            encrypt(mailer, line, context, host)
        try:
            return 0 if run(mailer, line, context, host) else 1
        except smtpwire.SmtpwireError as error:
            print(f"the session failed: {error}", file=sys.stderr)
            return 1


if __name__ == "__main__":
    sys.exit(main())
