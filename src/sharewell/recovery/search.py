"""Branch and bound for small binary programs, depth first, on a warm linear relaxation."""

from __future__ import annotations

import numba
import numpy as np

from sharewell.recovery.program import Answer, Integers, Program
from sharewell.recovery.simplex import (
    INFEASIBLE,
    OPTIMAL,
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


def solve(program: Program, known: Integers | None = None, nodes: int = NODES) -> Answer:
    """Solve exactly, or until so many nodes are searched. `known` is a start, used if it keeps the rows."""
    if known is None or (program.rows @ known < program.least).any():
        known = np.full(len(program.cost), NONE, dtype=np.int64)
    best, x, bound, proved, _ = _search(program.cost, program.rows, program.least, known, nodes)
    if len(x) and x[0] == NONE:
        return Answer(None, 0, 0 if proved else bound, proved)
    return Answer(x, best, best if proved else bound, proved)


@numba.njit(cache=True)
def _search(cost, rows, least, known, most_nodes):
    m, n = rows.shape
    T = np.empty((m + 1, n + 1))
    basic, nonbasic = np.empty(m, np.int64), np.empty(n, np.int64)
    low, high = np.zeros(n, np.int64), np.ones(n, np.int64)
    at, value = np.zeros(n), np.zeros(m + 1)
    ratio, order = np.empty(n), np.empty(n, np.int64)
    y, reduced, x = np.zeros(m), np.zeros(n, np.int64), np.zeros(n, np.int64)
    best_x = known.copy()
    no_cost = np.zeros(n, np.int64)
    size = 1.0 + np.abs(rows).sum() + np.abs(least).sum()
    size_cost = size + np.abs(cost).sum()
    best = np.abs(cost).sum() + 1
    root_bound = -best
    if n > 0 and known[0] != NONE:
        best = (cost * known).sum()
    trail, trail_size = np.empty(n, np.int64), 0  # variables fixed so far, in order
    decided = np.empty(n + 1, np.int64)  # by depth: where on the trail a decision stands
    second = np.zeros(n + 1, np.bool_)  # by depth: whether the other value was tried
    depth, nodes, pivots = 0, 0, 0
    start(cost, rows, least, T, basic, nonbasic)
    while True:
        nodes += 1
        if pivots > RESTART_AFTER:
            start(cost, rows, least, T, basic, nonbasic)
            pivots = 0
        settle(T, basic, nonbasic, low, high, at, value)
        cutoff = best - 1 + 1e-6
        status, row, small, used = solve_dual(
            T, basic, nonbasic, low, high, at, value, cutoff, ratio, order, 20 * (m + n)
        )
        pivots += used
        pruned = False
        if status == INFEASIBLE:
            multipliers(T, nonbasic, row, -1.0 if small else 1.0, y)
            if basic[row] >= n:
                y[basic[row] - n] = 1.0
            bound, S = whole_bound(y, no_cost, rows, least, low, high, size, reduced)
            pruned = bound > 0
        if not pruned:
            multipliers(T, nonbasic, m, 1.0, y)
            bound, S = whole_bound(y, cost, rows, least, low, high, size_cost, reduced)
            if S > 0:
                lower = -((-bound) // S)
                if nodes == 1:
                    root_bound = lower
                pruned = lower >= best
        branch = -1
        if not pruned:
            if S > 0:  # what would cost too much on its other bound stays where it is
                for j in range(n):
                    if low[j] < high[j] and -((-(bound + abs(reduced[j]))) // S) >= best:
                        if reduced[j] > 0:
                            high[j] = 0
                        else:
                            low[j] = 1
                        trail[trail_size] = j
                        trail_size += 1
            # the candidate: nonbasic on their bounds, basic rounded
            for j in range(n):
                if nonbasic[j] < n:
                    x[nonbasic[j]] = np.int64(at[j])
            for i in range(m):
                v = basic[i]
                if v < n:
                    x[v] = min(high[v], max(low[v], np.int64(np.round(value[i]))))
            up = True
            if status == OPTIMAL:
                branch, up = _branching(T, basic, nonbasic, low, high, at, value)
            if branch < 0:
                feasible = True
                for i in range(m):
                    held = -least[i]
                    for j in range(n):
                        held += rows[i, j] * x[j]
                    if held < 0:
                        feasible = False
                        break
                if feasible:
                    total = np.int64(0)
                    for j in range(n):
                        total += cost[j] * x[j]
                    if total < best:
                        best = total
                        best_x[:] = x
                    pruned = S > 0 and lower >= best
                if not pruned:  # rounding kept the proof from closing: decide anything still open
                    for j in range(n):
                        if low[j] < high[j]:
                            branch, up = j, x[j] == 1
                            break
        if branch >= 0 and not pruned:
            if nodes >= most_nodes:
                return best, best_x, root_bound, False, nodes
            decided[depth] = trail_size
            second[depth] = False
            depth += 1
            trail[trail_size] = branch
            trail_size += 1
            if up:
                low[branch] = 1
            else:
                high[branch] = 0
            continue
        while depth > 0 and second[depth - 1]:
            depth -= 1
            while trail_size > decided[depth]:
                trail_size -= 1
                low[trail[trail_size]] = 0
                high[trail[trail_size]] = 1
        if depth == 0:
            return best, best_x, best, True, nodes
        while trail_size > decided[depth - 1] + 1:
            trail_size -= 1
            low[trail[trail_size]] = 0
            high[trail[trail_size]] = 1
        j = trail[trail_size - 1]
        low[j], high[j] = 1 - low[j], 1 - high[j]
        second[depth - 1] = True


@numba.njit(cache=True)
def _branching(T, basic, nonbasic, low, high, at, value):
    """The fractional variable whose two branches both cost the most (penalties of Driebeek 1966 and Tomlin
    1971, read off the dictionary), and whether to try 1 first: the cheaper branch. -1 where nothing is
    fractional."""
    m, n = T.shape[0] - 1, T.shape[1] - 1
    best, branch, up = -1.0, -1, True
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
