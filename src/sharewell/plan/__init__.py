"""The engines joined for one learner, a class, a school."""

from sharewell.plan.model import LearnerPlan, Plan
from sharewell.plan.packets import Budget
from sharewell.plan.plans import make_plan

__all__ = ["Budget", "LearnerPlan", "Plan", "make_plan"]
