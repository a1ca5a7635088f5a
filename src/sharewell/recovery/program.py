"""A small binary program, and its exact solution: the one form that every question about packets is put
in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Program:
    """Least `cost @ x` over 0/1 vectors x with `rows @ x >= least`; all of it whole numbers.

    Attributes:
        cost: shape (n,).
        rows: shape (m, n).
        least: shape (m,).
    """

    cost: Integers
    rows: Integers
    least: Integers


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of a program when the search ends.

    Attributes:
        x: the best 0/1 vector found; None where there is none.
        cost: its cost; 0 without one.
        bound: no solution costs less.
        proved: the search is complete: x is optimal, or nothing is feasible.
    """

    x: Integers | None
    cost: int
    bound: int
    proved: bool
