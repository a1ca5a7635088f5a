"""The pieces of words that the encoder knows: how a word is cut tells how common it is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sharewell.meaning.vectors import LONGEST, encoder

_WORDS_KEPT = 50_000
_UNKNOWN, _OPEN, _CLOSE = 0, 1, 2


def word_pieces(texts: Sequence[str]) -> list[NDArray[np.int64]]:
    """The numbers of the pieces of each text, with those that open and close a sentence; the commoner, the lower.

    No piece of the vocabulary crosses a space, so that a word is cut up the same way wherever it stands: done once
    and kept.
    """
    found: list[NDArray[np.int64]] = []
    for text in texts:
        inner = [piece for word in text[:LONGEST].split(" ") if word for piece in _pieces_of_word(word)]
        found.append(np.array([_OPEN, *(inner or [_UNKNOWN]), _CLOSE]))
    return found


@lru_cache(_WORDS_KEPT)
def _pieces_of_word(word: str) -> tuple[int, ...]:
    pieces = _tokenizer().encode(word, out_type=int, add_bos=False, add_eos=False)
    return () if pieces == [_UNKNOWN] and not word.strip() else tuple(pieces)


@cache
def _tokenizer() -> Any:
    return vars(type(encoder(1)))["_tokenizer"].__get__(encoder(1))  # it has no public name
