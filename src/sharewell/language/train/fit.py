"""One head from evidence and labels: multinomial logistic regression over scaled blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from sharewell.language.heads import Evidence, Head


@dataclass(frozen=True, slots=True)
class Recipe:
    """How much each block may say (its scale before the common L2 penalty) and the penalty's inverse."""

    meaning: float
    features: float
    ngrams: float
    c: float


def stack(evidence: Evidence, recipe: Recipe) -> sparse.csr_matrix:
    """The scaled blocks side by side, in the order meaning, features, n-grams."""
    blocks: list[sparse.spmatrix] = []
    if recipe.meaning and evidence.meaning is not None:
        blocks.append(sparse.csr_matrix(evidence.meaning * recipe.meaning))
    if recipe.features:
        blocks.append(sparse.csr_matrix(evidence.features * recipe.features))
    if recipe.ngrams:
        blocks.append(evidence.ngrams * recipe.ngrams)
    return sparse.csr_matrix(sparse.hstack(blocks))


def fit_head(
    evidence: Evidence,
    labels: NDArray[np.str_],
    recipe: Recipe,
    classes: Sequence[str],
    weights: NDArray[np.float64] | None = None,
) -> Head:
    """Fit a head over `classes`; a class without an example keeps a bias that it never overcomes.

    A yes/no head has the classes ("no", "yes") in training and one column afterwards.
    """
    model = LogisticRegression(C=recipe.c, max_iter=600, tol=1e-3)
    table = stack(evidence, recipe)
    counted = np.diff(table.tocsc().indptr)
    used = np.flatnonzero(counted)  # a column of noughts learns nothing and costs time
    model.fit(table[:, used], labels, sample_weight=weights)
    found = [str(name) for name in model.classes_]
    coefficients, intercepts = np.asarray(model.coef_), np.asarray(model.intercept_)
    if len(found) == 2:
        coefficients = np.vstack([-coefficients[0] / 2, coefficients[0] / 2])
        intercepts = np.array([-intercepts[0] / 2, intercepts[0] / 2])
    weight = np.zeros((len(counted), len(classes)))
    bias = np.full(len(classes), -12.0)
    for row, name in enumerate(found):
        place = list(classes).index(name)
        weight[used, place], bias[place] = coefficients[row], intercepts[row]
    return _head(tuple(classes), weight, bias, evidence, recipe)


def _head(
    classes: tuple[str, ...], weight: NDArray, bias: NDArray, evidence: Evidence, recipe: Recipe
) -> Head:
    """Cut the weights back into blocks, the scales folded in, so that the head takes raw evidence."""
    at = 0
    meaning = features = ngrams = None
    if recipe.meaning and evidence.meaning is not None:
        width = evidence.meaning.shape[1]
        meaning = (weight[at : at + width] * recipe.meaning).astype(np.float32)
        at += width
    if recipe.features:
        width = evidence.features.shape[1]
        features = (weight[at : at + width] * recipe.features).astype(np.float32)
        at += width
    if recipe.ngrams:
        ngrams = sparse.csr_matrix((weight[at:] * recipe.ngrams).astype(np.float32))
    return Head(classes, bias.astype(np.float32), meaning, features, ngrams)
