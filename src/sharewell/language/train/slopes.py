"""How the loss changes with every matrix of the encoder and of the heads: backwards through the network."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sharewell.language.nets import SHARP, TASKS, columns
from sharewell.meaning.network import LAYERS, NARROW, WIDE, WINDOWS, Layout, Thin, Weights, forward, window

Floats = NDArray[np.floating[Any]]
Kept = dict[str, Any]


def slopes(
    weights: Weights, rows: Floats, laid: Layout, wished: Floats, shares: Mapping[str, float], thin: Thin
) -> tuple[float, dict[str, Floats]]:
    """The loss of one batch and its slope at each matrix.

    Args:
        weights: those of the network, "heads" (512, k) and "heads.bias" (k,).
        rows, laid: the batch's word pieces and how they lie.
        wished: (s, k) wished-for probabilities, task beside task; a task without any in a row teaches nothing.
        shares: the weight of each task's mean cross-entropy in the loss.
        thin: dropout, called with the name of the place; asked again for the vector.
    """
    kept: Kept = {}
    vector = forward(weights, rows, laid, thin, kept)
    scored = thin("vector", vector)
    logits = SHARP * scored @ weights["heads"] + weights["heads.bias"]
    loss, dlogits = _cross_entropy(logits, wished, shares)
    found: dict[str, Floats] = {"heads": SHARP * scored.T @ dlogits, "heads.bias": dlogits.sum(axis=0)}
    dvector = thin("vector.back", SHARP * dlogits @ weights["heads"].T)
    dpooled = _back_to_states(dvector, vector, weights, laid, kept, thin, found)
    _back_to_pieces((dpooled / laid.root)[laid.owner], weights, laid, kept, found)
    return loss, found


def _cross_entropy(logits: Floats, wished: Floats, shares: Mapping[str, float]) -> tuple[float, Floats]:
    """Weighted sum over tasks of the mean cross-entropy, and its slope at the logits."""
    total, slope = 0.0, np.empty_like(logits)
    for task in TASKS:
        at = columns(task)
        lead = logits[:, at] - logits[:, at].max(axis=1, keepdims=True)
        likely = np.exp(lead)
        sums = likely.sum(axis=1, keepdims=True)
        asked = wished[:, at].sum(axis=1, keepdims=True)
        share = shares[task] / max(float(asked.sum()), 1.0)
        total -= share * float((wished[:, at] * (lead - np.log(sums))).sum())
        slope[:, at] = share * (likely / sums * asked - wished[:, at])
    return total, slope


def _back_to_states(
    dvector: Floats,
    vector: Floats,
    weights: Weights,
    laid: Layout,
    kept: Kept,
    thin: Thin,
    found: dict[str, Floats],
) -> Floats:
    """From the vector through the last layers to the pooled states."""
    h0, h1, h1k, h2, y, s = (kept[name] for name in ("h0", "h1", "h1k", "h2", "y", "s"))
    dbent = (dvector - vector * (vector * dvector).sum(axis=1, keepdims=True)) / kept["length"]
    du = dbent * (1 - kept["bent"] * kept["bent"])
    dh2 = (du @ weights["d3"].T) * (h2 > 0)
    dh1 = (du @ weights["p3"].T + thin("second.back", dh2 @ weights["d2"].T)) * (h1 > 0)
    dh0 = thin("first.back", dh1 @ weights["d1"].T) * (h0 > 0)
    dy = dh1 @ weights["p1"].T + dh0 @ weights["d0"].T
    found |= {"d3": h2.T @ du, "p3": h1.T @ du, "d2": h1k.T @ dh2, "d1": h0.T @ dh1}
    found |= {"p1": y.T @ dh1, "d0": y.T @ dh0, "c": s.T @ dy}
    found["c.bias"] = (laid.root * dy).sum(axis=0)
    return thin("states.back", dy @ weights["c"].T)


def _back_to_pieces(
    dstates: Floats, weights: Weights, laid: Layout, kept: Kept, found: dict[str, Floats]
) -> None:
    """From the states of the pieces through normalisation and convolutions to the first product."""
    dstates = _through_norm(dstates, "wide", weights, kept, found)
    dnarrow = np.empty((len(dstates), len(WINDOWS) * NARROW), dtype=dstates.dtype)
    for number, (width, left) in enumerate(WINDOWS):
        at = WIDE + number * NARROW
        dinner = dstates[:, at : at + NARROW]
        back = window(laid.owner, width, width - 1 - left)
        for layer in reversed(range(LAYERS)):
            name = f"conv.{number}.{layer}"
            dbent = dinner * (kept[f"{name}.bent"] > 0)
            found[name] = kept[f"{name}.seen"].T @ dbent
            found[f"{name}.bias"] = dbent.sum(axis=0)
            dinner = dinner + _unseen(dbent @ weights[name].T, back, width)
        dnarrow[:, number * NARROW : (number + 1) * NARROW] = dinner
    dnarrow = _through_norm(dnarrow, "narrow", weights, kept, found)
    found["proj"] = kept["pieces"].T @ dnarrow
    found["proj.bias"] = dnarrow.sum(axis=0)


def _through_norm(slope: Floats, name: str, weights: Weights, kept: Kept, found: dict[str, Floats]) -> Floats:
    """Backwards through a layer normalisation."""
    unit = kept[f"{name}.unit"]
    found[f"{name}.gain"], found[f"{name}.bias"] = (slope * unit).sum(axis=0), slope.sum(axis=0)
    inner = slope * weights[f"{name}.gain"]
    inner -= inner.mean(axis=1, keepdims=True) + unit * (inner * unit).mean(axis=1, keepdims=True)
    return inner / kept[f"{name}.spread"]


def _unseen(dseen: Floats, back: NDArray[np.int64], width: int) -> Floats:
    """What all windows that saw a piece say back to it; the place n in `back` is no window.

    The window of piece u holds piece t at slot t - u + left, so that the windows that hold t are those of
    u = t + left - slot: read backwards, the slots of the mirrored window.
    """
    many = len(dseen)
    padded = np.zeros((many + 1, width, NARROW), dtype=dseen.dtype)
    padded[:-1] = dseen.reshape(many, width, NARROW)
    total = padded[back[:, width - 1], 0]
    for slot in range(1, width):
        total += padded[back[:, width - 1 - slot], slot]
    return total
