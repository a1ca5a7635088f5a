"""Reading what schools have: checked once, typed, and every row that is refused named."""

from sharewell.evidence.model import Gradebook, Standards
from sharewell.evidence.refusals import Caution, Place, Refusal, Refused

__all__ = ["Caution", "Gradebook", "Place", "Refusal", "Refused", "Standards"]
