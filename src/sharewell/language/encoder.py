"""What the heads know of meaning: what a net says of each sentence, one net for English and one for the rest."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sharewell.language.english import shipped_english
from sharewell.language.nets import WIDTH, shipped_net

LEAST = -6.0  # log-probabilities below are all the same: very unlikely
SCALE = 0.25  # brings the nets' scores to the size of the other evidence
ENGLISH = "en"


def meaning(sentences: Sequence[str], langs: Sequence[str], *, threads: int = 1) -> NDArray[np.float32]:
    """(n, 2k): the scores of framing, reason, level, information and control, bounded and scaled.

    English sentences fill the first k columns, all others the last: heads trust each net by itself.
    """
    english = [place for place, lang in enumerate(langs) if lang == ENGLISH]
    others = [place for place, lang in enumerate(langs) if lang != ENGLISH]
    out = np.zeros((len(sentences), 2 * WIDTH), dtype=np.float32)
    if english:
        said = shipped_english(threads).scores([sentences[place] for place in english])
        out[english, :WIDTH] = scaled(said)
    if others:
        out[others, WIDTH:] = scaled(
            shipped_net().scores([sentences[place] for place in others], threads=threads)
        )
    return out


def scaled(scores: NDArray[np.floating]) -> NDArray[np.float32]:
    """A net's scores, bounded and scaled for the heads."""
    return np.asarray(np.maximum(scores, LEAST) * SCALE, dtype=np.float32)
