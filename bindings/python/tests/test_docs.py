"""The examples in docstrings and in the package's README say what comes."""

from __future__ import annotations

import contextlib
import doctest
import io
import re
import types
import unittest
from pathlib import Path
from typing import Any

import smtpwire

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
