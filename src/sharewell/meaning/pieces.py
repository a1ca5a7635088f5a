"""The encoder written out: word pieces to sentence vectors, with matrices of its own or such as were learned anew.

The network (Yang et al. 2020, section 3.1, the convolutional encoder) turns each piece of a word into 512
numbers, brings them to 3 x 256 by a product and a layer normalisation, looks at windows of 2, 3 and 5 pieces
with two layers of convolutions each, puts all side by side (1,280 numbers a piece), normalises, and adds up the
pieces over the square root of their number. From there four small layers lead to the sentence vector.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sharewell.meaning.vectors import LONGEST, encoder

Floats = NDArray[np.floating[Any]]
Weights = Mapping[str, Floats]
Thin = Callable[[str, Floats], Floats]
WIDE = 512  # numbers of a word piece
NARROW = 256  # numbers of one convolution
WINDOWS = ((2, 0), (3, 1), (5, 2))  # (pieces, pieces to the left)
LAYERS = 2  # of each window
STATES = WIDE + len(WINDOWS) * NARROW
VECTOR = 512
VOCABULARY = 128_010
_WORDS_KEPT = 50_000
_UNKNOWN, _OPEN, _CLOSE = 0, 1, 2
_LEAST = 1e-12  # keeps the normalisation of equal numbers finite


@dataclass(frozen=True, slots=True)
class Layout:
    """Sentences laid end to end.

    Attributes:
        owner: (n,) the sentence of each piece.
        starts: (s,) where each sentence begins.
        root: (s, 1) the square root of its number of pieces.
        windows: for each of WINDOWS (n, pieces): the places each piece sees; n stands for "no piece there".
    """

    owner: NDArray[np.int64]
    starts: NDArray[np.int64]
    root: Floats
    windows: tuple[NDArray[np.int64], ...]


@cache
def own_weights() -> Weights:
    """The encoder's own matrices by name. They belong to the encoder: change copies."""
    net = _network()
    weights = {
        "proj": net.proj_W,
        "proj.bias": net.proj_b,
        "narrow.gain": net.ln_g_all,
        "narrow.bias": net.ln_b_all,
        "wide.gain": net.ln_g,
        "wide.bias": net.ln_b,
        "c": net.cnn_W,
        "c.bias": net.cnn_b,
        **{name: getattr(net, name) for name in ("d0", "p1", "d1", "d2", "p3", "d3")},
    }
    for layer, (matrices, biases) in enumerate(((net.w1, net.b1), (net.w2, net.b2))):
        for window in range(len(WINDOWS)):
            weights[f"conv.{window}.{layer}"] = matrices[window]
            weights[f"conv.{window}.{layer}.bias"] = biases[window]
    return weights


def word_pieces(texts: Sequence[str]) -> list[NDArray[np.int64]]:
    """The numbers of the pieces of each text, with those that open and close a sentence.

    No piece of the vocabulary crosses a space, so that a word is cut up the same way wherever it stands: done once
    and kept.
    """
    found: list[NDArray[np.int64]] = []
    for text in texts:
        inner = [piece for word in text[:LONGEST].split(" ") if word for piece in _pieces_of_word(word)]
        found.append(np.array([_OPEN, *(inner or [_UNKNOWN]), _CLOSE]))
    return found


def piece_rows(ids: NDArray[np.int64]) -> Floats:
    """(n, 512): what the encoder knows of each piece by itself."""
    net = _network()
    chunk = ids % len(net.scale)
    return np.asarray(net.table[ids] * net.scale[chunk, None] + net.lo[chunk, None], dtype=np.float32)


def batches(lengths: Sequence[int], pieces: int) -> list[list[int]]:
    """Places in the order of length, in batches of at most so many pieces (a longer text goes alone)."""
    found: list[list[int]] = []
    held = pieces + 1
    for place in sorted(range(len(lengths)), key=lambda one: lengths[one]):
        if held + lengths[place] > pieces:
            found.append([])
            held = 0
        found[-1].append(place)
        held += lengths[place]
    return found


def layout(lengths: Sequence[int]) -> Layout:
    """How sentences of so many pieces lie end to end."""
    many = np.asarray(lengths, dtype=np.int64)
    owner = np.repeat(np.arange(len(many)), many)
    starts = np.concatenate([[0], np.cumsum(many)[:-1]])
    windows = tuple(window(owner, width, left) for width, left in WINDOWS)
    return Layout(owner, starts, np.sqrt(many, dtype=np.float32)[:, None], windows)


