"""Which columns of a design carry information of their own."""

from __future__ import annotations

import numpy as np

from sharewell.growth.process.rows import Design, FloatArray, IntArray, dense_rows

BLOCK = 8192
TOLERANCE = 1e-9


def triangular_factor(design: Design) -> FloatArray:
    """R of the QR factorisation (p x p, or n x p when n < p), block by block in fixed order.

    Factoring blocks and then the stacked factors ("tall skinny QR") is as stable as QR of the whole and
    needs memory for one block; forming X'X would square the condition number.
    """
    n = design.shape[0]
    factor = np.empty((0, design.shape[1]))
    for start in range(0, n, BLOCK):
        stacked = np.vstack([factor, dense_rows(design, slice(start, start + BLOCK))])
        factor = np.asarray(np.linalg.qr(stacked, mode="r"))
    return factor


def independent_columns(factor: FloatArray) -> IntArray:
    """Columns that the kept columns before them do not explain, given R.

    A column is dropped when what remains of it after projection is below `TOLERANCE` of its own length;
    earlier columns win, so the intercept and the most recent prior are kept first. Cost O(p^3).
    """
    kept: list[int] = []
    basis = np.empty((factor.shape[0], 0))
    for j in range(factor.shape[1]):
        column = factor[:, j]
        rest = column.copy()
        for _ in range(2):  # the second projection removes what rounding left
            rest -= basis @ (basis.T @ rest)
        length = float(np.linalg.norm(rest))
        if length > TOLERANCE * float(np.linalg.norm(column)) and len(kept) < factor.shape[0]:
            kept.append(j)
            basis = np.column_stack([basis, rest / length])
    return np.array(kept, dtype=np.int64)
