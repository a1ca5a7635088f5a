"""Student growth percentiles: how far everyone came, compared with those who started where they did."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import polars as pl

from sharewell.evidence import Caution, Place, Refusal, Refused
from sharewell.growth.cohorts import Cohort, Shelf, find_progressions, gather_cohort
from sharewell.growth.fit import CohortResult, CohortTask, rank_cohort, without_names
from sharewell.growth.knots import Tested
from sharewell.growth.measurement import Intervals, Simex, with_measurement_error
from sharewell.growth.model import CoefficientMatrix, GrowthPercentiles, Progression, Rules
from sharewell.growth.scores import check_scores
from sharewell.growth.splines import Knots
from sharewell.growth.tables import cohort_knots, coverage_table, percentile_table
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
    simex: Simex | None = None,
    intervals: Intervals | None = None,
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
        simex: correct the priors' measurement error; needs the column csem and fitted (not saved) models.
        intervals: the spread that the current score's measurement error gives a percentile; needs csem.
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
    results, said = with_measurement_error(
        cohorts,
        results,
        rules,
        simex=simex,
        intervals=intervals,
        processes=processes,
        ray_address=ray_address,
        done=done,
    )
    cautions += said
    table = percentile_table(
        cohorts, results, rules, all_orders=all_orders, whole_grades=checked.whole_grades
    )
    return GrowthPercentiles(
        table=table,
        coverage=pl.concat(
            [coverage_table(cohort, one) for cohort, one in zip(cohorts, results, strict=True)]
        ),
        matrices=tuple(order.matrix for result in results for order in result.orders),
        knots=pl.concat([cohort_knots(cohort) for cohort in cohorts]),
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
