"""Every student's progress: growth percentiles, projections, effect sizes, marking periods."""

from sharewell.growth.periods import LetterScale, PeriodReport, parse_scale, period_report

__all__ = ["LetterScale", "PeriodReport", "parse_scale", "period_report"]
