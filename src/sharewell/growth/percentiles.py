"""Student growth percentiles: how far everyone came, compared with those who started where they did."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
import polars as pl

from sharewell.evidence import Caution, Place, Refusal, Refused
from sharewell.growth.cohorts import Cohort, Shelf, find_progressions, gather_cohort
from sharewell.growth.fit import (
    CohortResult,
    CohortTask,
    OrderResult,
    rank_cohort,
    standardized_prior,
    without_names,
)
from sharewell.growth.knots import Tested, knots_table
from sharewell.growth.model import OUT_COLUMNS, CoefficientMatrix, GrowthPercentiles, Progression, Rules
from sharewell.growth.scores import Scores, check_scores
from sharewell.growth.splines import Knots
from sharewell.scale import map_partitions


def percentiles(
    scores: pl.DataFrame,
    *,
    years: Sequence[int] | None = None,
    most_priors: int | None = None,
    progressions: Sequence[Progression] | None = None,
    all_orders: bool = False,
    rules: Rules | None = None,
    knots: Mapping[Tested, Knots] | None = None,
    matrices: Iterable[CoefficientMatrix] | None = None,
    date: str = "",
    file: str = "",
    processes: int | None = 1,
    ray_address: str | None = None,
    done: Callable[[int, int], None] | None = None,
) -> GrowthPercentiles:
    """Growth percentiles of a long table of scores, cohort-referenced or by saved models.

    Args:
        scores: student_id, subject, year, grade, scale_score[, csem]; a row a student, subject and year.
        years: current years; by default the latest of each subject.
        most_priors: at most so many; by default as many consecutive ones as the table holds.
        progressions: exactly these, instead of those found in the table (skipped years or grades, priors from
            another subject).
        all_orders: every number of priors of a student, not only the highest.
        knots: by subject and grade; by default made by the rule of `growth.knots`, for each cohort.
        matrices: fitted models to use instead of fitting (baseline-referenced percentiles).
        date: written into fitted models; nothing here reads a clock.
        file: named in refusals.
        processes, ray_address, done: see `scale.map_partitions`; cohorts are the partitions.

    Raises:
        Refused: no usable row, or no cohort with priors.

    Source: Betebenner (2009), Educational Measurement: Issues and Practice 28(4), 42-51. Cost: one quantile
    process a cohort and number of priors (`bench/growth.py`).
    """
    rules = rules or Rules()
    checked = check_scores(scores, file)
    shelf = Shelf(checked.table)
    cautions = list(checked.cautions)
    if progressions is None:
        progressions, said = find_progressions(shelf, years=years, most_priors=most_priors)
        cautions += said
    if not progressions:
        raise Refused([_no_priors(file), *checked.refused])
    cohorts = [gather_cohort(shelf, progression, knots) for progression in progressions]
    by_key = None if matrices is None else {matrix.key: matrix for matrix in matrices}
    tasks = [CohortTask(without_names(cohort), rules, by_key, date) for cohort in cohorts]
    results = map_partitions(rank_cohort, tasks, processes=processes, ray_address=ray_address, done=done)
    for cohort, result in zip(cohorts, results, strict=True):
        cautions += [*result.cautions, *_not_compared(cohort, result)]
    return GrowthPercentiles(
        table=_table(cohorts, results, checked, rules, all_orders=all_orders),
        coverage=pl.concat([_coverage(cohort, one) for cohort, one in zip(cohorts, results, strict=True)]),
        matrices=tuple(order.matrix for result in results for order in result.orders),
        knots=pl.concat([_knots(cohort) for cohort in cohorts]),
        refused=checked.refused,
        cautions=tuple(cautions),
    )


def _no_priors(file: str) -> Refusal:
    return Refusal(
        "no-priors",
        Place(file),
        "No grade has scores of the grade below in the year before, so growth cannot be seen.",
        "Add earlier years, or name the sequence of grades and years.",
    )


def _table(
    cohorts: Sequence[Cohort],
    results: Sequence[CohortResult],
    checked: Scores,
    rules: Rules,
    *,
    all_orders: bool,
) -> pl.DataFrame:
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
    return table.with_columns(pl.col("grade").cast(pl.Int64)) if checked.whole_grades else table


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
    return table.with_columns(pl.Series(name, values) for name, values in extra.items())


def _coverage(cohort: Cohort, result: CohortResult) -> pl.DataFrame:
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


def _not_compared(cohort: Cohort, result: CohortResult) -> list[Caution]:
    """Say who has a score and no percentile, and why that is."""
    without = len(cohort.scores) - max((len(order.rows) for order in result.orders), default=0)
    if not without:
        return []
    current, prior = cohort.progression.current, cohort.progression.priors[0]
    what = (
        f"{without} of {len(cohort.scores)} students of {current.subject} grade {current.grade} "
        f"in {current.year} have no percentile: they have no score in {prior.subject} grade {prior.grade} "
        f"in {prior.year}"
    )
    ending = "." if result.orders else ", or no model was fitted."
    return [Caution("not-compared", what + ending)]


def _knots(cohort: Cohort) -> pl.DataFrame:
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
