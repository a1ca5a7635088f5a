"""Bounded simplex for one tau of a weighted quantile regression with a linear term.

The problem, over m rows (x_i, y_i, w_i) and a fixed vector c that stands for rows outside the set whose
sign is known ("globbed" rows, Portnoy & Koenker 1997):

    minimise  sum_i w_i rho_tau(y_i - x_i'b) - c'b,      rho_tau(r) = r (tau - [r < 0]).

A vertex passes through p independent rows (the basis). Its dual has a_i = tau above the fit, tau - 1 below
it, and on the basis the solution v of  X_h' v = -G,  G = c + sum_(i not in h) w_i a_i x_i;  the vertex is
optimal when every v_j lies in [w_j (tau - 1), w_j tau]. While one does not, its row leaves the basis and
the fit moves along the edge to the minimum of the objective there, passing as many rows as pay (the long
step of Barrodale & Roberts 1973: a weighted median), where the next row enters.

Arrays are float64; rows are given twice, as X (m, p) for single rows and as XT (p, m) for whole columns.
"""

# pyright: reportMissingParameterType=false
# The compiled functions get their types from numba; docstrings say what each array is.
from __future__ import annotations

import numpy as np
from numba import njit

OPTIMAL, MOVED, UNBOUNDED, STALLED = 0, 1, 2, 3
DUAL_TOLERANCE = 1e-11  # of the box, for a v_j that rounding pushed out
PIVOT_TOLERANCE = 1e-7  # smallest |x_i'd| / |d| that may enter, in whitened columns

_FAST = {"reassoc", "contract"}


@njit(cache=True, nogil=True, fastmath=_FAST)
def times_columns(XT, d, out):
    """out = X d, four columns at a time so that `out` is loaded and stored a quarter as often."""
    p, m = XT.shape
    k = 0
    if p % 4 == 0:
        for i in range(m):
            out[i] = 0.0
    elif p % 4 == 1:
        for i in range(m):
            out[i] = d[0] * XT[0, i]
        k = 1
    elif p % 4 == 2:
        for i in range(m):
            out[i] = d[0] * XT[0, i] + d[1] * XT[1, i]
        k = 2
    else:
        for i in range(m):
            out[i] = d[0] * XT[0, i] + d[1] * XT[1, i] + d[2] * XT[2, i]
        k = 3
    while k < p:
        d0, d1, d2, d3 = d[k], d[k + 1], d[k + 2], d[k + 3]
        for i in range(m):
            out[i] += d0 * XT[k, i] + d1 * XT[k + 1, i] + d2 * XT[k + 2, i] + d3 * XT[k + 3, i]
        k += 4


@njit(cache=True, nogil=True)
def weighted_select(t, weight, order, count, need):
    """Permute order[:count] so that order[:q] holds the smallest t with total weight < need; return q.

    order[q] is then the entry at which the running weight reaches `need`. Returns -1 when it never does.
    Expected O(count) (quickselect); ties keep a fixed order, so the result is deterministic.
    """
    lo, hi, reached = 0, count, 0.0
    while hi - lo > 12:
        a, b, c = t[order[lo]], t[order[(lo + hi) >> 1]], t[order[hi - 1]]
        middle = max(min(a, b), min(max(a, b), c))
        i, j = lo, hi - 1
        while i <= j:
            while t[order[i]] < middle:
                i += 1
            while t[order[j]] > middle:
                j -= 1
            if i <= j:
                order[i], order[j] = order[j], order[i]
                i += 1
                j -= 1
        left = 0.0
        for k in range(lo, i):
            left += weight[order[k]]
        if reached + left >= need:
            if i == hi:  # the pivot value was the largest, and it stands at the right end
                if reached + left - weight[order[hi - 1]] < need:
                    return hi - 1
                i = hi - 1
            hi = i
        else:
            reached += left
            lo = i
    for i in range(lo + 1, hi):  # insertion sort of what is left
        k = order[i]
        j = i - 1
        while j >= lo and t[order[j]] > t[k]:
            order[j + 1] = order[j]
            j -= 1
        order[j + 1] = k
    for i in range(lo, hi):
        reached += weight[order[i]]
        if reached >= need:
            return i
    return -1


