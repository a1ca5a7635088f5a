"""The process for a cohort whose dense design fits in memory: whiten, start at the middle, walk both ways."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from sharewell.growth.process.jitter import amplitude, shifts
from sharewell.growth.process.path import nearest_basis, walk
from sharewell.growth.process.rows import FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Vertices:
    """Basis rows (p, q) of the optimal vertex at each tau, the shift that decided ties, and counters."""

    bases: IntArray
    shift: float
    counts: IntArray


def fit_whole(
    X: FloatArray, y: FloatArray, w: FloatArray, R: FloatArray, taus: FloatArray, threads: int
) -> Vertices:
    """Optimal vertices at ascending taus; R (p, p) is the triangular factor of X.

    Cost about q (b p + p^2) a pivot with b = 4 n / q + 50 p rows in the band, 2-3 p pivots a tau.
    """
    n, p = X.shape
    whitened = np.ascontiguousarray(X @ np.linalg.solve(R, np.sqrt(n) * np.eye(p)))
    columns = np.ascontiguousarray(whitened.T)
    residual = y - whitened @ (columns @ y / n)
    shift = amplitude(y, residual)
    shifted = residual + shifts(np.arange(n), shift)
    size = np.sqrt(np.einsum("ij,ij->i", whitened, whitened))
    start = np.empty(p, np.int64)
    if not nearest_basis(whitened, np.abs(residual) / size, start):
        raise ArithmeticError("the design has no basis of rows")
    gap = float(np.median(np.diff(taus))) if len(taus) > 1 else 0.01
    goal = 4.0 * n * gap + 50.0 * p
    width = float(np.median(np.abs(residual) / size))

    def go(part: FloatArray, basis: IntArray, cold: bool) -> tuple[IntArray, IntArray]:
        bases, counts = np.zeros((p, len(part)), np.int64), np.zeros(3, np.int64)
        statuses = np.zeros(len(part), np.int64)
        walk(
            whitened, columns, shifted, w, size, np.ascontiguousarray(part), basis, width, goal, cold,
            bases, statuses, counts,
        )  # fmt: skip
        return bases, counts

    middle = int(np.argmin(np.abs(taus - 0.5)))
    centre, first = go(taus[middle : middle + 1], start, cold=True)
    ways = (taus[middle + 1 :], taus[:middle][::-1])
    with ThreadPoolExecutor(min(threads, 2)) as pool:
        up, down = pool.map(lambda part: go(part, centre[:, 0], cold=False), ways)
    return Vertices(np.hstack([down[0][:, ::-1], centre, up[0]]), shift, first + up[1] + down[1])
