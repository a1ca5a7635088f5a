"""Depth-first placing of tasks in weeks: exact, for as many steps as it is given."""

from __future__ import annotations

import numba
import numpy as np

from sharewell.recovery.program import Integers

FOUND, NONE, GAVE_UP = 0, 1, 2


@numba.njit(cache=True)
def place(
    minutes: Integers,
    week_from: Integers,
    week_to: Integers,
    row_start: Integers,
    row_standard: Integers,
    row_need: Integers,
    row_task: Integers,
    row_pieces: Integers,
    before: Integers,
    free: Integers,
    most: int,
) -> tuple[int, Integers]:
    """Weeks (from 1) of tasks sorted longest first, tried from the earliest. Rows are in compressed form:
    those of row r stand at row_start[r] … row_start[r + 1] in `row_task` and `row_pieces`. Returns
    (status, weeks)."""
    n = len(minutes)
    week = np.zeros(n, np.int64)
    weeks = len(free)
    room = np.zeros(weeks + 1, np.int64)
    room[1:] = free
    rest = np.zeros(n + 1, np.int64)  # minutes of the tasks from here on
    shortest = np.zeros(n + 1, np.int64)
    for j in range(n - 1, -1, -1):
        rest[j] = rest[j + 1] + minutes[j]
        shortest[j] = minutes[j] if j == n - 1 else min(shortest[j + 1], minutes[j])
    standards = 0
    for r in range(len(row_standard)):
        standards = max(standards, row_standard[r] + 1)
    earliest, latest = np.ones(standards, np.int64), np.ones(standards, np.int64)
    by_early, by_late = np.zeros(weeks + 1, np.int64), np.zeros(weeks + 1, np.int64)
    j, steps = 0, 0
    while j >= 0:
        if j == n:
            return FOUND, week
        steps += 1
        if steps > most:
            return GAVE_UP, week
        if week[j] > 0:
            room[week[j]] += minutes[j]
        w = max(week[j] + 1, week_from[j])
        placed = False
        while w <= week_to[j] and not placed:
            if room[w] >= minutes[j]:
                week[j] = w
                room[w] -= minutes[j]
                usable = 0
                for v in range(1, weeks + 1):
                    if room[v] >= shortest[j + 1]:
                        usable += room[v]
                placed = usable >= rest[j + 1] and _order_possible(
                    j,
                    week,
                    week_from,
                    week_to,
                    row_start,
                    row_standard,
                    row_need,
                    row_task,
                    row_pieces,
                    before,
                    weeks,
                    earliest,
                    latest,
                    by_early,
                    by_late,
                )
                if not placed:
                    room[w] += minutes[j]
            w += 1
        if placed:
            j += 1
        else:
            week[j] = 0
            j -= 1
    return NONE, week


@numba.njit(cache=True)
def _order_possible(
    last: int,
    week: Integers,
    week_from: Integers,
    week_to: Integers,
    row_start: Integers,
    row_standard: Integers,
    row_need: Integers,
    row_task: Integers,
    row_pieces: Integers,
    before: Integers,
    weeks: int,
    earliest: Integers,
    latest: Integers,
    by_early: Integers,
    by_late: Integers,
) -> bool:
    """Whether tasks 0 … last as placed leave every prerequisite a chance to be attained in time."""
    if len(before) == 0:
        return True
    earliest[:] = 1
    latest[:] = 1
    for r in range(len(row_standard)):
        by_early[:] = 0
        by_late[:] = 0
        for p in range(row_start[r], row_start[r + 1]):
            j = row_task[p]
            if j <= last:
                by_early[week[j]] += row_pieces[p]
                by_late[week[j]] += row_pieces[p]
            else:
                by_early[week_from[j]] += row_pieces[p]
                by_late[week_to[j]] += row_pieces[p]
        s = row_standard[r]
        earliest[s] = max(earliest[s], _reached(by_early, row_need[r], weeks))
        latest[s] = max(latest[s], _reached(by_late, row_need[r], weeks))
    for b in range(len(before)):  # noqa: SIM110 (numba compiles no generators)
        if earliest[before[b, 0]] > latest[before[b, 1]]:
            return False
    return True


@numba.njit(cache=True)
def _reached(
    by_week: Integers,
    need: int,
    weeks: int,
) -> int:
    held = 0
    for w in range(1, weeks + 1):
        held += by_week[w]
        if held >= need:
            return w
    return weeks
