"""How figures, days and lists are said, on every page and packet."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Final

remembered = lru_cache(maxsize=65_536)  # a class shares its tasks, days and standards

NO_BREAK: Final = "\u00a0"
# fmt: off
MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)
# fmt: on


def minutes(amount: float) -> str:
    """A length of time as people say it.

    The spaces do not break, so that no line ends within it.

    >>> minutes(85).replace(NO_BREAK, " "), minutes(0).replace(NO_BREAK, " ")
    ('1 h 25 min', '0 min')
    """
    hours, rest = divmod(round(amount), 60)
    spans = [f"{figure(hours)} h"] if hours else []
    if rest or not hours:
        spans.append(f"{rest} min")
    return " ".join(spans).replace(" ", NO_BREAK)


def hours(amount: float) -> str:
    """A long time of many people: whole hours from ten on, which nobody plans to the minute."""
    return f"{figure(round(amount / 60))}{NO_BREAK}hours" if amount >= 600 else minutes(amount)


@remembered
def figure(number: float) -> str:
    """A number with at most two decimals and its thousands apart: 1,204 or 7.5."""
    return f"{round(number, 2) + 0.0:,.2f}".rstrip("0").rstrip(".")


@remembered
def points(got: float, possible: float) -> str:
    """Points as they stand in the gradebook: "8 of 10"."""
    return f"{figure(got)} of {figure(possible)}"


@remembered
def day(when: date | None) -> str:
    """A day that readers on either side of an ocean read alike: "12 September 2026"."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}" if when else ""


def count(number: int, one: str) -> str:
    """A number and its noun: "1 task", "4 tasks"."""
    return f"{number:,} {one if number == 1 else one + 's'}"


def spoken(text: str) -> str:
    """Lengths of time as a voice reads them: "1 hour 25 minutes" for "1 h 25 min"."""
    text = text.replace(NO_BREAK, " ")
    text = re.sub(r"\b1 h\b", "1 hour", re.sub(r"\b1 min\b", "1 minute", text))
    return re.sub(r"(?<=\d) h\b", " hours", re.sub(r"(?<=\d) min\b", " minutes", text))


def listing(things: Iterable[str]) -> str:
    """A list as a sentence has it: "a", "a and b", "a, b and c"."""
    *front, last = list(things) or [""]
    return f"{', '.join(front)} and {last}" if front else last


def sentence(text: str) -> str:
    """The text with a capital in front and an end, whoever wrote it."""
    text = text.strip()
    if not text:
        return ""
    return text[0].upper() + text[1:] + ("" if text[-1] in ".!?…:。؟" else ".")
