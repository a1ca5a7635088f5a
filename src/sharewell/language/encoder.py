"""What the heads know of meaning: what a net says of each sentence, one net for English and one for the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from sharewell.language.nets import ENGLISH, OTHERS, shipped_net
from sharewell.language.tasks import WIDTH

LEAST = -6.0  # log-probabilities below are all the same: very unlikely
SCALE = 0.25  # brings the nets' scores to the size of the other evidence


def meaning(sentences: Sequence[str], langs: Sequence[str], *, threads: int = 1) -> NDArray[np.float32]:
    """(n, 2k): the scores of framing, reason, level, information and control, bounded and scaled.

    English sentences fill the first k columns, all others the last: heads trust each net by itself.
    """
    out = np.zeros((len(sentences), 2 * WIDTH), dtype=np.float32)
    for name, which, columns in shares(langs):
        if which.any():
            heard = [sentences[place] for place in np.flatnonzero(which).tolist()]
            out[which, columns] = scaled(shipped_net(name, threads).scores(heard))
    return out


def shares(langs: Sequence[str]) -> Iterator[tuple[str, NDArray[np.bool_], slice]]:
    """Each net by name, which sentences (n,) it hears, and the columns of what it says."""
    english = np.array([lang == "en" for lang in langs], dtype=bool)
    yield ENGLISH, english, slice(0, WIDTH)
    yield OTHERS, ~english, slice(WIDTH, 2 * WIDTH)


def scaled(scores: NDArray[np.floating]) -> NDArray[np.float32]:
    """A net's scores, bounded and scaled for the heads."""
    return np.asarray(np.maximum(scores, LEAST) * SCALE, dtype=np.float32)
