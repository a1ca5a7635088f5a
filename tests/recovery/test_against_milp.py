"""Every packet of a sample equals HiGHS (scipy.optimize.milp) in weight, minutes and number of tasks."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
from bench.recovery import STANDARDS, by_milp, instances

from sharewell.recovery import smallest_packet
from sharewell.recovery.cpsat import solve as solve_by_cpsat
from sharewell.recovery.program import Program
from sharewell.recovery.search import solve


def test_packets_without_a_budget() -> None:
    for instance in instances(20, seed=11):
        packet = smallest_packet(instance)
        assert packet.proved
        assert (packet.weight, packet.minutes, len(packet.tasks)) == by_milp(instance)


@pytest.mark.slow
def test_many_packets_without_a_budget() -> None:
    for instance in instances(1000, seed=12):
        packet = smallest_packet(instance)
        assert packet.proved
        assert (packet.weight, packet.minutes, len(packet.tasks)) == by_milp(instance)


def test_substitutes_that_exclude_one_another() -> None:
    rng = random.Random(5)
    for instance in instances(8, seed=13):
        options = tuple(replace(option, group=f"g{rng.randrange(14)}") for option in instance.options)
        weights = {s: rng.randint(1, 5) for s in STANDARDS}
        packet = smallest_packet(replace(instance, options=options, weights=weights))
        reached = {s: n for s, n in instance.needs.items() if n > 0}
        assert packet.proved
        assert packet.weight < sum(weights[s] for s in reached)
        assert (packet.weight, packet.minutes, len(packet.tasks)) == by_milp(
            replace(instance, options=options, weights=weights)
        )


def test_one_week_with_prerequisites_and_weights() -> None:
    """In a single week the packing asks nothing more than the total."""
    rng = random.Random(6)
    for instance in instances(4, seed=14, weeks=1, minutes_per_week=150):
        weighed = replace(instance, weights={s: rng.randint(1, 5) for s in STANDARDS})
        packet = smallest_packet(weighed)
        assert packet.proved
        assert (packet.weight, packet.minutes, len(packet.tasks)) == by_milp(weighed, total=150)


def test_three_weeks_never_reach_more_than_their_total() -> None:
    for instance in instances(4, seed=15, weeks=3, minutes_per_week=60):
        packet = smallest_packet(instance)
        weight, minutes, _ = by_milp(instance, total=180)
        assert packet.proved
        assert packet.weight < weight or (packet.weight == weight and packet.minutes >= minutes)


def test_the_search_agrees_with_cpsat_on_any_program() -> None:
    rng = np.random.default_rng(3)
    for _ in range(80):
        n, m = int(rng.integers(1, 14)), int(rng.integers(0, 9))
        rows = rng.integers(-3, 4, (m, n)) * (rng.random((m, n)) < 0.5)
        program = Program(rng.integers(-20, 40, n), rows, rng.integers(-4, 4, m))
        own, other = solve(program), solve_by_cpsat(program)
        assert own.proved
        assert (own.x is None) == (other.x is None)
        assert own.cost == own.bound == other.cost
        if own.x is not None:
            assert (program.rows @ own.x >= program.least).all()


def test_a_search_that_ends_early_says_so() -> None:
    rng = np.random.default_rng(4)
    rows = rng.integers(0, 4, (15, 40)) * (rng.random((15, 40)) < 0.3)
    program = Program(rng.integers(10, 60, 40) * 41 + 1, rows, np.full(15, 4))
    early, whole = solve(program, nodes=3), solve(program)
    assert whole.proved
    assert not early.proved
    assert early.bound <= whole.cost
    assert early.x is None or early.cost >= whole.cost
