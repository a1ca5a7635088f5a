"""Where growth leads: score trajectories at chosen percentiles, and the growth that reaches a level."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from sharewell.evidence import Caution, Refusal
from sharewell.growth.cohorts import Shelf, history, matrix_of, priors_back
from sharewell.growth.cutscores import CutScores
from sharewell.growth.fit import MatrixKey
from sharewell.growth.model import CoefficientMatrix, Test
from sharewell.growth.scores import check_scores, grade_number
from sharewell.growth.splines import FloatArray
from sharewell.growth.trajectories import Step, carry_forward

PERCENTILES = (1, 35, 50, 65, 99)
HIGHEST_TARGET = 99


@dataclass(frozen=True, slots=True)
class Projections:
    """Projections of everyone with a score in the current year.

    Attributes:
        table: student_id, subject, year, grade (of the current test), from_grade, ahead (years after the test
            that the path starts from), to_grade, p_… (the score at each percentile) and, with cut scores,
            target_level_… (the growth percentile, held every year, that reaches the level; at most 99).
        refused: rows that could not be used.
        cautions: what to keep in mind.
    """

    table: pl.DataFrame
    refused: tuple[Refusal, ...]
    cautions: tuple[Caution, ...]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is asked of every group."""

    percentiles: tuple[int, ...]
    cuts: CutScores
    digits: int
    years: int | None


def projections(
    scores: pl.DataFrame,
    matrices: Iterable[CoefficientMatrix],
    *,
    percentiles: Sequence[int] = PERCENTILES,
    cuts: CutScores | None = None,
    lagged: bool = False,
    years_ahead: int | None = None,
    year: int | None = None,
    digits: int = 0,
    file: str = "",
) -> Projections:
    """Carry everyone forward, grade by grade, as far as there are models.

    Args:
        scores: student_id, subject, year, grade, scale_score.
        matrices: fitted models of every grade ahead (from `percentiles`, or saved ones).
        percentiles: growth percentiles from 1 to 100 whose path is wanted; p is quantile (p - .5) / 100.
        cuts: cut scores by subject and grade, for targets.
        lagged: start from the year before, for everyone with a current score; the first step is then the
            current test, and targets say what growth this year was asked for.
        years_ahead: at most so many; by default as far as there are models.
        year: the current year; by default the latest of each subject.
        digits: decimal places of scores.

    Raises:
        Refused: no usable row.

    Source: Betebenner (2009). Cost: about a millisecond a learner for five grades.
    """
    if any(not 1 <= p <= 100 for p in percentiles):
        raise ValueError("percentiles of a trajectory are from 1 to 100")
    checked = check_scores(scores, file)
    shelf, by_key = Shelf(checked.table), {matrix.key: matrix for matrix in matrices}
    wanted = _Wanted(tuple(percentiles), cuts or {}, digits, years_ahead)
    parts: list[pl.DataFrame] = []
    cautions = list(checked.cautions)
    for test in _current(shelf, year):
        made = _of_test(shelf, test, by_key, wanted, lagged=lagged)
        parts += made
        if not made:
            what = f"No model leads on from {test.subject} grade {test.grade}, so nothing is projected there."
            cautions.append(Caution("no-model-ahead", what))
    table = pl.concat(parts, how="diagonal") if parts else _empty(wanted)
    table = table.sort("subject", "year", pl.col("grade").str.zfill(8), "student_id", "ahead")
    if checked.whole_grades:
        table = table.with_columns(pl.col("grade", "from_grade", "to_grade").cast(pl.Int64))
    return Projections(table, checked.refused, tuple(cautions))


def _current(shelf: Shelf, year: int | None) -> list[Test]:
    latest: dict[str, int] = {}
    for test in shelf.tests():
        latest[test.subject] = max(test.year, latest.get(test.subject, test.year))
    return [test for test in shelf.tests() if test.year == (year or latest[test.subject])]


def _of_test(
    shelf: Shelf,
    test: Test,
    matrices: Mapping[MatrixKey, CoefficientMatrix],
    wanted: _Wanted,
    *,
    lagged: bool,
) -> list[pl.DataFrame]:
    """Everyone of a current test, in groups of the same number of consecutive scores."""
    priors = priors_back(shelf, test)
    joined = history(shelf, test, priors)
    names = ["scale_score", *(f"scale_score_{k}" for k in range(1, len(priors) + 1))][int(lagged) :]
    tests = [test, *priors][int(lagged) :]
    if not tests or grade_number(test.grade) is None:
        return []
    known = matrix_of(joined, names)
    in_a_row = np.cumprod(~np.isnan(known), axis=1).sum(axis=1)
    parts: list[pl.DataFrame] = []
    for held in range(1, len(tests) + 1):
        rows = np.flatnonzero(in_a_row == held)
        if len(rows):
            grades = [one.grade for one in tests[:held]]
            steps = carry_forward(known[rows, :held], test.subject, grades, matrices, wanted.years)
            ids = joined["student_id"].gather(rows)
            parts += [_rows(ids, test, grades[0], known[rows, 0], step, wanted) for step in steps]
    return parts


def _rows(
    ids: pl.Series, test: Test, from_grade: str, start: FloatArray, step: Step, wanted: _Wanted
) -> pl.DataFrame:
    cuts = wanted.cuts.get((test.subject, step.grade), ())
    columns = {f"p_{p}": np.round(step.scores[:, p - 1], wanted.digits) for p in wanted.percentiles}
    targets = {f"target_level_{level}": target(step.scores, cut) for level, cut in enumerate(cuts, start=1)}
    return pl.DataFrame(
        {
            "student_id": ids,
            "subject": pl.repeat(test.subject, len(ids), eager=True),
            "year": pl.repeat(test.year, len(ids), dtype=pl.Int64, eager=True),
            "grade": pl.repeat(test.grade, len(ids), eager=True),
            "from_grade": pl.repeat(from_grade, len(ids), eager=True),
            "from_score": start,
            "ahead": pl.repeat(step.ahead, len(ids), dtype=pl.Int64, eager=True),
            "to_grade": pl.repeat(step.grade, len(ids), eager=True),
            **columns,
            **targets,
        }
    )


def target(scores: FloatArray, cut: float) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """The lowest growth percentile whose path (n, q) reaches `cut`, at most 99."""
    return np.minimum((scores < cut).sum(axis=1) + 1, HIGHEST_TARGET)


def _empty(wanted: _Wanted) -> pl.DataFrame:
    words = ("student_id", "subject", "grade", "from_grade", "to_grade")
    names = ("student_id", "subject", "year", "grade", "from_grade", "from_score", "ahead", "to_grade")
    schema = {name: pl.String if name in words else pl.Int64 for name in names}
    return pl.DataFrame(schema={**schema, **{f"p_{p}": pl.Float64 for p in wanted.percentiles}})
