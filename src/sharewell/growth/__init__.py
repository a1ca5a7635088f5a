"""Every student's progress: growth percentiles, projections, effect sizes, marking periods."""

from sharewell.growth.cutscores import read_cut_scores
from sharewell.growth.knots import read_knots
from sharewell.growth.matrices import read_matrices, write_matrices
from sharewell.growth.measurement import Intervals
from sharewell.growth.model import CoefficientMatrix, GrowthPercentiles, Progression, Rules, Test
from sharewell.growth.percentiles import percentiles
from sharewell.growth.periods import LetterScale, PeriodReport, parse_scale, period_report
from sharewell.growth.projections import Projections, projections
from sharewell.growth.simex import Simex
from sharewell.growth.targets import targets

__all__ = [
    "CoefficientMatrix",
    "GrowthPercentiles",
    "Intervals",
    "LetterScale",
    "PeriodReport",
    "Progression",
    "Projections",
    "Rules",
    "Simex",
    "Test",
    "parse_scale",
    "percentiles",
    "period_report",
    "projections",
    "read_cut_scores",
    "read_knots",
    "read_matrices",
    "targets",
    "write_matrices",
]
