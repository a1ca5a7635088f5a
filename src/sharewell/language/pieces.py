"""Words cut into the pieces that the English net knows (WordPiece: Wu et al. 2016, section 4.1).

Written out since the library for it brings a client of a model hub with it, and the lens calls nobody.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

LONGEST = 128  # word pieces read of one sentence
_LETTERS = 2000  # characters read of one sentence
_WORD_LETTERS = 100  # a longer word is unknown
_WORDS_KEPT = 50_000


class Pieces:
    """A vocabulary, in the order of the net's rows, with "[UNK]", "[CLS]" and "[SEP]" in it."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._places = {word: place for place, word in enumerate(vocabulary)}
        self._unknown, self._open, self._close = (self._places[mark] for mark in ("[UNK]", "[CLS]", "[SEP]"))
        self._of_word = lru_cache(_WORDS_KEPT)(self._cut)

    def of(self, sentences: Sequence[str]) -> list[list[int]]:
        """The numbers of the pieces of each sentence, with those that open and close it."""
        return [self._of_sentence(sentence[:_LETTERS]) for sentence in sentences]

    def _of_sentence(self, sentence: str) -> list[int]:
        plain = unicodedata.normalize("NFD", sentence.lower()).translate(_PLAIN)
        inner = [piece for word in plain.split() for piece in self._of_word(word)]
        return [self._open, *inner[: LONGEST - 2], self._close]

    def _cut(self, word: str) -> tuple[int, ...]:
        """The longest known beginning first, then the longest known continuation; one unknown if none fits."""
        pieces: list[int] = []
        start = 0
        while start < len(word) <= _WORD_LETTERS:
            mark = "##" if start else ""
            ends = range(len(word), start, -1)
            end = next((end for end in ends if mark + word[start:end] in self._places), None)
            if end is None:
                return (self._unknown,)
            pieces.append(self._places[mark + word[start:end]])
            start = end
        return tuple(pieces) or (self._unknown,)


class _Plain(dict[int, str]):
    """What becomes of a character: accents and what is not seen go, signs stand alone. For `str.translate`."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        kind = unicodedata.category(letter)
        if kind in ("Mn", "Cc", "Cf") and letter not in "\t\n\r":
            plain = ""
        elif kind.startswith("P") or (letter.isascii() and kind.startswith("S")):
            plain = f" {letter} "
        else:
            plain = letter
        return self.setdefault(code, plain)


_PLAIN = _Plain()
