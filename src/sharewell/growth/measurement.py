"""Measurement error in percentiles: SIMEX for the priors, intervals for the current score.

Both need `csem`, the conditional standard error of measurement of every score, as test makers publish it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from zlib import crc32

import numba as nb
import numpy as np
from scipy.stats import rankdata

from sharewell.evidence import Caution
from sharewell.growth.cohorts import Cohort
from sharewell.growth.fit import CohortResult, OrderResult
from sharewell.growth.model import IntArray, Rules
from sharewell.growth.ranks import ROUNDING, level_tables
from sharewell.growth.simex import Simex, SimexPart, simulated_quantiles
from sharewell.growth.splines import FloatArray, spline_design
from sharewell.scale import map_partitions

REPLICATES_A_PART = 5
Done = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Intervals:
    """How intervals are simulated: draws from the current score's error, and the share they cover."""

    seed: int = 314159
    draws: int = 100
    share: float = 0.95

    def __post_init__(self) -> None:
        if self.draws < 2 or not 0 < self.share < 1:
            raise ValueError("intervals need at least two draws and a share between 0 and 1")


def with_measurement_error(
    cohorts: Sequence[Cohort],
    results: Sequence[CohortResult],
    rules: Rules,
    *,
    simex: Simex | None,
    intervals: Intervals | None,
    processes: int | None,
    ray_address: str | None,
    done: Done | None,
) -> tuple[list[CohortResult], list[Caution]]:
    """Add `sgp_simex, sgp_simex_ranked` and `sgp_se, sgp_low, sgp_high` to every order of every cohort."""
    every, cautions = list(results), list[Caution]()
    if simex is None and intervals is None:
        return every, cautions
    if any(cohort.csem is None for cohort in cohorts):
        what = "There is no column csem, so measurement error was not corrected and there are no intervals."
        return every, [Caution("no-csem", what)]
    if intervals is not None:
        every = [_with_intervals(c, r, rules, intervals) for c, r in zip(cohorts, every, strict=True)]
    if simex is not None:
        every = _with_simex(cohorts, every, rules, simex, processes, ray_address, done)
    absent = sum(
        int(np.isnan(cohort.csem).any(axis=1).sum()) for cohort in cohorts if cohort.csem is not None
    )
    if absent:
        what = f"{absent} students lack a csem: what needs it is empty for them."
        cautions.append(Caution("csem-missing", what))
    return every, cautions


def _seed(seed: int, cohort: Cohort, order: int) -> tuple[int, ...]:
    return seed, crc32(str(cohort.progression).encode()), order


def _extended(order: OrderResult, **columns: FloatArray) -> OrderResult:
    return replace(order, extra={**order.extra, **columns})


# Intervals --------------------------------------------------------------------------------------------------


def _with_intervals(cohort: Cohort, result: CohortResult, rules: Rules, how: Intervals) -> CohortResult:
    return replace(result, orders=tuple(_interval(cohort, one, rules, how) for one in result.orders))


def _interval(cohort: Cohort, order: OrderResult, rules: Rules, how: Intervals) -> OrderResult:
    assert cohort.csem is not None
    error = cohort.csem[order.rows, 0]
    draws = np.random.default_rng(_seed(how.seed, cohort, order.order)).standard_normal(
        (len(error), how.draws)
    )
    design = spline_design(cohort.priors[order.rows, : order.order], order.matrix.knots)
    levels, offsets = level_tables(design, order.matrix.coefficients)
    might_be = cohort.scores[order.rows, None] + np.nan_to_num(error)[:, None] * draws
    counts = _counts_below(might_be, np.ascontiguousarray(design.codes), levels, offsets)
    counts = np.clip(counts, 1, 99) if rules.convert_0_and_100 else counts
    outside = (1 - how.share) / 2
    low, high = np.quantile(counts, [outside, 1 - outside], axis=1, method="inverted_cdf")
    empty = np.where(np.isnan(error), np.nan, 0.0)
    return _extended(
        order,
        sgp_se=np.round(counts.std(axis=1, ddof=1), 2) + empty,
        sgp_low=low + empty,
        sgp_high=high + empty,
    )


