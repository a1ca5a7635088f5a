"""L-BFGS for a smooth convex function (Liu and Nocedal 1989), on one thread.

SciPy's asks the linear algebra library for its dot products, which spreads vectors of ten thousand weights over all
cores: on a busy machine most of the time then goes into waiting.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Loss = Callable[[Floats], tuple[float, Floats]]

PAIRS: Final = 20
SUFFICIENT: Final = 1e-4  # of the decrease that the slope promises (Armijo)
HALVINGS: Final = 40


def least(loss: Loss, start: Floats, *, gain: float, steps: int) -> Floats:
    """Where the loss is least, up to a step that lowers it by less than `gain` of itself.

    Args:
        loss: value and gradient at a point; the gradient is the caller's to keep.
        start: where to begin.
        steps: at most so many.

    Cost: about one evaluation a step, and 80 passes through vectors of this length.
    """
    at = start.copy()
    value, gradient = loss(at)
    pairs: deque[tuple[Floats, Floats, float]] = deque(
        maxlen=PAIRS
    )  # step, change of gradient, 1 / their product
    for _ in range(steps):
        direction = _direction(gradient, pairs)
        slope = _dot(gradient, direction)
        if slope >= 0.0:  # nothing is left but rounding
            return at
        size = 1.0 if pairs else min(1.0, 1.0 / float(np.abs(gradient).sum()))
        for _ in range(HALVINGS):
            lower, there = loss(at + size * direction)
            if lower <= value + SUFFICIENT * size * slope:
                break
            size *= 0.5
        else:
            return at
        step, change = size * direction, there - gradient
        product = _dot(step, change)
        if product > 0.0:
            pairs.append((step, change, 1.0 / product))
        fallen = value - lower
        at, value, gradient = at + step, lower, there
        if fallen <= gain * max(abs(value), 1.0):
            return at
    return at


def _direction(gradient: Floats, pairs: deque[tuple[Floats, Floats, float]]) -> Floats:
    """The two loops: minus the gradient, times what the pairs say of the inverse curvature."""
    direction = -gradient
    shares: list[float] = []
    for step, change, inverse in reversed(pairs):
        share = inverse * _dot(step, direction)
        direction -= share * change
        shares.append(share)
    if pairs:
        _, change, inverse = pairs[-1]
        direction *= 1.0 / (inverse * _dot(change, change))
    for (step, change, inverse), share in zip(pairs, reversed(shares), strict=True):
        direction += (share - inverse * _dot(change, direction)) * step
    return direction


def _dot(a: Floats, b: Floats) -> float:
    return float(np.einsum("i,i->", a, b))
