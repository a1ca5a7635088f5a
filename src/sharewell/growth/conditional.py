"""Conditional growth from imported norms: a gain compared with the gains of those who started there.

A publisher's norms give, for a subject, grade and starting score, the mean and the standard deviation of
gains. The conditional growth index is the gain's distance from that mean in standard deviations, and the
percentile its place in a normal distribution, the way publishers of such norms define them (Thum & Hauser
2015, NWEA 2015 MAP norms, ch. 5).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
from scipy.stats import norm

from sharewell.evidence import Caution, Refused
from sharewell.growth.files import read_table, typed


def read_gain_norms(path: Path) -> pl.DataFrame:
    """Read subject, grade (at the end), start (score), expected (gain), sd (of gains).

    Raises:
        Refused: missing columns, cells that are no numbers.
    """
    kinds = {"subject": "text", "grade": "text", "start": "number", "expected": "number", "sd": "number"}
    table, refusals = typed(read_table(path), kinds, str(path))  # pyright: ignore[reportArgumentType]
    if refusals:
        raise Refused(refusals)
    return table.drop("row")


def conditional_growth(pairs: pl.DataFrame, norms: pl.DataFrame) -> tuple[pl.DataFrame, list[Caution]]:
    """Index and percentile of every pair (student_id, subject, grade, pre, post), in the order of `pairs`.

    Between the starting scores of the norms, mean and standard deviation lie on the straight line between
    neighbours; outside them, and where there are no norms, nothing is said.

    Returns:
        student_id, subject, grade, pre, post, gain, expected, index, percentile (1 to 99); and cautions.
    """
    expected, spread = np.full(pairs.height, np.nan), np.full(pairs.height, np.nan)
    by_test = norms.sort("start").partition_by("subject", "grade", as_dict=True)
    places = pairs.with_row_index("_at").partition_by("subject", "grade", as_dict=True)
    for key, part in places.items():
        known = by_test.get(key)
        if known is None:
            continue
        at, start = part["_at"].to_numpy(), part["pre"].to_numpy()
        grid = known["start"].to_numpy()
        for into, name in ((expected, "expected"), (spread, "sd")):
            into[at] = np.interp(start, grid, known[name].to_numpy(), left=np.nan, right=np.nan)
    gain = (pairs["post"] - pairs["pre"]).to_numpy()
    with np.errstate(invalid="ignore", divide="ignore"):
        index = np.where(spread > 0, (gain - expected) / spread, np.nan)
    percentile = np.clip(np.rint(100 * norm.cdf(index)), 1, 99)
    table = pairs.select("student_id", "subject", "grade", "pre", "post").with_columns(
        pl.Series("gain", gain),
        pl.Series("expected", expected).fill_nan(None),
        pl.Series("index", index).fill_nan(None),
        pl.Series("percentile", percentile).fill_nan(None).cast(pl.Int64),
    )
    without = table["index"].null_count()
    what = f"{without} learners started where the norms have no row; nothing is said of them."
    return table, [Caution("outside-norms", what)] if without else []
