from datetime import UTC, datetime

import polars as pl
import pytest

from sharewell.evidence import Refused
from sharewell.knowledge.responses import lay_out
from tests.knowledge.logs import rows

NAMES = "student_id skill_id item_id correct order"


def test_order_in_text_is_compared_as_numbers():
    log = rows(
        ("a", "k", 0, "10"),
        ("a", "k", 1, "9"),
        ("a", "k", 1, "100"),
        names="student_id skill_id correct order",
    )
    laid, refusals = lay_out(log)
    assert laid.row.tolist() == [1, 0, 2]
    assert not refusals


@pytest.mark.parametrize(
    "times", [["2026-09-02", "2026-09-01"], ["2026-09-01T10:00:00", "2026-09-01 09:30:00"]]
)
def test_order_in_text_is_compared_as_times(times: list[str]):
    log = rows(("a", "k", 0, times[0]), ("a", "k", 1, times[1]), names="student_id skill_id correct order")
    assert lay_out(log)[0].row.tolist() == [1, 0]


def test_order_may_be_a_time():
    log = rows(
        ("a", "k", 0, datetime(2026, 9, 2, tzinfo=UTC)),
        ("a", "k", 1, datetime(2026, 9, 1, tzinfo=UTC)),
        names="student_id skill_id correct order",
    )
    assert lay_out(log)[0].row.tolist() == [1, 0]


def test_rows_that_cannot_be_used_are_named():
    log = rows(
        ("a", "k", "1", "1"),
        ("", "k", "1", "2"),
        ("a", None, "0", "3"),
        ("a", "k", "yes?", "4"),
        ("a", "k", "0", "soon"),
        names="student_id skill_id correct order",
    )
    laid, refusals = lay_out(log, file="log.csv")
    assert len(laid) == 1
    assert [(r.where.row, r.where.column) for r in refusals] == [
        (3, "student_id"), (4, "skill_id"), (5, "correct"), (6, "order"),
    ]  # fmt: skip


def test_a_missing_column_is_refused():
    with pytest.raises(Refused, match="correct"):
        lay_out(pl.DataFrame({"student_id": ["a"], "skill_id": ["k"]}))


def test_several_skills_once_each_and_trimmed():
    laid, _ = lay_out(rows(("a", "y; x;y", 1), ("a", "x", 0)))
    assert laid.skills == ["x", "y"]
    assert laid.skill.tolist() == [1, 0, 0]
    assert laid.skill_start.tolist() == [0, 2, 3]


def test_names_of_a_model_keep_their_codes():
    laid, _ = lay_out(rows(("a", "new", 1), ("a", "b", 0)), skills=("z", "b"))
    assert laid.skills == ["z", "b", "new"]
    assert laid.skill.tolist() == [2, 1]


def test_rows_of_one_question_are_one_question():
    log = rows(
        ("a", "x", "i", 1, 1),
        ("a", "y", "i", 1, 2),  # the same item with another skill: the same question, expanded
        ("a", "x", "i", 0, 3),  # the same skill again: another attempt
        ("a", "x", "j", 1, 4),
        ("a", "y", "k", 1, 4),  # the same order
        ("b", "y", "k", 1, 4),
        names=NAMES,
    )
    assert lay_out(log)[0].question.tolist() == [0, 0, 1, 2, 2, 3]


def test_whole_numbers_and_text_give_the_same():
    log = rows((2, 7, 1), (10, 8, 0), (2, 8, 1))
    as_text = log.cast(pl.String)
    ours, theirs = lay_out(log)[0], lay_out(as_text)[0]
    assert ours.students == theirs.students == ["10", "2"]
    assert ours.row.tolist() == theirs.row.tolist() == [1, 0, 2]
