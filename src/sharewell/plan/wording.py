"""The few phrases that plans are made of, in one place so that page, PDF and JSON say the same."""

from __future__ import annotations

from datetime import date
from typing import Final

from sharewell.plan.model import Piece

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


def on_day(day: date | None) -> str:
    """` on 3 October 2026`, or nothing where the day is not known."""
    return f" on {day.day} {day:%B %Y}" if day else ""


def pieces_of_work(count: int) -> str:
    """`one piece of work`, `3 pieces of work`."""
    return "one piece of work" if count == 1 else f"{count} pieces of work"
