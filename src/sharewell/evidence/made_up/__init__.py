"""A believable school that never was: for the demo, the tests and the benchmarks."""

from sharewell.evidence.made_up.school import MadeUpSchool, made_up_school

__all__ = ["MadeUpSchool", "made_up_school"]
