"""What a class is shown outside feedback: its title, tasks, offers and standards, and what its texts are called.

The words that teachers, gradebooks and standards put before a class, as they stand now.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q

from sharewell.knowledge.rule import OWN_TARGET
from sharewell.plan import LearnerPlan
from sharewell.web.choices.models import Offer, OfferShows
from sharewell.web.classes.models import Class, Link, Task
from sharewell.web.classes.selectors import statements
from sharewell.web.classes.terms import offer_of
from sharewell.web.feedback.models import Text, digest_of
from sharewell.web.feedback.selectors import TOGETHER


class Sort(StrEnum):
    """What the words are."""

    CLASS = "class"
    TASK = "task"
    OFFER = "offer"
    STANDARD = "standard"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Shown:
    """Words before a class. `ref`: the row of the task, offer, text or class; the code of a standard."""

    klass: int
    sort: Sort
    ref: int | str
    words: str

    @property
    def digest(self) -> str:
        """By which a page names the words, whatever line ends a browser sends."""
        return digest_of(self.words)


def shown_to(classes: Collection[int]) -> list[Shown]:
    """All that these classes are shown, the same words once a class: seven questions to the database, none for none."""
    return _once(_rows(classes)) if classes else []


def shown_on(plan: LearnerPlan, tasks: Mapping[str, int], classes: Collection[int]) -> list[Shown]:
    """Of what these classes are shown, that which stands on a learner's page.

    Args:
        tasks: from a task's id in the plan to its row.
    """
    standards = _standards_on(plan)
    works = _works_on(plan) | {code.removeprefix(OWN_TARGET) for code in standards}  # not linked: for itself
    refs: set[tuple[Sort, int | str]] = {(Sort.TASK, tasks[work]) for work in works if work in tasks}
    refs |= {(Sort.OFFER, offer) for work in works if (offer := offer_of(work)) is not None}
    refs |= {(Sort.STANDARD, code) for code in standards}
    refs |= {(Sort.CLASS, klass) for klass in classes}
    return _once(one for one in _rows(classes) if (one.sort, one.ref) in refs) if classes else []


def _once(rows: Iterable[Shown]) -> list[Shown]:
    found: dict[tuple[int, str], Shown] = {}
    for one in rows:
        found.setdefault((one.klass, one.words), one)
    return list(found.values())


def _rows(classes: Collection[int]) -> Iterator[Shown]:
    for klass, title in (
        Class.objects.filter(pk__in=classes).order_by("title", "pk").values_list("pk", "title")
    ):
        yield Shown(klass, Sort.CLASS, klass, title)
    tasks = Task.objects.filter(klass__in=classes).order_by("due", "pk")
    for klass, row, title in tasks.values_list("klass_id", "pk", "title"):
        yield Shown(klass, Sort.TASK, row, title)
    # An offer that has ended is still evidence for whoever took it up.
    offers = Offer.objects.filter(Q(ended=None) | Q(taken_up__isnull=False), klass__in=classes)
    for klass, row, title in offers.distinct().order_by("pk").values_list("klass_id", "pk", "title"):
        yield Shown(klass, Sort.OFFER, row, title)
    yield from _standards(classes)
    texts = Text.objects.filter(klass__in=classes, kind__in=TOGETHER).order_by("-at", "-pk")
    for klass, row, title in texts.values_list("klass_id", "pk", "title"):
        yield Shown(klass, Sort.TEXT, row, title)


def _standards(classes: Collection[int]) -> Iterator[Shown]:
    """The words of the standards that tasks and offers of the classes show."""
    linked = Link.objects.filter(task__klass__in=classes).values_list("task__klass_id", "standard")
    offered = OfferShows.objects.filter(offer__klass__in=classes).values_list("offer__klass_id", "standard")
    pairs = sorted({*linked.distinct(), *offered.distinct()})
    said = statements([code for _, code in pairs])
    for klass, code in pairs:
        if code in said:
            yield Shown(klass, Sort.STANDARD, code, said[code])


def _works_on(plan: LearnerPlan) -> set[str]:
    """The tasks and offers that a learner's page names: evidence, wins, the packet, and what is not asked for."""
    pieces = [piece for known in plan.knows for piece in known.evidence]
    pieces += [piece for win in plan.wins for piece in win.evidence]
    packet = plan.packet
    return {*(one.task for one in pieces), *(one.task for one in (*packet.tasks, *packet.not_needed))}


def _standards_on(plan: LearnerPlan) -> set[str]:
    packet = plan.packet
    return {one.standard for one in (*plan.knows, *plan.ready, *plan.later, *packet.left, *packet.to_sign)}
