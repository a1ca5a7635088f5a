"""What is read of suggestions: a class's tasks that stand for themselves, and what they may be about."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import polars as pl
from django.db.models import QuerySet
from django.utils import timezone

from sharewell.knowledge.suggest import BANDS
from sharewell.web.classes.models import Class, Standard, Task
from sharewell.web.classes.selectors import statements, tasks_alone
from sharewell.web.links.models import LinkSearch, Suggestion

STUCK_AFTER: Final = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Proposed:
    """One suggestion, with its standard's words."""

    suggestion: Suggestion
    statement: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A task that stands for itself, the likeliest standard (or all those whose codes it names), and the next."""

    task: Task
    best: Sequence[Proposed]
    others: Sequence[Proposed]

    @property
    def sure(self) -> str:
        """Surely, likely or ask. After a no to the likeliest, the next one is asked about."""
        return self.best[0].suggestion.sure


@dataclass(frozen=True, slots=True)
class Offers:
    """What a class's page of links shows."""

    bands: Sequence[tuple[str, Sequence[Offer]]]
    without: Sequence[Task]  # nothing to suggest
    refused: Sequence[Proposed]
    linked: int
    unseen: int  # tasks that came after the last look

    @property
    def shown(self) -> Sequence[Offer]:
        """All offers, the surest first."""
        return [offer for _, offers in self.bands for offer in offers]

    @property
    def sure(self) -> Sequence[Offer]:
        """Those that are surely right."""
        return next(offers for name, offers in self.bands if name == BANDS[0][0])


def search_of(klass: Class) -> LinkSearch | None:
    """The last look for suggestions."""
    return LinkSearch.objects.filter(klass=klass).first()


def is_stuck(search: LinkSearch) -> bool:
    """Whether a look has said nothing for so long that its server has probably stopped."""
    looking = search.state == LinkSearch.State.LOOKING.value
    return looking and timezone.now() - search.alive > STUCK_AFTER


def open_suggestions(klass: Class, ids: Collection[int] | None = None) -> QuerySet[Suggestion]:
    """Suggestions that may be said yes to: of tasks without a link, not refused."""
    found = Suggestion.objects.filter(task__klass=klass, task__links__isnull=True, refused=False)
    return (
        (found if ids is None else found.filter(pk__in=ids))
        .select_related("task__klass")
        .order_by("rank", "pk")
    )


def refused_of(klass: Class) -> QuerySet[Suggestion]:
    """What a teacher said no to."""
    refused = Suggestion.objects.filter(task__klass=klass, refused=True)
    return refused.select_related("task").order_by("task__due", "task", "rank")


def offers_of(klass: Class, search: LinkSearch | None) -> Offers:
    """A class's tasks without a link, by how sure their likeliest standard is."""
    open_ones, refused = list(open_suggestions(klass)), list(refused_of(klass))
    said = statements([suggestion.standard for suggestion in [*open_ones, *refused]])
    of_task: dict[int, list[Proposed]] = {}
    for suggestion in open_ones:
        proposed = Proposed(suggestion, said.get(suggestion.standard, ""))
        of_task.setdefault(suggestion.task_id, []).append(proposed)
    alone = list(tasks_alone(klass))
    offers = [Offer(task, *_first(of_task[task.pk])) for task in alone if task.pk in of_task]
    newest = search.newest_task if search else 0
    return Offers(
        bands=[(name, [offer for offer in offers if offer.sure == name]) for name, _ in BANDS],
        without=[task for task in alone if task.pk not in of_task],
        refused=[Proposed(suggestion, said.get(suggestion.standard, "")) for suggestion in refused],
        linked=Task.objects.filter(klass=klass, links__isnull=False).distinct().count(),
        unseen=sum(task.pk > newest for task in alone),
    )


def _first(proposed: list[Proposed]) -> tuple[list[Proposed], list[Proposed]]:
    best = [one for one in proposed if one.suggestion.rank == proposed[0].suggestion.rank]
    return best, proposed[len(best) :]


def standards_digest() -> str:
    """A digest of what suggestions are made from: while it is the same, so are the standards."""
    digest = hashlib.sha256()
    for row in Standard.objects.order_by("code").values_list("code", "statement", "subject"):
        digest.update("\0".join(row).encode() + b"\1")
    return digest.hexdigest()


def among(klass: Class, search: LinkSearch | None) -> tuple[str, str]:
    """Subject and grade to compare with: those of the last look, else the class's subject where standards have it."""
    if search is not None:
        return search.subject, search.grade
    return next((each for each in subjects() if each.casefold() == klass.subject.casefold()), ""), ""


def subjects() -> list[str]:
    """The subjects of the school's standards."""
    return sorted(set(Standard.objects.exclude(subject="").values_list("subject", flat=True)))


def grades() -> list[str]:
    """The grades of the school's standards; 9 comes before 10."""
    found = set(Standard.objects.exclude(grade="").values_list("grade", flat=True))
    return sorted(found, key=lambda grade: (int(grade) if grade.isdecimal() else 0, grade))


def to_look_at(tasks: Sequence[Task], subject: str, grade: str) -> pl.DataFrame:
    """Tasks as `knowledge.suggest_links` reads them; `task` is the row's id."""
    columns = {name: pl.String() for name in ("task", "title", "subject", "grade")}
    return pl.DataFrame(
        [(str(task.pk), task.title, subject or None, grade or None) for task in tasks],
        schema=columns,
        orient="row",
    )
