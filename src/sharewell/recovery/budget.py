"""With a budget: the greatest weight attained, then the fewest minutes, then the fewest tasks, packed into
weeks.

Choosing and packing are decided in turn (logic-based Benders decomposition, Hooker and Ottosson 2003): the
best set within the total minutes is chosen, then packed into weeks exactly. A set that cannot be packed is
cut off and the next best is chosen, so the first set that packs is the best of all that do.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from sharewell.recovery.cover import smallest_cover
from sharewell.recovery.problem import Problem
from sharewell.recovery.program import Integers
from sharewell.recovery.weeks import Load, pack
from sharewell.recovery.weighed import Choice, Cut, Weighing, greatest_weight

DUAL_FEASIBLE = (1, 2, 3, 4)  # the k of the packing bounds u^(k)


@dataclass(frozen=True, slots=True)
class Placement:
    """A choice of options, and the week of each (by its position in `Problem.options`)."""

    choice: Choice
    week: dict[int, int]


def most_within(problem: Problem, per_week: int, weeks: int) -> Placement:
    """The best choice that fits into the weeks."""
    everything = smallest_cover(problem)
    if len(everything.attains) == len(problem.standards) and everything.proved:
        packed = _pack(problem, everything, per_week, weeks)
        if packed.week is not None:
            return Placement(everything, packed.week)
    return _decide(problem, per_week, weeks)


def _decide(problem: Problem, per_week: int, weeks: int) -> Placement:
    tried: list[tuple[Choice, Packed]] = []

    def cut_off(choice: Choice) -> Cut | None:
        packed = _pack(problem, choice, per_week, weeks)
        tried.append((choice, packed))
        return None if packed.week is not None else _cut(problem, choice, packed)

    found = greatest_weight(_weighing(problem, per_week, weeks), cut_off)
    choice, packed = tried[-1] if tried else (Choice((), (), 0, 0, sum(problem.weights), False), None)
    if found is not None and packed is not None and packed.week is not None:
        return Placement(found, packed.week)
    return _trimmed(problem, choice, per_week, weeks)


def _cut(problem: Problem, choice: Choice, packed: Packed) -> Cut:
    row = np.zeros(len(problem.options) + len(problem.standards), dtype=np.int64)
    if packed.too_much:  # nor does any set that has these tasks
        row[list(packed.too_much)] = -1
        return Cut(row, 1 - len(packed.too_much), packed.proved)
    row[: len(problem.options)] = 1  # only this very set is known not to pack
    row[list(choice.options)] = -1
    return Cut(row, 1 - len(choice.options), packed.proved)


def _trimmed(problem: Problem, choice: Choice, per_week: int, weeks: int) -> Placement:
    """The search ended without a set that packs: as many of the last set's tasks as do, and no proof."""
    depth = task_depths(problem)
    kept: list[int] = []
    week: dict[int, int] = {}
    for j in sorted(choice.options, key=lambda j: (depth[j], j)):
        attains = attained_by(problem, [*kept, j])
        packed = _pack(problem, replace(choice, options=(*kept, j), attains=attains), per_week, weeks)
        if packed.week is not None:
            kept.append(j)
            week = packed.week
    attains = attained_by(problem, kept)
    weight = sum(problem.weights[i] for i in attains)
    return Placement(Choice(tuple(sorted(kept)), attains, 0, weight, choice.weight_bound, False), week)


def attained_by(problem: Problem, options: Iterable[int]) -> tuple[int, ...]:
    """The standards that have their pieces when these options are done, and whose prerequisites do too."""
    done = set(options)
    held = [True] * len(problem.standards)
    for row in problem.rows:
        if sum(e for j, e in row.pieces.items() if j in done) < row.need:
            held[row.standard] = False
    falling = True
    while falling:
        falling = False
        for a, b in problem.before:
            if held[b] and not held[a]:
                held[b] = False
                falling = True
    return tuple(i for i, h in enumerate(held) if h)


def _weighing(problem: Problem, per_week: int, weeks: int) -> Weighing:
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
    late = sorted({option.week_from for option in problem.options} | {1})
    for week in late:  # what cannot be done earlier shares the weeks that remain
        members = [j for j, option in enumerate(problem.options) if option.week_from >= week]
        add({j: -int(minutes[j]) for j in members}, -per_week * (weeks - week + 1))
    for factor in DUAL_FEASIBLE:
        add(*_dual_feasible(minutes, per_week, weeks, factor))
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


@dataclass(frozen=True, slots=True)
class Packed:
    """The week of each chosen option; or None, and then, where it is known, tasks that have no room
    together."""

    week: dict[int, int] | None
    too_much: tuple[int, ...]
    proved: bool


def _pack(problem: Problem, choice: Choice, per_week: int, weeks: int) -> Packed:
    depth = task_depths(problem)
    options = sorted(choice.options, key=lambda j: (depth[j], j))
    local = {j: t for t, j in enumerate(options)}
    attained = set(choice.attains)
    before = tuple((a, b) for a, b in problem.before if a in attained and b in attained)
    rows = tuple(
        (row.standard, row.need, tuple((local[j], e) for j, e in row.pieces.items() if j in local))
        for row in problem.rows
        if row.standard in attained
    )
    minutes = tuple(problem.options[j].minutes for j in options)
    first = tuple(problem.options[j].week_from for j in options)
    packing = pack(Load(minutes, first, rows, before, per_week, weeks))
    if packing.week is not None:
        return Packed({j: packing.week[t] for j, t in local.items()}, (), True)
    roomy = pack(Load(minutes, first, (), (), per_week, weeks))
    if roomy.week is None and roomy.proved:
        return Packed(None, tuple(options), True)
    return Packed(None, (), packing.proved)


def task_depths(problem: Problem) -> list[int]:
    """The place of each option in the order of prerequisites: that of the first standard it gives evidence
    for."""
    depth = [len(problem.standards)] * len(problem.options)
    for row in problem.rows:
        for j in row.pieces:
            depth[j] = min(depth[j], problem.depth[row.standard])
    return depth
