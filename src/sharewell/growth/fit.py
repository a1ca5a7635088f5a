"""One cohort from scores to percentiles: a model for each number of priors, then the ranks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from sharewell import __version__
from sharewell.evidence import Caution, Place
from sharewell.growth.cohorts import Cohort
from sharewell.growth.model import CoefficientMatrix, IntArray, PriorKey, Rules
from sharewell.growth.quantiles import quantile_process
from sharewell.growth.ranks import Ranked, rank
from sharewell.growth.splines import FloatArray, Knots, spline_design

MatrixKey = tuple[str, str, tuple[PriorKey, ...]]


@dataclass(frozen=True, slots=True)
class CohortTask:
    """A cohort and what to do with it: a partition of the work, on this machine or another.

    Attributes:
        matrices: models to use instead of fitting, by key; None fits.
        date: written into fitted models.
    """

    cohort: Cohort
    rules: Rules
    matrices: Mapping[MatrixKey, CoefficientMatrix] | None = None
    date: str = ""


@dataclass(frozen=True, slots=True)
class OrderResult:
    """The percentiles of one number of priors, for the students at `rows` of the cohort.

    `extra` holds further columns for the same students, by name.
    """

    order: int
    rows: IntArray
    ranked: Ranked
    matrix: CoefficientMatrix
    extra: Mapping[str, FloatArray] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CohortResult:
    """All orders of one cohort, ascending, and what to keep in mind."""

    orders: tuple[OrderResult, ...]
    cautions: tuple[Caution, ...]


def rank_cohort(task: CohortTask) -> CohortResult:
    """Fit (or look up) the model of every order and rank the students who have its priors."""
    cohort, cautions = task.cohort, list[Caution]()
    orders: list[OrderResult] = []
    for order in cohort.progression.orders:
        rows = cohort.complete(order)
        matrix, said = _matrix(task, order, rows)
        cautions += said
        if matrix is None:
            continue
        ranked = rank(cohort.scores[rows], cohort.priors[rows, :order], matrix, task.rules)
        orders.append(OrderResult(order, rows, ranked, matrix))
    return CohortResult(tuple(orders), tuple(cautions))


def _matrix(task: CohortTask, order: int, rows: IntArray) -> tuple[CoefficientMatrix | None, list[Caution]]:
    cohort = task.cohort
    current = cohort.progression.current
    if task.matrices is not None:
        given = task.matrices.get((current.subject, current.grade, cohort.prior_keys(order)))
        if given is None:
            return None, [
                _caution(cohort, order, "no-matrix", "no saved model fits, so there are no percentiles.")
            ]
        return given, []
    if len(rows) < task.rules.minimum:
        least = task.rules.minimum
        what = f"{len(rows)} students are fewer than the {least} that a model needs; none was fitted."
        return None, [_caution(cohort, order, "small-cohort", what)]
    knots = [one for one in cohort.knots[:order] if one is not None]
    if len(knots) < order:
        what = "a prior is the same for everyone and tells no starts apart; no model was fitted."
        return None, [_caution(cohort, order, "constant-prior", what)]
    return _fit(task, order, rows, knots)


def _fit(
    task: CohortTask, order: int, rows: IntArray, knots: list[Knots]
) -> tuple[CoefficientMatrix, list[Caution]]:
    cohort, current = task.cohort, task.cohort.progression.current
    design = spline_design(cohort.priors[rows, :order], knots)
    process = quantile_process(design, cohort.scores[rows], threads=task.rules.threads)
    matrix = CoefficientMatrix(
        subject=current.subject,
        grade=current.grade,
        priors=cohort.prior_keys(order),
        knots=tuple(knots),
        limits=cohort.limits,
        taus=process.taus,
        coefficients=process.coefficients,
        n=len(rows),
        years=(current.year,),
        worst_certificate=float(process.certificates.max()),
        version=__version__,
        date=task.date,
    )
    return matrix, [_caution(cohort, order, one.code, one.what) for one in process.cautions]


def _caution(cohort: Cohort, order: int, code: str, what: str) -> Caution:
    sentence = f"{cohort.progression}, {order} prior{'s' if order > 1 else ''}: {what}"
    return Caution(code, sentence, Place())


def standardized_prior(cohort: Cohort) -> FloatArray:
    """The most recent prior in standard deviations of the largest fitted cohort, three digits, or NaN."""
    prior = cohort.priors[:, 0]
    rows = cohort.complete(cohort.progression.orders[0])
    standard = np.full(len(prior), np.nan)
    spread = prior[rows].std(ddof=1) if len(rows) > 1 else 0.0
    if spread > 0:
        standard[rows] = np.round((prior[rows] - prior[rows].mean()) / spread, 3)
    return standard


def without_names(cohort: Cohort) -> Cohort:
    """The cohort as it travels to a worker: nobody needs the students' ids there."""
    return replace(cohort, student_ids=cohort.student_ids.clear())
