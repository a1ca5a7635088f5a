"""The engines joined for one learner, a class, a school."""

from sharewell.plan.model import LearnerPlan, Plan
from sharewell.plan.options import Budget
from sharewell.plan.plans import make_plan
from sharewell.plan.terms import AsOption, Offer, Seen, Terms

__all__ = ["AsOption", "Budget", "LearnerPlan", "Offer", "Plan", "Seen", "Terms", "make_plan"]
