"""Wins harvested from evidence: what went well, with the work that says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from typing import Final

from sharewell.plan.model import Known, Piece, Win
from sharewell.plan.wording import of_points, on_day, pieces_of_work, quoted

FIRST_SHOWN: Final = "first_shown"
BEST_SCORE: Final = "best_score"
BACK_AGAIN: Final = "back_again"
LONGEST_RUN: Final = "longest_run"
KINDS: Final = (FIRST_SHOWN, BEST_SCORE, BACK_AGAIN, LONGEST_RUN)

FIRST_SHOWN_AT_MOST: Final = 3  # the latest; the page lists all that is known beside them
EARLIER_WORK_FOR_A_BEST: Final = 3  # a best of one or two says nothing
SHORTEST_RUN: Final = 3


@dataclass(frozen=True, slots=True)
class Work:
    """One task of a learner's, in the order of the day it was done or due.

    `piece` is None where the work is missing; `counts` says whether it reached the rule's threshold.
    """

    day: date
    piece: Piece | None
    counts: bool


def harvest(
    knows: Sequence[Known],
    needed: Mapping[str, int],
    work: Sequence[Work],
    labels: Mapping[str, str],
    as_of: date | None,
) -> tuple[Win, ...]:
    """Find one learner's wins, in the order of `KINDS`.

    Args:
        knows: what is shown, each with its pieces in order of day.
        needed: pieces that show each standard.
        work: scored and missing work that has a day, in order of day.
        labels: what to call each standard.
        as_of: the day that the plan speaks of.
    """
    return (
        *_first_shown(knows, needed, labels, as_of),
        *_best_score(work, as_of),
        *_back_again(work, as_of),
        *_longest_run(work),
    )


def _first_shown(
    knows: Sequence[Known], needed: Mapping[str, int], labels: Mapping[str, str], as_of: date | None
) -> list[Win]:
    """The standards shown last: the day of each is that of the piece that completed it."""
    dated: list[tuple[date, str, tuple[Piece, ...]]] = []
    for known in knows:
        pieces = known.evidence[: needed[known.standard]]
        completed = pieces[-1].day
        if completed is not None:
            dated.append((completed, known.standard, pieces))
    dated.sort(key=lambda found: found[1])
    dated.sort(key=lambda found: found[0], reverse=True)
    return [
        Win(FIRST_SHOWN, f"Showed {labels[standard]} for the first time{on_day(day, as_of)}.", pieces)
        for day, standard, pieces in dated[:FIRST_SHOWN_AT_MOST]
    ]


def _best_score(work: Sequence[Work], as_of: date | None) -> list[Win]:
    """The latest work, where its share of the points is above all that came before."""
    scored = [done.piece for done in work if done.piece is not None]
    if len(scored) <= EARLIER_WORK_FOR_A_BEST:
        return []
    *earlier, latest = scored
    if latest.points / latest.possible <= max(piece.points / piece.possible for piece in earlier):
        return []
    what = f"Best score yet: {of_points(latest)} on {quoted(latest.title)}{on_day(latest.day, as_of)}."
    return [Win(BEST_SCORE, what, (latest,))]


def _back_again(work: Sequence[Work], as_of: date | None) -> list[Win]:
    """The latest time that work came in which counts, right after work that is missing."""
    for last in range(len(work) - 1, 0, -1):
        piece = work[last].piece
        gap = _missing_before(work, last)
        if piece is not None and work[last].counts and gap:
            what = (
                f"Back after {pieces_of_work(gap)} not handed in: "
                f"{of_points(piece)} on {quoted(piece.title)}{on_day(work[last].day, as_of)}."
            )
            return [Win(BACK_AGAIN, what, (piece,))]
    return []


def _missing_before(work: Sequence[Work], position: int) -> int:
    """How many pieces of work, directly before this one, are missing."""
    return sum(1 for _ in takewhile(lambda done: done.piece is None, reversed(work[:position])))


def _longest_run(work: Sequence[Work]) -> list[Win]:
    """The longest run of work, one after the other, that all counts; the latest of equally long ones."""
    best: list[Piece] = []
    run: list[Piece] = []
    for done in work:
        run = [*run, done.piece] if done.piece is not None and done.counts else []
        if len(run) >= len(best):
            best = run
    if len(best) < SHORTEST_RUN:
        return []
    what = f"{len(best)} pieces of work in a row that show the idea, the last one {quoted(best[-1].title)}."
    return [Win(LONGEST_RUN, what, tuple(best))]
