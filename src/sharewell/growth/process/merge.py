"""Students with the same priors and the same score are one row with a weight: the objective is the same."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sharewell.growth.process.rows import Design, FloatArray, IntArray, SplineDesign

WORTH = 0.5  # share of the rows that must go
PROBE = 64  # one key in so many is looked at first


def merge_equal_rows(design: Design, y: FloatArray) -> tuple[Design, FloatArray, FloatArray]:
    """(design, scores, weights) of the distinct rows; all rows with weight 1 where too few repeat."""
    merged = _merge_codes(design, y) if isinstance(design, SplineDesign) else _merge_dense(design, y)
    return merged or (design, y, np.ones(len(y)))


def _merge_codes(design: SplineDesign, y: FloatArray) -> tuple[Design, FloatArray, FloatArray] | None:
    scores, code = np.unique(y, return_inverse=True)
    key = code.astype(np.uint64)
    for j, table in enumerate(design.tables):  # wraps where the combinations are more than 2^64
        key = key * np.uint64(len(table)) + design.codes[:, j].astype(np.uint64)
    found = _distinct(key * np.uint64(0x9E3779B97F4A7C15))
    if found is None:
        return None
    first, back, counts = found
    codes = design.codes[first]
    if not (np.array_equal(codes[back], design.codes) and np.array_equal(code[first][back], code)):
        return None
    return SplineDesign(design.tables, codes.astype(np.int32)), scores[code[first]], counts


def _merge_dense(X: FloatArray, y: FloatArray) -> tuple[Design, FloatArray, FloatArray] | None:
    """Rows are compared by one number each, a fixed combination of their entries, and then entry by entry."""
    mix = np.sqrt(np.arange(2, X.shape[1] + 3) + np.sqrt(2.0)) % 1.0
    found = _distinct((X @ mix[1:] + mix[0] * y).view(np.uint64))
    if found is None:
        return None
    first, back, counts = found
    if not (np.array_equal(X[first[back]], X) and np.array_equal(y[first[back]], y)):
        return None
    return X[first], y[first], counts


def _distinct(key: NDArray[np.uint64]) -> tuple[IntArray, IntArray, FloatArray] | None:
    """First row of each distinct key, where each row's key stands among them, counts; None if too few repeat.

    Keys that share their middle bits with few others are a fair sample of all distinct ones, so that most data
    need no sort.
    """
    if len(key) > 1000 * PROBE:
        some = key[(key >> np.uint64(40)) % np.uint64(PROBE) == 0]
        if len(np.unique(some)) > 1.1 * WORTH * len(some):
            return None
    distinct, first, back, counts = np.unique(key, return_index=True, return_inverse=True, return_counts=True)
    if len(distinct) > WORTH * len(key):
        return None
    return first, back, counts.astype(np.float64)