def window(owner: NDArray[np.int64], width: int, left: int) -> NDArray[np.int64]:
    """For each piece the places of its window; beyond the sentence, the place of the empty piece."""
    places = np.arange(len(owner))[:, None] + np.arange(-left, width - left)
    inside = (places >= 0) & (places < len(owner))
    inside &= owner[np.clip(places, 0, len(owner) - 1)] == owner[:, None]
    return np.where(inside, places, len(owner))


def forward(
    weights: Weights,
    rows: Floats,
    laid: Layout,
    thin: Thin | None = None,
    kept: dict[str, Any] | None = None,
) -> Floats:
    """(s, 512) vectors of sentences whose pieces are laid end to end.

    Args:
        rows: (n, 512) of `piece_rows`.
        thin: dropout, called with the name of the place; none in use.
        kept: receives what the slopes need, by name; none in use.
    """
    thin = thin or _whole
    kept = {} if kept is None else kept
    states = np.empty((len(rows), STATES), dtype=rows.dtype)
    states[:, :WIDE] = kept["pieces"] = thin("pieces", rows)
    narrow = normalised(kept["pieces"] @ weights["proj"] + weights["proj.bias"], weights, "narrow", kept)
    for number in range(len(WINDOWS)):
        inner = narrow[:, number * NARROW : (number + 1) * NARROW]
        for layer in range(LAYERS):
            inner = convolved(inner, laid.windows[number], weights, f"conv.{number}.{layer}", kept)
        states[:, WIDE + number * NARROW : WIDE + (number + 1) * NARROW] = inner
    return from_states(states, laid, weights, thin, kept)


def convolved(
    inner: Floats, places: NDArray[np.int64], weights: Weights, name: str, kept: dict[str, Any]
) -> Floats:
    """One layer of a convolution, its input added to what it says; nought stands where there is no piece."""
    padded = np.zeros((len(inner) + 1, inner.shape[1]), dtype=inner.dtype)
    padded[:-1] = inner
    seen = kept[f"{name}.seen"] = padded[places].reshape(len(inner), -1)
    bent = kept[f"{name}.bent"] = np.maximum(seen @ weights[name] + weights[f"{name}.bias"], 0)
    return bent + inner


def from_states(
    states: Floats,
    laid: Layout,
    weights: Weights,
    thin: Thin | None = None,
    kept: dict[str, Any] | None = None,
) -> Floats:
    """From the (n, 1280) states of the pieces to the vectors of the sentences."""
    thin = thin or _whole
    kept = {} if kept is None else kept
    states = normalised(states, weights, "wide", kept)
    s = kept["s"] = thin("states", np.add.reduceat(states, laid.starts, axis=0) / laid.root)
    y = kept["y"] = s @ weights["c"] + laid.root * weights["c.bias"]
    h0 = kept["h0"] = thin("first", np.maximum(y @ weights["d0"], 0))
    h1 = kept["h1"] = np.maximum(y @ weights["p1"] + h0 @ weights["d1"], 0)
    h1k = kept["h1k"] = thin("second", h1)
    h2 = kept["h2"] = np.maximum(h1k @ weights["d2"], 0)
    bent = kept["bent"] = np.tanh(h1 @ weights["p3"] + h2 @ weights["d3"])
    length = kept["length"] = np.maximum(np.linalg.norm(bent, axis=1, keepdims=True), 1e-6)
    return bent / length


def normalised(rows: Floats, weights: Weights, name: str, kept: dict[str, Any]) -> Floats:
    """Layer normalisation of each row (Ba, Kiros and Hinton 2016)."""
    centred = rows - rows.mean(axis=1, keepdims=True)
    spread = np.sqrt(np.einsum("ij,ij->i", centred, centred) / rows.shape[1] + _LEAST)[:, None]
    centred /= spread
    kept[f"{name}.unit"], kept[f"{name}.spread"] = centred, spread
    return centred * weights[f"{name}.gain"] + weights[f"{name}.bias"]


def _whole(_: str, array: Floats) -> Floats:
    return array


@lru_cache(_WORDS_KEPT)
def _pieces_of_word(word: str) -> tuple[int, ...]:
    pieces = _network().sp.encode(word, out_type=int, add_bos=False, add_eos=False)
    return () if pieces == [_UNKNOWN] and not word.strip() else tuple(pieces)


@cache
def _network() -> Any:
    return vars(type(encoder(1)))["_model"].__get__(encoder(1))  # it has no public name


def limited(threads: int) -> AbstractContextManager[Any]:
    """Matrix products on so many threads."""
    limit = _network()._threadpool
    return nullcontext() if limit is None else limit(limits=threads, user_api="blas")
