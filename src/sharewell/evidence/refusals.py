"""What is said about input that cannot be used (`Refusal`) or must be used with care (`Caution`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in the input a finding stands. `row` counts as a spreadsheet does: the header is row 1."""

    file: str = ""
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        parts = [self.file] if self.file else []
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.column:
            parts.append(f"column {self.column}")
        return ", ".join(parts) or "input"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing that could not be used, and how to mend it.

    Attributes:
        code: stable, for machines: lower case with hyphens (`impossible-date`).
        where: the file, row and column.
        what: one plain sentence that says what was found.
        how_to_fix: one plain sentence that says what to do.
    """

    code: str
    where: Place
    what: str
    how_to_fix: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what} {self.how_to_fix}"


@dataclass(frozen=True, slots=True)
class Caution:
    """A result that may be used with care; it is returned beside the result, never printed."""

    code: str
    what: str
    where: Place = Place()

    def __str__(self) -> str:
        return self.what


class Refused(Exception):
    """Nothing in the input can be used; `refusals` says why, all of it at once."""

    def __init__(self, refusals: Sequence[Refusal] | Refusal) -> None:
        self.refusals: tuple[Refusal, ...] = (refusals,) if isinstance(refusals, Refusal) else tuple(refusals)
        super().__init__("; ".join(str(refusal) for refusal in self.refusals))


def in_reading_order(refusals: Iterable[Refusal]) -> list[Refusal]:
    """Sort as a person would read the files: by file, row, column; the same input, the same order."""
    return sorted(
        refusals, key=lambda r: (r.where.file, r.where.row or 0, r.where.column or "", r.code, r.what)
    )
