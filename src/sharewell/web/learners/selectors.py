"""What is read of one learner: their plan, as their page shows it, and how it came to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from sharewell.knowledge import Rule
from sharewell.plan import LearnerPlan
from sharewell.web.access.models import Person
from sharewell.web.classes import plans
from sharewell.web.classes import selectors as classes
from sharewell.web.classes.models import Class, Learner, Task


def classes_shared(teacher: Person, learner: Learner) -> list[Class]:
    """The classes of a learner that a person teaches."""
    attended = classes.classes_attended(learner).values("pk")
    return list(classes.classes_taught(teacher).filter(pk__in=attended))


@dataclass(frozen=True, slots=True)
class Step:
    """How many standards were shown by the end of a marking period, of how many."""

    title: str
    day: date
    shown: int


@dataclass(frozen=True, slots=True)
class Record:
    """A learner's page: the plan, the words it uses, the steps so far, and the row behind each task."""

    plan: LearnerPlan
    statements: dict[str, str]
    rule: Rule
    as_of: date | None
    unlinked: int
    steps: tuple[Step, ...]
    tasks: dict[str, int]


def record_of(learner: Learner, seen: Sequence[Class]) -> Record:
    """Plan the learner over these classes, as it stands now and as it stood when each period ended."""
    found = plans.plan_of(learner, seen)
    periods = found.gradebook.periods.drop_nulls("end").sort("end", "period_id")
    ended = (
        periods.filter(pl.col("end") < found.plan.as_of).select("title", "end") if found.plan.as_of else None
    )
    return Record(
        plan=found.learner,
        statements=dict(found.plan.statements),
        rule=found.plan.rule,
        as_of=found.plan.as_of,
        unlinked=len(found.plan.unlinked_tasks),
        steps=tuple(
            Step(title, end, plans.shown_by(found, end))
            for title, end in (ended.iter_rows() if ended is not None else ())
        ),
        tasks=found.tasks,
    )


def task_in(seen: Sequence[Class], task_id: int) -> Task | None:
    """A task of one of these classes that has points to give."""
    found = Task.objects.filter(pk=task_id, klass__in=[klass.pk for klass in seen], points_possible__gt=0)
    return found.select_related("klass").first()
