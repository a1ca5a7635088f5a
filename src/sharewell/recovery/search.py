"""Branch and bound for small binary programs, depth first, on a warm linear relaxation."""

from __future__ import annotations

import numba
import numpy as np

from sharewell.recovery.program import Answer, Floats, Integers, Program
from sharewell.recovery.simplex import (
    INFEASIBLE,
    OPTIMAL,
    Dictionary,
    Whole,
    multipliers,
    settle,
    solve_dual,
    start,
    whole_bound,
)

NODES = 20_000
RESTART_AFTER = 500  # pivots before the dictionary is built anew, so that rounding cannot pile up
LARGEST = 2**40
NONE = -1  # in place of a vector that there is not


def fits(program: Program) -> bool:
    """Whether the program is small enough in size and in its numbers for this search."""
    m, n = program.rows.shape
    numbers = (np.abs(program.cost).sum(), np.abs(program.rows).sum() + np.abs(program.least).sum())
    return m * n <= 40_000 and max(numbers) <= LARGEST


def solve(
    program: Program, known: Integers | None = None, floor: int | None = None, nodes: int = NODES
) -> Answer:
    """Solve exactly, or until so many nodes are searched. `known` is a start, used if it keeps the rows; no
    solution costs less than `floor`."""
    if known is None or (program.rows @ known < program.least).any():
        known = np.full(len(program.cost), NONE, dtype=np.int64)
    lowest = -int(np.abs(program.cost).sum()) - 1 if floor is None else floor
    best, x, bound, proved, _ = _search(
        Whole(program.cost, program.rows, program.least), known, lowest, nodes
    )
    if len(x) and x[0] == NONE:
        return Answer(None, 0, 0 if proved else bound, proved)
    return Answer(x, best, best if proved else bound, proved)


