"""How figures, days and names are said: the filters of every page and packet."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Final

from markupsafe import Markup, escape

from sharewell.knowledge import own_target

_remembered = lru_cache(maxsize=65_536)  # a class shares its tasks, days and standards

NO_BREAK: Final = "\u00a0"
LABEL: Final = 46  # characters: what fits on a stone at 320 px, in two lines at most
MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


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


@_remembered
def figure(number: float) -> str:
    """A number with at most two decimals and its thousands apart: 1,204 or 7.5."""
    return f"{round(number, 2):,.2f}".rstrip("0").rstrip(".")


@_remembered
def points(got: float, possible: float) -> str:
    """Points as they stand in the gradebook: "8 of 10"."""
    return f"{figure(got)} of {figure(possible)}"


@_remembered
def day(when: date | None) -> str:
    """A day that readers on either side of an ocean read alike: "12 September 2026"."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}" if when else ""


def count(number: int, one: str, many: str | None = None) -> str:
    """A number and its noun: "1 task", "4 tasks"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


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


# ── Names ────────────────────────────────────────────────────────────────────────────────────────────────
_FAMILY_FIRST_LANGUAGES: Final = frozenset({"vi", "zh", "ja", "ko", "hu"})
_FAMILY_FIRST: Final = frozenset(
    (
        "nguyen",
        "tran",
        "le",
        "pham",
        "huynh",
        "hoang",
        "phan",
        "vu",
        "vo",
        "dang",
        "bui",
        "do",
        "ho",
        "ngo",
        "duong",
        "ly",
        "truong",
        "dinh",
    )
)
_HALF_A_NAME: Final = frozenset(("abd", "abdel", "abdul", "abu", "al", "el", "umm", "bint", "ibn", "bin"))


def plain(text: str) -> str:
    """The text without accents and case, for comparing and sorting."""
    text = text.replace("đ", "d").replace("Đ", "D")
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold()


@_remembered
def called(name: str, language: str | None = None) -> str:
    """What to call a person: the given name where the writing tells which it is, else the whole name.

    "García, Ana" is Ana and "Ana García" is Ana. Where the family name usually comes first, where half a
    given name would be no name, and in other scripts the whole name stays: better long than wrong.

    >>> called("Ana García"), called("García, Ana"), called("Nguyễn Văn An"), called("محمد علي")
    ('Ana', 'Ana', 'Nguyễn Văn An', 'محمد علي')
    """
    name = " ".join(name.split())
    if name.count(",") == 1:
        _, given = name.split(",")
        return given.strip() or name
    words = name.split(" ")
    first = words[0]
    if len(words) < 2 or (language or "").split("-")[0].lower() in _FAMILY_FIRST_LANGUAGES:
        return name
    letters_only = first.replace("-", "").replace("'", "").replace("’", "").isalpha()
    latin = letters_only and all(
        "LATIN" in unicodedata.name(letter, "") for letter in plain(first) if letter.isalpha()
    )
    if not latin or len(first) < 2 or plain(first) in _FAMILY_FIRST | _HALF_A_NAME:
        return name
    return first


def possessive(name: str) -> str:
    """Whose: "Ana’s"; a name that ends in s takes the same ’s."""
    return f"{name}’s"


def by_name(name: str, student_id: str) -> tuple[str, str, str]:
    """The key that sorts people by name as they are read, and always the same way."""
    return plain(name), name, student_id


def isolate(text: str, name: str) -> Markup:
    """The text, with a name in it kept from turning the direction of the sentence around it."""
    if not name or name not in text:
        return escape(text)
    alone = str(escape(name))
    return Markup(str(escape(text)).replace(alone, f"<bdi>{alone}</bdi>"))


# ── Standards ────────────────────────────────────────────────────────────────────────────────────────────
_READABLE_CODE: Final = re.compile(r"[\w.\-:/ ]{1,20}\Z")
_MACHINE_MADE: Final = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}", re.IGNORECASE)
_DANGLING: Final = frozenset(
    (
        "a",
        "an",
        "and",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "into",
        "is",
        "of",
        "on",
        "or",
        "that",
        "the",
        "their",
        "to",
        "using",
        "with",
    )
)


def code(standard: str, statement: str = "") -> str:
    """The standard's code where a person would use it: short, not machine-made, not the statement again."""
    if standard == statement or standard.startswith(own_target("")):
        return ""
    if _MACHINE_MADE.match(standard) or not _READABLE_CODE.match(standard):
        return ""
    return standard


def first_words(text: str, at_most: int = LABEL) -> str:
    """The first words of a long text, cut between words and never after "the" or "of".

    >>> first_words("Understand the concept of a ratio and use ratio language to describe it")
    'Understand the concept of a ratio and use…'
    """
    text = " ".join(text.split())
    if len(text) <= at_most:
        return text
    words = text[: at_most - 1].split(" ")
    if text[at_most - 1] != " " and len(words) > 1:
        words.pop()
    while len(words) > 1 and words[-1].strip(",;:()").lower() in _DANGLING:
        words.pop()
    return " ".join(words).rstrip(",;:.(—–-") + "…"


@_remembered
def label(standard: str, statement: str = "") -> str:
    """A standard in a line of text: its first words, or its code where it has no statement.

    A long statement is led by its code, so that a teacher finds it again.
    """
    words = first_words(statement or standard)
    if not words.endswith("…") or not (found := code(standard, statement)):
        return words
    return f"{found} {words}"


@_remembered
def named(standard: str, statement: str = "") -> Markup:
    """A standard as it stands on a stone: its first words, led by its code where they are not the whole."""
    whole = " ".join((statement or standard).split())
    words = first_words(whole)
    found = code(standard, statement) if words != whole else ""
    front = Markup('<span class="code">{}</span> ').format(found) if found else Markup()
    return front + Markup("<bdi>{}</bdi>").format(words)


@_remembered
def piece_line(title: str, got: float, possible: float, when: date | None) -> Markup:
    """A piece of evidence on a page: the work, its points as they stand, the day it was done or due."""
    line = Markup('<span class="what"><bdi>{}</bdi></span> <span class="points">{}</span>')
    dated = Markup(' <time datetime="{}">{}</time>').format(when.isoformat(), day(when)) if when else Markup()
    return line.format(title, points(got, possible)) + dated
