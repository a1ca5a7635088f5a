"""Probabilities that mean what they say, and the bands in which the lens marks, asks or is silent."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from sharewell.language.codes import FRAMINGS
from sharewell.language.hearing import softmax

NEUTRAL_TAKEN_FOR_DEFICIT = 0.032  # at most, among neutral sentences that no head was trained on
ASSET = 0.25  # a strength told as plain news is easily passed over: from this probability on it is named


def fit_temperature(logits: NDArray, labels: NDArray[np.str_], weights: NDArray) -> dict[str, float]:
    """Temperature and class shifts that minimise the weighted log loss of held-out logits (vector scaling).

    Guo et al. 2017, ICML, eq. 9, with one temperature for all classes and a shift for each but neutral.
    """
    places = np.array([FRAMINGS.index(label) for label in labels])

    def loss(theta: NDArray) -> float:
        likely = softmax(logits / np.exp(theta[0]) + np.array([theta[1], theta[2], 0.0]))
        return float(
            -(weights * np.log(likely[np.arange(len(places)), places] + 1e-12)).sum() / weights.sum()
        )

    found = minimize(loss, np.zeros(3), method="Nelder-Mead", options={"maxiter": 2000, "xatol": 1e-4})
    return {
        "temperature": float(np.exp(found.x[0])),
        "shift.asset": float(found.x[1]),
        "shift.deficit": float(found.x[2]),
        "shift.neutral": 0.0,
    }


def fit_bands(probabilities: NDArray, labels: NDArray[np.str_]) -> dict[str, float]:
    """The least deficit probability to mark, so that few neutral sentences are marked; and where to ask."""
    deficit = probabilities[:, FRAMINGS.index("deficit")]
    neutral = np.sort(deficit[labels == "neutral"])
    mark = float(neutral[int(np.ceil(len(neutral) * (1 - NEUTRAL_TAKEN_FOR_DEFICIT))) - 1]) + 1e-6
    mark = max(mark, 0.34)
    return {"mark": mark, "ask": min(mark, 0.6 * mark + 0.05), "asset": ASSET, "sure": 0.6}
