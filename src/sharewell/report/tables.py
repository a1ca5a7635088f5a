"""Tables that leave the house as CSV: a cell that a spreadsheet would run as a formula is made plain text."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Final

import polars as pl

# What Excel, LibreOffice and Sheets take for the start of a formula, wide forms too (OWASP, CSV injection).
_RUNS: Final = r"^\s*[=+\-@\t\r＝＋－＠]"
_NUMBER: Final = r"^\s*[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?\s*$"


def formula_safe(table: pl.DataFrame) -> pl.DataFrame:
    """The table with ' before every text (and column name) that would run; numbers, signed ones too, stay."""
    text = pl.col(pl.String, pl.Categorical, pl.Enum).cast(pl.String)
    runs = text.str.contains(_RUNS) & ~text.str.contains(_NUMBER)
    safe = table.with_columns(pl.when(runs).then("'" + text).otherwise(text).name.keep())
    return safe.rename(_safe_names(table.columns))


def write_table(table: pl.DataFrame, target: Path | IO[bytes], *, for_spreadsheets: bool = False) -> None:
    """Write a table as formula-safe CSV in UTF-8, rows and columns as they stand.

    Args:
        table: what to write; dates are written as ISO 8601, nulls as nothing.
        target: a path, or an open binary file.
        for_spreadsheets: begin with a byte order mark, without which Excel garbles names like José.
    """
    formula_safe(table).write_csv(target, include_bom=for_spreadsheets, line_terminator="\n")


def _safe_names(names: list[str]) -> dict[str, str]:
    header = pl.Series(names, dtype=pl.String)
    runs = header.str.contains(_RUNS) & ~header.str.contains(_NUMBER)
    return {name: f"'{name}" for name, would_run in zip(names, runs, strict=True) if would_run}
