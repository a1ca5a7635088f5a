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

from sharewell.growth.process.access import add_rows, fit_rows, take_rows, taken
from sharewell.growth.process.simplex import OPTIMAL, STALLED, UNBOUNDED, descend, weighted_select

PASSES, PIVOTS, WIDENED = 0, 1, 2  # places in `counts`
MOST_ROUNDS = 60
SINGULAR = 1e-11  # a pivot of whitened rows that is nothing but rounding
NOISE = 1e-6  # of the distance at which rows may be tied: a residual whose sign is rounding
REACH = 0.5  # of width sqrt(p): how far a fit goes before its band is laid anew


def nearest_basis(rows, score, p):
    """p independent rows, those of least score first; None when there are none.

    Rows that stand alone in a column may be far down the order, so after the nearest all are tried, and
    then the demand on independence is lowered.
    """
    n = len(score)
    for demand, share in ((0.05, min(40 * p, n)), (0.05, n), (1e-3, n), (1e-6, n), (1e-9, n)):
        close = np.argpartition(score, share - 1)[:share] if share < n else np.arange(n)
        order = close[np.lexsort((close, score[close]))]
        found = independent_rows(taken(rows, order, p), demand)
        if len(found) == p:
            return order[found]
    return None


@njit(cache=True, nogil=True)
def independent_rows(X, demand):
    """Rows in order, each with a share `demand` of its length new to those before (Gram-Schmidt)."""
    n, p = X.shape
    Q = np.empty((p, p))
    chosen = np.empty(p, np.int64)
    found = 0
    for i in range(n):
        v = X[i].copy()
        for _ in range(2):
            for j in range(found):
                share = 0.0
                for k in range(p):
                    share += Q[j, k] * v[k]
                for k in range(p):
                    v[k] -= share * Q[j, k]
        rest, length = 0.0, 0.0
        for k in range(p):
            rest += v[k] * v[k]
            length += X[i, k] * X[i, k]
        if rest > demand * demand * length:
            for k in range(p):
                Q[found, k] = v[k] / np.sqrt(rest)
            chosen[found] = i
            found += 1
            if found == p:
                break
    return chosen[:found]


@njit(cache=True, nogil=True)
def invert(A, inverse):
    """inverse = A^-1 (p, p) by Gauss-Jordan with row pivoting, A is overwritten; False if it is singular."""
    p = len(A)
    for i in range(p):
        for k in range(p):
            inverse[i, k] = 1.0 if i == k else 0.0
    for j in range(p):
        top, largest = j, abs(A[j, j])
        for i in range(j + 1, p):
            if abs(A[i, j]) > largest:
                top, largest = i, abs(A[i, j])
        if not largest > SINGULAR:
            return False
        for k in range(p):
            A[j, k], A[top, k] = A[top, k], A[j, k]
            inverse[j, k], inverse[top, k] = inverse[top, k], inverse[j, k]
        factor = 1.0 / A[j, j]
        for k in range(p):
            A[j, k] *= factor
            inverse[j, k] *= factor
        for i in range(p):
            factor = A[i, j]
            if i != j and factor != 0.0:
                for k in range(p):
                    A[i, k] -= factor * A[j, k]
                    inverse[i, k] -= factor * inverse[j, k]
    return True


@njit(cache=True, nogil=True)
def stand_at(rows, y, basis, beta, inverse, r, side):
    """Compute the rest of the vertex from its basis, afresh; False if its rows are not independent."""
    n, p = len(y), len(basis)
    X_h, solved = np.empty((p, p)), np.empty((p, p))
    take_rows(rows, basis, X_h)
    if not invert(X_h, solved):
        return False
    for k in range(p):
        beta[k] = 0.0
    for j in range(p):
        for k in range(p):
            inverse[j, k] = solved[k, j]
            beta[k] += solved[k, j] * y[basis[j]]
    fit_rows(rows, beta, r)
    for i in range(n):
        r[i] = y[i] - r[i]
        side[i] = 1.0 if r[i] > 0 else -1.0
    for j in range(p):
        r[basis[j]] = 0.0
        side[basis[j]] = 0.0
    return True


