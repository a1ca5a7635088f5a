"""What a learner has shown, and what they are ready to learn next."""

from sharewell.knowledge.model import LATER, READY, SHOWN, Rule, Shown
from sharewell.knowledge.rule import counts, own_target, what_is_shown

__all__ = ["LATER", "READY", "SHOWN", "Rule", "Shown", "counts", "own_target", "what_is_shown"]
