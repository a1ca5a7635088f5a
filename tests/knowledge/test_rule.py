"""The transparent rule, example by example, and against a plain reading of its sentence."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharewell.evidence import Gradebook, Standards
from sharewell.knowledge import Rule, what_is_shown
from tests.gradebooks import gradebook, standards

TWO_TASKS = {"quiz": {"due": 1}, "essay": {"due": 2}}
BOTH_ON_S = [("quiz", "S"), ("essay", "S")]


def states(book: Gradebook, known: Standards | None = None, rule: Rule | None = None) -> dict[tuple, str]:
    shown = what_is_shown(book, known or Standards(), rule)
    return {(student, standard): state for student, standard, _, _, state in shown.states.iter_rows()}


def test_two_pieces_at_the_threshold_show_a_standard() -> None:
    book = gradebook(tasks=TWO_TASKS, links=BOTH_ON_S, results=[("ana", "quiz", 7.0), ("ana", "essay", 9.0)])
    assert states(book) == {("ana", "S"): "shown"}


def test_one_piece_of_two_is_not_enough() -> None:
    book = gradebook(tasks=TWO_TASKS, links=BOTH_ON_S, results=[("ana", "quiz", 7.0), ("ana", "essay", 6.9)])
    assert states(book) == {("ana", "S"): "ready"}


def test_needed_is_no_more_than_the_class_can_give() -> None:
    book = gradebook(tasks={"quiz": {}}, links=[("quiz", "S")], results=[("ana", "quiz", 7.0)])
    assert states(book) == {("ana", "S"): "shown"}


def test_one_task_may_give_several_pieces() -> None:
    book = gradebook(
        tasks=TWO_TASKS, links=[("quiz", "S", 2), ("essay", "S")], results=[("ana", "quiz", 8.0)]
    )
    assert states(book) == {("ana", "S"): "shown"}


def test_an_unlinked_task_stands_for_itself() -> None:
    book = gradebook(tasks=TWO_TASKS, results=[("ana", "quiz", 10.0), ("ana", "essay", "missing")])
    assert states(book) == {("ana", "task:quiz"): "shown", ("ana", "task:essay"): "ready"}
    assert what_is_shown(book, Standards()).unlinked == ("essay", "quiz")


def test_only_standards_of_a_learners_own_classes_are_required() -> None:
    book = gradebook(
        tasks={"quiz": {"class_id": "A"}, "essay": {"class_id": "B"}},
        links=[("quiz", "S"), ("essay", "T")],
        results=[],
        classes={"A": ["ana"], "B": ["ana", "ben"]},
    )
    assert set(states(book)) == {("ana", "S"), ("ana", "T"), ("ben", "T")}


def test_later_waits_for_its_prerequisite_and_says_which() -> None:
    book = gradebook(
        tasks=TWO_TASKS, links=[("quiz", "S"), ("essay", "T")], results=[("ana", "quiz", "missing")]
    )
    shown = what_is_shown(book, standards({"S": "", "T": ""}, [("S", "T")]))
    assert dict(shown.states.select("standard", "state").iter_rows()) == {"S": "ready", "T": "later"}
    assert shown.waits.rows() == [("ana", "T", "S")]


def test_a_prerequisite_nobody_teaches_keeps_later_unless_earlier_years_count() -> None:
    book = gradebook(tasks={"essay": {}}, links=[("essay", "T")], results=[("ana", "essay", "missing")])
    known = standards({"S": "", "T": ""}, [("S", "T")])
    assert states(book, known) == {("ana", "T"): "later"}
    assert states(book, known, Rule(earlier_years_count=True)) == {("ana", "T"): "ready"}


@pytest.mark.parametrize("status", ["missing", "excused", "ungraded", "unassigned"])
def test_no_blank_counts_as_evidence(status: str) -> None:
    book = gradebook(tasks={"quiz": {}}, links=[("quiz", "S")], results=[("ana", "quiz", status)])
    assert states(book) == {("ana", "S"): "ready"}


def test_a_task_without_points_gives_no_evidence_and_is_no_target() -> None:
    book = gradebook(tasks={"quiz": {"possible": 0.0}, "essay": {}}, results=[("ana", "quiz", 1.0)])
    shown = what_is_shown(book, Standards())
    assert shown.unlinked == ("essay",)


def test_the_threshold_is_not_missed_by_the_last_bit_of_a_float() -> None:
    points = {f"q{possible}": possible * 7 / 10 for possible in range(1, 201)}
    tasks = {task: {"possible": float(task[1:])} for task in points}
    book = gradebook(tasks=tasks, results=[("ana", task, exactly) for task, exactly in points.items()])
    assert set(states(book).values()) == {"shown"}


def test_pieces_stand_in_the_order_of_the_day_the_work_was_due_or_done() -> None:
    book = gradebook(
        tasks={"c": {"due": 1}, "a": {"due": 3}, "b": {"due": 2}},
        links=[(task, "S") for task in "abc"],
        results=[("ana", task, 10.0) for task in "abc"],
    )
    assert what_is_shown(book, Standards()).pieces["task"].to_list() == ["c", "b", "a"]


@pytest.mark.parametrize("wrong", [{"threshold": 0.0}, {"threshold": 1.1}, {"needed": 0}])
def test_a_rule_that_cannot_be_is_a_programmers_mistake(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"threshold|needed"):
        Rule(**wrong)  # pyright: ignore[reportArgumentType]


STANDARDS_POOL = ["S", "T", "U", "V"]


@st.composite
def books(draw: st.DrawFn) -> Gradebook:
    tasks = {f"t{i}": {"class_id": draw(st.sampled_from("AB"))} for i in range(draw(st.integers(1, 6)))}
    links = draw(
        st.lists(
            st.tuples(st.sampled_from(sorted(tasks)), st.sampled_from(STANDARDS_POOL), st.integers(1, 3)),
            unique_by=lambda link: link[:2],
            max_size=10,
        )
    )
    score = st.one_of(st.integers(0, 10).map(float), st.sampled_from(["missing", "excused", "ungraded"]))
    results = [
        (student, task, draw(score)) for student in ("ana", "ben") for task in tasks if draw(st.booleans())
    ]
    return gradebook(
        tasks=tasks,
        links=links,
        results=results,
        classes={"A": ["ana"], "B": draw(st.sampled_from([["ben"], ["ana", "ben"]]))},
    )


@given(
    book=books(),
    needed=st.integers(1, 3),
    edges=st.sets(st.sampled_from([("S", "T"), ("T", "U"), ("S", "V"), ("W", "V")])),
)
def test_the_rule_says_what_its_sentence_says(
    book: Gradebook, needed: int, edges: set[tuple[str, str]]
) -> None:
    known = standards(dict.fromkeys([*STANDARDS_POOL, "W"], ""), sorted(edges))
    got = states(book, known, Rule(needed=needed))
    linked = set(book.links["task"])
    links = [*book.links.rows(), *((t, f"task:{t}", 1) for t in book.tasks["task"] if t not in linked)]
    points = {
        (s, t): p
        for s, t, p in book.results.filter(pl.col("status") == "scored")[
            "student_id", "task", "points"
        ].rows()
    }
    class_of = dict(book.tasks.select("task", "class_id").iter_rows())
    for student in book.students["student_id"]:
        classes = {c for c, s in book.enrolments.iter_rows() if s == student}
        own = [(t, s, n) for t, s, n in links if class_of[t] in classes]
        required = {s for _, s, _ in own}

        def shown(standard: str, own: list = own, student: str = student) -> bool:
            can_give = sum(n for _, s, n in own if s == standard)
            held = sum(n for t, s, n in links if s == standard and points.get((student, t), 0) >= 7)
            return can_give > 0 and held >= min(needed, can_give)

        expected = {
            (student, s): "shown"
            if shown(s)
            else "ready"
            if all(shown(before) for before, after in edges if after == s)
            else "later"
            for s in required
        }
        assert {key: state for key, state in got.items() if key[0] == student} == expected
