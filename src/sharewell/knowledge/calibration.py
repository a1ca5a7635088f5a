"""How good predictions are: ranking (AUC), error (RMSE), and whether 70 % means 7 of 10 (calibration)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.stats import rankdata

from sharewell.knowledge.responses import Responses

BINS: Final = 10


@dataclass(frozen=True, slots=True, eq=False)
class Quality:
    """Of predictions of n responses.

    Attributes:
        auc: chance that a right answer was given a higher P(correct) than a wrong one, ties half; NaN where all
            answers are alike.
        rmse: root mean squared error.
        log_loss: mean negative log-likelihood, nats.
        calibration_error: expected calibration error, mean over responses of |predicted - share right| of the bin.
        table: one row a bin: `low, high, responses, predicted, right, error`; `error` is the standard error of the
            share right. Empty bins are left out.
    """

    responses: int
    auc: float
    rmse: float
    log_loss: float
    calibration_error: float
    table: pl.DataFrame


def quality(p_correct: NDArray[np.float64], correct: NDArray[np.integer], *, bins: int = BINS) -> Quality:
    """Measure predictions against what was answered, in `bins` bins of equal width (Naeini et al. 2015).

    Raises:
        ValueError: no responses, different shapes, or probabilities outside 0 to 1.
    """
    p, y = np.asarray(p_correct, np.float64), np.asarray(correct, np.float64)
    if p.shape != y.shape or len(p) == 0:
        raise ValueError("as many answers as predictions, and at least one")
    if not ((p >= 0.0) & (p <= 1.0)).all():
        raise ValueError("a prediction is a probability, from 0 to 1")
    table = _table(p, y, bins)
    gaps = (table["predicted"] - table["right"]).abs() * table["responses"]
    inside = np.clip(p, 1e-15, 1.0 - 1e-15)
    return Quality(
        responses=len(p),
        auc=_auc(p, y),
        rmse=float(np.sqrt(np.mean((p - y) ** 2))),
        log_loss=float(-np.mean(y * np.log(inside) + (1.0 - y) * np.log(1.0 - inside))),
        calibration_error=float(gaps.sum()) / len(p),
        table=table,
    )


def one_a_question(
    p_correct: NDArray[np.float64], responses: Responses
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Predictions and answers with one entry a question, where its answer was written once for each of its skills.

    A question counts once, however many skills it has: its P(correct) is the mean of its rows in log-odds. Rows of one
    question with another answer (parts of it that came at the same time) stay apart.
    """
    key = 2 * responses.question.astype(np.int64) + responses.correct
    _, first, of_row, rows = np.unique(key, return_index=True, return_inverse=True, return_counts=True)
    inside = np.clip(p_correct, 1e-15, 1.0 - 1e-15)
    odds = np.bincount(of_row, np.log(inside / (1.0 - inside))) / rows
    return 1.0 / (1.0 + np.exp(-odds)), responses.correct[first].astype(np.int64)


def _auc(p: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    """Mann and Whitney's U, as a share."""
    right, wrong = y.sum(), len(y) - y.sum()
    if right == 0 or wrong == 0:
        return float("nan")
    return float((rankdata(p)[y == 1].sum() - right * (right + 1) / 2) / (right * wrong))


def _table(p: NDArray[np.float64], y: NDArray[np.float64], bins: int) -> pl.DataFrame:
    bin_of = np.minimum((p * bins).astype(np.int64), bins - 1)
    n = np.bincount(bin_of, minlength=bins)
    some = n > 0
    right = np.bincount(bin_of, y, minlength=bins)[some] / n[some]
    edges = np.arange(bins + 1) / bins
    return pl.DataFrame(
        {
            "low": edges[:-1][some],
            "high": edges[1:][some],
            "responses": n[some],
            "predicted": np.bincount(bin_of, p, minlength=bins)[some] / n[some],
            "right": right,
            "error": np.sqrt(right * (1.0 - right) / n[some]),
        }
    )
