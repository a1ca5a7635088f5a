"""What one learner has still to show and what could show it, as an instance of `recovery`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from sharewell.recovery import AtLeast, Instance, NotOnly, Option, SignOff
from sharewell.recovery.model import Rule

PROMISED: Final = 1_000  # what a standard of a packet that was handed out is worth beside one that was not


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A task that could still be done, with the pieces it gives to each of its standards.

    Attributes:
        kind, group, week_from: see `recovery.Option`.
        offered: it is no work of the gradebook, but another way to show the same.
        open_to: whether it may enter: not where a packet without it was handed out for its class.
        promised: it is in a packet that was handed out.
    """

    task: str
    title: str
    minutes: int
    evidence: Mapping[str, int]
    kind: str | None = None
    group: str | None = None
    week_from: int = 1
    offered: bool = False
    open_to: bool = True
    promised: bool = False


@dataclass(frozen=True, slots=True)
class Budget:
    """A learner's minutes a week, for how many weeks, and what is taken of each already."""

    minutes_per_week: int
    weeks: int
    taken: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class StillOpen:
    """What one learner has still to show (`needs`, pieces a standard), and what could show it.

    Attributes:
        ungraded, excused: pieces of work a standard that wait for their grade, or are excused.
        shown_in: standards that are shown -> the titles of the work that shows them.
        rules: evidence quality that is still to come, after the evidence there is.
        to_sign: standards with all their pieces that the teacher has still to sign off.
        essential: the needs are those that a teacher chose.
    """

    student_id: str
    needs: Mapping[str, int]
    tasks: Sequence[OpenTask]
    ungraded: Mapping[str, int]
    excused: Mapping[str, int]
    shown_in: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    rules: tuple[Rule, ...] = ()
    to_sign: tuple[str, ...] = ()
    essential: bool = False

    def attainable(self) -> dict[str, int]:
        """The needs that the open tasks together have pieces for."""
        possible = could_give([task for task in self.tasks if task.open_to])
        return {s: pieces for s, pieces in self.needs.items() if possible.get(s, 0) >= pieces}

    def without_packet(self) -> StillOpen:
        """The same as if no packet had been handed out."""
        return replace(self, tasks=[replace(t, open_to=True, promised=False) for t in self.tasks])


def could_give(tasks: Sequence[OpenTask]) -> dict[str, int]:
    """The pieces that tasks together give to each standard."""
    possible: dict[str, int] = {}
    for task in tasks:
        for standard, pieces in task.evidence.items():
            possible[standard] = possible.get(standard, 0) + pieces
    return possible


def instance(learner: StillOpen, prerequisites: Sequence[tuple[str, str]], budget: Budget | None) -> Instance:
    """The learner's instance. With a budget, what was handed out goes before what was not."""
    needs = learner.attainable()
    options = tuple(
        Option(
            task.task,
            task.minutes,
            {s: n for s, n in task.evidence.items() if s in needs},
            task.group,
            task.kind,
            task.week_from,
        )
        for task in learner.tasks
        if task.open_to and any(s in needs for s in task.evidence)
    )
    promised = {s for task in learner.tasks if task.promised for s in task.evidence if s in needs}
    # What is out of reach stays a need, so that a budgeted packet does not build on it.
    blocked = {s: n for s, n in learner.needs.items() if s not in needs} if budget else {}
    return Instance(
        student_id=learner.student_id,
        needs={**needs, **blocked},
        options=options,
        weights=dict.fromkeys(promised, PROMISED) if budget else {},
        prerequisites=tuple(
            (before, after)
            for before, after in prerequisites
            if before in learner.needs and after in learner.needs
        ),
        minutes_per_week=budget.minutes_per_week if budget else None,
        weeks=budget.weeks if budget else None,
        minutes_taken=budget.taken if budget else (),
        rules=learner.rules,
    )


def still_asked(
    rules: Sequence[Rule], standards: Sequence[str], held: Mapping[str, Mapping[str, int]]
) -> tuple[Rule, ...]:
    """What rules still ask of each standard, after the kinds of evidence that are held.

    Args:
        rules: of a class; without standards they are for all of `standards`.
        standards: that the learner has still to show.
        held: standard -> kind -> pieces.
    """
    asked: list[Rule] = []
    for rule in rules:
        for standard in standards:
            if rule.standards is not None and standard not in rule.standards:
                continue
            kinds = held.get(standard, {})
            if isinstance(rule, SignOff):
                asked.append(SignOff((standard,), rule.kinds))
            elif isinstance(rule, AtLeast):
                missing = rule.pieces - sum(n for kind, n in kinds.items() if kind in rule.kinds)
                if missing > 0:
                    asked.append(AtLeast(rule.kinds, missing, (standard,)))
            elif not any(kind not in rule.kinds for kind in kinds):
                asked.append(NotOnly(rule.kinds, (standard,)))
    return tuple(asked)
