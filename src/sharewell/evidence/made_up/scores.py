"""Made-up scores of yearly tests: a school's, and those of a district large enough to compare it with.

A learner's standing z in a subject moves from year to year as z' = 0.85 z + 0.53 e (so its spread stays 1). The
score is 400 + 25 (grade - 3) + 40 z, read with an error that is largest at the ends of the scale. The last e of a
learner leans on how their work of the present year went: who learns well in class tends to have grown.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from sharewell.evidence.model import SCORED, Gradebook

TESTED: Final = ("Mathematics", "Reading")
YEARS: Final = (2024, 2025, 2026)  # springs; the gradebook's year begins in the autumn of the last
_KEEPS: Final = 0.85
_LEANS: Final = 0.6
_AWAY: Final = (0.08, 0.04, 0.02)  # share without a score, by year
SCHEMA: Final = {
    "student_id": pl.String,
    "subject": pl.String,
    "year": pl.Int64,
    "grade": pl.Int64,
    "scale_score": pl.Float64,
    "csem": pl.Float64,
}


def school_scores(book: Gradebook, *, seed: int = 2026) -> pl.DataFrame:
    """Three springs of scores for everyone in a gradebook whose grade is a number.

    Returns:
        student_id, subject, year, grade, scale_score, csem; the same book and seed give the same table.
    """
    worth = book.tasks.select("task", "points_possible").filter(pl.col("points_possible") > 0)
    done = book.results.filter(pl.col("status") == SCORED).join(worth, on="task")
    share = done.group_by("student_id").agg(
        (pl.col("points") / pl.col("points_possible")).mean().alias("share")
    )
    grade = pl.col("grade").cast(pl.Int64, strict=False)
    learners = book.students.select("student_id", grade).drop_nulls().sort("student_id")
    learners = learners.join(share, on="student_id", how="left", maintain_order="left")
    known = learners["share"].fill_null(strategy="mean").fill_null(0.0).to_numpy()
    spread = known.std()
    learning = (known - known.mean()) / spread if spread > 0 else np.zeros_like(known)
    return _scores(
        learners["student_id"], learners["grade"].to_numpy(), learning, np.random.default_rng(seed)
    )


def district_scores(
    *, seed: int = 4711, a_grade: int = 900, grades: tuple[int, ...] = (6, 7, 8, 9)
) -> pl.DataFrame:
    """The same tests of a whole district: `a_grade` students in each of `grades` (of the present year)."""
    rng = np.random.default_rng(seed)
    now = np.repeat(np.array(grades), a_grade)
    ids = pl.Series("student_id", [f"D{i + 1:06d}" for i in range(now.size)])
    return _scores(ids, now, rng.standard_normal(now.size), rng)


def _scores(
    ids: pl.Series, now: npt.NDArray[np.int64], learning: npt.NDArray[np.float64], rng: np.random.Generator
) -> pl.DataFrame:
    """The long table of both subjects; a learner now in grade g sat the last test in grade g - 1."""
    shared = rng.standard_normal(now.size)
    parts: list[pl.DataFrame] = []
    for subject in TESTED:
        standing = 0.7 * shared + np.sqrt(1 - 0.7**2) * rng.standard_normal(now.size)
        for k, year in enumerate(YEARS):
            last = k == len(YEARS) - 1
            chance = rng.standard_normal(now.size)
            moved = _LEANS * learning + np.sqrt(1 - _LEANS**2) * chance if last else chance
            standing = _KEEPS * standing + np.sqrt(1 - _KEEPS**2) * moved if k else standing
            grade = now - len(YEARS) + k
            csem = np.round(9 + 2 * standing**2).clip(9, 20)
            score = 400 + 25 * (grade - 3) + 40 * standing + csem * rng.standard_normal(now.size)
            sat = rng.random(now.size) >= _AWAY[k]
            columns = {"scale_score": np.round(score), "csem": csem, "grade": grade}
            table = pl.DataFrame({"student_id": ids, **columns}).filter(pl.Series(sat))
            parts.append(table.with_columns(subject=pl.lit(subject), year=pl.lit(year)))
    whole = pl.concat(
        [part.select(pl.col(name).cast(kind) for name, kind in SCHEMA.items()) for part in parts]
    )
    return whole.sort("student_id", "subject", "year")
