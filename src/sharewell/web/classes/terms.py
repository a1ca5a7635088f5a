"""What was chosen for the packets of classes, as the terms that `plan` reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Final, TypeVar

from django.utils import timezone

from sharewell.plan import AsOption, Offer, Seen, Terms
from sharewell.recovery import AtLeast, NotOnly, SignOff
from sharewell.recovery.model import Rule
from sharewell.web.choices import models as chosen
from sharewell.web.choices.models import Kind, QualityRule
from sharewell.web.classes.handed import PacketNow, packets_holding
from sharewell.web.classes.models import Class
from sharewell.web.classes.selectors import period_now

OFFER: Final = "offer:"
Value = TypeVar("Value")
OfClass = TypeVar("OfClass", QualityRule, chosen.Offer)
WRITTEN_OR_SPOKEN: Final = (str(Kind.WRITTEN), str(Kind.SPOKEN), str(Kind.CONVERSATION))


def offer_id(offer: int) -> str:
    """What an offer is called among the tasks of a plan."""
    return f"{OFFER}{offer}"


def offer_of(task: str) -> int | None:
    """The offer's row, where a task of a plan is one."""
    return int(task.removeprefix(OFFER)) if task.startswith(OFFER) else None


def terms_of(classes: Collection[Class], tasks: Mapping[str, int]) -> list[Terms]:
    """The terms of these classes now; `tasks` leads from a task's id in their gradebook to its row."""
    keys, names = [klass.pk for klass in classes], {row: name for name, row in tasks.items()}
    period, today = period_now(), timezone.localdate()
    essential = _pairs(
        chosen.Essential.objects.filter(klass__in=keys, period=period).values_list(
            "klass_id", "standard", "needed"
        )
    )
    kinds = _pairs(
        chosen.CategoryKind.objects.filter(klass__in=keys).values_list("klass_id", "category", "kind")
    )
    rules = _grouped(QualityRule.objects.filter(klass__in=keys).order_by("standard"))
    offers = _grouped(chosen.Offer.objects.filter(klass__in=keys).prefetch_related("shows").order_by("pk"))
    taken = chosen.TakenUp.objects.filter(offer__klass__in=keys).order_by("day", "pk")
    taken_rows = taken.values_list("offer__klass_id", "learner__student_id", "offer_id", "day")
    signed_rows = (
        chosen.SignedOff.objects.filter(klass__in=keys)
        .order_by("day", "pk")
        .values_list("klass_id", "learner__student_id", "standard", "day")
    )
    taken_up, signed = defaultdict[int, list[Seen]](list), defaultdict[int, list[Seen]](list)
    for klass, student, offer, day in taken_rows:
        taken_up[klass].append(Seen(student, offer_id(offer), day))
    for klass, student, standard, day in signed_rows:
        signed[klass].append(Seen(student, standard, day))
    options = _options(keys, names, today)
    handed = _handed(packets_holding(classes, period), names)
    return [
        Terms(
            class_id=klass.class_id,
            essential=essential.get(klass.pk),
            offers=tuple(_offer(offer, today) for offer in offers[klass.pk]),
            kinds=kinds.get(klass.pk, {}),
            options=options.get(klass.pk, {}),
            rules=tuple(_rules(rules[klass.pk])),
            taken_up=tuple(taken_up[klass.pk]),
            signed=tuple(signed[klass.pk]),
            handed=handed.get(klass.pk, {}),
        )
        for klass in classes
    ]


def _pairs(rows: Iterable[tuple[int, str, Value]]) -> dict[int, dict[str, Value]]:
    of_class: dict[int, dict[str, Value]] = defaultdict(dict)
    for klass, name, value in rows:
        of_class[klass][name] = value
    return dict(of_class)


def _grouped(rows: Iterable[OfClass]) -> dict[int, list[OfClass]]:
    of_class: dict[int, list[OfClass]] = defaultdict(list)
    for row in rows:
        of_class[row.klass_id].append(row)
    return of_class


def week_of(day: date | None, today: date) -> int:
    """In which week from today's (1) the week of that day lies; 1 where it has begun."""
    if day is None:
        return 1
    monday, theirs = today.toordinal() - today.weekday(), day.toordinal() - day.weekday()
    return max(1, (theirs - monday) // 7 + 1)


def _offer(offer: chosen.Offer, today: date) -> Offer:
    """An offer as plans know it; one that has ended shows nothing more, but counted where it was taken up."""
    return Offer(
        task=offer_id(offer.pk),
        title=offer.title,
        minutes=offer.minutes,
        evidence={shows.standard: shows.evidence for shows in offer.shows.all()},
        kind=offer.kind,
        group=_group(offer.klass_id, offer.group),
        week_from=week_of(offer.from_day, today),
        ended=offer.ended is not None,
    )


def _group(klass: int, group: str) -> str | None:
    return f"{klass}:{group.casefold()}" if group else None


def _options(
    classes: Collection[int], names: Mapping[int, str], today: date
) -> dict[int, dict[str, AsOption]]:
    of_class: dict[int, dict[str, AsOption]] = defaultdict(dict)
    for row in chosen.TaskOption.objects.filter(task__klass__in=classes).select_related("task"):
        week = week_of(row.from_day, today)
        how = AsOption(row.minutes, row.kind or None, _group(row.task.klass_id, row.group), week)
        of_class[row.task.klass_id][names[row.task_id]] = how
    return of_class


def _rules(rows: Iterable[QualityRule]) -> Iterable[Rule]:
    signing: list[str] = []
    for row in rows:
        if row.asks == QualityRule.Asks.NOT_ONLY_CHOICE.value:
            yield NotOnly((str(Kind.CHOICE),))
        elif row.asks == QualityRule.Asks.WRITTEN_OR_SPOKEN.value:
            yield AtLeast(WRITTEN_OR_SPOKEN)
        else:
            signing.append(row.standard)
    if signing:
        yield SignOff(tuple(signing))


def _handed(packets: Collection[PacketNow], names: Mapping[int, str]) -> dict[int, dict[str, frozenset[str]]]:
    of_class: dict[int, dict[str, frozenset[str]]] = defaultdict(dict)
    for now in packets:
        ids = {
            offer_id(each.work.offer_id) if each.work.offer_id else names.get(each.work.task_id or 0, "")
            for each in now.works
        }
        of_class[now.packet.klass_id][now.packet.learner.student_id] = frozenset(ids)
    return of_class
