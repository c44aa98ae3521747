"""Several interpreters in one process: the package works in the first that imports it, and says so in the others."""

from __future__ import annotations

import subprocess
import sys
import unittest

# One interpreter that shares the lock, as under mod_wsgi, and one that has its own where there is such a thing. They are
# not ended: what happens then is Python's business.
PROGRAM = """
import sys
try:
    import _interpreters as interpreters
    others = {"shared": interpreters.create("legacy"), "own": interpreters.create("isolated")}
except ImportError:
    import _xxsubinterpreters as interpreters
    others = {"shared": interpreters.create(isolated=False), "own": interpreters.create(isolated=True)}

TRY = '''
try:
    import smtpwire
    print("{0}", bool(smtpwire.Client().waits), flush=True)
except ImportError as error:
    print("{0}", error, flush=True)
'''

for place in sys.argv[1:]:
    if place == "main":
        exec(TRY.format(place))
    else:
        interpreters.run_string(others[place], TRY.format(place))
"""

REFUSED = "smtpwire is loaded in another interpreter of this process, and works in one of them only"


def told(*places: str) -> list[str]:
    """What each place says that imports the package, one after the other, in one process."""
    command = [sys.executable, "-c", PROGRAM, *places]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    if ran.returncode:
        raise AssertionError(f"{ran.returncode}: {ran.stderr}")
    return ran.stdout.splitlines()


class Interpreters(unittest.TestCase):
    def test_an_interpreter_that_comes_second_is_refused_and_the_first_goes_on(self) -> None:
        self.assertEqual(told("main", "shared", "main"),
                         ["main True", f"shared {REFUSED}", "main True"])

    def test_the_first_may_be_any_that_shares_the_lock(self) -> None:
        self.assertEqual(told("shared", "main", "shared"),
                         ["shared True", f"main {REFUSED}", "shared True"])

    def test_an_interpreter_with_a_lock_of_its_own_is_refused(self) -> None:
        first, own, again = told("main", "own", "main")
        self.assertEqual((first, again), ("main True", "main True"))
        # In Python's own words, where it has such interpreters.
        self.assertIn(own, (f"own {REFUSED}",
                            "own module smtpwire._native does not support loading in subinterpreters"))


if __name__ == "__main__":
    unittest.main()
