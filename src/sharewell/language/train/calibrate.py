"""Probabilities that mean what they say, and the bands in which the lens marks, asks or is silent."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from sharewell.language.codes import FRAMINGS
from sharewell.language.hearing import softmax

# Chosen on the development sets. Lean: what other people tell plainly of what people can do is heard too seldom, and
# plain words about people are taken for deficit. Stranger: a genre left out is less strange to nets than what other
# people write.
LEAN = {"full": {"asset": 0.5, "deficit": -0.3}, "fast": {"asset": 0.1, "deficit": 0.0}}
STRANGER = {"full": 1.1, "fast": 1.0}
# Deficit is said from "mark" on, asset left aside; it is asked from "ask" on. Long: what more than 16 words need
# further, since texts as they come are long and mostly neutral. Spanish: another net hears it, and marks less. Again:
# what is less likely than "below" is heard by the deeper net too; its "share" is of long sentences.
BANDS = {
    "full": {
        "mark": 0.6,
        "ask": 0.42,
        "sure": 0.55,
        "long.deficit": -1.6,
        "long.asset": -0.2,
        "spanish.deficit": 0.6,
        "again.below": 0.75,
        "again.share": 0.75,
        "again.short": 0.25,
        "again.asset": 0.6,
        "again.deficit": -1.0,
        "again.neutral": 0.0,
    },
    "fast": {"mark": 0.7, "ask": 0.43, "sure": 0.65, "long.deficit": -0.9},
}


def fit_temperature(
    logits: NDArray, labels: NDArray[np.str_], weights: NDArray, mode: str
) -> dict[str, float]:
    """Temperature and class shifts that minimise the weighted log loss of held-out logits (vector scaling).

    Guo et al. 2017, ICML, eq. 9, with one temperature for all classes and a shift for each but neutral. What other
    people's sentences need further cannot be learned from sentences that were written to train: it is added (LEAN of
    the mode), and the temperature raised (STRANGER).
    """
    places = np.array([FRAMINGS.index(label) for label in labels])

    def loss(theta: NDArray) -> float:
        likely = softmax(logits / np.exp(theta[0]) + np.array([theta[1], theta[2], 0.0]))
        return float(
            -(weights * np.log(likely[np.arange(len(places)), places] + 1e-12)).sum() / weights.sum()
        )

    found = minimize(loss, np.zeros(3), method="Nelder-Mead", options={"maxiter": 2000, "xatol": 1e-4})
    return {
        "temperature": float(np.exp(found.x[0])) * STRANGER[mode],
        "shift.asset": float(found.x[1]) + LEAN[mode]["asset"],
        "shift.deficit": float(found.x[2]) + LEAN[mode]["deficit"],
        "shift.neutral": 0.0,
    }
