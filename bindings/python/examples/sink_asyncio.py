"""sink_asyncio: takes mail for everybody on asyncio streams, and keeps it as files.

    python sink_asyncio.py --port 2525 --folder /tmp/mail
    python sink_asyncio.py --port 2525 --certificate cert.pem --key key.pem

With a certificate it offers STARTTLS. A message is handed out whole here, at most 10 MiB of it; how
to take it as it comes, and how to refuse a recipient, shows `sink`.
"""

from __future__ import annotations

import argparse
import asyncio
import os
from contextlib import suppress
from functools import partial
from pathlib import Path
from uuid import uuid4

import smtpwire
from smtpwire.types import ServerConfig, ServerTls

CONFIG: ServerConfig = {
    "hostname": "sink.example",
    "decisions": ["message"],
    "content": "whole",
    "limits": {"message_size": 10 << 20},
}


def store(folder: Path, octets: bytes) -> Path:
    """Puts the message where a crash does not lose it: only then may the client be told 250, since
    it forgets the message then (RFC 5321 section 6.1)."""
    path = folder / f"{uuid4()}.eml"
    with path.with_suffix(".tmp").open("xb") as file:
        file.write(octets)
        file.flush()
        os.fsync(file.fileno())
    return path.with_suffix(".tmp").rename(path)


async def handle(server: smtpwire.Server, event: smtpwire.ServerEvent, folder: Path) -> None:
    """A message is all that waits for an answer, by the decisions above."""
    match event:
        case smtpwire.Message(size=size, octets=octets):
            try:
                path = await asyncio.to_thread(store, folder, octets or b"")
            except OSError as error:
                print(f"{folder}: {error}", flush=True)
                server.answer("452 4.3.1 The message could not be stored")
            else:
                print(f"stored {size} octets as {path}", flush=True)
                server.accept()
        case _:  # What the library has answered by itself.
            pass


async def run(server: smtpwire.Server, folder: Path, reader: asyncio.StreamReader,
              writer: asyncio.StreamWriter) -> None:
    """Runs a session to its end. asyncio's clock is the server's."""
    clock = asyncio.get_running_loop().time
    while True:
        for event in server.events(clock()):
            await handle(server, event, folder)
        writer.write(server.data_to_send())
        if server.waits == "closed":
            return
        limit = asyncio.timeout_at(server.next_deadline())
        try:
            async with limit:
                await writer.drain()
                if server.waits == "output":
                    continue
                if server.input_room == 0:
                    # An event was not answered, and nothing is read until then: read(0) would give
                    # what looks like the client's end. The deadline is all there is to wait for.
                    await asyncio.Event().wait()
                octets = await reader.read(server.input_room)
        except OSError:  # A TimeoutError is one, and may be the network's, too.
            if limit.expired():
                server.handle_timeout(clock())
                continue
            octets = b""  # A reset is an end like another.
        if octets:
            server.receive_data(octets, clock())
        else:
            server.receive_eof(clock())


async def client(folder: Path, tls: ServerTls | None, reader: asyncio.StreamReader,
                 writer: asyncio.StreamWriter) -> None:
    # asyncio sets TCP_NODELAY by itself.
    server = smtpwire.Server(CONFIG, tls=tls, now=asyncio.get_running_loop().time())
    try:
        await run(server, folder, reader, writer)
    except smtpwire.SmtpwireError as error:
        # A client that is gone, too slow, or speaks no SMTP: every server sees them all day.
        print(error, flush=True)
    except asyncio.CancelledError:
        with suppress(smtpwire.SmtpwireError):
            server.close()  # 421: the client keeps its mail, and tries again later.
    with suppress(OSError, asyncio.CancelledError):
        await say_last_words(server, reader, writer)
    writer.close()
    with suppress(OSError, asyncio.CancelledError):
        async with asyncio.timeout(5):
            await writer.wait_closed()
    writer.transport.abort()  # Who has not read it by now has had its time.


async def say_last_words(server: smtpwire.Server, reader: asyncio.StreamReader,
                         writer: asyncio.StreamWriter) -> None:
    """Gives the client what is left, and time to read it: a socket that is closed with octets
    unread makes the other side's system drop what it has not read either."""
    async with asyncio.timeout(5):
        writer.write(server.data_to_send())
        await writer.drain()
        if writer.can_write_eof():
            writer.write_eof()
        while await reader.read(65536):
            pass


async def main() -> None:
    parser = argparse.ArgumentParser(prog="sink_asyncio", description="Catches mail.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=2525, help="0: any that is free")
    parser.add_argument("--folder", type=Path, default=Path("."), help="where mail is stored")
    parser.add_argument("--certificate", type=Path, metavar="PEM")
    parser.add_argument("--key", type=Path, metavar="PEM")
    options = parser.parse_args()
    if (options.certificate is None) != (options.key is None):
        parser.error("--certificate and --key belong together")
    tls: ServerTls | None = None
    if options.certificate is not None:
        tls = {"identity": {"certificate": options.certificate.read_bytes(),
                            "key": options.key.read_bytes()}}
    serve = partial(client, options.folder, tls)
    sink = await asyncio.start_server(serve, options.host, options.port, backlog=128)
    host, port = sink.sockets[0].getsockname()[:2]
    print(f"listening on {host}:{port}", flush=True)
    try:
        await asyncio.Event().wait()  # For ever: it ends by an interrupt.
    finally:
        sink.close()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(main())
