"""What the encoder's vocabulary knows of a word: whether a language writes it in small letters, and how often.

The pieces of the vocabulary are numbered from the commonest on, so that a number says how rare a piece is.
"""

from __future__ import annotations

from functools import cache, lru_cache
from math import log

from sharewell.language.packs import shared
from sharewell.meaning.pieces import word_pieces

_ENDINGS = "s ing ed ion ty ness ment body one thing ly less ful ent ant ción dad mente ado ada ando iendo ó ía mos nos"
WORD_ENDINGS = tuple(_ENDINGS.split())
_ONE_PIECE = 3  # with those that open and close a text
_COMMON = 20_000  # of the encoder's 100,000 pieces, ordered from the commonest on
_SHORTEST_STEM = 4  # letters


def is_one_piece(lower: str) -> bool:
    """Whether the vocabulary knows the word itself, or what it is made from, not only how such words end."""
    stems = (lower, *(lower.removesuffix(end) for end in WORD_ENDINGS if lower.endswith(end)))
    return any(len(word_pieces([stem])[0]) == _ONE_PIECE for stem in stems if len(stem) >= _SHORTEST_STEM)


@lru_cache(20_000)
def is_word(capitalised: str) -> bool:
    """Whether a language uses the word in lower case: it is the commoner spelling, and a word that is known.

    The sum of the logarithms of the numbers of its pieces is the surprise at a spelling, by Zipf's law.
    """
    lower = capitalised.lower()
    if lower in pack_words():
        return True
    cased, plain = (word_pieces([word])[0][1:-1] for word in (capitalised, lower))
    surprise = [sum(log(2 + int(piece)) for piece in pieces) for pieces in (cased, plain)]
    again = lower.startswith("re") and len(word_pieces([lower[2:]])[0]) == _ONE_PIECE
    known = len(plain) == 1 or again or lower.endswith(WORD_ENDINGS)
    return known and surprise[1] <= surprise[0]


@lru_cache(20_000)
def is_kept_capital(lower: str) -> bool:
    """Whether the vocabulary knows the word as one piece with a capital, and only in parts without: "Tyrone"."""
    cased, plain = (len(word_pieces([word])[0]) for word in (lower.capitalize(), lower))
    return cased == _ONE_PIECE < plain


@lru_cache(20_000)
def is_rare(capitalised: str) -> bool:
    """Whether a word is so rare in lower case that beside a name it is likelier a first name: "Mavis Orr"."""
    lower = capitalised.lower()
    if lower in pack_words():
        return False
    pieces = word_pieces([lower])[0][1:-1]
    if len(pieces) == 1:
        return int(pieces[0]) > _COMMON
    return lower.endswith("s") or not lower.endswith(WORD_ENDINGS)


@cache
def pack_words() -> frozenset[str]:
    """The words that the packs' lists are made of: what people are called there is no name."""
    entries = (entry for lang in ("en", "es") for words in shared(lang).lists.values() for entry in words)
    return frozenset(
        word.strip("~*") for entry in entries for word in entry.lower().replace("_", " ").split()
    )
