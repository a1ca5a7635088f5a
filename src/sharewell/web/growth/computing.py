"""From scores to growth: everyone's percentile to their latest test, or the reason why none can be said.

The number itself is `sharewell.growth.percentiles`'; a school with saved models is compared with whom they were fitted
on, any other with itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from sharewell.evidence import Refused
from sharewell.growth import CoefficientMatrix, GrowthPercentiles, Intervals, Rules, percentiles, projections
from sharewell.web.growth.models import Growth

FAN: Final = (10, 25, 50, 75, 90)
LEAST: Final = Rules().minimum
TEST: Final = ("subject", "year", "grade")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Saved models and whose they are."""

    name: str
    models: tuple[CoefficientMatrix, ...]


def growth_of_everyone(scores: pl.DataFrame, comparison: Comparison | None) -> list[dict[str, Any]]:
    """One row a learner and subject of the subject's latest year, with the fields of `models.Growth`.

    Args:
        scores: student_id, subject, year, grade, scale_score, csem (may be empty), of the whole school.
        comparison: saved models; None compares the school with itself.
    """
    if not scores.height:
        return []
    if not scores["csem"].is_not_null().any():
        scores = scores.drop("csem")
    current = _current(scores)
    grown = _grown(scores, comparison)
    if grown is not None:
        current = current.join(_said(grown), on=["student_id", *TEST], how="left", maintain_order="left")
    ahead = _ahead(scores, comparison, grown)
    name = comparison.name if comparison else ""
    return [
        _row(row, name, ahead.get((row["student_id"], row["subject"])))
        for row in current.iter_rows(named=True)
    ]


def _current(scores: pl.DataFrame) -> pl.DataFrame:
    """The scores of each subject's latest year, whether each has a start, and how many of its test have one."""
    step = pl.col("grade").cast(pl.Int64, strict=False)
    starts = scores.select(
        "student_id", "subject", pl.col("year") + 1, (step + 1).alias("step"), started=True
    )
    latest = scores.filter(pl.col("year") == pl.col("year").max().over("subject")).with_columns(
        step.alias("step")
    )
    joined = latest.join(
        starts, on=["student_id", "subject", "year", "step"], how="left", maintain_order="left"
    ).with_columns(pl.col("started").fill_null(value=False))
    return joined.with_columns(pl.col("started").sum().over(*TEST).alias("starters")).select(
        "student_id", *TEST, "started", "starters"
    )


def _grown(scores: pl.DataFrame, comparison: Comparison | None) -> GrowthPercentiles | None:
    intervals = Intervals() if "csem" in scores.columns else None
    try:
        return percentiles(scores, matrices=comparison.models if comparison else None, intervals=intervals)
    except Refused:  # no grade has scores of the grade below in the year before: everyone's `started` says so
        return None


def _said(grown: GrowthPercentiles) -> pl.DataFrame:
    """The table with the number of students behind each model, and the interval where there is one."""
    sizes = pl.DataFrame(
        [(model.subject, model.grade, len(model.priors), model.n) for model in grown.matrices],
        schema={"subject": pl.String, "grade": pl.String, "order": pl.Int64, "compared": pl.Int64},
        orient="row",
    ).unique(["subject", "grade", "order"], keep="first")
    table = grown.table.with_columns(pl.col("grade").cast(pl.String), pl.col("order").cast(pl.Int64))
    return table.join(sizes, on=["subject", "grade", "order"], how="left", maintain_order="left")


def _ahead(
    scores: pl.DataFrame, comparison: Comparison | None, grown: GrowthPercentiles | None
) -> dict[tuple[str, str], dict[str, Any]]:
    """(student, subject) → where a year of growth may lead, as far as there is a model of the next grade."""
    models = comparison.models if comparison else grown.matrices if grown else ()
    table = projections(scores, models, percentiles=FAN, years_ahead=1).table
    return {
        (row["student_id"], row["subject"]): {
            "grade": str(row["to_grade"]),
            "scores": [row[f"p_{p}"] for p in FAN],
        }
        for row in table.iter_rows(named=True)
    }


def _row(row: dict[str, Any], norm: str, ahead: dict[str, Any] | None) -> dict[str, Any]:
    sgp, low, high = row.get("sgp"), row.get("sgp_low"), row.get("sgp_high")
    why = Growth.Why.SAID
    if sgp is None:
        why = Growth.Why.NO_START if not row["started"] else Growth.Why.NO_MODEL
        if row["started"] and not norm and row["starters"] < LEAST:
            why = Growth.Why.FEW
    return {
        "learner_id": int(row["student_id"]),
        "subject": row["subject"],
        "year": row["year"],
        "grade": row["grade"],
        "order": row.get("order"),
        "sgp": sgp,
        "low": None if low is None else int(low),
        "high": None if high is None else int(high),
        "why_not": why.value,
        "norm": norm,
        "compared": row["starters"] if sgp is None else row["compared"],
        "ahead": ahead,
    }
