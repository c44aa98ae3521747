"""The interface has everything that the shared table of operations has, by the same names."""

from __future__ import annotations

import inspect
import unittest
from collections.abc import Callable
from typing import Any

import smtpwire
from smtpwire import _native

# Arguments that are spelled or placed otherwise in Python: a keyword of the language, time and
# entropy, which a shell has a default for, and what may only be given by name.
SPELLED = {"from": "from_"}
OPTIONAL_HERE = {"now", "entropy"}


def arguments(call: Callable[..., Any]) -> list[str]:
    """The names of a call's arguments, without the object itself."""
    return [name for name in inspect.signature(call).parameters if name != "self"]


class Table(unittest.TestCase):
    def setUp(self) -> None:
        self.table: dict[str, dict[str, list[str]]] = _native._operations()

    def test_the_table_is_all_of_it(self) -> None:
        self.assertLessEqual({"", "Client", "Mailer", "Server", "ReplyReader", "Stuffer",
                              "Unstuffer", "LineFramer", "ChunkReader", "ChunkTotal",
                              "ContentScanner"}, self.table.keys())
        self.assertGreater(sum(map(len, self.table.values())), 150)

    def test_every_operation_is_there_by_its_name(self) -> None:
        for owner, operations in self.table.items():
            place = getattr(smtpwire, owner) if owner else smtpwire
            for name in operations:
                self.assertTrue(hasattr(place, name), f"{owner}.{name}")
                self.assertTrue(getattr(place, name).__doc__, f"{owner}.{name} says nothing")

    def test_every_operation_has_the_arguments_of_the_table(self) -> None:
        for owner, operations in self.table.items():
            place = getattr(smtpwire, owner) if owner else smtpwire
            for name, named in operations.items():
                found = getattr(place, name)
                if not callable(found):  # A property: nothing is asked.
                    self.assertEqual(named, [], f"{owner}.{name}")
                    continue
                given = arguments(found)
                expected = {SPELLED.get(argument, argument) for argument in named}
                self.assertEqual(expected - OPTIONAL_HERE, set(given) - OPTIONAL_HERE,
                                 f"{owner}.{name}")
                self.assertLessEqual(expected & OPTIONAL_HERE, set(given), f"{owner}.{name}")

    def test_what_is_exported_is_documented(self) -> None:
        for name in smtpwire.__all__:
            value = getattr(smtpwire, name)
            if callable(value):
                self.assertTrue(value.__doc__, name)

    def test_the_connections_share_the_run_loop(self) -> None:
        calls = {"receive_data", "receive_eof", "input_room", "next_event", "events", "waits",
                 "data_to_send", "output", "advance_output", "next_deadline", "handle_timeout"}
        for role in (smtpwire.Client, smtpwire.Mailer, smtpwire.Server):
            self.assertLessEqual(calls, set(dir(role)), role)


if __name__ == "__main__":
    unittest.main()
