"""OneRoster CSV 1.1 and 1.2: reading it tolerantly and reporting strictly, and writing 1.2."""

from sharewell.evidence.oneroster.files import is_oneroster
from sharewell.evidence.oneroster.read import read_oneroster

__all__ = ["is_oneroster", "read_oneroster"]
