"""The package says of itself what is true: types, stub and documentation against what there is."""

from __future__ import annotations

import ast
import doctest
import inspect
import re
import types as python_types
import typing
import unittest
from collections.abc import Iterator
from pathlib import Path

import smtpwire
import smtpwire.types
from smtpwire import _native

PACKAGE = Path(smtpwire.__file__).parent
README = Path(__file__).parent.parent / "README.md"


def fields_told(call: typing.Callable[[], object]) -> set[str]:
    """The names of the fields that a refusal of one that is not known tells."""
    try:
        call()
    except smtpwire.UsageError as error:
        known = error.message.split("no_such_field: not a field; the fields are ", 1)[1]
        return set(known.split(", "))
    raise AssertionError("no field is called so")


def keys(shape: type) -> set[str]:
    """The keys of a dictionary's type."""
    required: frozenset[str] = getattr(shape, "__required_keys__")
    optional: frozenset[str] = getattr(shape, "__optional_keys__")
    return set(required | optional)


def client(where: dict[str, object]) -> object:
    return smtpwire.Client(typing.cast(smtpwire.types.ClientConfig, where))


def server(where: dict[str, object]) -> object:
    config = {"hostname": "mx.example", **where}
    return smtpwire.Server(typing.cast(smtpwire.types.ServerConfig, config))


def mailer(where: dict[str, object]) -> object:
    config = {"name": "mail.example", **where}
    return smtpwire.Mailer(typing.cast(smtpwire.types.MailerConfig, config))


WRONG: typing.Any = {"no_such_field": 1}

CHOICES: dict[type, typing.Callable[[], object]] = {
    smtpwire.types.ClientConfig: lambda: client(WRONG),
    smtpwire.types.Limits: lambda: client({"limits": WRONG}),
    smtpwire.types.Timeouts: lambda: client({"timeouts": WRONG}),
    smtpwire.types.ReplyOptions: lambda: smtpwire.ReplyReader(WRONG),
    smtpwire.types.MailerConfig: lambda: mailer(WRONG),
    smtpwire.types.SaslPolicy: lambda: mailer({"sasl": WRONG}),
    smtpwire.types.ServerConfig: lambda: server(WRONG),
    smtpwire.types.Extensions: lambda: server({"extensions": WRONG}),
    smtpwire.types.Leniency: lambda: server({"leniency": WRONG}),
    smtpwire.types.CommandOptions: lambda: smtpwire.parse_command(b"NOOP", WRONG),
    smtpwire.types.ContentOptions: lambda: smtpwire.Stuffer(WRONG),
    smtpwire.types.UnstufferOptions: lambda: smtpwire.Unstuffer(WRONG),
    smtpwire.types.FramerOptions: lambda: smtpwire.LineFramer(WRONG),
    smtpwire.types.ChunkOptions: lambda: smtpwire.ChunkReader(WRONG),
    smtpwire.types.ChunkTotalOptions: lambda: smtpwire.ChunkTotal(WRONG),
    smtpwire.types.ClientTls: lambda: smtpwire.Client(tls=WRONG),
    smtpwire.types.ServerTls: lambda: smtpwire.Server({"hostname": "mx.example"}, tls=WRONG),
    smtpwire.types.Command: lambda: smtpwire.encode_command(WRONG),
    smtpwire.types.ProxyHeader: lambda: smtpwire.encode_proxy(WRONG),
    smtpwire.types.Capabilities: lambda: smtpwire.encode_capabilities(WRONG),
}


ROLES = ("Client", "Mailer", "Server")

# What is handed out, and never given.
READ = {"Tlsa", "Certificate", "TlsFailure", "TlsSession", "Fallback", "Traced"}


class Shapes(unittest.TestCase):
    """Dictionaries have the keys that are read."""

    def test_a_dictionary_of_choices_has_the_fields_that_the_library_reads(self) -> None:
        for shape, call in CHOICES.items():
            with self.subTest(shape.__name__):
                self.assertEqual(keys(shape), fields_told(call))

    def test_words_are_those_that_the_library_knows(self) -> None:
        words = {
            smtpwire.types.Phase: smtpwire.phases(),
            smtpwire.types.AddressKind: smtpwire.address_kinds(),
            smtpwire.types.Format: smtpwire.transcript_formats(),
        }
        for alias, known in words.items():
            self.assertEqual(list(typing.get_args(alias)), list(known))

    def test_decisions_are_those_that_a_server_knows(self) -> None:
        with self.assertRaises(smtpwire.UsageError) as caught:
            server({"decisions": ["no such"]})
        known = str(caught.exception).split("those are ")[1].split(", ")
        self.assertEqual(list(typing.get_args(smtpwire.types.Decision)), known)


