"""Students with the same priors and the same score are one row with a weight: the objective is the same."""

from __future__ import annotations

import numpy as np

from sharewell.growth.process.rows import Design, FloatArray, SplineDesign

MOST_CELLS = 20_000_000
WORTH = 0.5  # share of the rows that must go


def merge_equal_rows(design: Design, y: FloatArray) -> tuple[Design, FloatArray, FloatArray]:
    """(design, scores, weights) of the distinct rows; all rows with weight 1 where too few repeat."""
    merged = _merge_codes(design, y) if isinstance(design, SplineDesign) else _merge_dense(design, y)
    return merged or (design, y, np.ones(len(y)))


def _merge_codes(design: SplineDesign, y: FloatArray) -> tuple[Design, FloatArray, FloatArray] | None:
    """Every combination of codes and score is a cell of one table; cost O(n + cells)."""
    scores, y_code = np.unique(y, return_inverse=True)
    shape = (*(len(table) for table in design.tables), len(scores))
    if np.prod([float(length) for length in shape]) > min(MOST_CELLS, 50.0 * len(y)):
        return None
    cell = np.zeros(len(y), np.int64)
    for j, length in enumerate(shape[:-1]):
        cell = cell * length + design.codes[:, j]
    counts = np.bincount(cell * shape[-1] + y_code, minlength=int(np.prod(shape)))
    distinct = np.flatnonzero(counts)
    if len(distinct) > WORTH * len(y):
        return None
    *codes, score = np.unravel_index(distinct, shape)
    merged = SplineDesign(design.tables, np.column_stack(codes).astype(np.int32))
    return merged, scores[score], counts[distinct].astype(np.float64)


def _merge_dense(X: FloatArray, y: FloatArray) -> tuple[Design, FloatArray, FloatArray] | None:
    """Rows are compared by one number each, a fixed combination of their entries, and then entry by entry."""
    mix = np.sqrt(np.arange(2, X.shape[1] + 3) + np.sqrt(2.0)) % 1.0
    _, first, code = np.unique(X @ mix[1:] + mix[0] * y, return_index=True, return_inverse=True)
    if len(first) > WORTH * len(y):
        return None
    if not (np.array_equal(X[first[code]], X) and np.array_equal(y[first[code]], y)):
        return None
    return X[first], y[first], np.bincount(code).astype(np.float64)
