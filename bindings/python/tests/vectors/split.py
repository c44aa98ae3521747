"""How input is cut: whole, octet by octet, and at seeded random places."""

from __future__ import annotations

from collections.abc import Iterator

from .case import same

SEEDS = (1, 2463534242, 88172645, 4294967295)

WAYS = ("whole", "octet by octet", *(f"at random, seed {seed}" for seed in SEEDS))


def xorshift(seed: int) -> Iterator[int]:
    """Marsaglia's generator with 32 bits and the shifts 13, 17, 5."""
    while True:
        seed ^= seed << 13 & 0xFFFFFFFF
        seed ^= seed >> 17
        seed ^= seed << 5 & 0xFFFFFFFF
        yield seed


def pieces(octets: bytes, way: int) -> Iterator[bytes]:
    """The pieces of one way, none of them empty."""
    lengths = iter(lambda: 1, 0) if way == 1 else (1 + n % 13 for n in xorshift(SEEDS[way - 2]))
    at = 0
    while at < len(octets):
        end = len(octets) if way == 0 else at + next(lengths)
        yield octets[at:end]
        at = end


def ways(octets: bytes) -> Iterator[list[bytes]]:
    """The octets in pieces, in each of the ways that every case is run."""
    for way in range(len(WAYS)):
        yield list(pieces(octets, way))


def check_generator() -> None:
    """The numbers that the README names: without them no split is to be trusted."""
    numbers = xorshift(1)
    same("numbers from the seed 1", [270369, 67634689, 2647435461, 307599695],
         [next(numbers) for _ in range(4)])
    lengths = [len(piece) for piece in pieces(bytes(64), 2)]
    same("lengths of pieces from the seed 1", [9, 6, 9, 1], lengths[:4])
    same("octets in all pieces", 64, sum(lengths))
