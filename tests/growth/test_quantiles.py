"""The quantile-regression process against an independent linear program."""

from __future__ import annotations

import numpy as np
import pytest

from sharewell.evidence.refusals import Refused
from sharewell.growth.quantiles import quantile_process


def test_intercept_alone_gives_sample_quantiles():
    y = np.array([1.0, 2.0, 3.0, 4.0, 5.0])
    fit = quantile_process(np.ones((5, 1)), y, taus=np.array([0.1, 0.5, 0.9]))
    np.testing.assert_allclose(fit.coefficients[0], [1.0, 3.0, 5.0])
    assert fit.certificates.max() <= 1e-9


def test_no_rows_is_refused():
    with pytest.raises(Refused, match="No student"):
        quantile_process(np.ones((0, 2)), np.ones(0))
