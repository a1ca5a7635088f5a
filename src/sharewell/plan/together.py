"""A plan for a whole class: where packets overlap, the same tasks are prepared once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sharewell.evidence import Gradebook, Standards
from sharewell.knowledge import Rule, what_is_shown
from sharewell.plan.model import PacketPlan, PacketTask
from sharewell.plan.options import Budget, instance
from sharewell.plan.packets import in_words
from sharewell.plan.statements import statements_of
from sharewell.plan.still_open import StillOpenBook
from sharewell.plan.terms import Terms, chosen_pieces, seen_pieces
from sharewell.recovery import class_packets

SLACK: Final = 0.05  # no packet is more than this share longer than the learner's own smallest


@dataclass(frozen=True, slots=True)
class Shared:
    """A task to prepare, and the learners (ids, sorted) whose packets have it."""

    task: PacketTask
    learners: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClassPlan:
    """Packets that share tasks, and what that saves.

    Attributes:
        packets: learner's id -> packet, of those who have something to make up.
        tasks: to prepare, those for most learners first.
        tasks_before: different tasks with each learner's own smallest packet.
        minutes, minutes_before: of all learners together, with these packets and with the own smallest ones.
        longer: how many packets are longer than the learner's own smallest, each by 5 % at most.
        proved: no fewer different tasks can do.
    """

    packets: Mapping[str, PacketPlan]
    tasks: tuple[Shared, ...]
    tasks_before: int
    minutes: int
    minutes_before: int
    longer: int
    proved: bool


def class_plan(
    gradebook: Gradebook,
    standards: Standards | None = None,
    *,
    rule: Rule | None = None,
    terms: Sequence[Terms] = (),
    budgets: Mapping[str, Budget] | None = None,
    work_limit: float = 5.0,
) -> ClassPlan:
    """Plan the packets of a class anew, as if none had been handed out yet.

    Args:
        gradebook: of one class.
        standards, rule, terms, budgets: as for `make_plan`; `Budget.taken` is what other classes take.
        work_limit: of `recovery.class_packets`.

    Cost: each learner's smallest packet, and one program for the class.
    """
    standards, rule, budgets = standards or Standards(), rule or Rule(), budgets or {}
    shown = what_is_shown(
        gradebook, standards, rule, chosen=chosen_pieces(terms), seen=seen_pieces(terms, rule)
    )
    book = StillOpenBook(gradebook, shown, rule, {}, terms)
    statements = statements_of(gradebook, standards, shown)
    prerequisites = sorted(standards.prerequisites.select("before", "after").iter_rows())
    people = [book.of(student).without_packet() for student in gradebook.students["student_id"].sort()]
    people = [learner for learner in people if learner.needs]
    instances = [instance(one, prerequisites, budgets.get(one.student_id)) for one in people]
    found = class_packets(instances, SLACK, work_limit=work_limit)
    packets = {
        learner.student_id: in_words(packet, learner, statements, budgets.get(learner.student_id))
        for learner, packet in zip(people, found.packets, strict=True)
    }
    return ClassPlan(
        packets={student: packet for student, packet in packets.items() if packet.tasks},
        tasks=_shared(packets),
        tasks_before=found.tasks_before,
        minutes=found.minutes,
        minutes_before=found.minutes_before,
        longer=sum(packet.minutes > packet.bound for packet in found.packets),
        proved=found.proved,
    )


def _shared(packets: Mapping[str, PacketPlan]) -> tuple[Shared, ...]:
    who: dict[str, list[str]] = defaultdict(list)
    tasks: dict[str, PacketTask] = {}
    for student, packet in packets.items():
        for task in packet.tasks:
            who[task.task].append(student)
            tasks[task.task] = task
    found = [Shared(task, tuple(sorted(who[name]))) for name, task in tasks.items()]
    return tuple(sorted(found, key=lambda one: (-len(one.learners), one.task.title, one.task.task)))
