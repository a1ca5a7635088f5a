"""What the heads know of meaning: the sentence vector and what the nets say, in one pass of the encoder."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sharewell.language.nets import Ready, scores, shipped_nets
from sharewell.meaning.states import last_layers, pooled_states, vectors_from

LEAST = -6.0  # log-probabilities below are all the same: very unlikely
SCALE = 0.25  # brings the nets' scores to the size of the other evidence


def meaning(sentences: Sequence[str], *, threads: int = 1) -> NDArray[np.float32]:
    """(n, 548): the sentence vector (512), then the nets' scores of framing and reason (36)."""
    states = pooled_states(sentences, threads=threads)
    return joined(states, net_scores(states, shipped_nets()))


def net_scores(states: NDArray[np.float32], nets: Sequence[Ready]) -> NDArray[np.float32]:
    """The nets' scores, bounded and scaled for the heads."""
    return np.maximum(scores(states, nets), LEAST) * np.float32(SCALE)


def joined(states: NDArray[np.float32], said: NDArray[np.float32]) -> NDArray[np.float32]:
    """The encoder's own vector and the nets' scores, side by side."""
    return np.concatenate([vectors_from(states, last_layers()), said], axis=1)