class Hints(unittest.TestCase):
    """A program that reads the annotations, as pydantic, msgspec and dataclass tools do, gets all of them."""

    def test_the_hints_of_everything_public_can_be_asked_for(self) -> None:
        shapes = [getattr(smtpwire.types, name) for name in smtpwire.types.__all__]
        public = [getattr(smtpwire, name) for name in smtpwire.__all__]
        told = 0
        for thing in [*shapes, *public]:
            if not isinstance(thing, type | python_types.FunctionType | python_types.BuiltinFunctionType):
                continue
            with self.subTest(thing.__name__):
                told += len(typing.get_type_hints(thing, include_extras=True))
            for name, inner in vars(thing).items() if isinstance(thing, type) else ():
                if isinstance(inner, python_types.FunctionType):
                    with self.subTest(f"{thing.__name__}.{name}"):
                        told += len(typing.get_type_hints(inner))
        self.assertGreater(told, 300)
        limits = typing.get_type_hints(smtpwire.types.ClientConfig)["limits"]
        self.assertIs(limits, smtpwire.types.Limits)


class Names(unittest.TestCase):
    """What `dir()` and an editor show."""

    def test_the_package_shows_its_own_names_and_no_others(self) -> None:
        shown = {name for name in dir(smtpwire) if not name.startswith("_")}
        self.assertEqual(shown - set(smtpwire.__all__), {"types"})

    def test_a_connection_of_any_role_is_one(self) -> None:
        self.assertIsInstance(smtpwire.Client(), smtpwire.Connection)
        self.assertIsInstance(mailer({}), smtpwire.Connection)
        self.assertIsInstance(server({}), smtpwire.Connection)
        self.assertNotIsInstance(smtpwire.ReplyReader(), smtpwire.Connection)


class Explained(unittest.TestCase):
    """A program that gives options finds what each is."""

    def test_every_option_has_a_docstring(self) -> None:
        bare: list[str] = []
        told = 0
        for module in ("choices", "tls"):
            tree = ast.parse((PACKAGE / "types" / f"{module}.py").read_text())
            for node in tree.body:
                if not isinstance(node, ast.ClassDef) or node.name in READ:
                    continue
                for field, behind in zip(node.body, [*node.body[1:], None], strict=True):
                    if not isinstance(field, ast.AnnAssign):
                        continue
                    match behind:
                        case ast.Expr(value=ast.Constant(value=str())):
                            told += 1
                        case _:
                            bare.append(f"{node.name}.{ast.unparse(field.target)}")
        self.assertEqual(bare, [])
        self.assertGreater(told, 130)


class Unions(unittest.TestCase):
    """What may happen on a connection."""

    def test_each_role_s_union_holds_classes_of_events_and_all_are_in_one(self) -> None:
        unions = (smtpwire.ClientEvent, smtpwire.MailerEvent, smtpwire.ServerEvent)
        held = {kind for union in unions for kind in typing.get_args(union)}
        self.assertEqual(held, set(smtpwire.Event.__subclasses__()))


def documented() -> Iterator[tuple[str, object]]:
    """Every public object, and what it has."""
    yield "smtpwire", smtpwire
    for name in smtpwire.__all__:
        thing = getattr(smtpwire, name)
        if not isinstance(thing, type | python_types.BuiltinFunctionType):
            continue
        yield name, thing
        if isinstance(thing, type) and thing.__module__ == "smtpwire":
            for inner, value in vars(thing).items():
                if not inner.startswith("_") and inner != "type":
                    yield f"{name}.{inner}", value


class Documentation(unittest.TestCase):
    """What is said to people."""

    def run_examples(self, text: str, name: str) -> int:
        parsed = doctest.DocTestParser().get_doctest(text, {}, name, name, 0)
        runner = doctest.DocTestRunner(verbose=False, optionflags=doctest.ELLIPSIS)
        told: list[str] = []
        runner.run(parsed, out=told.append)
        self.assertEqual(runner.failures, 0, "".join(told))
        return runner.tries

    def test_everything_public_is_documented(self) -> None:
        bare = [name for name, thing in documented() if not inspect.getdoc(thing)]
        self.assertEqual(bare, [])

    @unittest.skipUnless(README.exists(), "not beside the sources")
    def test_the_examples_in_the_readme_are_true(self) -> None:
        self.assertGreater(self.run_examples(README.read_text(), "README.md"), 10)

    def test_the_stub_says_what_the_module_says(self) -> None:
        stub = ast.parse((PACKAGE / "_native.pyi").read_text())
        told = 0
        for name, node, thing in self.stubbed(stub):
            text = ast.get_docstring(node)
            if text is None:
                continue
            with self.subTest(name):
                there = re.split(r"\n\s*>>> ", "\n" + (inspect.getdoc(thing) or ""))[0]
                self.assertEqual(text.strip(), there.strip())
                told += 1
        self.assertGreater(told, 200)

    @staticmethod
    def stubbed(stub: ast.Module) -> Iterator[tuple[str, ast.FunctionDef | ast.ClassDef, object]]:
        for node in stub.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                # What the roles have in common stands in the stub once, and at run time in each of them.
                names = ROLES if node.name == "_Connection" else (node.name,)
                for name in names:
                    thing = getattr(_native, name)
                    if name == node.name:
                        yield name, node, thing
                    for inner in node.body:
                        if isinstance(node, ast.ClassDef) and isinstance(inner, ast.FunctionDef):
                            yield f"{name}.{inner.name}", inner, getattr(thing, inner.name)


if __name__ == "__main__":
    unittest.main()
