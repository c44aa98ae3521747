"""The runner of the vectors: it notices what a vector says wrongly, or says in vain."""

from __future__ import annotations

import json
import tempfile
import unittest
from pathlib import Path

from vectors.case import Failed, Fields, Json, alike, expanded, load, octets_of
from vectors.commands import good
from vectors.dialogs import dialog
from vectors.runner import CASES, check_folder
from vectors.split import check_generator, ways

COMMAND: Json = {"name": "NOOP", "requirements": ["R-BDAT-005"], "input": "NOOP",
                 "value": {"verb": "NOOP"}}

DIALOG: Json = {"name": "hello", "requirements": ["R-BDAT-005"]}
STEPS: Json = [
    {"receive": "220 mx.example\\r\\n"},
    {"expect-event": "greeting", "reply": "220 mx.example"},
    {"call": "ehlo", "host": "client.example"},
    {"expect-output": "EHLO client.example\\r\\n"},
    {"receive": "250 mx.example\\r\\n"},
    {"expect-event": "ehlo", "command": 1, "reply": "250"},
    {"expect-state": {"phase": "ready", "offers": []}},
]


class Cases(unittest.TestCase):
    def test_a_case_that_holds_passes(self) -> None:
        good(Fields(COMMAND))

    def test_a_case_that_does_not_hold_says_what_came(self) -> None:
        for change in ({"value": {"verb": "RSET"}}, {"wire": "RSET\\r\\n"}, {"built": False}):
            with self.assertRaises(Failed) as caught:
                good(Fields({**COMMAND, **change}))
            self.assertIn("expected", str(caught.exception))

    def test_a_field_that_is_not_known_fails(self) -> None:
        with self.assertRaises(Failed) as caught:
            good(Fields({**COMMAND, "wires": "NOOP\\r\\n"}))
        self.assertIn("wires", str(caught.exception))

    def test_a_format_that_is_not_known_fails(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "commands.json"
            content = {"format": 2, "subject": "commands", "about": "x", "cases": [COMMAND]}
            for change in ({}, {"format": 1, "more": 1}, {"format": 1, "subject": "other"},
                           {"format": 1, "cases": [COMMAND, COMMAND]}):
                file.write_text(json.dumps({**content, **change}), encoding="utf-8")
                with self.assertRaises(Failed, msg=str(change)):
                    load(Path(folder), "commands")
            file.write_text(json.dumps({**content, "format": 1}), encoding="utf-8")
            self.assertEqual(len(load(Path(folder), "commands")[1]), 1)

    def test_a_file_that_is_not_run_or_is_gone_fails(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "unheard-of.json").touch()
            with self.assertRaises(Failed) as caught:
                check_folder(folder)
            self.assertIn("unheard-of", str(caught.exception))
            self.assertIn(next(iter(CASES)), str(caught.exception))

    def test_octets_are_resolved_in_their_notation_only(self) -> None:
        self.assertEqual(octets_of("\\r\\n\\\\\\x00\\xFFä"), b"\r\n\\\0\xff\xc3\xa4")
        for wrong in ("\\t", "\\x0", "\\xg0", "\\", 5, None):
            with self.assertRaises(Failed):
                octets_of(wrong)

    def test_long_input_is_written_out(self) -> None:
        short: Json = [{"join": ["a", {"repeat": "b", "times": 3}]}, {"line": "c", "times": 2}]
        self.assertEqual(expanded(short), ["abbb", {"line": "c"}, {"line": "c"}])

    def test_true_is_not_one(self) -> None:
        self.assertFalse(alike([{"last": True}], [{"last": 1}]))
        self.assertTrue(alike([{"last": True}], [{"last": True}]))

    def test_every_way_gives_all_octets(self) -> None:
        check_generator()
        octets = bytes(range(100))
        found = list(ways(octets))
        self.assertEqual(len(found), 6)
        for pieces in found:
            self.assertEqual(b"".join(pieces), octets)
            self.assertTrue(all(pieces))


class Dialogs(unittest.TestCase):
    def run_steps(self, steps: Json) -> None:
        dialog(Fields(DIALOG), [Fields(step) for step in steps], "client")

    def refused(self, steps: Json) -> str:
        with self.assertRaises(Failed) as caught:
            self.run_steps(steps)
        return str(caught.exception)

    def test_a_dialog_that_holds_passes(self) -> None:
        self.run_steps(STEPS)

    def test_each_expectation_is_able_to_fail(self) -> None:
        for number, wrong in (
            (1, {"expect-event": "greeting", "reply": "220 other.example"}),
            (1, {"expect-event": "closing"}),
            (3, {"expect-output": "EHLO other.example\\r\\n"}),
            (3, {"expect-output-lacks": "client"}),
            (5, {"expect-event": "ehlo", "command": 2}),
            (5, {"expect-event": "ehlo", "nonsense": 2}),
            (6, {"expect-state": {"phase": "mail"}}),
            (6, {"expect-state": {"nonsense": True}}),
            (6, {"expect-deadline": 5}),
            (6, {"expect-error": "out-of-order", "kind": "usage"}),
            (6, {"call": "noop", "fails": "out-of-order"}),
            (6, {"call": "data"}),
            (6, {"call": "nonsense"}),
            (6, {"receive": "x", "nonsense": 1}),
            (6, {"nonsense": 1}),
        ):
            steps = [*STEPS[:number], wrong, *STEPS[number + 1:]]
            self.assertIn(f"step {number + 1}: ", self.refused(steps), wrong)

    def test_nothing_may_be_left_over(self) -> None:
        self.assertIn("at the end", self.refused(STEPS[:5]))  # an event
        self.assertIn("output at the end", self.refused(STEPS[:3]))
        unread = [*STEPS, {"receive": "250 unasked\\r\\n"}]
        self.assertIn("at the end: it failed", self.refused(unread))


if __name__ == "__main__":
    unittest.main()
