"""A level that its neighbours did not lead to is fitted again; what stays without proof is said."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sharewell.growth import fit
from sharewell.growth.fit import proved_process
from sharewell.growth.quantiles import QuantileProcess, quantile_process


def lost(design: np.ndarray, scores: np.ndarray, **how: object) -> QuantileProcess:
    """The process with its first level lost, as long as it is fitted with its neighbours."""
    made = quantile_process(design, scores, **how)  # type: ignore[arg-type]
    if len(made.taus) > 1:
        made.coefficients[:, 0] += 100
        made.certificates[0] = 0.9
        made = replace(made, cautions=(*made.cautions, fit.Caution("not-proved", "tau 0.005")))
    return made


def test_a_lost_level_is_fitted_again(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(8)
    x = rng.normal(size=300)
    design, scores = np.column_stack([np.ones(300), x]), x + rng.normal(size=300)
    right = quantile_process(design, scores)
    monkeypatch.setattr(fit, "quantile_process", lost)
    made = proved_process(design, scores)
    assert np.allclose(made.coefficients, right.coefficients)
    assert made.certificates.max() <= 1e-9
    assert made.cautions == ()


def test_what_stays_without_proof_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(design: np.ndarray, scores: np.ndarray, **how: object) -> QuantileProcess:
        made = quantile_process(design, scores, **how)  # type: ignore[arg-type]
        made.certificates[:] = 0.9
        return replace(made, cautions=(fit.Caution("not-proved", "some levels"),))

    monkeypatch.setattr(fit, "quantile_process", never)
    scores = np.random.default_rng(9).normal(size=50)
    made = proved_process(np.ones((50, 1)), scores)
    assert [caution.code for caution in made.cautions] == ["not-proved"]
