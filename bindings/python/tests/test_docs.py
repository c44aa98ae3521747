"""The examples in docstrings and in the package's README say what comes."""

from __future__ import annotations

import asyncio
import contextlib
import doctest
import io
import re
import runpy
import socket
import threading
import types
import unittest
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import smtpwire
from support import AUTHORITY, IDENTITY

README = Path(__file__).parent.parent / "README.md"
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def documented() -> dict[str, str]:
    """Every docstring of the interface, by the name that it belongs to."""
    found: dict[str, str] = {"smtpwire": smtpwire.__doc__ or ""}
    for name in smtpwire.__all__:
        value: Any = getattr(smtpwire, name)
        found[f"smtpwire.{name}"] = value.__doc__ or ""
        if isinstance(value, type):
            for part, inner in vars(value).items():
                if isinstance(inner, (property, types.FunctionType, types.MethodDescriptorType,
                                      types.GetSetDescriptorType, classmethod, staticmethod,
                                      types.BuiltinFunctionType)):
                    found[f"smtpwire.{name}.{part}"] = inner.__doc__ or ""
    return found


class Docs(unittest.TestCase):
    def run_examples(self, name: str, text: str) -> int:
        """Runs the examples of a text; how many there were."""
        test = doctest.DocTestParser().get_doctest(text, {"smtpwire": smtpwire}, name, None, None)
        said: list[str] = []
        runner = doctest.DocTestRunner(optionflags=FLAGS)
        failed, tried = runner.run(test, out=said.append)
        self.assertEqual(failed, 0, "".join(said))
        return tried

    def test_the_examples_of_docstrings_hold(self) -> None:
        tried = 0
        for name, text in documented().items():
            with self.subTest(name):
                tried += self.run_examples(name, text)
        self.assertGreater(tried, 60)

    def test_the_examples_of_the_readme_hold(self) -> None:
        self.assertGreater(self.run_examples("README.md", README.read_text(encoding="utf-8")), 5)

    def test_the_programs_of_the_readme_submit_a_message_and_tell_what_became_of_it(self) -> None:
        here = self.programs()
        stored: list[bytes] = []
        failed: list[BaseException] = []
        listener = socket.create_server(("127.0.0.1", 0))

        def serve() -> None:
            try:
                connection, _ = listener.accept()
                with connection:
                    self.take(here["run"], connection, stored)
            except BaseException as error:
                failed.append(error)

        message = EmailMessage()
        message["From"], message["Subject"] = "jo@mx.example", "hello"
        message["To"] = "al@mx.example, no@mx.example"
        message.set_content("How are you?")
        said = io.StringIO()
        host = threading.Thread(target=serve)
        host.start()
        with listener, contextlib.redirect_stdout(said):
            here["submit"](listener.getsockname(), message, "pencil", roots=AUTHORITY)
        host.join(10)
        self.assertEqual(failed, [])
        self.assertEqual(said.getvalue(), "al@mx.example is taken\n"
                         "no@mx.example is refused: 550 5.1.1 No such user\n")
        self.assertIn(b"\r\nHow are you?\r\n", stored[0])

    def test_the_loop_of_the_readme_does_not_wait_for_a_client_that_does_not_read(self) -> None:
        run = self.programs()["run"]
        told: list[BaseException] = []

        def serve() -> None:
            server = smtpwire.Server({"hostname": "mx.example"})
            try:
                for _ in run(server, ours):
                    pass
            except BaseException as error:
                told.append(error)

        ours, theirs = socket.socketpair()
        with ours, theirs:
            ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
            theirs.sendall(b"EHLO a.example\r\n" + b"HELP\r\n" * 400 + b"BDAT -1 LAST\r\n")
            host = threading.Thread(target=serve, daemon=True)
            host.start()
            host.join(30)
            self.assertFalse(host.is_alive())
        self.assertIsInstance(told[0], smtpwire.PeerError)

    def test_the_loop_of_the_readme_for_asyncio_serves_and_sends(self) -> None:
        here = self.programs()
        outcomes: list[smtpwire.Outcome] = []

        async def send(port: int) -> None:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            mailer = smtpwire.Mailer({"name": "a.example", "security": "disabled"})
            mailer.send({"from": "", "to": ["al@mx.example", "bo@mx.example"]}, b"Subject: hi\r\n\r\n")
            mailer.quit()
            async for event in here["run_async"](mailer, reader, writer):
                if isinstance(event, smtpwire.Outcome):
                    outcomes.append(event)
            writer.close()

        async def both() -> None:
            async with await asyncio.start_server(here["serve"], "127.0.0.1", 0) as sink:
                port = sink.sockets[0].getsockname()[1]
                await asyncio.wait_for(send(port), 30)
                # One that breaks off is told, and no more.
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.write(b"EHLO a.example\r\nMAIL FROM:<>\r\n")
                writer.close()
                while "broke" not in said.getvalue():
                    await asyncio.sleep(0.01)

        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            asyncio.run(asyncio.wait_for(both(), 60))
        [outcome] = outcomes
        self.assertTrue(outcome.accepted)
        self.assertRegex(said.getvalue(), r"\A15 octets came\nthe session broke: .*\n\Z")

    def test_the_loops_of_asyncio_do_not_take_an_answer_that_is_missing_for_the_peers_end(self) -> None:
        folder = README.parent / "examples"
        sink = runpy.run_path(str(folder / "sink_asyncio.py"))
        readme = self.programs()["run_async"]

        async def by_readme(server: smtpwire.Server, reader: asyncio.StreamReader,
                            writer: asyncio.StreamWriter) -> None:
            async for _ in readme(server, reader, writer):
                pass

        async def by_example(server: smtpwire.Server, reader: asyncio.StreamReader,
                             writer: asyncio.StreamWriter) -> None:
            await sink["run"](server, folder, reader, writer)

        async def is_silent(run: Any) -> None:
            running: list[asyncio.Task[None]] = []
            server = smtpwire.Server({"hostname": "mx.example"},
                                     now=asyncio.get_running_loop().time())

            async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
                running.append(asyncio.ensure_future(run(server, reader, writer)))
                with contextlib.suppress(asyncio.CancelledError):
                    await running[0]
                writer.close()

            async with await asyncio.start_server(serve, "127.0.0.1", 0) as there:
                reader, writer = await asyncio.open_connection(*there.sockets[0].getsockname()[:2])
                writer.write(b"EHLO a.example\r\n")
                await reader.readuntil(b"\r\n250 ")
                writer.write(b"MAIL FROM:<>\r\n" + b"RCPT TO:<a@mx.example>\r\n" * 20_000)
                while server.input_room > 0:
                    await asyncio.sleep(0.01)
                await asyncio.sleep(0.1)
                [task] = running
                self.assertFalse(task.done())
                self.assertEqual(server.waits, "host")
                task.cancel()
                writer.close()
                with contextlib.suppress(ConnectionError):
                    await writer.wait_closed()

        for run in (by_readme, by_example):
            with self.subTest(run.__name__):
                asyncio.run(asyncio.wait_for(is_silent(run), 60))

    @staticmethod
    def programs() -> dict[str, Any]:
        """What the programs of the README define."""
        text = README.read_text(encoding="utf-8")
        here: dict[str, Any] = {"smtpwire": smtpwire}
        for program in re.findall(r"^```python\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
            if "do_handshake" not in program:  # That one is pieces of examples/host_tls.py.
                exec(compile(program, "README.md", "exec"), here)
        return here

    @staticmethod
    def take(run: Any, connection: socket.socket, stored: list[bytes]) -> None:
        """A server with TLS and a login, which knows al and nobody else."""
        server = smtpwire.Server(
            {"hostname": "mx.example", "content": "whole", "decoy_key": "16 octets or more",
             "extensions": {"auth": ["PLAIN"]}},
            tls={"identity": IDENTITY})
        for event in run(server, connection):
            match event:
                case smtpwire.AuthVerify():
                    server.verify(event.matches("pencil"))
                case smtpwire.Rcpt(to="no@mx.example"):
                    server.answer("550 5.1.1 No such user")
                case smtpwire.Message(octets=bytes(octets)):
                    stored.append(octets)
                    server.accept()
                case _ if server.answers_due:
                    server.accept()

    def test_the_program_of_the_repositorys_readme_runs(self) -> None:
        text = (README.parent.parent.parent / "README.md").read_text(encoding="utf-8")
        programs = re.findall(r"^```python\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
        self.assertEqual(len(programs), 1)
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            exec(compile(programs[0], "README.md", "exec"), {})
        self.assertIn("550 5.1.1 There is no al@mx.example", said.getvalue())


if __name__ == "__main__":
    unittest.main()
