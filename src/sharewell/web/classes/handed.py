"""Packets that were handed out: what is done of each, what evidence that gave, and which of them still hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from sharewell.evidence.model import SCORED
from sharewell.web.access.models import School
from sharewell.web.access.scope import school_in_scope
from sharewell.web.choices.models import Packet, PacketWork, TakenUp
from sharewell.web.classes.models import Class, Period, Result


@dataclass(frozen=True, slots=True)
class WorkNow:
    """Work of a packet as it stands now: whether it came in since, and the pieces of evidence that it gave."""

    work: PacketWork
    done: bool
    gained: int


@dataclass(frozen=True, slots=True)
class PacketNow:
    """A packet that was handed out, as it stands now."""

    packet: Packet
    works: tuple[WorkNow, ...]

    @property
    def open(self) -> bool:
        """Whether some of it is still to come."""
        return any(not work.done for work in self.works)


def packets_now(packets: QuerySet[Packet]) -> list[PacketNow]:
    """These packets with what became of their work."""
    found = list(packets.select_related("learner"))
    if not found:
        return []
    works = list(PacketWork.objects.filter(packet__in=packets.values("pk")).order_by("week", "pk"))
    learners = packets.values("learner")
    results = {
        (result.learner_id, result.task_id): result
        for result in Result.objects.filter(
            task__in={work.task_id for work in works if work.task_id}, learner__in=learners
        ).select_related("task")
    }
    taken = set(TakenUp.objects.filter(learner__in=learners).values_list("learner_id", "offer_id"))
    threshold = School.objects.get(pk=school_in_scope()).threshold
    of_packet: dict[int, list[WorkNow]] = defaultdict(list)
    by_id = {packet.pk: packet for packet in found}
    for work in works:
        packet = by_id[work.packet_id]
        if work.offer_id is not None:
            done = (packet.learner_id, work.offer_id) in taken
            gave = done
        else:
            result = results.get((packet.learner_id, work.task_id or 0))
            done = result is not None and _came_in(result, work, packet)
            gave = done and result is not None and _counts(result, threshold)
        gained = sum(work.evidence.values()) if gave else 0
        of_packet[packet.pk].append(WorkNow(work, done, gained))
    return [PacketNow(packet, tuple(of_packet[packet.pk])) for packet in found]


def packets_holding(classes: Collection[Class], period: Period | None) -> list[PacketNow]:
    """The packets of these classes that are not taken back, are of this marking period, and are not all done."""
    keys = [klass.pk for klass in classes]
    now = Packet.objects.filter(klass__in=keys, ended=None, period=period).order_by("pk")
    return [packet for packet in packets_now(now) if packet.open]


def _came_in(result: Result, work: PacketWork, packet: Packet) -> bool:
    """Scored since: it was missing then, or its points changed, or it was done on a later day."""
    if result.status != SCORED:
        return False
    if work.points_then is None or result.points != work.points_then:
        return True
    return result.done is not None and result.done > packet.day


def _counts(result: Result, threshold: float) -> bool:
    """The rule of `knowledge.counts`, for one result."""
    return (result.points or 0) >= round(threshold * (result.task.points_possible or 0), 9)
