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
    row is `k` codes (16 bytes for four priors) where the dense row is `p` numbers (232 bytes at p = 29),
    and a fitted value is `k` look-ups where the dense row needs `p` products.

    Attributes:
        tables: one array for each prior, most recent first: `tables[j][c]` is the basis row (b_j columns)
            of the c-th distinct score of prior j.
        codes: (n, k) integers (int32 is read without a copy); `codes[i, j]` picks a row of `tables[j]`.

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
        out = np.ones((len(codes), self.shape[1]))
        first = 1
        for j, table in enumerate(self.tables):
            out[:, first : first + table.shape[1]] = table[codes[:, j]]
            first += table.shape[1]
        return out


Design = FloatArray | SplineDesign


def dense_rows(design: Design, rows: slice | IntArray = slice(None)) -> FloatArray:
    """The chosen rows of either kind of design, C-contiguous float64."""
    if isinstance(design, SplineDesign):
        return design.dense(rows)
    return np.ascontiguousarray(design[rows], dtype=np.float64)


def restrict(design: Design, kept: IntArray) -> Design:
    """The design with the columns `kept` alone, ready for the compiled loops. Column 0 must be kept."""
    if not isinstance(design, SplineDesign):
        X = design if len(kept) == design.shape[1] else design[:, kept]
        return np.ascontiguousarray(X, dtype=np.float64)
    tables: list[FloatArray] = []
    first = 1
    for table in design.tables:
        chosen = kept[(kept >= first) & (kept < first + table.shape[1])] - first
        tables.append(np.ascontiguousarray(table[:, chosen], dtype=np.float64))
        first += table.shape[1]
    return SplineDesign(tuple(tables), np.ascontiguousarray(design.codes, dtype=np.int32))
