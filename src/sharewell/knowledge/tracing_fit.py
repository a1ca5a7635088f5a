"""Fitting knowledge tracing: EM from several starts on prefix trees, accelerated, without degenerate skills."""

# numba infers the types of compiled functions from their calls.
# pyright: reportMissingParameterType=false
from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numba
import numpy as np
from numpy.typing import NDArray

from sharewell.knowledge.prefix_tree import PrefixTrees
from sharewell.knowledge.tracing import FIRST_LEARN, FORGET, expected_counts

Floats = NDArray[np.float64]

SMALLEST: Final = 1e-6  # a probability stays this far from 0 and 1
ROOM: Final = 1e-3  # guess + slip stays this far below 1
# At most so many cycles, and none after one that gained less log-likelihood. Handed to the compiled loops as
# arguments: as constants each would have the whole climb compiled for itself.
SHORT: Final = (4, 0.5)  # of each start, before the best go on
LONG: Final = (400, 1e-4)
GO_ON: Final = 2  # starts that go on to the end

# prior, forget, learn, guess, slip of the first starts: a typical skill, three that differ from it most, and one in
# which what is known comes and goes quickly (a mode of its own where forgetting is fitted).
STARTS: Final[Floats] = np.array(
    [
        [0.40, 0.05, 0.15, 0.20, 0.10],
        [0.10, 0.02, 0.05, 0.30, 0.20],
        [0.70, 0.10, 0.10, 0.10, 0.30],
        [0.50, 0.05, 0.30, 0.45, 0.05],
        [0.60, 0.15, 0.90, 0.05, 0.12],
    ]
)


# From here the likelihood of a skill that worsens with practice leads to guess + slip > 1.
MIRRORED: Final[Floats] = np.array([[0.30, 0.0, 0.03, 0.75, 0.60]])
WORTH_FORGETTING: Final = 0.5  # log-likelihood


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """Parameters of every skill, shape (skills, 2 + 3c) as in `tracing`, and what was reached.

    Attributes:
        log_likelihood: of each skill's responses, shape (skills,).
        steps: EM steps over all skills and starts.
    """

    theta: Floats
    log_likelihood: Floats
    steps: int


def fit_tracing(
    trees: PrefixTrees,
    *,
    classes: int = 1,
    forget: bool | None = None,
    starts: int = 5,
    seed: int = 0,
    pseudo: Floats | None = None,
    may_degenerate: bool = False,
) -> Fit:
    """Maximise the likelihood of every skill by EM (Baum-Welch) with SQUAREM steps, without degenerate skills.

    A skill whose answers get worse with practice is fitted best by a model in which knowing makes a right
    answer less likely (guess + slip > 1). That is refused: such a skill is fitted with forgetting instead, and
    no other skill, unless `forget` says otherwise. (Fitting forgetting never lowers the likelihood.)

    Every start takes a few cycles; the best two of a skill go on until a cycle gains less than 1e-4. A cycle is
    two EM steps, an extrapolation along both (Varadhan and Roland 2008, scheme S3), and an EM step from there;
    where the extrapolation lost, the second EM step stands, so the likelihood never falls.

    Args:
        trees: responses of every skill; symbols are 2 * class + correct.
        classes: number of item classes.
        forget: fit forgetting in every skill; False: in none, so that mastery never falls after a right answer.
        starts: how many starting points; past the first five they are drawn with `seed`.
        pseudo: prior counts added to the expected counts, shape (2 + 3c, 2): draws sparse skills towards it.
        may_degenerate: let guess + slip exceed 1, where a right answer speaks against knowing. Only for
            comparison with programs that allow it.

    Cost: O(nodes) a step; 110 skills with 97,188 nodes, five starts, in about 0.15 s on one core.
    """
    parameters = FIRST_LEARN + 3 * classes
    counts = np.zeros((parameters, 2)) if pseudo is None else np.ascontiguousarray(pseudo, dtype=np.float64)
    begin = _spread(_starting_points(starts, seed), classes)
    tree = (trees.offset, trees.parent, trees.symbol, trees.through, trees.end)
    every = np.ones(len(trees.offset) - 1, np.bool_)
    theta, reached, steps = _fit_all(*tree, every, begin, counts, SHORT, LONG, bool(forget), may_degenerate)
    if forget is None and not may_degenerate:
        mirrored = _spread(MIRRORED, classes)
        _, unbound, more = _fit_all(*tree, every, mirrored, counts, SHORT, LONG, False, True)
        worsens = unbound > reached + WORTH_FORGETTING
        again, higher, most = _fit_all(*tree, worsens, begin, counts, SHORT, LONG, True, False)
        theta[worsens], reached[worsens] = again[worsens], higher[worsens]
        steps += more + most
    return Fit(theta, reached, int(steps))


def _starting_points(starts: int, seed: int) -> Floats:
    if starts < 1:
        raise ValueError("starts is at least 1")
    drawn = np.random.default_rng(seed).uniform(
        [0.05, 0.005, 0.01, 0.05, 0.02], [0.95, 0.15, 0.50, 0.50, 0.45], (max(0, starts - len(STARTS)), 5)
    )
    return np.concatenate([STARTS[:starts], drawn])


def _spread(points: Floats, classes: int) -> Floats:
    """One learn, guess and slip for each item class, all alike at the start."""
    return np.concatenate([points[:, :2], np.repeat(points[:, 2:], classes, axis=1)], axis=1)


