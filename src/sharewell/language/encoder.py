"""What the heads know of meaning: what the net says of each sentence, in one pass of the encoder."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sharewell.language.nets import shipped_net

LEAST = -6.0  # log-probabilities below are all the same: very unlikely
SCALE = 0.25  # brings the net's scores to the size of the other evidence


def meaning(sentences: Sequence[str], *, threads: int = 1) -> NDArray[np.float32]:
    """(n, k): the net's scores of framing, reason, level, information and control, bounded and scaled."""
    return scaled(shipped_net().scores(sentences, threads=threads))


def scaled(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """The net's scores, bounded and scaled for the heads."""
    return np.maximum(scores, LEAST) * np.float32(SCALE)
