"""Thousands of broken exports (slow: run with `-m slow`): every one is read with its promises kept, or refused."""

from __future__ import annotations

import random
from contextlib import suppress
from pathlib import Path

import pytest

from sharewell.evidence import Refused, read_gradebook, read_standards, write_refused
from tests.evidence.books import (
    CANVAS,
    MOODLE,
    ONEROSTER,
    PLAIN,
    POWERTEACHER,
    hold_invariants,
    write,
    write_zip,
)

_TOKENS = (
    b'"', b",", b";", b"\n", b"\r\n", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"-5", b"NaN", b"1e999", b"3026-01-01",
    b"2026-02-31", b"(123)", b"(", b")", b"EX", b"N/A", b"=1+1", b"\xe9", b'"",', b"\t", b"A+", b"85%", b"1.234,5",
    b"  ", b"\xc2\xa0", b"1/2/2023", b"TRUE", b":", b"student_id", b"task", b"points", b"\xd8\x00",
)  # fmt: skip


def _mutated(content: bytes, chance: random.Random) -> bytes:
    held = bytearray(content)
    for _ in range(chance.randint(1, 12)):
        at, kind = chance.randint(0, len(held)), chance.random()
        lines = bytes(held).split(b"\n")
        if kind < 0.45:
            held[at:at] = chance.choice(_TOKENS) * chance.choice([1, 1, 1, 3])
        elif kind < 0.65:
            del held[at : at + chance.randint(1, 30)]
        elif kind < 0.8:
            held[at : at + 1] = bytes([chance.randint(0, 255)])
        elif kind < 0.9:
            lines.insert(chance.randrange(len(lines)), chance.choice(lines))
            held = bytearray(b"\n".join(lines))
        else:
            lines.pop(chance.randrange(len(lines)))
            held = bytearray(b"\n".join(lines))
    return bytes(held)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_thousands_of_broken_exports(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(500):
        if chance.random() < 0.7:
            text = chance.choice([PLAIN, CANVAS, MOODLE, POWERTEACHER])
            path = write(tmp_path, "g.csv", _mutated(text.encode(), chance))
        else:
            broken = set(chance.sample(sorted(ONEROSTER), 2))
            path = write_zip(
                tmp_path,
                {
                    name: _mutated(text.encode(), chance) if name in broken else text
                    for name, text in ONEROSTER.items()
                },
            )
        with suppress(Refused):
            book = read_gradebook(path, blank_is_missing=chance.random() < 0.5)
            hold_invariants(book)
            write_refused(book.refusals, tmp_path / "refused.csv")
        with suppress(Refused):
            read_standards(path)
