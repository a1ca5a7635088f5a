"""Depth-first placing of tasks in weeks: exact, for as many steps as it is given."""

from __future__ import annotations

from typing import NamedTuple

import numba
import numpy as np

from sharewell.recovery.program import Integers

FOUND, NONE, GAVE_UP = 0, 1, 2


class Tasks(NamedTuple):
    """Tasks, longest first: minutes, first week and last week of each (weeks count from 1)."""

    minutes: Integers
    week_from: Integers
    week_to: Integers


class Order(NamedTuple):
    """Standards that must keep an order.

    Attributes:
        start: rows in compressed form: those of row r stand at start[r] … start[r + 1] in `task` and `pieces`.
        standard: of each row.
        need: pieces that each row needs.
        task, pieces: which task gives how many pieces.
        before: (prerequisite, standard) pairs, shape (k, 2): the first is attained no later than the second.
    """

    start: Integers
    standard: Integers
    need: Integers
    task: Integers
    pieces: Integers
    before: Integers


@numba.njit(cache=True)
def place(tasks: Tasks, order: Order, free: Integers, most: int) -> tuple[int, Integers]:
    """Try weeks from the earliest, one task after the other. Returns (status, week of each task)."""
    minutes, weeks = tasks.minutes, len(free)
    n = len(minutes)
    week = np.zeros(n, np.int64)
    room = np.zeros(weeks + 1, np.int64)
    room[1:] = free
    rest = np.zeros(n + 1, np.int64)  # minutes of the tasks from here on
    shortest = np.zeros(n + 1, np.int64)
    for j in range(n - 1, -1, -1):
        rest[j] = rest[j + 1] + minutes[j]
        shortest[j] = minutes[j] if j == n - 1 else min(shortest[j + 1], minutes[j])
    # Typed from the start: of a bare 0 what is called below would be compiled for itself first.
    standards: int = np.int64(0)  # pyright: ignore[reportAssignmentType]
    for r in range(len(order.standard)):
        standards = max(standards, order.standard[r] + 1)
    before = _closed(order.before, standards)
    span = np.zeros((2, n), np.int64)  # first and last week that each task may still stand in
    reach = np.ones(
        (2, standards), np.int64
    )  # earliest and latest week in which each standard can be attained
    by_week = np.zeros((2, weeks + 1), np.int64)
    j: int = np.int64(0)  # pyright: ignore[reportAssignmentType]
    steps = 0
    while j >= 0:
        if j == n:
            return FOUND, week
        steps += 1
        if steps > most:
            return GAVE_UP, week
        if week[j] > 0:
            room[week[j]] += minutes[j]
        w = max(week[j] + 1, tasks.week_from[j])
        placed = False
        while w <= tasks.week_to[j] and not placed:
            if room[w] >= minutes[j]:
                week[j] = w
                room[w] -= minutes[j]
                usable = 0
                for v in range(1, weeks + 1):
                    if room[v] >= shortest[j + 1]:
                        usable += room[v]
                placed = (
                    usable >= rest[j + 1]
                    and _spans(j, week, tasks, room, span)
                    and _order_possible(order, before, span, reach, by_week)
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
def _closed(before: Integers, standards: int) -> Integers:
    """The pairs with those that follow from them: what is before a prerequisite is before the standard."""
    after = np.zeros((standards, standards), np.bool_)
    for k in range(len(before)):
        after[before[k, 0], before[k, 1]] = True
    for middle in range(standards):
        for a in range(standards):
            if after[a, middle]:
                for b in range(standards):
                    after[a, b] |= after[middle, b]
    return np.argwhere(after)


@numba.njit(cache=True)
def _spans(last: int, week: Integers, tasks: Tasks, room: Integers, span: Integers) -> bool:
    """Where tasks 0 … last stand, and where the others still may, by the room that is left; False where one of
    them may nowhere."""
    for j in range(len(week)):
        if j <= last:
            span[0, j], span[1, j] = week[j], week[j]
            continue
        first, end = tasks.week_from[j], tasks.week_to[j]
        while first <= end and room[first] < tasks.minutes[j]:
            first += 1
        while end >= first and room[end] < tasks.minutes[j]:
            end -= 1
        if first > end:
            return False
        span[0, j], span[1, j] = first, end
    return True


@numba.njit(cache=True)
def _order_possible(
    order: Order, before: Integers, span: Integers, reach: Integers, by_week: Integers
) -> bool:
    """Whether every prerequisite has a chance to be attained in time."""
    if len(before) == 0:
        return True
    reach[:] = 1
    for r in range(len(order.standard)):
        s = order.standard[r]
        for side in range(2):
            by_week[side] = 0
            for p in range(order.start[r], order.start[r + 1]):
                by_week[side, span[side, order.task[p]]] += order.pieces[p]
            reach[side, s] = max(reach[side, s], _reached(by_week[side], order.need[r]))
    for k in range(len(before)):  # noqa: SIM110 (numba compiles no generators)
        if reach[0, before[k, 0]] > reach[1, before[k, 1]]:
            return False
    return True


@numba.njit(cache=True)
def _reached(by_week: Integers, need: int) -> int:
    """The week by whose end so many pieces are held; the last where they never are."""
    held, last = 0, len(by_week) - 1
    for w in range(1, last + 1):
        held += by_week[w]
        if held >= need:
            return w
    return last
