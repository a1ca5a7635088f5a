"""What may be learned from: near-duplicates grouped, and a part kept aside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from sharewell.language.heads import weighted
from sharewell.language.ngrams import BUCKETS, ngrams

ALIKE = 0.72  # cosine of n-gram counts from which two sentences are the same sentence reworded
REST = 0.65  # of the length of a row is left to its commonest n-grams
HELD_OUT = 10  # one group in so many is never trained on
_AT_ONCE = 512  # sentences whose pairs are held in memory
_ROUNDING = 1e-3  # of sums in single precision


def groups(sentences: Sequence[str]) -> NDArray[np.int64]:
    """A group number for each sentence; near-duplicates (and their near-duplicates) share one.

    Only sentences that share enough of their rarer n-grams are compared (prefix filtering: Bayardo, Ma and Srikant
    2007, "Scaling up all pairs similarity search", WWW); no pair that is alike is missed. Cost: some 90 s for 70,000
    sentences, with their square.
    """
    table = weighted(ngrams(sentences), np.ones(BUCKETS, dtype=np.float32))
    parent = np.arange(len(sentences))
    for left, right in _alike(table):
        roots = sorted((_root(parent, left), _root(parent, right)))
        parent[roots[1]] = roots[0]
    return np.array([_root(parent, place) for place in range(len(sentences))])


def _alike(table: csr_matrix) -> Iterator[tuple[int, int]]:
    """Pairs of rows of length one whose product is above ALIKE.

    What the commonest n-grams of a row can add to any product is at most their length, REST: who shares less than
    ALIKE - REST of the rare ones is no candidate.
    """
    rare = _rarest(table)
    for start in range(0, len(rare.indptr) - 1, _AT_ONCE):
        met = (rare[start : start + _AT_ONCE] @ rare.T).tocoo()
        left, right = met.row + start, met.col
        likely = (left < right) & (met.data > ALIKE - REST - _ROUNDING)
        left, right = left[likely], right[likely]
        product = np.asarray(table[left].multiply(table[right]).sum(axis=1)).ravel()
        yield from zip(left[product > ALIKE].tolist(), right[product > ALIKE].tolist(), strict=True)


def _rarest(table: csr_matrix) -> csr_matrix:
    """The rarest n-grams of each row, as many as leave at most REST of its length to the others."""
    rarity = np.argsort(np.argsort(table.getnnz(axis=0), kind="stable"), kind="stable")
    row = np.repeat(np.arange(len(table.indptr) - 1), np.diff(table.indptr))
    order = np.lexsort((rarity[table.indices], row))
    column, value = table.indices[order], table.data[order]
    so_far = np.concatenate([[0.0], np.cumsum(value.astype(np.float64) ** 2)])
    kept = so_far[:-1] - so_far[table.indptr[row]] < 1 - REST**2
    return csr_matrix((value[kept], (row[kept], column[kept])), shape=table.shape)


def _root(parent: NDArray[np.int64], place: int) -> int:
    while parent[place] != place:
        place = int(parent[place])
    return place


def held_out(sentences: Sequence[str], group: NDArray[np.int64]) -> NDArray[np.bool_]:
    """True for one group of sentences in ten (as `groups` tells them), chosen by the words of its first alone.

    Adding data moves no sentence that is there from one part to the other, unless it links two groups.
    """
    first = {int(number): sentences[int(number)] for number in np.unique(group)}
    aside = {number for number, text in first.items() if _draw(text) % HELD_OUT == 0}
    return np.array([int(number) in aside for number in group])


def _draw(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")
