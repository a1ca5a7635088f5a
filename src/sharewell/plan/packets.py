"""From what a learner still has to show to the smallest packet, in the words of a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sharewell.plan.model import NotNeeded, PacketPlan, PacketTask, StillToShow
from sharewell.recovery import Instance, Option, Packet, smallest_packet

ALREADY_SHOWN: Final = "not needed: what it shows is already shown"
BROUGHT_BY_OTHERS: Final = "not needed: the packet shows the same with less work"
SHOWS_NOT_ENOUGH: Final = "not asked for now: alone it cannot complete what it is about"
BEYOND_THE_MINUTES: Final = "not now: beyond the minutes of these weeks"


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A task that could still be done, with the pieces it gives to each of its standards."""

    task: str
    title: str
    minutes: int
    evidence: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Budget:
    """A learner's minutes a week, and for how many weeks."""

    minutes_per_week: int
    weeks: int


@dataclass(frozen=True, slots=True)
class StillOpen:
    """What one learner has still to show (`needs`, pieces a standard), and what could show it."""

    student_id: str
    needs: Mapping[str, int]
    tasks: Sequence[OpenTask]
    ungraded: Mapping[str, int]  # pieces of work a standard that wait for their grade
    excused: Mapping[str, int]


def packet_for(
    learner: StillOpen,
    prerequisites: Sequence[tuple[str, str]],
    statements: Mapping[str, str],
    budget: Budget | None,
) -> PacketPlan:
    """The smallest packet for one learner, with the reason for each task that is in, or out."""
    possible = _could_give(learner)
    attainable = {s: pieces for s, pieces in learner.needs.items() if possible.get(s, 0) >= pieces}
    packet = smallest_packet(_instance(learner, attainable, prerequisites, budget))
    chosen = {placed.task: placed.week for placed in packet.tasks}
    by_id = {task.task: task for task in learner.tasks}
    left = {left.standard: left.why for left in packet.left}
    left |= {s: _why_out_of_reach(learner, s) for s in learner.needs if s not in attainable}
    return PacketPlan(
        tasks=tuple(_packet_task(by_id[task], week, attainable) for task, week in chosen.items()),
        minutes=packet.minutes,
        everything_tasks=len(learner.tasks),
        everything_minutes=sum(task.minutes for task in learner.tasks),
        attains=packet.attains,
        left=tuple(StillToShow(s, statements.get(s, ""), why) for s, why in sorted(left.items())),
        not_needed=_not_needed(learner, packet, attainable),
        proved_smallest=packet.proved,
    )


def _could_give(learner: StillOpen) -> dict[str, int]:
    possible: dict[str, int] = {}
    for task in learner.tasks:
        for standard, pieces in task.evidence.items():
            possible[standard] = possible.get(standard, 0) + pieces
    return possible


def _instance(
    learner: StillOpen,
    needs: Mapping[str, int],
    prerequisites: Sequence[tuple[str, str]],
    budget: Budget | None,
) -> Instance:
    options = tuple(
        Option(task.task, task.minutes, {s: n for s, n in task.evidence.items() if s in needs})
        for task in learner.tasks
        if any(s in needs for s in task.evidence)
    )
    # What is out of reach stays a need, so that a budgeted packet does not build on it.
    blocked = {s: n for s, n in learner.needs.items() if s not in needs} if budget else {}
    return Instance(
        student_id=learner.student_id,
        needs={**needs, **blocked},
        options=options,
        prerequisites=tuple(
            (before, after)
            for before, after in prerequisites
            if before in learner.needs and after in learner.needs
        ),
        minutes_per_week=budget.minutes_per_week if budget else None,
        weeks=budget.weeks if budget else None,
    )


def _packet_task(task: OpenTask, week: int | None, needs: Mapping[str, int]) -> PacketTask:
    attains = tuple(sorted(s for s in task.evidence if s in needs))
    return PacketTask(task.task, task.title, task.minutes, attains, week)


def _why_out_of_reach(learner: StillOpen, standard: str) -> str:
    waiting, excused = learner.ungraded.get(standard, 0), learner.excused.get(standard, 0)
    if waiting:
        works = "one piece of work" if waiting == 1 else f"{waiting} pieces of work"
        return f"{works} on it still without a grade; the open work alone cannot show it"
    if excused:
        return "its other work is excused: agree on another way to show it"
    return "no open task can show it: agree on another way, such as a conversation"


def _not_needed(learner: StillOpen, packet: Packet, attainable: Mapping[str, int]) -> tuple[NotNeeded, ...]:
    chosen = {placed.task for placed in packet.tasks}
    attained = set(packet.attains)
    return tuple(
        NotNeeded(task.task, task.title, task.minutes, _why_not(task, learner, attainable, attained))
        for task in learner.tasks
        if task.task not in chosen
    )


def _why_not(task: OpenTask, learner: StillOpen, attainable: Mapping[str, int], attained: set[str]) -> str:
    still = [s for s in task.evidence if s in learner.needs]
    if not still:
        return ALREADY_SHOWN
    if not any(s in attainable for s in still):
        return SHOWS_NOT_ENOUGH
    if all(s in attained for s in still if s in attainable):
        return BROUGHT_BY_OTHERS
    return BEYOND_THE_MINUTES
