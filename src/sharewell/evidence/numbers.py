"""Numbers as people's locales write them: 1,234.5 and 1.234,5 and 1 234,5 and 1'234.5 and ٣٫٥."""

from __future__ import annotations

from typing import Final

import polars as pl

from sharewell.evidence.distinct import by_distinct

_DIGITS: Final = {
    **{chr(0x660 + i): str(i) for i in range(10)},
    **{chr(0x6F0 + i): str(i) for i in range(10)},
    "٫": ".",
    "٬": "",
    "−": "-",
}
_GAPS: Final = r"[\s\u00a0\u2009\u202f'’]"
_PLAIN: Final = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$"


def decimal_mark(texts: pl.Series, separator: str = ",") -> str:
    """The decimal mark of a file, "." or ",", from all of its number cells together.

    A mark that stands before other than three digits, or after the other mark, is the decimal mark. Where no
    cell tells, a file with semicolons between its cells has decimal commas (so write spreadsheets).
    """
    texts = texts.unique().drop_nulls()
    texts = texts.filter(texts.str.contains(r"\d[.,]\d"))
    if texts.is_empty():
        return "," if separator == ";" else "."
    comma = texts.str.contains(r"\d,(\d{1,2}|\d{4,})\s*%?$|\.\d{3},\d+|^[+-]?0,\d+").sum()
    point = texts.str.contains(r"\d\.(\d{1,2}|\d{4,})\s*%?$|,\d{3}\.\d+|^[+-]?0\.\d+").sum()
    if comma != point:
        return "," if comma > point else "."
    return "," if separator == ";" else "."


def to_number(text: pl.Expr, mark: str) -> pl.Expr:
    """Text to Float64 under the file's decimal mark; null where it is no number. A last % is ignored."""
    other = "." if mark == "," else ","
    cleaned = text.str.strip_chars().str.replace(r"\s*%$", "")
    cleaned = cleaned.str.replace_many(list(_DIGITS), list(_DIGITS.values()))
    cleaned = cleaned.str.replace_all(_GAPS, "")
    if mark == ",":
        # "3.5" in a file of decimal commas is still three and a half: a point groups only threes of digits.
        grouped = cleaned.str.contains(r"^[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d*)?$")
        swapped = cleaned.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
        cleaned = pl.when(grouped | cleaned.str.contains(",", literal=True)).then(swapped).otherwise(cleaned)
    else:
        grouped = cleaned.str.contains(r"^[+-]?\d{1,3}(,\d{2,3})*,\d{3}(\.\d*)?$")
        cleaned = pl.when(grouped).then(cleaned.str.replace_all(other, "", literal=True)).otherwise(cleaned)
    return pl.when(cleaned.str.contains(_PLAIN)).then(cleaned).cast(pl.Float64, strict=False)


def numbers_of(texts: pl.Series, mark: str) -> pl.Series:
    """`to_number` of every cell of a column."""
    return by_distinct(texts, lambda text: to_number(text, mark))
