"""What is read of a class's packets: its standards, what was chosen, what is offered, what was handed out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum

from sharewell.web.access.models import School
from sharewell.web.access.scope import school_in_scope
from sharewell.web.choices.models import (
    Capacity,
    CategoryKind,
    Essential,
    Kind,
    Offer,
    OfferShows,
    QualityRule,
    TaskOption,
)
from sharewell.web.classes.models import Class, Learner, Link, Period, Standard, Task
from sharewell.web.classes.selectors import statements


@dataclass(frozen=True, slots=True)
class Choice:
    """A standard that packets of a class may be about.

    Attributes:
        tasks: of the class that show it.
        by_rule: pieces that show it where nobody chose otherwise.
        needed: pieces as chosen; None where it is not essential.
    """

    standard: str
    statement: str
    tasks: int
    by_rule: int
    needed: int | None


def choices_of(klass: Class, period: Period | None) -> list[Choice]:
    """The standards that tasks of the class show, and all that were chosen or are offered, by code."""
    linked = Link.objects.filter(task__klass=klass, task__points_possible__gt=0).values("standard")
    rows = linked.annotate(tasks=Count("task", distinct=True), pieces=Sum("evidence"))
    found = {row["standard"]: row for row in rows}
    needed = essential_of(klass, period)
    offered = OfferShows.objects.filter(offer__klass=klass, offer__ended=None).values_list(
        "standard", flat=True
    )
    codes = sorted({*found, *needed, *offered})
    said, usual = statements(codes), School.objects.get(pk=school_in_scope()).needed
    return [
        Choice(
            standard=code,
            statement=said.get(code, ""),
            tasks=found[code]["tasks"] if code in found else 0,
            by_rule=min(found[code]["pieces"], usual) if code in found else 1,
            needed=needed.get(code),
        )
        for code in codes
    ]


def essential_of(klass: Class, period: Period | None) -> dict[str, int]:
    """Standard → pieces, as chosen for a marking period; empty where nothing is chosen."""
    return dict(Essential.objects.filter(klass=klass, period=period).values_list("standard", "needed"))


def periods_here() -> list[Period]:
    """The marking periods of the school in their order."""
    return list(Period.objects.order_by("start", "period_id"))


@dataclass(frozen=True, slots=True)
class Category:
    """A category of the gradebook in a class, and the kind of evidence that its tasks give, where it is said."""

    name: str
    tasks: int
    kind: str


def categories_of(klass: Class) -> list[Category]:
    """The categories of a class's tasks, by name."""
    said = dict(CategoryKind.objects.filter(klass=klass).values_list("category", "kind"))
    rows = Task.objects.filter(klass=klass).exclude(category="").values("category")
    return [
        Category(row["category"], row["tasks"], said.get(row["category"], ""))
        for row in rows.annotate(tasks=Count("pk")).order_by("category")
    ]


def tasks_without_kind(klass: Class) -> int:
    """Tasks of a class of which nobody said what kind of evidence they give: they keep no rule."""
    known = CategoryKind.objects.filter(klass=klass).values("category")
    alone = TaskOption.objects.filter(task__klass=klass).exclude(kind="").values("task")
    return (
        Task.objects.filter(klass=klass, points_possible__gt=0)
        .exclude(category__in=known)
        .exclude(pk__in=alone)
        .count()
    )


def rules_of(klass: Class) -> dict[str, set[str]]:
    """Rule → the standards that it names ("" for all)."""
    found: dict[str, set[str]] = {}
    for asks, standard in QualityRule.objects.filter(klass=klass).values_list("asks", "standard"):
        found.setdefault(asks, set()).add(standard)
    return found


def offers_of(klass: Class) -> QuerySet[Offer]:
    """What a class is offered now."""
    return (
        Offer.objects.filter(klass=klass, ended=None)
        .prefetch_related("shows")
        .annotate(times_taken=Count("taken_up"))
        .order_by("group", "pk")
    )


def task_options_of(klass: Class) -> QuerySet[TaskOption]:
    """Tasks of the gradebook with something of their own said about how they enter packets."""
    return TaskOption.objects.filter(task__klass=klass).select_related("task").order_by("task__due", "task")


def kinds() -> Sequence[tuple[str, str]]:
    """The kinds of evidence, to choose from."""
    return list(Kind.choices)


def capacity_of(learner: Learner) -> Capacity | None:
    """What a learner said that they have time for."""
    return Capacity.objects.filter(learner=learner).first()


def codes_of_school() -> QuerySet[Standard]:
    """All standards of the school, to choose further ones from."""
    return Standard.objects.order_by("code")


def learners_by_id(ids: Sequence[str]) -> Mapping[str, Learner]:
    """Student id → learner."""
    return {learner.student_id: learner for learner in Learner.objects.filter(student_id__in=ids)}