@nb.njit(cache=True)
def _counts_below(
    scores: FloatArray, codes: Any, levels: FloatArray, offsets: IntArray
) -> IntArray:  # pragma: no cover - compiled
    """How many fitted quantiles lie below each of the scores (n, draws) of a student."""
    n, draws = scores.shape
    counts = np.empty((n, draws), dtype=np.int64)
    for i in range(n):
        fitted = levels[offsets[0] + codes[i, 0]].copy()
        for j in range(1, codes.shape[1]):
            fitted += levels[offsets[j] + codes[i, j]]
        fitted = np.sort(np.rint(fitted * ROUNDING) / ROUNDING)
        counts[i] = np.searchsorted(fitted, scores[i])
    return counts


# SIMEX ------------------------------------------------------------------------------------------------------


def _with_simex(
    cohorts: Sequence[Cohort],
    results: Sequence[CohortResult],
    rules: Rules,
    how: Simex,
    processes: int | None,
    ray_address: str | None,
    done: Done | None,
) -> list[CohortResult]:
    """Every replicate of every order of every cohort is on one list, so that all workers stay busy."""
    places = [(c, o) for c, result in enumerate(results) for o in range(len(result.orders))]
    parts = [_parts(cohorts[c], results[c].orders[o], how) for c, o in places]
    flat = [part for some in parts for part in some]
    sums = iter(
        map_partitions(simulated_quantiles, flat, processes=processes, ray_address=ray_address, done=done)
    )
    corrected: list[list[OrderResult]] = [[] for _ in results]
    for (c, o), some in zip(places, parts, strict=True):
        simulated = [next(sums) for _ in some]
        corrected[c].append(_corrected(cohorts[c], results[c].orders[o], some, simulated, rules, how))
    return [replace(one, orders=tuple(orders)) for one, orders in zip(results, corrected, strict=True)]


def _measured(cohort: Cohort, order: OrderResult) -> IntArray:
    """Places among the order's rows of those whose priors all have a csem."""
    assert cohort.csem is not None
    return np.flatnonzero(~np.isnan(cohort.csem[order.rows, 1 : order.order + 1]).any(axis=1))


def _parts(cohort: Cohort, order: OrderResult, how: Simex) -> list[SimexPart]:
    rows = order.rows[_measured(cohort, order)]
    assert cohort.csem is not None
    if len(rows) <= 1 + sum(one.columns for one in order.matrix.knots):
        return []
    base = _seed(how.seed, cohort, order.order)
    return [
        SimexPart(
            scores=cohort.scores[rows],
            priors=cohort.priors[rows, : order.order],
            csem=cohort.csem[rows, 1 : order.order + 1],
            knots=order.matrix.knots,
            amount=amount,
            seeds=tuple(
                (*base, place, b) for b in range(first, min(first + REPLICATES_A_PART, how.replicates))
            ),
        )
        for place, amount in enumerate(how.lambdas)
        for first in range(0, how.replicates, REPLICATES_A_PART)
    ]


def _corrected(
    cohort: Cohort,
    order: OrderResult,
    parts: Sequence[SimexPart],
    sums: Sequence[FloatArray],
    rules: Rules,
    how: Simex,
) -> OrderResult:
    sgp, ranked = np.full(len(order.rows), np.nan), np.full(len(order.rows), np.nan)
    measured = _measured(cohort, order)
    if parts:
        design = spline_design(parts[0].priors, order.matrix.knots)
        levels, offsets = level_tables(design, order.matrix.coefficients)
        weights = how.weights()
        quantiles = weights[0] * sum(levels[offsets[j] + design.codes[:, j]] for j in range(order.order))
        by_amount = dict(zip(how.lambdas, weights[1:], strict=True))
        for part, total in zip(parts, sums, strict=True):
            quantiles += by_amount[part.amount] / how.replicates * total
        sgp[measured] = _rank(quantiles, parts[0].scores, order, rules)
        place = rankdata(sgp[measured], method="average")
        ranked[measured] = np.clip(np.rint(100 * (place - 0.5) / len(place)), 1, 99)
    return _extended(order, sgp_simex=sgp, sgp_simex_ranked=ranked)


def _rank(quantiles: FloatArray, scores: FloatArray, order: OrderResult, rules: Rules) -> FloatArray:
    if rules.loss_hoss_adjustment and order.matrix.limits:
        quantiles = np.clip(quantiles, *order.matrix.limits)
    below = (np.rint(quantiles * ROUNDING) / ROUNDING < scores[:, None]).sum(axis=1)
    return np.clip(below, 1, 99) if rules.convert_0_and_100 else below
