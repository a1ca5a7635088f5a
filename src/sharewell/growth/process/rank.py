# pyright: reportMissingParameterType=false
"""Which columns of a design carry information of their own, and the change of columns that whitens it."""

from __future__ import annotations

import numpy as np
from numba import njit

from sharewell.growth.process.rows import Design, FloatArray, IntArray, SplineDesign, dense_rows

BLOCK = 8192
TOLERANCE = 1e-9
ROUNDING = 4e-15  # of a column, in its scalar products
CLEARLY_REGULAR = 1e-7  # least eigenvalue of the correlation matrix that proves full rank beyond rounding


def triangular_factor(design: Design, w: FloatArray) -> FloatArray:
    """R with R'R = X' diag(w) X (p x p, or n x p when n < p).

    Cholesky of the Gram matrix where that is clearly regular. Otherwise QR, block by block in fixed order:
    the Gram matrix squares the condition number and cannot tell a small column from a missing one.
    """
    G = gram(design, w)
    lengths = np.sqrt(np.diag(G))
    if np.all(lengths > 0):
        correlation = G / np.outer(lengths, lengths)
        if np.linalg.eigvalsh(correlation)[0] > CLEARLY_REGULAR:
            return np.asarray(np.linalg.cholesky(correlation).T * lengths, dtype=np.float64)
    factor = np.empty((0, design.shape[1]))
    for start in range(0, design.shape[0], BLOCK):
        block = slice(start, start + BLOCK)
        stacked = np.vstack([factor, dense_rows(design, block) * np.sqrt(w[block])[:, None]])
        factor = np.asarray(np.linalg.qr(stacked, mode="r"))
    return factor


def independent_columns(factor: FloatArray) -> IntArray:
    """Columns that the kept columns before them do not explain, given R.

    A column is dropped when what remains of it after projection is below `TOLERANCE` of its own length, or
    no more than rounding, which grows as kept columns were left with less; earlier columns win, so the
    intercept and the most recent prior are kept first. Cost O(p^3).
    """
    least = 1.0
    kept: list[int] = []
    basis = np.empty((factor.shape[0], 0))
    for j in range(factor.shape[1]):
        column = factor[:, j]
        rest = column.copy()
        for _ in range(2):  # the second projection removes what rounding left
            rest -= basis @ (basis.T @ rest)
        length = float(np.linalg.norm(rest))
        whole = float(np.linalg.norm(column))
        if length > max(TOLERANCE, ROUNDING / least) * whole and len(kept) < factor.shape[0]:
            kept.append(j)
            least = min(least, length / whole)
            basis = np.column_stack([basis, rest / length])
    return np.array(kept, dtype=np.int64)


def whitening(factor: FloatArray, kept: IntArray, w: FloatArray) -> FloatArray:
    """The (p, p) change of the kept columns after which X' diag(w) X is sum(w) times the identity."""
    R = np.linalg.qr(factor[:, kept], mode="r")
    return np.asarray(np.linalg.solve(R, np.sqrt(w.sum()) * np.eye(len(kept))))


def gram(design: Design, w: FloatArray) -> FloatArray:
    """X' diag(w) X (p, p): level by level of score tables, or block by block of a matrix."""
    p = design.shape[1]
    total = np.zeros((p, p))
    if isinstance(design, SplineDesign):
        codes = np.column_stack([np.zeros(len(w), np.int32), np.asarray(design.codes, np.int32)])
        tables = [np.ones((1, 1)), *(np.ascontiguousarray(table) for table in design.tables)]
        first = np.cumsum([0, *(table.shape[1] for table in tables)])
        for j, left in enumerate(tables):
            for k, right in enumerate(tables[: j + 1]):
                part = left.T @ _by_level(codes, j, k, w, right, len(left))
                total[first[j] : first[j + 1], first[k] : first[k + 1]] = part
                total[first[k] : first[k + 1], first[j] : first[j + 1]] = part.T
        return total
    for start in range(0, len(w), BLOCK):
        block = slice(start, start + BLOCK)
        X = dense_rows(design, block)
        total += X.T @ (X * w[block][:, None])
    return total


@njit(cache=True, nogil=True)
def _by_level(codes, j, k, w, table, levels):
    """For each level of column j, the weighted sum (levels, b) of the rows of `table` at the codes of column k."""
    total = np.zeros((levels, table.shape[1]))
    for i in range(len(w)):
        for c in range(table.shape[1]):
            total[codes[i, j], c] += w[i] * table[codes[i, k], c]
    return total
