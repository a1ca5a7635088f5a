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

from sharewell.growth.process.simplex import OPTIMAL, STALLED, descend, times_columns

PASSES, PIVOTS, WIDENED = 0, 1, 2  # places in `counts`
MOST_ROUNDS = 60


@njit(cache=True, nogil=True)
def nearest_basis(X, score, basis):
    """Fill `basis` with p independent rows, those of least score first; False when there are none.

    Gram-Schmidt: a row comes in when a twentieth of its length is new. Rows that stand alone in a column
    may be far down the order, and then the demand is lowered.
    """
    p = X.shape[1]
    order = np.argsort(score)
    Q = np.empty((p, p))
    for demand in (0.05, 1e-3, 1e-6, 1e-9):
        found = 0
        for i in order:
            v = X[i].copy()
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
def stand_at(X, XT, y, basis, beta, inverse, r, side):
    """Compute the rest of the vertex from its basis, afresh."""
    n, p = X.shape
    rows = np.empty((p, p))
    for j in range(p):
        rows[j] = X[basis[j]]
    solved = np.linalg.inv(rows)
    beta[:] = 0.0
    for j in range(p):
        for k in range(p):
            inverse[j, k] = solved[k, j]
            beta[k] += solved[k, j] * y[basis[j]]
    times_columns(XT, beta, r)
    for i in range(n):
        r[i] = y[i] - r[i]
        side[i] = 1.0 if r[i] > 0 else -1.0
    for row in basis:
        r[row] = 0.0
        side[row] = 0.0


@njit(cache=True, nogil=True)
def gradient(X, w, c, tau, side):
    """c + sum over rows off the fit of w_i a_i x_i."""
    n, p = X.shape
    G = c.copy()
    for i in range(n):
        if side[i] != 0:
            a = w[i] * (tau if side[i] > 0 else tau - 1.0)
            for k in range(p):
                G[k] += a * X[i, k]
    return G


@njit(cache=True, nogil=True)
def lay_band(r, size, side, width, goal, rows):
    """Fill rows with about `goal` rows off the fit with |r_i| <= width * size_i; returns (m, width)."""
    n = len(r)
    m = 0
    for i in range(n):
        m += abs(r[i]) <= width * size[i]
    if goal >= n:
        width = np.inf
    elif m < 0.7 * goal or m > 1.4 * goal:
        width = np.partition(np.abs(r) / size, goal)[goal]
    m = 0
    for i in range(n):
        rows[m] = i
        m += side[i] != 0 and abs(r[i]) <= width * size[i]
    return m, width


@njit(cache=True, nogil=True)
def settle(X, XT, y, w, size, c, tau, basis, beta, inverse, r, side, width, goal, counts):
    """From a vertex to an optimal one over all rows; returns (status, width for the next tau).

    `size` (n,) is |x_i| in whitened columns; the band is |r_i| <= width * size_i, so that rows whose fit is
    uncertain come in earlier.
    """
    n, p = X.shape
    rows = np.empty(n + 1, np.int64)
    local = np.empty(p, np.int64)
    for attempt in range(MOST_ROUNDS):
        wide = min(float(n), goal * 1.5 ** max(0, attempt - 2))
        m, width = lay_band(r, size, side, width, int(wide), rows)
        # The band's rows, the basis first; the others as one vector.
        G = gradient(X, w, c, tau, side)
        band = np.empty(p + m, np.int64)
        band[:p] = basis
        band[p:] = rows[:m]
        Xb = np.empty((p + m, p))
        XbT = np.empty((p, p + m))
        for e in range(p + m):
            i = band[e]
            a = w[i] * (tau if side[i] > 0 else tau - 1.0) if side[i] != 0 else 0.0
            for k in range(p):
                value = X[i, k]
                Xb[e, k] = value
                XbT[k, e] = value
                G[k] -= a * value
        sides = side[band]
        local[:] = np.arange(p)
        status, pivots = descend(
            Xb, XbT, y[band], w[band], G, tau, local, beta, inverse, r[band], sides, 20 * (p + m) + 1000
        )
        # One look at all rows: has anyone outside the band changed sides?
        side[band] = sides
        basis[:] = band[local]
        before = side.copy()
        stand_at(X, XT, y, basis, beta, inverse, r, side)
        counts[PASSES] += 1
        counts[PIVOTS] += pivots
        if status == OPTIMAL and np.all(side == before):
            return OPTIMAL, width
        if width == np.inf and attempt > 5:
            return status, width
        counts[WIDENED] += 1
    return STALLED, width


@njit(cache=True, nogil=True)
def walk(X, XT, y, w, size, taus, basis, width, goal, cold, bases, statuses, counts):
    """Settle at each tau in turn, the first from `basis`; bases (p, q) and statuses (q,) are filled.

    `cold` says that the first tau starts far from its optimum; it gets a band three times as wide.
    """
    n, p = X.shape
    basis = basis.copy()
    beta, inverse = np.empty(p), np.empty((p, p))
    r, side = np.empty(n), np.empty(n)
    nothing = np.zeros(p)
    stand_at(X, XT, y, basis, beta, inverse, r, side)
    for t in range(len(taus)):
        statuses[t], width = settle(
            X, XT, y, w, size, nothing, taus[t], basis, beta, inverse, r, side, width,
            3.0 * goal if cold and t == 0 else goal, counts,
        )  # fmt: skip
        bases[:, t] = basis
