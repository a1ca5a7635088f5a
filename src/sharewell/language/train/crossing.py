"""The nets, learned so that heads can tell how far to trust them: each part of the data is left out of one net."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from sharewell.language.encoder import ENGLISH, scaled
from sharewell.language.english import FILE as ENGLISH_FILE
from sharewell.language.labelled import Labelled
from sharewell.language.nets import FILE as NET_FILE
from sharewell.language.nets import WIDTH, blended, save_net
from sharewell.language.train.tune import tune

FOLDS = 3


class Speaks(Protocol):
    """A net that says what it makes of sentences."""

    def scores(self, sentences: Sequence[str], /) -> NDArray[np.floating[Any]]:
        """(n, k) log-probabilities."""
        ...


S = TypeVar("S", bound=Speaks)
Learn = Callable[[Sequence[Labelled], int, Callable[[float], None]], S]


def learn_english(rows: Sequence[Labelled], group: NDArray[np.int64], folder: Path) -> NDArray[np.float32]:
    """Write the English net; (n, k) what nets say of the sentences they were not trained on, noughts for the rest.

    `group` (n,) tells near-duplicates: what one net has learned from tells nothing of another in its group.
    """
    from sharewell.language.train.english import averaged, beginning, tune_english

    english = [place for place, row in enumerate(rows) if row.lang == ENGLISH]
    taught = [rows[place] for place in english]
    some = [row.text for row in taught[::20]]
    start = beginning(some)
    nets, said = crossed(taught, group[english], lambda part, seed, say: tune_english(start, part, seed, say))
    averaged(nets).save(folder / ENGLISH_FILE, some)
    return _spread(said, english, len(rows))


def learn_others(rows: Sequence[Labelled], group: NDArray[np.int64], folder: Path) -> NDArray[np.float32]:
    """Write the net for other languages, to which every third English sentence lends what it teaches."""
    english = [place for place, row in enumerate(rows) if row.lang == ENGLISH]
    lent = set(english[::3])
    taught = [place for place, row in enumerate(rows) if row.lang != ENGLISH or place in lent]
    others = [rows[place] for place in taught]
    nets, said = crossed(others, group[taught], lambda part, seed, say: tune(part, seed, say=say))
    save_net(folder / NET_FILE, blended(nets))
    spread = _spread(said, taught, len(rows))
    spread[english] = 0
    return spread


def crossed(
    rows: Sequence[Labelled], group: NDArray[np.int64], learn: Learn[S]
) -> tuple[list[S], NDArray[np.float32]]:
    """Nets that each leave out a third of the rows, and what each says of its third, (n, k).

    The net that is used is the mean of their matrices, which has so learned from all parts (nets that start from
    the same matrices can be averaged so and err less than each: Wortsman et al. 2022, "Model soups", ICML).
    """
    fold = _folds_of_groups(group)
    said = np.zeros((len(rows), WIDTH), dtype=np.float32)
    nets: list[S] = []
    for number in range(FOLDS):
        sys.stderr.write(f"net {number + 1} of {FOLDS}\n")
        nets.append(
            learn([row for row, part in zip(rows, fold, strict=True) if part != number], number, _say)
        )
        outside = np.flatnonzero(fold == number)
        said[outside] = scaled(nets[-1].scores([rows[int(place)].text for place in outside]))
    return nets, said


def _spread(said: NDArray[np.float32], places: Sequence[int], many: int) -> NDArray[np.float32]:
    out = np.zeros((many, WIDTH), dtype=np.float32)
    out[list(places)] = said
    return out


def _folds_of_groups(group: NDArray[np.int64]) -> NDArray[np.int64]:
    """Folds of whole groups of near-duplicates, dealt in the order in which groups first appear."""
    order = {int(number): place for place, number in enumerate(dict.fromkeys(group.tolist()))}
    return np.array([order[int(number)] % FOLDS for number in group])


def _say(loss: float) -> None:
    sys.stderr.write(f"  loss {loss:.3f}\n")
