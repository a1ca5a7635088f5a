"""Tables from and to files (CSV with any separator, Parquet, XLSX), typed, every bad row named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

import polars as pl

from sharewell.evidence import Place, Refusal, Refused

ENDINGS = (".csv", ".tsv", ".txt", ".parquet", ".xlsx")
Kind = Literal["text", "whole", "number"]


def read_table(path: Path) -> pl.DataFrame:
    """Read a table with a header row; cells of CSV files stay text until `typed` looks at them.

    Raises:
        Refused: no such file, an ending that is not read, or content that is no table.
    """
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise Refused(_unread(path, "unknown-ending", f"files ending in {ending or 'nothing'} are not read."))
    if not path.is_file():
        raise Refused(_unread(path, "no-file", "there is no such file."))
    try:
        if ending == ".parquet":
            return pl.read_parquet(path)
        if ending == ".xlsx":
            return pl.read_excel(path, engine="calamine")
        return _read_csv(path)
    except (pl.exceptions.PolarsError, OSError, UnicodeError, ValueError) as error:
        raise Refused(_unread(path, "no-table", f"this is not a table ({_short(error)}).")) from error


def _read_csv(path: Path) -> pl.DataFrame:
    with path.open("rb") as file:
        head = file.read(65_536)
    encoding = _encoding(head)
    separator = _separator(head.decode(encoding, errors="replace"))
    if encoding == "utf-8":
        try:
            return pl.read_csv(path, separator=separator, infer_schema=False)
        except pl.exceptions.ComputeError as error:
            if "utf" not in str(error).lower():
                raise
            encoding = "cp1252"
    text = path.read_bytes().decode(encoding, errors="replace").removeprefix("\ufeff")
    return pl.read_csv(text.encode(), separator=separator, infer_schema=False)


def _encoding(head: bytes) -> str:
    return "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"


def _separator(head: str) -> str:
    """The mark that parts the header most often; spreadsheets of many countries write `;`."""
    header = head.lstrip("\ufeff").splitlines()[0] if head.strip() else ""
    return max(",;\t|", key=header.count)


def _short(error: Exception) -> str:
    return (str(error).strip().splitlines() or ["empty"])[0][:120]


def _unread(path: Path, code: str, what: str) -> Refusal:
    return Refusal(code, Place(str(path)), what, "Give a CSV, Parquet or XLSX file with a header row.")


def write_table(frame: pl.DataFrame, path: Path) -> None:
    """Write Parquet where the file ending says so, else CSV; the same table gives the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix.lower() == ".parquet":
        frame.write_parquet(path)
    else:
        frame.write_csv(path)


def need_columns(frame: pl.DataFrame, wanted: Iterable[str], file: str) -> None:
    """Raise `Refused` naming every column that is missing and the columns that are there."""
    there = ", ".join(frame.columns)
    missing = [name for name in wanted if name not in frame.columns]
    if missing:
        raise Refused(
            [
                Refusal(
                    "no-column",
                    Place(file, 1, name),
                    f"There is no column {name}; the columns are {there}.",
                    f"Add or rename a column to {name}.",
                )
                for name in missing
            ]
        )


def typed(
    frame: pl.DataFrame, kinds: Mapping[str, Kind], file: str = "", *, may_be_empty: Iterable[str] = ()
) -> tuple[pl.DataFrame, list[Refusal]]:
    """Keep the rows whose cells are what `kinds` says, in order, and name every other one.

    Args:
        frame: at least the columns of `kinds`; row i of it is row i + 2 of the file.
        kinds: "text" is a filled cell, "whole" an integer, "number" a finite number.
        may_be_empty: columns where an empty cell (or NA, NaN) is an answer too and becomes null.

    Returns:
        The columns of `kinds` (String, Int64, Float64) and `row`, and one refusal for every cell refused.
    """
    free = set(may_be_empty)
    need_columns(frame, kinds, file)
    cast = frame.select(
        (pl.int_range(pl.len(), dtype=pl.Int64) + 2).alias("row"),
        *(_cell(name, kind) for name, kind in kinds.items()),
        *(pl.col(name).cast(pl.String).str.strip_chars().alias(f"{name} as read") for name in kinds),
    )
    refusals: list[Refusal] = []
    good = pl.lit(value=True)
    for name, kind in kinds.items():
        bad = pl.col(name).is_null()
        if name in free:
            bad &= (
                pl.col(f"{name} as read").str.to_lowercase().is_in(["", "na", "nan", "null", "none"]).not_()
            )
        bad = bad.fill_null(value=name not in free)
        refusals += [_bad_cell(file, row, name, kind, text) for row, text in _cells(cast, bad, name)]
        good &= bad.not_()
    return cast.filter(good).select("row", *kinds), refusals


def _cell(name: str, kind: Kind) -> pl.Expr:
    text = pl.col(name).cast(pl.String).str.strip_chars()
    if kind == "text":
        return pl.when(text == "").then(None).otherwise(text).alias(name)
    number = text.cast(pl.Float64, strict=False)
    number = pl.when(number.is_finite()).then(number)
    if kind == "whole":
        return pl.when(number == number.round()).then(number).cast(pl.Int64, strict=False).alias(name)
    return number.alias(name)


def _cells(cast: pl.DataFrame, bad: pl.Expr, name: str) -> Iterable[tuple[int, str | None]]:
    return cast.filter(bad).select("row", f"{name} as read").iter_rows()


def _bad_cell(file: str, row: int, column: str, kind: Kind, text: str | None) -> Refusal:
    found = f"“{text}” is" if text else "an empty cell is"
    wanted = {"text": "a name", "whole": "a whole number", "number": "a number"}[kind]
    return Refusal(
        f"not-{kind}",
        Place(file, row, column),
        f"In {column}, {found} not {wanted}; the row was left out.",
        f"Write {wanted} there, or leave the row out.",
    )
