"""Every student's progress: growth percentiles, projections, effect sizes, marking periods."""

from sharewell.growth.knots import read_knots
from sharewell.growth.matrices import read_matrices, write_matrices
from sharewell.growth.model import CoefficientMatrix, GrowthPercentiles, Progression, Rules, Test
from sharewell.growth.percentiles import percentiles
from sharewell.growth.periods import LetterScale, PeriodReport, parse_scale, period_report

__all__ = [
    "CoefficientMatrix",
    "GrowthPercentiles",
    "LetterScale",
    "PeriodReport",
    "Progression",
    "Rules",
    "Test",
    "parse_scale",
    "percentiles",
    "period_report",
    "read_knots",
    "read_matrices",
    "write_matrices",
]
