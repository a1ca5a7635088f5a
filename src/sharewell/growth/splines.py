"""Cubic B-spline columns of a prior score: what a growth model knows of where a student started.

The basis is the one of R's `bs(x, knots=, Boundary.knots=)`: degree 3, inner knots, boundary knots of
multiplicity 4, no intercept column (the first B-spline is left out), so `len(knots) + 3` columns. Outside the
boundary the outermost polynomials go on. Source: de Boor (1978), A Practical Guide to Splines, ch. IX.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.interpolate import BSpline

from sharewell.growth.quantiles import SplineDesign

FloatArray = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
DEGREE = 3


@dataclass(frozen=True, slots=True)
class Knots:
    """Where the pieces of a prior's spline meet, and the lowest and highest obtainable score if known.

    Attributes:
        inner: inner knots, ascending (equal ones are allowed and make the curve less smooth there).
        boundary: the two ends; scores may lie outside.
        loss_hoss: lowest and highest obtainable scale score, or None.
    """

    inner: tuple[float, ...]
    boundary: tuple[float, float]
    loss_hoss: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        low, high = self.boundary
        if not low < high:
            raise ValueError(f"the boundary {self.boundary} has no width")
        if list(self.inner) != sorted(self.inner) or any(not low <= knot <= high for knot in self.inner):
            raise ValueError(f"the knots {self.inner} must ascend within the boundary {self.boundary}")

    @property
    def columns(self) -> int:
        """The columns of a prior: one for each inner knot, and the degree."""
        return len(self.inner) + DEGREE


def spline_columns(scores: FloatArray, knots: Knots) -> FloatArray:
    """The basis of `scores` (m,), shape (m, len(inner) + 3). Cost: O(m), m distinct scores suffice."""
    low, high = knots.boundary
    whole = np.array([low] * (DEGREE + 1) + list(knots.inner) + [high] * (DEGREE + 1))
    size = len(whole) - DEGREE - 1
    basis = BSpline(whole, np.eye(size), DEGREE, extrapolate=True)(np.asarray(scores, dtype=np.float64))
    return np.ascontiguousarray(basis[:, 1:])


def spline_design(priors: FloatArray, knots: Sequence[Knots]) -> SplineDesign:
    """The design of priors (n, k), most recent first: the basis rows of each one's distinct scores."""
    tables: list[FloatArray] = []
    codes = np.empty(priors.shape, dtype=np.int32)
    for j, where in enumerate(knots):
        distinct, codes[:, j] = np.unique(priors[:, j], return_inverse=True)
        tables.append(spline_columns(distinct, where))
    return SplineDesign(tuple(tables), codes)