@numba.njit(cache=True)
def _search(
    whole: Whole, known: Integers, floor: int, most_nodes: int
) -> tuple[int, Integers, int, bool, int]:
    """Returns (best cost, its x, bound at the root, proved, nodes)."""
    cost, rows, least = whole
    m, n = rows.shape
    T = np.empty((m + 1, n + 1))
    basic, nonbasic = np.empty(m, np.int64), np.empty(n, np.int64)
    low, high = np.zeros(n, np.int64), np.ones(n, np.int64)
    at, value = np.zeros(n), np.zeros(m + 1)
    now = Dictionary(T, basic, nonbasic, low, high, at, value)
    ratio, order = np.empty(n), np.empty(n, np.int64)
    y, reduced, x = np.zeros(m), np.zeros(n, np.int64), np.zeros(n, np.int64)
    size = 1.0 + np.abs(rows).sum() + np.abs(least).sum() + np.abs(cost).sum()
    best_x = known.copy()
    best = int(np.abs(cost).sum() + 1)
    root = floor
    if n > 0 and known[0] != NONE:
        best = int((cost * known).sum())
    trail = np.empty(n, np.int64)  # variables fixed so far, in order
    length: int = np.int64(0)  # pyright: ignore[reportAssignmentType]
    decided = np.empty(n + 1, np.int64)  # by depth: where on the trail its decision stands
    second = np.zeros(n + 1, np.bool_)  # by depth: whether the other value is being tried
    depth, nodes, pivots = 0, 0, 0
    start(whole, now)
    while True:
        # 1. Bound this node; a bound is believed only in whole numbers.
        nodes += 1
        if pivots > RESTART_AFTER:
            start(whole, now)
            pivots = 0
        settle(now)
        status, row, too_small, used = solve_dual(now, best - 1 + 1e-6, ratio, order, 20 * (m + n))
        pivots += used
        if status == INFEASIBLE and _surely_infeasible(whole, now, row, too_small, size, y, reduced):
            branch, up = NONE, True
        else:
            multipliers(now, m, 1.0, y)
            bound, scale = whole_bound(whole, y, low, high, size, reduced)
            lower = max(floor, -((-bound) // scale)) if scale > 0 else root
            if nodes == 1:
                root = lower
            branch, up = NONE, True
            if lower < best:
                # 2. Take the relaxation's own candidate, then choose what to branch on.
                if scale > 0:
                    length = _fix(bound, scale, reduced, best, low, high, trail, length)
                _round(now, x)
                if status == OPTIMAL:
                    branch, up = _branching(now)
                if branch == NONE:
                    if int((cost * x).sum()) < best and _keeps(rows, least, x):
                        best = int((cost * x).sum())
                        best_x[:] = x
                    if lower < best:  # rounding kept the proof from closing: decide anything still open
                        branch, up = _open(low, high, x)
        # 3. Go down, or back to the last decision whose other value is untried.
        if branch != NONE:
            if nodes >= most_nodes:
                return best, best_x, root, False, nodes
            decided[depth], second[depth] = length, False
            depth += 1
            trail[length] = branch
            length += 1
            low[branch], high[branch] = (1, 1) if up else (0, 0)
            continue
        while depth > 0 and second[depth - 1]:
            depth -= 1
            length = _undo(decided[depth], low, high, trail, length)
        if depth == 0:
            return best, best_x, best, True, nodes
        length = _undo(decided[depth - 1] + 1, low, high, trail, length)
        j = trail[length - 1]
        low[j], high[j] = 1 - low[j], 1 - high[j]
        second[depth - 1] = True


@numba.njit(cache=True)
def _surely_infeasible(
    whole: Whole, now: Dictionary, row: int, too_small: bool, size: float, y: Floats, reduced: Integers
) -> bool:
    """Farkas: multipliers from the row that cannot be mended, with which even 0 as a cost has a bound
    above 0."""
    multipliers(now, row, -1.0 if too_small else 1.0, y)
    n = len(now.low)
    if now.basic[row] >= n:
        y[now.basic[row] - n] = 1.0
    free = Whole(np.zeros(n, np.int64), whole.rows, whole.least)
    bound, _ = whole_bound(free, y, now.low, now.high, size, reduced)
    return bound > 0


@numba.njit(cache=True)
def _fix(
    bound: int,
    scale: int,
    reduced: Integers,
    best: int,
    low: Integers,
    high: Integers,
    trail: Integers,
    length: int,
) -> int:
    """What would cost too much on its other bound stays where it is. Returns the length of the trail."""
    for j in range(len(low)):
        if low[j] < high[j] and -((-(bound + abs(reduced[j]))) // scale) >= best:
            if reduced[j] > 0:
                high[j] = 0
            else:
                low[j] = 1
            trail[length] = j
            length += 1
    return length


@numba.njit(cache=True)
def _undo(until: int, low: Integers, high: Integers, trail: Integers, length: int) -> int:
    while length > until:
        length -= 1
        low[trail[length]] = 0
        high[trail[length]] = 1
    return length


@numba.njit(cache=True)
def _round(now: Dictionary, x: Integers) -> None:
    """The relaxation's x, rounded to whole numbers within its bounds."""
    basic, nonbasic, low, high, at, value = now.basic, now.nonbasic, now.low, now.high, now.at, now.value
    n = len(x)
    for j in range(n):
        v = nonbasic[j]
        if v < n:
            x[v] = min(high[v], max(low[v], int(np.round(at[j]))))
    for i in range(len(basic)):
        v = basic[i]
        if v < n:
            x[v] = min(high[v], max(low[v], int(np.round(value[i]))))


@numba.njit(cache=True)
def _keeps(rows: Integers, least: Integers, x: Integers) -> bool:
    for i in range(len(least)):
        held = -least[i]
        for j in range(len(x)):
            held += rows[i, j] * x[j]
        if held < 0:
            return False
    return True


@numba.njit(cache=True)
def _open(low: Integers, high: Integers, x: Integers) -> tuple[int, bool]:
    """The first variable that is not decided yet, and the value it has now."""
    for j in range(len(x)):
        if low[j] < high[j]:
            return j, x[j] == 1
    return NONE, True


@numba.njit(cache=True)
def _branching(now: Dictionary) -> tuple[int, bool]:
    """The fractional variable whose two branches both cost the most (penalties of Driebeek 1966 and Tomlin
    1971, read off the dictionary), and whether to try 1 first: the cheaper branch. -1 where nothing is
    fractional."""
    T, basic, nonbasic, low, high, at, value = now
    m, n = T.shape[0] - 1, T.shape[1] - 1
    best, branch, up = -1.0, NONE, True
    for i in range(m):
        v = basic[i]
        if v >= n or low[v] == high[v]:
            continue
        part = value[i] - np.floor(value[i])
        if part < 1e-6 or part > 1 - 1e-6:
            continue
        rise, fall = np.inf, np.inf  # least cost a unit of change
        for j in range(n):
            w, t = nonbasic[j], T[i, j]
            if (w < n and low[w] == high[w]) or abs(t) < 1e-9:
                continue
            price = abs(T[m, j] / t)
            if (t > 0) == (w >= n or at[j] <= low[w]):
                rise = min(rise, price)
            else:
                fall = min(fall, price)
        one, zero = rise * (1.0 - part), fall * part
        score = min(one, zero) + 1e-3 * min(max(one, zero), 1e12)
        if score > best:
            best, branch, up = score, v, one <= zero
    return branch, up
