"""A learner's mark in a marking period: the share of its points that they have, in percent."""

from __future__ import annotations

import polars as pl

from sharewell.evidence import Gradebook
from sharewell.evidence.model import MISSING, SCORED


def period_marks(book: Gradebook) -> pl.DataFrame:
    """student_id, period (its title), mark: 100 x points / points possible of scored and missing work.

    Work that is excused, not graded yet or not assigned counts neither way; missing work counts as no points yet.
    """
    tasks = book.tasks.filter(pl.col("points_possible") > 0).join(
        book.periods.select("period_id", pl.col("title").alias("period")), on="period_id"
    )
    counted = book.results.filter(pl.col("status").is_in([SCORED, MISSING])).join(tasks, on="task")
    share = pl.col("points").fill_null(0).sum() / pl.col("points_possible").sum()
    return (
        counted.group_by("student_id", "period").agg((100 * share).alias("mark")).sort("student_id", "period")
    )
