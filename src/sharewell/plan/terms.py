"""What a teacher chose for the packets of a class: what is essential, other ways to show it, what keeps it honest."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import polars as pl

from sharewell.evidence import Gradebook
from sharewell.knowledge import CHOSEN, PIECES, Rule
from sharewell.recovery.model import Rule as QualityRule
from sharewell.recovery.model import SignOff

SIGNED_OFF: Final = "Signed off by the teacher"


@dataclass(frozen=True, slots=True)
class Offer:
    """Another way to show something: a substitute, a conversation, a project.

    Attributes:
        task: its id, unlike any task of the gradebook.
        group: at most one task of a group enters a packet.
        week_from: the first week (from 1) of a packet with weeks in which it can be done.
        ended: it is offered no longer; where it was taken up it counts.
    """

    task: str
    title: str
    minutes: int
    evidence: Mapping[str, int]
    kind: str | None = None
    group: str | None = None
    week_from: int = 1
    ended: bool = False


@dataclass(frozen=True, slots=True)
class AsOption:
    """How a task of the gradebook enters packets; `minutes` are those of doing it again, None for the task's own."""

    minutes: int | None = None
    kind: str | None = None
    group: str | None = None
    week_from: int = 1


@dataclass(frozen=True, slots=True)
class Seen:
    """What a teacher saw of a learner outside the gradebook: an offer that was taken up, or a standard signed off."""

    student_id: str
    what: str  # an offer's task, or a standard
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """The packets of one class.

    Attributes:
        essential: pieces for each standard that packets are about; None for every standard, by the rule.
        kinds: category of the gradebook -> kind of evidence that its tasks give.
        options: task of the gradebook -> how it enters packets, where that is not plain.
        rules: evidence quality that packets keep; a rule without standards is for those of the class.
        taken_up: offers that learners took up.
        signed: standards that the teacher signed off.
        handed: learner -> the tasks of the packet that they were handed out and that still holds.
    """

    class_id: str
    essential: Mapping[str, int] | None = None
    offers: tuple[Offer, ...] = ()
    kinds: Mapping[str, str] = field(default_factory=dict[str, str])
    options: Mapping[str, AsOption] = field(default_factory=dict[str, AsOption])
    rules: tuple[QualityRule, ...] = ()
    taken_up: tuple[Seen, ...] = ()
    signed: tuple[Seen, ...] = ()
    handed: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])

    def to_sign(self) -> set[str]:
        """The standards that the teacher signs off."""
        return {s for rule in self.rules if isinstance(rule, SignOff) for s in rule.standards}


def chosen_pieces(terms: Sequence[Terms]) -> pl.DataFrame:
    """The pieces that teachers ask for, in place of the rule's (`knowledge.CHOSEN`)."""
    rows = [(each.class_id, s, n) for each in terms for s, n in (each.essential or {}).items()]
    return pl.DataFrame(rows, schema=CHOSEN, orient="row")


def seen_pieces(terms: Sequence[Terms], rule: Rule) -> pl.DataFrame:
    """Evidence from outside the gradebook (`knowledge.PIECES`), without points; what is signed off is shown."""
    most = max([rule.needed, *(n for each in terms for n in (each.essential or {}).values())])
    rows: list[tuple[object, ...]] = []
    for each in terms:
        offers = {offer.task: offer for offer in each.offers}
        for seen in each.taken_up:
            offer = offers[seen.what]
            for standard, pieces in offer.evidence.items():
                rows.append((seen.student_id, standard, offer.task, offer.title, 0, 0, seen.day, pieces))
        for seen in each.signed:
            task = f"signed:{each.class_id}:{seen.what}"
            rows.append((seen.student_id, seen.what, task, SIGNED_OFF, 0, 0, seen.day, most))
    return pl.DataFrame(rows, schema=PIECES, orient="row")


def asked_of(terms: Sequence[Terms], gradebook: Gradebook, links: pl.DataFrame) -> dict[str, Collection[str]]:
    """Class -> the standards that its packets are about: the essential ones, or all that its tasks show."""
    of_class = links.join(gradebook.tasks, on="task").group_by("class_id").agg("standard")
    asked: dict[str, Collection[str]] = {class_id: set(shown) for class_id, shown in of_class.iter_rows()}
    return asked | {each.class_id: each.essential for each in terms if each.essential is not None}
