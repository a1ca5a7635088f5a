"""Measurement error: SIMEX takes back the advantage that a noisy prior gives to strong starters."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from sharewell.growth import Intervals, Rules, Simex, percentiles

CSEM = 20.0


def measured(students: int = 1500, seed: int = 5) -> tuple[pl.DataFrame, np.ndarray]:
    """Scores of two years with known error, and the prior without it."""
    rng = np.random.default_rng(seed)
    true = rng.normal(500, 40, students)
    prior = true + rng.normal(scale=CSEM, size=students)
    score = 100 + 0.9 * true + rng.normal(scale=15, size=students)
    ids = [f"{i:05d}" for i in range(students)]
    parts = [
        pl.DataFrame({"student_id": ids, "year": year, "grade": grade, "scale_score": values})
        for year, grade, values in ((2024, 3, prior), (2025, 4, score))
    ]
    table = pl.concat(parts).with_columns(subject=pl.lit("MATH"), csem=pl.lit(CSEM))
    return table, true


def slope(values: np.ndarray, true: np.ndarray) -> float:
    return float(np.polyfit((true - 500) / 40, values, 1)[0])


@pytest.mark.slow
def test_simex_takes_back_most_of_the_bias() -> None:
    table, true = measured()
    made = percentiles(table, simex=Simex(replicates=6)).table.sort("student_id")
    plain = slope(made["sgp"].to_numpy(), true)
    corrected = slope(made["sgp_simex"].to_numpy(), true)
    assert plain > 8  # percentiles for each standard deviation of the true start
    assert abs(corrected) < plain / 2
    ranked = made["sgp_simex_ranked"].to_numpy()
    assert np.histogram(ranked, bins=[0, 20, 40, 60, 80, 100])[0] == pytest.approx([300] * 5, abs=25)


def test_the_seed_decides() -> None:
    table, _ = measured(students=300)
    how = Simex(seed=3, lambdas=(1.0,), replicates=6)
    once = percentiles(table, simex=how).table
    assert percentiles(table, simex=how).table.equals(once)
    other = percentiles(table, simex=Simex(seed=4, lambdas=(1.0,), replicates=6)).table
    assert not other.equals(once)


def test_the_line_through_the_averages_is_least_squares() -> None:
    how = Simex()
    averages = np.array([3.0, 2.0, 2.5, 1.0, 0.0])
    line = np.polyfit([0, *how.lambdas], averages, 1)
    assert how.weights() @ averages == pytest.approx(np.polyval(line, -1))


def test_intervals_hold_the_percentile_and_widen_with_the_error() -> None:
    table, _ = measured(students=400)
    made = percentiles(table, intervals=Intervals(draws=200)).table
    inside = made.filter(pl.col("sgp").is_between(pl.col("sgp_low") - 1, pl.col("sgp_high") + 1))
    assert inside.height / made.height > 0.97
    finer = percentiles(table.with_columns(csem=pl.lit(5.0)), intervals=Intervals(draws=200)).table
    assert finer["sgp_se"].mean() < made["sgp_se"].mean() / 2  # type: ignore[operator]


def test_without_csem_it_is_said_and_nothing_is_added() -> None:
    table, _ = measured(students=200)
    made = percentiles(table.drop("csem"), simex=Simex(), intervals=Intervals())
    assert [caution.code for caution in made.cautions] == ["no-csem"]
    assert made.table.columns[-1] == "sgp"
    part = percentiles(
        table.with_columns(csem=pl.when(pl.col("student_id") > "00100").then("csem")),
        intervals=Intervals(),
        rules=Rules(minimum=50),
    )
    assert part.table["sgp_se"].null_count() == 101
    assert [caution.code for caution in part.cautions] == ["csem-missing"]


def test_senseless_settings_are_programming_mistakes() -> None:
    with pytest.raises(ValueError, match="lambdas"):
        Simex(lambdas=(0.0,))
    with pytest.raises(ValueError, match="share"):
        Intervals(share=1.0)
