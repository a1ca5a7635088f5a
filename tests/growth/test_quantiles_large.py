"""Large cohorts: the sample, the looks and the bands end where the walk over all rows ends."""

from __future__ import annotations

import numpy as np
import pytest
from tests.growth.test_quantiles import cohort, spline_columns

from sharewell.growth import quantiles
from sharewell.growth.process import bands
from sharewell.growth.process.access import through, whitened
from sharewell.growth.process.bands import sample
from sharewell.growth.process.certificate import certify
from sharewell.growth.process.merge import merge_equal_rows
from sharewell.growth.process.rank import gram, independent_columns, triangular_factor, whitening
from sharewell.growth.process.whole import fit_whole
from sharewell.growth.quantiles import SplineDesign, quantile_process

TAUS = np.array([0.005, 0.055, 0.25, 0.5, 0.755, 0.945, 0.995])


def compact(scores):
    tables, codes = [], []
    for column in scores.T:
        distinct, code = np.unique(column, return_inverse=True)
        _, first = np.unique(column, return_index=True)
        tables.append(spline_columns(column)[first])
        assert len(distinct) == len(first)
        codes.append(code)
    return SplineDesign(tuple(tables), np.column_stack(codes))


@pytest.fixture
def small_is_large(monkeypatch):
    """Send cohorts of some thousands through the machinery for millions."""
    monkeypatch.setattr(quantiles, "LARGE", 5_000)
    monkeypatch.setattr(bands, "SAMPLE", 3_000)
    monkeypatch.setattr(bands, "KERNEL_SAMPLE", 8_000)


def both_ways(design, y, monkeypatch):
    banded = quantile_process(design, y, taus=TAUS)
    monkeypatch.setattr(quantiles, "LARGE", len(y) + 1)
    return banded, quantile_process(design, y, taus=TAUS)


@pytest.mark.parametrize(("points", "priors", "seed"), [(4000, 1, 1), (400, 2, 2), (100, 3, 3)])
def test_bands_find_the_fits_of_the_walk(points, priors, seed, small_is_large, monkeypatch):
    scores, y = cohort(np.random.default_rng(seed), 30_000, priors, points)
    banded, walked = both_ways(compact(scores), y, monkeypatch)
    assert banded.certificates.max() <= 1e-9
    assert banded.cautions == ()
    np.testing.assert_allclose(banded.coefficients, walked.coefficients, rtol=1e-7, atol=1e-7)


@pytest.mark.slow
def test_bands_find_them_from_a_matrix_too(small_is_large, monkeypatch):
    scores, y = cohort(np.random.default_rng(4), 12_000, 2, 500)
    banded, walked = both_ways(compact(scores).dense(), y, monkeypatch)
    assert banded.certificates.max() <= 1e-9
    np.testing.assert_allclose(banded.coefficients, walked.coefficients, rtol=1e-7, atol=1e-7)


def test_outliers_and_a_rare_prior_are_fitted(small_is_large):
    """Scores far from all others, and seven students alone in a column that no small sample would hold."""
    rng = np.random.default_rng(5)
    scores, y = cohort(rng, 20_000, 1, 400)
    y[:20] = 1e6 * np.arange(1, 21)
    X = np.column_stack([compact(scores).dense(), np.zeros(len(y))])
    X[100:107, -1] = rng.normal(size=7)
    fit = quantile_process(X, y, taus=TAUS)
    assert fit.certificates.max() <= 1e-9
    assert len(fit.kept) == 9


def test_priors_that_nearly_repeat_each_other_are_fitted(small_is_large):
    """Sorted scores: every prior is almost the same curve, and bases come close to singular."""
    scores, y = cohort(np.random.default_rng(9), 20_000, 3, 400)
    fit = quantile_process(compact(np.sort(scores, axis=0)), np.sort(y), taus=TAUS)
    assert fit.certificates.max() <= 1e-9


def test_threads_change_not_one_bit(small_is_large):
    scores, y = cohort(np.random.default_rng(6), 60_000, 2, 300)
    design = compact(scores)
    one, two = (quantile_process(design, y, taus=TAUS, threads=threads) for threads in (1, 2))
    np.testing.assert_array_equal(one.coefficients, two.coefficients)
    assert one.work == two.work


@pytest.mark.parametrize("dense", [True, False])
def test_equal_students_are_merged_and_change_nothing(dense):
    scores, y = cohort(np.random.default_rng(7), 8_000, 1, 30)
    design = compact(scores).dense() if dense else compact(scores)
    merged, merged_y, w = merge_equal_rows(design, y)
    assert merged.shape[0] < 1000
    assert w.sum() == 8_000
    np.testing.assert_allclose(gram(merged, w), gram(design, np.ones(len(y))))
    fit = quantile_process(design, y, taus=TAUS)
    X = compact(scores).dense()
    r = y[:, None] - X @ fit.coefficients
    R = merged_y[:, None] - (merged if dense else merged.dense()) @ fit.coefficients
    np.testing.assert_allclose((w[:, None] * np.abs(R)).sum(axis=0), np.abs(r).sum(axis=0))
    assert fit.certificates.max() <= 1e-9


def test_rows_that_repeat_are_found_however_many_combinations_there_could_be():
    """Sorted scores: 200^5 cells, of which the students use hardly a thousand."""
    scores, y = cohort(np.random.default_rng(10), 20_000, 4, 200)
    design, y = compact(np.sort(scores, axis=0)), np.sort(y)
    merged, _, w = merge_equal_rows(design, y)
    assert merged.shape[0] == len(np.unique(np.column_stack([design.codes, y]), axis=0)) < 1_000
    assert w.sum() == 20_000
    fit = quantile_process(design, y, taus=TAUS)
    assert fit.certificates.max() <= 1e-9
    assert fit.work.fallbacks == 0


def test_a_sample_keeps_every_row_that_stands_alone():
    size = np.ones(200_000)
    size[[5, 77_777]] = 60.0
    rows, weight = sample(size, np.ones(200_000))
    assert {5, 77_777} <= set(rows.tolist())
    assert weight[np.isin(rows, [5, 77_777])].tolist() == [1.0, 1.0]
    assert weight.sum() == pytest.approx(200_000, rel=0.03)


def test_the_certificate_sees_a_fit_that_is_not_optimal():
    scores, y = cohort(np.random.default_rng(8), 2_000, 1, 400)
    X, w = compact(scores).dense(), np.ones(2_000)
    factor = triangular_factor(X, w)
    whiten = whitening(factor, independent_columns(factor), w)
    rows = whitened(X, whiten)
    vertices = fit_whole(rows, y, w, TAUS, 1)
    bases = vertices.bases.copy()
    bases[0, 3] = np.setdiff1d(np.arange(2_000), bases[:, 3])[0]
    found, _ = certify(rows, y, w, through(rows, y, bases), TAUS, bases, vertices.shift)
    assert found[3] > 1e-6
    assert np.delete(found, 3).max() <= 1e-9
