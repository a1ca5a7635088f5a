"""The sentence that a conversation about a learner begins with: a strength and its evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from sharewell.plan.model import Known, Piece
from sharewell.plan.wording import of_points, on_day, quoted

PIECES_NAMED: Final = 2


def start_with(
    name: str,
    knows: Sequence[Known],
    scored: Sequence[Piece],
    labels: Mapping[str, str],
    as_of: date | None,
) -> str:
    """One sentence that begins from a named strength.

    The strength is the standard shown by most pieces; of equal ones that with the highest share of the
    points, then the one shown last. Where nothing is shown yet it is the best piece of work; where nothing is
    scored the sentence says so and asks.
    """
    if knows:
        strength = max(knows, key=_strength)
        best = sorted(strength.evidence, key=lambda piece: piece.share, reverse=True)[:PIECES_NAMED]
        return f"{name} has shown {labels[strength.standard]}: {' and '.join(_named(piece, as_of) for piece in best)}."
    if scored:
        best_piece = max(scored, key=lambda piece: (piece.share, piece.day or date.min))
        return f"{name}’s strongest work so far is {_work(best_piece, as_of)}: {of_points(best_piece)}."
    return f"Nothing of {name}’s is scored yet: begin by asking what {name} enjoys and already knows."


def _strength(known: Known) -> tuple[int, float, date]:
    possible = sum(piece.possible for piece in known.evidence)
    share = sum(piece.points for piece in known.evidence) / possible if possible else 1.0
    return len(known.evidence), share, max(piece.day or date.min for piece in known.evidence)


def _named(piece: Piece, as_of: date | None) -> str:
    return f"{of_points(piece)} on {_work(piece, as_of)}" if piece.possible else _work(piece, as_of)


def _work(piece: Piece, as_of: date | None) -> str:
    return f"{quoted(piece.title)}{on_day(piece.day, as_of)}"
