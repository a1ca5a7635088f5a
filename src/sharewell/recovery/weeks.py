"""Packing a set of tasks into weeks: exact, or the word that it cannot be done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sharewell.recovery.placing import FOUND, GAVE_UP, Order, Tasks, place

SEARCH_STEPS = 50_000  # steps of the plain search before CP-SAT is asked


@dataclass(frozen=True, slots=True)
class Load:
    """Tasks to place in weeks, numbered from 0, in the order in which they are best done.

    Attributes:
        minutes: of each task.
        week_from: first week of each, from 1.
        week_to: last week of each.
        rows: (standard, need, ((task, pieces), …)) of the standards that must keep an order.
        before: (prerequisite, standard) pairs: the first is attained no later than the second.
        room: minutes free in each week.
    """

    minutes: tuple[int, ...]
    week_from: tuple[int, ...]
    week_to: tuple[int, ...]
    rows: tuple[tuple[int, int, tuple[tuple[int, int], ...]], ...]
    before: tuple[tuple[int, int], ...]
    room: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Packing:
    """The week (from 1) of each task; None where there is none. `proved` is False if the search gave up."""

    week: tuple[int, ...] | None
    proved: bool


def pack(load: Load) -> Packing:
    """Place every task in a week, within capacity, not before its first week, prerequisites in order."""
    found = _first_fit(load)
    if found is not None:
        return Packing(found, True)
    status, week = _place(load, SEARCH_STEPS)
    if status == GAVE_UP:
        from sharewell.recovery.cpsat import place_in_weeks  # half a second to load, seldom needed

        return Packing(*place_in_weeks(load))
    return Packing(week if status == FOUND else None, True)


def attaining_weeks(load: Load, week: tuple[int, ...]) -> dict[int, int]:
    """The week in which each standard of `load.rows` has all its pieces."""
    attained: dict[int, int] = {}
    for standard, need, pieces in load.rows:
        held = 0
        for at, e in sorted((week[j], e) for j, e in pieces):
            held += e
            if held >= need:
                attained[standard] = max(at, attained.get(standard, 1))
                break
    return attained


def in_order(load: Load, week: tuple[int, ...]) -> bool:
    """Whether no standard is attained in a week before one that it builds on."""
    if not load.before:
        return True
    attained = attaining_weeks(load, week)
    return all(attained[a] <= attained[b] for a, b in load.before)


def _first_fit(load: Load) -> tuple[int, ...] | None:
    """Each task in the first week with room: in the given order, then longest first."""
    n = len(load.minutes)
    for order in (range(n), sorted(range(n), key=lambda j: -load.minutes[j])):
        room = list(load.room)
        week = [0] * n
        for j in order:
            allowed = range(load.week_from[j] - 1, load.week_to[j])
            week[j] = next((w + 1 for w in allowed if room[w] >= load.minutes[j]), 0)
            if week[j] == 0:
                break
            room[week[j] - 1] -= load.minutes[j]
        placed = tuple(week)
        if 0 not in placed and in_order(load, placed):
            return placed
    return None


def _place(load: Load, steps: int) -> tuple[int, tuple[int, ...]]:
    """Depth-first search, longest task first."""
    order = sorted(range(len(load.minutes)), key=lambda j: -load.minutes[j])
    at = {j: t for t, j in enumerate(order)}
    ordered = sorted({s for pair in load.before for s in pair})
    number = {s: t for t, s in enumerate(ordered)}
    rows = [(number[s], need, pieces) for s, need, pieces in load.rows if s in number]
    tasks = Tasks(
        _whole(load.minutes[j] for j in order),
        _whole(load.week_from[j] for j in order),
        _whole(load.week_to[j] for j in order),
    )
    keeping = Order(
        np.cumsum([0] + [len(pieces) for _, _, pieces in rows]),
        _whole(s for s, _, _ in rows),
        _whole(need for _, need, _ in rows),
        _whole(at[j] for _, _, pieces in rows for j, _ in pieces),
        _whole(e for _, _, pieces in rows for _, e in pieces),
        _whole(number[s] for pair in load.before for s in pair).reshape(-1, 2),
    )
    status, week = place(tasks, keeping, _whole(load.room), steps)
    return status, tuple(int(week[at[j]]) for j in range(len(order)))


def _whole(numbers: Iterable[int]) -> NDArray[np.int64]:
    return np.fromiter(numbers, dtype=np.int64)
