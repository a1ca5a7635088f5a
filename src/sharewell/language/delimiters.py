"""Delimited text: which sign stands between its cells, and cells of any length."""

from __future__ import annotations

import csv
from collections.abc import Generator
from contextlib import contextmanager

SIGNS = (",", ";", "\t", "|")  # a spreadsheet writes semicolons where commas stand in numbers


def delimiter_of(header: str, ending: str) -> str:
    """The sign that makes most columns of a file's first line; a tab under `.tsv`, a comma where none does."""
    if ending.lower() == ".tsv":
        return "\t"
    first = header.splitlines()[:1]
    with cells_up_to(len(header)):
        return max(SIGNS, key=lambda sign: len(next(csv.reader(first, delimiter=sign), ())))


@contextmanager
def cells_up_to(length: int) -> Generator[None]:
    """Let `csv` read cells of this length inside; by itself it stops at 131,072 characters."""
    usual = csv.field_size_limit()
    csv.field_size_limit(max(length, usual))
    try:
        yield
    finally:
        csv.field_size_limit(usual)
