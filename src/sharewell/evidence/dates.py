"""Days as exports write them: ISO 8601, day or month first, with dots, or with an English month's name."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from sharewell.evidence.distinct import by_distinct

FIRST_DAY: Final = date(1990, 1, 1)  # no work of a learner now at school was due before or after these
LAST_DAY: Final = date(2099, 12, 31)
_ISO: Final = r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})([T\s].*)?$"
_NUMERIC: Final = r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})([,T\s].*)?$"
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED_DAY_FIRST: Final = (
    r"(?i)^(?:[a-z]+,?\s+)?(\d{1,2})(?:st|nd|rd|th)?[\s-]+([a-z]{3})[a-z]*\.?,?[\s-]+(\d{4})"
)
_NAMED_MONTH_FIRST: Final = r"(?i)^(?:[a-z]+,\s+)?([a-z]{3})[a-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})"

DAY_FIRST: Final = "day first"
MONTH_FIRST: Final = "month first"
UNCLEAR: Final = "unclear"  # 1/05/2023 and nothing in the column that tells
NONE_NUMERIC: Final = "none"


def numeric_order(texts: pl.Series) -> str:
    """Which part comes first in a column's 1/05/2023-like dates: a part over 12 can only be a day.

    Dates with dots are written day first everywhere they are written.
    """
    found = texts.unique().drop_nulls().str.strip_chars()
    found = found.filter(found.str.contains(_NUMERIC))
    if found.is_empty():
        return NONE_NUMERIC
    first = found.str.extract(_NUMERIC, 1).cast(pl.Int32)
    second = found.str.extract(_NUMERIC, 2).cast(pl.Int32)
    day_first, month_first = bool((first > 12).any()), bool((second > 12).any())
    if day_first and not month_first:
        return DAY_FIRST
    if month_first and not day_first:
        return MONTH_FIRST
    if not day_first and bool(found.str.contains(r"^\d{1,2}\.\d").all()):
        return DAY_FIRST
    # Where day and month are the same number in every date, either reading gives the same day.
    return DAY_FIRST if bool((first == second).all()) else UNCLEAR


def could_be_two(text: pl.Expr, order: str) -> pl.Expr:
    """Whether a cell is 1/05/2023-like in a column that does not tell which part comes first."""
    return text.str.strip_chars().str.contains(_NUMERIC) & (order == UNCLEAR)


def to_date(text: pl.Expr, order: str) -> pl.Expr:
    """Text to a Date; null where it names no day from FIRST_DAY to LAST_DAY, or is unclear."""
    text = text.str.strip_chars()
    day, month = (1, 2) if order == DAY_FIRST else (2, 1)
    year = text.str.extract(_NUMERIC, 3).cast(pl.Int32, strict=False)
    readings = [
        _day(*(text.str.extract(_ISO, i).cast(pl.Int32, strict=False) for i in (1, 2, 3))),
        _day(
            pl.when(text.str.extract(_NUMERIC, 2).is_not_null() & (order != UNCLEAR)).then(
                pl.when(year < 100).then(year + 2000).otherwise(year)
            ),
            text.str.extract(_NUMERIC, month).cast(pl.Int32, strict=False),
            text.str.extract(_NUMERIC, day).cast(pl.Int32, strict=False),
        ),
        _named(text, _NAMED_DAY_FIRST, month=2, day=1),
        _named(text, _NAMED_MONTH_FIRST, month=1, day=2),
    ]
    found = pl.coalesce(readings)
    return pl.when(found.is_between(FIRST_DAY, LAST_DAY)).then(found)


def days_of(texts: pl.Series, order: str) -> pl.Series:
    """`to_date` of every cell of a column."""
    return by_distinct(texts, lambda text: to_date(text, order))


def _named(text: pl.Expr, pattern: str, *, month: int, day: int) -> pl.Expr:
    name = text.str.extract(pattern, month).str.to_lowercase()
    number = name.replace_strict(list(_MONTHS), list(range(1, 13)), default=None, return_dtype=pl.Int32)
    return _day(
        text.str.extract(pattern, 3).cast(pl.Int32, strict=False),
        number,
        text.str.extract(pattern, day).cast(pl.Int32, strict=False),
    )


def _day(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    """A day that exists, else null: the text of its parts is parsed, so 31 February is none."""
    iso = pl.format("{}-{}-{}", year, month.cast(pl.String).str.zfill(2), day.cast(pl.String).str.zfill(2))
    return iso.str.to_date("%Y-%m-%d", strict=False)
