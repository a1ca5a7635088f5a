"""SIMEX: percentiles as if the prior scores had been measured without error.

Simulation-extrapolation (Cook & Stefanski 1994, J. Amer. Statist. Assoc. 89, 1314; for growth percentiles
Shang, VanIwaarden & Betebenner 2015, Educational Measurement 34(1), 4-14): noise of variance lambda csem^2
is added to the priors, the process is fitted and its quantiles are averaged over replicates; the line through
the averages at each lambda, taken to lambda = -1, is where measurement would be without error. The line is
linear in the averages, so its value at -1 is a weighted sum and no average need be kept.

The knots stay those of the scores as they are: the space of curves is then the same for every lambda, and a
boundary only names the basis, not the curves.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sharewell.growth.quantiles import quantile_process
from sharewell.growth.splines import FloatArray, Knots, spline_design


@dataclass(frozen=True, slots=True)
class Simex:
    """How SIMEX is done; the defaults are the reference's.

    Attributes:
        seed: of all random draws; the same seed, the same percentiles, wherever they are computed.
        lambdas: the noise added, in variances of the measurement error; 0 (none) is always among them.
        replicates: fits for each lambda.
    """

    seed: int = 314159
    lambdas: tuple[float, ...] = (0.5, 1.0, 1.5, 2.0)
    replicates: int = 20

    def __post_init__(self) -> None:
        if self.replicates < 1 or not self.lambdas or min(self.lambdas) <= 0:
            raise ValueError("SIMEX needs lambdas above 0 and at least one replicate")

    def weights(self) -> FloatArray:
        """What the average at lambda 0 and at each of `lambdas` adds to the line's value at -1."""
        at = np.array([0.0, *self.lambdas])
        away = at - at.mean()
        return 1 / len(at) + (-1 - at.mean()) * away / (away @ away)


@dataclass(frozen=True, slots=True)
class SimexPart:
    """Some replicates of one lambda: a partition of the work.

    Attributes:
        scores: (n,) current scores; priors: (n, k); csem: (n, k) of the priors.
        seeds: one tuple of numbers for each replicate.
    """

    scores: FloatArray
    priors: FloatArray
    csem: FloatArray
    knots: tuple[Knots, ...]
    amount: float
    seeds: tuple[tuple[int, ...], ...]


def simulated_quantiles(part: SimexPart) -> FloatArray:
    """The sum over the replicates of the fitted quantiles (n, q). Cost: a quantile process a replicate."""
    total = np.zeros((0, 0))
    for seed in part.seeds:
        noise = np.random.default_rng(seed).standard_normal(part.priors.shape)
        noisy = part.priors + np.sqrt(part.amount) * part.csem * noise
        fitted = fitted_quantiles(part.scores, noisy, part.knots)
        total = fitted if not total.size else total + fitted
    return total


def fitted_quantiles(scores: FloatArray, priors: FloatArray, knots: tuple[Knots, ...]) -> FloatArray:
    """Fit the process and return every student's quantiles (n, q)."""
    # With noise hardly any prior repeats, so tables of distinct scores would save nothing.
    design = spline_design(priors, knots).dense()
    return design @ quantile_process(design, scores).coefficients
