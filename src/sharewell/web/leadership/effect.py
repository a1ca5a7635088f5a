"""What recovery packets did, in sums: how much work they saved, and what became of those that were handed out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.db.models import Count, Sum

from sharewell.disclosure import suppress_groups
from sharewell.web.choices.models import Packet
from sharewell.web.classes.handed import PacketNow, packets_now
from sharewell.web.classes.models import Period, Summary
from sharewell.web.leadership.selectors import LEAST, Periods

SUMS = (
    "asked_tasks", "asked_minutes", "all_tasks", "all_minutes", "done_tasks", "whole", "packets", "gained",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Work:
    """Work that packets ask for beside all that is open."""

    asked_tasks: int
    asked_minutes: int
    all_tasks: int
    all_minutes: int

    @property
    def saved(self) -> float:
        """The share of all open minutes that nobody has to make up."""
        return 1 - self.asked_minutes / self.all_minutes if self.all_minutes else 0.0


@dataclass(frozen=True, slots=True)
class Effect:
    """The packets handed out in a marking period; None where too few learners stand behind the figures.

    Attributes:
        learners: with a packet; 0 where none was handed out.
        done_tasks: of the tasks asked for, those that came in since.
        whole: packets that are done to the end, of `packets`.
        gained: pieces of evidence that the work gave.
        letters_f: marks of F in the period, None where that is not shown.
    """

    title: str
    learners: int | None
    work: Work | None
    done_tasks: int | None
    whole: int | None
    packets: int | None
    gained: int | None
    letters_f: int | None


def as_it_stands() -> Work | None:
    """Everyone's packets of today beside all that is open; None where too few learners have open work."""
    found = Summary.objects.filter(everything_tasks__gt=0).aggregate(
        people=Count("learner", distinct=True),
        asked_tasks=Sum("packet_tasks"),
        asked_minutes=Sum("packet_minutes"),
        all_tasks=Sum("everything_tasks"),
        all_minutes=Sum("everything_minutes"),
    )
    if found.pop("people") < LEAST:
        return None
    return Work(**found)


def by_period(periods: Periods | None) -> list[Effect]:
    """What became of the packets of each marking period that had any, and of the periods beside, in their order.

    A packet that was taken back is not among them: the one that took its place is.
    """
    handed = packets_now(Packet.objects.filter(ended=None))
    if not handed:
        return []
    rows = [
        _sums(title, [now for now in handed if now.packet.period_id == key]) for key, title in _titles(handed)
    ]
    columns = {"title": pl.String(), "learners": pl.Int64(), **dict.fromkeys(SUMS, pl.Int64())}
    table = pl.DataFrame(rows, schema=columns)
    # No figure over several periods stands on the page, so that none gives a small period away.
    safe = suppress_groups(table, "learners", SUMS, least=LEAST, total_published=False)
    letters = _letters_f(periods)
    return [
        _effect(row, nobody=not of["learners"], letters=letters)
        for row, of in zip(safe.iter_rows(named=True), rows, strict=True)
    ]


def _titles(handed: list[PacketNow]) -> list[tuple[int | None, str]]:
    """The marking periods in order; packets of no period come last."""
    periods = Period.objects.order_by("start", "period_id").values_list("pk", "title")
    without = any(now.packet.period_id is None for now in handed)
    return [*periods, (None, "No marking period")] if without else list(periods)


def _sums(title: str, packets: list[PacketNow]) -> dict[str, str | int]:
    works = [work for now in packets for work in now.works]
    return {
        "title": title,
        "learners": len({now.packet.learner_id for now in packets}),
        "asked_tasks": len(works),
        "asked_minutes": sum(each.work.minutes for each in works),
        "all_tasks": sum(now.packet.everything_tasks for now in packets),
        "all_minutes": sum(now.packet.everything_minutes for now in packets),
        "done_tasks": sum(each.done for each in works),
        "whole": sum(not now.open for now in packets),
        "packets": len(packets),
        "gained": sum(each.gained for each in works),
    }


def _letters_f(periods: Periods | None) -> Mapping[str, int | None]:
    if periods is None:
        return {}
    return {line.title: line.counts[periods.letters.index("F")] for line in periods.lines}


def _effect(row: dict[str, Any], *, nobody: bool, letters: Mapping[str, int | None]) -> Effect:
    return Effect(
        title=row["title"],
        learners=0 if nobody else row["learners"],
        work=Work(*(row[name] for name in SUMS[:4])) if row["shown"] else None,
        done_tasks=row["done_tasks"],
        whole=row["whole"],
        packets=row["packets"],
        gained=row["gained"],
        letters_f=letters.get(row["title"]),
    )
