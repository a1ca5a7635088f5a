"""The made-up students' growth percentiles, found once for all who only read them."""

from __future__ import annotations

import pytest
from tests.growth.simulated import simulate

from sharewell.growth import GrowthPercentiles, percentiles


@pytest.fixture(scope="session")
def grown() -> GrowthPercentiles:
    """Of the latest year, by the default rules."""
    return percentiles(simulate())
