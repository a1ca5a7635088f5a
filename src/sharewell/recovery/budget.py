"""With a budget: the greatest weight attained, then the fewest minutes, then the fewest tasks, packed into
weeks.

Choosing and packing are decided in turn (logic-based Benders decomposition, Hooker and Ottosson 2003): the
best set within the total minutes is chosen, then packed into weeks exactly. A set that cannot be packed is
cut off and the next best is chosen, so the first set that packs is the best of all that do.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from sharewell.recovery.conflict import last_week
from sharewell.recovery.cover import smallest_cover
from sharewell.recovery.packing import Weeks, attained_by
from sharewell.recovery.problem import Problem
from sharewell.recovery.program import Integers
from sharewell.recovery.weighed import Choice, Cut, Weighing, greatest_weight

DUAL_FEASIBLE = (1, 2, 3, 4)  # the k of the packing bounds u^(k)


@dataclass(frozen=True, slots=True)
class Placement:
    """A choice of options, and the week of each (by its position in `Problem.options`)."""

    choice: Choice
    week: dict[int, int]


def most_within(problem: Problem, room: tuple[int, ...]) -> Placement:
    """The best choice that fits into the weeks."""
    calendar = Weeks(problem, room)
    everything = smallest_cover(problem)
    if len(everything.attains) == len(problem.standards) and everything.proved:
        week = calendar.pack(everything.options)
        if not isinstance(week, Cut):
            return Placement(everything, week)
    return _decide(calendar)


def _decide(calendar: Weeks) -> Placement:
    """Choose, pack, cut off, until a choice packs."""
    problem = calendar.problem
    week: dict[int, int] = {}
    last = Choice((), (), 0, 0, sum(problem.weights), False)

    def cut_off(choice: Choice) -> Cut | None:
        nonlocal week, last
        last, packed = choice, calendar.pack(choice.options)
        if isinstance(packed, Cut):
            return packed
        week = packed
        return None

    found = greatest_weight(_weighing(problem, calendar.room), cut_off)
    return _trimmed(calendar, last) if found is None else Placement(_all_attained(problem, found), week)


def _all_attained(problem: Problem, choice: Choice) -> Choice:
    """Without a proof there may be standards attained that the search has not counted."""
    attains = attained_by(problem, choice.options)
    return replace(choice, attains=attains, weight=sum(problem.weights[i] for i in attains))


def _trimmed(calendar: Weeks, choice: Choice) -> Placement:
    """The search ended without a set that packs: as many of the last set's tasks as do, and no proof."""
    kept: list[int] = []
    week: dict[int, int] = {}
    for j in choice.options:
        packed = calendar.pack([*kept, j])
        if not isinstance(packed, Cut):
            kept.append(j)
            week = packed
    rest = Choice(tuple(kept), (), 0, 0, choice.weight_bound, False)
    return Placement(_all_attained(calendar.problem, rest), week)


def _weighing(problem: Problem, room: tuple[int, ...]) -> Weighing:
    """What any choice keeps, whatever the packing."""
    n, k = len(problem.options), len(problem.standards)
    minutes = np.array([option.minutes for option in problem.options], dtype=np.int64)
    rows: list[Integers] = []
    least: list[int] = []

    def add(coefficients: dict[int, int], bound: int) -> None:
        row = np.zeros(n + k, dtype=np.int64)
        for j, c in coefficients.items():
            row[j] = c
        rows.append(row)
        least.append(bound)

    for need in problem.rows:  # an attained standard has its pieces …
        add({**need.pieces, n + need.standard: -need.need}, 0)
    for a, b in problem.before:  # … and its prerequisites
        add({n + a: 1, n + b: -1}, 0)
    for group in problem.groups:
        add(dict.fromkeys(group, -1), -1)
    spans = [(option.week_from, last_week(option, room)) for option in problem.options]
    for first in sorted({1} | {a for a, _ in spans}):
        for last in sorted({len(room)} | {b for _, b in spans if b >= first}):
            inside = [j for j, (a, b) in enumerate(spans) if first <= a and b <= last]
            add({j: -int(minutes[j]) for j in inside}, -sum(room[first - 1 : last]))
    for factor in DUAL_FEASIBLE:
        add(*_dual_feasible(minutes, max(room, default=0), len(room), factor))
    return Weighing(
        minutes,
        np.array(problem.weights, dtype=np.int64),
        np.array(rows, dtype=np.int64).reshape(-1, n + k),
        np.array(least, dtype=np.int64),
    )


def _dual_feasible(minutes: Integers, per_week: int, weeks: int, k: int) -> tuple[dict[int, int], int]:
    """Fekete and Schepers' (2001) bound u^(k): whatever fits in a week has u^(k)(minutes / per_week)
    adding to at most 1, so all weeks together hold at most `weeks`. Multiplied by k * per_week to be
    whole."""
    coefficients: dict[int, int] = {}
    for j, m in enumerate(minutes.tolist()):
        share = k * m if (k + 1) * m % per_week == 0 else per_week * ((k + 1) * m // per_week)
        coefficients[j] = -share
    return coefficients, -k * per_week * weeks
