"""Work that is still open for each learner, what it would show, and how long it takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from sharewell.evidence.model import EXCUSED, MISSING, SCORED, UNGRADED, Gradebook
from sharewell.knowledge import Rule, Shown, counts

MINUTES_WHERE_NOTHING_SAYS: Final = 30

OPEN_WORK: Final = {
    "student_id": pl.String(),
    "task": pl.String(),
    "title": pl.String(),
    "minutes": pl.Int64(),
    "class_id": pl.String(),
    "category": pl.String(),
    "again": pl.Boolean(),  # scored short of the threshold: it would be done again
    "standard": pl.String(),
    "evidence": pl.Int64(),
}


def open_work(
    gradebook: Gradebook, shown: Shown, rule: Rule, category_minutes: Mapping[str, int] | None = None
) -> pl.DataFrame:
    """List the work that could enter a packet: missing, or scored short of the threshold.

    Excused, ungraded and unassigned work is no option. One row a learner, task and standard (`OPEN_WORK`),
    sorted by learner, task and standard.

    Args:
        category_minutes: minutes of a task by its category, before what the other tasks of it say.
    """
    still_open = (pl.col("status") == MISSING) | ((pl.col("status") == SCORED) & ~counts(rule.threshold))
    tasks = (
        gradebook.tasks.with_columns(minutes=_minutes(category_minutes or {}))
        .filter(pl.col("points_possible") > 0)
        .rename({"points_possible": "possible"})
    )
    return (
        gradebook.results.join(tasks, on="task")
        .filter(still_open)
        .join(gradebook.enrolments.unique(), on=("student_id", "class_id"), how="semi")
        .join(shown.links, on="task")
        .with_columns(again=pl.col("status") == SCORED)
        .select(*OPEN_WORK)
        .sort("student_id", "task", "standard")
    )


def waiting_work(gradebook: Gradebook, shown: Shown) -> pl.DataFrame:
    """Work that is no option, with the standards it is linked to: handed in and not graded, or excused."""
    return (
        gradebook.results.filter(pl.col("status").is_in([UNGRADED, EXCUSED]))
        .join(shown.links, on="task")
        .group_by("student_id", "standard")
        .agg(
            ungraded=(pl.col("status") == UNGRADED).sum(),
            excused=(pl.col("status") == EXCUSED).sum(),
        )
        .sort("student_id", "standard")
    )


def _minutes(category_minutes: Mapping[str, int]) -> pl.Expr:
    """Whole minutes of each task: given, else by category, else 30.

    A category's minutes are those given for it, else the median of its tasks that state theirs.
    """
    given = pl.col("category").replace_strict(
        list(category_minutes), list(category_minutes.values()), default=None, return_dtype=pl.Float64
    )
    of_category = pl.when(pl.col("category").is_not_null()).then(pl.col("minutes").median().over("category"))
    best = pl.coalesce("minutes", given, of_category, pl.lit(float(MINUTES_WHERE_NOTHING_SAYS)))
    return best.ceil().clip(lower_bound=1).cast(pl.Int64)
