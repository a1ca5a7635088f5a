"""What is read of classes, inside the school in scope."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone

from sharewell.web.access.models import Person
from sharewell.web.classes.models import (
    Care,
    Class,
    Enrolment,
    Import,
    Learner,
    Link,
    Period,
    Result,
    Standard,
    Summary,
    Task,
)


def classes_taught(person: Person) -> QuerySet[Class]:
    """The classes that a person teaches, by title."""
    return Class.objects.filter(teachings__person=person).order_by("title", "pk")


def classes_counted(person: Person) -> QuerySet[Class]:
    """The classes that a person teaches, each with `learners` and `pieces_of_work`."""
    return classes_taught(person).annotate(
        learners=Count("enrolments", distinct=True), pieces_of_work=Count("tasks", distinct=True)
    )


def classes_attended(learner: Learner) -> QuerySet[Class]:
    """The classes of a learner, by title."""
    return Class.objects.filter(enrolments__learner=learner).order_by("title", "pk")


def children_of(person: Person) -> QuerySet[Learner]:
    """The learners in a person's care, by name."""
    return Learner.objects.filter(pk__in=Care.objects.filter(person=person).values("learner")).order_by(
        "name", "pk"
    )


def learner_of(person: Person) -> Learner | None:
    """The learner that a person is."""
    return Learner.objects.filter(person=person).first()


def learners_in(klass: Class) -> QuerySet[Learner]:
    """The learners of a class, by name."""
    return Learner.objects.filter(enrolments__klass=klass).order_by("name", "pk")


def learners_named(wanted: str) -> QuerySet[Learner]:
    """The school's learners by name, those alone whose name holds `wanted`."""
    return Learner.objects.filter(name__icontains=wanted).select_related("person").order_by("name", "pk")


def summaries_of(klass: Class) -> QuerySet[Summary]:
    """The summaries of a class that are fresh."""
    return Summary.objects.filter(klass=klass).select_related("learner", "klass")


def tasks_of(klass: Class) -> QuerySet[Task]:
    """The tasks of a class in the order of time, with their links fetched."""
    return (
        Task.objects.filter(klass=klass)
        .select_related("period")
        .prefetch_related("links")
        .order_by("due", "pk")
    )


def tasks_alone(klass: Class) -> QuerySet[Task]:
    """The tasks of a class that no standard is linked to, in the order of time."""
    return Task.objects.filter(klass=klass, links__isnull=True).order_by("due", "pk")


def links_of(task: Task) -> QuerySet[Link]:
    """The standards that a task gives evidence for."""
    return Link.objects.filter(task=task).order_by("standard")


def standards_here() -> QuerySet[Standard]:
    """The school's standards, by code."""
    return Standard.objects.order_by("code")


def statements(codes: Sequence[str]) -> dict[str, str]:
    """Code → statement, for those of the codes that have one."""
    return dict(
        Standard.objects.filter(code__in=codes).exclude(statement="").values_list("code", "statement")
    )


def period_now() -> Period | None:
    """The marking period of today; between two and after the last one the one before, before the first that one."""
    today = timezone.localdate()
    dated = list(Period.objects.exclude(start=None).order_by("start", "period_id"))
    begun = [period for period in dated if period.start <= today]
    return begun[-1] if begun else next(iter(dated), None)


def imports_of(person: Person) -> QuerySet[Import]:
    """A person's imports, newest first."""
    return Import.objects.filter(person=person).select_related("klass").order_by("-pk")


def school_is_empty() -> bool:
    """Whether nothing has been brought in yet."""
    return not Class.objects.exists()


def counts_here() -> dict[str, Any]:
    """How much there is in the school."""
    return {
        "classes": Class.objects.count(),
        "learners": Learner.objects.count(),
        "enrolments": Enrolment.objects.count(),
        "results": Result.objects.count(),
        "standards": Standard.objects.count(),
    }
