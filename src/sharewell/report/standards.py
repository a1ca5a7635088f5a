"""What standards are called: their first words, led by a code where that helps."""

from __future__ import annotations

import re
from typing import Final

from sharewell.knowledge import own_target
from sharewell.report.words import remembered

LABEL: Final = 60  # characters: what fits on a stone at 320 px, in three lines at most
_READABLE_CODE: Final = re.compile(r"[\w.\-:/ ]{1,20}\Z")
_MACHINE_MADE: Final = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}", re.IGNORECASE)
# fmt: off
_DANGLING: Final = frozenset((
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "is",
    "of", "on", "or", "that", "the", "their", "to", "using", "with",
))
# fmt: on


def code(standard: str, statement: str = "") -> str:
    """The standard's code where a person would use it: short, not machine-made, not the statement again."""
    if standard == statement or standard.startswith(own_target("")):
        return ""
    if _MACHINE_MADE.match(standard) or not _READABLE_CODE.match(standard):
        return ""
    return standard


def first_words(text: str, at_most: int = LABEL) -> str:
    """The first words of a long text, cut between words and never after "the" or "of".

    >>> first_words("Understand the concept of a ratio and use ratio language to describe a relationship.")
    'Understand the concept of a ratio and use ratio language…'
    """
    text = " ".join(text.split()).rstrip(".")
    if len(text) <= at_most:
        return text
    words = text[: at_most - 1].split(" ")
    if text[at_most - 1] != " " and len(words) > 1:
        words.pop()
    while len(words) > 1 and words[-1].strip(",;:()").lower() in _DANGLING:
        words.pop()
    return " ".join(words).rstrip(",;:.(—–-") + "…"


@remembered
def label(standard: str, statement: str = "") -> str:
    """A standard in a line of text: its first words, or its code where it has no statement.

    A long statement is led by its code, so that a teacher finds it again.
    """
    words = first_words(statement or standard)
    if not words.endswith("…") or not (found := code(standard, statement)):
        return words
    return f"{found} {words}"
