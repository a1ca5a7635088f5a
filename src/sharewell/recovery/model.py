"""What goes into a packet and what comes out: needs and options in, placed tasks with a proof out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Option:
    """A piece of work that could still be done.

    Attributes:
        task: its id, unique among a learner's options.
        minutes: whole minutes of the learner's time, at least 1.
        evidence: pieces given to each standard when it is done.
        group: at most one option of a group enters a packet (substitutes for one another).
        kind: kind of evidence ("written", "spoken", "multiple choice", …), for the rules.
        week_from: the first week (1-based) in which it can be done.
    """

    task: str
    minutes: int
    evidence: Mapping[str, int]
    group: str | None = None
    kind: str | None = None
    week_from: int = 1


@dataclass(frozen=True, slots=True)
class Instance:
    """One learner's needs: pieces still to show for each standard, after what they have shown already."""

    student_id: str
    needs: Mapping[str, int]
    options: tuple[Option, ...]
    weights: Mapping[str, int] = field(default_factory=dict[str, int])
    prerequisites: tuple[tuple[str, str], ...] = ()
    minutes_per_week: int | None = None
    weeks: int | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A task of the packet, and the week (1-based) that it is planned for; None without a budget."""

    task: str
    week: int | None


@dataclass(frozen=True, slots=True)
class Left:
    """A standard that the packet does not attain, and why, in words for the learner."""

    standard: str
    why: str


@dataclass(frozen=True, slots=True)
class Packet:
    """The work to do. `proved` says that no better packet exists; `bound` is the solver's proof of it.

    Attributes:
        tasks: in the order to do them.
        minutes: their sum.
        attains: the standards brought to their need, sorted.
        left: the others, sorted, each with its reason.
        bound: least minutes that any packet attaining the same can have.
        proved: minutes, then number of tasks, are proved least for what is attained.
    """

    student_id: str
    tasks: tuple[Placed, ...]
    minutes: int
    attains: tuple[str, ...]
    left: tuple[Left, ...]
    bound: int
    proved: bool
