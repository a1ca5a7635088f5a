"""The pattern language of packs, compiled to RE2: linear time whatever people write.

A pattern is words with spaces between them:

| written | matches |
|---|---|
| `behind` | the word, in any case, with or without accents |
| `lack~` | any form of the word: lack, lacks, lacked, lacking |
| `carec*` | any word that begins so |
| `*` | any one word |
| `#` | a number |
| `a|b|far_behind` | one of these; an underscore stands for a space |
| `word?` | the word or nothing |
| `...` | up to four words; `..8` up to eight |
| `<learner>` | a word or phrase of the list `learner` |
| `^`, `$` | the beginning, the end of the sentence |
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import re2

from sharewell.language.fold import fold
from sharewell.language.inflect import forms

Lists = Mapping[str, Sequence[str]]
_GAP = re.compile(r"^(?:\.\.\.|\.\.(\d{1,2}))$")
_WORD = r"[a-z0-9'\-]+"
_BETWEEN = r"[^a-z0-9]+"
WIDEST_GAP = 12


class PatternError(ValueError):
    """A pattern that cannot be read; the message says which part and why."""


def compile_pattern(pattern: str, lists: Lists) -> str:
    """The RE2 source of `pattern`; it matches folded text. Raises PatternError."""
    pieces: list[tuple[str, str]] = []  # (kind, source): kind is word, optional, gap or edge
    tokens = pattern.split()
    for token in tokens:
        if token in ("^", "$"):
            pieces.append(("edge", r"^[^a-z0-9]*" if token == "^" else r"[^a-z0-9]*$"))
        elif gap := _GAP.match(token):
            widest = min(int(gap.group(1) or 4), WIDEST_GAP)
            pieces.append(("gap", rf"(?:{_WORD}{_BETWEEN}){{0,{widest}}}"))
        elif token.endswith("?") and len(token) > 1:
            pieces.append(("optional", _alternatives(token[:-1], lists, pattern)))
        else:
            pieces.append(("word", _alternatives(token, lists, pattern)))
    if not any(kind == "word" for kind, _ in pieces):
        raise PatternError(f'"{pattern}" names no word')
    return _joined(pieces)


def _joined(pieces: Sequence[tuple[str, str]]) -> str:
    """Words carry the separator that follows them; the last word that must be there closes at a boundary."""
    last = max(place for place, (kind, _) in enumerate(pieces) if kind == "word")
    source = "" if pieces[0][0] == "edge" else r"(?:^|[^a-z0-9'])"
    for place, (kind, piece) in enumerate(pieces):
        if kind == "word":
            source += f"(?:{piece})" + (r"(?:[^a-z0-9\-]|-[^a-z]|$)" if place == last else _BETWEEN)
        elif kind == "optional" and place < last:
            source += f"(?:(?:{piece}){_BETWEEN})?"
        elif kind in ("gap", "edge"):
            source += piece if place < last or kind == "edge" else ""
    return source


def _alternatives(token: str, lists: Lists, pattern: str) -> str:
    return "|".join(_one(part, lists, pattern) for part in token.split("|"))


def _one(part: str, lists: Lists, pattern: str) -> str:
    if part.startswith("<") and part.endswith(">"):
        name = part[1:-1]
        if name not in lists:
            raise PatternError(f'"{pattern}" uses the list <{name}>, which is not there')
        return "|".join(_one(entry.replace(" ", "_"), lists, pattern) for entry in lists[name])
    if part == "#":
        return r"[0-9]+(?:[.,/:][0-9]+)*%?"
    if part == "*":
        return _WORD
    words = part.split("_")
    return r"[^a-z0-9]+".join(_word(word, pattern) for word in words)


def _word(word: str, pattern: str) -> str:
    plain = fold(word.rstrip("~*")).decode()
    if not plain or re.search(r"[^a-z0-9'\-./&%$]", plain):
        raise PatternError(f'"{pattern}": "{word}" is not a word')
    if word.endswith("~"):
        return "(?:" + "|".join(re.escape(form) for form in forms(plain)) + ")"
    if word.endswith("*"):
        return re.escape(plain) + r"[a-z0-9'\-]*"
    return re.escape(plain)


class PatternSet:
    """Many patterns asked at once: their literal parts are sought first, and only the likely ones are run."""

    def __init__(self, sources: Iterable[str]) -> None:
        options = re2.Options()
        options.encoding = re2.Options.Encoding.LATIN1
        options.log_errors = False
        options.max_mem = 64 << 20
        self._filter = re2.Filter()
        self._each = [re2.compile(source.encode(), options) for source in sources]
        for regex in self._each:
            self._filter.Add(regex.pattern, options)
        if self._each:
            self._filter.Compile()

    def present(self, folded: bytes) -> list[int]:
        """Numbers of the patterns found in a folded text, ascending."""
        return sorted(self._filter.Match(folded) or ()) if self._each else []

    def where(self, number: int, folded: bytes) -> tuple[int, int]:
        """Offsets of the first place of a pattern that is present, without the separators around it."""
        found = self._each[number].search(folded)
        if found is None:
            raise ValueError(f"pattern {number} is not in the text")
        start, end = found.span()
        while start < end and not folded[start : start + 1].isalnum():
            start += 1
        while end > start and not folded[end - 1 : end].isalnum():
            end -= 1
        return start, end
