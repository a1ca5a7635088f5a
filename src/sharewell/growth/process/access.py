# pyright: reportMissingParameterType=false
# The compiled functions get their types from numba; docstrings say what each array is.
"""Reading whitened rows in compiled code, whether they are kept as a matrix or as score tables.

`Dense(X, XT)` holds the n x p matrix twice, by rows and by columns. `Coded(codes, table, origin)` holds
codes (k, n) into the rows of one table (D, p): row i is `origin` plus the table rows `codes[:, i]`. The
functions below are compiled for whichever they are given.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numba.extending import overload
from numpy.typing import NDArray

from sharewell.growth.process.rows import Design, FloatArray, IntArray, SplineDesign, dense_rows
from sharewell.growth.process.simplex import times_columns

BLOCK = 8192


class Dense(NamedTuple):
    X: FloatArray
    XT: FloatArray


class Coded(NamedTuple):
    codes: NDArray[np.int32]
    table: FloatArray
    origin: FloatArray


Rows = Dense | Coded


def whitened(design: Design, whiten: FloatArray) -> Rows:
    """The rows of the design times `whiten` (p, p), in the form that reads fastest."""
    if not isinstance(design, SplineDesign):
        X = np.ascontiguousarray(dense_rows(design) @ whiten)
        return Dense(X, np.ascontiguousarray(X.T))
    tables: list[FloatArray] = []
    first, start, codes = 1, 0, np.array(design.codes.T, dtype=np.int32, order="C")
    for j, table in enumerate(design.tables):
        codes[j] += start
        tables.append(table @ whiten[first : first + table.shape[1]])
        first, start = first + table.shape[1], start + len(table)
    return Coded(codes, np.ascontiguousarray(np.vstack(tables)), whiten[0].copy())


def chosen(rows: Rows, which: IntArray) -> Rows:
    """The chosen whitened rows alone."""
    if isinstance(rows, Dense):
        X = rows.X[which]
        return Dense(X, np.ascontiguousarray(X.T))
    return Coded(np.ascontiguousarray(rows.codes[:, which]), rows.table, rows.origin)


@njit(cache=True, nogil=True, fastmath={"reassoc", "contract"})
def _fit_codes(codes, table, origin, beta, out):
    D, p = table.shape
    fit = np.zeros(D)
    for d in range(D):
        for k in range(p):
            fit[d] += table[d, k] * beta[k]
    whole = 0.0
    for k in range(p):
        whole += origin[k] * beta[k]
    for i in range(len(out)):
        out[i] = whole
    for j in range(codes.shape[0]):
        for i in range(codes.shape[1]):
            out[i] += fit[codes[j, i]]


@njit(cache=True, nogil=True)
def _add_dense(X, a, G):
    n, p = X.shape
    for i in range(n):
        if a[i] != 0.0:
            for k in range(p):
                G[k] += a[i] * X[i, k]


@njit(cache=True, nogil=True, fastmath={"reassoc", "contract"})
def _add_codes(codes, table, origin, a, G):
    D, p = table.shape
    total = np.zeros(D)
    for j in range(codes.shape[0]):
        for i in range(codes.shape[1]):
            total[codes[j, i]] += a[i]
    everyone = 0.0
    for i in range(len(a)):
        everyone += a[i]
    for k in range(p):
        G[k] += everyone * origin[k]
    for d in range(D):
        for k in range(p):
            G[k] += total[d] * table[d, k]


@njit(cache=True, nogil=True)
def _take_codes(codes, table, origin, chosen, X):
    p = table.shape[1]
    for e in range(len(chosen)):
        for k in range(p):
            X[e, k] = origin[k]
        for j in range(codes.shape[0]):
            row = table[codes[j, chosen[e]]]
            for k in range(p):
                X[e, k] += row[k]


@njit(cache=True, nogil=True)
def _take_dense(source, chosen, X):
    for e in range(len(chosen)):
        for k in range(X.shape[1]):
            X[e, k] = source[chosen[e], k]


def _is_dense(rows):
    return getattr(rows, "instance_class", None) is Dense


def fit_rows(rows, beta, out):
    """out (n,) = rows @ beta."""


def add_rows(rows, a, G):
    """G (p,) += sum of a_i x_i."""


def take_rows(rows, chosen, X):
    """X (m, p) = the chosen rows."""


@overload(fit_rows)
def _fit_rows(rows, beta, out):
    if _is_dense(rows):
        return lambda rows, beta, out: times_columns(rows.XT, beta, out)
    return lambda rows, beta, out: _fit_codes(rows.codes, rows.table, rows.origin, beta, out)


@overload(add_rows)
def _add_rows(rows, a, G):
    if _is_dense(rows):
        return lambda rows, a, G: _add_dense(rows.X, a, G)
    return lambda rows, a, G: _add_codes(rows.codes, rows.table, rows.origin, a, G)


@overload(take_rows)
def _take_rows(rows, chosen, X):
    if _is_dense(rows):
        return lambda rows, chosen, X: _take_dense(rows.X, chosen, X)
    return lambda rows, chosen, X: _take_codes(rows.codes, rows.table, rows.origin, chosen, X)


def through(rows: Rows, y: FloatArray, bases: IntArray) -> FloatArray:
    """Coefficients (p, q) of the whitened columns whose fits pass through the basis rows (p, q)."""
    p, q = bases.shape
    X_h = taken(rows, bases.T.ravel(), p).reshape(q, p, p)
    return np.ascontiguousarray(np.linalg.solve(X_h, y[bases.T][:, :, None])[:, :, 0].T, dtype=np.float64)


def lengths(rows, n, p):
    """|x_i| (n,) of all rows, block by block."""
    out = np.empty(n)
    for start in range(0, n, BLOCK):
        X = taken(rows, np.arange(start, min(n, start + BLOCK)), p)
        out[start : start + BLOCK] = np.sqrt(np.einsum("ij,ij->i", X, X))
    return out


def least_squares_residuals(rows, y, w, p):
    """y minus its least-squares fit, given that X' diag(w) X is sum(w) I (nearly so is good enough)."""
    return y - fitted(rows, added(rows, y * w / np.sum(w), p), len(y))


@njit(cache=True, nogil=True)
def fitted(rows, beta, n):
    """rows @ beta (n,)."""
    out = np.empty(n)
    fit_rows(rows, beta, out)
    return out


@njit(cache=True, nogil=True)
def added(rows, a, p):
    """sum of a_i x_i (p,)."""
    G = np.zeros(p)
    add_rows(rows, a, G)
    return G


@njit(cache=True, nogil=True)
def taken(rows, chosen, p):
    """The chosen rows as a dense (m, p) matrix."""
    X = np.empty((len(chosen), p))
    take_rows(rows, chosen, X)
    return X


@njit(cache=True, nogil=True, fastmath={"reassoc", "contract"})
def weighted_gram(X, weight):
    """X' diag(weight) X (p, p), summed in the order of the rows whatever else is running."""
    n, p = X.shape
    G = np.zeros((p, p))
    for i in range(n):
        for j in range(p):
            a = weight[i] * X[i, j]
            for k in range(p):
                G[j, k] += a * X[i, k]
    return G
