"""A sheet's header row: found below titles, matched whatever its case, spaces and underscores."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from sharewell.evidence.delimited import OVERFLOW, WIDTH, Sheet
from sharewell.evidence.findings import FILE, ROW, Findings
from sharewell.evidence.refusals import Place, Refusal, Refused

_NOISE: Final = re.compile(r"[^\w]+|_")


def plain_name(header: str) -> str:
    """`Student ID`, `student_id` and `\ufeffStudentId` are the same name: studentid."""
    return _NOISE.sub("", header).casefold()


@dataclass(frozen=True, slots=True)
class Table:
    """The rows below a header: columns "0", "1", …; FILE, ROW, WIDTH beside them."""

    file: str
    header: list[str]
    body: pl.DataFrame
    separator: str
    nameless: int = 0  # columns to the right of the last that has a name


def below(sheet: Sheet, at: int, findings: Findings) -> Table:
    """The table whose header is the sheet's row at index `at`; rows longer than the header are refused.

    A row is longer when it holds something beyond the header's last named column: a separator inside a cell
    that is not in quotes shifts everything after it, so no cell of such a row can be trusted.
    """
    if sheet.cells.height <= at:
        how = "Export it again, and check that it opens with rows in it."
        raise Refused(Refusal("empty-file", Place(sheet.file), "The file has no row that can be read.", how))
    header = [name.removeprefix("\ufeff") for name in sheet.top(at + 1)[at]]
    named = max((i for i, name in enumerate(header) if name), default=-1) + 1
    nameless = int(sheet.cells[WIDTH][at]) - named
    header = header[:named]
    body = sheet.cells.slice(at + 1)
    beyond = [pl.col(str(i)).is_not_null() for i in range(named, sheet.columns)]
    longer = pl.any_horizontal(pl.col(OVERFLOW), *beyond)
    what = f"This row has more cells than the header's {named}, so its cells cannot be told apart."
    how = "Put cells that hold a comma or semicolon into quotation marks."
    body = findings.refuse_rows(body, longer, "row-too-long", what, how)
    names = [str(i) for i in range(named)]
    return Table(sheet.file, header, body.select([*names, FILE, ROW, WIDTH]), sheet.separator, nameless)


def spelled(
    sheet: Sheet, spellings: Mapping[str, Collection[str]], needed: Collection[str], findings: Findings
) -> pl.DataFrame | None:
    """A small table's columns under our names, each with FILE and ROW; None when no row names what is `needed`.

    `spellings` gives, for each of our names, the plain names under which it may stand; a column that is not there
    is all null.
    """
    at = row_that_names(sheet, spellings, needed)
    if at is None:
        return None
    table = below(sheet, at, findings)
    names = [plain_name(name) for name in table.header]
    places = {
        ours: next((names.index(n) for n in spelt if n in names), None) for ours, spelt in spellings.items()
    }
    columns = (
        (pl.lit(None, pl.String) if place is None else pl.col(str(place))).alias(ours)
        for ours, place in places.items()
    )
    return table.body.select(*columns, FILE, ROW)


def row_that_names(
    sheet: Sheet, spellings: Mapping[str, Collection[str]], needed: Collection[str]
) -> int | None:
    """Which of the first 20 rows is a header of at least two columns that names all that is `needed`."""
    for at, row in enumerate(sheet.top(20)):
        names = {plain_name(name) for name in row if name}
        if len(names) > 1 and all(not names.isdisjoint(spellings[ours]) for ours in needed):
            return at
    return None
