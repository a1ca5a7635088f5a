"""One plain form of a text for patterns: lower case, no accents, one kind of quote; every offset stays."""

from __future__ import annotations

import re
import unicodedata

import numpy as np

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
_PLAIN = "".join(map(chr, range(max(_TABLE) + 2))).translate(_TABLE).encode("ascii", "replace").lower()
_PLAIN_ASCII = _PLAIN[:256]
_PLAIN_OF = np.frombuffer(_PLAIN, dtype=np.uint8)  # by code; the last stands for all above


def fold(text: str) -> bytes:
    """ASCII bytes of the same length as `text`, one byte a character; what has no plain form becomes "?"."""
    if text.isascii():
        return text.encode("ascii").translate(_PLAIN_ASCII)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return _PLAIN_OF.take(codes, mode="clip").tobytes()


def whole_letters(text: str) -> str:
    """Halves of letters (lone surrogates, which JSON lets through) as U+FFFD; every offset stays."""
    return HALVES.sub("\ufffd", text)
