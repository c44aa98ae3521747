"""Runs all files; tells each case that does not hold, and how many did of each file."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import smtpwire

from .addresses import address
from .bdat import bdat
from .capabilities import offer
from .case import Failed, Fields, load, octets_of, same
from .commands import bad, good, parameters
from .content import content
from .dialogs import dialog, dialogs
from .framing import framing
from .order import order
from .proxy import proxy
from .replies import replies
from .split import check_generator
from .xtext import xtext

# Each file of cases, and the check of its cases: this is the list of all there are.
CASES: dict[str, Callable[[Fields], None]] = {
    "commands": good,
    "command-errors": bad,
    "parameters": parameters,
    "addresses": address,
    "replies": replies,
    "capabilities": offer,
    "content": content,
    "framing": framing,
    "bdat": bdat,
    "proxy": proxy,
    "xtext": xtext,
    "order": order,
}

# The files of dialogs, by the role that is ours.
DIALOGS: dict[str, tuple[str, ...]] = {
    "client": ("session", "greeting", "content", "bdat", "lmtp", "starttls", "auth", "injection",
               "replies", "limits", "time"),
    "server": ("session", "order", "smuggling", "bdat", "lmtp", "starttls", "auth", "sync",
               "limits", "time", "proxy", "decisions"),
}

# No file of cases.
OTHERS = {"coverage", "README"}

# How many cases and dialogs there are at least.
LEAST_CASES, LEAST_DIALOGS = 400, 500


def check_folder(folder: Path) -> None:
    """Fails on a file that is not run, and on one that is gone."""
    known = {*CASES, *(f"{role}/{subject}" for role in DIALOGS for subject in DIALOGS[role])}
    found = {path.relative_to(folder).with_suffix("").as_posix()
             for path in folder.rglob("*") if path.is_file()}
    same("the files", sorted(known), sorted(found - OTHERS))


def check_notation() -> None:
    same("the notation of octets", b"a\r\n\\\xffx\xc3\xa9", octets_of("a\\r\\n\\\\\\xffxé"))


class Count:
    """How the cases of one file went."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.passed = 0
        self.failed = 0

    def run(self, case: Fields, check: Callable[[], None]) -> None:
        try:
            check()
        except Exception as error:  # whatever it is, the other cases are run, too
            self.failed += 1
            why = str(error) if isinstance(error, Failed) else repr(error)
            print(f"{self.file}: {case.text('name')}\n  {why}\n", file=sys.stderr)
        else:
            self.passed += 1

    def row(self) -> str:
        return json.dumps({"host": "python", "file": self.file,
                           "passed": self.passed, "failed": self.failed}, separators=(",", ":"))


def run_all(folder: Path) -> list[Count]:
    counts = []
    for subject, check in CASES.items():
        count = Count(subject)
        for case in load(folder, subject)[1]:
            count.run(case, partial(check, case))
        counts.append(count)
    for role, subjects in DIALOGS.items():
        for subject in subjects:
            count = Count(f"{role}/{subject}")
            for case, steps in dialogs(folder, count.file):
                count.run(case, partial(dialog, case, steps, role))
            counts.append(count)
    return counts


def main() -> int:
    parser = argparse.ArgumentParser(prog="vectors", description=__doc__)
    parser.add_argument("--vectors", type=Path, required=True, metavar="DIR",
                        help="the project's folder tests/vectors")
    parser.add_argument("--table", action="store_true",
                        help="print one line of JSON for each file")
    options = parser.parse_args()
    try:
        check_generator()
        check_notation()
        check_folder(options.vectors)
        counts = run_all(options.vectors)
    except Failed as failed:
        print(f"vectors: {failed}", file=sys.stderr)
        return 1
    for count in counts:
        print(count.row() if options.table else
              f"{count.file}: {count.passed} passed, {count.failed} failed")
    of_dialogs = sum(count.passed for count in counts if "/" in count.file)
    of_cases = sum(count.passed for count in counts) - of_dialogs
    failed_ones = sum(count.failed for count in counts)
    print(f"smtpwire {smtpwire.version()}: {of_cases} cases and {of_dialogs} dialogs passed, "
          f"{failed_ones} failed", file=sys.stderr)
    if of_cases < LEAST_CASES or of_dialogs < LEAST_DIALOGS:
        print(f"vectors: there are at least {LEAST_CASES} cases and {LEAST_DIALOGS} dialogs",
              file=sys.stderr)
        return 1
    return 1 if failed_ones else 0

