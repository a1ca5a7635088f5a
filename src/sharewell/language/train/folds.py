"""Folds in which what belongs together stays together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

FOLDS = 3


def folds_of_groups(group: NDArray[np.int64]) -> NDArray[np.int64]:
    """Folds of whole groups of near-duplicates, dealt in the order in which groups first appear."""
    order = {int(number): place for place, number in enumerate(dict.fromkeys(group.tolist()))}
    return np.array([order[int(number)] % FOLDS for number in group])


def folds_of_styles(styles: Sequence[str], group: NDArray[np.int64]) -> NDArray[np.int64]:
    """Folds of whole styles, so that what is left out is strange in its genre too, as other people's texts are.

    The greatest style goes first, each to the fold that holds least; a near-duplicate goes with the first of its
    group.
    """
    first = dict(zip(group.tolist()[::-1], styles[::-1], strict=True))
    style = [first[number] for number in group.tolist()]
    held = [0] * FOLDS
    fold: dict[str, int] = {}
    for name, many in sorted(Counter(style).items(), key=lambda pair: (-pair[1], pair[0])):
        fold[name] = held.index(min(held))
        held[fold[name]] += many
    return np.array([fold[name] for name in style])
