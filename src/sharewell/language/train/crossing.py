"""The nets, learned so that heads can tell how far to trust them: each part of the data is left out of one net."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sharewell.language.encoder import scaled, shares
from sharewell.language.labelled import Labelled
from sharewell.language.nets import AGAIN, ENGLISH, OTHERS
from sharewell.language.tasks import WIDTH
from sharewell.language.train.bases import ALL_LAYERS, english_base, other_base
from sharewell.language.train.earlier import Heard
from sharewell.language.train.folds import FOLDS, folds_of_groups
from sharewell.language.train.learning import Learned, beginning, tune
from sharewell.language.train.slimmer import Shape

SHAPE = Shape(heads=8, wide=768)  # what the rate allows
EPOCHS = {ENGLISH: 3, OTHERS: 2, AGAIN: 2}  # what meets more sentences meets each less often
_SOME = 20  # one sentence in so many shows what passes through a net


def learn_nets(
    rows: Sequence[Labelled], group: NDArray[np.int64], heard: Heard, folder: Path
) -> NDArray[np.float32]:
    """Write all nets; (n, 2k) what nets say of the sentences that they were not trained on, as `encoder.meaning`.

    The net that is used has learned from all rows: from half as many again as each of those that tell the heads how
    far a net is to be trusted (as in stacking: Wolpert 1992). The net of the other languages learns from the English
    rows too, since what it learns in one language it knows in another (Conneau et al. 2020, "Unsupervised
    cross-lingual representation learning at scale", ACL). `group` (n,) tells near-duplicates: what one net has learned
    from tells nothing of another in its group. `heard` is what earlier lenses said, from which the nets learn beside
    the labels.
    """
    said = np.zeros((len(rows), 2 * WIDTH), dtype=np.float32)
    for name, which, columns in shares([row.lang for row in rows]):
        heard_by_it = [rows[place] for place in np.flatnonzero(which).tolist()]
        some = [row.text for row in heard_by_it[::_SOME]]
        base = english_base() if name == ENGLISH else other_base([row.text for row in heard_by_it])
        start = beginning(base, some, SHAPE)
        taught = which if name == ENGLISH else np.ones_like(which)
        lessons = [rows[place] for place in np.flatnonzero(taught).tolist()]
        said[which, columns] = crossed(start, lessons, group[taught], which[taught], heard, EPOCHS[name])
        sys.stderr.write("the net of all\n")
        tune(start, lessons, FOLDS, _say, epochs=EPOCHS[name], heard=heard).save(folder / name, some)
    sys.stderr.write("the net that hears again\n")
    texts = [row.text for row in rows]
    start = beginning(other_base(texts, ALL_LAYERS), texts[::_SOME], SHAPE)
    deeper = tune(start, rows, FOLDS, _say, epochs=EPOCHS[AGAIN], heard=heard)
    deeper.save(folder / AGAIN, texts[::_SOME])
    return said


def crossed(
    start: Learned,
    rows: Sequence[Labelled],
    group: NDArray[np.int64],
    asked: NDArray[np.bool_],
    heard: Heard,
    epochs: int,
) -> NDArray[np.float32]:
    """(a, k): of the a rows that are `asked` (n,), what nets that each leave out a third of the rows say of it."""
    fold = folds_of_groups(group)
    said = np.zeros((len(rows), WIDTH), dtype=np.float32)
    for number in range(FOLDS):
        sys.stderr.write(f"net {number + 1} of {FOLDS}\n")
        part = [row for row, left_out in zip(rows, fold == number, strict=True) if not left_out]
        learned = tune(start, part, number, _say, epochs=epochs, heard=heard)
        outside = np.flatnonzero((fold == number) & asked)
        said[outside] = scaled(learned.scores([rows[int(place)].text for place in outside]))
    return said[asked]


def _say(loss: float) -> None:
    sys.stderr.write(f"  loss {loss:.3f}\n")
