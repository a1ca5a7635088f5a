"""One look at all rows for all taus at once: objective, gradient and the rows close to each fit."""

# pyright: reportMissingParameterType=false
# The compiled functions get their types from numba; docstrings say what each array is.
from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from sharewell.growth.process.rows import Design, FloatArray, IntArray, SplineDesign

CHUNKS = 16  # fixed, so that sums do not depend on the number of threads
SMALL = 50_000  # rows below which one chunk is enough


@dataclass(frozen=True, slots=True)
class Scan:
    """What the look saw, for q taus.

    Attributes:
        objective: (q,) sum of w_i rho_tau(r_i).
        gradient: (p, q) sum of w_i a_i x_i with a_i = tau for r_i >= 0, tau - 1 for r_i < 0, all rows.
        near: for each tau the rows with |r_i| <= width * size_i or tied (|r_i| <= tie), ascending.
        below: for each tau, which of those have r_i < 0.
        tied: for each tau, which of those are tied.
    """

    objective: FloatArray
    gradient: FloatArray
    near: tuple[IntArray, ...]
    below: tuple[NDArray[np.bool_], ...]
    tied: tuple[NDArray[np.bool_], ...]


@njit(cache=True, nogil=True, fastmath={"reassoc", "contract"})
def _judge(fit, y, w, size, taus, width, tie, objective, mask, flag):
    """Sides of one row at every tau; returns a positive number if it is near (flag 1) or tied (3) at any."""
    hits = 0
    for t in range(len(taus)):
        r = y - fit[t]
        under = r < 0.0
        mask[t] = w if under else 0.0
        objective[t] += r * (w * taus[t] - mask[t])
        apart = abs(r)
        flag[t] = (1 if apart <= width[t] * size else 0) | (3 if apart <= tie else 0)
        hits += flag[t]
    return hits