@njit(cache=True, nogil=True, fastmath=_FAST)
def descend(X, XT, w, c, tau, basis, beta, inverse, r, side, reach, most_pivots):
    """Move from the vertex `basis` to an optimal one; returns (status, pivots).

    In and out: basis (p,) rows, beta (p,), inverse (p, p) whose row j is the edge of basis row j (column j
    of X_h^-1), r (m,) residuals, side (m,) +1 above, -1 below, 0 in the basis. They describe one vertex.
    X is to be whitened (X'X near I over all data): then |edge| is the rate at which the whole fit moves,
    and dividing by it prices edges by steepest descent. The linear term c holds only near the start, so the
    fit stops (MOVED) once |beta - start| has come to `reach`, or after `most_pivots`; UNBOUNDED means that
    not even one pivot fits.
    Cost O(m p + p^2) a pivot.
    """
    m, p = X.shape
    z = np.empty(m)
    t = np.empty(m)
    weight = np.empty(m)
    rate = np.empty(m)
    order = np.empty(m, np.int64)
    start, edge, G = np.empty(p), np.empty(p), np.empty(p)
    for k in range(p):
        start[k], G[k] = beta[k], c[k]
    for i in range(m):
        if side[i] != 0:
            a = w[i] * (tau if side[i] > 0 else tau - 1.0)
            for k in range(p):
                G[k] += a * X[i, k]
    for pivots in range(most_pivots):
        # Pricing: the row whose dual value leaves its box fastest for the length of its edge.
        leaving, need, best, up = -1, 0.0, 0.0, 1.0
        for j in range(p):
            v, length = 0.0, 0.0
            for k in range(p):
                v -= inverse[j, k] * G[k]
                length += inverse[j, k] * inverse[j, k]
            weight_j = w[basis[j]]
            above, below = v - weight_j * tau, weight_j * (tau - 1.0) - v
            excess = max(above, below)
            if excess > DUAL_TOLERANCE * weight_j and excess * excess > best * length:
                best = excess * excess / length
                leaving, need = j, excess
                up = 1.0 if above > below else -1.0
        if leaving < 0:
            return OPTIMAL, pivots
        gone = 0.0
        for k in range(p):
            gone += (beta[k] - start[k]) ** 2
        gone = np.sqrt(gone)
        if gone >= reach:
            return MOVED, pivots
        # Line search: residual i becomes r_i + step * up * z_i; passing row i costs w_i |z_i| of the slope.
        length = 0.0
        for k in range(p):
            edge[k] = inverse[leaving, k]
            length += edge[k] * edge[k]
        length = np.sqrt(length)
        smallest, farthest = PIVOT_TOLERANCE * length, (reach - gone) / length
        times_columns(XT, edge, z)
        for i in range(m):
            rate[i] = -up * z[i] * side[i]
            t[i] = max(r[i] * side[i], 0.0) / max(rate[i], smallest)
            weight[i] = w[i] * rate[i]
        count = 0
        for i in range(m):  # no branch: which rows come in cannot be predicted
            order[count] = i
            count += (rate[i] > smallest) & (t[i] <= farthest)
        q = weighted_select(t, weight, order, count, need)
        if q < 0:  # the minimum lies beyond the reach: go to the last row within it
            if count == 0:
                return (MOVED if pivots > 0 else UNBOUNDED), pivots
            q = count - 1
        entering = order[q]
        step = up * t[entering]
        # The vertex moves: fit, residuals, sides, gradient, edges.
        row = basis[leaving]
        for k in range(p):
            beta[k] -= step * edge[k]
        for i in range(m):
            r[i] += step * z[i]
        for e in range(q):
            i = order[e]
            for k in range(p):
                G[k] -= w[i] * side[i] * X[i, k]
            side[i] = -side[i]
        a_in = w[entering] * (tau if side[entering] > 0 else tau - 1.0)
        a_out = w[row] * (tau if up > 0 else tau - 1.0)
        for k in range(p):
            G[k] += a_out * X[row, k] - a_in * X[entering, k]
        side[row] = 1 if up > 0 else -1
        side[entering] = 0
        r[row] = step
        r[entering] = 0.0
        basis[leaving] = entering
        for k in range(p):
            inverse[leaving, k] /= z[entering]
        for j in range(p):
            if j != leaving:
                share = 0.0
                for k in range(p):
                    share += X[entering, k] * inverse[j, k]
                for k in range(p):
                    inverse[j, k] -= share * inverse[leaving, k]
    return MOVED, most_pivots
