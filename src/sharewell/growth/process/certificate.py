"""Proof that coefficients are optimal: a feasible dual and its distance from the objective.

For tau the dual of quantile regression is  max y'a  over  X'a = 0,  tau - 1 <= a_i <= tau  (weights w_i
multiply both). Any feasible a bounds the minimum from below (weak duality), so objective - y'a bounds what
could still be gained. The dual is built from the data and the fit alone: a_i follows the sign of the
residual; on the p basis rows it is what X'a = 0 demands. If that leaves the box, a is scaled into it,
which keeps X'a = 0. So the certificate is a bound whoever found the coefficients, and small only when they
are optimal.
"""

from __future__ import annotations

import numpy as np

from sharewell.growth.process.jitter import TIED, shifts
from sharewell.growth.process.rows import Design, FloatArray, IntArray, dense_rows
from sharewell.growth.process.scan import Scan, scan

PROVED = 1e-9  # a relative duality gap that counts as none
EXACT_FIT = 1e-6  # share of sum |y|: an objective below it is that of a fit through every score


def certify(
    design: Design, y: FloatArray, w: FloatArray, B: FloatArray, taus: FloatArray,
    bases: IntArray, shift: float, threads: int = 1,
) -> FloatArray:  # fmt: skip
    """Relative duality gaps (q,) of the coefficients B (p, q) with basis rows `bases` (p, q).

    Rows close to a fit count as tied: their sides follow the shifted scores (see `jitter`). Where that is the
    other side of the scores themselves, the gap counts it.
    """
    seen = scan(design, y, w, B, taus, np.zeros(len(taus)), np.ones(len(y)), TIED * shift, threads)
    least = exact_fit(y, w)
    gaps = [gap(design, y, w, B[:, t], taus[t], bases[:, t], shift, least, seen, t) for t in range(len(taus))]
    return np.array(gaps)


def exact_fit(y: FloatArray, w: FloatArray) -> float:
    """The objective that is nothing but rounding: gaps are relative to this where the fit is perfect."""
    return EXACT_FIT * float(np.sum(w * np.abs(y))) + 1e-280


def gap(
    design: Design, y: FloatArray, w: FloatArray, beta: FloatArray, tau: float,
    basis: IntArray, shift: float, least: float, seen: Scan, t: int,
) -> float:  # fmt: skip
    """Relative duality gap at one tau, given a scan whose ties are at TIED `shift`."""
    near, below = seen.near[t][seen.tied[t]], seen.below[t][seen.tied[t]]
    X_near = dense_rows(design, near)
    r = y[near] - X_near @ beta
    X_h = dense_rows(design, basis)
    # Off the basis: the scan's sides, but for tied rows the sides of the shifted scores.
    fit_shift = np.linalg.solve(X_h, shifts(basis, shift))
    above = r + shifts(near, shift) - X_near @ fit_shift > 0
    loose = ~np.isin(near, basis)
    a = np.where(above, tau, tau - 1.0) * w[near] * loose
    G = seen.gradient[:, t] + X_near.T @ (a - np.where(below, tau - 1.0, tau) * w[near])
    # On the basis: what X'a = 0 demands.
    v = -np.linalg.solve(X_h.T, G)
    limit = np.where(v > 0, tau, 1.0 - tau) * w[basis]
    scale = min(1.0, float(np.min(limit / np.maximum(np.abs(v), 1e-300))))
    r_h = y[basis] - X_h @ beta
    tied_cost = np.sum(r * (np.where(below, tau - 1.0, tau) * w[near]))
    dual = seen.objective[t] - tied_cost + np.sum(a * r) + np.sum(v * r_h)
    unbalanced = abs(float((G + X_h.T @ v) @ beta))
    return float(max(seen.objective[t] - scale * dual, 0.0) + unbalanced) / max(
        float(seen.objective[t]), least
    )
