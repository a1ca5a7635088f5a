"""Every student's progress: growth percentiles, projections, effect sizes, marking periods."""

from sharewell.growth.conditional import conditional_growth
from sharewell.growth.cutscores import read_cut_scores
from sharewell.growth.effect_sizes import effect_sizes, learner_effects
from sharewell.growth.fit_checks import ceilings_and_floors, goodness_of_fit
from sharewell.growth.knots import read_knots
from sharewell.growth.matrices import read_matrices, write_matrices
from sharewell.growth.measurement import Intervals
from sharewell.growth.model import CoefficientMatrix, GrowthPercentiles, Progression, Rules, Test
from sharewell.growth.percentiles import percentiles
from sharewell.growth.periods import LetterScale, PeriodReport, parse_scale, period_report
from sharewell.growth.projections import Projections, projections
from sharewell.growth.simex import Simex
from sharewell.growth.summaries import Bootstrap, summaries
from sharewell.growth.targets import targets

__all__ = [
    "Bootstrap",
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
    "ceilings_and_floors",
    "conditional_growth",
    "effect_sizes",
    "goodness_of_fit",
    "learner_effects",
    "parse_scale",
    "percentiles",
    "period_report",
    "projections",
    "read_cut_scores",
    "read_knots",
    "read_matrices",
    "summaries",
    "targets",
    "write_matrices",
]
