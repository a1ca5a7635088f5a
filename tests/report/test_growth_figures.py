"""Figures from results: the numbers drawn are those of the engines."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import polars as pl
import pytest
from typer.testing import CliRunner

from sharewell.cli.main import app
from sharewell.evidence import Refused
from sharewell.growth import GrowthPercentiles, percentiles
from sharewell.report.growth_figures import learner_figure, school_figure
from tests.growth.simulated import simulate

SCORES = simulate(students=150)


@pytest.fixture(scope="module")
def grown() -> GrowthPercentiles:
    return percentiles(SCORES)


def test_a_learner_s_chart_has_their_scores_and_percentile(grown: GrowthPercentiles) -> None:
    one = grown.table.filter(grade=5).row(0, named=True)
    svg = learner_figure(SCORES, grown, one["student_id"], "MATH", name="Deja")
    ElementTree.fromstring(svg)
    assert f"Deja grew more than {one['sgp']} of 100 students" in svg
    for score in SCORES.filter(student_id=one["student_id"])["scale_score"]:
        assert f">{score:g}<" in svg
    assert "Grade 6: half of such learners reach" in svg


def test_an_unknown_learner_is_refused(grown: GrowthPercentiles) -> None:
    with pytest.raises(Refused, match="no score of nobody"):
        learner_figure(SCORES, grown, "nobody", "MATH")


def test_a_school_s_picture_hides_small_grades(grown: GrowthPercentiles) -> None:
    current = SCORES.filter(year=2025)
    few = current.filter((pl.col("grade") != 4) | pl.col("student_id").str.ends_with("1"))
    few = pl.concat([few.filter(pl.col("grade") != 4), few.filter(grade=4).head(5)])
    svg = school_figure("Harbor", grown.table, few, "grade")
    assert "Grade 4: not shown." in svg
    assert svg.index("Grade 4") < svg.index("Grade 5") < svg.index("Grade 6")


def test_the_command_draws_both(tmp_path: Path) -> None:
    SCORES.write_csv(tmp_path / "scores.csv")
    run = ["growth", "figure", str(tmp_path / "scores.csv"), "--subject", "MATH"]
    student = SCORES["student_id"][0]
    for more in (["--student", student], ["--name", "Harbor"]):
        done = CliRunner().invoke(app, [*run, *more, "--out", str(tmp_path / "figure.svg")])
        assert done.exit_code == 0, done.stderr
        ElementTree.parse(tmp_path / "figure.svg")
