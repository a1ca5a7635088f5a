"""The sentence vectors that the heads look at."""

from __future__ import annotations

from sharewell.meaning import sentence_vectors as tuned_vectors

__all__ = ["tuned_vectors"]
