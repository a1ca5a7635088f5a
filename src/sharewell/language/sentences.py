"""Where sentences begin and end, offsets kept: abbreviations, bullets, headings, soft line ends, ¿ and ¡."""

from __future__ import annotations

import re
from collections.abc import Iterator

SHORT_MONTHS = ("jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec")
ABBREVIATIONS = frozenset(
    [
        *SHORT_MONTHS,
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "rev",
        "hon",
        "capt",
        "sgt",
        "engr",
        "eng",
        "ing",
        "lic",
        "arq",
        "mx",
        "mme",
        "mlle",
        "hno",
        "mtra",
        "mtro",
        "col",
        "hna",
        "st",
        "sr",
        "jr",
        "vs",
        "etc",
        "e.g",
        "i.e",
        "eg",
        "ie",
        "cf",
        "ca",
        "approx",
        "avg",
        "supt",
        "asst",
        "assoc",
        "conf",
        "incl",
        "excl",
        "cmdr",
        "máx",
        "mín",
        "gral",
        "coord",
        "depto",
        "no",
        "nos",
        "p",
        "pp",
        "ch",
        "fig",
        "vol",
        "ed",
        "eds",
        "dept",
        "inc",
        "ltd",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "min",
        "max",
        "est",
        "ext",
        "tel",
        "sra",
        "srta",
        "d",
        "dña",
        "dra",
        "profa",
        "ud",
        "uds",
        "vd",
        "art",
        "núm",
        "num",
        "pág",
        "pag",
        "págs",
        "cap",
        "ej",
        "p.ej",
        "av",
        "avda",
        "aprox",
        "ee.uu",
        "u.s",
        "u.k",
        "u.n",
        "univ",
        "fco",
        "dpto",
        "a.m",
        "p.m",
    ]
)
_BULLET = re.compile(r"[ \t]*(?:[-*+•‣◦–—·▪]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)]|#{1,6}|>)[ \t]+")
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*(?=\s)")
_SPACES = re.compile(r"\s+")
_OPENS = re.compile(  # pictures may stand before the first word
    r"(?:[\u2190-\u2BFF\uFE0F\u200D\U0001F000-\U0001FAFF]\s*+)*+[\"'“‘«(\[¿¡]*[A-ZÀ-ÖØ-Þ0-9¿¡]"
)
_CLOSED = (".", "!", "?", "…", ":", ";", '."', '."', ".”", "!”", "?”", ")")
_SHORTENED = re.compile(  # initials ("A", "P.S") and what is left of a word without its vowels ("Mt", "Blvd")
    r"[^\W\d_](?:\.[^\W\d_])*|[B-DF-HJ-NP-TV-XZ][b-df-hj-np-tv-xz]{1,4}"
)
LONGEST_ABBREVIATION = 40  # characters that are looked back over, so that cost stays linear
SHORT_LINE = 40  # a shorter line that does not end in the middle of a sentence is a heading or a list entry


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Offsets (start, end) of the sentences of `text`, trimmed of white space and bullets, in order.

    A blank line, a bullet and a heading end a sentence; a line end inside a paragraph does not. What no rule
    can decide stays together: too long a sentence is read better than half a one. Cost: linear.
    """
    return [
        (start, end)
        for block_start, block_end in _blocks(text)
        for start, end in _split(text, block_start, block_end)
        if any(char.isalnum() for char in text[start:end])
    ]


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Runs of lines that belong together, without the bullet that opens them."""
    start: int | None = None
    end = offset = 0
    for line in text.splitlines(keepends=True):
        bare = line.strip()
        bullet = _BULLET.match(line)
        if start is not None and (not bare or bullet or _line_ends_there(text, start, end, bare)):
            yield start, end
            start = None
        if bare:
            if start is None:
                start = offset + (bullet.end() if bullet else len(line) - len(line.lstrip()))
            end = offset + len(line.rstrip())
        offset += len(line)
    if start is not None and start < end:
        yield start, end


def _line_ends_there(text: str, start: int, end: int, following: str) -> bool:
    """Whether a line end is also the end of what is said: closed, or short with a capital after it."""
    line = text[max(start, text.rfind("\n", start, end) + 1) : end]
    return line.endswith(_CLOSED) or (len(line) < SHORT_LINE and _OPENS.match(following) is not None)


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for found in _END.finditer(text, start, end):
        following = _SPACES.match(text, found.end(), end)
        if following is None or not _OPENS.match(text, following.end(), end):
            continue
        if found.group().startswith(".") and is_abbreviation(text, start, found.start()):
            continue
        yield start, found.end()
        start = following.end()
    if start < end:
        yield start, end


def is_abbreviation(text: str, start: int, dot: int) -> bool:
    """Whether the full stop at `dot` belongs to the word before it, which begins at `start` or later."""
    word = re.search(r"[^\s(\[\"'“‘«]*$", text[max(start, dot - LONGEST_ABBREVIATION) : dot])
    bare = word.group().lower() if word else ""
    return bare in ABBREVIATIONS or _SHORTENED.fullmatch(word.group() if word else "") is not None
