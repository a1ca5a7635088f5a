"""Which students are compared: progressions found in the scores, and the cohort of each with its priors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from sharewell.evidence import Caution, Place, Refusal, Refused
from sharewell.growth.knots import Tested, knots_by_grade
from sharewell.growth.model import PriorKey, Progression, Test
from sharewell.growth.scores import grade_number
from sharewell.growth.splines import FloatArray, Knots


@dataclass(frozen=True, slots=True)
class Cohort:
    """The students with a score on the current test.

    Attributes:
        student_ids: (n,) ascending.
        scores: (n,) on the current test.
        priors: (n, k), most recent first; NaN where a student has no such score.
        csem: (n, k + 1) conditional standard errors of the current score and the priors, or None.
        knots: of each prior; None where all its scores are equal.
        limits: lowest and highest obtainable current score, where known.
    """

    progression: Progression
    student_ids: pl.Series
    scores: FloatArray
    priors: FloatArray
    csem: FloatArray | None
    knots: tuple[Knots | None, ...]
    limits: tuple[float, float] | None

    def complete(self, order: int) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
        """The positions of students with the first `order` priors."""
        return np.flatnonzero(~np.isnan(self.priors[:, :order]).any(axis=1))

    def prior_keys(self, order: int) -> tuple[PriorKey, ...]:
        """The first `order` priors without their calendar years."""
        year = self.progression.current.year
        priors = self.progression.priors[:order]
        return tuple(PriorKey(prior.subject, year - prior.year, prior.grade) for prior in priors)


class Shelf:
    """The scores by subject, year and grade, so that a cohort is put together without searching."""

    def __init__(self, table: pl.DataFrame) -> None:
        parts = table.partition_by("subject", "year", "grade", as_dict=True, maintain_order=True)
        self._parts = {Test(str(s), int(y), str(g)): part for (s, y, g), part in parts.items()}
        self.has_csem = "csem" in table.columns

    def __contains__(self, test: Test) -> bool:
        return test in self._parts

    def tests(self) -> list[Test]:
        """Every test that somebody has a score on, in order."""
        return sorted(self._parts)

    def taken(self, test: Test) -> pl.DataFrame:
        """The scores on one test (none: an empty table)."""
        return self._parts.get(test, next(iter(self._parts.values())).clear())

    def panel(self, subject: str, year: int) -> pl.DataFrame:
        """All grades of a subject in a year."""
        found = [part for test, part in self._parts.items() if (test.subject, test.year) == (subject, year)]
        return pl.concat(found) if found else next(iter(self._parts.values())).clear()


def find_progressions(
    shelf: Shelf, *, years: Sequence[int] | None = None, most_priors: int | None = None
) -> tuple[list[Progression], list[Caution]]:
    """Every grade of the latest year of each subject (or of `years`) with as many years back as there are.

    Prior k is the same subject, k years before, k grades below; the first one without a score ends the row.
    """
    cautions: list[Caution] = []
    found: list[Progression] = []
    latest: dict[str, int] = {}
    for test in shelf.tests():
        latest[test.subject] = max(test.year, latest.get(test.subject, test.year))
    for test in shelf.tests():
        if test.year not in (years or [latest[test.subject]]):
            continue
        if grade_number(test.grade) is None:
            what = f"Grade {test.grade} of {test.subject} is no step of the ladder of years; "
            cautions.append(
                Caution("no-ladder", what + "name its sequence of grades to have percentiles for it.")
            )
            continue
        priors = priors_back(shelf, test)[:most_priors]
        if priors:
            found.append(Progression(test, tuple(priors)))
    return sorted(found, key=_in_grade_order), cautions


def _in_grade_order(progression: Progression) -> tuple[str, int, int]:
    current = progression.current
    return current.subject, current.year, grade_number(current.grade) or 0


def priors_back(shelf: Shelf, test: Test) -> list[Test]:
    """The tests of the years before, a grade lower each, as far as anyone has a score; most recent first."""
    step = grade_number(test.grade)
    others = [other for other in shelf.tests() if other.subject == test.subject]
    by_step = {(other.year, grade_number(other.grade)): other for other in others}
    priors: list[Test] = []
    while step is not None:
        prior = by_step.get((test.year - len(priors) - 1, step - len(priors) - 1))
        if prior is None:
            break
        priors.append(prior)
    return priors


def gather_cohort(
    shelf: Shelf, progression: Progression, given_knots: Mapping[Tested, Knots] | None = None
) -> Cohort:
    """Put a cohort together; knots are the given ones, or made from the prior years of this progression.

    Raises:
        Refused: nobody took the current test, or given knots lack a prior.
    """
    if progression.current not in shelf:
        what = f"Nobody has a score for {progression.current.subject} {progression.current.year} "
        place = Refusal(
            "no-cohort", Place(), what + f"in grade {progression.current.grade}.", "Check the sequence."
        )
        raise Refused(place)
    joined = history(shelf, progression.current, progression.priors)
    names = [f"scale_score_{k}" for k in range(1, len(progression.priors) + 1)]
    errors = ["csem", *(f"csem_{k}" for k in range(1, len(names) + 1))]
    knots = _knots(shelf, progression, given_knots)
    current = (progression.current.subject, progression.current.grade)
    own = knots.get(current)
    return Cohort(
        progression=progression,
        student_ids=joined["student_id"],
        scores=joined["scale_score"].to_numpy(),
        priors=matrix_of(joined, names),
        csem=matrix_of(joined, errors) if shelf.has_csem else None,
        knots=tuple(knots[prior.subject, prior.grade] for prior in progression.priors),
        limits=own.loss_hoss if own else None,
    )


def history(shelf: Shelf, current: Test, priors: Sequence[Test]) -> pl.DataFrame:
    """A row for everyone with the current score, by id: scale_score, scale_score_1 (the prior), …, csem."""
    columns = ["scale_score", *(["csem"] if shelf.has_csem else [])]
    joined = shelf.taken(current).sort("student_id").select("student_id", *columns)
    for k, prior in enumerate(priors, start=1):
        part = shelf.taken(prior).select("student_id", *columns)
        joined = joined.join(part, on="student_id", how="left", suffix=f"_{k}", maintain_order="left")
    return joined


def matrix_of(joined: pl.DataFrame, names: Sequence[str]) -> FloatArray:
    """The columns as numbers (n, names), NaN where empty."""
    return joined.select(pl.col(names).cast(pl.Float64).fill_null(float("nan"))).to_numpy()


def _knots(
    shelf: Shelf, progression: Progression, given: Mapping[Tested, Knots] | None
) -> Mapping[Tested, Knots | None]:
    tested = [(prior.subject, prior.grade) for prior in progression.priors]
    if given is None:
        panels = sorted({(prior.subject, prior.year) for prior in progression.priors})
        made = knots_by_grade(pl.concat([shelf.panel(subject, year) for subject, year in panels]))
        return {**dict.fromkeys(tested), **made}
    missing = sorted({one for one in tested if one not in given})
    if missing:
        raise Refused(
            [
                Refusal(
                    "no-knots",
                    Place("the knots"),
                    f"There are no knots for {subject} in grade {grade}.",
                    "Add them, or leave the knots out to have them made from the scores.",
                )
                for subject, grade in missing
            ]
        )
    return given
