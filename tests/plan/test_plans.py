"""Plans from small gradebooks: what each part says, and the laws that hold for all of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sharewell.evidence import Gradebook, Standards
from sharewell.knowledge import Rule
from sharewell.plan import Budget, LearnerPlan, make_plan
from tests.gradebooks import day, gradebook, standards


def only(book: Gradebook, known: Standards | None = None, **options: object) -> LearnerPlan:
    (learner,) = make_plan(book, known, **options).learners  # pyright: ignore[reportArgumentType]
    return learner


def test_the_packet_is_the_smallest_set_and_not_everything() -> None:
    book = gradebook(
        tasks={
            "a": {"minutes": 60.0},
            "b": {"minutes": 20.0},
            "c": {"minutes": 25.0},
            "d": {"minutes": 15.0},
        },
        links=[("a", "S"), ("b", "S"), ("b", "T"), ("c", "S"), ("d", "T")],
        results=[("ana", task, "missing") for task in "abcd"],
    )
    packet = only(book).packet
    assert [task.task for task in packet.tasks] == ["b", "c", "d"]
    assert (packet.minutes, packet.everything_tasks, packet.everything_minutes) == (60, 4, 120)
    assert packet.attains == ("S", "T")
    assert packet.left == ()
    assert packet.proved_smallest
    assert [(task.task, task.why) for task in packet.not_needed] == [
        ("a", "not needed: the packet shows the same with less work")
    ]


def test_evidence_already_held_shortens_the_packet() -> None:
    tasks = {task: {"minutes": 30.0} for task in "abc"}
    links = [(task, "S") for task in "abc"]
    nothing = gradebook(tasks=tasks, links=links, results=[("ana", task, "missing") for task in "abc"])
    one = gradebook(
        tasks=tasks,
        links=links,
        results=[("ana", "a", 9.0), ("ana", "b", "missing"), ("ana", "c", "missing")],
    )
    assert len(only(nothing).packet.tasks) == 2
    assert len(only(one).packet.tasks) == 1


@pytest.mark.parametrize("status", ["excused", "ungraded", "unassigned"])
def test_work_that_is_not_missing_is_never_asked_for(status: str) -> None:
    book = gradebook(tasks={"a": {}}, links=[("a", "S")], results=[("ana", "a", status)])
    packet = only(book).packet
    assert packet.tasks == ()
    assert [left.standard for left in packet.left] == ["S"]


def test_low_work_can_be_done_again() -> None:
    book = gradebook(tasks={"a": {}}, links=[("a", "S")], results=[("ana", "a", 3.0)])
    assert [task.task for task in only(book).packet.tasks] == ["a"]


def test_minutes_are_given_else_by_category_else_thirty() -> None:
    book = gradebook(
        tasks={
            "a": {"minutes": 12.4},
            "b": {"category": "quiz", "minutes": 20.0},
            "c": {"category": "quiz"},
            "d": {"category": "project"},
            "e": {},
        },
        results=[("ana", task, "missing") for task in "abcde"],
    )
    minutes = {task.task: task.minutes for task in only(book).packet.tasks}
    assert minutes == {"a": 13, "b": 20, "c": 20, "d": 30, "e": 30}
    told = {t.task: t.minutes for t in only(book, category_minutes={"project": 90, "quiz": 5}).packet.tasks}
    assert told == {"a": 13, "b": 20, "c": 5, "d": 90, "e": 30}


def test_what_no_budget_holds_is_left_with_its_reason() -> None:
    book = gradebook(
        tasks={"a": {"minutes": 30.0}, "b": {"minutes": 50.0}},
        links=[("a", "S"), ("b", "T")],
        results=[("ana", "a", "missing"), ("ana", "b", "missing")],
    )
    packet = only(book, budget=Budget(minutes_per_week=40, weeks=1)).packet
    assert [(task.task, task.week) for task in packet.tasks] == [("a", 1)]
    assert [left.standard for left in packet.left] == ["T"]
    assert packet.left[0].why


def test_prerequisites_come_in_an_earlier_or_the_same_week() -> None:
    book = gradebook(
        tasks={"first": {"minutes": 40.0}, "second": {"minutes": 40.0}},
        links=[("first", "S"), ("second", "T")],
        results=[("ana", "first", "missing"), ("ana", "second", "missing")],
    )
    known = standards({"S": "", "T": ""}, [("S", "T")])
    packet = only(book, known, budget=Budget(minutes_per_week=40, weeks=2)).packet
    assert {task.task: task.week for task in packet.tasks} == {"first": 1, "second": 2}


def test_the_first_sentence_begins_from_a_strength_with_its_evidence() -> None:
    book = gradebook(
        tasks={
            "a": {"title": "Ratio tables", "due": 3, "possible": 20.0},
            "b": {"title": "Recipes", "due": 9},
        },
        links=[("a", "6.RP.1"), ("b", "6.RP.1")],
        results=[("ana", "a", 18.0), ("ana", "b", 7.0)],
    )
    known = standards({"6.RP.1": "Ratio language"})
    assert only(book, known).start_with == (
        "Ana has shown “Ratio language”: 18 of 20 on “Ratio tables” on 3 September "
        "and 7 of 10 on “Recipes” on 9 September."
    )


def test_where_nothing_is_shown_the_best_work_is_named_and_where_nothing_is_scored_a_question() -> None:
    low = gradebook(tasks={"a": {"title": "Ratio tables"}}, results=[("ana", "a", 4.5)])
    assert only(low).start_with == "Ana’s strongest work so far is “Ratio tables”: 4.5 of 10."
    blank = gradebook(tasks={"a": {}}, results=[("ana", "a", "ungraded")])
    assert only(blank).start_with.startswith("Nothing of Ana’s is scored yet: begin by asking")


def test_wins_are_harvested_from_the_order_of_the_work() -> None:
    scores: list[float | str] = [8.0, 7.0, "missing", "missing", 7.0, 7.5, 10.0]
    tasks = {f"t{i}": {"due": i + 1, "title": f"Task {i}"} for i in range(len(scores))}
    book = gradebook(
        tasks=tasks,
        links=[("t0", "S"), ("t1", "S"), *((f"t{i}", "T") for i in range(2, len(scores)))],
        results=[("ana", f"t{i}", score) for i, score in enumerate(scores)],
    )
    wins = only(book).wins
    assert [(win.kind, win.what) for win in wins] == [
        ("first_shown", "Showed T for the first time on 6 September."),
        ("first_shown", "Showed S for the first time on 2 September."),
        ("best_score", "Best score yet: 10 of 10 on “Task 6” on 7 September."),
        ("back_again", "Back after 2 pieces of work not handed in: 7 of 10 on “Task 4” on 5 September."),
        ("longest_run", "3 pieces of work in a row that show the idea, the last one “Task 6”."),
    ]
    assert [piece.task for piece in wins[0].evidence] == ["t4", "t5"]


def test_without_days_no_order_is_claimed() -> None:
    book = gradebook(tasks={f"t{i}": {} for i in range(6)}, results=[("ana", f"t{i}", 8.0) for i in range(6)])
    assert only(book).wins == ()
    assert only(book).knows[0].evidence[0].day is None


def test_the_year_is_said_where_it_is_not_plain() -> None:
    book = gradebook(tasks={"a": {"due": 3}}, results=[("ana", "a", 9.0)])
    assert only(book).start_with.endswith("on 3 September.")
    assert only(book, as_of=day(500)).start_with.endswith("on 3 September 2026.")


def test_as_of_is_the_gradebooks_unless_given() -> None:
    book = gradebook(tasks={"a": {"due": 3}}, results=[("ana", "a", 9.0)])
    assert make_plan(book).as_of == day(30)
    assert make_plan(book, as_of=day(5)).as_of == day(5)


def test_a_learner_without_any_work_still_has_a_plan() -> None:
    book = gradebook(tasks={"a": {}}, results=[], classes={"C": ["ana"]})
    learner = only(book)
    assert learner.knows == ()
    assert [ready.standard for ready in learner.ready] == ["task:a"]


def test_a_prerequisite_that_no_task_shows_is_said_once() -> None:
    book = gradebook(
        tasks={"b": {}}, links=[("b", "T")], results=[("ana", "b", "missing"), ("ben", "b", "missing")]
    )
    (caution,) = make_plan(book, standards({"T": ""}, [("S", "T")])).cautions
    assert caution.code == "prerequisite-without-task"
    assert "(1): S." in caution.what


SCORES = st.one_of(
    st.integers(0, 10).map(float), st.sampled_from(["missing", "excused", "ungraded", "unassigned"])
)


@st.composite
def books(draw: st.DrawFn) -> Gradebook:
    tasks = {
        f"t{i}": {"minutes": float(draw(st.integers(1, 90))), "due": i}
        for i in range(1, draw(st.integers(2, 8)))
    }
    links = draw(
        st.lists(
            st.tuples(st.sampled_from(sorted(tasks)), st.sampled_from("STUV"), st.integers(1, 2)),
            unique_by=lambda link: link[:2],
            max_size=12,
        )
    )
    return gradebook(tasks=tasks, links=links, results=[("ana", task, draw(SCORES)) for task in tasks])


@settings(deadline=None, max_examples=60)
@given(book=books(), minutes=st.none() | st.integers(10, 120))
def test_laws_of_every_plan(book: Gradebook, minutes: int | None) -> None:
    budget = Budget(minutes, 2) if minutes else None
    learner = only(book, budget=budget, rule=Rule())
    packet = learner.packet
    states = [known.standard for known in learner.knows] + [ready.standard for ready in learner.ready]
    states += [later.standard for later in learner.later]
    assert len(states) == len(set(states)), "each required standard has one state"
    still = {s.standard for s in (*learner.ready, *learner.later)}
    assert set(packet.attains) | {left.standard for left in packet.left} == still
    assert not set(packet.attains) & {left.standard for left in packet.left}
    assert packet.minutes == sum(task.minutes for task in packet.tasks) <= packet.everything_minutes
    assert len(packet.tasks) + len(packet.not_needed) == packet.everything_tasks
    assert packet.proved_smallest
    if minutes:
        for week in (1, 2):
            assert sum(task.minutes for task in packet.tasks if task.week == week) <= minutes
