"""Every level of many awkward cohorts is proved at the first try: no repair stands behind the solver."""

from __future__ import annotations

import os

import numpy as np
import pytest
from tests.growth.test_quantiles import cohort, spline_matrix

from sharewell.growth.quantiles import quantile_process

SEEDS = range(int(os.environ.get("STRESS_SEEDS", "4")))


def plain(rng, n, priors, points):
    return cohort(rng, n, priors, points)


def piled(rng, n, priors, points):
    """A fifth of the students at the ceiling, a fifth at the floor, in every year."""
    scores, y = cohort(rng, n, priors, points)
    every = np.column_stack([scores, y])
    low, high = np.quantile(every, [0.2, 0.8])
    every = np.clip(every, low, high)
    return every[:, :-1], every[:, -1]


def noisy_priors(rng, n, priors, points):
    """As SIMEX adds noise: whole current scores, hardly a prior that repeats."""
    scores, y = cohort(rng, n, priors, points)
    return scores + rng.normal(scale=0.03 * points, size=scores.shape), y


def nearly_equal_priors(rng, n, priors, points):
    scores, y = cohort(rng, n, priors, points)
    return np.sort(scores, axis=0) + rng.integers(-1, 2, size=scores.shape), np.sort(y)


def outliers(rng, n, priors, points):
    scores, y = cohort(rng, n, priors, points)
    y[: n // 50 + 1] *= 10.0 ** rng.integers(1, 6, size=n // 50 + 1)
    return scores, y


def few_priors(rng, n, priors, points):
    scores, y = cohort(rng, n, priors, points)
    return np.round(scores / points * 5), y


def nothing_but_noise(rng, n, priors, points):
    return rng.integers(0, points, size=(n, priors)).astype(float), rng.integers(0, 4, size=n).astype(float)


KINDS = (plain, piled, noisy_priors, nearly_equal_priors, outliers, few_priors, nothing_but_noise)


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_level_is_proved(kind, seed):
    rng = np.random.default_rng([seed, KINDS.index(kind)])
    n, priors = int(rng.integers(30, 3000)), int(rng.integers(1, 5))
    points = int(rng.choice([10, 40, 100, 400, 4000]))
    scores, y = kind(rng, n, priors, points)
    X = spline_matrix(scores)
    fit = quantile_process(X, y)
    r = y[:, None] - X @ fit.coefficients
    objectives = (r * (fit.taus - (r < 0))).sum(axis=0)
    # Piles on a knot leave columns that are all but equal, and coefficients so large that the last of their
    # sixteen digits moves the fits.
    rounding = 2e-15 * np.abs(fit.coefficients).sum(axis=0).max() * n / objectives
    assert (fit.certificates <= np.maximum(1e-9, rounding)).all(), f"{n} students, {priors} priors"
