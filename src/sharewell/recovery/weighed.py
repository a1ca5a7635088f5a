"""The greatest weight of standards, then the least work: two programs in turn, and the sets that must be
cut off.

The two aims are not mixed into one cost: a weight is a whole number, so each program can round its own
    bound up,
which proves its answer with far fewer branches.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sharewell.recovery.exact import solve
from sharewell.recovery.program import Integers, Program

ROUNDS = 200  # sets tried before the proof is given up


@dataclass(frozen=True, slots=True)
class Choice:
    """Which options to do, which standards they attain (positions), and the proof.

    Attributes:
        bound: least minutes of any choice that attains as much.
        weight: total weight attained.
        weight_bound: the most that can be attained.
        proved: no choice attains more, or as much with fewer minutes, or as many minutes with fewer tasks.
    """

    options: tuple[int, ...]
    attains: tuple[int, ...]
    bound: int
    weight: int
    weight_bound: int
    proved: bool


@dataclass(frozen=True, slots=True)
class Cut:
    """Why a choice cannot be: a row that it breaks and every true choice keeps; `proved` if that is
    certain."""

    row: Integers
    least: int
    proved: bool


@dataclass(frozen=True, slots=True)
class Weighing:
    """Variables: n options, then k standards. `rows @ x >= least` must hold.

    Attributes:
        minutes: of each option.
        weights: of each standard.
    """

    minutes: Integers
    weights: Integers
    rows: Integers
    least: Integers


def task_cost(minutes: Integers) -> Integers:
    """Minutes first, then tasks: exact, since no choice has more than n tasks."""
    return minutes * (len(minutes) + 1) + 1


def greatest_weight(weighing: Weighing, cut_off: Callable[[Choice], Cut | None]) -> Choice | None:
    """The best choice that `cut_off` finds no fault with; None where the rounds ended before one was
    found."""
    n, k = len(weighing.minutes), len(weighing.weights)
    weigh = np.concatenate([np.zeros(n, dtype=np.int64), -weighing.weights])
    spend = np.concatenate([task_cost(weighing.minutes), np.zeros(k, dtype=np.int64)])
    rows, least = weighing.rows, weighing.least
    sure, weight_bound = True, int(weighing.weights.sum())
    target: int | None = None
    known: Integers | None = None
    lightest: int | None = None  # rows are only ever added, so no later answer costs less than an earlier one
    shortest: int | None = None
    for _ in range(ROUNDS):
        if target is None:
            heaviest = solve(Program(weigh, rows, least), floor=lightest)
            lightest, shortest = heaviest.bound, None
            if sure:
                weight_bound = -heaviest.bound
            sure &= heaviest.proved
            target, known = -heaviest.cost, heaviest.x
        answer = solve(Program(spend, np.vstack([rows, -weigh]), np.append(least, target)), known, shortest)
        shortest = answer.bound
        if answer.x is None:
            if target == 0:
                return None
            sure &= answer.proved
            target = None
            continue
        done = tuple(int(j) for j in np.flatnonzero(answer.x[:n]))
        attains = tuple(int(i) for i in np.flatnonzero(answer.x[n:]))
        proved = sure and answer.proved
        bound = max(answer.bound, 0) // (n + 1) if sure else 0
        choice = Choice(done, attains, bound, -int(weigh @ answer.x), weight_bound, proved)
        cut = cut_off(choice)
        if cut is None:
            return choice
        sure &= cut.proved
        rows, least = np.vstack([rows, cut.row]), np.append(least, cut.least)
    return None
