"""Small pieces of HTML that stand on a page so often that templates would be slow at them."""

from __future__ import annotations

from datetime import date

from markupsafe import Markup, escape

from sharewell.report.standards import code, first_words
from sharewell.report.words import day, points, remembered


def isolate(text: str, name: str) -> Markup:
    """The text, with a name in it kept from turning the direction of the sentence around it."""
    if not name or name not in text:
        return escape(text)
    alone = str(escape(name))
    return Markup(str(escape(text)).replace(alone, f"<bdi>{alone}</bdi>"))


@remembered
def named(standard: str, statement: str = "") -> Markup:
    """A standard as it stands on a stone: its first words, led by its code where they are not the whole."""
    whole = " ".join((statement or standard).split()).rstrip(".")
    words = first_words(whole)
    found = code(standard, statement) if words != whole else ""
    front = Markup('<span class="code">{}</span> ').format(found) if found else Markup()
    return front + Markup("<bdi>{}</bdi>").format(words)


@remembered
def piece_line(title: str, got: float, possible: float, when: date | None) -> Markup:
    """A piece of evidence on a page: the work, its points as they stand, the day it was done or due."""
    line = Markup('<span class="what"><bdi>{}</bdi></span> <span class="points">{}</span>')
    dated = Markup(' <time datetime="{}">{}</time>').format(when.isoformat(), day(when)) if when else Markup()
    said = points(got, possible) if possible else "seen by the teacher"
    return line.format(title, said) + dated
