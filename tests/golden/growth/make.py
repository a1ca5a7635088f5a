"""Make the golden set: simulated scores by this project's generator, percentiles by R's quantreg.

    python tests/golden/growth/make.py && Rscript tests/golden/growth/make.R

Three made-up subjects on scales of about 300, 4,000 and 20 points; four grades and years; 160 students a
cohort.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl
from tests.growth.simulated import simulate

FOLDER = Path(__file__).parent
SCALES = {"FINE": (1.0, 1.0), "WIDE": (13.0, 1.0), "COARSE": (1.0, 20.0)}


def make() -> pl.DataFrame:
    parts = []
    for seed, (subject, (stretch, step)) in enumerate(SCALES.items(), start=101):
        scores = simulate(students=160, seed=seed, subject=subject)
        stretched = ((pl.col("scale_score") * stretch / step).round() * step).cast(pl.Int64)
        parts.append(scores.with_columns(stretched.alias("scale_score")))
    return pl.concat(parts)


if __name__ == "__main__":
    make().write_csv(FOLDER / "scores.csv")
    print(f"{make().height} scores written")
