"""Packets handed out: what was asked then, beside all that was open, so that it can be seen what became of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from sharewell.evidence.model import SCORED
from sharewell.plan.model import PacketPlan
from sharewell.web.access import audit
from sharewell.web.access.models import Person
from sharewell.web.choices.models import OfferShows, Packet, PacketWork
from sharewell.web.classes.fresh import no_longer_fresh
from sharewell.web.classes.models import Class, Learner, Link, Result
from sharewell.web.classes.selectors import period_now
from sharewell.web.classes.terms import offer_of


@transaction.atomic
def packets_hand_out(
    *,
    actor: Person,
    klass: Class,
    packets: Mapping[Learner, PacketPlan],
    tasks: Mapping[str, int],
    day: date,
) -> int:
    """Hand out packets of a class; one that a learner had before is taken back. How many had work in them.

    Args:
        tasks: from a task's id in the packets to its row; what is not there is an offer.
    """
    given = {learner: packet for learner, packet in packets.items() if packet.tasks}
    period = period_now()
    _open_packets(klass, given).update(ended=day)
    made = Packet.objects.bulk_create(
        [
            Packet(
                learner=learner,
                klass=klass,
                period=period,
                day=day,
                everything_tasks=packet.everything_tasks,
                everything_minutes=packet.everything_minutes,
            )
            for learner, packet in given.items()
        ]
    )
    gives, then = _pieces(klass), _points(klass, given)
    works: list[PacketWork] = []
    for row, packet in zip(made, given.values(), strict=True):
        for work in packet.tasks:
            task, offer = tasks.get(work.task), offer_of(work.task)
            works.append(
                PacketWork(
                    packet=row,
                    task_id=task,
                    offer_id=offer,
                    minutes=work.minutes,
                    week=work.week,
                    evidence={standard: gives.get((task, offer, standard), 1) for standard in work.attains},
                    points_then=then.get((row.learner_id, task)),
                )
            )
    PacketWork.objects.bulk_create(works)
    no_longer_fresh(Class.objects.filter(pk=klass.pk))
    counts = [(learner, {"klass": klass.pk, "tasks": len(packet.tasks)}) for learner, packet in given.items()]
    audit.record_each(actor, "packet handed out", counts)
    return len(given)


@transaction.atomic
def packet_take_back(*, actor: Person, learner: Learner, klass: Class, day: date) -> None:
    """The packet that a learner had holds no longer; the smallest one takes its place."""
    if _open_packets(klass, [learner]).update(ended=day):
        no_longer_fresh(Class.objects.filter(pk=klass.pk), learner)
        audit.record(actor, "packet taken back", learner, klass=klass.pk)


def _open_packets(klass: Class, learners: Collection[Learner]) -> QuerySet[Packet]:
    keys = [learner.pk for learner in learners]
    return Packet.objects.filter(klass=klass, learner__in=keys, ended=None)


def _pieces(klass: Class) -> dict[tuple[int | None, int | None, str], int]:
    """(task, offer, standard) → pieces."""
    pieces: dict[tuple[int | None, int | None, str], int] = {}
    links = Link.objects.filter(task__klass=klass)
    for task, standard, count in links.values_list("task_id", "standard", "evidence"):
        pieces[task, None, standard] = count
    shows = OfferShows.objects.filter(offer__klass=klass)
    for offer, standard, count in shows.values_list("offer_id", "standard", "evidence"):
        pieces[None, offer, standard] = count
    return pieces


def _points(klass: Class, learners: Collection[Learner]) -> dict[tuple[int, int | None], float | None]:
    """(learner, task) → the points there are already."""
    keys = [learner.pk for learner in learners]
    scored = Result.objects.filter(task__klass=klass, learner__in=keys, status=SCORED)
    return {
        (learner, task): points
        for learner, task, points in scored.values_list("learner_id", "task_id", "points")
    }
