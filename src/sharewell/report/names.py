"""What people are called, and the order their names stand in."""

from __future__ import annotations

import unicodedata
from typing import Final

from sharewell.report.words import remembered

_FAMILY_FIRST_LANGUAGES: Final = frozenset({"vi", "zh", "ja", "ko", "hu"})
# fmt: off
_FAMILY_FIRST: Final = frozenset((
    "nguyen", "tran", "le", "pham", "huynh", "hoang", "phan", "vu", "vo",
    "dang", "bui", "do", "ho", "ngo", "duong", "ly", "truong", "dinh",
))
_NOT_A_NAME: Final = frozenset((  # titles, and halves of given names
    "lord", "lady", "sir", "dame", "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "don", "dona", "herr", "frau",
    "abd", "abdel", "abdul", "abu", "al", "el", "umm", "bint", "ibn", "bin",
))
# fmt: on


def plain(text: str) -> str:
    """The text without accents and case, for comparing and sorting."""
    text = text.replace("đ", "d").replace("Đ", "D")
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold()


@remembered
def called(name: str, language: str | None = None) -> str:
    """What to call a person: the given name where the writing tells which it is, else the whole name.

    "García, Ana" is Ana and "Ana García" is Ana. Where the family name usually comes first, where half a
    given name or a title would be no name, and in other scripts the whole name stays: better long than wrong.

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
    if not latin or len(first) < 2 or plain(first) in _FAMILY_FIRST | _NOT_A_NAME:
        return name
    return first


def by_name(name: str, student_id: str) -> tuple[str, str, str]:
    """The key that sorts people by name as they are read, and always the same way."""
    return plain(name), name, student_id
