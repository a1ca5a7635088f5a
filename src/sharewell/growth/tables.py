"""The tables of a percentile run: a row a student and order, who was compared, which knots were used."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from sharewell.growth.cohorts import Cohort
from sharewell.growth.fit import CohortResult, OrderResult, standardized_prior
from sharewell.growth.knots import knots_table
from sharewell.growth.model import OUT_COLUMNS, Rules


def percentile_table(
    cohorts: Sequence[Cohort],
    results: Sequence[CohortResult],
    rules: Rules,
    *,
    all_orders: bool,
    whole_grades: bool,
) -> pl.DataFrame:
    """`student_id, subject, year, grade, order, sgp` and the columns asked for, in that order of rows."""
    parts: list[pl.DataFrame] = []
    for cohort, result in zip(cohorts, results, strict=True):
        free = np.ones(len(cohort.scores), dtype=np.bool_)
        standard = standardized_prior(cohort) if rules.prior_score else None
        for order in reversed(result.orders):
            chosen = np.flatnonzero(free[order.rows])
            parts.append(_rows(cohort, order, chosen, rules, standard))
            if not all_orders:
                free[order.rows] = False
    if not parts:
        words = ("student_id", "subject", "grade")
        return pl.DataFrame(schema={name: pl.String if name in words else pl.Int64 for name in OUT_COLUMNS})
    table = pl.concat(parts).sort("subject", "year", pl.col("grade").str.zfill(8), "student_id", "order")
    return table.with_columns(pl.col("grade").cast(pl.Int64)) if whole_grades else table


def _rows(
    cohort: Cohort, order: OrderResult, chosen: np.ndarray, rules: Rules, standard: object
) -> pl.DataFrame:
    rows, ranked, current = order.rows[chosen], order.ranked, cohort.progression.current
    table = pl.DataFrame(
        {
            "student_id": cohort.student_ids.gather(rows),
            "sgp": ranked.sgp[chosen],
        }
    ).select(
        "student_id",
        subject=pl.lit(current.subject),
        year=pl.lit(current.year, dtype=pl.Int64),
        grade=pl.lit(current.grade),
        order=pl.lit(order.order, dtype=pl.Int64),
        sgp="sgp",
    )
    extra = {f"percentile_cut_{cut}": ranked.cuts[chosen, c] for c, cut in enumerate(rules.cuts)}
    if isinstance(standard, np.ndarray):
        extra |= {
            "scale_score_prior": cohort.priors[rows, 0],
            "scale_score_prior_standardized": standard[rows],
        }
    if ranked.interval is not None:
        low, high = ranked.interval[chosen].T
        extra |= {"sgp_mid": (low + high) / 2, "sgp_mid_low": low, "sgp_mid_high": high}
    table = table.with_columns(pl.Series(name, values) for name, values in extra.items())
    more = [pl.Series(name, values[chosen]).fill_nan(None) for name, values in order.extra.items()]
    return table.with_columns(one if one.name == "sgp_se" else one.cast(pl.Int64) for one in more)


def coverage_table(cohort: Cohort, result: CohortResult) -> pl.DataFrame:
    """How many students of a cohort have a score, and a percentile of each order."""
    current = cohort.progression.current
    ranked = {order.order: len(order.rows) for order in result.orders}
    without = len(cohort.scores) - max(ranked.values(), default=0)
    return pl.DataFrame(
        [
            (
                current.subject,
                current.year,
                current.grade,
                order,
                len(cohort.scores),
                ranked.get(order, 0),
                without,
            )
            for order in cohort.progression.orders
        ],
        schema={
            "subject": pl.String,
            "year": pl.Int64,
            "grade": pl.String,
            "order": pl.Int64,
            "students": pl.Int64,
            "ranked": pl.Int64,
            "without": pl.Int64,
        },
        orient="row",
    )


def cohort_knots(cohort: Cohort) -> pl.DataFrame:
    """The knots of a cohort's priors, a row a value."""
    current = cohort.progression.current
    named = {
        (prior.subject, prior.grade): one
        for prior, one in zip(cohort.progression.priors, cohort.knots, strict=True)
        if one is not None
    }
    return knots_table(named).select(
        subject=pl.lit(current.subject),
        year=pl.lit(current.year, dtype=pl.Int64),
        grade=pl.lit(current.grade),
        prior_subject="subject",
        prior_grade="grade",
        kind="kind",
        value="value",
    )
