"""The examples, run as programs against each other on the loopback interface."""

from __future__ import annotations

import os
import signal
import smtplib
import socket
import subprocess
import sys
import tempfile
import unittest
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from support import DATA, message_of

EXAMPLES = Path(__file__).parent.parent / "examples"
TLS = ["--certificate", str(DATA / "server.pem"), "--key", str(DATA / "server.key")]
CA = ["--ca", str(DATA / "authority.pem")]
OTHER_CA = ["--ca", str(DATA / "other-authority.pem")]
PATIENCE = 60


def interruptible() -> None:
    """What SIGINT does to a program that was started at a terminal."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Sink:
    """A sink that is running."""

    def __init__(self, name: str, folder: Path, *options: str) -> None:
        self.folder = folder
        command = [sys.executable, str(EXAMPLES / f"{name}.py"), "--port", "0",
                   "--folder", str(folder), *options]
        # Whoever runs the tests in the background has them ignore SIGINT, and so would the program.
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        text=True, preexec_fn=interruptible)
        assert self.process.stdout is not None
        self.words = self.process.stdout.readline().split()
        if self.words[:2] != ["listening", "on"]:
            self.process.kill()
            raise AssertionError(f"{self.words} {self.process.communicate()[1]}")
        self.port = int(self.words[2].rpartition(":")[2])

    def messages(self) -> list[bytes]:
        return [path.read_bytes() for path in sorted(self.folder.glob("*.eml"))]

    def end(self) -> str:
        """Ends it as a person at a terminal does; what it printed."""
        self.process.send_signal(signal.SIGINT)
        out, errors = self.process.communicate(timeout=PATIENCE)
        if errors:
            raise AssertionError(errors)
        return out


@contextmanager
def sink(name: str, *options: str) -> Iterator[Sink]:
    with tempfile.TemporaryDirectory() as folder:
        running = Sink(name, Path(folder), *options)
        try:
            yield running
            running.end()
        finally:
            if running.process.poll() is None:
                running.process.kill()
                running.process.communicate()


def send(name: str, port: int, *options: str, host: str = "localhost", content: bytes = b"",
         to: tuple[str, ...] = ("jo@mx.example",), **environment: str
         ) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(EXAMPLES / f"{name}.py"), "--from", "ann@sender.example",
               *options, f"{host}:{port}", *to]
    came = subprocess.run(command, input=content, capture_output=True, timeout=PATIENCE,
                          env={**os.environ, **environment}, check=False)
    return subprocess.CompletedProcess(came.args, came.returncode, came.stdout.decode(),
                                       came.stderr.decode())


class Examples(unittest.TestCase):
    def test_send_and_each_sink_by_starttls(self) -> None:
        for name in ("sink", "sink_asyncio"):
            with self.subTest(name), sink(name, *TLS) as there:
                came = send("send", there.port, *CA, content=message_of(5000))
                self.assertEqual((came.returncode, came.stderr), (0, ""))
                self.assertIn("encrypted by TLSv1.3\naccepted jo@mx.example\n", came.stdout)
                self.assertEqual(there.messages(), [message_of(5000)])

    def test_send_and_each_sink_in_the_clear(self) -> None:
        for name in ("sink", "sink_asyncio"):
            with self.subTest(name), sink(name) as there:
                # Lines of a file end with LF.
                content = b"Subject: tea\n\n.\nUp above the world\n"
                came = send("send", there.port, "--tls", "disabled", content=content)
                self.assertEqual((came.returncode, came.stderr), (0, ""))
                self.assertEqual(there.messages(), [content.replace(b"\n", b"\r\n")])

    def test_send_from_the_first_octet_by_tls(self) -> None:
        with sink("sink", *TLS, "--implicit") as there:
            came = send("send", there.port, *CA, "--tls", "implicit", content=message_of(100))
            self.assertEqual((came.returncode, came.stderr), (0, ""))
            self.assertEqual(there.messages(), [message_of(100)])

    def test_send_does_not_talk_to_a_server_that_is_another(self) -> None:
        with sink("sink", *TLS) as there:
            # The certificate is for localhost and 127.0.0.1; its authority is asked for, too.
            came = send("send", there.port, *CA, host="127.0.0.1", content=message_of(100))
            self.assertEqual(came.returncode, 0, came.stderr)
            other = send("send", there.port, *OTHER_CA, content=message_of(100))
            self.assertEqual(other.returncode, 75)
            self.assertIn("the session failed: ", other.stderr)
            self.assertEqual(len(there.messages()), 1)

    def test_send_tells_a_refusal_by_what_it_means(self) -> None:
        with sink("sink", "--refuse", "nobody@mx.example") as there:
            came = send("send", there.port, "--tls", "disabled", content=message_of(100),
                        to=("nobody@mx.example", "jo@mx.example"))
            self.assertEqual(came.returncode, 69)
            self.assertIn("refused nobody@mx.example\n    550 5.1.1 No such user here\n",
                          came.stdout)
            self.assertIn("accepted jo@mx.example\n", came.stdout)
            self.assertEqual(len(there.messages()), 1)

    def test_a_large_message_comes_through(self) -> None:
        content = message_of(5 << 20)
        for name in ("sink", "sink_asyncio"):
            with self.subTest(name), sink(name, *TLS) as there:
                came = send("send", there.port, *CA, content=content)
                self.assertEqual((came.returncode, came.stderr), (0, ""))
                self.assertEqual(there.messages(), [content])

    def test_send_asyncio_sends_many_files_at_once(self) -> None:
        for name, options in (("sink", []), ("sink_asyncio", TLS)):
            with (self.subTest(name), sink(name, *options) as there,
                  tempfile.TemporaryDirectory() as folder):
                contents = [message_of(100 + 40_000 * number) for number in range(12)]
                files = [Path(folder) / f"{number:02}.eml" for number in range(len(contents))]
                for file, content in zip(files, contents):
                    file.write_bytes(content)
                tls = CA if options else ["--tls", "disabled"]
                came = send("send_asyncio", there.port, "--to", "jo@mx.example",
                            "--sessions", "4", *tls, to=tuple(map(str, files)))
                self.assertEqual((came.returncode, came.stderr), (0, ""))
                self.assertEqual(came.stdout.count(": accepted jo@mx.example: 250"), 12)
                self.assertEqual(sorted(there.messages(), key=len), contents)

    def test_host_tls_sends_through_pythons_ssl(self) -> None:
        for options in ([], ["--implicit"]):
            with self.subTest(options), sink("sink", *TLS, *options) as there:
                came = send("host_tls", there.port, *CA, *options, content=message_of(70_000))
                self.assertEqual((came.returncode, came.stderr), (0, ""))
                self.assertEqual(came.stdout, "accepted jo@mx.example\n")
                self.assertEqual(there.messages(), [message_of(70_000)])

    def test_host_tls_does_not_talk_to_a_server_that_is_another(self) -> None:
        with sink("sink", *TLS) as there:
            came = send("host_tls", there.port, *OTHER_CA, content=message_of(100))
            self.assertEqual(came.returncode, 1)
            self.assertIn("certificate verify failed", came.stderr)
            self.assertEqual(there.messages(), [])

    def test_the_sinks_take_mail_from_the_standard_librarys_client(self) -> None:
        for name in ("sink", "sink_asyncio"):
            with self.subTest(name), sink(name) as there:
                with smtplib.SMTP("127.0.0.1", there.port, timeout=PATIENCE) as client:
                    client.sendmail("ann@sender.example", ["jo@mx.example"], message_of(3000))
                self.assertEqual(there.messages(), [message_of(3000)])

    def test_a_client_that_breaks_off_is_no_trouble_for_the_sinks(self) -> None:
        for name in ("sink", "sink_asyncio"):
            with self.subTest(name), sink(name) as there:
                for said in (b"", b"EHLO a\r\n", b"EHLO a\r\nMAIL FROM:<a@b.example>\r\n"
                             b"RCPT TO:<c@mx.example>\r\nDATA\r\nhalf a mess", b"\0\xff" * 3000):
                    with socket.create_connection(("127.0.0.1", there.port)) as sock:
                        sock.recv(1000)
                        sock.sendall(said)
                came = send("send", there.port, "--tls", "disabled", content=message_of(100))
                self.assertEqual(came.returncode, 0, came.stderr)
                self.assertEqual(there.messages(), [message_of(100)])
                self.assertEqual([p.suffix for p in there.folder.iterdir()], [".eml"])

    def test_a_wrong_option_is_told(self) -> None:
        came = send("send", 1, "--tls", "perhaps")
        self.assertEqual(came.returncode, 2)
        self.assertIn("usage: send", came.stderr)


if __name__ == "__main__":
    unittest.main()
