"""The process for a large n: a sample says roughly where the fits lie, a few looks at all rows settle them.

1. Fit a sample of n_0 rows exactly. A fitted value at x is then uncertain by about
   |x| sqrt(tau (1 - tau) / n_0) / f, with |x| in whitened columns and f the density of the residuals at 0.
2. Look at all rows: the gradient of the whole objective at the sample's coefficients. One Newton step,
   with Powell's kernel estimate (1991) of the Hessian, takes most of the uncertainty away.
3. Look again and collect for each tau the rows in a narrow band around the fit; all others are one vector
   ("globbing", Portnoy & Koenker 1997). Solve each band exactly by simplex.
4. Look again, at the solutions: a duality gap on all rows proves one optimal, or a fresh band around it is
   collected in the same look and the tau goes back to 3. A step that does not help is taken back and its
   band made four times as wide, to all rows in the end.

A look serves all open taus at once and is the only thing whose cost grows with n.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import numpy as np

from sharewell.growth.process.access import (
    Rows,
    added,
    chosen,
    fitted,
    lengths,
    taken,
    through,
    weighted_gram,
)
from sharewell.growth.process.certificate import PROVED, exact_fit, gap
from sharewell.growth.process.jitter import TIED, shifts
from sharewell.growth.process.path import PASSES, nearest_basis, settle, stand_at
from sharewell.growth.process.rows import FloatArray, IntArray
from sharewell.growth.process.scan import Scan, scan
from sharewell.growth.process.simplex import OPTIMAL, UNBOUNDED
from sharewell.growth.process.whole import fit_whole

T = TypeVar("T")
SAMPLE = 40_000
KERNEL_SAMPLE = 200_000
SLOPE_SAMPLE = 5_000
MOST_LOOKS = 30
SAFETY = 3.0  # standard errors of the sample's fit that a first band covers
NARROWER = 0.3  # of a band's width, after a step that should have been the last


@dataclass(frozen=True, slots=True)
class Fits:
    """Coefficients (p, q) of the whitened columns and their bases (p, q), -1 where there is none.

    Certificates and objectives (q,), and counters.
    """

    coefficients: FloatArray
    bases: IntArray
    certificates: FloatArray
    objectives: FloatArray
    counts: IntArray


@dataclass(slots=True)
class _Open:
    """One tau on its way: where it stands, what the best look saw, how wide its band is."""

    tau: float
    beta: FloatArray
    width: float
    basis: IntArray | None = None
    centre: FloatArray | None = None
    least: float = np.inf
    certificate: float = np.inf
    objective: float = np.inf


@dataclass(frozen=True, slots=True)
class _Problem:
    rows: Rows
    p: int
    y: FloatArray
    w: FloatArray
    size: FloatArray
    shift: float
    least: float
    threads: int

    def look(self, B: FloatArray, taus: FloatArray, width: FloatArray, size: FloatArray) -> Scan:
        return scan(self.rows, self.y, self.w, B, taus, width, size, TIED * self.shift, self.threads)


def fit_bands(every: Rows, p: int, y: FloatArray, w: FloatArray, taus: FloatArray, threads: int) -> Fits:
    """Certified fits at ascending taus of all whitened rows, of p columns."""
    size = lengths(every, len(y), p)
    rows, weight = sample(size, w)
    start = fit_whole(chosen(every, rows), y[rows], weight, taus, threads)
    counts = start.counts
    B0 = through(every, y, rows[start.bases])
    problem = _Problem(every, p, y, w, size, start.shift, exact_fit(y, w), threads)
    # Copies of slices: what is not in one piece would have its own compiling.
    some = slice(None, None, max(1, len(rows) // SLOPE_SAMPLE))
    few = rows[some].copy()
    residual = y[few][:, None] - taken(every, few, p) @ B0
    slopes = np.array([sparsity(residual[:, t], weight[some], tau) for t, tau in enumerate(taus)])
    spread = SAFETY * np.sqrt(taus * (1 - taus) / len(rows)) * slopes
    B, width = _newton(problem, B0, taus, slopes, spread, counts)
    fits = [_Open(float(tau), B[:, t].copy(), width[t]) for t, tau in enumerate(taus)]
    _settle_all(problem, fits, counts)
    unsettled = np.full(p, -1)
    return Fits(
        np.column_stack([fit.beta for fit in fits]),
        np.column_stack([unsettled if fit.basis is None else fit.basis for fit in fits]),
        np.array([fit.certificate for fit in fits]),
        np.array([fit.objective for fit in fits]),
        counts,
    )


def sample(size: FloatArray, w: FloatArray) -> tuple[IntArray, FloatArray]:
    """Rows of a sample and their weights: every row that could hold a column alone, others by a hash.

    The hash of the row number makes the sample independent of the order of the file and always the same.
    """
    n = len(size)
    alone = size > np.sqrt(n / 1000.0)  # at most 1000 p rows, as the squares of all sizes sum to n p
    drawn = shifts(np.arange(n), 1.0) < 2.0 * SAMPLE / n - 1.0
    rows = np.flatnonzero(alone | drawn)
    return rows, w[rows] * np.where(alone[rows], 1.0, max(1.0, n / SAMPLE))


def sparsity(r: FloatArray, w: FloatArray, tau: float) -> float:
    """1 / f at the fit: the slope of the residuals' quantile function around 0 (Siddiqui 1960)."""
    order = np.argsort(r)
    share = np.cumsum(w[order]) / w.sum()
    at, h = float(w[r < 0].sum() / w.sum()), min(0.05, tau / 2, (1 - tau) / 2)
    low, high = np.interp([at - h, at + h], share, r[order])
    return max(float(high - low), 1e-9 * float(np.abs(r).max())) / (2 * h)


