"""Bayesian knowledge tracing, one response at a time: the model's arithmetic, and its EM step on a prefix tree.

Corbett and Anderson (1995). A skill is known or not; P(known) starts at `prior`; a response is right with
1 - slip when it is known, guess when not; after each response an unknown skill becomes known with `learn`, a
known one is lost with `forget`. Guess, slip and learn may differ by class of item.

A skill's parameters are one row of an array of 2 + 3c numbers (c item classes):
prior, forget, learn[0..c), guess[0..c), slip[0..c).
"""

# numba infers the types of compiled functions from their calls.
# pyright: reportMissingParameterType=false
from __future__ import annotations

from typing import Final

import numba
import numpy as np

PRIOR: Final = 0
FORGET: Final = 1
FIRST_LEARN: Final = 2  # then c learns, c guesses, c slips


@numba.njit(cache=True, inline="always")
def right_if(known, guess, slip, correct):
    """P(response | known) or P(response | not known)."""
    if known:
        return 1.0 - slip if correct else slip
    return guess if correct else 1.0 - guess


@numba.njit(cache=True, inline="always")
def after(p_known, correct, learn, forget, guess, slip):
    """P(known) after a response and the chance to learn or forget, from P(known) before it; O(1).

    Batch prediction, the online update and fitting all run through the same two lines.
    """
    if_known = right_if(True, guess, slip, correct)
    if_not = right_if(False, guess, slip, correct)
    posterior = p_known * if_known / (p_known * if_known + (1.0 - p_known) * if_not)
    return posterior * (1.0 - forget) + (1.0 - posterior) * learn


@numba.njit(cache=True, fastmath={"contract", "arcp", "nsz"})
def expected_counts(parent, symbol, through, end, theta, posterior, likelihood, to_known, to_not, counts):
    """One E-step over a skill's prefix tree: expected counts for each parameter, and the log-likelihood.

    Forward, each node has the likelihood of its last response given the prefix before it, and P(known | prefix).
    Backward, `to_known` and `to_not` carry the scaled beta of all continuations together, weighted by how many
    sequences take them (Rabiner 1989, eq. 90-92, summed over the tree): beta is linear in the continuations,
    so the sum over sequences is a sum over nodes.

    Args:
        parent, symbol, through, end: a tree of n nodes (`prefix_tree.PrefixTrees`).
        theta: 2 + 3c parameters.
        posterior, likelihood, to_known, to_not: working space, shape (>= n,).
        counts: out, shape (2 + 3c, 2): expected number of times that the event happened, and did not.

    Returns:
        the log-likelihood.
    """
    n = len(parent)
    classes = (len(theta) - FIRST_LEARN) // 3
    guesses, slips = FIRST_LEARN + classes, FIRST_LEARN + 2 * classes
    forget = theta[FORGET]
    counts[:] = 0.0
    total = 0.0
    for v in range(1, n):
        u, item, correct = parent[v], symbol[v] >> 1, symbol[v] & 1
        if u == 0:
            p = theta[PRIOR]
        else:
            p = posterior[u] * (1.0 - forget) + (1.0 - posterior[u]) * theta[FIRST_LEARN + (symbol[u] >> 1)]
        if_known = right_if(True, theta[guesses + item], theta[slips + item], correct)
        if_not = right_if(False, theta[guesses + item], theta[slips + item], correct)
        likelihood[v] = p * if_known + (1.0 - p) * if_not
        posterior[v] = p * if_known / likelihood[v]
        total += through[v] * np.log(likelihood[v])
        to_known[v] = end[v]
        to_not[v] = end[v]
    for v in range(n - 1, 0, -1):
        u, item, correct = parent[v], symbol[v] >> 1, symbol[v] & 1
        known = posterior[v] * to_known[v]
        unknown = through[v] - known
        counts[slips + item, correct] += known
        counts[guesses + item, 1 - correct] += unknown
        if_known = right_if(True, theta[guesses + item], theta[slips + item], correct)
        if_not = right_if(False, theta[guesses + item], theta[slips + item], correct)
        from_known = if_known * to_known[v] / likelihood[v]
        from_not = if_not * to_not[v] / likelihood[v]
        if u == 0:
            started = theta[PRIOR] * from_known
            counts[PRIOR, 0] += started
            counts[PRIOR, 1] += through[v] - started
        else:
            learn = FIRST_LEARN + (symbol[u] >> 1)
            to_known[u] += (1.0 - forget) * from_known + forget * from_not
            to_not[u] += theta[learn] * from_known + (1.0 - theta[learn]) * from_not
            counts[learn, 0] += (1.0 - posterior[u]) * theta[learn] * from_known
            counts[learn, 1] += (1.0 - posterior[u]) * (1.0 - theta[learn]) * from_not
            counts[FORGET, 0] += posterior[u] * forget * from_not
            counts[FORGET, 1] += posterior[u] * (1.0 - forget) * from_known
    return total
