"""The shift that decides between tied rows: tiny, and the same for a row wherever it is computed.

Integer scores put many rows exactly on one fit, and a simplex can circle there. Every score is moved by at
most `amplitude`, far above rounding and far below what a score means; ties are then rare, and a tied row
counts as above or below by its shift. Coefficients are always computed from the scores as they are.
"""

from __future__ import annotations

import numpy as np

from sharewell.growth.process.rows import FloatArray, IntArray

SHARE = 1e-9
ROUNDING = 1e-12
TIED = 1000.0  # shifts: a row this close to a fit may be on the other side of the shifted scores' fit


def amplitude(y: FloatArray, residuals: FloatArray) -> float:
    """The largest shift, for scores and (rough) residuals like these; a few outliers do not raise it."""
    apart, scores = np.abs(residuals), np.abs(y)
    usual = max(float(np.median(apart)), 1e-3 * float(apart.mean()))
    rounding = max(float(np.median(scores)), 1e-3 * float(scores.mean()))
    return max(SHARE * usual, ROUNDING * rounding, 1e-280)


def shifts(rows: IntArray, largest: float) -> FloatArray:
    """A shift in [-largest, largest] for each row number: splitmix64 of the number (Steele et al. 2014)."""
    z = (rows.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z ^= z >> np.uint64(31)
    return ((z >> np.uint64(11)).astype(np.float64) * 2.0**-52 - 1.0) * largest
