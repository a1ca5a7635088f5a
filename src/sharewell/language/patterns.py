"""The pattern language of packs, compiled to RE2: linear time whatever people write.

A pattern is words with spaces between them:

| written | matches |
|---|---|
| `behind` | the word, in any case, with or without accents |
| `lack~` | any form of the word, in the pack's language: lack, lacks, lacked, lacking; hacer, hizo, hagan |
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
LONGEST = 80_000  # characters of RE2 source: some 15,000 words; beyond, compiling takes many seconds


class PatternError(ValueError):
    """A pattern that cannot be read; the message says which part and why."""


def compile_pattern(pattern: str, lists: Lists, language: str = "en") -> str:
    """The RE2 source of `pattern`; it matches folded text. Raises PatternError.

    `language` is the pack's (en, es, any): `word~` takes its forms.
    """
    pieces: list[tuple[str, str]] = []  # (kind, source): kind is word, optional, gap or edge
    words = _Words(pattern, lists, language)
    for token in pattern.split():
        if token in ("^", "$"):
            pieces.append(("edge", r"^[^a-z0-9]*" if token == "^" else r"[^a-z0-9]*$"))
        elif gap := _GAP.match(token):
            widest = min(int(gap.group(1) or 4), WIDEST_GAP)
            pieces.append(("gap", rf"(?:{_WORD}{_BETWEEN}){{0,{widest}}}"))
        elif token.endswith("?") and len(token) > 1:
            pieces.append(("optional", words.alternatives(token[:-1])))
        else:
            pieces.append(("word", words.alternatives(token)))
    if not any(kind == "word" for kind, _ in pieces):
        raise PatternError(f'"{pattern}" names no word')
    return words.short_enough(_joined(pieces))


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


class _Words:
    """The words of one pattern as RE2, with the lists they name; lists may name lists, but not themselves."""

    def __init__(self, pattern: str, lists: Lists, language: str) -> None:
        self._pattern, self._lists, self._language = pattern, lists, language
        self._within: list[str] = []

    def alternatives(self, token: str) -> str:
        return "|".join(self._one(part) for part in token.split("|"))

    def short_enough(self, source: str) -> str:
        if len(source) > LONGEST:
            raise PatternError(f'"{self._pattern}" stands for too many words')
        return source

    def _one(self, part: str) -> str:
        if part.startswith("<") and part.endswith(">"):
            return self._list(part[1:-1])
        if part == "#":
            return r"[0-9]+(?:[.,/:][0-9]+)*%?"
        if part == "*":
            return _WORD
        return _BETWEEN.join(self._word(word) for word in part.split("_"))

    def _list(self, name: str) -> str:
        if name not in self._lists:
            raise PatternError(f'"{self._pattern}" uses the list <{name}>, which is not there')
        if name in self._within:
            raise PatternError(f'"{self._pattern}": the list <{name}> holds itself')
        if not self._lists[name]:
            raise PatternError(f'"{self._pattern}": the list <{name}> holds no word')
        self._within.append(name)
        entries = ("_".join(entry.split()) for entry in self._lists[name])
        source = self.short_enough("|".join(self._one(entry) for entry in entries))
        self._within.pop()
        return source

    def _word(self, word: str) -> str:
        lemma = word.rstrip("~*")
        plain = fold(lemma).decode()
        if not plain or re.search(r"[^a-z0-9'\-./&%$]", plain):
            raise PatternError(f'"{self._pattern}": "{word}" is not a word')
        if word.endswith("~"):
            return "(?:" + "|".join(re.escape(form) for form in forms(lemma, self._language)) + ")"
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
