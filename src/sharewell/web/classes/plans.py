"""Plans of learners and classes, by the one function that makes them: `plan.make_plan`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl
from django.db import transaction

from sharewell.evidence import Gradebook, Standards
from sharewell.knowledge import Rule
from sharewell.plan import LearnerPlan, Plan, make_plan
from sharewell.plan.model import Win
from sharewell.report.lead import lead
from sharewell.report.names import by_name
from sharewell.web.access.models import School
from sharewell.web.access.scope import school_in_scope
from sharewell.web.classes import selectors
from sharewell.web.classes.frames import gradebook_of, standards_of_school
from sharewell.web.classes.models import Class, Learner, Summary


def rule_here() -> Rule:
    """When work counts at this school, and how much shows a standard."""
    school = School.objects.get(pk=school_in_scope())
    return Rule(threshold=school.threshold, needed=school.needed)


@dataclass(frozen=True, slots=True, eq=False)
class Planned:
    """A learner's plan with what it was made from; `tasks` leads from a task's id in it to the row."""

    learner: LearnerPlan
    plan: Plan
    gradebook: Gradebook
    standards: Standards
    tasks: dict[str, int]


def plan_of(learner: Learner, classes: Collection[Class]) -> Planned:
    """A learner's plan over some of their classes."""
    frames, standards = gradebook_of(classes, [learner]), standards_of_school()
    plan = make_plan(frames.gradebook, standards, rule=rule_here())
    return Planned(plan.learners[0], plan, frames.gradebook, standards, frames.tasks)


def shown_by(planned: Planned, day: date) -> int:
    """How many standards the same plan would have called shown on an earlier day: its work up to then alone."""
    book = planned.gradebook
    dated = book.results.join(book.tasks.select("task", "due"), on="task")
    then = dated.filter(pl.coalesce("done", "due") <= day).select(book.results.columns)
    return len(
        make_plan(replace(book, results=then), planned.standards, rule=planned.plan.rule).learners[0].knows
    )


def summaries_fresh(klass: Class) -> Sequence[Summary]:
    """Every learner of a class in one line; those that a write made stale are made anew first."""
    have = set(Summary.objects.filter(klass=klass).values_list("learner_id", flat=True))
    absent = [learner for learner in selectors.learners_in(klass) if learner.pk not in have]
    if absent:
        _make(klass, absent)
    everyone = selectors.summaries_of(klass)
    return sorted(everyone, key=lambda summary: by_name(summary.learner.name, summary.learner.student_id))


def _make(klass: Class, learners: Sequence[Learner]) -> None:
    """Plan outside the transaction; keep the result only if the class is still what it was planned from."""
    frames = gradebook_of([klass], learners)
    plan = make_plan(frames.gradebook, standards_of_school(), rule=rule_here())
    by_id = {learner.student_id: learner for learner in learners}
    rows = [_summary(klass, by_id[said.student_id], said) for said in plan.learners]
    with transaction.atomic():
        if Class.objects.filter(pk=klass.pk, version=klass.version).exists():
            Summary.objects.bulk_create(rows, ignore_conflicts=True)


def _summary(klass: Class, learner: Learner, said: LearnerPlan) -> Summary:
    newest = max(said.wins, key=lambda win: _day(win) or date.min, default=None)
    return Summary(
        klass=klass,
        learner=learner,
        start_with=said.start_with,
        strength=lead(said).strength,
        shown=len(said.knows),
        ready=[ready.standard for ready in said.ready],
        later=len(said.later),
        packet_tasks=len(said.packet.tasks),
        packet_minutes=said.packet.minutes,
        packet_leaves=len(said.packet.left),
        everything_tasks=said.packet.everything_tasks,
        everything_minutes=said.packet.everything_minutes,
        win=newest.what if newest else "",
        win_day=_day(newest) if newest else None,
    )


def _day(win: Win) -> date | None:
    return max((piece.day for piece in win.evidence if piece.day), default=None)
