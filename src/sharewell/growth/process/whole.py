"""The process of a cohort of moderate size: start at the middle tau and walk both ways over all rows."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from sharewell.growth.process.access import Dense, Rows, least_squares_residuals, lengths
from sharewell.growth.process.jitter import TIED, amplitude, shifts
from sharewell.growth.process.path import nearest_basis, walk
from sharewell.growth.process.rows import FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Vertices:
    """Basis rows (p, q) of the optimal vertex at each tau, the shift that decided ties, and counters."""

    bases: IntArray
    shift: float
    counts: IntArray


def fit_whole(rows: Rows, y: FloatArray, w: FloatArray, taus: FloatArray, threads: int) -> Vertices:
    """Optimal vertices at ascending taus; `rows` are whitened.

    Cost O(b p + p^2) a pivot with b = 4 n / q + 50 p rows in the band, and 2-3 p pivots a tau.
    """
    n, p = len(y), rows.X.shape[1] if isinstance(rows, Dense) else rows.table.shape[1]
    size = np.maximum(lengths(rows, n, p), 1e-300)
    residual = least_squares_residuals(rows, y, w, p)
    shift = amplitude(y, residual)
    shifted = residual + shifts(np.arange(n), shift)
    start = nearest_basis(rows, np.abs(residual) / size, p)
    if start is None:
        raise ArithmeticError("the design has no basis of rows")
    step = float(np.median(np.diff(taus))) if len(taus) > 1 else 0.01
    goal = 4.0 * n * step + 50.0 * p
    width = float(np.median(np.abs(residual) / size))

    def go(part: FloatArray, basis: IntArray, cold: bool) -> tuple[IntArray, IntArray]:
        counts = np.zeros(3, np.int64)
        bases = walk(rows, shifted, w, size, part, TIED * shift, basis, width, goal, cold, counts)
        return bases, counts

    middle = int(np.argmin(np.abs(taus - 0.5)))
    centre, first = go(taus[middle : middle + 1], start, cold=True)
    ways = (taus[middle + 1 :], taus[:middle][::-1])
    with ThreadPoolExecutor(min(threads, 2)) as pool:
        up, down = pool.map(lambda part: go(part, centre[:, 0].copy(), cold=False), ways)
    return Vertices(np.hstack([down[0][:, ::-1], centre, up[0]]), shift, first + up[1] + down[1])
