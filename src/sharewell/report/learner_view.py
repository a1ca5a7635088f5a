"""What pages and packets both say of a learner beyond the fields of a plan."""

from __future__ import annotations

from itertools import chain, groupby

from sharewell.knowledge import own_target
from sharewell.plan.model import LearnerPlan, PacketPlan, PacketTask


def by_week(packet: PacketPlan) -> list[tuple[int | None, list[PacketTask]]]:
    """The tasks week by week, in the packet's order; one group without a week where nothing is planned."""
    ordered = sorted(packet.tasks, key=lambda task: task.week or 0)
    return [(week or None, list(tasks)) for week, tasks in groupby(ordered, key=lambda task: task.week or 0)]


def already_there(task: PacketTask, learner: LearnerPlan) -> int:
    """Pieces that the learner holds for the one standard that the task is for; 0 where it is for several."""
    if len(task.attains) != 1:
        return 0
    return next((ready.held for ready in learner.ready if ready.standard == task.attains[0]), 0)


def counted_as(learner: LearnerPlan) -> str:
    """What is counted for a learner: "standard", or "task" where no work is linked and each stands for itself."""
    standards = (one.standard for one in chain(learner.knows, learner.ready, learner.later))
    return "task" if all(standard.startswith(own_target("")) for standard in standards) else "standard"
