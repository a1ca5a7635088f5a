"""The reference's inputs and outputs, where they are present, as this project's long tables."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from sharewell.growth.cutscores import cut_scores_from_table
from sharewell.growth.knots import Tested, knots_from_table
from sharewell.growth.splines import Knots

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "growth"
YEARS = range(2021, 2026)
needs_reference = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"the reference outputs are not in {FOLDER}")


def read(name: str) -> pl.DataFrame:
    return pl.read_csv(FOLDER / name, infer_schema_length=None)


def long_table(wide: pl.DataFrame, subject: str = "READING") -> pl.DataFrame:
    """One row a student and year in place of one row a student."""
    years = [
        wide.select(
            student_id=pl.col("ID").cast(pl.String),
            subject=pl.lit(subject),
            year=pl.lit(year, dtype=pl.Int64),
            grade=pl.col(f"GRADE_{year}"),
            scale_score=pl.col(f"SS_{year}").cast(pl.Float64),
        )
        for year in YEARS
    ]
    return pl.concat(years).drop_nulls("grade")


def knots_named(table: pl.DataFrame) -> dict[Tested, Knots]:
    """Knots from rows named `knots_3`, `boundaries_3`, `loss.hoss_3`."""
    parts = pl.col("name").str.split("_")
    return knots_from_table(
        table.select(
            subject=pl.lit("READING"), grade=parts.list.last(), kind=parts.list.first(), value="value"
        )
    )


def demo_cuts() -> dict[Tested, tuple[float, ...]]:
    grade = pl.col("grade").str.split("_").list.last()
    table = read("proj_demo_cutscores_reading.csv.gz")
    return cut_scores_from_table(table.select(subject="set", grade=grade, level="idx", score="value"))
