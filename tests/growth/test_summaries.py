"""Summaries: figures checked against NumPy, small groups hidden, seeds kept, fit by decile."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.growth.simulated import simulate
from typer.testing import CliRunner

from sharewell.cli.main import app
from sharewell.growth import Bootstrap, Rules, ceilings_and_floors, goodness_of_fit, percentiles, summaries


def grown(sizes: dict[str, int], seed: int = 4) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    parts = [
        pl.DataFrame({"school": [name] * size, "sgp": rng.integers(1, 100, size)})
        for name, size in sizes.items()
    ]
    return pl.concat(parts)


def test_means_medians_and_errors() -> None:
    table = grown({"North": 60, "South": 45})
    made = summaries(table, ["school"]).row(0, named=True)
    values = table.filter(school="North")["sgp"].to_numpy()
    error = values.std(ddof=1) / np.sqrt(60)
    assert made["n"] == 60
    assert made["mean"] == pytest.approx(values.mean())
    assert made["median"] == pytest.approx(np.median(values))
    assert made["mean_se"] == pytest.approx(error)
    assert made["median_se"] == pytest.approx(1.253 * error)
    assert made["index"] == pytest.approx((values.mean() - 50) / error)
    assert made["mean_high"] - made["mean_low"] == pytest.approx(2 * 1.96 * error, rel=0.1)


def test_evidence_is_said_in_words() -> None:
    more = pl.DataFrame({"school": ["A"] * 50, "sgp": [70, 80] * 25})
    assert summaries(more, ["school"])["evidence"].item() == "clear evidence of more growth than expected"
    alike = pl.DataFrame({"school": ["A"] * 50, "sgp": [70] * 50})
    assert summaries(alike, ["school"])["evidence"].item() is None


def test_small_groups_and_the_one_that_gives_them_away_are_not_shown() -> None:
    made = summaries(grown({"A": 100, "B": 30, "C": 9}), ["school"])
    assert made.filter(shown=True)["school"].to_list() == ["A"]
    hidden = made.filter(shown=False)
    assert hidden.select(pl.all().exclude("school", "shown")).null_count().sum_horizontal().item() == 2 * (
        hidden.width - 2
    )


def test_a_group_has_the_same_interval_whatever_else_is_in_the_table() -> None:
    table = grown({"A": 40, "B": 50, "C": 60})
    whole = summaries(table, ["school"], bootstrap=Bootstrap(seed=9))
    alone = summaries(table.filter(school="B"), ["school"], bootstrap=Bootstrap(seed=9))
    assert whole.filter(school="B").equals(alone)
    other = summaries(table, ["school"], bootstrap=Bootstrap(seed=10))
    assert not other.equals(whole)


def test_empty_values_are_left_out() -> None:
    table = pl.concat(
        [grown({"A": 20}), pl.DataFrame({"school": ["A"], "sgp": [None]}, schema_overrides={"sgp": int})]
    )
    assert summaries(table, ["school"])["n"].item() == 20


def test_fit_by_decile_is_about_ten_percent_everywhere() -> None:
    made = percentiles(simulate(students=1000, grades=range(3, 5)), rules=Rules(prior_score=True))
    fit = goodness_of_fit(made.table)
    assert fit.height == 100
    assert fit.group_by("prior_decile").agg(pl.col("share").sum())["share"].to_list() == pytest.approx(
        [100] * 10
    )
    assert fit["share"].is_between(2, 19).all()
    assert goodness_of_fit(made.table.head(200)).height == 0


def test_ceilings_and_floors() -> None:
    scores = pl.DataFrame(
        {"subject": "MATH", "year": 2025, "grade": "4", "scale_score": [100.0, 100.0, 90.0, 10.0]}
    )
    row = ceilings_and_floors(scores).row(0, named=True)
    assert (row["at_highest"], row["at_lowest"], row["highest"], row["lowest"]) == (50.0, 25.0, 100.0, 10.0)


def test_the_command_joins_groups_and_writes(tmp_path: Path) -> None:
    scores = simulate(students=150)
    scores.write_csv(tmp_path / "scores.csv")
    ids = scores.select("student_id").unique().sort("student_id")
    ids.with_columns(school=pl.Series(["N", "S"] * (len(ids) // 2))).write_csv(tmp_path / "roster.csv")
    first = ["growth", "percentiles", "scores.csv", "--out", "sgp.csv", "--prior-score", "--processes", "1"]
    second = [
        "growth",
        "summaries",
        "sgp.csv",
        "--groups",
        "roster.csv",
        "--by",
        "school",
        "--out",
        "out.parquet",
    ]
    for run in ([*first, "--ends-out", "ends.csv"], [*second, "--fit-out", "fit.csv"]):
        paths = [str(tmp_path / one) if one.endswith((".csv", ".parquet")) else one for one in run]
        done = CliRunner().invoke(app, paths)
        assert done.exit_code == 0, done.stderr
    made = pl.read_parquet(tmp_path / "out.parquet")
    assert made["school"].to_list() == ["N", "S"]
    assert made["n"].sum() == 450
    assert pl.read_csv(tmp_path / "ends.csv").height == 16
