"""Marking periods: the essay's report, checked by hand and on 1,044 Portuguese students' marks."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from sharewell.cli.main import app
from sharewell.evidence import Refused
from sharewell.growth import LetterScale, parse_scale, period_report

SHARED = Path(__file__).parents[3] / "shared" / "data" / "marking-periods"
OF_TWENTY = "A=16,B=14,C=12,D=10,F=0"


def marks(rows: list[tuple[str, str, object]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema={"student_id": str, "period": str, "mark": str}, orient="row")


def test_letters_are_counted_and_students_followed() -> None:
    report = period_report(
        marks([("a", "1", "55"), ("a", "2", "91.5"), ("b", "1", "B"), ("b", "2", "70"), ("c", "1", "60")]),
        ["1", "2"],
    )
    assert report.n == 3
    assert [report.students("1", letter) for letter in "ABCDF"] == [0, 1, 0, 1, 1]
    assert report.rose.rows() == [("a", "F", "A")]
    assert report.moved.rows() == [("B", "C", 1), ("F", "A", 1)]
    assert report.change.filter(letter="F")["change"].item() == -1
    assert [caution.code for caution in report.cautions] == ["not-followed"]


def test_marks_that_reach_no_letter_are_named_and_the_rest_goes_on() -> None:
    report = period_report(
        marks([("a", "1", "-3"), ("a", "2", "90"), ("b", "1", "seventy"), ("c", "1", "70"), ("d", "2", "")]),
        ["1", "2"],
    )
    assert [(r.code, r.where.row) for r in report.refused] == [("no-letter", 2), ("no-letter", 4)]
    assert report.students("1", "C") == 1


def test_two_marks_that_disagree_are_both_left_out() -> None:
    report = period_report(
        marks([("a", "1", "90"), ("a", "1", "50"), ("b", "1", "90"), ("b", "1", "91"), ("b", "2", "90")]),
        ["1", "2"],
    )
    assert {r.code for r in report.refused} == {"two-marks"}
    assert report.students("1", "A") == 1


def test_a_period_without_marks_is_refused_by_name() -> None:
    with pytest.raises(Refused) as refused:
        period_report(marks([("a", "Q1", "90")]), ["Q1", "Q2", "Q3"])
    assert [r.where.column for r in refused.value.refusals] == ["Q2", "Q3"]


@pytest.mark.parametrize("text", ["", "A", "A=90,B=95", "A=90,A=80", "A=ninety"])
def test_a_scale_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="is not a scale"):
        parse_scale(text)


@given(
    st.lists(
        st.tuples(st.sampled_from("abcdefgh"), st.sampled_from(["1", "2"]), st.integers(0, 20)),
        unique_by=lambda mark: mark[:2],
    )
)
def test_changes_are_what_rose_and_what_moved_the_other_way(rows: list[tuple[str, str, int]]) -> None:
    full = [(student, "1", mark) for student, _, mark in rows] + [
        (student, "2", mark) for student, _, mark in rows
    ]
    full = list({row[:2]: row for row in [*full, ("z", "1", 3), ("z", "2", 5), *rows]}.values())
    scale = parse_scale(OF_TWENTY)
    report = period_report(marks([(s, p, str(m)) for s, p, m in full]), ["1", "2"], scale)
    for letter, _, _, change in report.change.iter_rows():
        arrived = report.moved.filter(to_letter=letter)["students"].sum()
        left = report.moved.filter(from_letter=letter)["students"].sum()
        assert change == arrived - left
    assert report.counts["students"].sum() == 2 * report.n


def test_cut_points_that_go_up_are_a_programming_mistake() -> None:
    with pytest.raises(ValueError, match="go down"):
        LetterScale(("A", "B"), (10, 20))


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"the marks of the Portuguese schools are not in {SHARED}")
@pytest.mark.parametrize(
    ("file", "expected", "up", "down"),
    [("student-por.csv", [157, 145, 100], 69, 12), ("student-mat.csv", [142, 146, 130], 38, 26)],
)
def test_the_portuguese_schools(file: str, expected: list[int], up: int, down: int) -> None:
    done = CliRunner().invoke(
        app,
        ["growth", "periods", str(SHARED / file), "--columns", "G1,G2,G3", "--scale", OF_TWENTY, "--json"],
    )
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    assert [row["students"] for row in told["counts"] if row["letter"] == "F"] == expected
    assert (
        sum(row["students"] for row in told["moved"] if row["from_letter"] == "F" != row["to_letter"]) == up
    )
    assert (
        sum(row["students"] for row in told["moved"] if row["to_letter"] == "F" != row["from_letter"]) == down
    )


def test_files_of_every_kind_give_the_same_report(tmp_path: Path) -> None:
    table = pl.DataFrame({"student_id": ["1", "1", "2"], "period": ["Q1", "Q2", "Q1"], "grade": [50, 95, 80]})
    table.write_csv(tmp_path / "a.csv", separator=";", include_bom=True)
    table.write_parquet(tmp_path / "a.parquet")
    table.write_excel(tmp_path / "a.xlsx")
    told = [
        CliRunner().invoke(app, ["growth", "periods", str(tmp_path / name), "--json"]).stdout
        for name in ("a.csv", "a.parquet", "a.xlsx")
    ]
    assert told[0] == told[1] == told[2]
    assert json.loads(told[0])["rose"] == [{"student_id": "1", "from_letter": "F", "to_letter": "A"}]
