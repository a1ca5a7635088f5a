"""How surely the responses determine a skill's parameters: observed information in log-odds."""

# numba infers the types of compiled functions from their calls.
# pyright: reportMissingParameterType=false
from __future__ import annotations

from typing import Final

import numba
import numpy as np
from numpy.typing import NDArray

from sharewell.knowledge.prefix_tree import PrefixTrees
from sharewell.knowledge.tracing import FIRST_LEARN, FORGET, expected_counts

Floats = NDArray[np.float64]

STEP: Final = 1e-4  # in log-odds, of the central differences
EDGE: Final = 1e-4  # a parameter nearer to 0 or 1 stands at the boundary: it has no standard error


def log_odds(p: Floats) -> Floats:
    """log(p / (1 - p))."""
    return np.log(p) - np.log1p(-p)


def covariances(trees: PrefixTrees, theta: Floats, pseudo: Floats) -> Floats:
    """Covariance of each skill's parameters in log-odds, from the observed information.

    The score of the observed data is the expected score of the complete data (Fisher's identity), which an E-step
    gives: in log-odds, happened * (1 - theta) - not happened * theta. Its central differences are the Hessian.

    Args:
        trees: responses of each skill.
        theta: shape (skills, 2 + 3c).
        pseudo: prior counts of each skill that the fit used, shape (skills, 2 + 3c, 2).

    Returns:
        Shape (skills, p, p); NaN in rows and columns of parameters at the boundary, and throughout for a skill
        whose responses do not determine its parameters.

    Cost: 2p E-steps.
    """
    skills, p = theta.shape
    # A copy: `pseudo` may be a view of another kind, for which all would be compiled again.
    counts = np.array(pseudo, order="C")
    hessians = _hessians(
        trees.offset, trees.parent, trees.symbol, trees.through, trees.end, theta, counts, STEP
    )
    out = np.full((skills, p, p), np.nan)
    for k in range(skills):
        free = np.flatnonzero(_inside(theta[k]))
        information = -hessians[k][np.ix_(free, free)]
        values = np.linalg.eigvalsh(information) if len(free) else np.zeros(1)
        if values.min() > 1e-8 * max(1.0, values.max()):
            out[k][np.ix_(free, free)] = np.linalg.inv(information)
    return out


def _inside(theta: Floats) -> NDArray[np.bool_]:
    """Parameters away from 0 and 1; a guess and slip that touch guess + slip = 1 stand at a boundary too."""
    inside = (theta > EDGE) & (theta < 1.0 - EDGE)
    classes = (len(theta) - FIRST_LEARN) // 3
    guess, slip = theta[FIRST_LEARN + classes : -classes], theta[-classes:]
    touching = guess + slip > 1.0 - 2e-3
    inside[FIRST_LEARN + classes :] &= ~np.concatenate([touching, touching])
    return inside


@numba.njit(cache=True)
def _hessians(offset, parent, symbol, through, end, theta, pseudo, step):
    skills, p = theta.shape
    hessians = np.zeros((skills, p, p))
    widest = 1
    for k in range(skills):
        widest = max(widest, offset[k + 1] - offset[k])
    posterior, likelihood = np.empty(widest), np.empty(widest)
    to_known, to_not, counts = np.empty(widest), np.empty(widest), np.empty((p, 2))
    for k in range(skills):
        a, b = offset[k], offset[k + 1]
        for i in range(p):
            if theta[k, i] <= 0.0 or (i == FORGET and theta[k, i] < 1e-5):
                continue
            for sign in (-1.0, 1.0):
                moved = theta[k].copy()
                odds = np.log(moved[i] / (1.0 - moved[i])) + sign * step
                moved[i] = 1.0 / (1.0 + np.exp(-odds))
                expected_counts(
                    parent[a:b], symbol[a:b], through[a:b], end[a:b], moved,
                    posterior, likelihood, to_known, to_not, counts,
                )  # fmt: skip
                for j in range(p):
                    happened, not_happened = counts[j, 0] + pseudo[k, j, 0], counts[j, 1] + pseudo[k, j, 1]
                    score = happened * (1.0 - moved[j]) - not_happened * moved[j]
                    hessians[k, i, j] += sign * score / (2.0 * step)
        hessians[k] = (hessians[k] + hessians[k].T) / 2.0
    return hessians
