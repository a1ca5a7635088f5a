"""Where readers gather what they find, so that one pass names everything and never stops at the first."""

from __future__ import annotations

from typing import Final

import polars as pl

from sharewell.evidence.refusals import Caution, Place, Refusal

FILE: Final = "_file"  # where a row came from; carried beside the data until the gradebook is finished
ROW: Final = "_row"
COLUMN: Final = "_column"
QUOTED_AT_MOST: Final = 60
NAMED_AT_MOST: Final = 100  # repaired cells of one kind in one column that are named one by one


def quoted(value: object) -> str:
    """A value for a sentence: in quotes, on one line, and never longer than a line."""
    text = " ".join(str(value).replace("\x00", "␀").split())
    return f"“{text[:QUOTED_AT_MOST]}…”" if len(text) > QUOTED_AT_MOST else f"“{text}”"


class Findings:
    """The refusals and cautions of one reading, in the order in which they were found."""

    def __init__(self) -> None:
        self.refusals: list[Refusal] = []
        self.cautions: list[Caution] = []

    def refuse(self, code: str, where: Place, what: str, how_to_fix: str) -> None:
        """Name one thing that cannot be used."""
        self.refusals.append(Refusal(code, where, what, how_to_fix))

    def caution(self, code: str, what: str, where: Place | None = None) -> None:
        """Name one thing that was used with care."""
        self.cautions.append(Caution(code, what, where or Place()))

    def refuse_rows(
        self,
        frame: pl.DataFrame,
        bad: pl.Expr,
        code: str,
        what: str,
        how_to_fix: str,
        *,
        column: str | None = None,
        value: str | None = None,
    ) -> pl.DataFrame:
        """Name every row where `bad` holds and return the others.

        `what` may hold `{value}`, taken from the column `value`. `frame` carries FILE and ROW, and COLUMN
        where the place is a cell of a wide table.
        """
        marked = frame.with_columns(bad.fill_null(False).alias("_bad"))
        if not marked["_bad"].any():
            return frame
        self._name(marked.filter("_bad"), code, what, how_to_fix, column, value)
        return marked.filter(~pl.col("_bad")).drop("_bad")

    def refuse_cells(
        self,
        frame: pl.DataFrame,
        bad: pl.Expr,
        code: str,
        what: str,
        how_to_fix: str,
        *,
        column: str,
        value: str | None = None,
    ) -> None:
        """Name every row where `bad` holds, whose one cell is not used while the row is kept."""
        rows = frame.filter(bad.fill_null(False))
        self._name(rows, code, what, how_to_fix, column, value)

    def _name(
        self,
        rows: pl.DataFrame,
        code: str,
        what: str,
        how_to_fix: str,
        column: str | None,
        value: str | None,
    ) -> None:
        files = rows[FILE].to_list()
        numbers = rows[ROW].to_list()
        columns = rows[COLUMN].to_list() if COLUMN in rows.columns else [column] * rows.height
        values = rows[value].to_list() if value else [None] * rows.height
        self.refusals.extend(
            Refusal(
                code, Place(file, row, cell or column), what.replace("{value}", quoted(given)), how_to_fix
            )
            for file, row, cell, given in zip(files, numbers, columns, values, strict=True)
        )

    def caution_cells(
        self,
        rows: pl.DataFrame,
        code: str,
        what: str,
        *,
        column: str | None = None,
        value: str | None = None,
    ) -> None:
        """Name repaired cells one by one, or the first hundred and then how many more there are."""
        shown = rows.head(NAMED_AT_MOST)
        columns = shown[COLUMN].to_list() if COLUMN in shown.columns else [column] * shown.height
        values = shown[value].to_list() if value else [None] * shown.height
        for file, row, cell, given in zip(
            shown[FILE].to_list(), shown[ROW].to_list(), columns, values, strict=True
        ):
            self.caution(code, what.replace("{value}", quoted(given)), Place(file, row, cell or column))
        if rows.height > NAMED_AT_MOST:
            more = rows.height - NAMED_AT_MOST
            place = Place(str(rows[FILE][NAMED_AT_MOST]), int(rows[ROW][NAMED_AT_MOST]), column)
            self.caution(code, f"The same holds for {more:,} more cells from here on.", place)
