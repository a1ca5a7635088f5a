"""Percentiles beside those of R's quantreg (`rq.fit.br`, which the R package SGP uses), figure by figure.

    python bench/growth_r.py                       scales of 40 to 4,000 points, with and without piles at the ends
    python bench/growth_r.py --seeds 3 --students 3000 --points 40 100

Where a percentile differs, the levels that made it differ are looked at: both fits are put into the objective.
Equal objectives of two different fits prove that the optimum is not unique; else one of the two is not optimal,
and the line says which. Exit 1 if that is ours. Needs Rscript and quantreg.
"""

from __future__ import annotations

import argparse
import sys

import numpy as np

from growth_cases import design_of
from growth_peer import in_r
from sharewell.growth.quantiles import SplineDesign, quantile_process

EQUAL = 1e-12  # of the objective: two sums in 64-bit numbers


def cohort(students: int, priors: int, points: int, piles: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Mathematics-like scores, skewed, on a scale of `points`; a share `piles` at each end. Priors (n, k), scores."""
    rng = np.random.default_rng([seed, points, priors, int(100 * piles)])
    ability = rng.gamma(6.0, size=students) / np.sqrt(6.0) - np.sqrt(6.0)
    panel = 0.85 * ability[:, None] + rng.normal(size=(students, priors + 1)) * 0.5
    low, high = np.quantile(panel, [piles, 1 - piles]) if piles else (panel.min() - 0.1, panel.max() + 0.1)
    scores = np.round((np.clip(panel, low, high) - low) / (high - low) * points)
    return scores[:, 1:], scores[:, 0]


def percentiles(X: np.ndarray, y: np.ndarray, B: np.ndarray) -> np.ndarray:
    return np.clip((np.round(np.sort(X @ B, axis=1), 5) < y[:, None]).sum(axis=1), 1, 99)


def objective(X: np.ndarray, y: np.ndarray, B: np.ndarray, taus: np.ndarray) -> np.ndarray:
    r = y[:, None] - X @ B
    return (r * (taus - (r < 0))).sum(axis=0)


def compare(design: SplineDesign, y: np.ndarray) -> tuple[str, bool]:
    """What is to be said of one cohort, and whether ours is nowhere the worse fit."""
    ours, X = quantile_process(design, y), design.dense()
    proved = f"worst certificate {ours.certificates.max():.0e}"
    answer = in_r(X, y, "br")
    if answer is None:
        return f"R stops (singular design); ours: {len(ours.kept)} of {X.shape[1]} columns, {proved}", True
    theirs = answer[0]
    away = np.flatnonzero(percentiles(X, y, ours.coefficients) != percentiles(X, y, theirs))
    mine, yours = (objective(X, y, B, ours.taus) for B in (ours.coefficients, theirs))
    excess = (mine - yours) / yours
    text = f"{len(y) - len(away)} of {len(y)} percentiles equal, {proved}"
    if len(away):
        apart = np.abs(X[away] @ (ours.coefficients - theirs)).max(axis=0) > 1e-5
        tied, worse = apart & (np.abs(excess) <= EQUAL), apart & (excess < -EQUAL)
        text += f"; levels with two optimal fits: {tied.sum()}, where R's is not optimal: {worse.sum()}"
    return text, bool((excess <= EQUAL).all())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--students", type=int, default=1200)
    parser.add_argument("--points", type=int, nargs="*", default=[40, 100, 400, 4000])
    parser.add_argument("--priors", type=int, nargs="*", default=[1, 2])
    parser.add_argument("--piles", type=float, nargs="*", default=[0.0, 0.15], help="share at each end")
    asked = parser.parse_args()
    good = True
    for points in asked.points:
        for piles in asked.piles:
            for priors in asked.priors:
                for seed in range(1, asked.seeds + 1):
                    scores, y = cohort(asked.students, priors, points, piles, seed)
                    said, fine = compare(design_of(scores), y)
                    good &= fine
                    print(
                        f"{points} points, {piles:.0%} at each end, {priors} priors, seed {seed}: {said}",
                        flush=True,
                    )
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
