"""The linear relaxation of a binary program, by the bounded dual simplex method on a dictionary.

Packets are small (tens of options, tens of standards), so a dense dictionary that stays warm from node to
node of the search costs a few microseconds a pivot, less than any solver needs to be called. Floating
point only guides: every bound that prunes is recomputed in whole numbers (`whole_bound`), so no proof
    rests on rounding.

Dictionary (Chvátal 1983): each basic variable is T[i, n] + Σ_j T[i, j] · nonbasic_j; row m is the cost.
Variables 0 … n-1 are the x, n … n+m-1 the slacks s = rows @ x - least >= 0.
"""

from __future__ import annotations

from typing import NamedTuple

import numba
import numpy as np

from sharewell.recovery.program import Floats, Integers

OPTIMAL, INFEASIBLE, CUT_OFF, STUCK = 0, 1, 2, 3
EPS = 1e-7
SCALE = 2.0**20  # multipliers are rounded to this many parts before a bound is recomputed
WHOLE_RANGE = 2.0**61


class Dictionary(NamedTuple):
    """The dictionary T of m rows and n columns with its variables, bounds and values.

    Attributes:
        T: shape (m + 1, n + 1).
        basic, nonbasic: the variable of each row, of each column.
        low, high: bounds of the x.
        at, value: values of the nonbasic variables; of the basic ones and, last, the cost.
    """

    T: Floats
    basic: Integers
    nonbasic: Integers
    low: Integers
    high: Integers
    at: Floats
    value: Floats


class Whole(NamedTuple):
    """A program in whole numbers, as `Program` has it: least cost @ x with rows @ x >= least."""

    cost: Integers
    rows: Integers
    least: Integers


@numba.njit(cache=True)
def start(whole: Whole, now: Dictionary) -> None:
    """The slack basis: dual feasible, since every x has two finite bounds."""
    cost, rows, least = whole
    T, basic, nonbasic = now.T, now.basic, now.nonbasic
    m, n = rows.shape
    for i in range(m):
        for j in range(n):
            T[i, j] = rows[i, j]
        T[i, n] = -least[i]
        basic[i] = n + i
    for j in range(n):
        T[m, j] = cost[j]
        nonbasic[j] = j
    T[m, n] = 0.0


@numba.njit(cache=True)
def settle(now: Dictionary) -> None:
    """Put each nonbasic variable on the bound that its reduced cost asks for; compute the basic ones."""
    T, nonbasic, at, value = now.T, now.nonbasic, now.at, now.value
    m1, n = T.shape[0], T.shape[1] - 1
    for j in range(n):
        v = nonbasic[j]
        if v >= n:
            at[j] = 0.0
        else:
            at[j] = now.low[v] if T[m1 - 1, j] >= 0.0 else now.high[v]
    for i in range(m1):
        total = T[i, n]
        for j in range(n):
            if at[j] != 0.0:
                total += T[i, j] * at[j]
        value[i] = total


@numba.njit(cache=True)
def solve_dual(
    now: Dictionary, cutoff: float, ratio: Floats, order: Integers, most_pivots: int
) -> tuple[int, int, bool, int]:
    """Pivot until primal feasible. Returns (status, row of the infeasibility, whether its variable is too
    small, pivots). `ratio` and `order` are room to work in, of n entries each."""
    T, basic, low, high, value = now.T, now.basic, now.low, now.high, now.value
    m, n = T.shape[0] - 1, T.shape[1] - 1
    pivots = 0
    while True:
        if value[m] >= cutoff:
            return CUT_OFF, -1, False, pivots
        # Typed from the start: of a bare -1 and False what is called below would be compiled for itself first.
        r: int = np.int64(-1)  # pyright: ignore[reportAssignmentType]
        too_small: bool = np.bool_(False)  # pyright: ignore[reportAssignmentType]
        worst = EPS
        for i in range(m):  # leaving: the variable furthest outside its bounds
            v = basic[i]
            lo = 0.0 if v >= n else low[v]
            if lo - value[i] > worst:
                r, worst, too_small = i, lo - value[i], True
            if v < n and value[i] - high[v] > worst:
                r, worst, too_small = i, value[i] - high[v], False
        if r < 0:
            return OPTIMAL, -1, False, pivots
        if pivots >= most_pivots:
            return STUCK, -1, False, pivots
        k = _entering(now, r, worst, too_small, ratio, order)
        if k < 0:
            return INFEASIBLE, r, too_small, pivots
        _pivot(now, r, k, too_small)
        pivots += 1


