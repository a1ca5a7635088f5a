"""The project's own golden set: percentiles by R's quantreg on simulated scores, scale by scale."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from sharewell.growth import GrowthPercentiles, Rules, percentiles

FOLDER = Path(__file__).parents[1] / "golden" / "growth"


@pytest.fixture(scope="module")
def made() -> GrowthPercentiles:
    return percentiles(
        pl.read_csv(FOLDER / "scores.csv"), all_orders=True, rules=Rules(cuts=(49,), cut_digits=5)
    )


@pytest.mark.parametrize("subject", ["FINE", "WIDE", "COARSE"])
def test_percentiles(made: GrowthPercentiles, subject: str) -> None:
    key = ["student_id", "subject", "year", "grade", "order"]
    expected = pl.read_csv(FOLDER / "sgp.csv", schema_overrides={"student_id": pl.String}).filter(
        subject=subject
    )
    both = expected.join(made.table.filter(subject=subject), on=key, how="full", coalesce=True)
    assert both.height == expected.height == 960
    assert both.filter(pl.col("sgp").ne_missing(pl.col("sgp_right"))).height == 0


def test_fitted_quantiles(made: GrowthPercentiles) -> None:
    """The fitted quantile .495 itself, where no limit of the scale holds the cut back."""
    key = ["student_id", "subject", "year", "grade", "order"]
    expected = pl.read_csv(FOLDER / "sgp.csv", schema_overrides={"student_id": pl.String})
    both = expected.join(made.table, on=key)
    limits = {(one.subject, int(one.grade)): one.limits for one in made.matrices}
    for (subject, grade), part in both.partition_by("subject", "grade", as_dict=True).items():
        low, high = limits[str(subject), int(str(grade))] or (0, 0)
        inside = part.filter(pl.col("median").is_between(low, high))
        assert (inside["median"] - inside["percentile_cut_49"]).abs().max() <= 2e-5  # type: ignore[operator]


def test_knots(made: GrowthPercentiles) -> None:
    expected = pl.read_csv(FOLDER / "knots.csv")
    ours = made.knots.filter(pl.col("kind") != "loss_hoss")
    for (subject, grade, prior), part in expected.partition_by(
        "subject", "grade", "prior_grade", as_dict=True
    ).items():
        values = ours.filter(subject=subject, grade=str(grade), prior_grade=str(prior))["value"]
        if len(values):  # other grades' knots are made too, and not used
            assert values.to_list() == part["value"].to_list()
