"""All quantiles of one cohort: the quantile-regression process, exact and certified.

For every tau the coefficients minimise sum(rho_tau(y - X beta)), rho_tau(r) = r (tau - [r < 0])
(Koenker & Bassett 1978). The contract for callers:

- `quantile_process(design, response)` takes the design either as a dense (n, p) matrix, intercept
  included, or as a `SplineDesign` (score tables and codes) when n is large; both give the same answer.
- `coefficients[:, t]` belongs to `taus[t]` and to the columns of the dense design; a dropped column has 0.
- Fitted quantiles are `design @ coefficients`; they may cross (sorting is the caller's rule). At the
  rows that a fit passes through, fitted values equal scores up to about 1e-11: round before comparing.
- `certificates[t]` bounds the relative distance of the objective from its minimum on the original data.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sharewell.evidence.refusals import Caution, Place, Refusal, Refused
from sharewell.growth.process.access import Rows, taken, through, whitened
from sharewell.growth.process.bands import Fits, fit_bands
from sharewell.growth.process.certificate import PROVED, certify, exact_fit
from sharewell.growth.process.merge import merge_equal_rows
from sharewell.growth.process.rank import independent_columns, triangular_factor, whitening
from sharewell.growth.process.rows import (
    Design,
    FloatArray,
    IntArray,
    SplineDesign,
    dense_rows,
    restrict,
)
from sharewell.growth.process.scan import objectives
from sharewell.growth.process.whole import fit_whole

__all__ = ["TAUS", "QuantileProcess", "SplineDesign", "Work", "quantile_process"]

LARGE = 100_000  # rows from which a sample and bands are faster than the walk over all rows
TAUS: FloatArray = (np.arange(1, 101) - 0.5) / 100


@dataclass(frozen=True, slots=True)
class Work:
    """What the fit cost, counted: passes over all rows, simplex pivots, taus that needed a wider band."""

    passes: int = 0
    pivots: int = 0
    fallbacks: int = 0


@dataclass(frozen=True, slots=True)
class QuantileProcess:
    """The fitted process.

    Attributes:
        taus: (q,) levels in (0, 1).
        coefficients: (p, q); rows of dropped columns are 0.
        certificates: (q,) relative duality gap of these coefficients on the original data.
        kept: the columns that were fitted.
        cautions: what the reader must know (dropped columns, a design that fits every score exactly).
        work: counters.
    """

    taus: FloatArray
    coefficients: FloatArray
    certificates: FloatArray
    kept: IntArray
    cautions: tuple[Caution, ...]
    work: Work


def quantile_process(
    design: Design, response: FloatArray, *, taus: FloatArray = TAUS, threads: int = 1
) -> QuantileProcess:
    """Fit the linear quantile regression of `response` (n,) on `design` at every tau.

    Raises:
        Refused: no rows, or numbers that are not finite.
        ValueError: shapes that do not match, taus outside (0, 1), threads < 1.
    """
    y = np.ascontiguousarray(response, dtype=np.float64)
    levels = np.ascontiguousarray(taus, dtype=np.float64)
    _check(design, y, levels, threads)
    design, y, w = merge_equal_rows(design, y)
    factor = triangular_factor(design, w)
    kept = independent_columns(factor)
    rows = restrict(design, kept)
    order = np.argsort(levels, kind="stable")
    back = np.argsort(order, kind="stable")
    whiten = whitening(factor, kept, w)
    white = whitened(rows, whiten)
    fits = _fit(white, len(kept), y, w, levels[order], threads)
    coefficients = np.zeros((design.shape[1], len(levels)))
    B = _of_original(rows, white, y, whiten, fits)
    coefficients[kept] = B[:, back]
    real = objectives(rows, white, y, w, B, levels[order], threads)
    certificates = (fits.certificates + np.abs(real - fits.objectives) / np.maximum(real, exact_fit(y, w)))[
        back
    ]
    cautions = _cautions(len(response), design.shape[1], kept, levels, certificates)
    return QuantileProcess(levels, coefficients, certificates, kept, cautions, Work(*fits.counts.tolist()))


def _fit(rows: Rows, p: int, y: FloatArray, w: FloatArray, taus: FloatArray, threads: int) -> Fits:
    if len(y) > LARGE:
        return fit_bands(rows, p, y, w, taus, threads)
    vertices = fit_whole(rows, y, w, taus, threads)
    B = through(rows, y, vertices.bases)
    certificates, objectives = certify(rows, y, w, B, taus, vertices.bases, vertices.shift, threads)
    return Fits(B, vertices.bases, certificates, objectives, vertices.counts)


def _of_original(rows: Design, white: Rows, y: FloatArray, whiten: FloatArray, fits: Fits) -> FloatArray:
    """Coefficients (p, q) of the columns as they are, once corrected so that fits meet their basis rows."""
    B = whiten @ fits.coefficients
    settled = np.flatnonzero(fits.bases[0] >= 0)
    p, places = len(B), fits.bases[:, settled].T
    shape = (len(settled), p, p)
    X_h = dense_rows(rows, places.ravel()).reshape(shape)
    off = y[places] - np.einsum("tij,jt->ti", X_h, B[:, settled])
    step = np.linalg.solve(taken(white, places.ravel(), p).reshape(shape), off[:, :, None])[:, :, 0]
    B[:, settled] += whiten @ step.T
    return B


def _check(design: Design, y: FloatArray, taus: FloatArray, threads: int) -> None:
    if y.ndim != 1 or len(design.shape) != 2 or design.shape[0] != len(y):
        raise ValueError(f"design {design.shape} and response {y.shape} do not belong together")
    if taus.ndim != 1 or not np.all((taus > 0) & (taus < 1)):
        raise ValueError("taus lie strictly between 0 and 1")
    if threads < 1:
        raise ValueError("threads is at least 1")
    refusals: list[Refusal] = []
    if len(y) == 0:
        refusals.append(_refusal("no-rows", "No student has a score and all priors.", "Check the cohort."))
    values = design.tables if isinstance(design, SplineDesign) else (design,)
    if not (np.isfinite(y).all() and all(np.isfinite(v).all() for v in values)):
        refusals.append(
            _refusal("not-a-number", "A score is missing or infinite.", "Keep complete cases only.")
        )
    if refusals:
        raise Refused(refusals)


def _refusal(code: str, what: str, how_to_fix: str) -> Refusal:
    return Refusal(code, Place(), what, how_to_fix)


def _cautions(
    n: int, p: int, kept: IntArray, taus: FloatArray, certificates: FloatArray
) -> tuple[Caution, ...]:
    cautions: list[Caution] = []
    if len(kept) < p:
        cautions.append(
            Caution("dropped-columns", f"{p - len(kept)} of {p} columns repeat the others and were left out.")
        )
    if len(kept) == n:
        cautions.append(
            Caution("saturated-fit", f"{n} students for {p} columns: the fit passes through every score.")
        )
    open_taus = taus[~(certificates <= PROVED)]
    if len(open_taus):
        text = ", ".join(f"{tau:g}" for tau in open_taus)
        cautions.append(Caution("not-proved", f"The fit is not proved optimal to {PROVED:g} at tau {text}."))
    return tuple(cautions)
