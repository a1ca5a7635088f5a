"""An instance brought to its canonical form: only work that can help, sorted, with evidence clipped to the
need.

Everything after this works on small integers (positions in the sorted lists), so the order in which a
gradebook happens to list its tasks cannot change a packet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sharewell.recovery.model import Instance, Option


@dataclass(frozen=True, slots=True)
class Row:
    """Pieces of evidence that a standard still needs (a standard has one row, and one more for each rule).

    Attributes:
        standard: position in `Problem.standards`.
        need: pieces, at least 1.
        pieces: option position -> pieces it gives, between 1 and `need`.
    """

    standard: int
    need: int
    pieces: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is left to decide: which of `options` to do so that the `rows` of the standards are met.

    Attributes:
        options: those that give evidence for some row, sorted by task.
        standards: those that some choice of options can bring to their need, sorted.
        weights: of `standards`.
        rows: of `standards`, in their order.
        groups: positions of options of which at most one may be done; only groups of two and more.
        before: pairs of positions (prerequisite, standard), both in `standards`.
        depth: of each standard, in the prerequisite order: 0 stands first.
        shown: standards with nothing left to show, sorted.
        out_of_reach: standard -> most pieces that any choice gives it.
        waiting: standard -> the prerequisite that is out of reach.
    """

    options: tuple[Option, ...]
    standards: tuple[str, ...]
    weights: tuple[int, ...]
    rows: tuple[Row, ...]
    groups: tuple[tuple[int, ...], ...]
    before: tuple[tuple[int, int], ...]
    depth: tuple[int, ...]
    shown: tuple[str, ...]
    out_of_reach: Mapping[str, int]
    waiting: Mapping[str, str]


def prepare(instance: Instance) -> Problem:
    """Drop what cannot help and what cannot be reached, and sort the rest.

    Raises:
        ValueError: two options have the same task, or minutes, a need or a weight is out of range, or only
            one of `minutes_per_week` and `weeks` is given.
    """
    _check(instance)
    budgeted = instance.weeks is not None
    needs = {s: n for s, n in sorted(instance.needs.items()) if n > 0}
    options = sorted((o for o in instance.options if _fits(o, instance)), key=lambda o: o.task)
    before = sorted({(a, b) for a, b in instance.prerequisites if a in needs and b in needs and a != b})
    most = _most_pieces(needs, options)
    out_of_reach = {s: most[s] for s, need in needs.items() if most[s] < need}
    waiting = _waiting(before, out_of_reach) if budgeted else {}
    standards = tuple(s for s in needs if s not in out_of_reach and s not in waiting)
    position = {s: i for i, s in enumerate(standards)}
    useful = tuple(o for o in options if any(s in position and e > 0 for s, e in o.evidence.items()))
    pieces: list[dict[int, int]] = [{} for _ in standards]
    for j, option in enumerate(useful):
        for s, e in option.evidence.items():
            i = position.get(s)
            if i is not None and e > 0:
                pieces[i][j] = min(e, needs[s])
    pairs = tuple((position[a], position[b]) for a, b in before if a in position and b in position)
    return Problem(
        options=useful,
        standards=standards,
        weights=tuple(instance.weights.get(s, 1) for s in standards),
        rows=tuple(Row(i, needs[s], pieces[i]) for i, s in enumerate(standards)),
        groups=_groups(useful),
        before=pairs,
        depth=_depths(len(standards), pairs),
        shown=tuple(sorted(s for s, n in instance.needs.items() if n <= 0)),
        out_of_reach=out_of_reach,
        waiting=waiting,
    )


def _check(instance: Instance) -> None:
    tasks = {option.task for option in instance.options}
    if len(tasks) < len(instance.options):
        raise ValueError("two options have the same task")
    if any(option.minutes < 1 for option in instance.options):
        raise ValueError("an option takes at least one minute")
    if any(weight < 1 for weight in instance.weights.values()):
        raise ValueError("a weight is at least 1")
    if (instance.minutes_per_week is None) != (instance.weeks is None):
        raise ValueError("minutes_per_week and weeks are given together or not at all")


def _fits(option: Option, instance: Instance) -> bool:
    """Whether the option can be done at all: within one week's minutes, and not after the last week."""
    if instance.minutes_per_week is None or instance.weeks is None:
        return True
    return option.minutes <= instance.minutes_per_week and option.week_from <= instance.weeks


def _most_pieces(needs: Mapping[str, int], options: list[Option]) -> dict[str, int]:
    """The most pieces that any choice gives each standard, looked at alone: all ungrouped, the best of a
    group."""
    most = dict.fromkeys(needs, 0)
    best: dict[tuple[str, str], int] = {}
    for option in options:
        for s, e in option.evidence.items():
            if s not in most or e <= 0:
                continue
            if option.group is None:
                most[s] += e
            elif e > best.get((option.group, s), 0):
                most[s] += e - best.get((option.group, s), 0)
                best[option.group, s] = e
    return most


def _waiting(before: list[tuple[str, str]], out_of_reach: Mapping[str, int]) -> dict[str, str]:
    """Standards that build, directly or through others, on one that is out of reach."""
    after: dict[str, list[str]] = {}
    for a, b in before:
        after.setdefault(a, []).append(b)
    waiting: dict[str, str] = {}
    front = sorted(out_of_reach)
    while front:
        first = front.pop(0)
        for s in after.get(first, ()):
            if s not in waiting and s not in out_of_reach:
                waiting[s] = first
                front.append(s)
    return waiting


def _groups(options: tuple[Option, ...]) -> tuple[tuple[int, ...], ...]:
    members: dict[str, list[int]] = {}
    for j, option in enumerate(options):
        if option.group is not None:
            members.setdefault(option.group, []).append(j)
    return tuple(sorted(tuple(m) for m in members.values() if len(m) > 1))


def _depths(n: int, before: tuple[tuple[int, int], ...]) -> tuple[int, ...]:
    """Longest chain of prerequisites below each standard (members of a cycle stop at the number of
    standards)."""
    depth = [0] * n
    for _ in range(n):
        risen = False
        for a, b in before:
            if depth[b] <= depth[a] < n:
                depth[b] = depth[a] + 1
                risen = True
        if not risen:
            break
    return tuple(depth)
