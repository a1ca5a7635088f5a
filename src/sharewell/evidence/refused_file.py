"""`refused.csv`: everything that could not be used, to be mended and imported again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from sharewell.evidence.refusals import Refusal, in_reading_order

COLUMNS: Final = ("file", "row", "column", "code", "what", "how_to_fix")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def formula_safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe goes before a start that it would."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _one_line(text: str) -> str:
    return text.replace("\r", " ").replace("\n", " ").replace("\x00", "")


def write_refused(refusals: Iterable[Refusal], path: str | Path) -> None:
    """Write one row a refusal in reading order; the same refusals give the same bytes."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for refusal in in_reading_order(refusals):
        place = refusal.where
        row = "" if place.row is None else str(place.row)
        cells = (place.file, row, place.column or "", refusal.code, refusal.what, refusal.how_to_fix)
        writer.writerow([_one_line(formula_safe(cell)) for cell in cells])
    Path(path).write_text(text.getvalue(), encoding="utf-8")
