"""What goes into a packet and what comes out: needs and options in, placed tasks with a proof out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
        week_to: the last week in which it can be done (it is due then); None for no such week.
    """

    task: str
    minutes: int
    evidence: Mapping[str, int]
    group: str | None = None
    kind: str | None = None
    week_from: int = 1
    week_to: int | None = None


@dataclass(frozen=True, slots=True)
class NotOnly:
    """What the packet shows of a standard may not come from these kinds alone.

    Attributes:
        kinds: of evidence.
        standards: which; None for all.
    """

    kinds: tuple[str, ...]
    standards: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class AtLeast:
    """So many pieces come from these kinds: for each of `standards`, or, where None, in the packet as a
    whole (a task then counts once)."""

    kinds: tuple[str, ...]
    pieces: int = 1
    standards: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class SignOff:
    """The teacher signs off on these standards: the tasks that show them say so. With `kinds`, at least
    one piece for each is of these (a conversation, say)."""

    standards: tuple[str, ...]
    kinds: tuple[str, ...] = ()


Rule = NotOnly | AtLeast | SignOff


@dataclass(frozen=True, slots=True)
class Instance:
    """One learner's needs: pieces still to show for each standard, after what they have shown already.

    Attributes:
        needs: pieces for each standard; 0 for one that is shown.
        weights: what attaining a standard is worth where not all can be; 1 where not given.
        prerequisites: (before, after) pairs; those outside `needs` are shown.
        minutes_per_week: the learner's capacity; given together with `weeks`, or not at all.
        minutes_taken: of that, what goals and other packets already take in week 1, 2, …
        rules: evidence quality that the packet keeps.
    """

    student_id: str
    needs: Mapping[str, int]
    options: tuple[Option, ...]
    weights: Mapping[str, int] = field(default_factory=dict[str, int])
    prerequisites: tuple[tuple[str, str], ...] = ()
    minutes_per_week: int | None = None
    weeks: int | None = None
    minutes_taken: tuple[int, ...] = ()
    rules: tuple[Rule, ...] = ()

    def room(self) -> tuple[int, ...] | None:
        """Minutes free in each week; None without a budget."""
        if self.minutes_per_week is None or self.weeks is None:
            return None
        taken = (*self.minutes_taken, *(0 for _ in range(self.weeks)))
        return tuple(max(0, self.minutes_per_week - taken[w]) for w in range(self.weeks))


@dataclass(frozen=True, slots=True)
class Placed:
    """A task of the packet, and the week (1-based) that it is planned for; None without a budget."""

    task: str
    week: int | None
    sign_off: tuple[str, ...] = ()  # standards for which the teacher signs this work off


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
        attains: the standards that are at their need with this packet, sorted.
        left: the others, sorted, each with its reason.
        bound: least minutes that any packet attaining as much weight can have (0 where the search could
            not say).
        proved: no packet attains more weight, or as much in fewer minutes, or in as many with fewer tasks.
        weight: total weight attained of the standards that were still to show.
        weight_bound: the most that any packet attains; above `weight` only where not proved.
    """

    student_id: str
    tasks: tuple[Placed, ...]
    minutes: int
    attains: tuple[str, ...]
    left: tuple[Left, ...]
    bound: int
    proved: bool
    weight: int
    weight_bound: int


def different_tasks(packets: Sequence[Packet]) -> set[str]:
    """The tasks of all packets, each once."""
    return {placed.task for packet in packets for placed in packet.tasks}