@njit(cache=True, nogil=True)
def _note(i, flag, mask, found, at):
    """Append 4 i + [below] + 2 [tied] and the tau for every flag; the buffer grows by half."""
    if at + len(flag) > found.shape[1]:
        larger = np.empty((2, found.shape[1] * 3 // 2 + len(flag)), np.int32)
        for e in range(at):
            larger[0, e], larger[1, e] = found[0, e], found[1, e]
        found = larger
    for t in range(len(flag)):
        if flag[t]:
            found[0, at] = 4 * i + (1 if mask[t] > 0.0 else 0) + (flag[t] & 2)
            found[1, at] = t
            at += 1
    return found, at


@njit(cache=True, nogil=True, fastmath={"reassoc", "contract"})
def _scan_dense(X, y, w, B, taus, width, tie, size, first, last):
    p, q = B.shape
    objective, under = np.zeros(q), np.zeros((p, q))
    fit, mask, flag = np.empty(q), np.empty(q), np.empty(q, np.uint8)
    found, at = np.empty((2, 1024), np.int32), 0
    for i in range(first, last):
        for t in range(q):
            fit[t] = 0.0
        for k in range(p):
            x = X[i, k]
            if x != 0.0:
                for t in range(q):
                    fit[t] += x * B[k, t]
        hits = _judge(fit, y[i], w[i], size[i], taus, width, tie, objective, mask, flag)
        for k in range(p):
            x = X[i, k]
            if x != 0.0:
                for t in range(q):
                    under[k, t] += x * mask[t]
        if hits:
            found, at = _note(i, flag, mask, found, at)
    return objective, under, found[:, :at]


@njit(cache=True, nogil=True, fastmath={"reassoc", "contract"})
def _scan_codes(codes, start, F, intercept, y, w, taus, width, tie, size, first, last):
    """As `_scan_dense`; F holds the fitted part of every distinct score, `under` the weight below there."""
    k, q = codes.shape[1], F.shape[1]
    objective, under = np.zeros(q), np.zeros(F.shape)
    fit, mask, flag = np.empty(q), np.empty(q), np.empty(q, np.uint8)
    found, at = np.empty((2, 1024), np.int32), 0
    for i in range(first, last):
        for t in range(q):
            fit[t] = intercept[t]
        for j in range(k):
            d = start[j] + codes[i, j]
            for t in range(q):
                fit[t] += F[d, t]
        hits = _judge(fit, y[i], w[i], size[i], taus, width, tie, objective, mask, flag)
        for j in range(k):
            d = start[j] + codes[i, j]
            for t in range(q):
                under[d, t] += mask[t]
        if hits:
            found, at = _note(i, flag, mask, found, at)
    return objective, under, found[:, :at]


def column_sums(design: Design, w: FloatArray) -> FloatArray:
    """sum of w_i x_i (p,)."""
    if not isinstance(design, SplineDesign):
        return w @ design
    parts = [
        np.bincount(design.codes[:, j], weights=w, minlength=len(table)) @ table
        for j, table in enumerate(design.tables)
    ]
    return np.concatenate([[w.sum()], *parts])


def scan(
    design: Design, y: FloatArray, w: FloatArray, B: FloatArray, taus: FloatArray,
    width: FloatArray, size: FloatArray, tie: float, threads: int = 1,
) -> Scan:  # fmt: skip
    """Look at all n rows (n < 2^29) with the coefficients B (p, q).

    Cost O(n q k) for k score tables, O(n q p) for a matrix.
    """
    n = len(y)
    fits, totals = np.ascontiguousarray(B), column_sums(design, w)
    edges = np.linspace(0, n, (CHUNKS if n > SMALL else 1) + 1).astype(np.int64)
    if isinstance(design, SplineDesign):
        counts = [len(table) for table in design.tables]
        columns = np.cumsum([1, *(table.shape[1] for table in design.tables)])
        start = np.cumsum([0, *counts])[:-1]
        F = np.vstack(
            [table @ fits[c : c + table.shape[1]] for table, c in zip(design.tables, columns, strict=False)]
        )

        def look(c: int) -> tuple[FloatArray, FloatArray, NDArray[np.int32]]:
            return _scan_codes(
                design.codes, start, F, fits[0].copy(), y, w, taus, width, tie, size, edges[c], edges[c + 1]
            )
    else:

        def look(c: int) -> tuple[FloatArray, FloatArray, NDArray[np.int32]]:
            return _scan_dense(design, y, w, fits, taus, width, tie, size, edges[c], edges[c + 1])

    chunks = range(len(edges) - 1)
    if threads == 1:
        seen = [look(c) for c in chunks]
    else:
        with ThreadPoolExecutor(threads) as pool:
            seen = list(pool.map(look, chunks))
    objective = np.sum([s[0] for s in seen], axis=0)
    under = np.sum([s[1] for s in seen], axis=0)
    if isinstance(design, SplineDesign):
        parts = np.split(under, np.cumsum([len(t) for t in design.tables])[:-1])
        whole = parts[0].sum(axis=0)[None]
        under = np.vstack([whole, *(t.T @ part for t, part in zip(design.tables, parts, strict=True))])
    near, below, tied = _by_tau([s[2] for s in seen], len(taus))
    return Scan(objective, totals[:, None] * taus - under, near, below, tied)


@njit(cache=True, nogil=True)
def _sorted_into(found, place, out):
    """Write the notes of one chunk to `out` in order of tau; `place` (q,) says where each tau goes on."""
    for e in range(found.shape[1]):
        t = found[1, e]
        out[place[t]] = found[0, e]
        place[t] += 1


def _by_tau(
    found: list[NDArray[np.int32]], q: int
) -> tuple[tuple[IntArray, ...], tuple[NDArray[np.bool_], ...], tuple[NDArray[np.bool_], ...]]:
    ends = np.cumsum(np.sum([np.bincount(part[1], minlength=q) for part in found], axis=0))
    place = np.concatenate([[0], ends[:-1]]).astype(np.int64)
    notes = np.empty(int(ends[-1]), np.int32)
    for part in found:
        _sorted_into(part, place, notes)
    parts = np.split(notes, ends[:-1])
    return (
        tuple((part >> 2).astype(np.int64) for part in parts),
        tuple((part & 1) != 0 for part in parts),
        tuple((part & 2) != 0 for part in parts),
    )
