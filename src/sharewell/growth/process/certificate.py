"""Proof that coefficients are optimal: a feasible dual and its distance from the objective.

For tau the dual of quantile regression is  max y'a  over  X'a = 0,  tau - 1 <= a_i <= tau  (weights w_i
multiply both). Any feasible a bounds the minimum from below (weak duality), so objective - y'a bounds what
could still be gained. The dual is built from the data and the fit alone: a_i follows the sign of the
residual; on the p basis rows it is what X'a = 0 demands. If that leaves the box, a is scaled into it,
which keeps X'a = 0. So the certificate is a bound whoever found the coefficients, and small only when they
are optimal.

All of it is computed in whitened columns, where rounding is not multiplied by the condition of the design.
"""

from __future__ import annotations

from itertools import product

import numpy as np
from numpy.typing import NDArray

from sharewell.growth.process.access import Rows, taken
from sharewell.growth.process.jitter import TIED, shifts
from sharewell.growth.process.rows import FloatArray, IntArray
from sharewell.growth.process.scan import Scan, scan

PROVED = 1e-9  # a relative duality gap that counts as none
UNSURE = 1e-3  # shifts: a tied row this close to the shifted fit may be on either side
MOST_UNSURE = 8
EXACT_FIT = 1e-5  # share of sum |y|: an objective below it is that of a fit through every score


def certify(
    rows: Rows, y: FloatArray, w: FloatArray, B: FloatArray, taus: FloatArray,
    bases: IntArray, shift: float, threads: int = 1,
) -> tuple[FloatArray, FloatArray]:  # fmt: skip
    """Relative duality gaps (q,), and objectives (q,), of the coefficients B (p, q) with basis rows `bases` (p, q).

    Rows close to a fit count as tied: their sides follow the shifted scores (see `jitter`). Where that is the
    other side of the scores themselves, the gap counts it.
    """
    seen = scan(rows, y, w, B, taus, np.zeros(len(taus)), np.ones(len(y)), TIED * shift, threads)
    least = exact_fit(y, w)
    gaps = [gap(rows, y, w, B[:, t], taus[t], bases[:, t], shift, least, seen, t) for t in range(len(taus))]
    return np.array(gaps), seen.objective


def exact_fit(y: FloatArray, w: FloatArray) -> float:
    """The objective that is nothing but rounding: gaps are relative to this where the fit is perfect."""
    return EXACT_FIT * float(np.sum(w * np.abs(y))) + 1e-280


def gap(
    rows: Rows, y: FloatArray, w: FloatArray, beta: FloatArray, tau: float,
    basis: IntArray, shift: float, least: float, seen: Scan, t: int,
) -> float:  # fmt: skip
    """Relative duality gap at one tau, given a scan whose ties are at TIED `shift`."""
    near, below = seen.near[t][seen.tied[t]], seen.below[t][seen.tied[t]]
    X_near, X_h = taken(rows, near, len(beta)), taken(rows, basis, len(beta))
    r, r_h = y[near] - X_near @ beta, y[basis] - X_h @ beta
    shifted = r + shifts(near, shift) - X_near @ np.linalg.solve(X_h, shifts(basis, shift))
    loose = ~np.isin(near, basis)
    # All but the tied rows: the scan's sums less what it counted for the tied ones.
    scanned = np.where(below, tau - 1.0, tau) * w[near]
    G = seen.gradient[:, t] - X_near.T @ scanned
    untied = float(seen.objective[t]) - float(np.sum(scanned * r))

    def bound(above: NDArray[np.bool_]) -> float:
        a = np.where(above, tau, tau - 1.0) * w[near] * loose
        left = G + X_near.T @ a
        v = -np.linalg.solve(X_h.T, left)  # on the basis: what X'a = 0 demands
        limit = np.where(v > 0, tau, 1.0 - tau) * w[basis]
        scale = min(1.0, float(np.min(limit / np.maximum(np.abs(v), 1e-300))))
        dual = scale * (untied + float(np.sum(a * r)) + float(np.sum(v * r_h)))
        unbalanced = abs(float((left + X_h.T @ v) @ beta))
        return (max(float(seen.objective[t]) - dual, 0.0) + unbalanced) / max(float(seen.objective[t]), least)

    above = shifted > 0
    found = bound(above)
    # Shifts that meet up to rounding leave a side open: either choice is a valid dual.
    unsure = np.flatnonzero(loose & (np.abs(shifted) <= UNSURE * shift))[:MOST_UNSURE]
    if found > PROVED:
        for choice in product((True, False), repeat=len(unsure)):
            above[unsure] = choice
            found = min(found, bound(above))
    return found
