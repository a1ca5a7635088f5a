"""A choice packed into weeks, or the cut that says why it cannot be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from sharewell.recovery.conflict import calendar, last_week, smallest_conflict
from sharewell.recovery.problem import Problem
from sharewell.recovery.weeks import Load, pack
from sharewell.recovery.weighed import Cut

Pairs = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Weeks:
    """A problem with its capacity: the minutes free in each week."""

    problem: Problem
    room: tuple[int, ...]

    def pack(self, options: Iterable[int]) -> dict[int, int] | Cut:
        """The week of each option; or the cut that rules out this set and others like it."""
        chosen = self._in_order(options)
        pairs = self._pairs(chosen)
        packing = pack(self._load(chosen, pairs))
        if packing.week is not None:
            return dict(zip(chosen, packing.week, strict=True))
        if not packing.proved:
            return self._cut(chosen, pairs, proved=False)
        core, on = smallest_conflict(calendar(self.problem, self.room), np.array(chosen, dtype=np.int64))
        orders = [pair for pair, conflicts in zip(self.problem.before, on, strict=True) if conflicts]
        return self._cut(core.tolist(), orders, proved=True)

    def _cut(self, core: list[int], pairs: Pairs, *, proved: bool) -> Cut:
        """Drop a task of the conflict, or add one that gives evidence to a prerequisite whose order
        conflicts: nothing else helps, since other tasks only take room or bring the later standard
            forward."""
        row = np.zeros(len(self.problem.options) + len(self.problem.standards), dtype=np.int64)
        row[list(self._helpers(pairs))] = 1
        row[core] = -1
        return Cut(row, 1 - len(core), proved)

    def _helpers(self, pairs: Pairs) -> set[int]:
        """Options that may bring forward a prerequisite of these orders."""
        first = {a for a, _ in pairs}
        return {j for row in self.problem.rows if row.standard in first for j in row.pieces}

    def _load(self, chosen: list[int], pairs: Pairs) -> Load:
        local = {j: t for t, j in enumerate(chosen)}
        ordered = {s for pair in pairs for s in pair}
        rows = tuple(
            (row.standard, row.need, tuple((local[j], e) for j, e in row.pieces.items() if j in local))
            for row in self.problem.rows
            if row.standard in ordered and row.rule is None
        )
        options = [self.problem.options[j] for j in chosen]
        minutes = tuple(option.minutes for option in options)
        week_from = tuple(option.week_from for option in options)
        week_to = tuple(last_week(option, self.room) for option in options)
        return Load(minutes, week_from, week_to, rows, tuple(pairs), self.room)

    def _pairs(self, chosen: list[int]) -> Pairs:
        if not self.problem.before:
            return ()
        attained = set(attained_by(self.problem, chosen))
        return [(a, b) for a, b in self.problem.before if a in attained and b in attained]

    def _in_order(self, options: Iterable[int]) -> list[int]:
        depth = task_depths(self.problem)
        return sorted(options, key=lambda j: (depth[j], j))


def task_depths(problem: Problem) -> list[int]:
    """The place of each option in the order of prerequisites: that of the first standard it is evidence
    for."""
    depth = [len(problem.standards)] * len(problem.options)
    for row in problem.rows:
        for j in row.pieces:
            depth[j] = min(depth[j], problem.depth[row.standard])
    return depth


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
