"""What a plan says of one learner, and of everyone in an export."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sharewell.evidence import Caution, Refusal
from sharewell.knowledge import Rule


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence: a task, its points, and the day the work was done or, failing that, due.

    `possible` is 0 where a teacher saw it and gave no points: a conversation, say.
    """

    task: str
    title: str
    points: float
    possible: float
    day: date | None

    @property
    def share(self) -> float:
        """Share of the points; all of it where a teacher's word stands for them."""
        return self.points / self.possible if self.possible else 1.0


@dataclass(frozen=True, slots=True)
class Known:
    """A standard that is shown, and the pieces that show it, oldest first."""

    standard: str
    statement: str
    evidence: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Ready:
    """A standard to learn next: not yet shown, and everything it builds on is (`because`, sorted)."""

    standard: str
    statement: str
    because: tuple[str, ...]
    held: int  # pieces already there
    needed: int


@dataclass(frozen=True, slots=True)
class Later:
    """A standard whose time comes when `waits_for` (sorted) is shown."""

    standard: str
    statement: str
    waits_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Win:
    """Something that went well: `kind` is one of plan.wins.KINDS, `what` is a sentence for the learner."""

    kind: str
    what: str
    evidence: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class PacketTask:
    """Work in the packet: what it adds evidence for, and its week (None without a budget).

    Attributes:
        kind: of evidence, where it is known.
        sign_off: standards for which the teacher signs it off.
        offered: it is no open work of the gradebook but another way to show the same.
        week_from: the week from which it can be done.
    """

    task: str
    title: str
    minutes: int
    attains: tuple[str, ...]
    week: int | None
    kind: str | None = None
    sign_off: tuple[str, ...] = ()
    offered: bool = False
    week_from: int = 1


@dataclass(frozen=True, slots=True)
class NotNeeded:
    """Work that is still open but not asked for, and why not."""

    task: str
    title: str
    minutes: int
    why: str


@dataclass(frozen=True, slots=True)
class StillToShow:
    """A standard that the packet does not attain, and why."""

    standard: str
    statement: str
    why: str


@dataclass(frozen=True, slots=True)
class PacketPlan:
    """The smallest reasonable packet beside "make up everything".

    Attributes:
        to_sign: standards with all their pieces, which the teacher has still to sign off.
        essential: only standards that a teacher chose are asked for, in one class at least.
        minutes_per_week: what the learner has time for, where they said so.
        handed_out: it holds tasks of a packet that was handed out.
    """

    tasks: tuple[PacketTask, ...]
    minutes: int
    everything_tasks: int
    everything_minutes: int
    attains: tuple[str, ...]
    left: tuple[StillToShow, ...]
    not_needed: tuple[NotNeeded, ...]
    proved_smallest: bool
    to_sign: tuple[StillToShow, ...] = ()
    essential: bool = False
    minutes_per_week: int | None = None
    handed_out: bool = False


@dataclass(frozen=True, slots=True)
class LearnerPlan:
    """One learner: strengths first, then what is next, then the packet."""

    student_id: str
    name: str
    language: str | None
    classes: tuple[str, ...]  # titles
    knows: tuple[Known, ...]
    ready: tuple[Ready, ...]
    later: tuple[Later, ...]
    wins: tuple[Win, ...]
    start_with: str
    packet: PacketPlan


@dataclass(frozen=True, slots=True)
class Plan:
    """Everyone in an export, in the order of their ids."""

    source: str
    as_of: date | None
    rule: Rule
    learners: tuple[LearnerPlan, ...]
    statements: Mapping[str, str]
    unlinked_tasks: tuple[str, ...]
    refused: tuple[Refusal, ...]
    cautions: tuple[Caution, ...]
