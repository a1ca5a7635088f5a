"""A packet is the smallest there is: against trying everything, and by its properties."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.recovery import brute

from sharewell.recovery import AtLeast, Instance, NotOnly, Option, Packet, Rule, SignOff, smallest_packet

STANDARDS = ("A", "B", "C", "D")
KINDS = ("written", "spoken", "multiple choice")
RULES: tuple[Rule, ...] = (
    NotOnly(("multiple choice",)),
    NotOnly(("multiple choice", "written"), ("A",)),
    AtLeast(("written", "spoken"), 2),
    AtLeast(("spoken",), 2, ("A", "B")),
    SignOff(("A",), ("spoken",)),
    SignOff(("B",)),
)


@st.composite
def instances(draw: st.DrawFn, budget: bool = False, most: int = 7, rules: bool = False) -> Instance:
    count = draw(st.integers(0, most))
    evidence = st.dictionaries(st.sampled_from(STANDARDS), st.integers(1, 3), max_size=3)
    options = tuple(
        Option(
            task=f"t{k}",
            minutes=draw(st.integers(1, 12)),
            evidence=draw(evidence),
            group=draw(st.sampled_from([None, None, "g", "h"])),
            kind=draw(st.sampled_from([None, *KINDS])) if rules else None,
            week_from=draw(st.sampled_from([1, 1, 2])) if budget else 1,
            week_to=draw(st.sampled_from([None, None, 2])) if budget else None,
        )
        for k in range(count)
    )
    pairs = st.sampled_from([(a, b) for a in STANDARDS for b in STANDARDS if a < b])
    return Instance(
        student_id="L1",
        needs=draw(st.dictionaries(st.sampled_from(STANDARDS), st.integers(0, 4))),
        options=options,
        weights=draw(st.dictionaries(st.sampled_from(STANDARDS), st.integers(1, 4))),
        prerequisites=tuple(draw(st.lists(pairs, max_size=3))),
        minutes_per_week=draw(st.integers(3, 20)) if budget else None,
        weeks=draw(st.integers(1, 3)) if budget else None,
        minutes_taken=tuple(draw(st.lists(st.integers(0, 9), max_size=3))) if budget else (),
        rules=tuple(draw(st.lists(st.sampled_from(RULES), max_size=2))) if rules else (),
    )


def value(instance: Instance, packet: Packet) -> brute.Best:
    attained = {s for s in packet.attains if instance.needs[s] > 0}
    return brute.weight(instance, attained), packet.minutes, len(packet.tasks)


def check(instance: Instance, packet: Packet) -> None:
    """What every packet keeps, whatever else it does."""
    by_task = {option.task: option for option in instance.options}
    chosen = [by_task[placed.task] for placed in packet.tasks]
    assert brute.groups_kept(chosen)
    assert packet.minutes == sum(option.minutes for option in chosen)
    assert packet.proved
    assert packet.bound == packet.minutes
    have = brute.attained(instance, chosen)
    assert set(packet.attains) == have | {s for s, n in instance.needs.items() if n == 0}
    assert {left.standard for left in packet.left} == set(instance.needs) - set(packet.attains)
    room = instance.room()
    if room is None:
        assert all(placed.week is None for placed in packet.tasks)
        return
    week_of = {placed.task: placed.week or 0 for placed in packet.tasks}
    assert all(brute.in_time(option, week_of[option.task]) for option in chosen)
    for week, free in enumerate(room, start=1):
        assert sum(option.minutes for option in chosen if week_of[option.task] == week) <= free
    assert brute.order_kept(instance, have, week_of, chosen)


@settings(max_examples=40, deadline=None)
@given(instances())
def test_smallest_of_all(instance: Instance) -> None:
    packet = smallest_packet(instance)
    check(instance, packet)
    assert value(instance, packet) == brute.best(instance)


@settings(max_examples=40, deadline=None)
@given(instances(budget=True, most=6))
def test_best_of_all_within_the_weeks(instance: Instance) -> None:
    packet = smallest_packet(instance)
    check(instance, packet)
    assert value(instance, packet) == brute.best(instance)


@example(
    Instance(
        "L1",
        {"A": 1},
        (Option("t0", 1, {"A": 2}, kind="spoken"),),
        rules=(AtLeast(("spoken",), 2, ("A",)),),
    )
)
@settings(max_examples=40, deadline=None)
@given(instances(rules=True))
def test_smallest_that_keeps_the_rules(instance: Instance) -> None:
    packet = smallest_packet(instance)
    check(instance, packet)
    assert value(instance, packet) == brute.best(instance)


@settings(max_examples=40, deadline=None)
@given(instances(budget=True, most=5, rules=True))
def test_best_that_keeps_the_rules_within_the_weeks(instance: Instance) -> None:
    packet = smallest_packet(instance)
    check(instance, packet)
    assert value(instance, packet) == brute.best(instance)


@settings(max_examples=40, deadline=None)
@given(instances(rules=True))
def test_every_task_is_needed(instance: Instance) -> None:
    """Dropping any task breaks a need or a rule."""
    by_task = {option.task: option for option in instance.options}
    tasks = [placed.task for placed in smallest_packet(instance).tasks]
    whole = brute.attained(instance, [by_task[task] for task in tasks])
    for task in tasks:
        assert brute.attained(instance, [by_task[other] for other in tasks if other != task]) < whole


@settings(max_examples=40, deadline=None)
@given(instances(), st.sampled_from(STANDARDS), st.integers(1, 3))
def test_evidence_already_shown_never_lengthens_a_packet(instance: Instance, shown: str, pieces: int) -> None:
    """More evidence held is less to show: no longer a packet, unless a standard comes into reach by it."""
    fewer = {s: max(0, n - pieces) if s == shown else n for s, n in instance.needs.items()}
    before, after = smallest_packet(instance), smallest_packet(replace(instance, needs=fewer))
    assert set(before.attains) <= set(after.attains) or any(o.group for o in instance.options)
    if {s for s in after.attains if fewer[s] > 0} <= set(before.attains) <= set(after.attains):
        assert after.minutes <= before.minutes


@settings(max_examples=40, deadline=None)
@given(instances(budget=True))
def test_new_names_change_no_figure(instance: Instance) -> None:
    name = {s: f"new {3 - k}" for k, s in enumerate(STANDARDS)}
    again = replace(
        instance,
        needs={name[s]: n for s, n in instance.needs.items()},
        weights={name[s]: n for s, n in instance.weights.items()},
        prerequisites=tuple((name[a], name[b]) for a, b in instance.prerequisites),
        options=tuple(
            replace(o, task=f"z{9 - k}", evidence={name[s]: e for s, e in o.evidence.items()})
            for k, o in enumerate(instance.options)
        ),
    )
    old, new = smallest_packet(instance), smallest_packet(again)
    assert (old.weight, old.minutes, len(old.tasks), old.bound, old.proved) == (
        new.weight,
        new.minutes,
        len(new.tasks),
        new.bound,
        new.proved,
    )


@settings(max_examples=40, deadline=None)
@given(instances(budget=True), st.integers(0, 999))
def test_the_order_of_the_input_changes_nothing(instance: Instance, seed: int) -> None:
    shuffle = random.Random(seed)
    options = list(instance.options)
    needs = list(instance.needs.items())
    pairs = list(instance.prerequisites)
    for several in (options, needs, pairs):
        shuffle.shuffle(several)
    again = replace(instance, options=tuple(options), needs=dict(needs), prerequisites=tuple(pairs))
    assert smallest_packet(again) == smallest_packet(instance)


def test_no_time_is_spent_on_what_nothing_can_evidence() -> None:
    options = (Option("essay", 60, {"A": 1}), Option("talk", 20, {"B": 1}))
    packet = smallest_packet(Instance("L1", {"A": 2, "B": 1}, options))
    assert [placed.task for placed in packet.tasks] == ["talk"]
    assert [left.standard for left in packet.left] == ["A"]
    assert packet.left[0].why == "The open work gives 1 piece of the 2 still to show; it needs another task."


def test_substitutes_that_exclude_one_another_attain_the_greater_weight() -> None:
    options = (Option("essay", 10, {"A": 1}, "g"), Option("talk", 30, {"B": 1}, "g"))
    packet = smallest_packet(Instance("L1", {"A": 1, "B": 1}, options, {"B": 2}))
    assert packet.attains == ("B",)
    assert packet.minutes == 30
    assert "stand in" in packet.left[0].why


def test_a_budget_needs_minutes_and_weeks() -> None:
    with pytest.raises(ValueError, match="together"):
        smallest_packet(Instance("L1", {}, (), weeks=2))
