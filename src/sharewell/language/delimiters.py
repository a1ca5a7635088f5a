"""Delimited text with its header first: which sign stands between its cells, and cells of any length."""

from __future__ import annotations

import csv
from collections.abc import Generator
from contextlib import contextmanager

from sharewell.evidence.separators import separator_of, without_said

HEAD = 2**20  # characters among which the sign is looked for


def without_delimiter(text: str, ending: str) -> tuple[str, str]:
    """A table without a first line `sep=;`, whose end stays, and the sign between its cells.

    Under `.tsv` that is a tab, unless the first line says otherwise: a column of texts alone has none.
    """
    rest, said = without_said(text)
    if said or ending.lower() == ".tsv":
        return rest, said or "\t"
    head = text[:HEAD]
    with cells_up_to(len(head)):
        return text, separator_of(head, header_first=True)


@contextmanager
def cells_up_to(length: int) -> Generator[None]:
    """Let `csv` read cells of this length inside; by itself it stops at 131,072 characters."""
    usual = csv.field_size_limit()
    csv.field_size_limit(max(length, usual))
    try:
        yield
    finally:
        csv.field_size_limit(usual)
