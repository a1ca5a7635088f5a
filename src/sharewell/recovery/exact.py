"""The choice of engine for a binary program: the own search first, CP-SAT for what is too large or too hard."""

from __future__ import annotations

from sharewell.recovery import cpsat, search
from sharewell.recovery.program import Answer, Program


def solve(program: Program) -> Answer:
    """Solve a program exactly, or say how far the proof came."""
    if search.fits(program):
        answer = search.solve(program)
        if answer.proved:
            return answer
    return cpsat.solve(program)
