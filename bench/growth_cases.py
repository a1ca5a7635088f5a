"""Made-up cohorts of state size for the growth benches: heavy-tailed scores on a scale of so many points."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import polars as pl
from scipy.interpolate import BSpline

from sharewell.growth.quantiles import SplineDesign


def scores(n: int, priors: int, seed: int, points: int) -> tuple[np.ndarray, np.ndarray]:
    """Heavy-tailed scores around a common ability, wider at both ends; (priors (n, k), current (n,))."""
    rng = np.random.default_rng([seed, n, priors])
    ability = rng.normal(size=n)
    step = 500.0 / points
    panel = [
        500 + 50 * (0.88 * ability + rng.standard_t(8, size=n) * (0.45 + 0.1 * np.abs(ability))) + 3 * j
        for j in range(priors + 1)
    ]
    whole = [np.round(np.clip(column, 250, 750) / step) * step for column in panel]
    return np.column_stack(whole[1:]), whole[0]


def design_of(priors: np.ndarray) -> SplineDesign:
    tables, codes = [], []
    for column in priors.T:
        distinct, code = np.unique(column, return_inverse=True)
        low, high = column.min(), column.max()
        margin = 0.1 * (high - low)
        inner = np.quantile(column, [0.2, 0.4, 0.6, 0.8])
        knots = np.concatenate([[low - margin] * 4, inner, [high + margin] * 4])
        tables.append(BSpline.design_matrix(distinct, knots, 3).toarray()[:, 1:])
        codes.append(code.astype(np.int32))
    return SplineDesign(tuple(tables), np.column_stack(codes))


def state(seed: int, points: int) -> pl.DataFrame:
    """A long table: five years of grades 3 to 8, 7,000 students a grade and year, on about so many points."""
    table = _simulate(students=7000, grades=range(3, 9), seed=seed, step=400 / points)
    return table.filter(pl.col("year") > 2020)


def few() -> pl.DataFrame:
    """The same, small: to compile with."""
    return _simulate(students=300, grades=range(3, 6))


def _simulate(**how: object) -> pl.DataFrame:
    sys.path.insert(0, str(Path(__file__).parent.parent))
    from tests.growth.simulated import simulate

    return simulate(**how)  # type: ignore[arg-type]
