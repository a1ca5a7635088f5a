"""The cells of OneRoster files: words, flags and days as the standard writes them, every other way named."""

from __future__ import annotations

from typing import Final

import polars as pl

from sharewell.evidence.dates import UNCLEAR, days_of, numeric_order
from sharewell.evidence.findings import FILE, ROW, Findings
from sharewell.evidence.numbers import decimal_mark, numbers_of
from sharewell.evidence.oneroster.files import Export
from sharewell.evidence.oneroster.layout import FILES, POINTS_AT, STATUSES

_MOMENT: Final = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$"
_DAY: Final = r"^\d{4}-\d{2}-\d{2}$"


def tidy(name: str, export: Export, findings: Findings) -> pl.DataFrame:
    """A file's rows that are still in force, its words and flags in the standard's own spelling.

    Columns of days become Dates. Rows without a sourcedId are refused; rows marked tobedeleted are left out.
    """
    frame = export.table(name)
    if frame.is_empty():
        return _typed_days(name, frame, findings)
    frame = _in_force(frame, findings)
    _check_modified(frame, findings)
    for column, words in FILES[name].words:
        frame = _words(frame, column, words, findings)
    for column in FILES[name].flags:
        frame = _flag(frame, column, findings)
    return _typed_days(name, frame, findings)


def _in_force(frame: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    frame = _words(frame, "status", STATUSES, findings)
    gone = pl.col("status").eq_missing("tobedeleted")
    what = "The row is marked tobedeleted and was left out."
    findings.caution_cells(frame.filter(gone), "to-be-deleted", what, column="status")
    how = "Give the row the id that it has in the system it comes from."
    return findings.refuse_rows(
        frame.filter(~gone),
        pl.col("sourcedId").is_null(),
        "no-id",
        "The row has no sourcedId.",
        how,
        column="sourcedId",
    )


def _check_modified(frame: pl.DataFrame, findings: Findings) -> None:
    """dateLastModified is used for nothing here, but a broken one tells of a broken export."""
    column = "dateLastModified"
    given = frame.filter(pl.col(column).is_not_null() & ~pl.col(column).str.contains(_MOMENT))
    if given.is_empty():
        return
    only_day = pl.col(column).str.contains(_DAY)
    what = "{value} is a day without a time; OneRoster wants 2023-05-01T00:00:00Z."
    findings.caution_cells(given.filter(only_day), "date-form", what, column=column, value=column)
    order = numeric_order(given[column])
    how = "can be read in two ways" if order == UNCLEAR else f"is read with the {order}"
    what = f"{{value}} is no ISO 8601 date and {how}; OneRoster wants 2023-05-01T00:00:00Z."
    findings.caution_cells(given.filter(~only_day), "date-form", what, column=column, value=column)


def _words(frame: pl.DataFrame, column: str, words: tuple[str, ...], findings: Findings) -> pl.DataFrame:
    """Cells in the standard's spelling; another case or hyphens are read, unknown words kept."""
    known = list(dict.fromkeys(words))
    off = frame.filter(pl.col(column).is_not_null() & ~pl.col(column).is_in(known))
    if off.is_empty():
        return frame
    plain = pl.col(column).str.to_lowercase().str.replace_all(r"[\s_-]+", "")
    spelt = {word.lower().replace(" ", ""): word for word in known}
    meant = plain.replace_strict(spelt, default=None, return_dtype=pl.String)
    off = off.with_columns(meant.alias("_meant"))
    what = f"{{value}} is not how OneRoster spells a {column}; it was read as what it means."
    findings.caution_cells(
        off.filter(pl.col("_meant").is_not_null()), "word-form", what, column=column, value=column
    )
    what = f"{{value}} is no {column} of OneRoster ({', '.join(known)}); it has no effect."
    findings.caution_cells(
        off.filter(pl.col("_meant").is_null()), "unknown-word", what, column=column, value=column
    )
    exact = pl.col(column).is_in(known)
    return frame.with_columns(pl.when(exact).then(pl.col(column)).otherwise(pl.coalesce(meant, column)))


def _flag(frame: pl.DataFrame, column: str, findings: Findings) -> pl.DataFrame:
    off = frame.filter(pl.col(column).is_not_null() & ~pl.col(column).is_in(["true", "false"]))
    if off.is_empty():
        return frame
    plain = pl.col(column).str.to_lowercase()
    truth = plain.is_in(["true", "1", "yes"])
    known = truth | plain.is_in(["false", "0", "no"])
    what = "{value} was read as true or false; OneRoster writes them in lower case."
    findings.caution_cells(off.filter(known), "flag-form", what, column=column, value=column)
    what = "{value} is neither true nor false; it was read as blank."
    findings.caution_cells(off.filter(~known), "flag-form", what, column=column, value=column)
    return frame.with_columns(
        pl.when(known).then(pl.when(truth).then(pl.lit("true")).otherwise(pl.lit("false"))).alias(column)
    )


def _typed_days(name: str, frame: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    for column in (*FILES[name].dates, *(c for c in frame.columns if c == "metadata.done")):
        frame = frame.with_columns(days(frame, column, findings).alias(column))
    return frame


def days(frame: pl.DataFrame, column: str, findings: Findings) -> pl.Series:
    """A column of days; what is no day that exists, or could be two, is refused and left blank."""
    texts = frame[column]
    order = numeric_order(texts)
    found = days_of(texts, order)
    bad = pl.lit(found.is_null()) & pl.col(column).is_not_null()
    code = "unclear-date" if order == UNCLEAR else "impossible-date"
    why = (
        "can be read in two ways" if order == UNCLEAR else "does not exist or is in no year of a school time"
    )
    what = f"The day {{value}} {why}; it is left blank."
    how = "Write days as 2026-08-25."
    findings.refuse_cells(frame, bad, code, what, how, column=column, value=column)
    odd = frame.filter(pl.lit(found.is_not_null()) & ~pl.col(column).str.contains(r"^\d{4}-\d{2}-\d{2}"))
    what = "{value} is no ISO 8601 day; it was read all the same."
    findings.caution_cells(odd, "date-form", what, column=column, value=column)
    return found


def numbers(frame: pl.DataFrame, column: str, findings: Findings) -> pl.Series:
    """A column of numbers; what is none is refused and left blank."""
    mark = decimal_mark(frame[column])
    found = numbers_of(frame[column], mark)
    bad = pl.lit(found.is_null()) & pl.col(column).is_not_null()
    what = f"The {column} {{value}} is no number; it is left blank."
    findings.refuse_cells(
        frame, bad, "not-a-number", what, "Give a number with a decimal point.", column=column, value=column
    )
    return found


def check_references(name: str, frame: pl.DataFrame, export: Export, findings: Findings) -> None:
    """Name every id that points at nothing in the export; the row itself can be used without it."""
    for column, target in POINTS_AT.get(name, {}).items():
        if frame.is_empty() or frame[column].null_count() == frame.height:
            continue
        ids = frame.select(FILE, ROW, pl.col(column).str.split(",").alias("_id")).explode("_id")
        ids = ids.with_columns(pl.col("_id").str.strip_chars()).filter(pl.col("_id") != "")
        known = export.table(target).select(pl.col("sourcedId").alias("_id")).drop_nulls().unique()
        stray = ids.join(known, on="_id", how="anti", maintain_order="left")
        where = f"{export.path(target)}" if target in export.tables else f"{target}.csv, which is not here"
        what = f"{{value}} is not in {where}; it has no effect."
        findings.caution_cells(stray, "stray-reference", what, column=column, value="_id")