@njit(cache=True, nogil=True)
def lay_band(r, size, side, width, goal, tie, band):
    """Fill band with the rows off the fit with |r_i| <= width * size_i or <= tie; returns (m, width).

    About `goal` rows come in beside the tied ones: ties alone would leave the fit no room to move.
    """
    n = len(r)
    m = 0
    for i in range(n):
        m += (abs(r[i]) <= width * size[i]) & (abs(r[i]) > tie)
    if goal >= n:
        width = np.inf
    elif m < 0.7 * goal or m > 1.4 * goal:
        apart, one, order, m = np.empty(n), np.ones(n), np.empty(n, np.int64), 0
        for i in range(n):
            apart[i] = abs(r[i]) / size[i]
            order[m] = i
            m += abs(r[i]) > tie
        q = weighted_select(apart, one, order, m, goal + 1.0)
        width = apart[order[q]] if q >= 0 else np.inf
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
    a, before, G = np.empty(n), np.empty(n), np.empty(p)
    last, most_pivots = np.empty(p, np.int64), 20 * n + 1000
    for attempt in range(MOST_ROUNDS):
        m, width = lay_band(r, size, side, width, int(min(goal, float(n))), tie, found)
        m += p
        band = np.empty(m, np.int64)
        for e in range(m):
            band[e] = basis[e] if e < p else found[e - p]
        # Rows outside the band as one vector.
        for i in range(n):
            a[i] = w[i] * (tau - 0.5 + 0.5 * side[i])
        weights, near, sides = np.empty(m), np.empty(m), np.empty(m)
        for e in range(m):
            a[band[e]] = 0.0
            weights[e], near[e], sides[e] = w[band[e]], r[band[e]], side[band[e]]
        for k in range(p):
            G[k] = c[k]
            local[k] = k
        add_rows(rows, a, G)
        X, XT = np.empty((m, p)), np.empty((p, m))
        take_rows(rows, band, X)
        for e in range(m):
            for k in range(p):
                XT[k, e] = X[e, k]
        status, pivots = descend(
            X, XT, weights, G, tau, local, beta, inverse, near, sides, REACH * np.sqrt(p) * width,
            most_pivots,
        )  # fmt: skip
        # One look at all rows: has anyone outside the band changed sides?
        for e in range(m):
            side[band[e]] = sides[e]
        for k in range(p):
            last[k], basis[k] = basis[k], band[local[k]]
        for i in range(n):
            before[i] = side[i]
        counts[PASSES] += 1
        counts[PIVOTS] += pivots
        if not stand_at(rows, y, basis, beta, inverse, r, side):
            # Rounding has built up over the pivots: go back, and compute the vertex afresh more often.
            most_pivots = max(1, min(most_pivots, pivots) // 4)
            for k in range(p):
                basis[k] = last[k]
            stand_at(rows, y, basis, beta, inverse, r, side)
            counts[WIDENED] += 1
            continue
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


def walk(rows, y, w, size, taus, tie, basis, width, goal, cold, counts):
    """Settle at each tau in turn, the first from `basis`; returns the bases (p, q).

    `cold` says that the first tau starts far from its optimum; it gets a band three times as wide.
    """
    n, p = len(y), len(basis)
    basis = basis.copy()
    beta, inverse = np.empty(p), np.empty((p, p))
    r, side = np.empty(n), np.empty(n)
    nothing = np.zeros(p)
    bases = np.empty((p, len(taus)), np.int64)
    stand_at(rows, y, basis, beta, inverse, r, side)
    for t, tau in enumerate(taus.tolist()):
        _, width = settle(
            rows, y, w, size, nothing, tau, tie, basis, beta, inverse, r, side, width,
            3.0 * goal if cold and t == 0 else goal, counts,
        )  # fmt: skip
        bases[:, t] = basis
    return bases
