"""The transparent rule and what it says: which pieces count, what is shown, ready and later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

SHOWN: Final = "shown"
READY: Final = "ready"
LATER: Final = "later"
State: Final = pl.Enum((SHOWN, READY, LATER))

PIECES: Final = {
    "student_id": pl.String(),
    "standard": pl.String(),
    "task": pl.String(),
    "title": pl.String(),
    "points": pl.Float64(),
    "possible": pl.Float64(),
    "day": pl.Date(),  # done, else due; never the day of grading
    "evidence": pl.Int64(),  # how many pieces this work counts for
}
STATES: Final = {
    "student_id": pl.String(),
    "standard": pl.String(),
    "held": pl.Int64(),
    "needed": pl.Int64(),
    "state": State,
}
CHOSEN: Final = {"class_id": pl.String(), "standard": pl.String(), "needed": pl.Int64()}
WAITS: Final = {"student_id": pl.String(), "standard": pl.String(), "before": pl.String()}


@dataclass(frozen=True, slots=True)
class Rule:
    """When work counts as evidence, and how much of it shows a standard.

    Attributes:
        threshold: share of the points possible from which work is a piece of evidence, 0 < t <= 1.
        needed: pieces that show a standard; fewer where a learner's classes cannot give as many.
        earlier_years_count: take a prerequisite that no task of a learner's classes is linked to as learned
            in an earlier year. Off, it can never be shown here, and what builds on it stays "later".
    """

    threshold: float = 0.7
    needed: int = 2
    earlier_years_count: bool = False

    def __post_init__(self) -> None:
        if not 0 < self.threshold <= 1:
            raise ValueError(
                f"threshold is a share of the points, above 0 and at most 1, not {self.threshold}"
            )
        if self.needed < 1:
            raise ValueError(f"needed is a whole number of pieces, at least 1, not {self.needed}")


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """What the rule says of everyone in a gradebook.

    Attributes:
        links: the gradebook's links, with a target of its own for each unlinked task (`own_target`).
        pieces: one row a learner, standard and task that counts; sorted by learner, standard, day, task.
        states: one row a learner and required standard; sorted by learner and standard.
        waits: for each "later" standard, the prerequisites not yet shown.
        unlinked: ids of the tasks that are their own target, sorted.
    """

    links: pl.DataFrame
    pieces: pl.DataFrame
    states: pl.DataFrame
    waits: pl.DataFrame
    unlinked: tuple[str, ...]
