"""A table of scores, read and compared with what is here: what to show, and what to write."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import polars as pl

from sharewell.evidence import Place, Refusal, Refused
from sharewell.growth import CoefficientMatrix, read_matrices
from sharewell.growth.files import read_table
from sharewell.growth.scores import check_scores
from sharewell.report.words import count, listing
from sharewell.web.classes.models import Learner
from sharewell.web.growth import selectors

KEY: Final = ("student_id", "subject", "year")
VALUES: Final = ("grade", "scale_score", "csem")
YEARS: Final = range(1950, 2151)


@dataclass(frozen=True, slots=True)
class Incoming:
    """Scores of learners of this school (their `student_id` is the row's id, as text), each new, changed or same."""

    rows: pl.DataFrame  # student_id, subject, year, grade, scale_score, csem, state
    elsewhere: int  # rows of learners who are not here
    models: tuple[CoefficientMatrix, ...] | None
    refusals: tuple[Refusal, ...]
    cautions: tuple[str, ...]

    def merged(self) -> pl.DataFrame:
        """All scores of the school as they would be."""
        here = selectors.scores_here()
        kept = here.join(self.rows, on=KEY, how="anti")
        return pl.concat([kept, self.rows.select(here.columns)])

    def preview(self) -> dict[str, Any]:
        """Counts by subject and year, ready to be kept as JSON."""
        states = [(pl.col("state") == state).sum().alias(state) for state in ("new", "changed", "same")]
        told = self.rows.group_by("subject", "year").agg(*states).sort("subject", "year")
        return {
            "tests": told.to_dicts(),
            "learners": self.rows["student_id"].n_unique(),
            "elsewhere": self.elsewhere,
            "models": None if self.models is None else _told(self.models),
        }


def read_scores(path: Path, models: Path | None) -> Incoming:
    """Read both files and compare the scores with those here; refusals name files as people know them.

    Raises:
        Refused: nothing in the scores, or in the models, can be used.
    """
    try:
        checked = check_scores(read_table(path), path.name)
        fitted = None if models is None else read_matrices(models)
    except Refused as refused:
        raise Refused(named(refused.refusals)) from refused
    table, odd = _sensible(checked.table, path.name)
    learners = pl.DataFrame(
        list(Learner.objects.values_list("student_id", "pk")),
        schema={"student_id": pl.String, "pk": pl.Int64},
        orient="row",
    )
    known = table.join(learners, on="student_id", how="inner", maintain_order="left")
    if not known.height:
        raise Refused([*_nobody(path.name), *named(checked.refused), *odd])
    if "csem" not in known.columns:
        known = known.with_columns(csem=pl.lit(None, dtype=pl.Float64))
    rows = _compared(known.with_columns(pl.col("pk").cast(pl.String).alias("student_id")))
    cautions = [caution.what for caution in checked.cautions]
    return Incoming(
        rows, table.height - known.height, fitted, (*named(checked.refused), *odd), tuple(cautions)
    )


def _compared(rows: pl.DataFrame) -> pl.DataFrame:
    here = selectors.scores_here()
    both = rows.select(*KEY, *VALUES).join(here, on=KEY, how="left", suffix="_here", maintain_order="left")
    same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"{name}_here")) for name in VALUES)
    state = pl.when(pl.col("grade_here").is_null()).then(pl.lit("new"))
    state = state.when(same).then(pl.lit("same")).otherwise(pl.lit("changed"))
    return both.with_columns(state.alias("state")).select(*KEY, *VALUES, "state")


def _sensible(table: pl.DataFrame, file: str) -> tuple[pl.DataFrame, list[Refusal]]:
    """Without the rows whose year is no year, or whose words are too long to be a subject or grade."""
    year = pl.col("year").is_between(YEARS.start, YEARS.stop - 1)
    short = (pl.col("subject").str.len_chars() <= 200) & (pl.col("grade").str.len_chars() <= 40)
    error = pl.col("csem") >= 0 if "csem" in table.columns else pl.lit(value=True)
    refusals = [
        Refusal(code, Place(file, row, column), what, fix)
        for good, code, column, what, fix in (
            (
                year,
                "no-year",
                "year",
                "This is no year of a test.",
                "Write the year with four digits, such as 2026.",
            ),
            (
                short,
                "too-long",
                "subject",
                "This subject or grade is longer than a name.",
                "Write a short name.",
            ),
            (
                error,
                "no-error",
                "csem",
                "An error of measurement is not negative.",
                "Write its size, or nothing.",
            ),
        )
        for row in table.filter(good.not_())["row"].to_list()
    ]
    return table.filter(year & short & error.fill_null(value=True)), refusals


def _nobody(file: str) -> list[Refusal]:
    return [
        Refusal(
            "nobody-known",
            Place(file, None, "student_id"),
            "No student of this table is a learner here.",
            "Use the ids of the gradebook, and bring the gradebook in first.",
        )
    ]


def named(refusals: Iterable[Refusal]) -> list[Refusal]:
    """Refusals that name a file as it came, not where it is kept."""
    return [replace(one, where=replace(one.where, file=Path(one.where.file).name)) for one in refusals]


def _told(models: tuple[CoefficientMatrix, ...]) -> str:
    """What a set of models is of, in words: "Mathematics grades 5, 6 and 7 …; up to 900 students a model"."""
    grades: dict[str, set[str]] = {}
    for model in models:
        grades.setdefault(model.subject, set()).add(model.grade)
    parts = [
        f"{subject} {'grade' if len(of) == 1 else 'grades'} {listing(sorted(of, key=lambda g: (len(g), g)))}"
        for subject, of in sorted(grades.items())
    ]
    most = max((model.n for model in models), default=0)
    return f"{'; '.join(parts)}: {count(len(models), 'model')}, each of up to {count(most, 'student')}"
