"""Sentences cut into the pieces of words that a net knows: each net carries its own way."""

from __future__ import annotations

import unicodedata
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Protocol

LONGEST = 128  # pieces read of one sentence
_LETTERS = 2000  # characters read of one sentence
_WORD_LETTERS = 100  # a longer word is unknown
_WORDS_KEPT = 50_000
_VOCABULARY, _MODEL = "vocabulary", "sentencepiece"  # what a net's file may hold


class Cutter(Protocol):
    """A way to cut; `unknown` is the number of the piece that stands for what is not known."""

    @property
    def unknown(self) -> int: ...

    def of(self, sentences: Sequence[str]) -> list[list[int]]:
        """The numbers of the pieces of each sentence, with those that open and close it."""
        ...

    def stored(self) -> tuple[str, str]:
        """What a net's file holds of it: a name and a text, which `cutter` reads."""
        ...


def cutter(held: Mapping[str, str]) -> Cutter:
    """The way to cut that a net's file holds."""
    if _MODEL in held:
        return UnigramPieces(b64decode(held[_MODEL]))
    return WordPieces(held[_VOCABULARY].split("\n"))


class UnigramPieces:
    """The likeliest pieces by a model of the library sentencepiece (Kudo 2018), over compatible letters (NFKC)."""

    def __init__(self, model: bytes) -> None:
        from sentencepiece import SentencePieceProcessor  # loaded by who needs it, as is the net

        self._model = model
        self._pieces = SentencePieceProcessor(model_proto=model)
        self.unknown = self._pieces.unk_id()

    def of(self, sentences: Sequence[str]) -> list[list[int]]:
        """The numbers of the pieces of each sentence, with those that open and close it."""
        plain = [unicodedata.normalize("NFKC", sentence[:_LETTERS]) for sentence in sentences]
        start, end = self._pieces.bos_id(), self._pieces.eos_id()
        return [[start, *inner[: LONGEST - 2], end] for inner in self._pieces.encode(plain, num_threads=1)]

    def stored(self) -> tuple[str, str]:
        """The model in letters."""
        return _MODEL, b64encode(self._model).decode("ascii")


class WordPieces:
    """The longest known beginnings (WordPiece: Wu et al. 2016, section 4.1).

    Written out since the library for it brings a client of a model hub with it, and the lens calls nobody.
    """

    def __init__(self, vocabulary: Sequence[str]) -> None:
        """`vocabulary` in the order of the net's rows, with "[UNK]", "[CLS]" and "[SEP]" in it."""
        self._vocabulary = tuple(vocabulary)
        self._places = {word: place for place, word in enumerate(vocabulary)}
        self.unknown, self._open, self._close = (self._places[mark] for mark in ("[UNK]", "[CLS]", "[SEP]"))
        self._of_word = lru_cache(_WORDS_KEPT)(self._cut)

    def of(self, sentences: Sequence[str]) -> list[list[int]]:
        """The numbers of the pieces of each sentence, with those that open and close it."""
        return [self._of_sentence(sentence[:_LETTERS]) for sentence in sentences]

    def stored(self) -> tuple[str, str]:
        """The words, a line each."""
        return _VOCABULARY, "\n".join(self._vocabulary)

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
                return (self.unknown,)
            pieces.append(self._places[mark + word[start:end]])
            start = end
        return tuple(pieces) or (self.unknown,)


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
