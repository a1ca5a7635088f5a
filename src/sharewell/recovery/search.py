"""Branch and bound for small binary programs, depth first, on a warm linear relaxation."""

from __future__ import annotations

import numba
import numpy as np

from sharewell.recovery.program import Answer, Integers, Program
from sharewell.recovery.simplex import (
    CUT_OFF,
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


def fits(program: Program) -> bool:
    """Whether the program is small enough in size and in its numbers for this search."""
    m, n = program.rows.shape
    numbers = (np.abs(program.cost).sum(), np.abs(program.rows).sum() + np.abs(program.least).sum())
    return m * n <= 40_000 and max(numbers) <= LARGEST


def solve(program: Program, nodes: int = NODES) -> Answer:
    """Solve exactly, or until so many nodes are searched."""
    best, x, bound, proved, _ = _search(program.cost, program.rows, program.least, nodes)
    if not proved:
        return Answer(x if best is not None and x[0] >= 0 else None, best, bound, False)
    return Answer(None, 0, 0, True) if x[0] < 0 else Answer(x, best, best, True)


@numba.njit(cache=True)
def _search(cost, rows, least, most_nodes):
    m, n = rows.shape
    T = np.empty((m + 1, n + 1))
    basic, nonbasic = np.empty(m, np.int64), np.empty(n, np.int64)
    low, high = np.zeros(n, np.int64), np.ones(n, np.int64)
    at, value = np.zeros(n), np.zeros(m + 1)
    ratio, order = np.empty(n), np.empty(n, np.int64)
    y, reduced, x = np.zeros(m), np.zeros(n, np.int64), np.zeros(n, np.int64)
    best_x = np.full(n, -1, np.int64)
    no_cost = np.zeros(n, np.int64)
    size = 1.0 + np.abs(rows).sum() + np.abs(least).sum()
    size_cost = size + np.abs(cost).sum()
    best = np.abs(cost).sum() + 1
    root_bound = -best
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
            furthest, up = -1.0, True
            for i in range(m):
                v = basic[i]
                if v < n:
                    x[v] = min(high[v], max(low[v], np.int64(np.round(value[i]))))
                    off = abs(value[i] - x[v])
                    if low[v] < high[v] and status == OPTIMAL and off > 1e-6 and off > furthest:
                        furthest, branch, up = off, v, value[i] >= 0.5
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
