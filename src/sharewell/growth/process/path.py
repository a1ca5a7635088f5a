"""The process along tau for rows that fit in memory: each tau starts from its neighbour's vertex.

Between neighbouring taus only rows close to the fit change sides. So each tau is solved over a band of
rows with small residuals, all others entering as one vector ("globbed", Portnoy & Koenker 1997); then one
look at all rows shows whether a globbed row has changed sides. If so the band is laid around the new fit
and the search goes on from there, wider and wider: in the end the band is all rows, so it always ends.

A `vertex` is five arrays that change together: basis (p,) rows, beta (p,), inverse (p, p) whose row j is
the edge of basis row j, r (n,) residuals, side (n,) +1 above, -1 below, 0 in the basis.
"""

# pyright: reportMissingParameterType=false
# The compiled functions get their types from numba; docstrings say what each array is.
from __future__ import annotations

import numpy as np
from numba import njit

from sharewell.growth.process.access import add_rows, fit_rows, take_rows
from sharewell.growth.process.simplex import OPTIMAL, STALLED, UNBOUNDED, descend

PASSES, PIVOTS, WIDENED = 0, 1, 2  # places in `counts`
MOST_ROUNDS = 60
NOISE = 1e-6  # of the distance at which rows may be tied: a residual whose sign is rounding
REACH = 0.5  # of width sqrt(p): how far a fit goes before its band is laid anew


@njit(cache=True, nogil=True)
def nearest_basis(rows, score, basis):
    """Fill `basis` with p independent rows, those of least score first; False when there are none.

    Gram-Schmidt: a row comes in when a twentieth of its length is new. Rows that stand alone in a column
    may be far down the order, so after the nearest all are tried, and then the demand is lowered.
    """
    n, p = len(score), len(basis)
    Q = np.empty((p, p))
    x = np.empty((1, p))
    for demand, share in ((0.05, 40 * p), (0.05, n), (1e-3, n), (1e-6, n), (1e-9, n)):
        least = np.partition(score, share)[share] if share < n else np.inf
        close = np.flatnonzero(score <= least)
        found = 0
        for i in close[np.argsort(score[close])]:
            take_rows(rows, np.array([i]), x)
            v = x[0].copy()
            length = np.sqrt(np.sum(v * v))
            for _ in range(2):
                for j in range(found):
                    v -= np.sum(Q[j] * v) * Q[j]
            rest = np.sqrt(np.sum(v * v))
            if rest > demand * length:
                Q[found] = v / rest
                basis[found] = i
                found += 1
                if found == p:
                    return True
    return False


@njit(cache=True, nogil=True)
def stand_at(rows, y, basis, beta, inverse, r, side):
    """Compute the rest of the vertex from its basis, afresh."""
    n, p = len(y), len(basis)
    X_h = np.empty((p, p))
    take_rows(rows, basis, X_h)
    solved = np.linalg.inv(X_h)
    beta[:] = 0.0
    for j in range(p):
        for k in range(p):
            inverse[j, k] = solved[k, j]
            beta[k] += solved[k, j] * y[basis[j]]
    fit_rows(rows, beta, r)
    for i in range(n):
        r[i] = y[i] - r[i]
        side[i] = 1.0 if r[i] > 0 else -1.0
    for row in basis:
        r[row] = 0.0
        side[row] = 0.0


@njit(cache=True, nogil=True)
def lay_band(r, size, side, width, goal, tie, band):
    """Fill band with the rows off the fit with |r_i| <= width * size_i or <= tie; returns (m, width).

    About `goal` rows come in beside the tied ones: ties alone would leave the fit no room to move.
    """
    n = len(r)
    m = 0
    for i in range(n):
        m += (abs(r[i]) <= width * size[i]) & (abs(r[i]) > tie)
    if m < 0.7 * goal or m > 1.4 * goal:
        apart = (np.abs(r) / size)[np.abs(r) > tie]
        width = np.partition(apart, goal)[goal] if goal < len(apart) else np.inf
    m = 0
    for i in range(n):
        band[m] = i
        m += (side[i] != 0) & ((abs(r[i]) <= width * size[i]) | (abs(r[i]) <= tie))
    return m, width


@njit(cache=True, nogil=True)
def settle(rows, y, w, size, c, tau, tie, basis, beta, inverse, r, side, width, goal, counts):
    """From a vertex to an optimal one over all rows; returns (status, width for the next tau).

    `size` (n,) is |x_i| in whitened columns; the band is |r_i| <= width * size_i, so that rows whose fit is
    uncertain come in earlier. Rows within `tie` of the fit may be tied; `NOISE` of that is rounding.
    """
    n, p = len(y), len(basis)
    found = np.empty(n + 1, np.int64)
    local = np.empty(p, np.int64)
    a = np.empty(n)
    for attempt in range(MOST_ROUNDS):
        m, width = lay_band(r, size, side, width, int(min(goal, float(n))), tie, found)
        band = np.empty(p + m, np.int64)
        band[:p] = basis
        band[p:] = found[:m]
        # Rows outside the band as one vector.
        for i in range(n):
            a[i] = w[i] * (tau - 0.5 + 0.5 * side[i])
        a[band] = 0.0
        G = c.copy()
        add_rows(rows, a, G)
        X = np.empty((p + m, p))
        take_rows(rows, band, X)
        sides = side[band]
        local[:] = np.arange(p)
        status, pivots = descend(
            X, np.ascontiguousarray(X.T), y[band], w[band], G, tau, local, beta, inverse, r[band], sides,
            REACH * np.sqrt(p) * width, 20 * (p + m) + 1000,
        )  # fmt: skip
        # One look at all rows: has anyone outside the band changed sides?
        side[band] = sides
        basis[:] = band[local]
        before = side.copy()
        stand_at(rows, y, basis, beta, inverse, r, side)
        counts[PASSES] += 1
        counts[PIVOTS] += pivots
        changed = 0
        for i in range(n):
            if side[i] != before[i]:
                if abs(r[i]) <= NOISE * tie and side[i] != 0:
                    side[i] = before[i]
                else:
                    changed += 1
        if status == OPTIMAL and changed == 0:
            return OPTIMAL, width
        if width == np.inf and attempt > 5:
            return status, width
        if status == UNBOUNDED or attempt >= 10:
            goal *= 1.5
            counts[WIDENED] += 1
    return STALLED, width


@njit(cache=True, nogil=True)
def walk(rows, y, w, size, taus, tie, basis, width, goal, cold, bases, counts):
    """Settle at each tau in turn, the first from `basis`; bases (p, q) is filled.

    `cold` says that the first tau starts far from its optimum; it gets a band three times as wide.
    """
    n, p = len(y), len(basis)
    basis = basis.copy()
    beta, inverse = np.empty(p), np.empty((p, p))
    r, side = np.empty(n), np.empty(n)
    nothing = np.zeros(p)
    stand_at(rows, y, basis, beta, inverse, r, side)
    for t in range(len(taus)):
        _, width = settle(
            rows, y, w, size, nothing, taus[t], tie, basis, beta, inverse, r, side, width,
            3.0 * goal if cold and t == 0 else goal, counts,
        )  # fmt: skip
        bases[:, t] = basis
