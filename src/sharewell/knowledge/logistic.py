"""Logistic knowledge tracing: P(correct) from the learner's history, fitted in seconds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.special import expit

from sharewell.knowledge.logistic_features import BY_SKILL, GENERAL, Easiness, easiness, features
from sharewell.knowledge.logistic_solver import laplace, minimise
from sharewell.knowledge.predictions import Predictions
from sharewell.knowledge.responses import Responses

Floats = NDArray[np.float64]

Z_95: Final = 1.959963984540054
G: Final = len(GENERAL)
S: Final = len(BY_SKILL)


@dataclass(frozen=True, slots=True)
class Penalty:
    """L2: half of it times the squared weight is added to the negative log-likelihood; a prior variance's inverse."""

    general: float = 0.1
    skills: float = 3.0
    items: float = 2.0

    def __post_init__(self) -> None:
        if min(self.general, self.skills, self.items) <= 0.0:
            raise ValueError("penalties are above 0")


@dataclass(frozen=True, slots=True, eq=False)
class LogisticModel:
    """Weights of the columns of `logistic_features.features`, and how sure they are.

    Attributes:
        skills, items: names, sorted; k and m of them.
        general: weights of the general columns, shape (18,).
        by_skill: shape (k, 7).
        by_item: shape (m,).
        usual: easiness of skills and items in the log fitted.
        item_of_skill: mean weight of a skill's items, shape (k,): its average item.
        general_covariance: shape (18, 18).
        skill_covariance: of a skill's seven weights, shape (k, 7, 7).
        cross_covariance: of a skill's weights with the general ones, shape (k, 7, 18).
        item_variance: shape (m,).
        penalty: as fitted.
        log_likelihood: of the log fitted.
        responses: of each skill, shape (k,).
    """

    skills: tuple[str, ...]
    items: tuple[str, ...]
    general: Floats
    by_skill: Floats
    by_item: Floats
    usual: Easiness
    item_of_skill: Floats
    general_covariance: Floats
    skill_covariance: Floats
    cross_covariance: Floats
    item_variance: Floats
    penalty: Penalty
    log_likelihood: float
    responses: Floats

    @property
    def weights(self) -> Floats:
        """In the order of the columns."""
        return np.concatenate([self.general, self.by_skill.ravel(), self.by_item])


def fit_logistic(responses: Responses, *, penalty: Penalty | None = None) -> LogisticModel:
    """Fit by L-BFGS on the sparse matrix of features; deterministic.

    Args:
        responses: at least one.
        penalty: L2 weights of the three groups of columns.

    Cost: about 60 products with the matrix (25 entries a response): 224,218 responses in 2-3 s on one core.
    """
    if len(responses) == 0:
        raise ValueError("a model needs at least one response")
    penalty = penalty or Penalty()
    usual = easiness(responses)
    X = features(responses, usual)
    y = responses.correct.astype(np.float64)
    k, m = len(usual.skills), len(usual.items)
    ridge = np.repeat([penalty.general, penalty.skills, penalty.items], [G, S * k, m])
    ridge[0] = 1e-6
    weights, log_likelihood = minimise(X, y, ridge, G)
    dense, item_variance = laplace(X, weights, ridge, responses.item, G + S * k)
    own = G + np.arange(S * k).reshape(k, S)
    by_item = weights[G + S * k :]
    link = responses.response_of_link
    item_weight = np.where(responses.item >= 0, np.append(by_item, 0.0)[responses.item], 0.0)
    count = np.bincount(responses.skill, minlength=k).astype(np.float64)
    return LogisticModel(
        skills=tuple(responses.skills),
        items=tuple(responses.items),
        general=weights[:G],
        by_skill=weights[G : G + S * k].reshape(k, S),
        by_item=by_item,
        usual=usual,
        item_of_skill=np.bincount(responses.skill, item_weight[link], minlength=k) / np.maximum(count, 1.0),
        general_covariance=dense[:G, :G],
        skill_covariance=dense[own[:, :, None], own[:, None, :]],
        cross_covariance=dense[own[:, :, None], np.arange(G)],
        item_variance=item_variance,
        penalty=penalty,
        log_likelihood=log_likelihood,
        responses=count,
    )


def predict_logistic(model: LogisticModel, responses: Responses, *, intervals: bool = False) -> Predictions:
    """P(correct) of each response from earlier questions, and P(known) after its question.

    P(known) is the P(correct) of a new, average item of the response's skills, its question's answers being part
    of the history: this model has no state "known", so the figure says how likely the next answer is right.

    Args:
        responses: laid out with the model's skills and items first.
        intervals: also 95 % intervals (Laplace; skills of one row are taken as independent, and an item's
            variance is that given the other weights).

    Cost: twice the features; 101,419 rows in about 0.3 s.
    """
    before = features(responses, model.usual)
    then = features(responses, model.usual, after=True)
    link, m = responses.response_of_link, np.diff(responses.skill_start)
    average = np.append(model.item_of_skill, 0.0)[np.minimum(responses.skill, len(model.skills))]
    z = before @ model.weights
    z_then = then @ model.weights + np.bincount(link, average, minlength=len(m)) / np.maximum(m, 1)
    if not intervals:
        return Predictions(expit(z), expit(z_then))
    half = Z_95 * np.sqrt(_variance(model, before, responses) + _of_item(model, responses))
    half_then = Z_95 * np.sqrt(_variance(model, then, responses))
    return Predictions(
        expit(z),
        expit(z_then),
        expit(z - half),
        expit(z + half),
        expit(z_then - half_then),
        expit(z_then + half_then),
    )


def _of_item(model: LogisticModel, responses: Responses) -> Floats:
    if not model.items:
        return np.zeros(len(responses))
    variance = np.append(model.item_variance, [1.0 / model.penalty.items, 0.0])  # a new item; no item
    return variance[np.where(responses.item < 0, -1, np.minimum(responses.item, len(model.items)))]


def _variance(model: LogisticModel, X: csr_array, responses: Responses) -> Floats:
    """Of the predictor without its item: general columns, each skill's own, and between the two."""
    k = len(model.skills)
    general = X[:, :G].toarray()
    total = np.einsum("ni,ij,nj->n", general, model.general_covariance, general, optimize=True)
    link, skill = responses.response_of_link, responses.skill
    m = np.diff(responses.skill_start)[link]
    seen = skill < k
    total += np.bincount(link, np.where(seen, 0.0, 1.0 / model.penalty.skills / m**2), minlength=len(total))
    # A row's own columns come after its general ones, skill after skill, in the order of its skills seen.
    first = np.cumsum(seen) - seen
    rank = first - first[responses.skill_start[:-1]][link]
    at = X.indptr[link] + G + S * rank
    own = X.data[np.minimum(at[seen, None] + np.arange(S), len(X.data) - 1)]
    of, row = skill[seen], link[seen]
    within = np.einsum("ni,nij,nj->n", own, model.skill_covariance[of], own, optimize=True)
    across = np.einsum("ni,nij,nj->n", own, model.cross_covariance[of], general[row], optimize=True)
    return np.maximum(total + np.bincount(row, within + 2.0 * across, minlength=len(total)), 0.0)
