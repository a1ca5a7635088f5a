"""A model that the library sentencepiece reads, made of pieces that are known already.

The library can only learn one from texts; its Python form of the file asks for another protobuf than the solver's, so
that the few fields are written out here (protobuf's encoding; sentencepiece_model.proto gives the numbers).
"""

from __future__ import annotations

from collections.abc import Sequence
from struct import pack

from sharewell.language.train.four_bits import Stored

_PIECES, _TRAINER, _NORMALIZER = 1, 2, 3  # fields of the model
_PIECE, _SCORE, _KIND = 1, 2, 3  # of a piece
_NORMAL, _UNKNOWN, _CONTROL = 1, 2, 3  # kinds
_MODEL_TYPE, _UNIGRAM = 3, 1  # of the trainer's settings
_MARKS = {"unknown": 40, "open": 41, "close": 42, "fill": 43}
_NAME = 1  # of the normalizer


def unigram_model(stored: Stored, kept: Sequence[int]) -> bytes:
    """The model with the kept pieces in their order, the four that mark among them; it changes no letters."""
    kinds = dict.fromkeys(stored.marks.values(), _CONTROL) | {stored.marks["unknown"]: _UNKNOWN}
    pieces = [
        _held(_PIECE, stored.pieces[place].encode())
        + _real(_SCORE, float(stored.likely[place]))
        + _whole(_KIND, kinds.get(place, _NORMAL))
        for place in kept
    ]
    order = {place: number for number, place in enumerate(kept)}
    marks = [_whole(field, order[stored.marks[name]]) for name, field in _MARKS.items()]
    trainer = b"".join([_whole(_MODEL_TYPE, _UNIGRAM), *marks])
    model = [_held(_PIECES, piece) for piece in pieces]
    return b"".join([*model, _held(_TRAINER, trainer), _held(_NORMALIZER, _held(_NAME, b"identity"))])


def _whole(field: int, number: int) -> bytes:
    return _varint(field << 3) + _varint(number)


def _held(field: int, inner: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(inner)) + inner


def _real(field: int, number: float) -> bytes:
    return _varint(field << 3 | 5) + pack("<f", number)


def _varint(number: int) -> bytes:
    """Seven bits a byte, the lowest first; the eighth says that more follow."""
    low, rest = number & 127, number >> 7
    return bytes([low | 128]) + _varint(rest) if rest else bytes([low])
