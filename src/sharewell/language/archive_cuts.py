"""Where a text file may be cut: after ends of records, found in one pass over its bytes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sharewell.language.archive_forms import Form

_BLOCK = 2**22  # bytes: whole letters of one, two or four
_LETTERS = {"utf-16-le": "<u2", "utf-16-be": ">u2", "utf-32-le": "<u4", "utf-32-be": ">u4"}


def cuts(path: Path, form: Form, size: int) -> Iterator[int]:
    """Offsets in bytes: after the header, then at the first end of a record past every `size` bytes, and the end.

    A line end inside quotation marks ends no record: there the number of marks so far is odd. No letter of UTF-8,
    UTF-16 or UTF-32 holds a line end or a mark in a part of itself.
    """
    letter = np.dtype(_LETTERS.get(form.encoding or "", "u1"))
    left, last, seen, marks = form.records, 0, 0, 0
    if not left:
        yield last
    with path.open("rb") as source:
        while block := source.read(_BLOCK):
            letters = np.frombuffer(block, letter, len(block) // letter.itemsize)
            ends, marks = _record_ends(letters, form, marks)
            for end in (seen + ends * letter.itemsize).tolist():
                left -= 1
                if left == 0 or (left < 0 and end - last >= size):
                    last = end
                    yield last
            seen += len(block)
    yield seen


def _record_ends(
    letters: npt.NDArray[np.unsignedinteger], form: Form, marks: int
) -> tuple[npt.NDArray[np.intp], int]:
    """How many letters stand up to the end of each record, and how many quotation marks up to the last letter."""
    ends = letters == ord(form.line_end)
    if form.delimiter is not None:
        before = np.cumsum(letters == ord('"')) + marks
        ends &= before % 2 == 0
        marks = int(before[-1]) if before.size else marks
    return np.flatnonzero(ends) + 1, marks
