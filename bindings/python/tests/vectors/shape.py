"""Between the notation of the files and the values of the interface."""

from __future__ import annotations

from collections.abc import Mapping

from .case import Failed, Json, octets_of

# The largest integer that is a number in the files; larger ones are digits.
LARGEST = 2**53 - 1


def plain(value: object) -> object:
    """A value of the interface as a file has it: lists, large numbers as digits, octets as they
    are."""
    match value:
        case None | bool() | str() | float() | bytes():
            return value
        case int():
            return value if value <= LARGEST else str(value)
        case list() | tuple():
            return [plain(item) for item in value]
        case Mapping():
            return {str(name): plain(inner) for name, inner in value.items()}
    raise Failed(f"no plain data: {value!r}")


def with_octets(value: Json, names: frozenset[str]) -> Json:
    """A value of a file in which the fields of these names are octets."""
    if isinstance(value, list):
        return [with_octets(item, names) for item in value]
    if isinstance(value, dict):
        return {name: octets_of(inner) if name in names and isinstance(inner, str)
                else with_octets(inner, names) for name, inner in value.items()}
    return value
