"""The choice of engine for a binary program."""

from __future__ import annotations

from sharewell.recovery import cpsat
from sharewell.recovery.program import Answer, Program


def solve(program: Program) -> Answer:
    """Solve a program exactly, or say how far the proof came."""
    return cpsat.solve(program)
