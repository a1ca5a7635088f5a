"""The rows of a regression design, dense or kept as score tables, behind one way to read them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SplineDesign:
    """An additive design, `1 + basis(prior 1) + basis(prior 2) + …`, without its n x p matrix.

    Scores repeat: a prior has some hundreds of distinct values however many students there are, so a
    row is `k` codes (8 bytes for four priors) where the dense row is `p` numbers (232 bytes at p = 29).

    Attributes:
        tables: one array for each prior, most recent first: `tables[j][c]` is the basis row (b_j columns)
            of the c-th distinct score of prior j.
        codes: (n, k) integers, any integer type; `codes[i, j]` picks the row of `tables[j]`.

    Column 0 of the design is the intercept; then the columns of each prior in order.
    """

    tables: tuple[FloatArray, ...]
    codes: NDArray[np.integer]

    @property
    def shape(self) -> tuple[int, int]:
        return self.codes.shape[0], 1 + sum(table.shape[1] for table in self.tables)

    def dense(self, rows: slice | IntArray = slice(None)) -> FloatArray:
        """The chosen rows as a dense (m, p) matrix."""
        codes = self.codes[rows]
        parts = [table[codes[:, j]] for j, table in enumerate(self.tables)]
        return np.ascontiguousarray(np.column_stack([np.ones(len(codes)), *parts]), dtype=np.float64)


Design = FloatArray | SplineDesign


def dense_rows(design: Design, rows: slice | IntArray = slice(None)) -> FloatArray:
    """The chosen rows of either kind of design, C-contiguous float64."""
    if isinstance(design, SplineDesign):
        return design.dense(rows)
    return np.ascontiguousarray(design[rows], dtype=np.float64)
