"""Choice and packing in one time-indexed model: what choosing and packing in turn must equal."""

from __future__ import annotations

import random

import pytest
from ortools.sat.python import cp_model

from sharewell.recovery import Instance, Option, smallest_packet

STANDARDS = tuple("ABCDEFGH")


def made_up(seed: int) -> Instance:
    rng = random.Random(seed)
    options = tuple(
        Option(
            f"t{k:02d}",
            rng.randint(8, 30),
            {s: rng.randint(1, 2) for s in rng.sample(STANDARDS, rng.randint(1, 3))},
            rng.choice([None, None, None, "g", "h"]),
            week_from=rng.choice([1, 1, 1, 2]),
            week_to=rng.choice([None, None, None, 2]),
        )
        for k in range(rng.randint(8, 14))
    )
    pairs = tuple((a, b) for a in STANDARDS for b in STANDARDS if a < b and rng.random() < 0.25)
    needs = {s: rng.randint(0, 3) for s in STANDARDS}
    weights = {s: rng.randint(1, 3) for s in STANDARDS}
    return Instance("L", needs, options, weights, pairs, rng.randint(25, 50), rng.randint(2, 3))


def by_joint_model(instance: Instance) -> tuple[int, int, int]:
    """(weight, minutes, tasks): y[j, w] = task j in week w, z[s, w] = s has its pieces by the end of week w."""
    assert instance.weeks is not None
    model = cp_model.CpModel()
    needs = {s: n for s, n in instance.needs.items() if n > 0}
    weeks = range(1, instance.weeks + 1)
    y = {(o.task, w): model.new_bool_var("") for o in instance.options for w in weeks}
    for o in instance.options:
        model.add(sum(y[o.task, w] for w in weeks) <= 1)
        for w in weeks:
            if w < o.week_from or w > (o.week_to or instance.weeks):
                model.add(y[o.task, w] == 0)
    for w in weeks:
        model.add(sum(o.minutes * y[o.task, w] for o in instance.options) <= (instance.minutes_per_week or 0))
    for g in {o.group for o in instance.options} - {None}:
        model.add(sum(y[o.task, w] for o in instance.options if o.group == g for w in weeks) <= 1)
    z = {(s, w): model.new_bool_var("") for s in needs for w in weeks}
    attained = {s: model.new_bool_var("") for s in needs}
    pairs = [(a, b) for a, b in instance.prerequisites if a in needs and b in needs]
    for s, need in needs.items():
        for w in weeks:
            held = sum(o.evidence.get(s, 0) * y[o.task, u] for o in instance.options for u in range(1, w + 1))
            model.add(held >= need).only_enforce_if(z[s, w])
            model.add(held <= need - 1).only_enforce_if(~z[s, w])
        # attained: the pieces, and every prerequisite attained; nothing else, and never a choice
        conditions = [z[s, instance.weeks], *(attained[a] for a, b in pairs if b == s)]
        model.add_bool_and(conditions).only_enforce_if(attained[s])
        model.add_bool_or([attained[s], *(~c for c in conditions)])
    for a, b in pairs:
        for w in weeks:
            model.add(z[a, w] >= z[b, w]).only_enforce_if(attained[b])
    weight = sum(instance.weights[s] * attained[s] for s in needs)
    minutes = sum(o.minutes * y[o.task, w] for o in instance.options for w in weeks)
    model.maximize(1_000 * 1_000 * weight - 1_000 * minutes - sum(y.values()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(model) == cp_model.OPTIMAL
    return tuple(solver.value(amount) for amount in (weight, minutes, sum(y.values())))


def compare(seeds: range) -> None:
    for seed in seeds:
        instance = made_up(seed)
        packet = smallest_packet(instance)
        assert packet.proved
        assert (packet.weight, packet.minutes, len(packet.tasks)) == by_joint_model(instance), seed


def test_choosing_and_packing_in_turn_loses_nothing() -> None:
    compare(range(6))


@pytest.mark.slow
def test_choosing_and_packing_in_turn_loses_nothing_on_many() -> None:
    compare(range(6, 200))
