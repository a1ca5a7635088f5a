"""How made-up learners learn: by practice, faster on what is already there, and not every week alike.

For learner j and standard s, knowledge k in (0, 1) starts low. At every task on s it grows by
rate_j * (0.25 + 0.75 * readiness) * (1 - k), where readiness is the mean knowledge of the prerequisites
taught in the same class. The share of points has the mean 0.26 + 0.68 k + a_j, with noise of about 8 %.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

SCORED: Final = 0
MISSING: Final = 1
EXCUSED: Final = 2
UNGRADED: Final = 3
_LATE: Final = 5  # days before the end in which work is handed in but mostly not yet read


@dataclass(frozen=True, slots=True)
class Learners:
    """What each learner brings: (learners,) arrays."""

    ease: Floats
    pace: Floats
    hard_from: Ints  # the first day of a hard week or an illness; -1 for none
    hard_days: Ints
    steady: Floats  # chance of missing work on any other day


@dataclass(frozen=True, slots=True)
class Work:
    """Results of one class: (learners, tasks) arrays. `done` counts days as `due` does."""

    share: Floats
    status: Ints
    done: Ints


def draw_learners(count: int, days: int, rng: np.random.Generator) -> Learners:
    """Two in five have one hard spell of four to nine days; a few miss work the whole time."""
    spell = rng.random(count) < 0.4
    return Learners(
        ease=rng.normal(0.0, 0.05, count),
        pace=np.clip(rng.normal(0.38, 0.12, count), 0.08, 0.75),
        hard_from=np.where(spell, rng.integers(0, max(days - 8, 1), count), -1),
        hard_days=rng.integers(4, 10, count),
        steady=np.where(rng.random(count) < 0.08, 0.2, 0.02),
    )


def work_of_class(
    learners: Learners,
    members: Ints,
    due: Ints,
    standard: Ints,
    before: list[list[int]],
    last_day: int,
    rng: np.random.Generator,
) -> Work:
    """Simulate a class.

    Args:
        learners: what everyone brings.
        members: the class's learners, as indices (m,).
        due: day of each task (t,), ascending.
        standard: the standard of each task, as an index (t,).
        before: for every standard, the indices of its prerequisites in the class.
        last_day: the day on which the export is made.
        rng: where chance comes from.

    Cost: one pass over the tasks with arrays of the class's size.
    """
    size, tasks = members.size, due.size
    ease, pace = learners.ease[members], learners.pace[members]
    known = np.clip(rng.normal(0.38, 0.1, (size, len(before))) + ease[:, None], 0.02, 0.6)
    share = np.empty((size, tasks))
    for t in range(tasks):
        s = int(standard[t])
        ready = known[:, before[s]].mean(axis=1) if before[s] else np.ones(size)
        known[:, s] += pace * (0.25 + 0.75 * ready) * (1.0 - known[:, s])
        share[:, t] = 0.26 + 0.68 * known[:, s] + ease + rng.normal(0.0, 0.08, size)
    status, done = _statuses(learners, members, due, last_day, rng)
    return Work(np.clip(share, 0.0, 1.0), status, done)


def _statuses(
    learners: Learners, members: Ints, due: Ints, last_day: int, rng: np.random.Generator
) -> tuple[Ints, Ints]:
    """Missing work comes in clusters, and half of it is made up one to three weeks later."""
    shape = (members.size, due.size)
    start = learners.hard_from[members][:, None]
    hard = (start >= 0) & (due >= start) & (due < start + learners.hard_days[members][:, None])
    chance = np.where(hard, 0.8, learners.steady[members][:, None])
    away = rng.random(shape) < chance
    excused = (hard & (rng.random(shape) < 0.15)) | (rng.random(shape) < 0.006)
    made_up = away & (rng.random(shape) < 0.45)
    later = due + rng.integers(6, 21, shape)
    recovered = made_up & (later <= last_day)
    recent = (due > last_day - _LATE) & (rng.random(shape) < 0.6)
    status = np.full(shape, SCORED)
    status[recent] = UNGRADED
    status[away & ~recovered] = MISSING
    status[excused] = EXCUSED
    done = np.where(recovered, later, due - rng.integers(0, 3, shape).clip(max=due))
    return status, done
