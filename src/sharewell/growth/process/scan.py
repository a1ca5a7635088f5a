"""One look at all rows for all taus at once: objective, gradient and the rows close to each fit."""

# pyright: reportMissingParameterType=false
# The compiled functions get their types from numba; docstrings say what each array is.
from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numba import njit
from numpy.typing import NDArray

from sharewell.growth.process.access import Coded, Rows
from sharewell.growth.process.rows import Design, FloatArray, IntArray, SplineDesign, dense_rows

CHUNKS = 16  # fixed, so that sums do not depend on the number of threads
BLOCK = 8192
SMALL = 50_000  # rows below which one chunk is enough


@dataclass(frozen=True, slots=True)
class Scan:
    """What the look saw, for q taus.

    Attributes:
        objective: (q,) sum of w_i rho_tau(r_i).
        gradient: (p, q) sum over all rows of w_i a_i x_i with a_i = tau for r_i >= 0, tau - 1 for r_i < 0.
        near: for each tau the rows with |r_i| <= width * size_i (to single precision) or tied (|r_i| <= tie),
            ascending.
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
def _longer(found, at, more):
    """The notes so far in a buffer with room for `more`."""
    larger = np.empty((2, found.shape[1] * 3 // 2 + more), np.int32)
    for e in range(at):
        larger[0, e], larger[1, e] = found[0, e], found[1, e]
    return larger


@njit(cache=True, nogil=True)
def _note(i, flag, mask, found, at):
    """Append 4 i + [below] + 2 [tied] and the tau for every flag."""
    if at + len(flag) > found.shape[1]:
        found = _longer(found, at, len(flag))
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
def _rough_residuals(rough, levels, y, r):
    """r (q,) = y less the fits of one row, two tables at a time so that two of them are on their way at once."""
    k = len(levels)
    for t in range(len(r)):
        r[t] = y
    if k % 2 == 1:
        one = rough[levels[0]]
        for t in range(len(r)):
            r[t] -= one[t]
    for j in range(k % 2, k, 2):
        one, other = rough[levels[j]], rough[levels[j + 1]]
        for t in range(len(r)):
            r[t] -= one[t] + other[t]


@njit(cache=True, nogil=True, fastmath={"reassoc", "contract"})
def _close(r, size, width, slack):
    """At how many taus the row is near, or single precision cannot tell on which side it is."""
    hits = np.float32(0)
    for t in range(len(r)):
        hits += np.float32(1) if abs(r[t]) <= max(width[t] * size, slack[t]) else np.float32(0)
    return int(hits)


@njit(cache=True, nogil=True, fastmath={"reassoc", "contract"})
def _under(r):
    """At how many taus the row lies under the fit, and how often that changes from one tau to the next."""
    total, turns = np.float32(0), np.float32(0)
    for t in range(len(r)):
        total += np.float32(1) if r[t] < 0 else np.float32(0)
    for t in range(1, len(r)):
        turns += np.float32(1) if (r[t] < 0) != (r[t - 1] < 0) else np.float32(0)
    return int(total), int(turns)


@njit(cache=True, nogil=True)
def _first_close(r, size, width, slack, turn, hits):
    """Where the `hits` close taus begin: mostly they stand together around the turn from above to under."""
    first = turn
    while first > 0 and abs(r[first - 1]) <= max(width[first - 1] * size, slack[first - 1]):
        first -= 1
    last = turn
    while last < len(r) and abs(r[last]) <= max(width[last] * size, slack[last]):
        last += 1
    return first if last - first == hits else 0


@njit(cache=True, nogil=True)
def _scan_codes(codes, F, rough, slack, y, w, width, tie, size, first, last, changes):
    """Rows first:last of score tables whose part of each fitted value is F (D, q), `rough` in single precision.

    Fits hardly ever cross, so that a row is above the fits up to some tau and under all later ones: only the
    changes are written down. Adds to changes (D, q) the weight that comes under (or, negative, leaves) from one
    tau to the next, by level of each table; returns the same (q,) of w_i y_i, and the notes.
    """
    k, q = len(codes), F.shape[1]
    rough_r, narrow, levels = np.empty(q, np.float32), width.astype(np.float32), np.empty(k, np.int64)
    moved, found, at = np.zeros(q), np.empty((2, 1024), np.int32), 0
    for i in range(first, last):
        for j in range(k):
            levels[j] = codes[j, i]
        _rough_residuals(rough, levels, np.float32(y[i]), rough_r)
        room = np.float32(size[i])
        hits = _close(rough_r, room, narrow, slack)
        total, turns = _under(rough_r)
        if hits > 0:
            if at + q > found.shape[1]:
                found = _longer(found, at, q)
            unsure, t = False, _first_close(rough_r, room, narrow, slack, q - total, hits)
            while hits > 0 and t < q:
                apart = abs(rough_r[t])
                if apart <= max(narrow[t] * room, slack[t]):
                    hits -= 1
                    tied = False
                    if apart <= slack[t]:
                        r = y[i]
                        for j in range(k):
                            r -= F[levels[j], t]
                        rough_r[t] = -1.0 if r < 0.0 else 1.0
                        unsure, tied = True, abs(r) <= tie
                    if tied or apart <= narrow[t] * room:
                        found[0, at] = 4 * i + (1 if rough_r[t] < 0 else 0) + (2 if tied else 0)
                        found[1, at] = t
                        at += 1
                t += 1
            if unsure:
                total, turns = _under(rough_r)
        if turns == 1 and rough_r[q - 1] < 0:
            moved[q - total] += w[i] * y[i]
            for j in range(k):
                changes[levels[j], q - total] += w[i]
        elif total > 0:
            before = 0.0
            for t in range(q):
                here = w[i] if rough_r[t] < 0 else 0.0
                if here != before:
                    moved[t] += (here - before) * y[i]
                    for j in range(k):
                        changes[levels[j], t] += here - before
                    before = here
    return moved, found[:, :at]


def scan(
    rows: Rows, y: FloatArray, w: FloatArray, B: FloatArray, taus: FloatArray,
    width: FloatArray, size: FloatArray, tie: float, threads: int = 1,
) -> Scan:  # fmt: skip
    """Look at all n rows (n < 2^29) with the coefficients B (p, q), ascending `taus` and weights that are counts.

    Cost O(n q k) for k score tables, O(n q p) for a matrix.
    """
    fits = np.ascontiguousarray(B)
    if isinstance(rows, Coded):
        F = rows.table @ fits + (rows.origin @ fits) / len(rows.codes)
        objective, gradient, notes = _scan_tables(rows, F, y, w, taus, width, size, tie, threads)
    else:
        objective, gradient, notes = _scan_matrix(rows.X, y, w, fits, taus, width, size, tie, threads)
    near, below, tied = _by_tau(notes, len(taus))
    return Scan(objective, gradient, near, below, tied)


def objectives(
    design: Design, rows: Rows, y: FloatArray, w: FloatArray, B: FloatArray, taus: FloatArray, threads: int
) -> FloatArray:
    """sum of w_i rho_tau(r_i) (q,) with coefficients B (p, q) of the columns as they are; `rows` are whitened."""
    if isinstance(design, SplineDesign) and isinstance(rows, Coded) and len(y) > 4 * len(rows.table):
        first = np.cumsum([1, *(table.shape[1] for table in design.tables)])
        parts = [table @ B[c : c + table.shape[1]] for table, c in zip(design.tables, first, strict=False)]
        F, never = np.vstack(parts) + B[0] / len(parts), np.full(len(taus), -1.0)
        return _scan_tables(rows, F, y, w, taus, never, w, 0.0, threads)[0]
    total = np.zeros(len(taus))
    for start in range(0, len(y), BLOCK):
        block = slice(start, start + BLOCK)
        r = y[block, None] - dense_rows(design, block) @ B
        total += w[block] @ (r * (taus - (r < 0)))
    return total


Seen = tuple[FloatArray, FloatArray, list[NDArray[np.int32]]]


def _scan_matrix(
    X: FloatArray, y: FloatArray, w: FloatArray, B: FloatArray, taus: FloatArray,
    width: FloatArray, size: FloatArray, tie: float, threads: int,
) -> Seen:  # fmt: skip
    def look(part: tuple[int, int], _: None) -> tuple[FloatArray, FloatArray, NDArray[np.int32]]:
        return _scan_dense(X, y, w, B, taus, width, tie, size, *part)

    seen, _ = _in_chunks(look, lambda: None, len(y), threads)
    under = np.sum([one[1] for one in seen], axis=0)
    gradient = (w @ X)[:, None] * taus - under
    return np.sum([one[0] for one in seen], axis=0), gradient, [one[2] for one in seen]


def _scan_tables(
    rows: Coded, F: FloatArray, y: FloatArray, w: FloatArray, taus: FloatArray,
    width: FloatArray, size: FloatArray, tie: float, threads: int,
) -> Seen:  # fmt: skip
    k = len(rows.codes)
    centre = float(y @ w / w.sum())  # sums of scores stay small, and single precision goes further
    scores = y - centre
    fits = F - centre / k
    largest = k * np.abs(fits).max(axis=0) + np.abs(scores).max()
    slack = ((2 * k + 3) * 2.0**-23 * largest + tie).astype(np.float32)
    rough = fits.astype(np.float32)

    def look(part: tuple[int, int], changes: FloatArray) -> tuple[FloatArray, NDArray[np.int32]]:
        return _scan_codes(rows.codes, fits, rough, slack, scores, w, width, tie, size, *part, changes)

    seen, changes = _in_chunks(look, lambda: np.zeros_like(fits), len(y), threads)
    balance = changes[0]
    for more in changes[1:]:
        balance += more
    totals = np.sum([np.bincount(codes, weights=w, minlength=len(fits)) for codes in rows.codes], axis=0)
    fitted = _balance(balance, totals, taus, fits)
    gradient = rows.origin[:, None] * (balance.sum(axis=0) / k) + rows.table.T @ balance
    scored = float(scores @ w) * taus - np.cumsum(np.sum([one[0] for one in seen], axis=0))
    return scored - fitted, gradient, [one[1] for one in seen]


@njit(cache=True, nogil=True)
def _balance(changes, totals, taus, F):
    """Turn changes (D, q) into the sum of w_i a_i at every level; returns that of w_i a_i times the fits (q,)."""
    fits = np.zeros(len(taus))
    for d in range(len(totals)):
        under = 0.0
        for t in range(len(taus)):
            under += changes[d, t]
            changes[d, t] = totals[d] * taus[t] - under
            fits[t] += changes[d, t] * F[d, t]
    return fits


Own = TypeVar("Own")
One = TypeVar("One")


def _in_chunks(
    look: Callable[[tuple[int, int], Own], One], own: Callable[[], Own], n: int, threads: int
) -> tuple[list[One], list[Own]]:
    """What `look` sees in each chunk of the rows, in order; each thread hands its `own()` to all its chunks."""
    edges = np.linspace(0, n, (CHUNKS if n > SMALL else 1) + 1).astype(int).tolist()
    seen: dict[int, One] = {}
    left = iter(range(len(edges) - 1))  # whoever is free takes the next chunk

    def work(_: int) -> Own:
        mine = own()
        for c in left:
            seen[c] = look((edges[c], edges[c + 1]), mine)
        return mine

    if threads == 1:
        owned = [work(0)]
    else:
        with ThreadPoolExecutor(threads) as pool:
            owned = list(pool.map(work, range(threads)))
    return [seen[c] for c in sorted(seen)], owned


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
