"""Plans of learners and classes, by the one function that makes them: `plan.make_plan`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl
from django.db import transaction

from sharewell.evidence import Gradebook, Standards
from sharewell.knowledge import Rule
from sharewell.plan import Budget, LearnerPlan, Plan, Seen, Terms, make_plan
from sharewell.plan.model import PacketPlan, Win
from sharewell.plan.packets import part_of
from sharewell.report.lead import lead
from sharewell.report.names import by_name
from sharewell.web.access.models import School
from sharewell.web.access.scope import school_in_scope
from sharewell.web.choices.models import Capacity
from sharewell.web.classes import selectors
from sharewell.web.classes.frames import gradebook_of, standards_of_school
from sharewell.web.classes.models import Class, Enrolment, Learner, Summary
from sharewell.web.classes.terms import terms_of


def rule_here() -> Rule:
    """When work counts at this school, and how much shows a standard."""
    school = School.objects.get(pk=school_in_scope())
    return Rule(threshold=school.threshold, needed=school.needed)


@dataclass(frozen=True, slots=True, eq=False)
class Planned:
    """Learners' plans with what they were made from; `tasks` leads from a task's id in it to the row."""

    plan: Plan
    gradebook: Gradebook
    standards: Standards
    terms: Sequence[Terms]
    tasks: dict[str, int]

    @property
    def learner(self) -> LearnerPlan:
        """The plan of the one learner whom it was made for."""
        return self.plan.learners[0]


def plan_of(learner: Learner, classes: Collection[Class]) -> Planned:
    """A learner's plan over some of their classes."""
    return plans_over(classes, [learner])


def plans_over(classes: Collection[Class], learners: Collection[Learner]) -> Planned:
    """Plans of learners over classes.

    Who said how much time they have has one packet over all their classes; of that, the part in `classes` is shown.
    So the packets of the classes together never take more, whoever looks at one of them.
    """
    time = budgets_of(learners)
    wide = _with_all_classes_of(time.learners, classes)
    named_among = wide if len(wide) > len(classes) else None
    frames, standards = gradebook_of(classes, learners, named_among=named_among), standards_of_school()
    terms = terms_of(classes, frames.tasks)
    plan = make_plan(
        frames.gradebook,
        standards,
        rule=rule_here(),
        terms=terms,
        budgets=time.budgets if len(wide) == len(classes) else None,
    )
    if len(wide) > len(classes):
        packets = whole_packets(time, wide)
        tasks = {*frames.tasks, *(offer.task for each in terms for offer in each.offers)}
        plan = replace(plan, learners=tuple(_with_part(one, packets, tasks) for one in plan.learners))
    return Planned(plan, frames.gradebook, standards, terms, frames.tasks)


@dataclass(frozen=True, slots=True)
class Time:
    """The learners who said how much time they have, and their budgets by id."""

    learners: tuple[Learner, ...]
    budgets: dict[str, Budget]


def budgets_of(learners: Collection[Learner]) -> Time:
    """Who of these learners said how much time they have."""
    keys = [learner.pk for learner in learners]
    said = {row.learner_id: row for row in Capacity.objects.filter(learner__in=keys)}
    sharing = tuple(learner for learner in learners if learner.pk in said)
    return Time(
        sharing,
        {
            learner.student_id: Budget(said[learner.pk].minutes_per_week, said[learner.pk].weeks)
            for learner in sharing
        },
    )


def whole_packets(time: Time, classes: Collection[Class]) -> dict[str, PacketPlan]:
    """The packet over all their classes of everyone who said how much time they have."""
    frames = gradebook_of(classes, time.learners)
    terms = terms_of(classes, frames.tasks)
    plan = make_plan(
        frames.gradebook, standards_of_school(), rule=rule_here(), terms=terms, budgets=time.budgets
    )
    return {one.student_id: one.packet for one in plan.learners}


def budgets_left(klass: Class, learners: Collection[Learner]) -> dict[str, Budget]:
    """The time of everyone who said how much they have, less what the packets of their other classes take."""
    time = budgets_of(learners)
    if not time.learners:
        return {}
    wide = _with_all_classes_of(time.learners, [klass])
    frames = gradebook_of([klass], time.learners, named_among=wide)
    own = {*frames.tasks, *(offer.task for each in terms_of([klass], frames.tasks) for offer in each.offers)}
    left: dict[str, Budget] = {}
    for student, packet in whole_packets(time, wide).items():
        budget = time.budgets[student]
        taken = [0] * budget.weeks
        for task in packet.tasks:
            if task.task not in own and task.week is not None:
                taken[task.week - 1] += task.minutes
        left[student] = replace(budget, taken=tuple(taken))
    return left


def _with_all_classes_of(learners: Collection[Learner], classes: Collection[Class]) -> list[Class]:
    """These classes and all others that one of the learners is in."""
    if not learners:
        return list(classes)
    theirs = Enrolment.objects.filter(learner__in=[learner.pk for learner in learners]).values("klass")
    others = Class.objects.filter(pk__in=theirs).exclude(pk__in=[klass.pk for klass in classes])
    return [*classes, *others.order_by("title", "pk")]


def _with_part(
    learner: LearnerPlan, packets: Mapping[str, PacketPlan], tasks: Collection[str]
) -> LearnerPlan:
    """The plan with what of the whole packet lies in its classes, for who has one."""
    if learner.student_id not in packets:
        return learner
    standards = {one.standard for one in (*learner.knows, *learner.ready, *learner.later)}
    part, own = part_of(packets[learner.student_id], tasks, standards), learner.packet
    return replace(learner, packet=replace(part, essential=own.essential, handed_out=own.handed_out))


def shown_by(planned: Planned, day: date) -> int:
    """How many standards the same plan would have called shown on an earlier day: its work up to then alone."""
    book = planned.gradebook
    dated = book.results.join(book.tasks.select("task", "due"), on="task")
    then = dated.filter(pl.coalesce("done", "due") <= day).select(book.results.columns)
    terms = [
        replace(each, taken_up=_until(each.taken_up, day), signed=_until(each.signed, day))
        for each in planned.terms
    ]
    early = make_plan(replace(book, results=then), planned.standards, rule=planned.plan.rule, terms=terms)
    return len(early.learners[0].knows)


def _until(seen: Sequence[Seen], day: date) -> tuple[Seen, ...]:
    return tuple(one for one in seen if one.day is not None and one.day <= day)


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
    plan = plans_over([klass], learners).plan
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
