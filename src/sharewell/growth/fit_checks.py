"""Whether percentiles mean the same everywhere: fit by decile of the start, ceilings and floors."""

from __future__ import annotations

import polars as pl

LEAST_STUDENTS = 250


def goodness_of_fit(table: pl.DataFrame, *, least: int = LEAST_STUDENTS) -> pl.DataFrame:
    """For every decile of the prior score, the shares of growth percentiles in each decile.

    Args:
        table: of `percentiles` with `prior_score`: subject, year, grade, sgp, scale_score_prior.
        least: cohorts with fewer students say too little of a hundred cells and are left out.

    Returns:
        subject, year, grade, prior_decile, sgp_decile (1 to 10), students, share (in percent of the prior
        decile). Where the model fits, every share is about 10: percentiles do not depend on the start.
    """
    cohort = ["subject", "year", "grade"]
    place = (pl.col("scale_score_prior").rank("average").over(cohort) - 0.5) / pl.len().over(cohort)
    deciles = table.filter(pl.len().over(cohort) > least).with_columns(
        prior_decile=(place * 10).floor().clip(0, 9).cast(pl.Int64) + 1,
        sgp_decile=((pl.col("sgp") - 1) * 10 // 99).clip(0, 9).cast(pl.Int64) + 1,
    )
    counted = deciles.group_by(*cohort, "prior_decile", "sgp_decile").agg(
        pl.len().cast(pl.Int64).alias("students")
    )
    every = (
        counted.select(*cohort, "prior_decile")
        .unique()
        .join(pl.DataFrame({"sgp_decile": range(1, 11)}, schema={"sgp_decile": pl.Int64}), how="cross")
    )
    key = [*cohort, "prior_decile", "sgp_decile"]
    full = every.join(counted, on=key, how="left").with_columns(pl.col("students").fill_null(0))
    share = 100 * pl.col("students") / pl.col("students").sum().over(*cohort, "prior_decile")
    return full.with_columns(share.alias("share")).sort(key)


def ceilings_and_floors(scores: pl.DataFrame) -> pl.DataFrame:
    """The share of scores at the highest and the lowest score that anyone has, by subject, year and grade.

    Many scores at an end hide growth beyond it; above 5 percent, read percentiles of strong or of new
    starters with care.

    Returns:
        subject, year, grade, students, highest, at_highest, lowest, at_lowest (percent).
    """
    score = pl.col("scale_score")
    return (
        scores.drop_nulls("scale_score")
        .group_by("subject", "year", "grade")
        .agg(
            pl.len().cast(pl.Int64).alias("students"),
            score.max().alias("highest"),
            (100 * (score == score.max()).mean()).alias("at_highest"),
            score.min().alias("lowest"),
            (100 * (score == score.min()).mean()).alias("at_lowest"),
        )
        .sort("subject", "year", "grade")
    )
