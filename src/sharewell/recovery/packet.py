"""The smallest reasonable packet for one learner."""

from __future__ import annotations

from sharewell.recovery.budget import Placement, most_within
from sharewell.recovery.cover import smallest_cover
from sharewell.recovery.model import Instance, Left, Packet, Placed
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
    if instance.minutes_per_week is None or instance.weeks is None:
        placement = Placement(smallest_cover(problem), {})
    else:
        placement = most_within(problem, instance.minutes_per_week, instance.weeks)
    return _packet(instance, problem, placement)


def _packet(instance: Instance, problem: Problem, placement: Placement) -> Packet:
    choice = placement.choice
    depth = task_depths(problem)
    order = sorted(choice.options, key=lambda j: (placement.week.get(j, 0), depth[j], j))
    attained = {problem.standards[i] for i in choice.attains}
    return Packet(
        student_id=instance.student_id,
        tasks=tuple(Placed(problem.options[j].task, placement.week.get(j)) for j in order),
        minutes=sum(problem.options[j].minutes for j in order),
        attains=tuple(sorted(attained | set(problem.shown))),
        left=_left(instance, problem, attained),
        bound=choice.bound,
        proved=choice.proved,
    )


def _left(instance: Instance, problem: Problem, attained: set[str]) -> tuple[Left, ...]:
    """Each standard that is not attained, and why, in words for the learner."""
    why: dict[str, str] = {}
    for standard, most in problem.out_of_reach.items():
        need = instance.needs[standard]
        why[standard] = (
            f"The open work gives {_pieces(most)} of the {need} still to show; it needs another task."
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
                f"It does not fit in {instance.weeks} × {instance.minutes_per_week} minutes; it comes next."
            )
    return tuple(Left(standard, why[standard]) for standard in sorted(why))


def _pieces(count: int) -> str:
    return f"{count} piece" if count == 1 else f"{count} pieces"
