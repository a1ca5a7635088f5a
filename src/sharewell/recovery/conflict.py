"""Why a set of tasks has no place in the weeks: a part of it, and of the orders in it, that has none either.

A deletion filter (Chinneck 1997): tasks and orders that the conflict does not need are taken out one by one. The
smaller the conflict, the more choices one cut rules out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from sharewell.recovery.model import Option
from sharewell.recovery.placing import NONE, Order, Tasks, place
from sharewell.recovery.problem import Problem
from sharewell.recovery.program import Integers

STEPS = 2_000  # of a search; one that ends without an answer leaves the task or the order in
Flags = NDArray[np.bool_]


class Calendar(NamedTuple):
    """A problem and its weeks as arrays.

    Attributes:
        tasks: every option, in the order of the problem.
        standard, need, rule: of each row of the problem; whether it is asked for by a rule.
        pieces: shape (rows, options).
        before: (prerequisite, standard), shape (k, 2).
        room: minutes free in each week.
    """

    tasks: Tasks
    standard: Integers
    need: Integers
    rule: Flags
    pieces: Integers
    before: Integers
    room: Integers


def calendar(problem: Problem, room: tuple[int, ...]) -> Calendar:
    """The arrays of a problem."""
    options = problem.options
    pieces = np.zeros((len(problem.rows), len(options)), dtype=np.int64)
    for r, row in enumerate(problem.rows):
        pieces[r, list(row.pieces)] = list(row.pieces.values())
    tasks = Tasks(
        np.array([option.minutes for option in options], dtype=np.int64),
        np.array([option.week_from for option in options], dtype=np.int64),
        np.array([last_week(option, room) for option in options], dtype=np.int64),
    )
    return Calendar(
        tasks,
        np.array([row.standard for row in problem.rows], dtype=np.int64),
        np.array([row.need for row in problem.rows], dtype=np.int64),
        np.array([row.rule is not None for row in problem.rows], dtype=np.bool_),
        pieces,
        np.array(problem.before, dtype=np.int64).reshape(-1, 2),
        np.array(room, dtype=np.int64),
    )


def last_week(option: Option, room: Sequence[int]) -> int:
    """The last of the weeks in which the option can be done."""
    return len(room) if option.week_to is None else min(option.week_to, len(room))


@numba.njit(cache=True)
def smallest_conflict(days: Calendar, chosen: Integers) -> tuple[Integers, Flags]:
    """Options of `chosen`, and which pairs of `days.before`, that cannot be placed together.

    Args:
        chosen: options that are known to have no place together.
    """
    keep = np.ones(len(chosen), np.bool_)
    on = _binding(days, chosen, np.ones(len(days.before), np.bool_))
    if on.any() and _impossible(days, chosen, np.zeros_like(on)):
        on[:] = False
    for k in range(len(on)):
        if on[k]:
            on[k] = False
            on[k] = not _impossible(days, chosen, on)
    for i in range(len(chosen)):
        keep[i] = False
        rest = chosen[keep]
        kept = _binding(days, rest, on)
        if not _helps(days, chosen[i], kept) and _impossible(days, rest, kept):
            on = kept
        else:
            keep[i] = True
    return chosen[keep], on


@numba.njit(cache=True)
def _binding(days: Calendar, chosen: Integers, on: Flags) -> Flags:
    """Those of the pairs both of whose standards these options attain."""
    kept = np.zeros_like(on)
    if not on.any():
        return kept
    standards = 0
    for r in range(len(days.standard)):
        standards = max(standards, days.standard[r] + 1)
    held = np.ones(standards, np.bool_)
    for r in range(len(days.standard)):
        given = 0
        for j in chosen:
            given += days.pieces[r, j]
        held[days.standard[r]] &= given >= days.need[r]
    falling = True
    while falling:
        falling = False
        for k in range(len(days.before)):
            if held[days.before[k, 1]] and not held[days.before[k, 0]]:
                held[days.before[k, 1]] = False
                falling = True
    for k in range(len(on)):
        kept[k] = on[k] and held[days.before[k, 0]] and held[days.before[k, 1]]
    return kept


@numba.njit(cache=True)
def _helps(days: Calendar, option: int, on: Flags) -> bool:
    """Whether the option gives evidence to the prerequisite of one of these pairs."""
    for r in range(len(days.standard)):
        if days.pieces[r, option] > 0:
            for k in range(len(on)):
                if on[k] and days.before[k, 0] == days.standard[r]:
                    return True
    return False


@numba.njit(cache=True)
def _impossible(days: Calendar, chosen: Integers, on: Flags) -> bool:
    """Whether a short search shows that these options have no place with these orders; False says nothing."""
    chosen = chosen[np.argsort(-days.tasks.minutes[chosen], kind="mergesort")]
    ordered = np.zeros(len(days.standard) + 1, np.bool_)
    for k in range(len(on)):
        if on[k]:
            ordered[days.before[k, 0]] = True
            ordered[days.before[k, 1]] = True
    rows = np.zeros(len(days.standard), np.bool_)
    entries = 0
    for r in range(len(days.standard)):
        rows[r] = ordered[days.standard[r]] and not days.rule[r]
        if rows[r]:
            for j in chosen:
                entries += days.pieces[r, j] > 0
    start, at = np.zeros(rows.sum() + 1, np.int64), 0
    task, pieces = np.zeros(entries, np.int64), np.zeros(entries, np.int64)
    for row, r in enumerate(np.flatnonzero(rows)):
        for t in range(len(chosen)):
            if days.pieces[r, chosen[t]] > 0:
                task[at], pieces[at] = t, days.pieces[r, chosen[t]]
                at += 1
        start[row + 1] = at
    tasks = Tasks(days.tasks.minutes[chosen], days.tasks.week_from[chosen], days.tasks.week_to[chosen])
    order = Order(start, days.standard[rows], days.need[rows], task, pieces, days.before[on])
    most: int = np.int64(STEPS)  # pyright: ignore[reportAssignmentType]
    return place(tasks, order, days.room, most)[0] == NONE
