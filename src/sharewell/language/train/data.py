"""What may be learned from: near-duplicates grouped, and a part kept aside."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from sharewell.language.heads import weighted
from sharewell.language.ngrams import BUCKETS, ngrams

ALIKE = 0.72  # cosine of n-gram counts from which two sentences are the same sentence reworded
HELD_OUT = 10  # one group in so many is never trained on
_AT_ONCE = (
    1024  # sentences compared with all others: what is alike of all at once would not fit a small machine
)


def groups(sentences: Sequence[str]) -> NDArray[np.int64]:
    """A group number for each sentence; near-duplicates (and their near-duplicates) share one."""
    table = weighted(ngrams(sentences), np.ones(BUCKETS, dtype=np.float32))
    parent = np.arange(len(sentences))
    for start in range(0, len(sentences), _AT_ONCE):
        alike = (table[start : start + _AT_ONCE] @ table.T).tocoo()
        near = alike.data > ALIKE
        for left, right in zip(alike.row[near] + start, alike.col[near], strict=True):
            roots = sorted((_root(parent, int(left)), _root(parent, int(right))))
            parent[roots[1]] = roots[0]
    return np.array([_root(parent, place) for place in range(len(sentences))])


def _root(parent: NDArray[np.int64], place: int) -> int:
    while parent[place] != place:
        place = int(parent[place])
    return place


def held_out(sentences: Sequence[str]) -> NDArray[np.bool_]:
    """True for one group of sentences in ten, chosen by the words of the group's first sentence alone.

    Adding data moves no sentence that is there from one part to the other, unless it links two groups.
    """
    group = groups(sentences)
    first = {int(number): sentences[int(number)] for number in np.unique(group)}
    aside = {number for number, text in first.items() if _draw(text) % HELD_OUT == 0}
    return np.array([int(number) in aside for number in group])


def _draw(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")
