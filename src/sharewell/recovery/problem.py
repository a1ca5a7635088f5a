"""An instance brought to its canonical form: only work that can help, sorted, with evidence clipped to the
need.

Everything after this works on small integers (positions in the sorted lists), so the order in which a
gradebook happens to list its tasks cannot change a packet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sharewell.recovery.model import Instance, Option
from sharewell.recovery.rules import asked_by


@dataclass(frozen=True, slots=True)
class Row:
    """Pieces of evidence that a standard still needs (a standard has one row, and one more for each rule).

    Attributes:
        standard: position in `Problem.standards`.
        need: pieces, at least 1.
        pieces: option position -> pieces it gives, between 1 and `need`.
        rule: in words, for a row that a rule asks for; None for the need itself.
    """

    standard: int
    need: int
    pieces: Mapping[int, int]
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Short:
    """Why a standard is out of reach: the most pieces that any choice gives, of the `need`; by need or by
    rule."""

    most: int
    need: int
    rule: str | None


@dataclass(frozen=True, slots=True)
class Problem:
    """What is left to decide: which of `options` to do so that the `rows` of the standards are met.

    Attributes:
        options: those that give evidence for some standard, sorted by task.
        standards: those that some choice of options can bring to their need, sorted.
        weights: of `standards`.
        rows: of `standards`, in their order; of each the need first, then its rules.
        groups: positions of options of which at most one may be done; only groups of two and more.
        before: pairs of positions (prerequisite, standard), both in `standards`.
        depth: of each standard, in the prerequisite order: 0 stands first.
        shown: standards with nothing left to show, sorted.
        out_of_reach: standard -> how far any choice brings it.
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
    out_of_reach: Mapping[str, Short]
    waiting: Mapping[str, str]


def prepare(instance: Instance) -> Problem:
    """Drop what cannot help and what cannot be reached, and sort the rest.

    Raises:
        ValueError: two options have the same task, or minutes or a weight is below 1, or only one of
            `minutes_per_week` and `weeks` is given.
    """
    _check(instance)
    room = instance.room()
    needs = {s: n for s, n in sorted(instance.needs.items()) if n > 0}
    pairs = sorted({(a, b) for a, b in instance.prerequisites if a in needs and b in needs and a != b})
    options = sorted((o for o in instance.options if _fits(o, room)), key=lambda o: o.task)
    out_of_reach: dict[str, Short] = {}
    waiting: dict[str, str] = {}
    while True:  # what is out of reach takes with it the work that was for it alone, and so on
        standards = tuple(s for s in needs if s not in out_of_reach and s not in waiting)
        position = {s: i for i, s in enumerate(standards)}
        options = [o for o in options if any(s in position and e > 0 for s, e in o.evidence.items())]
        rows = _rows(instance, standards, position, options)
        short = _short(rows, options, standards)
        if not short:
            break
        out_of_reach.update(short)
        if room is not None:
            waiting.update(_waiting(pairs, out_of_reach))
    before = tuple((position[a], position[b]) for a, b in pairs if a in position and b in position)
    return Problem(
        options=tuple(options),
        standards=standards,
        weights=tuple(instance.weights.get(s, 1) for s in standards),
        rows=tuple(rows),
        groups=_groups(options),
        before=before,
        depth=_depths(len(standards), before),
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


def _fits(option: Option, room: tuple[int, ...] | None) -> bool:
    """Whether some week in which the option can be done has room for it."""
    if room is None:
        return True
    return any(option.minutes <= minutes for minutes in room[max(0, option.week_from - 1) : option.week_to])


def _rows(
    instance: Instance, standards: tuple[str, ...], position: Mapping[str, int], options: list[Option]
) -> list[Row]:
    pieces: list[dict[int, int]] = [{} for _ in standards]
    for j, option in enumerate(options):
        for s, e in option.evidence.items():
            i = position.get(s)
            if i is not None and e > 0:
                pieces[i][j] = e
    rows: list[Row] = []
    for i, s in enumerate(standards):
        need = instance.needs[s]
        # Only here are pieces past the need worth nothing: a rule may ask for more of a kind than the need does.
        rows.append(Row(i, need, {j: min(e, need) for j, e in pieces[i].items()}))
        for rule in instance.rules:
            asked = asked_by(rule, s, pieces[i], options)
            if asked is not None:
                least, given, words = asked
                rows.append(Row(i, least, given, words))
    return rows


def _short(rows: list[Row], options: list[Option], standards: tuple[str, ...]) -> dict[str, Short]:
    """The standards with a row that no choice meets, even looked at alone: all ungrouped, the best of a
    group."""
    short: dict[str, Short] = {}
    for row in rows:
        most = 0
        best: dict[str, int] = {}
        for j, e in row.pieces.items():
            group = options[j].group
            if group is None:
                most += e
            elif e > best.get(group, 0):
                most += e - best.get(group, 0)
                best[group] = e
        if most < row.need:
            short.setdefault(standards[row.standard], Short(most, row.need, row.rule))
    return short


def _waiting(before: list[tuple[str, str]], out_of_reach: Mapping[str, Short]) -> dict[str, str]:
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


def _groups(options: list[Option]) -> tuple[tuple[int, ...], ...]:
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
