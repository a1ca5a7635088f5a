"""The encoder taken apart: what it knows of a sentence before its last layers, for heads of one's own.

The network (Yang et al. 2020, section 3.1, the convolutional encoder) turns each piece of a word into 512
numbers, looks at windows of 2, 3 and 5 pieces with two layers of convolutions each, puts all side by side
(1,280 numbers a piece), normalises, and adds up the pieces over the square root of their number. From there
four small layers lead to the sentence vector. A head that replaces those last layers hears more than one that
looks at the vector alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sharewell.meaning.vectors import LONGEST, encoder

Floats = NDArray[np.float32]
STATES = 1280
_WIDE = 512  # numbers of a word piece
_NARROW = 256  # numbers of one convolution
_WINDOWS = ((2, 0), (3, 1), (5, 2))  # (pieces, pieces to the left)
_PIECES = 384  # word pieces in one go: as many as stay in the cache


@dataclass(frozen=True, slots=True)
class LastLayers:
    """The matrices from the pooled states to the vector: y = s C + r b, then three hidden layers and tanh."""

    c: Floats
    b: Floats
    d0: Floats
    p1: Floats
    d1: Floats
    d2: Floats
    p3: Floats
    d3: Floats


@cache
def last_layers() -> LastLayers:
    """The encoder's own last layers."""
    net = _network(1)
    return LastLayers(net.cnn_W, net.cnn_b, net.d0, net.p1, net.d1, net.d2, net.p3, net.d3)


def pooled_states(texts: Sequence[str], *, threads: int = 1) -> Floats:
    """What the encoder knows of each text before its last layers.

    Returns:
        Array (n, 1281), float32: 1,280 pooled states, and the square root of the number of word pieces, by
        which the bias of the next layer is multiplied.

    Cost: about 1 ms a sentence on one core.
    """
    net = _network(threads)
    out = np.empty((len(texts), STATES + 1), dtype=np.float32)
    pieces = [net.sp.encode(text[:LONGEST], out_type=int, add_bos=True, add_eos=True) for text in texts]
    order = sorted(range(len(texts)), key=lambda place: len(pieces[place]))
    with _limited(net, threads):
        batch: list[int] = []
        held = 0
        for place in order:
            if batch and held + len(pieces[place]) > _PIECES:
                out[batch] = _pool(net, [pieces[one] for one in batch])
                batch, held = [], 0
            batch.append(place)
            held += len(pieces[place])
        if batch:
            out[batch] = _pool(net, [pieces[one] for one in batch])
    return out


def vectors_from(states: Floats, layers: LastLayers) -> Floats:
    """The last layers applied: (n, 512), rows of length 1."""
    y = states[:, :STATES] @ layers.c + states[:, STATES:] * layers.b
    first = np.maximum(y @ layers.d0, 0)
    second = np.maximum(y @ layers.p1 + first @ layers.d1, 0)
    third = np.maximum(second @ layers.d2, 0)
    vector = np.tanh(second @ layers.p3 + third @ layers.d3)
    length = np.maximum(np.linalg.norm(vector, axis=1, keepdims=True), 1e-6)
    return np.asarray(vector / length, dtype=np.float32)


def _network(threads: int) -> Any:
    return vars(type(encoder(threads)))["_model"].__get__(encoder(threads))  # it has no public name


def _limited(net: Any, threads: int) -> Any:
    from contextlib import nullcontext

    limit = net._threadpool
    return nullcontext() if limit is None else limit(limits=threads, user_api="blas")


def _pool(net: Any, pieces: Sequence[Sequence[int]]) -> Floats:
    """Pooled states of sentences whose word pieces are laid end to end."""
    lengths = np.array([len(one) for one in pieces])
    flat = np.concatenate([np.asarray(one, dtype=np.int64) for one in pieces])
    owner = np.repeat(np.arange(len(pieces)), lengths)
    states = np.empty((len(flat), STATES), dtype=np.float32)
    chunk = flat % len(net.scale)
    states[:, :_WIDE] = net.table[flat] * net.scale[chunk, None] + net.lo[chunk, None]
    narrow = _normalised(states[:, :_WIDE] @ net.proj_W + net.proj_b, net.ln_g_all, net.ln_b_all, net.eps)
    padded = np.zeros((len(flat) + 1, _NARROW), dtype=np.float32)  # the last row stands for "no piece there"
    for number, (width, left) in enumerate(_WINDOWS):
        window = _window(owner, width, left)
        inner = narrow[:, number * _NARROW : (number + 1) * _NARROW]
        for weights, bias in ((net.w1, net.b1), (net.w2, net.b2)):
            padded[:-1] = inner
            seen = padded[window].reshape(len(flat), width * _NARROW)
            inner = np.maximum(seen @ weights[number] + bias[number], 0) + inner
        at = _WIDE + number * _NARROW
        states[:, at : at + _NARROW] = inner
    states = _normalised(states, net.ln_g, net.ln_b, net.eps)
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    root = np.sqrt(lengths, dtype=np.float32)[:, None]
    pooled = np.add.reduceat(states, starts, axis=0) / root
    return np.concatenate([pooled, root], axis=1, dtype=np.float32)


def _window(owner: NDArray[np.int64], width: int, left: int) -> NDArray[np.int64]:
    """For each piece the places of its window; beyond the sentence, the place of the empty piece."""
    places = np.arange(len(owner))[:, None] + np.arange(-left, width - left)
    inside = (places >= 0) & (places < len(owner))
    inside &= owner[np.clip(places, 0, len(owner) - 1)] == owner[:, None]
    return np.where(inside, places, len(owner))


def _normalised(rows: Floats, gain: Floats, bias: Floats, least: float) -> Floats:
    """Layer normalisation of each row (Ba, Kiros and Hinton 2016)."""
    centred = rows - rows.mean(axis=1, keepdims=True)
    spread = np.sqrt(np.einsum("ij,ij->i", centred, centred) / rows.shape[1] + least)
    return np.asarray(centred / spread[:, None] * gain + bias, dtype=np.float32)
