"""What leaves the house: pages, PDF, charts, formula-safe tables."""

from sharewell.report.environment import LOOK, TEMPLATES, environment
from sharewell.report.growth_figure import Ahead

__all__ = ["LOOK", "TEMPLATES", "Ahead", "environment"]
