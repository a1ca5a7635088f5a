"""A class planned together, as its teacher sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sharewell.plan.model import PacketPlan, PacketTask
from sharewell.plan.together import ClassPlan, class_plan
from sharewell.web.classes import plans, selectors
from sharewell.web.classes.frames import gradebook_of, standards_of_school
from sharewell.web.classes.models import Class, Learner
from sharewell.web.classes.terms import terms_of


@dataclass(frozen=True, slots=True)
class Prepared:
    """A task to prepare, and the learners whose packets have it, by name."""

    task: PacketTask
    learners: tuple[Learner, ...]


@dataclass(frozen=True, slots=True)
class Together:
    """The plan of a class; `tasks` leads from a task's id in it to the row, `more` is said in percent."""

    plan: ClassPlan
    prepared: tuple[Prepared, ...]
    packets: Mapping[Learner, PacketPlan]
    tasks: Mapping[str, int]

    @property
    def saved(self) -> int:
        """How many tasks fewer there are to prepare."""
        return self.plan.tasks_before - len(self.plan.tasks)


def of_class(klass: Class) -> Together:
    """Plan everyone's packet anew, with the same tasks where packets overlap."""
    everyone = list(selectors.learners_in(klass))
    frames = gradebook_of([klass], everyone)
    found = class_plan(
        frames.gradebook,
        standards_of_school(),
        rule=plans.rule_here(),
        terms=terms_of([klass], frames.tasks),
        budgets=plans.budgets_left(klass, everyone),
    )
    by_id = {learner.student_id: learner for learner in everyone}
    prepared = (
        Prepared(one.task, tuple(sorted((by_id[s] for s in one.learners), key=lambda who: who.name)))
        for one in found.tasks
    )
    packets = {by_id[student]: packet for student, packet in found.packets.items()}
    return Together(found, tuple(prepared), packets, frames.tasks)
