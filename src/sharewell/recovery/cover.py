"""Without a budget: the fewest minutes, then the fewest tasks, that bring every standard to its need.

Work that shares no standard and no group can be decided apart, so a learner's options fall into parts that
are small, often a single task; and the parts of different learners are often the same, so each is solved
once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from sharewell.recovery.exact import solve
from sharewell.recovery.problem import Problem
from sharewell.recovery.program import Integers, Program
from sharewell.recovery.weighed import Choice, Weighing, greatest_weight, task_cost

PARTS_KEPT = 65_536  # solved parts held in memory


@dataclass(frozen=True, slots=True)
class Part:
    """Options that hang together, numbered from 0: equal parts have equal answers.

    Attributes:
        minutes: of each option.
        rows: (standard, need, ((option, pieces), …)) each.
        groups: of options.
        weights: of each standard.
    """

    minutes: tuple[int, ...]
    rows: tuple[tuple[int, int, tuple[tuple[int, int], ...]], ...]
    groups: tuple[tuple[int, ...], ...]
    weights: tuple[int, ...]


def smallest_cover(problem: Problem) -> Choice:
    """The smallest choice that attains every standard, or, where substitutes exclude one another, the
    greatest total weight that can be had."""
    options: list[int] = []
    attains: list[int] = []
    bound = weight = weight_bound = 0
    proved = True
    for option_ids, row_ids in _parts(problem):
        part, standard_ids = _number(problem, option_ids, row_ids)
        choice = solve_part(part)
        options += [option_ids[j] for j in choice.options]
        attains += [standard_ids[i] for i in choice.attains]
        bound += choice.bound
        weight += choice.weight
        weight_bound += choice.weight_bound
        proved &= choice.proved
    return Choice(tuple(sorted(options)), tuple(sorted(attains)), bound, weight, weight_bound, proved)


@lru_cache(maxsize=PARTS_KEPT)
def solve_part(part: Part) -> Choice:
    """The smallest choice for one part."""
    easy = _counted(part)
    if easy is not None:
        return easy
    n = len(part.minutes)
    cost = task_cost(np.array(part.minutes, dtype=np.int64))
    rows, least = _rows(part)
    answer = solve(Program(cost, rows, least))
    everything = tuple(range(len(part.weights)))
    total = sum(part.weights)
    if answer.x is not None:
        done = tuple(int(j) for j in np.flatnonzero(answer.x))
        bound = max(answer.bound, 0) // (n + 1)
        return Choice(done, everything, bound, total, total, answer.proved)
    return _heaviest(part, rows, least)


def _counted(part: Part) -> Choice | None:
    """One standard, one piece a task: the shortest tasks, counted off; no search."""
    if len(part.rows) != 1 or part.groups:
        return None
    _, need, pieces = part.rows[0]
    if any(e > 1 for _, e in pieces) and len(pieces) > 1:
        return None
    shortest = sorted(range(len(pieces)), key=lambda k: (part.minutes[pieces[k][0]], k))
    taken = shortest[:need] if len(pieces) > 1 else shortest
    done = tuple(sorted(pieces[k][0] for k in taken))
    minutes = sum(part.minutes[j] for j in done)
    return Choice(done, (0,), minutes, part.weights[0], part.weights[0], True)


def _heaviest(part: Part, rows: Integers, least: Integers) -> Choice:
    """Substitutes exclude one another, so that not everything can be had: attain the greatest weight."""
    n, k = len(part.minutes), len(part.weights)
    soft = np.zeros((len(rows), n + k), dtype=np.int64)
    soft[:, :n] = rows
    for r, (standard, need, _) in enumerate(part.rows):
        soft[r, n + standard] = -need
    least = least.copy()
    least[: len(part.rows)] = 0
    minutes, weights = (np.array(several, dtype=np.int64) for several in (part.minutes, part.weights))
    choice = greatest_weight(Weighing(minutes, weights, soft, least), lambda _: None)
    return choice or Choice((), (), 0, 0, sum(part.weights), False)


def _rows(part: Part) -> tuple[Integers, Integers]:
    """Needs, then groups, as rows of `rows @ x >= least`."""
    rows = np.zeros((len(part.rows) + len(part.groups), len(part.minutes)), dtype=np.int64)
    least = np.empty(len(rows), dtype=np.int64)
    for r, (_, need, pieces) in enumerate(part.rows):
        least[r] = need
        for j, e in pieces:
            rows[r, j] = e
    for g, members in enumerate(part.groups, start=len(part.rows)):
        least[g] = -1
        rows[g, list(members)] = -1
    return rows, least


def _parts(problem: Problem) -> list[tuple[list[int], list[int]]]:
    """Connected components: (options, rows) of each, both ascending, in the order of their first row."""
    touching: list[list[int]] = [[] for _ in problem.options]
    links: list[list[int]] = [list(row.pieces) for row in problem.rows]
    first_of: dict[int, int] = {}
    for r, row in enumerate(problem.rows):  # the rows of one standard stand or fall together
        if row.standard in first_of:
            links[r].append(next(iter(problem.rows[first_of[row.standard]].pieces)))
        first_of.setdefault(row.standard, r)
    links += [list(group) for group in problem.groups]
    for r, options in enumerate(links):
        for j in options:
            touching[j].append(r)
    seen = [False] * len(links)
    seen_option = [False] * len(problem.options)
    parts: list[tuple[list[int], list[int]]] = []
    for start in range(len(problem.rows)):
        if seen[start]:
            continue
        seen[start] = True
        rows, options, front = [], [], [start]
        while front:
            r = front.pop()
            rows.append(r)
            for j in links[r]:
                if not seen_option[j]:
                    seen_option[j] = True
                    options.append(j)
                    for other in touching[j]:
                        if not seen[other]:
                            seen[other] = True
                            front.append(other)
        parts.append((sorted(options), sorted(r for r in rows if r < len(problem.rows))))
    return parts


def _number(problem: Problem, option_ids: list[int], row_ids: list[int]) -> tuple[Part, list[int]]:
    """Number a component's options and standards from 0."""
    local = {j: k for k, j in enumerate(option_ids)}
    standard_ids = sorted({problem.rows[r].standard for r in row_ids})
    local_standard = {s: k for k, s in enumerate(standard_ids)}
    rows = tuple(
        (
            local_standard[problem.rows[r].standard],
            problem.rows[r].need,
            tuple(sorted((local[j], e) for j, e in problem.rows[r].pieces.items())),
        )
        for r in row_ids
    )
    groups = tuple(tuple(local[j] for j in group) for group in problem.groups if group[0] in local)
    part = Part(
        tuple(problem.options[j].minutes for j in option_ids),
        rows,
        groups,
        tuple(problem.weights[s] for s in standard_ids),
    )
    return part, standard_ids
