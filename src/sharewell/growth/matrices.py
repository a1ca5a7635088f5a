"""Saved models: written once, used again in another year (baseline-referenced percentiles), and audited."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from sharewell.evidence import Place, Refusal, Refused
from sharewell.growth.model import CoefficientMatrix, PriorKey
from sharewell.growth.splines import Knots

FORMAT = 1


def write_matrices(matrices: Iterable[CoefficientMatrix], path: Path) -> None:
    """Write models as JSON; numbers are written so that reading gives back the same bits."""
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = {"format": FORMAT, "matrices": [_plain(matrix) for matrix in matrices]}
    path.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_matrices(path: Path) -> tuple[CoefficientMatrix, ...]:
    """Read what `write_matrices` wrote.

    Raises:
        Refused: no such file, no JSON, another format, or a model whose parts do not fit together.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise _no_matrices(error, str(path)) from error
    return parse_matrices(text, str(path))


def parse_matrices(text: str, file: str = "") -> tuple[CoefficientMatrix, ...]:
    """What `write_matrices` wrote, from its text; `file` is named in the refusal.

    Raises:
        Refused: as `read_matrices`.
    """
    try:
        whole = json.loads(text)
        if whole["format"] != FORMAT:
            raise ValueError(f"format {whole['format']} is not {FORMAT}")
        return tuple(_matrix(plain) for plain in whole["matrices"])
    except (ValueError, KeyError, TypeError) as error:
        raise _no_matrices(error, file) from error


def _no_matrices(error: Exception, file: str) -> Refused:
    what = f"These are no saved growth models ({type(error).__name__}: {error})."
    return Refused(Refusal("no-matrices", Place(file), what, "Give a file that --coefficients-out wrote."))


def _plain(matrix: CoefficientMatrix) -> dict[str, Any]:
    return {
        "subject": matrix.subject,
        "grade": matrix.grade,
        "priors": [
            {"subject": one.subject, "years_before": one.years_before, "grade": one.grade}
            for one in matrix.priors
        ],
        "n": matrix.n,
        "years": list(matrix.years),
        "version": matrix.version,
        "date": matrix.date,
        "worst_certificate": matrix.worst_certificate,
        "limits": matrix.limits,
        "knots": [
            {"inner": one.inner, "boundary": one.boundary, "loss_hoss": one.loss_hoss} for one in matrix.knots
        ],
        "taus": matrix.taus.tolist(),
        "coefficients": matrix.coefficients.tolist(),
    }


def _matrix(plain: dict[str, Any]) -> CoefficientMatrix:
    knots = tuple(
        Knots(tuple(map(float, one["inner"])), _pair(one["boundary"]) or (0.0, 0.0), _pair(one["loss_hoss"]))
        for one in plain["knots"]
    )
    priors = tuple(
        PriorKey(str(one["subject"]), int(one["years_before"]), str(one["grade"])) for one in plain["priors"]
    )
    taus = np.array(plain["taus"], dtype=np.float64)
    coefficients = np.array(plain["coefficients"], dtype=np.float64)
    shape = (1 + sum(one.columns for one in knots), len(taus))
    if coefficients.shape != shape or len(priors) != len(knots) or not np.isfinite(coefficients).all():
        raise ValueError(f"coefficients of shape {coefficients.shape} where {shape} are needed")
    return CoefficientMatrix(
        subject=str(plain["subject"]),
        grade=str(plain["grade"]),
        priors=priors,
        knots=knots,
        limits=_pair(plain["limits"]),
        taus=taus,
        coefficients=coefficients,
        n=int(plain["n"]),
        years=tuple(int(year) for year in plain["years"]),
        worst_certificate=float(plain["worst_certificate"]),
        version=str(plain["version"]),
        date=str(plain["date"]),
    )


def _pair(values: Sequence[float] | None) -> tuple[float, float] | None:
    if values is None:
        return None
    low, high = values
    return float(low), float(high)
