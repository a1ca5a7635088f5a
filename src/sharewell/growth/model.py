"""What goes in and comes out of growth percentiles: tests, progressions, rules, fitted matrices, results."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl

from sharewell.evidence import Caution, Refusal
from sharewell.growth.splines import FloatArray, Knots

IntArray = np.ndarray[tuple[int, ...], np.dtype[np.int64]]

SCORE_COLUMNS = ("student_id", "subject", "year", "grade", "scale_score")
OUT_COLUMNS = ("student_id", "subject", "year", "grade", "order", "sgp")


@dataclass(frozen=True, slots=True, order=True)
class Test:
    """A test that students take once: a subject, a year, a grade."""

    __test__ = False  # not a test of this project

    subject: str
    year: int
    grade: str


@dataclass(frozen=True, slots=True)
class Progression:
    """A current test and the tests before it, the most recent first.

    Attributes:
        exact: fit the model of all priors only, not those of fewer.
    """

    current: Test
    priors: tuple[Test, ...]
    exact: bool = False

    def __post_init__(self) -> None:
        years = [self.current.year, *(prior.year for prior in self.priors)]
        if not self.priors or any(later < sooner for later, sooner in pairwise(years)):
            raise ValueError("a progression has a prior, and goes back in time")

    @property
    def orders(self) -> range:
        """The numbers of priors that are fitted."""
        return range(len(self.priors), len(self.priors) + 1) if self.exact else range(1, len(self.priors) + 1)

    def __str__(self) -> str:
        tests = [*reversed(self.priors), self.current]
        return " > ".join(f"{test.subject} {test.year} grade {test.grade}" for test in tests)


@dataclass(frozen=True, slots=True)
class Rules:
    """How fitted quantiles become percentiles; the defaults are those of the reference.

    Attributes:
        minimum: students that a model needs; with fewer nothing is fitted and a caution says so.
        convert_0_and_100: report 0 as 1 and 100 as 99.
        isotonize: put the fitted quantiles of every student in ascending order.
        loss_hoss_adjustment: hold fitted quantiles within the obtainable scores, and count those that equal a
            highest obtainable score.
        cuts: percentiles from 0 to 99 whose score is wanted for every student.
        cut_digits: decimal places of these scores.
        mid_rank: add the mid-rank percentile with its interval, for scales with heavy ties.
        prior_score: add the most recent prior score, and how it stands in the cohort in standard deviations.
        threads: of one fit.
    """

    minimum: int = 100
    convert_0_and_100: bool = True
    isotonize: bool = True
    loss_hoss_adjustment: bool = False
    cuts: tuple[int, ...] = ()
    cut_digits: int = 0
    mid_rank: bool = False
    prior_score: bool = False
    threads: int = 1

    def __post_init__(self) -> None:
        if any(not 0 <= cut <= 99 for cut in self.cuts):
            raise ValueError("cuts are percentiles from 0 to 99")


@dataclass(frozen=True, slots=True)
class PriorKey:
    """A prior as a saved matrix knows it: without a calendar year, so that it serves other years too."""

    subject: str
    years_before: int
    grade: str


@dataclass(frozen=True, slots=True)
class CoefficientMatrix:
    """A fitted model: all that is needed to give percentiles to other students.

    Attributes:
        subject, grade: of the current test.
        priors: most recent first; the order of the model is their number.
        knots: of each prior.
        limits: lowest and highest obtainable score of the current test, where known.
        taus: (q,) levels.
        coefficients: (p, q), p = 1 + columns of all priors; column t belongs to taus[t].
        n: students it was fitted on.
        years: calendar years of the current tests it was fitted on.
        worst_certificate: greatest relative duality gap over the levels.
        version: of the program that fitted it.
        date: when, as given by the caller; empty where none was given.
    """

    subject: str
    grade: str
    priors: tuple[PriorKey, ...]
    knots: tuple[Knots, ...]
    limits: tuple[float, float] | None
    taus: FloatArray
    coefficients: FloatArray
    n: int
    years: tuple[int, ...]
    worst_certificate: float
    version: str
    date: str

    @property
    def key(self) -> tuple[str, str, tuple[PriorKey, ...]]:
        """What it fits: the current subject and grade, and the priors."""
        return self.subject, self.grade, self.priors


@dataclass(frozen=True, slots=True)
class GrowthPercentiles:
    """Growth percentiles of everyone who has priors.

    Attributes:
        table: `student_id, subject, year, grade, order, sgp` and the columns asked for; the highest order of
            each student, or every order; by subject, year, grade, student, order.
        coverage: subject, year, grade, order, students (with a score), ranked (with this order's priors and
            a model), without (no percentile of any order; the same in every row of a grade).
        matrices: the models, fitted or given, by cohort and order.
        knots: subject, year, grade (of the cohort), then prior_subject, prior_grade, kind, value.
        refused: rows that could not be used.
        cautions: what to keep in mind.
    """

    table: pl.DataFrame
    coverage: pl.DataFrame
    matrices: tuple[CoefficientMatrix, ...]
    knots: pl.DataFrame
    refused: tuple[Refusal, ...]
    cautions: tuple[Caution, ...]
