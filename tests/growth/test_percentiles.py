"""GrowthPercentiles of the tables that schools have: gaps, repeats, nonsense, other sequences, saved models."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from scipy.interpolate import BSpline
from tests.growth.simulated import simulate
from typer.testing import CliRunner

from sharewell.cli.main import app
from sharewell.evidence import Refused
from sharewell.growth import (
    GrowthPercentiles,
    Progression,
    Rules,
    Test,
    percentiles,
    read_matrices,
    write_matrices,
)
from sharewell.growth.knots import knots_of, knots_table, read_knots
from sharewell.growth.splines import Knots, spline_columns, spline_design

SCORES = simulate()


def codes(made: object) -> set[str]:
    return {caution.code for caution in made.cautions}  # type: ignore[attr-defined]


def test_default_is_the_latest_year_with_all_consecutive_priors(grown: GrowthPercentiles) -> None:
    orders = grown.table.group_by("grade").agg(pl.col("order").max(), pl.len()).sort("grade")
    assert orders.rows() == [(4, 1, 400), (5, 2, 400), (6, 3, 400)]
    assert grown.table.columns == ["student_id", "subject", "year", "grade", "order", "sgp"]
    assert grown.table["year"].unique().to_list() == [2025]
    assert grown.table["sgp"].is_between(1, 99).all()
    assert grown.cautions == ()


def test_year_priors_and_every_order_choose_otherwise() -> None:
    made = percentiles(SCORES, years=[2024], most_priors=2, all_orders=True)
    assert made.table.group_by("grade", "order").len().sort("grade", "order").rows() == [
        (4, 1, 400),
        (5, 1, 400),
        (5, 2, 400),
        (6, 1, 400),
        (6, 2, 400),
    ]


def test_percentiles_are_about_uniform_within_a_cohort(grown: GrowthPercentiles) -> None:
    shares = grown.table.filter(grade=6)["sgp"].to_numpy()
    counted, _ = np.histogram(shares, bins=np.arange(0, 101, 20))
    assert (np.abs(counted - 80) <= 20).all()


def test_rows_that_repeat_or_disagree_or_lack_a_score_are_said_and_the_rest_goes_on() -> None:
    mine = "04-0000"
    first = SCORES.filter(student_id=mine, year=2025)
    extra = pl.concat(
        [
            first,  # the same row again
            SCORES.filter(student_id="04-0001", year=2025).with_columns(scale_score=pl.lit(1.0)),
            SCORES.filter(student_id="04-0002", year=2024).with_columns(
                scale_score=pl.lit(None, dtype=pl.Float64), subject=pl.lit("ART")
            ),
        ]
    )
    made = percentiles(pl.concat([SCORES, extra]))
    assert {"same-row-twice", "no-score"} <= codes(made)
    assert [refusal.code for refusal in made.refused] == ["two-scores", "two-scores"]
    assert {refusal.where.column for refusal in made.refused} == {"scale_score"}
    assert made.table.filter(student_id=mine).height == 1
    assert made.table.filter(student_id="04-0001", year=2025).height == 0


def test_cells_that_are_no_numbers_are_named_by_row_and_column() -> None:
    text = SCORES.with_columns(pl.col("scale_score").cast(pl.String), pl.col("year").cast(pl.String))
    spoiled = text.with_row_index().with_columns(
        scale_score=pl.when(pl.col("index") == 3).then(pl.lit("x12")).otherwise("scale_score"),
        year=pl.when(pl.col("index") == 5).then(pl.lit("soon")).otherwise("year"),
    )
    made = percentiles(spoiled.drop("index"), file="scores.csv")
    assert [(r.where.file, r.where.row, r.where.column) for r in made.refused] == [
        ("scores.csv", 7, "year"),
        ("scores.csv", 5, "scale_score"),
    ]


def test_repeated_grades_and_skipped_years_have_no_percentile_and_it_is_said() -> None:
    skipped = SCORES.filter(((pl.col("student_id") == "04-0007") & (pl.col("year") == 2024)).not_())
    made = percentiles(skipped)
    assert made.table.filter(student_id="04-0007").height == 0
    assert "not-compared" in codes(made)


def test_small_cohorts_are_cautioned_never_fitted() -> None:
    made = percentiles(simulate(students=99))
    assert made.table.height == 0
    assert codes(made) == {"small-cohort", "not-compared"}
    assert percentiles(simulate(students=99), rules=Rules(minimum=50)).table.height == 297


def test_a_table_without_priors_or_columns_or_rows_is_refused() -> None:
    with pytest.raises(Refused, match="growth cannot be seen"):
        percentiles(SCORES.filter(year=2025))
    with pytest.raises(Refused, match="no column grade"):
        percentiles(SCORES.drop("grade"))
    with pytest.raises(Refused, match="No row has a usable score"):
        percentiles(SCORES.clear())


def test_skipped_grades_and_priors_from_another_subject() -> None:
    both = pl.concat(
        [SCORES, SCORES.with_columns(subject=pl.lit("READING"), scale_score=pl.col("scale_score") + 7)]
    )
    skip = Progression(Test("MATH", 2025, "6"), (Test("MATH", 2023, "4"),))
    across = Progression(Test("MATH", 2025, "6"), (Test("READING", 2024, "5"),))
    plain = Progression(Test("MATH", 2025, "6"), (Test("MATH", 2024, "5"),))
    assert percentiles(both, progressions=[skip]).table.height == 400
    # The other subject's scores are shifted by a constant, so the percentiles are those of the same subject.
    from_reading = percentiles(both, progressions=[across]).table["sgp"]
    assert from_reading.to_list() == percentiles(both, progressions=[plain]).table["sgp"].to_list()


def test_saved_models_give_the_same_percentiles_and_serve_another_year(tmp_path: Path) -> None:
    made = percentiles(SCORES, all_orders=True, date="2026-11-22")
    write_matrices(made.matrices, tmp_path / "models.json")
    models = read_matrices(tmp_path / "models.json")
    assert [(m.n, m.date, m.key) for m in models] == [(m.n, m.date, m.key) for m in made.matrices]
    again = percentiles(SCORES, all_orders=True, matrices=models)
    assert again.table.equals(made.table)
    later = SCORES.with_columns(pl.col("year") + 1, pl.col("scale_score") + 20)
    risen = percentiles(later.filter(pl.col("grade") > 3), matrices=models).table
    assert risen["sgp"].mean() > 45  # pyright: ignore[reportOptionalOperand]
    assert codes(percentiles(later, matrices=models[:1])) == {"no-matrix", "not-compared"}


def test_a_file_that_is_no_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "models.json").write_text('{"format": 1, "matrices": [{"subject": "MATH"}]}')
    with pytest.raises(Refused, match="no saved growth models"):
        read_matrices(tmp_path / "models.json")


def test_given_knots_are_used_and_a_missing_grade_is_refused(tmp_path: Path) -> None:
    given = {
        ("MATH", str(grade)): Knots((480, 500, 520, 540), (300, 800), (300, 800)) for grade in range(3, 7)
    }
    knots_table(given).write_csv(tmp_path / "knots.csv")
    assert read_knots(tmp_path / "knots.csv") == given
    made = percentiles(SCORES, knots=given)
    assert made.matrices[0].knots == (given["MATH", "3"],)
    with pytest.raises(Refused, match="no knots for MATH in grade 3"):
        percentiles(SCORES, knots={("MATH", "4"): given["MATH", "4"]})


def test_mid_ranks_mend_what_heavy_ties_bias() -> None:
    coarse = percentiles(simulate(students=800, step=40.0), rules=Rules(mid_rank=True)).table
    strict, middle = coarse["sgp"].mean(), coarse["sgp_mid"].mean()
    assert strict < 40 < 48 < middle < 52  # pyright: ignore[reportOptionalOperand]
    inside = coarse.filter(pl.col("sgp_mid").is_between("sgp_mid_low", "sgp_mid_high"))
    assert inside.height == coarse.height
    fine = percentiles(SCORES, rules=Rules(mid_rank=True)).table
    # A fit goes through the few students with the most unusual starts; all others have narrow intervals.
    assert (fine["sgp_mid"] - fine["sgp"]).abs().quantile(0.95) <= 5  # pyright: ignore[reportOptionalOperand]


@pytest.mark.slow
def test_results_do_not_depend_on_processes(grown: GrowthPercentiles) -> None:
    assert percentiles(SCORES, processes=2).table.equals(grown.table)


def test_spline_columns_follow_the_recursion_inside_and_its_polynomials_outside() -> None:
    knots = Knots((2.0, 5.0, 5.0, 8.0), (0.0, 10.0))
    whole = [0.0] * 4 + list(knots.inner) + [10.0] * 4
    x = np.array([-1.5, 0.0, 1.0, 5.0, 9.99, 10.0, 12.0])
    columns = spline_columns(x, knots)
    assert columns.shape == (7, 7)
    for j in range(7):
        piece = BSpline(whole, np.eye(8)[j + 1], 3, extrapolate=True)
        assert columns[:, j] == pytest.approx(piece(x), abs=1e-12)
    inside = columns[1:6]
    assert inside.sum(axis=1) == pytest.approx(1 - BSpline(whole, np.eye(8)[0], 3)(x[1:6]))


def test_a_design_is_the_intercept_and_the_columns_of_each_prior() -> None:
    priors = np.array([[510.0, 490.0], [520.0, 490.0], [510.0, 480.0]])
    knots = [Knots((500, 510), (400, 600)), Knots((450, 480), (400, 600))]
    dense = spline_design(priors, knots).dense()
    expected = np.column_stack([np.ones(3), *(spline_columns(priors[:, j], knots[j]) for j in range(2))])
    assert dense.tolist() == expected.tolist()


def test_knots_of_one_score_are_none() -> None:
    assert knots_of(np.array([500.0, 500.0])) is None


def test_the_command_writes_the_columns_of_the_contract(tmp_path: Path) -> None:
    SCORES.write_csv(tmp_path / "scores.csv")
    run = ["growth", "percentiles", str(tmp_path / "scores.csv"), "--processes", "1"]
    done = CliRunner().invoke(
        app, [*run, "--out", str(tmp_path / "a.csv"), "--coefficients-out", str(tmp_path / "m")]
    )
    assert done.exit_code == 0, done.stderr
    made = pl.read_csv(tmp_path / "a.csv")
    assert made.columns == ["student_id", "subject", "year", "grade", "order", "sgp"]
    done = CliRunner().invoke(
        app, [*run, "--out", str(tmp_path / "b.parquet"), "--coefficients", str(tmp_path / "m")]
    )
    assert done.exit_code == 0, done.stderr
    assert pl.read_parquet(tmp_path / "b.parquet").equals(made)
    one = ["--sequence", "MATH:2023:4,MATH:2025:6", "--out", str(tmp_path / "c.csv")]
    assert CliRunner().invoke(app, [*run, *one]).exit_code == 0
    assert pl.read_csv(tmp_path / "c.csv").height == 400


def test_what_was_not_used_is_kept_beside_and_the_status_says_so(tmp_path: Path) -> None:
    source, out, kept = tmp_path / "scores.csv", tmp_path / "sgp.csv", tmp_path / "sgp.refused.csv"
    table = simulate(students=120, grades=range(3, 5)).cast({"scale_score": pl.String})
    row = table.with_row_index().filter(grade=4, year=2025)["index"][5]
    spoilt = table.with_row_index().with_columns(
        scale_score=pl.when(pl.col("index") == row).then(pl.lit("five hundred")).otherwise("scale_score")
    )
    run = ["growth", "percentiles", str(source), "--out", str(out)]
    spoilt.drop("index").write_csv(source)
    assert CliRunner().invoke(app, run).exit_code == 2
    rest = pl.read_csv(out).height
    assert pl.read_csv(kept).select("row", "column").rows() == [(row + 2, "scale_score")]
    table.write_csv(source)
    assert CliRunner().invoke(app, run).exit_code == 0
    assert pl.read_csv(out).height == rest + 1
    assert not kept.exists()


def test_a_cluster_that_is_not_there_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    SCORES.write_csv(tmp_path / "scores.csv")
    run = [
        "growth",
        "percentiles",
        str(tmp_path / "scores.csv"),
        "--out",
        str(tmp_path / "a.csv"),
        "--ray",
        "local",
    ]
    done = CliRunner().invoke(app, run)
    assert isinstance(done.exception, Refused)
    assert done.exception.refusals[0].code == "no-cluster"
