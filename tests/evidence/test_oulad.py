"""The Open University's data through the converter and the plain table's door."""

# ruff: noqa: E501 (rows of exports stay on one line)
from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from sharewell.evidence import Refused, read_gradebook
from sharewell.evidence.oulad import convert_oulad
from tests.evidence.books import SHARED, hold_invariants, write

_ASSESSMENTS = """code_module,code_presentation,id_assessment,assessment_type,date,weight
AAA,2013B,1,TMA,19,50
AAA,2013B,2,TMA,47,50
AAA,2013B,3,Exam,,100
AAA,2013B,4,Exam,200,100
AAA,2013J,5,TMA,19,100
"""
_RESULTS = """id_assessment,id_student,date_submitted,is_banked,score
1,11,18,0,78
2,11,50,0,
1,12,-1,1,70
3,12,201,0,90
5,13,20,0,40
"""


def test_the_rules_of_the_converter(tmp_path: Path) -> None:
    write(tmp_path, "assessments.csv", _ASSESSMENTS)
    write(tmp_path, "studentAssessment.csv", _RESULTS)
    table = convert_oulad(tmp_path)
    found = {(row["student_id"], row["task_id"]): row for row in table.iter_rows(named=True)}
    said = {key: (row["class"], row["task"], row["points"], row["status"], str(row["due"]), str(row["done"])) for key, row in found.items()}  # fmt: skip
    assert said == {
        ("11", "1"): ("AAA 2013B", "TMA 1", "78", None, "2013-02-20", "2013-02-19"),
        ("11", "2"): ("AAA 2013B", "TMA 2", None, "ungraded", "2013-03-20", "2013-03-23"),
        ("11", "4"): ("AAA 2013B", "Exam 1", None, "missing", "2013-08-20", "None"),
        ("12", "4"): ("AAA 2013B", "Exam 1", None, "missing", "2013-08-20", "None"),
        ("12", "1"): ("AAA 2013B", "TMA 1", "70", None, "2013-02-20", "2013-01-31"),  # banked
        ("12", "2"): ("AAA 2013B", "TMA 2", None, "missing", "2013-03-20", "None"),
        ("12", "3"): ("AAA 2013B", "Exam 2", "90", None, "None", "2013-08-21"),
        ("13", "5"): ("AAA 2013J", "TMA 1", "40", None, "2013-10-20", "2013-10-21"),
    }


def test_a_missing_table_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "assessments.csv", _ASSESSMENTS)
    with pytest.raises(Refused, match="studentAssessment"):
        convert_oulad(tmp_path)


@pytest.mark.skipif(not SHARED.exists(), reason="the Open University's data are not here")
def test_all_22_presentations(tmp_path: Path) -> None:
    table = convert_oulad(SHARED / "gradebooks/oulad")
    given = table.filter(pl.col("status").is_null() | (pl.col("status") != "missing"))
    assert (given.height, table["student_id"].n_unique(), table["class"].n_unique()) == (173_912, 23_369, 22)
    assert given["points"].null_count() == 173
    table.write_parquet(tmp_path / "oulad.parquet")
    book = read_gradebook(tmp_path / "oulad.parquet")
    hold_invariants(book)
    assert (book.refusals, book.cautions) == ((), ())
    counts = dict(book.results["status"].value_counts().iter_rows())
    assert counts == {"scored": 173_739, "ungraded": 173, "missing": table.height - 173_912}
    assert (book.students.height, book.classes.height) == (23_369, 22)
