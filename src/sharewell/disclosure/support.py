"""Which sums over texts may be shown: enough texts and writers behind each, and behind what is left of the total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sharewell.disclosure.attack import Hidden

LEAST_TEXTS = 10
LEAST_WRITERS = 5


@dataclass(frozen=True, slots=True)
class Support:
    """What a sum rests on: how many texts, and who wrote them (ids; the `LEAST_WRITERS` smallest suffice)."""

    texts: int
    writers: frozenset[int]

    @property
    def enough(self) -> bool:
        """Whether a sum over these texts may be shown."""
        return self.texts >= LEAST_TEXTS and len(self.writers) >= LEAST_WRITERS


def protect_support(parts: Sequence[Support], *, overlap: bool = False) -> Hidden:
    """Hide the parts of a published total that too little stands behind, and enough others to keep them hidden.

    Whoever subtracts the shown parts from the total gets the sum of the hidden ones: there must be two of them, and
    together they must rest on enough texts and writers themselves.

    Args:
        parts: what each part of the total rests on; parts without texts are never hidden.
        overlap: the same text may stand behind several parts (the framings of its sentences, say); then the
            texts behind two parts count as no more than those of the larger.

    Returns:
        (k,), true where a part is to be hidden. Where nothing less protects, all that have texts are hidden; then
        the total may be shown only if it has enough behind it itself.
    """
    hidden = np.array([part.texts > 0 and not part.enough for part in parts], dtype=np.bool_)
    if not hidden.any():
        return hidden
    for place in sorted(range(len(parts)), key=lambda i: (parts[i].texts, i)):
        if (
            hidden.sum() >= 2
            and _together([part for part, hide in zip(parts, hidden, strict=True) if hide], overlap).enough
        ):
            break
        hidden[place] |= parts[place].texts > 0
    return hidden


def _together(parts: Sequence[Support], overlap: bool) -> Support:
    """What the sum of these parts rests on, at the least."""
    texts = [part.texts for part in parts]
    writers = frozenset[int]().union(*(part.writers for part in parts))
    return Support(max(texts) if overlap else sum(texts), writers)


def protect_groups(groups: Sequence[Sequence[Support]]) -> Hidden:
    """Which groups' figures are hidden, where the same figures of all groups together are published.

    A group is shown with all its figures or with none. Whoever subtracts the shown groups from the total has, for
    each figure, the sum over the hidden ones: at least two groups, on enough texts and writers, or on no text.

    Args:
        groups: for each group what each of its figures rests on; no text stands in two groups.

    Returns:
        (k,), true where a group is to be hidden.
    """
    few = [any(figure.texts and not figure.enough for figure in group) for group in groups]
    hidden = np.array(few, dtype=np.bool_)
    if not hidden.any():
        return hidden
    texts = [max((figure.texts for figure in group), default=0) for group in groups]
    for place in sorted(range(len(groups)), key=lambda i: (texts[i], i)):
        chosen = [group for group, hide in zip(groups, hidden, strict=True) if hide]
        sums = [_together(figures, overlap=False) for figures in zip(*chosen, strict=True)]
        if len(chosen) >= 2 and all(each.enough or not each.texts for each in sums):
            break
        hidden[place] = True
    return hidden
