"""Learning the encoder's last layers anew: low-rank changes by gradient descent, written out in NumPy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sharewell.language.codes import FRAMINGS, REASONS
from sharewell.language.nets import CHANGED, SHARP, Net
from sharewell.meaning.states import STATES, last_layers

Floats = NDArray[np.float32]
Weights = dict[str, Floats]


@dataclass(frozen=True, slots=True)
class Schedule:
    """How a net is trained; the defaults were chosen on the development sets."""

    rank: int = 16
    epochs: int = 10
    batch: int = 128
    rate: float = 5e-3
    dropout: float = 0.3
    smoothing: float = 0.02  # of the framing labels, for each wrong class
    reason_weight: float = 0.5
    decay: float = 1e-4


def tune(
    states: Floats,
    framing: Sequence[str],
    reason: Sequence[str | None],
    seed: int,
    plan: Schedule | None = None,
) -> Net:
    """Train one net by Adam (Kingma and Ba 2015) with a warm start and a rate that falls to nothing.

    Args:
        states: (n, 1281) of `pooled_states`.
        framing: n framings.
        reason: n codes; None where a sentence has none, which then teaches the framing alone.
        seed: draws the start, the order and the dropout; the same seed, the same net.
    """
    plan = plan or Schedule()
    draw = np.random.default_rng(seed)
    weights = _start(plan.rank, draw)
    first, second = (_zeros(weights), _zeros(weights))
    targets = _targets(framing, reason, plan.smoothing)
    steps, step = plan.epochs * (len(states) // plan.batch), 0
    for _ in range(plan.epochs):
        order = draw.permutation(len(states))
        for at in range(0, len(order) - plan.batch + 1, plan.batch):
            rows = order[at : at + plan.batch]
            step += 1
            slopes = _slopes(weights, states[rows], tuple(part[rows] for part in targets), draw, plan)
            rate = plan.rate * min(1, step / 50) * max(0.02, 1 - step / steps)
            for name, slope in slopes.items():
                first[name] += 0.1 * (slope - first[name])
                second[name] += 0.01 * (slope * slope - second[name])
                mean, square = first[name] / (1 - 0.9**step), second[name] / (1 - 0.99**step)
                weights[name] -= (rate * mean / (np.sqrt(square) + 1e-8)).astype(np.float32)
    return _net(weights)


def _start(rank: int, draw: np.random.Generator) -> Weights:
    """A is random, B nought: the net begins as the encoder is; the heads begin at nought."""
    weights: Weights = {}
    for name in CHANGED:
        wide, narrow = getattr(last_layers(), name).shape
        weights[f"{name}.down"] = (draw.standard_normal((wide, rank)) / np.sqrt(wide)).astype(np.float32)
        weights[f"{name}.up"] = np.zeros((rank, narrow), dtype=np.float32)
    for head, many in (("framing", len(FRAMINGS)), ("reason", len(REASONS))):
        weights[f"{head}.weight"] = np.zeros((last_layers().p3.shape[1], many), dtype=np.float32)
        weights[f"{head}.bias"] = np.zeros(many, dtype=np.float32)
    return weights


def _zeros(weights: Weights) -> Weights:
    return {name: np.zeros_like(weight) for name, weight in weights.items()}


def _targets(framing: Sequence[str], reason: Sequence[str | None], smoothing: float) -> tuple[Floats, Floats]:
    """Wished-for probabilities of framing and reason, one row a sentence; a row of noughts for no reason."""
    wished = np.full((len(framing), len(FRAMINGS)), smoothing, dtype=np.float32)
    codes = np.zeros((len(reason), len(REASONS)), dtype=np.float32)
    names = list(REASONS)
    for row, (kind, code) in enumerate(zip(framing, reason, strict=True)):
        wished[row, FRAMINGS.index(kind)] = 1 - (len(FRAMINGS) - 1) * smoothing  # pyright: ignore[reportArgumentType]
        if code is not None:
            codes[row, names.index(code)] = 1
    return wished, codes


def _slopes(
    weights: Weights, states: Floats, targets: tuple[Floats, ...], draw: np.random.Generator, plan: Schedule
) -> Weights:
    """Gradient of the loss: forward through the last layers with dropout, and back, layer by layer."""
    base = last_layers()
    net = {name: getattr(base, name) + weights[f"{name}.down"] @ weights[f"{name}.up"] for name in CHANGED}
    kept = [_mask(draw, shape, rate) for shape, rate in _masks(len(states), net, plan.dropout)]
    s = states[:, :STATES] * kept[0]
    y = s @ net["c"] + states[:, STATES:] * base.b
    h0 = np.maximum(y @ net["d0"], 0)
    h0k = h0 * kept[1]
    h1 = np.maximum(y @ net["p1"] + h0k @ net["d1"], 0)
    h1k = h1 * kept[2]
    h2 = np.maximum(h1k @ net["d2"], 0)
    bent = np.tanh(h1 @ net["p3"] + h2 @ net["d3"])
    length = np.maximum(np.linalg.norm(bent, axis=1, keepdims=True), 1e-6)
    z = bent / length
    zk = z * kept[3]
    slopes: Weights = {}
    dzk = np.zeros_like(z)
    for head, wished, weight in (("framing", targets[0], 1.0), ("reason", targets[1], plan.reason_weight)):
        dlogits = _dlogits(SHARP * zk @ weights[f"{head}.weight"] + weights[f"{head}.bias"], wished) * weight
        slopes[f"{head}.weight"] = SHARP * zk.T @ dlogits + 2 * plan.decay * weights[f"{head}.weight"]
        slopes[f"{head}.bias"] = dlogits.sum(axis=0)
        dzk += SHARP * dlogits @ weights[f"{head}.weight"].T
    dz = dzk * kept[3]
    du = (dz - z * (z * dz).sum(axis=1, keepdims=True)) / length * (1 - bent * bent)
    dh2 = (du @ net["d3"].T) * (h2 > 0)
    dh1 = (du @ net["p3"].T + (dh2 @ net["d2"].T) * kept[2]) * (h1 > 0)
    dh0 = (dh1 @ net["d1"].T) * kept[1] * (h0 > 0)
    dy = dh1 @ net["p1"].T + dh0 @ net["d0"].T
    changed = {"c": (s, dy), "d0": (y, dh0), "p1": (y, dh1), "d1": (h0k, dh1), "d2": (h1k, dh2)}
    changed |= {"p3": (h1, du), "d3": (h2, du)}
    for name, (left, right) in changed.items():
        down, up = weights[f"{name}.down"], weights[f"{name}.up"]
        whole = left.T @ right + 2 * plan.decay * (down @ up)
        slopes[f"{name}.down"], slopes[f"{name}.up"] = whole @ up.T, down.T @ whole
    return slopes


def _masks(rows: int, net: Weights, dropout: float) -> list[tuple[tuple[int, int], float]]:
    """Shapes and rates of the four dropouts: states, first and second hidden layer, vector."""
    return [
        ((rows, STATES), dropout / 2),
        ((rows, net["d0"].shape[1]), dropout / 2),
        ((rows, net["p1"].shape[1]), dropout / 2),
        ((rows, net["p3"].shape[1]), dropout),
    ]


def _mask(draw: np.random.Generator, shape: tuple[int, int], rate: float) -> Floats:
    return (draw.random(shape, dtype=np.float32) >= rate).astype(np.float32) / np.float32(1 - rate)


def _dlogits(logits: Floats, wished: Floats) -> Floats:
    """Slope of the mean cross-entropy over the rows that wish for anything."""
    lead = np.exp(logits - logits.max(axis=1, keepdims=True))
    total = wished.sum(axis=1, keepdims=True)
    return (lead / lead.sum(axis=1, keepdims=True) * total - wished) / max(float(total.sum()), 1.0)


def _net(weights: Weights) -> Net:
    return Net(
        down={name: weights[f"{name}.down"] for name in CHANGED},
        up={name: weights[f"{name}.up"] for name in CHANGED},
        framing=(weights["framing.weight"], weights["framing.bias"]),
        reason=(weights["reason.weight"], weights["reason.bias"]),
    )
