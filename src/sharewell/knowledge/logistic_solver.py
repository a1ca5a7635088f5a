"""The penalised logistic regression itself: least loss by L-BFGS, and the covariance of its weights."""

# numba infers the types of compiled functions from their calls.
# pyright: reportMissingParameterType=false
from __future__ import annotations

import numba
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.special import expit

from sharewell.knowledge.lbfgs import least

Floats = NDArray[np.float64]


def minimise(X: csr_array, y: Floats, ridge: Floats, dense: int) -> tuple[Floats, float]:
    """Weights at the least penalised loss, and the log-likelihood there.

    Args:
        X: shape (n, p); the first `dense` entries of every row are its columns 0 to `dense`.
        y: 0 or 1, shape (n,).
        ridge: L2 of each weight, shape (p,): half of it times the squared weight is added to the loss.

    Columns are scaled by their curvature, and the dense ones, which go together, are made independent: L-BFGS
    then need not learn that. About 50 passes through X.
    """
    squares = csr_array((X.data**2, X.indices, X.indptr), shape=X.shape)
    scale = 1.0 / np.sqrt(0.2 * (squares.T @ np.ones(len(y))) + ridge)
    first = X.data[X.indptr[:-1, None] + np.arange(dense)]
    together = 0.2 * np.einsum("ni,nj->ij", first, first) + np.diag(ridge[:dense])
    apart = np.linalg.inv(np.linalg.cholesky(together)).T
    gradient = np.empty(len(ridge))

    def weights(u: Floats) -> Floats:
        w = u * scale
        w[:dense] = apart @ u[:dense]
        return w

    def loss(u: Floats) -> tuple[float, Floats]:
        w = weights(u)
        value = _loss(X.data, X.indices, X.indptr, y, w, gradient, dense)
        by_weight = gradient + ridge * w
        by_u = by_weight * scale
        by_u[:dense] = apart.T @ by_weight[:dense]
        return value + 0.5 * float(np.einsum("i,i,i->", ridge, w, w)), by_u

    w = weights(least(loss, np.zeros(len(ridge)), gain=1e-6, steps=300))
    return w, -_loss(X.data, X.indices, X.indptr, y, w, gradient, dense)


@numba.njit(cache=True, fastmath={"contract", "nsz", "reassoc"})
def _loss(data, column, start, y, w, gradient, dense):
    """Negative log-likelihood and its gradient, in one pass through the rows."""
    gradient[:] = 0.0
    total = 0.0
    for i in range(len(y)):
        a, b = start[i], start[i + 1]
        z = 0.0
        for f in range(dense):
            z += data[a + f] * w[f]
        for e in range(a + dense, b):
            z += data[e] * w[column[e]]
        small = np.exp(-abs(z))
        total += np.log1p(small) + max(z, 0.0) - y[i] * z
        residual = (1.0 if z >= 0.0 else small) / (1.0 + small) - y[i]
        for f in range(dense):
            gradient[f] += residual * data[a + f]
        for e in range(a + dense, b):
            gradient[column[e]] += residual * data[e]
    return total


def laplace(
    X: csr_array, w: Floats, ridge: Floats, item: NDArray[np.int32], split: int
) -> tuple[Floats, Floats]:
    """Covariance of the weights before `split`, and the variance of each after it given those before.

    The inverse of the penalised information. A row has at most one column after `split` (its item), so their
    block is diagonal and is eliminated by a Schur complement, item after item.

    Args:
        item: the item of each row, or -1: column `split + item` of X.

    Cost: O(entries a row, squared) a row, and the inverse of a (split, split) matrix.
    """
    p = expit(X @ w)
    by_item = np.argsort(item, kind="stable")
    information, own = _information(
        X.data, X.indices, X.indptr, p * (1.0 - p), by_item, item, split, len(ridge) - split
    )
    own += ridge[split:]
    information = np.tril(information) + np.tril(information, -1).T + np.diag(ridge[:split])
    across = _schur(X.data, X.indices, X.indptr, p * (1.0 - p), by_item, item, split, own)
    covariance = np.linalg.inv(information - np.tril(across) - np.tril(across, -1).T)
    return covariance.astype(np.float64), 1.0 / own


@numba.njit(cache=True)
def _information(data, column, start, weight, rows, item, split, items):
    total, own = np.zeros((split, split)), np.zeros(items)
    for i in rows:
        a, b = start[i], start[i + 1]
        if item[i] >= 0:
            own[item[i]] += weight[i]
            b -= 1
        for e in range(a, b):
            for f in range(a, e + 1):
                low, high = min(column[e], column[f]), max(column[e], column[f])
                total[high, low] += weight[i] * data[e] * data[f]
    return total, own


@numba.njit(cache=True)
def _schur(data, column, start, weight, rows, item, split, own):
    total, sums = np.zeros((split, split)), np.zeros(split)
    touched = np.empty(split, np.int32)
    count = 0
    for at in range(len(rows)):
        i = rows[at]
        if item[i] < 0:
            continue
        for e in range(start[i], start[i + 1] - 1):
            if sums[column[e]] == 0.0:
                touched[count] = column[e]
                count += 1
            sums[column[e]] += weight[i] * data[e]
            if sums[column[e]] == 0.0:
                sums[column[e]] = 1e-300  # touched, though nothing in sum
        if at + 1 == len(rows) or item[rows[at + 1]] != item[i]:
            some = np.sort(touched[:count])
            for e in range(count):
                for f in range(e + 1):
                    total[some[e], some[f]] += sums[some[e]] * sums[some[f]] / own[item[i]]
            for e in range(count):
                sums[some[e]] = 0.0
            count = 0
    return total
