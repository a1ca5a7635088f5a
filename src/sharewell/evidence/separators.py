"""Which sign stands between the cells of delimited text, told from its first rows."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from typing import Final

SEPARATORS: Final = (",", ";", "\t", "|")  # a spreadsheet writes semicolons where commas stand in numbers
_SAID: Final = re.compile(r"sep=([\t -!#-~])(?=[\r\n]|\Z)", re.IGNORECASE)
_HEAD: Final = 50  # rows that are looked at


def without_said(text: str) -> tuple[str, str | None]:
    """Text without what Excel's first line `sep=;` says, and the sign it says, None where there is no such line.

    The line's end stays: an empty first row keeps the numbers of the others right.
    """
    said = _SAID.match(text)
    return (text[said.end() :], said[1]) if said else (text, None)


def separator_of(text: str, *, header_first: bool = False) -> str:
    """The sign that makes the first rows most alike in width, and then widest; a comma where none does.

    Args:
        text: at least the first rows.
        header_first: the first row names all columns, so a sign that does not part it parts none. Without it a
            row above the header may be narrower, as the title of a gradebook is.
    """
    best, best_score = ",", (0.0, 0)
    for separator in SEPARATORS:
        widths = _widths(text, separator)
        mode, _ = Counter(widths).most_common(1)[0] if widths else (1, 0)
        if mode > 1 and not (header_first and widths[0] == 1):
            # A separator that the first row lacks stands inside cells, such as `A.1;A.2`.
            alike = sum(width == mode for width in widths) / len(widths) - (0.3 if widths[0] == 1 else 0.0)
            score = (round(alike, 1), mode)
            if score > best_score:
                best, best_score = separator, score
    return best


def _widths(text: str, separator: str) -> list[int]:
    widths: list[int] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            if any(cell.strip() for cell in row):
                widths.append(len(row))
            if len(widths) == _HEAD:
                break
    except csv.Error:
        pass  # a field too long for the csv module: what was read before it decides
    return widths
