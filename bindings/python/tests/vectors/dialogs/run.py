"""Working through the steps of a dialog, as a host would."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections import deque

import smtpwire

from ..case import Failed, Fields, Json, same
from ..split import pieces
from . import expect
from .expect import Happened


# The numbers of errors, by their names.
NUMBERS = {code["name"]: code["number"] for code in smtpwire.error_codes()}


class End(ABC):
    """One end of a connection, with the calls of its role as the vectors have them."""

    connection: smtpwire.Client | smtpwire.Server
    # Kinds of events that a dialog need not name.
    passed_over: frozenset[str]

    @abstractmethod
    def call(self, name: str, step: Fields, now: float) -> None:
        """Calls what `name` says; what it is given stands in the step."""

    @abstractmethod
    def content(self, octets: bytes) -> int:
        """Gives content; how many octets were taken."""

    @abstractmethod
    def end_content(self) -> None:
        """Ends the content."""

    @abstractmethod
    def state(self, name: str) -> object:
        """What an accessor says, in the vectors' words."""

    @abstractmethod
    def happened(self, event: smtpwire.ClientEvent | smtpwire.ServerEvent) -> Happened:
        """An event, in the vectors' words."""


def run(end: End, steps: list[Fields], way: int) -> None:
    """Does all steps, in one way of cutting what comes and goes; nothing is left over."""
    dialog = Run(end, way)
    dialog.drain()
    for number, step in enumerate(steps, 1):
        try:
            dialog.step(step)
        except (Failed, smtpwire.SmtpwireError) as error:
            why = str(error) if isinstance(error, Failed) else repr(error)
            raise Failed(f"step {number}: {json.dumps(step.all)[:300]}\n  {why}") from error
    dialog.finish()


