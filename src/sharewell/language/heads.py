"""The small trained heads: sparse and dense weights in one file, applied as products of matrices."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from sharewell.language.ngrams import BUCKETS

Floats = NDArray[np.float32]
FILE = "heads.npz"
_AT_ONCE = 32  # rows of a product: for many more BLAS wakes other threads, which takes longer


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the heads look at, one row a sentence: meaning (None in fast mode), features, weighted n-grams."""

    meaning: Floats | None
    features: Floats
    ngrams: sparse.csr_matrix


@dataclass(frozen=True, slots=True)
class Head:
    """A linear head over the blocks of evidence; a block without weights is left out.

    Attributes:
        classes: k class names (one name for a yes/no head).
        bias: (k,).
        meaning, features: (d, k) or None.
        ngrams: (131,072, k), CSR as it is learned, dense as it is applied, or None.
    """

    classes: tuple[str, ...]
    bias: Floats
    meaning: Floats | None
    features: Floats | None
    ngrams: sparse.csr_matrix | Floats | None

    def logits(self, evidence: Evidence) -> Floats:
        """(n, k) scores before they become probabilities."""
        total = np.tile(self.bias, (len(evidence.features), 1))
        if self.meaning is not None and evidence.meaning is not None:
            total = total + _product(evidence.meaning, self.meaning)
        if self.features is not None:
            total = total + _product(evidence.features, self.features)
        if self.ngrams is not None:
            said = evidence.ngrams @ self.ngrams
            total = total + (said.toarray() if isinstance(said, sparse.csr_matrix) else said)
        return np.asarray(total, dtype=np.float32)


def _product(rows: Floats, weights: Floats) -> Floats:
    starts = range(0, max(1, len(rows)), _AT_ONCE)
    return np.concatenate([rows[at : at + _AT_ONCE] @ weights for at in starts])


@dataclass(frozen=True, slots=True)
class Heads:
    """All heads of one mode by task, and what was chosen on data: weights of n-grams and decision bands."""

    tasks: Mapping[str, Head]
    idf: Floats
    settings: Mapping[str, float]

    def weighted(self, counts: sparse.csr_matrix) -> sparse.csr_matrix:
        """TF-IDF of hashed n-gram counts, rows of length 1."""
        return weighted(counts, self.idf)


def mixed(head: Head, other: Head, share: float) -> Head:
    """The head that says what `head` says, but for a share that `other` says; both over the same classes."""
    blocks: dict[str, Any] = {"bias": np.float32(1 - share) * head.bias + np.float32(share) * other.bias}
    for block in ("meaning", "features", "ngrams"):
        parts = ((1 - share, getattr(head, block)), (share, getattr(other, block)))
        present = [weight * part for weight, part in parts if part is not None]
        blocks[block] = sum(present[1:], start=present[0]) if present else None
    return Head(head.classes, **blocks)


def weighted(counts: sparse.csr_matrix, idf: Floats) -> sparse.csr_matrix:
    """Multiply counts by `idf` and give every row length 1 (an empty row stays empty)."""
    table = counts.copy()
    table.data = (table.data * idf[table.indices]).astype(np.float32)
    lengths = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    table.data /= np.maximum(np.repeat(lengths, np.diff(table.indptr)), 1e-12)
    return table


def save(path: Path, modes: Mapping[str, Heads]) -> None:
    """Write the heads of all modes as one compressed file, weights as float16."""
    arrays: dict[str, NDArray[Any]] = {}
    index: dict[str, Any] = {}
    for mode, heads in modes.items():
        seen = np.flatnonzero(heads.idf)
        arrays["idf.at"], arrays["idf.value"] = seen.astype(np.int32), heads.idf[seen].astype(np.float16)
        index[mode] = {"settings": dict(heads.settings), "tasks": {}}
        for task, head in heads.tasks.items():
            key = f"{mode}.{task}"
            index[mode]["tasks"][task] = list(head.classes)
            arrays[f"{key}.bias"] = head.bias.astype(np.float32)
            for block in ("meaning", "features"):
                weights = getattr(head, block)
                if weights is not None:
                    arrays[f"{key}.{block}"] = weights.astype(np.float16)
            if head.ngrams is not None:
                arrays[f"{key}.ngrams"] = sparse.csr_matrix(head.ngrams[seen]).toarray().astype(np.float16)
    arrays["index"] = np.frombuffer(json.dumps(index, sort_keys=True).encode(), dtype=np.uint8)
    with path.open("wb") as target:
        np.savez_compressed(target, **cast("dict[str, Any]", arrays))


@cache
def load(mode: str) -> Heads:
    """The shipped heads of a mode, "full" or "fast", read once a process."""
    with (files("sharewell.language") / "heads" / FILE).open("rb") as source, np.load(source) as stored:
        return unpack(stored, mode)


def unpack(stored: Mapping[str, NDArray[Any]], mode: str) -> Heads:
    """Heads of one mode from the arrays of a file that `save` wrote."""
    index = json.loads(bytes(stored["index"]))[mode]
    seen = stored["idf.at"]
    idf = np.zeros(BUCKETS, dtype=np.float32)
    idf[seen] = stored["idf.value"]
    tasks: dict[str, Head] = {}
    for task, classes in index["tasks"].items():
        key = f"{mode}.{task}"
        blocks = {
            block: stored[f"{key}.{block}"].astype(np.float32) if f"{key}.{block}" in stored else None
            for block in ("meaning", "features")
        }
        ngrams = _spread(stored[f"{key}.ngrams"], seen) if f"{key}.ngrams" in stored else None
        tasks[task] = Head(
            tuple(classes), stored[f"{key}.bias"], blocks["meaning"], blocks["features"], ngrams
        )
    return Heads(tasks, idf, index["settings"])


def _spread(weights: NDArray[np.float16], seen: NDArray[np.int32]) -> Floats:
    """Weights of the n-grams that were seen in training, put in their places among all buckets."""
    table = np.zeros((BUCKETS, weights.shape[1]), dtype=np.float32)
    table[seen] = weights
    return table
