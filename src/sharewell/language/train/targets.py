"""What a net is to say of labelled sentences, and the order in which it meets them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from sharewell.language.codes import FRAMINGS, INFORMATIVE
from sharewell.language.labelled import Labelled
from sharewell.language.tasks import NO_LEVEL, TASKS, WIDTH, YES_NO, columns
from sharewell.language.train.earlier import Heard

SHARES = dict.fromkeys(TASKS, 0.15) | {
    "framing": 1.0,
    "reason": 0.5,
    "level": 0.3,
}  # of each task in the loss


EARLIER = 0.75  # how much of the wished-for framing is what earlier lenses heard, where they did


def targets(rows: Sequence[Labelled], smoothing: float, heard: Heard) -> NDArray[np.float32]:
    """(n, k) wished-for probabilities, task beside task; noughts where a sentence does not say.

    The framing is for the most part what earlier lenses `heard`, the rest the label: the mean of several says how
    doubtful a sentence is, which a label does not (Hinton et al. 2015, "Distilling the knowledge in a neural network").
    """
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
        if row.id in heard:
            at = columns("framing")
            wished[place, at] = (1 - EARLIER) * wished[place, at] + EARLIER * heard[row.id]
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