class Run:
    """A dialog under way."""

    def __init__(self, end: End, way: int) -> None:
        self.end = end
        self.connection = end.connection
        self.way = way
        self.milliseconds = 0
        self.wire: deque[bytes] = deque()  # what has come and was not taken in yet
        self.eof = False
        self.events: deque[Happened] = deque()
        self.output = b""  # what was taken and not expected yet
        self.failure: smtpwire.SmtpwireError | None = None
        self.known: str | None = None  # the name of the failure that was expected
        self.waits = "data"

    @property
    def now(self) -> float:
        return self.milliseconds / 1000

    def step(self, step: Fields) -> None:
        kind, value = next(iter(step.all.items()))
        if kind == "receive":
            step.only("receive", "unasked")
            for piece in pieces(step.octets("receive"), self.way):
                if step.flag("unasked"):
                    self.give(piece)
                else:
                    self.wire.append(piece)
                self.drain()
        elif kind == "eof":
            step.only("eof")
            self.eof = True
            self.drain()
        elif kind == "advance":
            step.only("advance")
            self.advance(step.count("advance"))
        elif kind == "call":
            self.call(step.text("call"), step)
        elif kind == "expect-output":
            step.only("expect-output", "whole")
            if step.flag("whole"):
                expect.output(value, self.connection.output())
            self.take_output()
            output, self.output = self.output, b""
            expect.output(value, output)
        elif kind == "expect-output-lacks":
            step.only("expect-output-lacks")
            self.take_output()
            output, self.output = self.output, b""
            if step.octets("expect-output-lacks") in output:
                raise Failed(f"it is in {output!r}")
        elif kind == "expect-event":
            for _ in range(step.count("times") if "times" in step else 1):
                self.expect_event(step.text("expect-event"), step)
        elif kind == "expect-error":
            step.only("expect-error", "kind")
            self.expect_error(step.text("expect-error"), step.text("kind"))
        elif kind == "expect-deadline":
            step.only("expect-deadline")
            deadline = self.connection.next_deadline()
            same("the deadline", value, None if deadline is None else round(deadline * 1000))
        elif kind == "expect-state":
            step.only("expect-state")
            for name, expected in step.object("expect-state").all.items():
                same(name, expected, self.waits if name == "waits" else self.end.state(name))
        else:
            raise Failed(f"{kind} is no step")

    def advance(self, milliseconds: int) -> None:
        """Lets time go by. Spurious calls on the way do nothing."""
        if self.way > 0:
            half = self.milliseconds + milliseconds // 2
            self.connection.handle_timeout(half / 1000)
            self.drain()
        self.milliseconds += milliseconds
        self.connection.handle_timeout(self.now)
        self.drain()

    def give(self, piece: bytes) -> None:
        try:
            self.connection.receive_data(piece, self.now)
        except smtpwire.SmtpwireError as error:
            self.fail(error)

    def drain(self) -> None:
        """What a host does between two waits: takes all events, reads what there is room for."""
        while True:
            try:
                event = self.connection.next_event(self.now)
            except smtpwire.SmtpwireError as error:
                self.fail(error)
                self.waits = "failed"
                same("what it waits for", "failed", self.connection.waits)
                return
            if event is not None:
                self.add(self.end.happened(event))
                continue
            before, self.waits = self.waits, self.connection.waits
            if self.waits == "closed":
                if before != "closed":
                    self.events.append(Happened("closed"))
                return
            room = self.connection.input_room
            if self.wire and room > 0:
                piece = self.wire.popleft()
                if len(piece) > room:
                    self.wire.appendleft(piece[room:])
                self.give(piece[:room])
            elif self.eof and not self.wire:
                self.eof = False
                self.connection.receive_eof(self.now)
            else:
                return

    def add(self, event: Happened) -> None:
        """Pieces of content that follow each other are one: how it is cut is nobody's promise."""
        last = self.events[-1] if self.events else None
        if event.kind == "content" and last is not None and last.kind == "content":
            all_octets, more = last.fields["octets"], event.fields["octets"]
            assert isinstance(all_octets, bytes) and isinstance(more, bytes)
            last.fields["octets"] = all_octets + more
        else:
            self.events.append(event)

    def take_output(self) -> None:
        """Takes all output: at once, or in pieces as a socket that is slow takes it."""
        while waiting := self.connection.output():
            if self.way == 0:
                taken = self.connection.data_to_send()
                same("output that is taken", waiting, taken)
                self.output += taken
            else:
                piece = next(pieces(waiting, self.way))
                self.connection.advance_output(len(piece))
                self.output += piece
            self.drain()

    def call(self, name: str, step: Fields) -> None:
        expected = step.optional_text("fails")
        try:
            if name == "content":
                self.content(step)
            elif name == "end-content":
                step.only("call", "fails")
                self.end.end_content()
            else:
                self.end.call(name, step, self.now)
        except smtpwire.SmtpwireError as error:
            if error.name != expected:
                raise
        else:
            if expected is not None:
                raise Failed(f"it should fail with {expected}, and did not")
        self.drain()

    def content(self, step: Fields) -> None:
        """Gives content piece by piece; where none is taken, writes output first."""
        step.only("call", "octets", "fails", "then-end", "in-one-piece")
        content = step.octets("octets")
        for piece in pieces(content, 0 if step.flag("in-one-piece") else self.way):
            while piece:
                taken = self.end.content(piece)
                piece = piece[taken:]
                if taken == 0:
                    if not self.connection.output():
                        raise Failed("no content is taken, nor output given")
                    self.take_output()
        if not content:
            self.end.content(content)  # it must be expected all the same
        if step.flag("then-end"):
            self.end.end_content()

    def expect_event(self, kind: str, step: Fields) -> None:
        while self.events:
            event = self.events.popleft()
            if event.kind != kind and event.kind in self.end.passed_over:
                continue
            event.expect(kind, step)
            return
        raise Failed(f"there is no event; it waits for {self.waits}, {self.failure!r}")

    def fail(self, error: smtpwire.SmtpwireError) -> None:
        if error.name != self.known and self.failure is None:
            self.failure = error

    def expect_error(self, name: str, kind: str) -> None:
        if self.failure is None:
            raise Failed(f"it has not failed; it waits for {self.waits}")
        same("the error", [name, kind], [self.failure.name, self.failure.kind])
        same("the error's number", NUMBERS[name], self.failure.code)
        self.known, self.failure = name, None
        try:
            again = self.connection.next_event(self.now)
        except smtpwire.SmtpwireError as error:
            same("the error, asked again", name, error.name)
        else:
            raise Failed(f"asked again, it has not failed: {again!r}")

    def finish(self) -> None:
        """Nothing is left over."""
        self.take_output()
        if self.failure is not None:
            raise Failed(f"at the end: it failed with {self.failure!r}") from self.failure
        same("output at the end", b"", self.output)
        for event in self.events:
            if event.kind != "closed" and event.kind not in self.end.passed_over:
                raise Failed(f"at the end: {event}")
        if self.waits not in ("closed", "failed") and (self.wire or self.eof):
            raise Failed("at the end: there is input that was never read")
