"""Paths ahead: they agree with one another, with percentiles, and with what targets say."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.growth.simulated import simulate
from typer.testing import CliRunner

from sharewell.cli.main import app
from sharewell.growth import GrowthPercentiles, projections, targets

SCORES = simulate()
CUTS = {("MATH", str(grade)): (490.0 + 30 * (grade - 3), 530.0 + 30 * (grade - 3)) for grade in range(3, 7)}


def test_paths_rise_with_the_percentile_and_end_where_the_models_do(grown: GrowthPercentiles) -> None:
    made = projections(SCORES, grown.matrices, percentiles=[10, 50, 90])
    assert made.table.filter(from_grade=3)["ahead"].max() == 3
    assert made.table.filter(
        (pl.col("p_10") <= pl.col("p_50")) & (pl.col("p_50") <= pl.col("p_90"))
    ).height == len(made.table)
    assert [caution.code for caution in made.cautions] == ["no-model-ahead"]  # grade 6 is the last


def test_the_first_lagged_step_is_the_quantile_of_the_current_test(grown: GrowthPercentiles) -> None:
    """Someone whose score is on the path of p in the lagged projection has a growth percentile of about p."""
    lagged = projections(SCORES, grown.matrices, percentiles=[20, 80], lagged=True).table.filter(ahead=1)
    both = lagged.join(grown.table, on=["student_id", "year"]).join(
        SCORES.select("student_id", "year", "scale_score"), on=["student_id", "year"]
    )
    assert both.height == 1200
    both = both.filter(
        pl.col("scale_score") < pl.col("p_80").max().over("grade")
    )  # paths end at the highest score so far
    assert both.filter((pl.col("scale_score") > pl.col("p_80") + 1) & (pl.col("sgp") < 80)).height == 0
    assert both.filter((pl.col("scale_score") < pl.col("p_20") - 1) & (pl.col("sgp") >= 20)).height == 0


def test_targets_are_the_easiest_year_to_reach_and_the_hardest_to_keep(grown: GrowthPercentiles) -> None:
    made = projections(SCORES, grown.matrices, cuts=CUTS)
    asked = targets(made.table, CUTS, level=1, next_level=2, years=2)
    one = asked.filter(kind="catch_up").row(0, named=True)
    path = made.table.filter(student_id=one["student_id"]).filter(pl.col("ahead") <= 2)
    assert one["target"] == path["target_level_1"].min()
    kept = asked.filter(kind="keep_up").row(0, named=True)
    path = made.table.filter(student_id=kept["student_id"]).filter(pl.col("ahead") <= 2)
    assert kept["target"] == path["target_level_1"].max()
    learners = asked.group_by("student_id").agg(pl.col("kind").sort())
    assert set(map(tuple, learners["kind"].to_list())) == {
        ("catch_up",),
        ("keep_up", "move_up"),
        ("keep_up", "stay_up"),
    }


def test_targets_need_projections_with_cut_scores(grown: GrowthPercentiles) -> None:
    with pytest.raises(ValueError, match="no target_level_1"):
        targets(projections(SCORES, grown.matrices).table, CUTS, level=1)


def test_fewer_years_and_other_percentiles(grown: GrowthPercentiles) -> None:
    made = projections(SCORES, grown.matrices, percentiles=[50], years_ahead=1).table
    assert made["ahead"].unique().to_list() == [1]
    with pytest.raises(ValueError, match="from 1 to 100"):
        projections(SCORES, grown.matrices, percentiles=[0])


def test_the_command_writes_paths_and_targets(tmp_path: Path, grown: GrowthPercentiles) -> None:
    SCORES.write_csv(tmp_path / "scores.csv")
    rows = [
        (subject, grade, n, cut) for (subject, grade), cuts in CUTS.items() for n, cut in enumerate(cuts, 1)
    ]
    pl.DataFrame(rows, schema=["subject", "grade", "level", "score"], orient="row").write_csv(
        tmp_path / "cuts.csv"
    )
    arguments = ["--out", "paths.csv", "--cuts", "cuts.csv", "--targets-out", "targets.csv", "--level", "1"]
    arguments = [str(tmp_path / one) if one.endswith(".csv") else one for one in arguments]
    run = ["growth", "projections", str(tmp_path / "scores.csv"), "--processes", "1"]
    done = CliRunner().invoke(app, [*run, *arguments])
    assert done.exit_code == 0, done.stderr
    assert pl.read_csv(tmp_path / "paths.csv").equals(
        projections(SCORES, grown.matrices, cuts=CUTS).table.with_columns(pl.col("student_id"))
    )
    assert set(pl.read_csv(tmp_path / "targets.csv")["kind"]) == {"catch_up", "keep_up", "move_up", "stay_up"}
