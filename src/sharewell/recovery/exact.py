"""The choice of engine for a binary program: the own search first, CP-SAT for what is too large or too
hard."""

from __future__ import annotations

from sharewell.recovery import search
from sharewell.recovery.program import Answer, Integers, Program


def solve(program: Program, known: Integers | None = None, floor: int | None = None) -> Answer:
    """Solve a program exactly, or say how far the proof came.

    Args:
        known: a vector from which the search may start, used if it keeps the rows.
        floor: what no solution costs less than, where that is known.
    """
    if search.fits(program):
        answer = search.solve(program, known, floor)
        if answer.proved:
            return answer
    from sharewell.recovery import cpsat  # half a second to load, seldom needed

    return cpsat.solve(program, known)
