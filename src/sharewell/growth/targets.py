"""Growth that is enough: the percentile that reaches a level in time, or that keeps it.

Betebenner (2009): a learner who has not reached the level catches up when the easiest of the next years is
reached, so the target is the least over the years; one who has keeps up when no year is missed, so it is the
greatest. Move up and stay up are the same for the next level, for those who have reached the first.
"""

from __future__ import annotations

import polars as pl

from sharewell.growth.cutscores import CutScores


def targets(
    projected: pl.DataFrame, cuts: CutScores, *, level: int, next_level: int | None = None, years: int = 3
) -> pl.DataFrame:
    """The growth target of each learner for a level and, for those who have it, for the next level.

    Args:
        projected: the table of `projections` made with the same cut scores; lagged or straight.
        cuts: cut scores by subject and grade; a learner's status is that of the score the path starts from.
        level: the level to reach (`target_level_{level}`); `next_level` the one after it, if any.
        years: the target looks so many years ahead, fewer where the projection ends sooner.

    Returns:
        student_id, subject, year, grade, kind (catch_up, keep_up, move_up, stay_up), target, years.
        Learners of grades without cut scores have no row.
    """
    within = projected.filter(pl.col("ahead") <= years)
    made = [_of_level(within, cuts, level, ("catch_up", "keep_up"), floor=None)]
    if next_level is not None:
        made.append(_of_level(within, cuts, next_level, ("move_up", "stay_up"), floor=level))
    key = ["subject", "year", "grade", "student_id"]
    return pl.concat(made).sort(*key, "kind")


def _of_level(
    within: pl.DataFrame, cuts: CutScores, level: int, kinds: tuple[str, str], floor: int | None
) -> pl.DataFrame:
    name = f"target_level_{level}"
    if name not in within.columns:
        raise ValueError(f"the projections have no {name}: make them with these cut scores")
    start = within.with_columns(
        _cut(cuts, level).alias("cut"), (_cut(cuts, floor) if floor else pl.lit(float("-inf"))).alias("floor")
    ).filter(pl.col("cut").is_not_null() & (pl.col("from_score") >= pl.col("floor")))
    reached = pl.col("from_score") >= pl.col("cut")
    kind = pl.when(reached).then(pl.lit(kinds[1])).otherwise(pl.lit(kinds[0]))
    return (
        start.with_columns(kind.alias("kind"))
        .group_by("student_id", "subject", "year", "grade", "kind", maintain_order=True)
        .agg(
            pl.col(name).min().alias("least"),
            pl.col(name).max().alias("greatest"),
            pl.len().cast(pl.Int64).alias("years"),
        )
        .with_columns(
            pl.when(pl.col("kind") == kinds[1])
            .then("greatest")
            .otherwise("least")
            .cast(pl.Int64)
            .alias("target")
        )
        .drop_nulls("target")
        .select("student_id", "subject", "year", "grade", "kind", "target", "years")
    )


def _cut(cuts: CutScores, level: int) -> pl.Expr:
    """The score at which `level` begins in the subject and grade that the path starts from."""
    rows = [f"{subject}\t{grade}" for (subject, grade), scores in cuts.items() if len(scores) >= level]
    values = [scores[level - 1] for scores in cuts.values() if len(scores) >= level]
    place = pl.concat_str([pl.col("subject"), pl.col("from_grade").cast(pl.String)], separator="\t")
    return place.replace_strict(rows, values, default=None, return_dtype=pl.Float64)
