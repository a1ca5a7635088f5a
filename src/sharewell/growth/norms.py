"""Typical growth, so that a gain is judged by its grade and not by one number for all ages.

The table here is of annual gains in standard deviations between the springs of two grades, averaged over
nationally normed tests: Hill, Bloom, Black & Lipsey (2008), "Empirical
benchmarks for interpreting effect sizes in research", Child Development Perspectives 2(3), 172-177, table
1. They are of the United States, of the tests of the time, and of a whole year. The figures here have not been
compared with the printed table; what is sure is their shape (large gains in early grades, declining with age:
the abstract of Bloom, Hill, Black & Lipsey 2008, J. Research on Educational Effectiveness 1(4), 289-328). The
source says so in every result, and norms of your own (`read_norms`) come before them.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from sharewell.evidence import Place, Refusal, Refused
from sharewell.growth.files import read_table, typed

HILL_2008 = "Hill, Bloom, Black & Lipsey (2008), not compared with the print"
READING = (1.52, 0.97, 0.60, 0.36, 0.40, 0.32, 0.23, 0.26, 0.24, 0.19, 0.19, 0.06)
MATHEMATICS = (1.14, 1.03, 0.89, 0.52, 0.56, 0.41, 0.30, 0.32, 0.22, 0.25, 0.14, 0.01)
NAMES = {
    "reading": ("reading", "ela", "english", "english language arts", "language arts"),
    "mathematics": ("mathematics", "math", "maths"),
}


def annual_gains() -> pl.DataFrame:
    """subject, grade (at the end of the year: 1 is from kindergarten to grade 1), effect, source."""
    gains = {"reading": READING, "mathematics": MATHEMATICS}
    rows = [
        (subject, str(grade), effect, HILL_2008)
        for subject, effects in gains.items()
        for grade, effect in enumerate(effects, start=1)
    ]
    return pl.DataFrame(rows, schema=["subject", "grade", "effect", "source"], orient="row")


def norm_subject(subject: pl.Expr) -> pl.Expr:
    """The name a subject has in `annual_gains`; other names stay as they are."""
    names = {name: standard for standard, some in NAMES.items() for name in some}
    plain = subject.str.to_lowercase().str.strip_chars()
    return plain.replace(list(names), list(names.values()))


def read_norms(path: Path) -> pl.DataFrame:
    """Read norms of your own: subject, grade (at the end of the year), effect, source.

    Raises:
        Refused: missing columns, or effects that are no numbers.
    """
    kinds = {"subject": "text", "grade": "text", "effect": "number", "source": "text"}
    table, refusals = typed(read_table(path), kinds, str(path))  # pyright: ignore[reportArgumentType]
    if refusals:
        raise Refused(refusals)
    if table.select(pl.struct("subject", "grade").is_duplicated().any()).item():
        what = "A subject and grade stands here twice."
        raise Refused(Refusal("two-norms", Place(str(path)), what, "Give each subject and grade one effect."))
    return table.select(norm_subject(pl.col("subject")), "grade", "effect", "source")
