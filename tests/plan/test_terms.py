"""Packets under a teacher's terms and within a learner's time."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sharewell.evidence import Gradebook
from sharewell.knowledge import Rule
from sharewell.plan import AsOption, Budget, LearnerPlan, Offer, Seen, Terms, make_plan
from sharewell.plan.packets import part_of
from sharewell.plan.together import class_plan
from sharewell.recovery import AtLeast, NotOnly, SignOff
from tests.gradebooks import day, gradebook

ONE_PIECE = Rule(needed=1)


def book(*standards: str, done: Mapping[str, float] | None = None, **minutes: float) -> Gradebook:
    """A task for each standard, called like it in small letters, missing but for those in `done`."""
    names = [standard.lower() for standard in standards]
    return gradebook(
        tasks={
            name: {"minutes": minutes.get(name, 30.0), "category": "Quiz", "title": f"Task {name}"}
            for name in names
        },
        links=list(zip(names, standards, strict=True)),
        results=[("ana", name, (done or {}).get(name, "missing")) for name in names],
    )


def only(gradebook: Gradebook, *terms: Terms, **options: object) -> LearnerPlan:
    (learner,) = make_plan(gradebook, rule=ONE_PIECE, terms=terms, **options).learners  # pyright: ignore[reportArgumentType]
    return learner


def tasks(learner: LearnerPlan) -> list[str]:
    return [task.task for task in learner.packet.tasks]


def why_not(learner: LearnerPlan) -> dict[str, str]:
    return {task.task: task.why for task in learner.packet.not_needed}


def test_only_what_is_essential_is_asked_for_and_the_rest_says_why_not() -> None:
    found = only(book("S", "T", "U", done={"u": 9.0}), Terms("C", {"S": 1, "U": 1}))
    assert tasks(found) == ["s"]
    assert why_not(found) == {"t": "not needed: what it shows is not essential in this marking period"}
    assert found.packet.essential
    assert [known.standard for known in found.knows] == ["U"], "strengths stay, essential or not"


def test_the_chosen_number_of_pieces_stands_in_place_of_the_rules() -> None:
    three = gradebook(
        tasks={name: {"minutes": 10.0} for name in "abc"},
        links=[(name, "S") for name in "abc"],
        results=[("ana", "a", 9.0), ("ana", "b", "missing"), ("ana", "c", "missing")],
    )
    assert only(three, Terms("C", {"S": 1})).packet.tasks == ()
    assert len(only(three, Terms("C", {"S": 2})).packet.tasks) == 1
    assert len(only(three, Terms("C", {"S": 3})).packet.tasks) == 2
    assert [left.standard for left in only(three, Terms("C", {"S": 4})).packet.left] == ["S"]


def test_an_essential_standard_without_a_task_is_named_and_an_offer_shows_it() -> None:
    talk = Offer("talk", "A talk", 15, {"S": 1, "X": 1}, "conversation")
    essential = {"S": 1, "X": 1}
    assert [left.standard for left in only(book("S"), Terms("C", essential)).packet.left] == ["X"]
    found = only(book("S"), Terms("C", essential, offers=(talk,)))
    assert tasks(found) == ["talk"]
    assert found.packet.attains == ("S", "X")
    assert found.packet.tasks[0].offered
    assert (found.packet.everything_tasks, found.packet.everything_minutes) == (1, 30)


def test_at_most_one_of_a_group_enters() -> None:
    offers = tuple(Offer(name, name, 10, {"S": 1}, group="instead of s") for name in ("x", "y"))
    terms = Terms("C", {"S": 2}, offers=offers, options={"s": AsOption(group="instead of s")})
    assert [left.standard for left in only(book("S"), terms).packet.left] == ["S"]
    assert len(only(book("S"), Terms("C", {"S": 2}, offers=offers)).packet.tasks) == 2


def test_low_work_done_again_has_minutes_and_a_first_week_of_its_own() -> None:
    terms = Terms("C", options={"s": AsOption(minutes=12, week_from=2)})
    low = only(book("S", done={"s": 3.0}), terms, budget=Budget(30, 3))
    assert [(task.minutes, task.week) for task in low.packet.tasks] == [(12, 2)]
    missing = only(book("S"), terms, budget=Budget(30, 3))
    assert [(task.minutes, task.week) for task in missing.packet.tasks] == [(30, 2)]


def test_what_was_taken_up_is_evidence_and_not_asked_again() -> None:
    talk = Offer("talk", "A talk", 5, {"S": 1}, "conversation")
    terms = Terms("C", offers=(talk,), taken_up=(Seen("ana", "talk", day(12)),))
    found = only(book("S"), terms)
    assert tasks(found) == []
    assert why_not(found) == {"s": "not needed: already shown in “A talk”"}
    (piece,) = found.knows[0].evidence
    assert (piece.title, piece.possible, piece.share, piece.day) == ("A talk", 0, 1.0, day(12))
    assert found.start_with == "Ana has shown S: “A talk” on 12 September."


def test_rules_are_kept_and_what_is_held_counts_for_them() -> None:
    two = gradebook(
        tasks={
            "quiz": {"minutes": 5.0, "category": "Quiz"},
            "quiz2": {"minutes": 5.0, "category": "Quiz"},
            "essay": {"minutes": 50.0, "category": "Essay"},
        },
        links=[(name, "S") for name in ("quiz", "quiz2", "essay")],
        results=[("ana", name, "missing") for name in ("quiz", "quiz2", "essay")],
    )
    kinds = {"Quiz": "multiple choice", "Essay": "written"}
    need = {"S": 2}
    assert tasks(only(two, Terms("C", need, kinds=kinds))) == ["quiz", "quiz2"]
    for rule in (NotOnly(("multiple choice",)), AtLeast(("written", "spoken"))):
        assert "essay" in tasks(only(two, Terms("C", need, kinds=kinds, rules=(rule,))))
    talk = Offer("talk", "Talk", 5, {"S": 1}, "spoken")
    held = Terms(
        "C",
        need,
        kinds=kinds,
        offers=(talk,),
        rules=(NotOnly(("multiple choice",)), AtLeast(("written", "spoken"), 1, ("S",))),
        taken_up=(Seen("ana", "talk"),),
    )
    assert tasks(only(two, held)) == ["quiz"]


def test_a_rule_that_nothing_keeps_is_named() -> None:
    terms = Terms("C", kinds={"Quiz": "multiple choice"}, rules=(NotOnly(("multiple choice",)),))
    (left,) = only(book("S"), terms).packet.left
    assert "not only multiple choice" in left.why


def test_a_sign_off_is_asked_for_given_and_counts() -> None:
    sign = (SignOff(("S",)),)
    asked = only(book("S", "T"), Terms("C", rules=sign))
    assert {task.task: task.sign_off for task in asked.packet.tasks} == {"s": ("S",), "t": ()}
    done = only(book("S", done={"s": 9.0}), Terms("C", rules=sign))
    assert [one.standard for one in done.packet.to_sign] == ["S"]
    given = Seen("ana", "S", day(20))
    assert only(book("S", done={"s": 9.0}), Terms("C", rules=sign, signed=(given,))).packet.to_sign == ()
    signed = only(book("S", "T"), Terms("C", {"S": 3, "T": 1}, rules=sign, signed=(given,)))
    assert [known.standard for known in signed.knows] == ["S"]
    assert tasks(signed) == ["t"]


def test_a_packet_that_was_handed_out_holds_and_only_grows_shorter() -> None:
    two_ways = gradebook(
        tasks={"a": {"minutes": 40.0}, "b": {"minutes": 30.0}, "c": {"minutes": 10.0}},
        links=[("a", "S"), ("b", "S"), ("c", "T")],
        results=[("ana", name, "missing") for name in "abc"],
    )
    assert tasks(only(two_ways)) == ["b", "c"]
    handed = only(two_ways, Terms("C", handed={"ana": frozenset({"a"})}))
    assert tasks(handed) == ["a"]
    assert handed.packet.handed_out
    assert [left.why for left in handed.packet.left] == [
        "it is not in the packet that was handed out: a new packet takes it in"
    ]
    assert why_not(handed)["b"] == "not needed: it is not in the packet that was handed out"


def test_what_was_handed_out_goes_before_what_was_not() -> None:
    both = gradebook(
        tasks={"a": {"class_id": "A", "minutes": 40.0}, "b": {"class_id": "B", "minutes": 10.0}},
        links=[("a", "S"), ("b", "T")],
        results=[("ana", "a", "missing"), ("ana", "b", "missing")],
        classes={"A": ["ana"], "B": ["ana"]},
    )
    tight = Budget(40, 1)
    assert tasks(only(both, budget=tight)) == ["b"]
    assert tasks(only(both, Terms("A", handed={"ana": frozenset({"a"})}), budget=tight)) == ["a"]


@st.composite
def schools(draw: st.DrawFn) -> tuple[Gradebook, list[Terms], int, int]:
    """A learner in two or three classes, some of them under terms, and the minutes a week that they have."""
    about: dict[str, dict[str, object]] = {}
    links: list[tuple[str, str, int]] = []
    terms: list[Terms] = []
    for name in "ABC"[: draw(st.integers(2, 3))]:
        own = [f"{name}{i}" for i in range(draw(st.integers(1, 3)))]
        for i in range(draw(st.integers(1, 4))):
            task = f"{name.lower()}{i}"
            about[task] = {"class_id": name, "minutes": float(draw(st.integers(5, 60))), "category": "Quiz"}
            links += [(task, s, 1) for s in draw(st.sets(st.sampled_from([*own, "Z"]), min_size=1))]
        if draw(st.booleans()):
            chosen = draw(st.dictionaries(st.sampled_from(own), st.integers(1, 2)))
            offer = Offer(f"offer{name}", "Talk", draw(st.integers(5, 40)), {own[0]: 2}, "conversation")
            rules = (NotOnly(("multiple choice",)),) if draw(st.booleans()) else ()
            handed = {
                "ana": frozenset(draw(st.sets(st.sampled_from([t for t in about if t[0] == name.lower()]))))
            }
            terms.append(
                Terms(
                    name,
                    draw(st.sampled_from([None, chosen])),
                    offers=(offer,),
                    kinds=draw(st.sampled_from([{}, {"Quiz": "multiple choice"}, {"Quiz": "written"}])),
                    rules=rules,
                    handed=draw(st.sampled_from([{}, handed])),
                )
            )
    results = [("ana", task, draw(st.sampled_from(["missing", 2.0, 9.0]))) for task in about]
    classes = {str(task["class_id"]): ["ana"] for task in about.values()}
    found = gradebook(tasks=about, links=links, results=results, classes=classes)
    return found, terms, draw(st.integers(5, 80)), draw(st.integers(1, 3))


@settings(max_examples=40)
@given(schools())
def test_the_classes_together_never_take_more_than_the_learner_has(
    school: tuple[Gradebook, list[Terms], int, int],
) -> None:
    found, terms, minutes, weeks = school
    (learner,) = make_plan(found, terms=terms, budgets={"ana": Budget(minutes, weeks)}).learners
    whole = learner.packet
    of_class: dict[str, set[str]] = {}
    for task, class_id in found.tasks.select("task", "class_id").iter_rows():
        of_class.setdefault(class_id, set()).add(task)
    for each in terms:
        of_class[each.class_id] |= {offer.task for offer in each.offers}
    parts = [part_of(whole, names, {*whole.attains}) for names in of_class.values()]
    for week in range(1, weeks + 1):
        asked = [t for part in parts for t in part.tasks if t.week == week]
        assert sum(task.minutes for task in asked) <= minutes
    assert sorted(t.task for part in parts for t in part.tasks) == sorted(t.task for t in whole.tasks)
    assert sum(part.minutes for part in parts) == whole.minutes
    assert all(1 <= (task.week or 0) <= weeks for task in whole.tasks)
    named = {left.standard for left in whole.left} | set(whole.attains)
    needed = {one.standard for one in (*learner.ready, *learner.later)}
    assert named <= needed
    if not any(each.essential is not None for each in terms):
        assert named == needed, "what cannot be held is named"


@pytest.mark.parametrize("minutes_per_week", [None, 30])
def test_a_class_prepares_fewer_tasks_at_hardly_more_minutes(minutes_per_week: int | None) -> None:
    people = ["ana", "ben", "eve"]
    both = gradebook(
        tasks={"own1": {"minutes": 20.0}, "own2": {"minutes": 20.0}, "shared": {"minutes": 21.0}},
        links=[("own1", "S"), ("own2", "S"), ("shared", "S")],
        results=[
            ("ana", "own1", "missing"), ("ana", "shared", "missing"),
            ("ben", "own2", "missing"), ("ben", "shared", "missing"),
            ("eve", "shared", "missing"),
        ],
    )  # fmt: skip
    budgets = {who: Budget(minutes_per_week, 2) for who in people} if minutes_per_week else None
    found = class_plan(both, rule=ONE_PIECE, budgets=budgets)
    assert [(one.task.task, one.learners) for one in found.tasks] == [("shared", ("ana", "ben", "eve"))]
    assert (found.tasks_before, found.minutes_before, found.minutes, found.longer) == (3, 61, 63, 2)
    assert found.proved
    assert set(found.packets) == set(people)


def test_a_class_plan_leaves_out_what_other_classes_take() -> None:
    found = class_plan(book("S"), rule=ONE_PIECE, budgets={"ana": Budget(40, 1, (15,))})
    assert found.packets == {}
