"""The smallest reasonable packet for one learner."""

from __future__ import annotations

from sharewell.recovery.budget import Placement, most_within
from sharewell.recovery.cover import smallest_cover
from sharewell.recovery.model import Instance, Left, Option, Packet, Placed, SignOff
from sharewell.recovery.packing import task_depths
from sharewell.recovery.problem import Problem, prepare


def smallest_packet(instance: Instance) -> Packet:
    """The least work that brings every standard to its need, with its proof.

    Without a budget: every standard that some choice of options can bring to its need is attained (where
    substitutes exclude one another, the greatest total weight), with the fewest minutes, then the fewest
    tasks. With `minutes_per_week` and `weeks`: the greatest total weight that fits, an attained standard
    having its prerequisites attained too and in no later week, then the fewest minutes, then the fewest
    tasks. The order of options and needs changes nothing.

    Raises:
        ValueError: see `problem.prepare`.
    """
    problem = prepare(instance)
    room = instance.room()
    placement = Placement(smallest_cover(problem), {}) if room is None else most_within(problem, room)
    return _packet(instance, problem, placement)


def _packet(instance: Instance, problem: Problem, placement: Placement) -> Packet:
    choice = placement.choice
    depth = task_depths(problem)
    order = sorted(choice.options, key=lambda j: (placement.week.get(j, 0), depth[j], j))
    attained = {problem.standards[i] for i in choice.attains}
    return Packet(
        student_id=instance.student_id,
        tasks=tuple(
            Placed(problem.options[j].task, placement.week.get(j), _signed(instance, problem.options[j]))
            for j in order
        ),
        minutes=sum(problem.options[j].minutes for j in order),
        attains=tuple(sorted(attained | set(problem.shown))),
        left=_left(instance, problem, attained),
        bound=choice.bound,
        proved=choice.proved,
        weight=choice.weight,
        weight_bound=choice.weight_bound,
    )


def _signed(instance: Instance, option: Option) -> tuple[str, ...]:
    """The standards shown by this work that the teacher signs off."""
    asked = {s for rule in instance.rules if isinstance(rule, SignOff) for s in rule.standards}
    return tuple(
        sorted(s for s, e in option.evidence.items() if e > 0 and s in asked and s in instance.needs)
    )


def _left(instance: Instance, problem: Problem, attained: set[str]) -> tuple[Left, ...]:
    """Each standard that is not attained, and why, in words for the learner."""
    why: dict[str, str] = {}
    fitting = "open work" if instance.weeks is None else "open work that fits the weeks"
    for standard, short in problem.out_of_reach.items():
        if short.rule is not None:
            why[standard] = f"The teacher asks for {short.rule}; no choice of the {fitting} gives that."
        else:
            given = _pieces(short.most)
            why[standard] = (
                f"The {fitting} gives {given} of the {short.need} still to show; it needs another task."
            )
    for standard, first in problem.waiting.items():
        why[standard] = f"It builds on {first}, which needs another task first."
    for i, standard in enumerate(problem.standards):
        if standard in attained:
            continue
        first = [problem.standards[a] for a, b in problem.before if b == i]
        first = [a for a in first if a not in attained]
        if instance.weeks is None:
            why[standard] = (
                "Its tasks stand in for tasks chosen for other standards; only one of each can count."
            )
        elif first:
            why[standard] = f"It builds on {first[0]}, which comes first."
        else:
            why[standard] = (
                f"It does not fit in the {sum(instance.room() or ())} minutes there are; it comes next."
            )
    return tuple(Left(standard, why[standard]) for standard in sorted(why))


def _pieces(count: int) -> str:
    return f"{count} piece" if count == 1 else f"{count} pieces"
