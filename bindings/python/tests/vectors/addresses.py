"""addresses.json."""

from __future__ import annotations

import smtpwire
from smtpwire.types import AddressKind

from .case import COMMON, Failed, Fields, Json, octets_of, same
from .shape import plain


def address(case: Fields) -> None:
    """One address, read and written; or several, compared."""
    case.only(*COMMON, "kind", "input", "value", "wire", "content", "error", "groups")
    kind = case.word("kind")
    if kind == "local-part-content":
        content(case)
    elif kind not in smtpwire.address_kinds():
        raise Failed(f"{kind} is no kind of address")
    elif "groups" in case:
        compared(case.items("groups"), kind)
    elif "error" in case:
        try:
            value = smtpwire.parse_address(case.octets("input").decode(), kind)
        except smtpwire.UsageError as error:
            wrong(case, error)
        else:
            raise Failed(f"read as {value!r}")
    else:
        one(case, kind)


def one(case: Fields, kind: AddressKind) -> None:
    text = case.octets("input").decode()
    wire = case.octets("wire").decode() if "wire" in case else text
    expected = case["value"]
    value = smtpwire.parse_address(text, kind)
    same("read", expected, plain(value))
    same("written", wire, smtpwire.encode_address(value, kind))
    same("built and written", wire, smtpwire.encode_address(expected, kind))
    same("read again", expected, plain(smtpwire.parse_address(wire, kind)))
    same("equal", True, smtpwire.addresses_equal(value, smtpwire.parse_address(wire, kind), kind))
    if kind == "local-part":
        same("content", case.text("content"), smtpwire.local_part_content(text))


def wrong(case: Fields, error: smtpwire.UsageError) -> None:
    expected = case.object("error")
    expected.only("problem", "offset")
    same("error", [expected.text("problem"), expected.count("offset")],
         [error.detail, error.offset])


def compared(groups: list[Json], kind: AddressKind) -> None:
    """Two of one group are equal, two of different groups are not, and equal ones hash alike."""
    texts: list[tuple[int, str]] = []
    for number, group in enumerate(groups):
        if not isinstance(group, list):
            raise Failed("a group is a list")
        texts += [(number, octets_of(text).decode()) for text in group]
    values = [(group, text, smtpwire.parse_address(text, kind)) for group, text in texts]
    for group, text, value in values:
        for other, another_text, another in values:
            same(f"{text!r} equals {another_text!r}", group == other,
                 smtpwire.addresses_equal(value, another, kind))
    keys = {smtpwire.address_key(value, kind) for _, _, value in values}
    same("different ones in a set", len(groups), len(keys))


def content(case: Fields) -> None:
    """A local part, written from what it means with as little quoting as can be."""
    text = case.octets("input").decode()
    try:
        written = smtpwire.local_part_from_content(text)
    except smtpwire.UsageError as error:
        if "error" not in case:
            raise
        wrong(case, error)
    else:
        same("written", case.octets("wire").decode(), written)
        same("read again", text, smtpwire.local_part_content(written))