def _each(work: Callable[[int], T], count: int, threads: int) -> list[T]:
    if threads == 1:
        return [work(e) for e in range(count)]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(work, range(count)))


def _newton(
    problem: _Problem,
    B: FloatArray,
    taus: FloatArray,
    slopes: FloatArray,
    spread: FloatArray,
    counts: IntArray,
) -> tuple[FloatArray, FloatArray]:
    """One Newton step from B at every tau; returns the new B and the widths that cover what is left.

    The Hessian is  sum of w_i x_i x_i' / (2 b size_i)  over the |r_i| <= b size_i, from a part of the rows.
    """
    n, p = len(problem.y), problem.p
    part = shifts(np.arange(n), 1.0) < 2.0 * KERNEL_SAMPLE / n - 1.0
    scale = n / max(1, int(part.sum()))
    share = np.clip(0.25 * np.minimum(taus, 1 - taus), min(0.5, 12 * p * scale / n), 0.05)
    kernel = share * slopes / (2 * np.sqrt(p))
    seen = problem.look(B, taus, kernel, np.where(part, problem.size, -1.0))
    counts[PASSES] += 1

    def step(t: int) -> tuple[FloatArray, float]:
        rows = seen.near[t]
        X = taken(problem.rows, rows, p)
        weight = scale * problem.w[rows] / (2 * kernel[t] * problem.size[rows])
        H = weighted_gram(X, weight)
        ridge = (1e-3 * np.trace(H) / p + 1e-300) * np.eye(p)
        delta = np.linalg.solve(H + ridge, seen.gradient[:, t])
        length = float(np.linalg.norm(delta))
        most = 2.0 * np.sqrt(p) * spread[t]
        if length > most:
            delta, length = delta * (most / length), most
        rough = min(1.0, 3.0 * np.sqrt(p / max(1, len(rows))))  # of the step: the Hessian's own error
        return delta, 4.0 * length * max(0.2, rough) / np.sqrt(p)

    steps = _each(step, len(taus), problem.threads)
    enough = 30 * p * slopes / (n * np.sqrt(p))  # a band holds some 60 p rows at least
    width = np.minimum(np.maximum([s[1] for s in steps], enough), np.maximum(spread, enough))
    return B + np.column_stack([s[0] for s in steps]), width


def _settle_all(problem: _Problem, fits: list[_Open], counts: IntArray) -> None:
    """Looks and band solutions in turn until every tau is proved."""
    pending = fits
    for _ in range(MOST_LOOKS):
        taus = np.array([fit.tau for fit in pending])
        width = np.array([fit.width for fit in pending])
        seen = problem.look(np.column_stack([fit.beta for fit in pending]), taus, width, problem.size)
        done = _each(partial(_advance, problem, pending, seen), len(pending), problem.threads)
        counts += np.sum(done, axis=0)
        counts[PASSES] += 1
        pending = [fit for fit in pending if not fit.certificate <= PROVED]
        if not pending:
            return


def _advance(problem: _Problem, pending: list[_Open], seen: Scan, e: int) -> IntArray:
    """Prove a fit by what was seen, or take it back, or solve its band; returns the counters of this."""
    fit, rows, y, w = pending[e], problem.rows, problem.y, problem.w
    if fit.basis is not None:
        fit.objective = float(seen.objective[e])
        fit.certificate = gap(rows, y, w, fit.beta, fit.tau, fit.basis, problem.shift, problem.least, seen, e)
        if fit.certificate <= PROVED:
            return np.zeros(3, np.int64)
        if seen.objective[e] > fit.least and fit.centre is not None:
            fit.beta, fit.basis, fit.width = fit.centre, None, 4.0 * fit.width
            return np.zeros(3, np.int64)
    fit.centre, fit.least = fit.beta, float(seen.objective[e])
    status, basis, counts = _solve_band(problem, fit, seen, e)
    if status != OPTIMAL:
        fit.basis, fit.width = None, 4.0 * fit.width
        return counts
    fit.beta = through(rows, y, basis[:, None])[:, 0]
    fit.width = fit.width if fit.basis is not None else NARROWER * fit.width
    fit.basis = basis
    return counts


def _solve_band(problem: _Problem, fit: _Open, seen: Scan, e: int) -> tuple[int, IntArray, IntArray]:
    """The optimum of the band around `fit.beta` with all other rows as one vector."""
    rows = seen.near[e]
    m, p, counts = len(rows), len(fit.beta), np.zeros(3, np.int64)
    band, size, w = chosen(problem.rows, rows), problem.size[rows], problem.w[rows]
    r = problem.y[rows] - fitted(band, fit.beta, m)
    basis = nearest_basis(band, np.abs(r) / size, p)
    if basis is None:
        return UNBOUNDED, rows[:0], counts
    a = np.where(seen.below[e], fit.tau - 1.0, fit.tau) * w
    c = seen.gradient[:, e] - added(band, a, p)
    shifted = r + shifts(rows, problem.shift)
    beta, inverse, side = np.zeros(p), np.zeros((p, p)), np.zeros(m)
    stand_at(band, shifted, basis, beta, inverse, r, side)
    goal = 50.0 * p + 0.05 * m
    status, _ = settle(
        band, shifted, w, size, c, fit.tau, TIED * problem.shift, basis, beta, inverse, r, side,
        0.1 * fit.width, goal, counts,
    )  # fmt: skip
    return status, rows[basis], counts
