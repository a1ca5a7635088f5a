"""What leaves the house: pages, PDF, charts, formula-safe tables."""

from sharewell.report.environment import LOOK, TEMPLATES, environment
from sharewell.report.packets import Press, write_packets
from sharewell.report.pages import write_pages
from sharewell.report.plan_json import plan_json, write_plan_json
from sharewell.report.tables import write_table

__all__ = [
    "LOOK",
    "TEMPLATES",
    "Press",
    "environment",
    "plan_json",
    "write_packets",
    "write_pages",
    "write_plan_json",
    "write_table",
]
