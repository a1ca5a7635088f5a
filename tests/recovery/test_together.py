"""A class's packets: the fewest different tasks, against trying every set of tasks."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from bench.recovery import instances as learners
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.recovery import brute
from tests.recovery.test_packet import instances

from sharewell.recovery import Instance, Option, Packet, class_packets, smallest_packet


def enough(instance: Instance, own: Packet, tasks: set[str], slack: float) -> bool:
    """Whether the learner attains the same from these tasks, in little more than their smallest minutes."""
    needs = {s: n for s, n in instance.needs.items() if s in own.attains}
    options = tuple(option for option in instance.options if option.task in tasks)
    weight, minutes, _ = brute.best(replace(instance, needs=needs, options=options))
    return weight == own.weight and minutes <= own.minutes * (1 + slack)


def fewest(those: list[Instance], slack: float) -> int:
    own = [smallest_packet(instance) for instance in those]
    tasks = sorted({option.task for instance in those for option in instance.options})
    for count in range(len(tasks) + 1):
        for chosen in combinations(tasks, count):
            if all(enough(i, p, set(chosen), slack) for i, p in zip(those, own, strict=True)):
                return count
    raise AssertionError("all tasks together are enough")


@settings(max_examples=25, deadline=None)
@given(st.lists(instances(most=5), min_size=2, max_size=3), st.sampled_from([0.0, 0.05, 0.5]))
def test_fewest_different_tasks(those: list[Instance], slack: float) -> None:
    found = class_packets(those, slack)
    assert found.proved
    assert found.bound == len(found.tasks) == fewest(those, slack)
    for instance, packet in zip(those, found.packets, strict=True):
        own = smallest_packet(instance)
        assert packet.attains == own.attains
        assert own.minutes <= packet.minutes <= own.minutes * (1 + slack)
        assert {placed.task for placed in packet.tasks} <= set(found.tasks)


@settings(max_examples=15, deadline=None)
@given(st.lists(instances(budget=True, most=4), min_size=2, max_size=2))
def test_fewest_different_tasks_that_pack(those: list[Instance]) -> None:
    found = class_packets(those, 0.3)
    assert found.proved
    assert len(found.tasks) == fewest(those, 0.3)


def test_a_little_longer_saves_the_teacher_tasks() -> None:
    options = (Option("a", 20, {"A": 1}), Option("b", 20, {"B": 1}), Option("both", 42, {"A": 1, "B": 1}))
    two = Instance("L1", {"A": 1, "B": 1}, options)
    found = class_packets([two], slack=0.05)
    assert (found.tasks, found.tasks_before, found.minutes, found.minutes_before) == (("both",), 2, 42, 40)
    assert not found.packets[0].proved  # it is not the learner's own smallest
    assert class_packets([two], slack=0.04).tasks == ("a", "b")


def test_a_class_keeps_the_limit() -> None:
    those = list(learners(3))
    found = class_packets(those, work_limit=1.0)
    assert found.bound <= len(found.tasks) <= found.tasks_before
    for instance, packet in zip(those, found.packets, strict=True):
        own = smallest_packet(instance)
        assert packet.attains == own.attains
        assert packet.minutes <= 1.05 * own.minutes


def test_slack_is_not_negative() -> None:
    with pytest.raises(ValueError, match="slack"):
        class_packets([], slack=-0.1)
