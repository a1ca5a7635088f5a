"""From what a learner still has to show to the smallest packet, in the words of a plan."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Final

from sharewell.plan.model import NotNeeded, PacketPlan, PacketTask, StillToShow
from sharewell.plan.options import Budget, OpenTask, StillOpen, could_give, instance
from sharewell.plan.wording import quoted
from sharewell.recovery import Packet, smallest_packet

ALREADY_SHOWN: Final = "not needed: already shown in "
NOT_ESSENTIAL: Final = "not needed: what it shows is not essential in this marking period"
BROUGHT_BY_OTHERS: Final = "not needed: the packet shows the same with less work"
SHOWS_NOT_ENOUGH: Final = "not asked for now: alone it cannot complete what it is about"
BEYOND_THE_MINUTES: Final = "not now: beyond the minutes of these weeks"
KEPT_OUT: Final = "not needed: it is not in the packet that was handed out"
TO_SIGN: Final = "the work is there: the teacher signs it off"
NAMED_AT_MOST: Final = 2  # pieces of work in a reason


def packet_for(
    learner: StillOpen,
    prerequisites: Sequence[tuple[str, str]],
    statements: Mapping[str, str],
    budget: Budget | None,
) -> PacketPlan:
    """The smallest packet for one learner, with the reason for each task that is in, or out."""
    packet = smallest_packet(instance(learner, prerequisites, budget))
    return in_words(packet, learner, statements, budget)


def in_words(
    packet: Packet, learner: StillOpen, statements: Mapping[str, str], budget: Budget | None
) -> PacketPlan:
    """A packet as a plan tells it, beside "make up everything"."""
    attainable = learner.attainable()
    by_id = {task.task: task for task in learner.tasks}
    left = {left.standard: left.why for left in packet.left}
    left |= {s: _why_out_of_reach(learner, s) for s in learner.needs if s not in attainable}
    work = [task for task in learner.tasks if not task.offered]
    return PacketPlan(
        tasks=tuple(
            _packet_task(by_id[placed.task], placed.week, placed.sign_off, attainable)
            for placed in packet.tasks
        ),
        minutes=packet.minutes,
        everything_tasks=len(work),
        everything_minutes=sum(task.minutes for task in work),
        attains=packet.attains,
        left=tuple(StillToShow(s, statements.get(s, ""), why) for s, why in sorted(left.items())),
        not_needed=_not_needed(learner, packet, attainable),
        proved_smallest=packet.proved,
        to_sign=tuple(StillToShow(s, statements.get(s, ""), TO_SIGN) for s in learner.to_sign),
        essential=learner.essential,
        minutes_per_week=budget.minutes_per_week if budget else None,
        handed_out=any(task.promised for task in learner.tasks),
    )


def part_of(packet: PacketPlan, tasks: Collection[str], standards: Collection[str]) -> PacketPlan:
    """What of a packet over several classes lies in one: its `tasks`, and the `standards` that they show."""
    asked = tuple(task for task in packet.tasks if task.task in tasks)
    not_needed = tuple(task for task in packet.not_needed if task.task in tasks)
    work = [*(task for task in asked if not task.offered), *not_needed]
    return replace(
        packet,
        tasks=asked,
        minutes=sum(task.minutes for task in asked),
        everything_tasks=len(work),
        everything_minutes=sum(task.minutes for task in work),
        attains=tuple(s for s in packet.attains if s in standards),
        left=tuple(left for left in packet.left if left.standard in standards),
        not_needed=not_needed,
        to_sign=tuple(one for one in packet.to_sign if one.standard in standards),
    )


def _packet_task(
    task: OpenTask, week: int | None, sign_off: tuple[str, ...], needs: Mapping[str, int]
) -> PacketTask:
    attains = tuple(sorted(s for s in task.evidence if s in needs))
    return PacketTask(
        task.task, task.title, task.minutes, attains, week, task.kind, sign_off, task.offered, task.week_from
    )


def _why_out_of_reach(learner: StillOpen, standard: str) -> str:
    if could_give(learner.tasks).get(standard, 0) >= learner.needs[standard]:
        return "it is not in the packet that was handed out: a new packet takes it in"
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
        if task.task not in chosen and not task.offered
    )


def _why_not(task: OpenTask, learner: StillOpen, attainable: Mapping[str, int], attained: set[str]) -> str:
    still = [s for s in task.evidence if s in learner.needs]
    if not still:
        return _already_shown(task, learner)
    if not task.open_to:
        return KEPT_OUT
    if not any(s in attainable for s in still):
        return SHOWS_NOT_ENOUGH
    if all(s in attained for s in still if s in attainable):
        return BROUGHT_BY_OTHERS
    return BEYOND_THE_MINUTES


def _already_shown(task: OpenTask, learner: StillOpen) -> str:
    """The work that shows what the task would have shown; the first of each standard comes first."""
    works = [learner.shown_in[s] for s in sorted(task.evidence) if s in learner.shown_in]
    if not works:
        return NOT_ESSENTIAL
    titles = dict.fromkeys(
        title for nth in range(NAMED_AT_MOST) for of in works for title in of[nth : nth + 1]
    )
    return ALREADY_SHOWN + " and ".join(quoted(title) for title in list(titles)[:NAMED_AT_MOST])
