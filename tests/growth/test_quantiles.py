"""The quantile-regression process against an independent linear program, and against itself."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.interpolate import BSpline
from scipy.optimize import linprog

from sharewell.evidence.refusals import Refused
from sharewell.growth.quantiles import TAUS, SplineDesign, quantile_process

SOME_TAUS = np.array([0.005, 0.1, 0.255, 0.5, 0.745, 0.95, 0.995])


def objective(X, y, B, taus):
    r = y[:, None] - X @ B
    return (r * (taus - (r < 0))).sum(axis=0)


def least_objective(X, y, tau):
    """The dual linear program, solved by HiGHS: max y'a, X'a = 0, tau - 1 <= a <= tau."""
    solved = linprog(-y, A_eq=X.T, b_eq=np.zeros(X.shape[1]), bounds=(tau - 1, tau), method="highs")
    assert solved.status == 0
    return -solved.fun


def spline_columns(scores, knots=4):
    inner = np.quantile(scores, np.linspace(0, 1, knots + 2)[1:-1])
    margin = 0.1 * (scores.max() - scores.min() + 1)
    ends = [scores.min() - margin], [scores.max() + margin]
    t = np.concatenate([np.repeat(ends[0], 4), inner, np.repeat(ends[1], 4)])
    return BSpline.design_matrix(scores.astype(float), t, 3).toarray()[:, 1:]


def cohort(rng, n, priors, points):
    """Scores on an integer scale with `points` points; (scores of priors (n, k), scores (n,))."""
    ability = rng.normal(size=n)
    panel = 0.8 * ability[:, None] + 0.6 * rng.normal(size=(n, priors + 1)) * (
        1 + 0.3 * ability[:, None] ** 2
    )
    panel = np.clip(np.round((panel / 6 + 0.5) * points), 0, points)
    return panel[:, 1:], panel[:, 0]


def spline_matrix(priors):
    return np.hstack([np.ones((len(priors), 1)), *(spline_columns(c) for c in priors.T)])


def test_intercept_alone_gives_sample_quantiles():
    y = np.array([1.0, 2.0, 3.0, 4.0, 5.0])
    fit = quantile_process(np.ones((5, 1)), y, taus=np.array([0.1, 0.5, 0.9]))
    np.testing.assert_allclose(fit.coefficients[0], [1.0, 3.0, 5.0])


@pytest.mark.parametrize("points", [10, 40, 400, 4000])
@pytest.mark.parametrize(("n", "priors"), [(12, 1), (60, 1), (300, 2), (700, 3)])
def test_objective_equals_that_of_a_linear_program(points, n, priors):
    rng = np.random.default_rng([n, points])
    scores, y = cohort(rng, n, priors, points)
    X = spline_matrix(scores)
    fit = quantile_process(X, y, taus=SOME_TAUS)
    ours = objective(X, y, fit.coefficients, SOME_TAUS)
    reference = np.array([least_objective(X[:, fit.kept], y, tau) for tau in SOME_TAUS])
    np.testing.assert_allclose(ours, reference, rtol=1e-9, atol=1e-8 * points)
    assert fit.certificates.max() <= 1e-9


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_small_whole_numbers_are_proved_optimal(data):
    """Rows, columns and scores from a handful of values: ties everywhere, columns that repeat."""
    n, p = data.draw(st.integers(1, 25)), data.draw(st.integers(1, 4))
    cells = st.lists(st.integers(-2, 2), min_size=n * p, max_size=n * p)
    X = np.column_stack([np.ones(n), np.array(data.draw(cells), dtype=float).reshape(n, p)])
    y = np.array(data.draw(st.lists(st.integers(0, 6), min_size=n, max_size=n)), dtype=float)
    fit = quantile_process(X, y, taus=SOME_TAUS)
    assert fit.certificates.max() <= 1e-9
    reference = [least_objective(X, y, tau) for tau in SOME_TAUS]
    np.testing.assert_allclose(objective(X, y, fit.coefficients, SOME_TAUS), reference, atol=1e-9)


def test_every_tau_is_certified_on_a_coarse_scale():
    rng = np.random.default_rng(40)
    scores, y = cohort(rng, 5000, 2, 40)
    fit = quantile_process(spline_matrix(scores), y)
    assert fit.certificates.max() <= 1e-9
    assert fit.cautions == ()


def test_order_of_taus_and_threads_change_nothing():
    rng = np.random.default_rng(1)
    scores, y = cohort(rng, 2000, 1, 300)
    X = spline_matrix(scores)
    fit = quantile_process(X, y)
    shuffled = rng.permutation(100)
    other = quantile_process(X, y, taus=TAUS[shuffled], threads=2)
    np.testing.assert_array_equal(other.coefficients, fit.coefficients[:, shuffled])


def test_score_tables_give_the_same_fit_as_the_matrix():
    rng = np.random.default_rng(2)
    scores, y = cohort(rng, 3000, 2, 200)
    X = spline_matrix(scores)
    tables, codes = [], []
    for j in range(2):
        _, first, code = np.unique(scores[:, j], return_index=True, return_inverse=True)
        tables.append(X[first, 1 + 7 * j : 8 + 7 * j])
        codes.append(code)
    compact = quantile_process(SplineDesign(tuple(tables), np.column_stack(codes)), y)
    dense = quantile_process(X, y)
    np.testing.assert_allclose(compact.coefficients, dense.coefficients, rtol=1e-9, atol=1e-9)


def test_a_constant_prior_is_dropped_and_said():
    rng = np.random.default_rng(3)
    scores, y = cohort(rng, 200, 2, 100)
    scores[:, 1] = 50
    fit = quantile_process(spline_matrix(scores), y)
    assert [caution.code for caution in fit.cautions] == ["dropped-columns"]
    dropped = np.setdiff1d(np.arange(15), fit.kept)
    assert len(dropped) == 7
    assert set(dropped) <= set(range(8, 15))
    assert np.all(fit.coefficients[dropped] == 0)
    assert fit.certificates.max() <= 1e-9


@pytest.mark.parametrize("n", [1, 5, 8])
def test_as_many_columns_as_students_is_said(n):
    rng = np.random.default_rng(n)
    X = np.column_stack([np.ones(n), rng.normal(size=(n, 8))])
    y = rng.normal(size=n)
    fit = quantile_process(X, y)
    assert "saturated-fit" in {caution.code for caution in fit.cautions}
    np.testing.assert_allclose(X @ fit.coefficients, np.repeat(y[:, None], 100, axis=1), atol=1e-9)


def test_unusable_input_is_refused_with_all_reasons():
    with pytest.raises(Refused, match="No student"):
        quantile_process(np.ones((0, 2)), np.ones(0))
    with pytest.raises(Refused, match="missing"):
        quantile_process(np.ones((3, 1)), np.array([1.0, np.nan, 2.0]))


def test_mistakes_of_the_caller_are_errors():
    with pytest.raises(ValueError, match="do not belong"):
        quantile_process(np.ones((3, 1)), np.ones(4))
    with pytest.raises(ValueError, match="taus"):
        quantile_process(np.ones((3, 1)), np.ones(3), taus=np.array([0.0]))