@numba.njit(cache=True)
def _entering(now: Dictionary, r: int, gap: float, too_small: bool, ratio: Floats, order: Integers) -> int:
    """The bound-flipping ratio test (Maros 2003): walk the candidates by ratio; flip those whose whole range
    does not close the gap; the one that would close it enters. -1: even all of them cannot."""
    T, nonbasic, low, high, at, value = now.T, now.nonbasic, now.low, now.high, now.at, now.value
    m, n = T.shape[0] - 1, T.shape[1] - 1
    count = 0
    for j in range(n):
        v = nonbasic[j]
        t = T[r, j] if too_small else -T[r, j]
        if v < n:
            if low[v] == high[v]:
                continue
            rising = at[j] <= low[v]
        else:
            rising = True
        if (rising and t > EPS) or (not rising and t < -EPS):
            ratio[count] = abs(T[m, j]) / abs(t)
            order[count] = j
            count += 1
    while count > 0:
        first = 0
        for c in range(1, count):
            if ratio[c] < ratio[first] - 1e-12 or (
                ratio[c] <= ratio[first] + 1e-12 and abs(T[r, order[c]]) > abs(T[r, order[first]])
            ):
                first = c
        j = order[first]
        v = nonbasic[j]
        if v >= n or count == 1:
            if v < n and count == 1 and abs(T[r, j]) * (high[v] - low[v]) < gap - EPS:
                return -1
            return j
        reach = abs(T[r, j]) * (high[v] - low[v])
        if reach >= gap - EPS:
            return j
        gap -= reach
        other = high[v] if at[j] <= low[v] else low[v]
        step = other - at[j]
        at[j] = other
        for i in range(m + 1):
            value[i] += T[i, j] * step
        count -= 1
        ratio[first] = ratio[count]
        order[first] = order[count]
    return -1


@numba.njit(cache=True)
def _pivot(now: Dictionary, r: int, k: int, too_small: bool) -> None:
    """Exchange basic r and nonbasic k; the leaving variable goes to the bound that it violated."""
    T, basic, nonbasic, at, value = now.T, now.basic, now.nonbasic, now.at, now.value
    m, n = T.shape[0] - 1, T.shape[1] - 1
    leaving = basic[r]
    bound = (0.0 if leaving >= n else now.low[leaving]) if too_small else now.high[leaving]
    step = (bound - value[r]) / T[r, k]
    entered = at[k] + step
    for i in range(m + 1):
        value[i] += T[i, k] * step
    value[r] = entered
    at[k] = bound
    inverse = 1.0 / T[r, k]
    for j in range(n + 1):
        T[r, j] *= -inverse
    T[r, k] = inverse
    for i in range(m + 1):
        if i == r:
            continue
        factor = T[i, k]
        if factor != 0.0:
            T[i, k] = 0.0
            for j in range(n + 1):
                T[i, j] += factor * T[r, j]
    basic[r] = nonbasic[k]
    nonbasic[k] = leaving


@numba.njit(cache=True)
def multipliers(now: Dictionary, row: int, sign: float, y: Floats) -> None:
    """Read one multiplier a constraint out of a row of the dictionary; never negative."""
    T, nonbasic = now.T, now.nonbasic
    n = T.shape[1] - 1
    y[:] = 0.0
    for j in range(n):
        if nonbasic[j] >= n:
            y[nonbasic[j] - n] = max(0.0, sign * T[row, j])


@numba.njit(cache=True)
def whole_bound(
    whole: Whole, y: Floats, low: Integers, high: Integers, size: float, reduced: Integers
) -> tuple[int, int]:
    """A lower bound of cost @ x within the bounds low, high, valid for any multipliers: with Y =
    round(S·y) >= 0,

        S · cost @ x >= Y @ least + Σ_j min((S·cost_j - (Y @ rows)_j) · x_j).

    All in 64-bit whole numbers, with S a power of two small enough that none overflows. `size` is the sum
    of all |rows| and |least|, and |cost|. Fills `reduced` with S·cost_j - (Y @ rows)_j. Returns
    (numerator, S); S = 0 where no scale fits.
    """
    cost, rows, least = whole
    m, n = rows.shape
    largest = 1.0
    for i in range(m):
        largest = max(largest, y[i])
    scale = SCALE
    while scale * largest * size > WHOLE_RANGE:
        scale /= 2.0
        if scale < 1.0:
            return 0, 0
    S = np.int64(scale)
    bound = np.int64(0)
    for j in range(n):
        reduced[j] = S * cost[j]
    for i in range(m):
        Y = np.int64(np.round(y[i] * scale))
        if Y != 0:
            bound += Y * least[i]
            for j in range(n):
                reduced[j] -= Y * rows[i, j]
    for j in range(n):
        bound += reduced[j] * low[j] if reduced[j] > 0 else reduced[j] * high[j]
    return int(bound), int(S)
