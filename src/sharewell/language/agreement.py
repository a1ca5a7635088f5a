"""How far two readers of the same sentences agree: the share, and Cohen's kappa."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of `sentences`, the share on which both said the same, and kappa (None where both said one thing throughout)."""

    sentences: int
    share: float
    kappa: float | None


def agreement(one: Sequence[bool], other: Sequence[bool]) -> Agreement | None:
    """Agreement of two yes-or-no readers; None without sentences.

    Cohen (1960), A coefficient of agreement for nominal scales: (p - e) / (1 - e), e from each reader's own share.
    """
    if not one:
        return None
    n = len(one)
    same = sum(a == b for a, b in zip(one, other, strict=True)) / n
    yes, also = sum(one) / n, sum(other) / n
    expected = yes * also + (1 - yes) * (1 - also)
    return Agreement(n, same, None if expected == 1 else (same - expected) / (1 - expected))
