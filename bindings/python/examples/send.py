"""send: one message over an SMTP server, on a socket, with TLS and login by the library.

    python send.py --from ann@example.org mx.example.net:25 jo@example.net < message.eml
    SMTP_PASSWORD=… python send.py --user ann --from ann@example.org mail.example.org:587 …

The whole session is the mailer's affair: it greets, brings up TLS, logs in, pipelines, chooses DATA
or BDAT. The program moves octets between it and the socket, tells it when time is up, and learns
what has become of the message, recipient by recipient.
"""

from __future__ import annotations

import argparse
import os
import select
import socket
import sys
import time
from pathlib import Path

import smtpwire
from smtpwire.types import ClientTls, MailerConfig


def transfer(mailer: smtpwire.Mailer, sock: socket.socket) -> None:
    """Moves octets, whichever way is possible first; waits until the mailer's deadline."""
    output = mailer.output()
    deadline = mailer.next_deadline()
    left = None if deadline is None else max(0.0, deadline - time.monotonic())
    reads = [sock] if mailer.input_room else []
    readable, writable, _ = select.select(reads, [sock] if output else [], [], left)
    if not readable and not writable:
        mailer.handle_timeout()
    octets: bytes | None = None
    try:
        if readable:
            octets = sock.recv(mailer.input_room)
        if writable:
            # Only what the system has taken counts as sent: the outcome is worked out from it.
            mailer.advance_output(sock.send(output))
    except BlockingIOError:
        pass
    except OSError:
        octets = octets or b""  # A reset is an end like another.
    if octets:
        mailer.receive_data(octets)
    elif octets is not None:
        mailer.receive_eof()


def report(outcome: smtpwire.Outcome) -> int:
    """Says what has become of the message; 0 when all recipients have it."""
    for recipient in outcome.recipients:
        print(f"{recipient.status} {recipient.recipient}")
        if recipient.status != "accepted" and recipient.reply is not None:
            meaning = smtpwire.explain(recipient.reply)
            print(f"    {recipient.reply}\n    {meaning['meaning']}\n    {meaning['remedy']}")
        elif recipient.why is not None:
            print(f"    {recipient.why.message}")
    if outcome.queue_id is not None:
        print(f"the server calls it {outcome.queue_id}")
    return 0 if outcome.accepted else 75 if any(r.retryable for r in outcome.recipients) else 69


def run(mailer: smtpwire.Mailer, sock: socket.socket) -> int:
    """Runs the session to its end; the status to exit with."""
    status = 75
    try:
        while True:
            for event in mailer.events():
                match event:
                    case smtpwire.TlsEstablished() if mailer.tls_session is not None:
                        print(f"encrypted by {mailer.tls_session['version']}")
                    case smtpwire.Outcome():
                        status = report(event)
                    case _:
                        pass
            if mailer.waits == "closed":
                break
            transfer(mailer, sock)
    except smtpwire.SmtpwireError as error:
        # Its outcomes were told before: a message that was taken stays so.
        print(f"the session failed: {error}", file=sys.stderr)
    return status


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="send", description="Sends one message by SMTP.")
    parser.add_argument("--from", dest="sender", required=True, metavar="ADDRESS")
    parser.add_argument("--tls", default="required",
                        choices=["required", "opportunistic", "implicit", "disabled"])
    parser.add_argument("--ca", type=Path, metavar="PEM", help="whom to trust, not the system's")
    parser.add_argument("--user", help="log in; the password is in SMTP_PASSWORD")
    parser.add_argument("--name", default="[127.0.0.1]", help="our own name for EHLO")
    parser.add_argument("server", metavar="HOST:PORT")
    parser.add_argument("recipients", nargs="+", metavar="RECIPIENT")
    return parser.parse_args()


def main() -> int:
    options = arguments()
    host, _, port = options.server.rpartition(":")
    host = host.strip("[]")
    config: MailerConfig = {
        "name": options.name,
        "security": options.tls,
        # Files end their lines with LF here. SMTP wants CRLF, and the library wants to be told.
        "client": {"line_ends": "normalise"},
    }
    if options.user is not None:
        password = os.environ.get("SMTP_PASSWORD", "")
        config["credentials"] = {"username": options.user, "password": password}
    tls: ClientTls | None = None
    if options.tls != "disabled":
        tls = {"peer": host, "roots": options.ca.read_bytes() if options.ca else "platform"}
    message = sys.stdin.buffer.read()
    with socket.create_connection((host, int(port)), timeout=30) as sock:
        # Small writes are to go out at once, or the end of a message waits for an acknowledgement.
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.setblocking(False)
        mailer = smtpwire.Mailer(config, tls=tls)
        mailer.send({"from": options.sender, "to": options.recipients}, message)
        mailer.quit()  # Once all is sent.
        return run(mailer, sock)


if __name__ == "__main__":
    sys.exit(main())
