"""Spreadsheets (XLSX) and Parquet files as the same sheet of text cells that delimited files give."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Final

import fastexcel
import polars as pl

from sharewell.evidence.archive import check_workbook
from sharewell.evidence.delimited import BROKEN, OVERFLOW, WIDTH, Sheet, trimmed
from sharewell.evidence.findings import FILE, ROW
from sharewell.evidence.refusals import Place, Refusal, Refused

_HOW: Final = "Open it in the program it comes from, save it again, and give that file."
_MIDNIGHT: Final = r" 00:00:00(\.0+)?$"


def read_workbook(path: Path) -> list[Sheet]:
    """The sheets of an XLSX file that hold anything; where there are several, each is named in its `file`.

    Raises:
        Refused: the file is no spreadsheet, is damaged, too large, or empty.
    """
    check_workbook(path)
    try:
        book = fastexcel.read_excel(path)
        frames = {name: _sheet(book, name) for name in book.sheet_names}
    except Exception as trouble:  # fastexcel's errors have no common base that is public
        what = f"This is no spreadsheet that can be read ({str(trouble).splitlines()[0][:120]})."
        raise Refused(Refusal("not-a-table", Place(path.name), what, _HOW)) from trouble
    sheets = [_as_sheet(frame, f"{path.name} [{name}]") for name, frame in frames.items() if frame.height]
    sheets = [sheet for sheet in sheets if sheet.cells.height]
    if not sheets:
        raise Refused(Refusal("empty-file", Place(path.name), "The spreadsheet holds no rows.", _HOW))
    return (
        sheets if len(sheets) > 1 else [replace(sheets[0], file=path.name, cells=_from(sheets[0], path.name))]
    )


def _from(sheet: Sheet, file: str) -> pl.DataFrame:
    return sheet.cells.with_columns(pl.lit(file).alias(FILE))


def _sheet(book: fastexcel.ExcelReader, name: str) -> pl.DataFrame:
    frame = book.load_sheet(name, header_row=None, dtypes="string").to_polars()
    # A day comes out as a moment at midnight.
    return frame.select(pl.all().cast(pl.String).str.replace(_MIDNIGHT, ""))


def read_parquet(raw: bytes, file: str) -> Sheet:
    """A Parquet file: its column names become row 1, so that row numbers count as in a spreadsheet.

    Raises:
        Refused: the file is damaged or holds no table of plain values.
    """
    try:
        frame = pl.read_parquet(io.BytesIO(raw))
        body = frame.select(pl.all().cast(pl.String)).select(pl.all().str.replace(_MIDNIGHT, ""))
    except Exception as trouble:  # whatever Polars meets in a damaged file
        what = f"This Parquet file cannot be read ({str(trouble).splitlines()[0][:120]})."
        raise Refused(Refusal("not-a-table", Place(file), what, _HOW)) from trouble
    head = pl.DataFrame([frame.columns], schema=body.columns, orient="row") if body.columns else body
    return _as_sheet(pl.concat([head.cast(pl.String), body]), file)


def _as_sheet(frame: pl.DataFrame, file: str) -> Sheet:
    columns = frame.width
    frame = frame.rename({old: str(i) for i, old in enumerate(frame.columns)}).with_row_index(ROW, offset=1)
    frame = frame.with_columns(
        pl.lit(columns, dtype=pl.Int64).alias(WIDTH),
        pl.lit(False).alias(OVERFLOW),
        pl.lit(False).alias(BROKEN),
        pl.lit(file).alias(FILE),
    )
    return Sheet(file, trimmed(frame, [str(i) for i in range(columns)]), columns)
