"""From fitted quantiles to percentiles: where a score stands among the hundred quantiles of its peers.

Betebenner (2009), "Norm- and criterion-referenced student growth", Educational Measurement 28(4), 42-51: the
percentile is the number of fitted conditional quantiles, in ascending order and rounded to five digits, that
lie strictly below the score.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numba as nb
import numpy as np

from sharewell.growth.model import CoefficientMatrix, IntArray, Rules
from sharewell.growth.quantiles import SplineDesign
from sharewell.growth.splines import FloatArray, spline_design

ROUNDING = 1e5


@dataclass(frozen=True, slots=True)
class Ranked:
    """Percentiles (n,), scores at the cuts (n, cuts), the mid-rank interval (n, 2) in percent or None."""

    sgp: IntArray
    cuts: FloatArray
    interval: FloatArray | None


def rank(scores: FloatArray, priors: FloatArray, matrix: CoefficientMatrix, rules: Rules) -> Ranked:
    """Rank scores (n,) with priors (n, k), most recent first, among the fitted quantiles of `matrix`.

    Cost: n x q x k additions and, for cuts, n sorts of q; no n x q table is made.
    """
    design = spline_design(priors, matrix.knots)
    levels, offsets = level_tables(design, matrix.coefficients)
    low, high = _clamp(matrix, rules)
    cut_low, cut_high = matrix.limits or (-np.inf, np.inf)
    cut_places = np.array(rules.cuts, dtype=np.int64)
    sgp, cuts = _rank_rows(
        np.ascontiguousarray(scores),
        np.ascontiguousarray(design.codes),
        levels,
        offsets,
        rules.isotonize,
        rules.loss_hoss_adjustment and matrix.limits is not None,
        low,
        high,
        cut_places,
    )
    if rules.convert_0_and_100:
        sgp = np.clip(sgp, 1, 99)
    cuts = np.clip(np.round(cuts, rules.cut_digits), cut_low, cut_high)
    interval = None
    if rules.mid_rank:
        ends = np.column_stack(_half_way(scores))
        counts = [_count_below(ends[:, side].copy(), design.codes, levels, offsets) for side in (0, 1)]
        interval = np.column_stack(counts).astype(np.float64) * (100 / matrix.coefficients.shape[1])
    return Ranked(sgp, cuts, interval)


def _clamp(matrix: CoefficientMatrix, rules: Rules) -> tuple[float, float]:
    return matrix.limits if rules.loss_hoss_adjustment and matrix.limits else (-np.inf, np.inf)


def level_tables(design: SplineDesign, coefficients: FloatArray) -> tuple[FloatArray, IntArray]:
    """What each distinct score of each prior adds to every quantile; the intercept is in the first prior's.

    Returns:
        levels (sum of distinct scores, q), and offsets (k,) where each prior's rows begin.
    """
    parts: list[FloatArray] = []
    column, offsets = 1, [0]
    for table in design.tables:
        parts.append(table @ coefficients[column : column + table.shape[1]])
        column += table.shape[1]
        offsets.append(offsets[-1] + len(table))
    parts[0] += coefficients[0]
    return np.ascontiguousarray(np.vstack(parts)), np.array(offsets[:-1])


def _half_way(scores: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Half-way to the next scores that anyone has, below and above: the span a tied score stands for."""
    distinct, place = np.unique(scores, return_inverse=True)
    if len(distinct) == 1:
        return scores - 0.5, scores + 0.5
    gaps = np.diff(distinct) / 2
    below, above = np.concatenate([gaps[:1], gaps]), np.concatenate([gaps, gaps[-1:]])
    return scores - below[place], scores + above[place]


@nb.njit(cache=True)
def _fill(out: Any, codes: Any, levels: Any, offsets: Any, row: int) -> None:  # pragma: no cover - compiled
    for t in range(len(out)):
        out[t] = levels[offsets[0] + codes[row, 0], t]
    for j in range(1, codes.shape[1]):
        at = offsets[j] + codes[row, j]
        for t in range(len(out)):
            out[t] += levels[at, t]


@nb.njit(cache=True)
def _rank_rows(
    scores: FloatArray,
    codes: Any,
    levels: FloatArray,
    offsets: IntArray,
    isotonize: bool,
    adjust: bool,
    low: float,
    high: float,
    cut_places: IntArray,
) -> tuple[IntArray, FloatArray]:  # pragma: no cover - compiled
    n, q = len(scores), levels.shape[1]
    sgp = np.zeros(n, dtype=np.int64)
    cuts = np.empty((n, len(cut_places)))
    fitted = np.empty(q)
    for i in range(n):
        _fill(fitted, codes, levels, offsets, i)
        for t in range(q):
            fitted[t] = np.rint(min(max(fitted[t], low), high) * ROUNDING) / ROUNDING
        # The number below a score does not depend on the order, so only cuts need the sorted quantiles.
        if isotonize and len(cut_places):
            fitted.sort()
        at_top = adjust and scores[i] >= high
        for t in range(q):
            below = fitted[t] <= scores[i] if at_top else fitted[t] < scores[i]
            if below:
                sgp[i] = sgp[i] + 1 if isotonize else t + 1
        for c in range(len(cut_places)):
            cuts[i, c] = fitted[cut_places[c]]
    return sgp, cuts


@nb.njit(cache=True)
def _count_below(
    ends: FloatArray, codes: Any, levels: FloatArray, offsets: IntArray
) -> IntArray:  # pragma: no cover - compiled
    fitted = np.empty(levels.shape[1])
    counts = np.zeros(len(ends), dtype=np.int64)
    for i in range(len(ends)):
        _fill(fitted, codes, levels, offsets, i)
        for t in range(len(fitted)):
            counts[i] += fitted[t] < ends[i]
    return counts
