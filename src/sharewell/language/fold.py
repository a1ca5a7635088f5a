"""One plain form of a text for patterns: lower case, no accents, one kind of quote; every offset stays."""

from __future__ import annotations

import re
import unicodedata

ONE_SIGN = {  # one kind of quotes, dashes and spaces each
    **dict.fromkeys("‘’‚‛`´ʼ", "'"),
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("–—―−", "-"),
    **dict.fromkeys("\u00a0\u2007\u202f\t\n\r\f\v", " "),
}
HALVES = re.compile("[\ud800-\udfff]")  # lone surrogates


def _plain_letters() -> dict[int, str]:
    table: dict[int, str] = {}
    for code in range(0xC0, 0x250):
        base = unicodedata.normalize("NFD", chr(code))[0].lower()
        if base.isascii():
            table[code] = base
    return table


_TABLE: dict[int, str] = {**_plain_letters(), **str.maketrans({**ONE_SIGN, "…": ".", "¿": "?", "¡": "!"})}


def fold(text: str) -> bytes:
    """ASCII bytes of the same length as `text`, one byte a character; what has no plain form becomes "?"."""
    return text.translate(_TABLE).encode("ascii", "replace").lower()


def whole_letters(text: str) -> str:
    """Halves of letters (lone surrogates, which JSON lets through) as U+FFFD; every offset stays."""
    return HALVES.sub("\ufffd", text)
