"""One group of learners carried forward: the score that each growth percentile leads to, year after year.

Row q of a learner is the path of someone who grows at quantile q every year: the quantile of the next
test is fitted, held within the obtainable scores, put in ascending order, rounded to five digits, and becomes
a prior of the test after it (Betebenner 2009, "percentile growth trajectories").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.interpolate import BSpline

from sharewell.growth.fit import MatrixKey
from sharewell.growth.model import CoefficientMatrix, PriorKey
from sharewell.growth.scores import grade_number
from sharewell.growth.splines import DEGREE, FloatArray, Knots, spline_columns

DIGITS = 5


@dataclass(frozen=True, slots=True)
class Step:
    """A year ahead: the grade reached and the score (n, q) that each quantile leads to."""

    ahead: int
    grade: str
    scores: FloatArray


def carry_forward(
    known: FloatArray,
    subject: str,
    grades: Sequence[str],
    matrices: Mapping[MatrixKey, CoefficientMatrix],
    years: int | None = None,
) -> list[Step]:
    """Carry learners forward as far as there are models, at most `years`.

    Args:
        known: (n, k) scores, the most recent first, a year apart; `grades` (k,) belong to the columns.
        matrices: models by key; of those that fit, the one with the most priors is used.

    Cost: for each year and each prior that is itself projected, q spline evaluations at n points.
    """
    past: list[FloatArray] = [known[:, j] for j in range(known.shape[1])]
    names = list(grades)
    steps: list[Step] = []
    while years is None or len(steps) < years:
        matrix = _longest(matrices, subject, names)
        if matrix is None:
            break
        scores = _next(matrix, past)
        steps.append(Step(len(steps) + 1, matrix.grade, scores))
        past.insert(0, scores)
        names.insert(0, matrix.grade)
    return steps


def _longest(
    matrices: Mapping[MatrixKey, CoefficientMatrix], subject: str, names: Sequence[str]
) -> CoefficientMatrix | None:
    step = grade_number(names[0])
    if step is None:
        return None
    grade = "K" if step == -1 else str(step + 1)
    for order in range(len(names), 0, -1):
        keys = tuple(PriorKey(subject, j + 1, names[j]) for j in range(order))
        if (matrix := matrices.get((subject, grade, keys))) is not None:
            return matrix
    return None


def _next(matrix: CoefficientMatrix, past: Sequence[FloatArray]) -> FloatArray:
    fitted = np.tile(matrix.coefficients[0], (len(past[0]), 1))
    column = 1
    for scores, knots in zip(past, matrix.knots, strict=False):
        rows = matrix.coefficients[column : column + knots.columns]
        fitted += _added(scores, knots, rows)
        column += knots.columns
    if matrix.limits:
        fitted = np.clip(fitted, *matrix.limits)
    return np.round(np.sort(fitted, axis=1), DIGITS).astype(np.float64, copy=False)


def _added(scores: FloatArray, knots: Knots, rows: FloatArray) -> FloatArray:
    """What a prior adds to every quantile: one score a learner (n,), or one for each quantile (n, q)."""
    if scores.ndim == 1:
        distinct, place = np.unique(scores, return_inverse=True)
        return (spline_columns(distinct, knots) @ rows)[place]
    low, high = knots.boundary
    whole = np.array([low] * (DEGREE + 1) + list(knots.inner) + [high] * (DEGREE + 1))
    full = np.vstack([np.zeros(rows.shape[1]), rows])  # the first B-spline is not in the design
    columns = [BSpline(whole, full[:, q], DEGREE)(scores[:, q]) for q in range(rows.shape[1])]
    return np.column_stack(columns)