@numba.njit(cache=True)
def _inside(theta, forget, may_degenerate):
    """Back to the allowed parameters: away from 0 and 1, and guess + slip < 1 in every class."""
    classes = (len(theta) - FIRST_LEARN) // 3
    for i in range(len(theta)):
        theta[i] = min(max(theta[i], SMALLEST), 1.0 - SMALLEST)
    if not forget:
        theta[FORGET] = 0.0
    if may_degenerate:
        return
    for c in range(classes):
        guess, slip = FIRST_LEARN + classes + c, FIRST_LEARN + 2 * classes + c
        excess = theta[guess] + theta[slip] - (1.0 - ROOM)
        if excess > 0.0:
            scale = (1.0 - ROOM) / (theta[guess] + theta[slip])
            theta[guess] = max(theta[guess] * scale, SMALLEST)
            theta[slip] = max(theta[slip] * scale, SMALLEST)


@numba.njit(cache=True)
def _log_prior(theta, pseudo, forget):
    total = 0.0
    for i in range(len(theta)):
        if i != FORGET or forget:
            total += pseudo[i, 0] * np.log(theta[i]) + pseudo[i, 1] * np.log(1.0 - theta[i])
    return total


@numba.njit(cache=True)
def _step(tree, theta, pseudo, forget, may_degenerate, space, counts, out):
    """One EM step from `theta` to `out`; returns the log-posterior at `theta`."""
    parent, symbol, through, end = tree
    posterior, likelihood, to_known, to_not = space
    reached = expected_counts(
        parent, symbol, through, end, theta, posterior, likelihood, to_known, to_not, counts
    )
    reached += _log_prior(theta, pseudo, forget)
    for i in range(len(theta)):
        happened, not_happened = counts[i, 0] + pseudo[i, 0], counts[i, 1] + pseudo[i, 1]
        out[i] = happened / (happened + not_happened) if happened + not_happened > 0.0 else theta[i]
    _inside(out, forget, may_degenerate)
    return reached


@numba.njit(cache=True)
def _climb(tree, theta, pseudo, forget, may_degenerate, until, space, counts):
    """SQUAREM cycles from `theta` (changed in place); returns the log-posterior there and the steps taken."""
    p = len(theta)
    first, second, ahead, after_ahead = np.empty(p), np.empty(p), np.empty(p), np.empty(p)
    cycles, gain = until
    reached, steps = -np.inf, 0
    for _ in range(cycles):
        before = _step(tree, theta, pseudo, forget, may_degenerate, space, counts, first)
        middle = _step(tree, first, pseudo, forget, may_degenerate, space, counts, second)
        step, bend = 0.0, 0.0
        for i in range(p):
            r = first[i] - theta[i]
            step += r * r
            bend += (second[i] - first[i] - r) ** 2
        length = -max(1.0, np.sqrt(step / bend)) if bend > 1e-24 else -1.0
        for i in range(p):
            r = first[i] - theta[i]
            ahead[i] = theta[i] - 2.0 * length * r + length * length * (second[i] - first[i] - r)
        _inside(ahead, forget, may_degenerate)
        jumped = _step(tree, ahead, pseudo, forget, may_degenerate, space, counts, after_ahead)
        steps += 3
        better = after_ahead if jumped >= middle else second
        for i in range(p):  # with an assignment of the whole, numba would compile the words of its error too
            theta[i] = better[i]
        reached = jumped if jumped >= middle else middle
        if reached - before < gain:
            break
    return reached, steps


@numba.njit(cache=True)
def _highest(heights):
    """Where the greatest stands, the first of equal ones. (A sort would have to be compiled with it.)"""
    highest = 0
    for j in range(1, len(heights)):
        if heights[j] > heights[highest]:
            highest = j
    return highest


@numba.njit(cache=True)
def _fit_all(
    offset, parent, symbol, through, end, wanted, begin, pseudo, short, long, forget, may_degenerate
):
    skills, (starts, p) = len(offset) - 1, begin.shape
    theta, reached = np.full((skills, p), np.nan), np.full(skills, -np.inf)
    widest = 1
    for k in range(skills):
        widest = max(widest, offset[k + 1] - offset[k])
    space = (np.empty(widest), np.empty(widest), np.empty(widest), np.empty(widest))
    counts = np.empty((p, 2))
    steps = 0
    for k in range(skills):
        if not wanted[k]:
            continue
        a, b = offset[k], offset[k + 1]
        tree = (parent[a:b], symbol[a:b], through[a:b], end[a:b])
        tried, heights = begin.copy(), np.empty(starts)
        for j in range(starts):
            _inside(tried[j], forget, may_degenerate)
            heights[j], taken = _climb(tree, tried[j], pseudo, forget, may_degenerate, short, space, counts)
            steps += taken
        best = -np.inf
        for _ in range(min(GO_ON, starts)):
            j = _highest(heights)
            heights[j] = -np.inf
            _, taken = _climb(tree, tried[j], pseudo, forget, may_degenerate, long, space, counts)
            height = _step(tree, tried[j], pseudo, forget, may_degenerate, space, counts, np.empty(p))
            steps += taken + 1
            if height > best:
                best = height
                for i in range(p):
                    theta[k, i] = tried[j, i]
        reached[k] = best - _log_prior(theta[k], pseudo, forget)
    return theta, reached, steps
