"""The few phrases that plans are made of, in one place so that page, PDF and JSON say the same."""

from __future__ import annotations

from datetime import date
from typing import Final

from sharewell.plan.model import Piece

YEAR_IS_PLAIN_WITHIN: Final = 300  # days
LABEL_AT_MOST: Final = 80  # characters; a longer statement is called by its code


def label(standard: str, statement: str) -> str:
    """What to call a standard in a sentence: its statement where it is short, else its code."""
    if statement and len(statement) <= LABEL_AT_MOST:
        return quoted(statement.rstrip("."))
    return standard


def quoted(title: str) -> str:
    """A title in typographic quotes."""
    return f"“{title}”"


def number(value: float) -> str:
    """Points as a teacher writes them: 8, not 8.0; 7.5 stays."""
    return f"{value:.10g}"


def of_points(piece: Piece) -> str:
    """`18 of 20`."""
    return f"{number(piece.points)} of {number(piece.possible)}"


def on_day(day: date | None, as_of: date | None) -> str:
    """` on 3 October`, with the year where it is not plain from `as_of`; nothing where no day is known."""
    if day is None:
        return ""
    same_school_year = as_of is not None and abs((as_of - day).days) < YEAR_IS_PLAIN_WITHIN
    return f" on {day.day} {day:%B}" if same_school_year else f" on {day.day} {day:%B %Y}"


def pieces_of_work(count: int) -> str:
    """`one piece of work`, `3 pieces of work`."""
    return "one piece of work" if count == 1 else f"{count} pieces of work"
