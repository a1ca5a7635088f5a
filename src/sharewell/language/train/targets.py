"""Learning the encoder anew by gradient descent, written out in NumPy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from sharewell.language.codes import FRAMINGS, INFORMATIVE
from sharewell.language.labelled import Labelled
from sharewell.language.nets import NO_LEVEL, TASKS, WIDTH, YES_NO, Net, columns
from sharewell.language.train.slopes import slopes
from sharewell.meaning.network import VECTOR, Thin, layout, own_weights, piece_rows, word_pieces

Floats = NDArray[np.floating[Any]]
LONGEST = 160  # word pieces of one sentence that are learned from


SHARES = dict.fromkeys(TASKS, 0.15) | {
    "framing": 1.0,
    "reason": 0.5,
    "level": 0.3,
}  # of each task in the loss


def _dropout() -> Mapping[str, float]:
    return {"pieces": 0.1, "states": 0.15, "first": 0.15, "second": 0.15, "vector": 0.3}


@dataclass(frozen=True, slots=True)
class Schedule:
    """How a net is trained; the defaults were chosen on the development sets."""

    epochs: int = 5
    batch: int = 32
    rate: float = 3e-4  # of the encoder's matrices
    head_rate: float = 5e-3
    words_left_out: float = 0.05
    smoothing: float = 0.02  # of the framing labels, for each wrong class
    dropout: Mapping[str, float] = field(default_factory=_dropout)


def tune(
    rows: Sequence[Labelled],
    seed: int,
    plan: Schedule | None = None,
    say: Callable[[float], None] | None = None,
) -> Net:
    """Train one net by Adam (Kingma and Ba 2015) with a warm start and a rate that falls to nothing.

    Args:
        seed: draws the order and the dropout; the same seed, the same net.
        say: told the mean loss of every epoch.

    Cost: about 8 ms a sentence and epoch on one core.
    """
    plan = plan or Schedule()
    draw = np.random.default_rng(seed)
    weights = {name: matrix.copy() for name, matrix in own_weights().items()}
    weights["heads"] = np.zeros((VECTOR, WIDTH), dtype=np.float32)
    weights["heads.bias"] = np.zeros(WIDTH, dtype=np.float32)
    first, second = ({name: np.zeros_like(m) for name, m in weights.items()} for _ in range(2))
    pieces = [one[:LONGEST] for one in word_pieces([row.text for row in rows])]
    wished = targets(rows, plan.smoothing)
    steps, step = plan.epochs * (len(rows) // plan.batch), 0
    for _ in range(plan.epochs):
        losses: list[float] = []
        for batch in batched([len(one) for one in pieces], plan.batch, draw):
            step += 1
            ids = [pieces[place] for place in batch]
            known = piece_rows(np.concatenate(ids))
            known[draw.random(len(known)) < plan.words_left_out] = 0
            laid = layout([len(one) for one in ids])
            loss, slope = slopes(weights, known, laid, wished[batch], SHARES, _thinned(draw, plan.dropout))
            losses.append(loss)
            fall = min(1, step / 60) * max(0.02, 1 - step / steps)
            for name, down in slope.items():
                rate = fall * (plan.head_rate if name.startswith("heads") else plan.rate)
                _adam(weights[name], np.ascontiguousarray(down), first[name], second[name], rate, step)
        if say:
            say(float(np.mean(losses)))
    return Net(weights)


def targets(rows: Sequence[Labelled], smoothing: float) -> Floats:
    """(n, k) wished-for probabilities, task beside task; noughts where a sentence does not say."""
    wished = np.zeros((len(rows), WIDTH), dtype=np.float32)
    wished[:, columns("framing")] = smoothing
    for place, row in enumerate(rows):
        said = {
            "framing": row.framing,
            "level": row.level or NO_LEVEL,
            "controlling": YES_NO[row.controlling],
        }
        if row.reason is not None:
            said["reason"] = row.reason
        if row.informative is not None:
            said |= {kind: YES_NO[kind in row.informative] for kind in INFORMATIVE}
        for task, answer in said.items():
            sure = 1 - (len(FRAMINGS) - 1) * smoothing if task == "framing" else 1.0
            wished[place, columns(task).start + TASKS[task].index(answer)] = sure
    return wished


def batched(lengths: Sequence[int], size: int, draw: np.random.Generator) -> Iterator[NDArray[np.int64]]:
    """Every sentence once, by chance, those of like length together; a rest that fills no batch is left out."""
    order = draw.permutation(len(lengths))
    long = np.asarray(lengths)
    chunks = np.array_split(order, max(1, len(order) // (24 * size)))
    order = np.concatenate([chunk[np.argsort(long[chunk], kind="stable")] for chunk in chunks])
    starts = np.arange(0, len(order) - size + 1, size)
    for start in draw.permutation(starts):
        yield order[start : start + size]


def _thinned(draw: np.random.Generator, rates: Mapping[str, float]) -> Thin:
    """Dropout that is the same on the way forwards and back."""
    masks: dict[str, Floats] = {}

    def thin(name: str, array: Floats) -> Floats:
        place = name.removesuffix(".back")
        if place not in masks:
            rate = rates.get(place, 0.0)
            kept = draw.random(array.shape, dtype=np.float32) >= rate
            masks[place] = kept.astype(array.dtype) / array.dtype.type(1 - rate)
        return array * masks[place]

    return thin


@njit(cache=True)
def _adam(
    weight: Floats, slope: Floats, first: Floats, second: Floats, rate: float, step: int
) -> None:  # pragma: no cover
    """One step for every number of a matrix, in place and in one go through memory."""
    mend_first, mend_second = 1 / (1 - 0.9**step), 1 / (1 - 0.99**step)
    flat, down = weight.ravel(), slope.ravel()
    mean, square = first.ravel(), second.ravel()
    for place in range(flat.size):
        mean[place] += np.float32(0.1) * (down[place] - mean[place])
        square[place] += np.float32(0.01) * (down[place] * down[place] - square[place])
        flat[place] -= rate * mean[place] * mend_first / (np.sqrt(square[place] * mend_second) + 1e-8)
