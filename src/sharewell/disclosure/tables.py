"""Which cells of a table of counts are hidden: the small ones, and those that would give them away.

Protected is a hidden cell when the published figures leave at least `least` possible values for it, so that
nobody learns more than "fewer than `least`" would have told. Zeros are published: they name nobody, but they
say that nobody is there. Not protected against: two tables published on different days or with groups that
overlap in part, someone who knows some of the people counted, and someone who works back from the rule by
which the further cells were chosen.
"""

from __future__ import annotations

import numpy as np

from sharewell.disclosure.attack import Counts, Hidden, bounds, cheapest_ring

LEAST = 10


def protect_one_way(counts: Counts, *, least: int = LEAST, total_published: bool = True) -> Hidden:
    """Hide the counts of 1 to least - 1, and as few further ones as keep them hidden when the total is known.

    Args:
        counts: (k,) counts of 0 or more.

    Returns:
        (k,), true where a count is to be hidden. Where even hiding every count gives one away (the total is
        small, or there is only one group) all non-zero counts are hidden and the total must be hidden too.
    """
    counts = _checked(counts)
    hidden = (counts > 0) & (counts < least)
    if not total_published or not hidden.any():
        return hidden
    for cell in np.argsort(counts, kind="stable"):
        # Hidden counts can be anything from 0 to their sum, as long as there are two of them.
        if hidden.sum() >= 2 and counts[hidden].sum() >= least - 1:
            break
        hidden[cell] |= counts[cell] > 0
    return hidden


def with_margins(counts: Counts) -> Counts:
    """A table (r, c) with its totals as last row and column, (r + 1, c + 1)."""
    counts = _checked(counts)
    rows = np.hstack([counts, counts.sum(axis=1, keepdims=True)])
    return np.vstack([rows, rows.sum(axis=0, keepdims=True)])


def protect_two_way(counts: Counts, *, least: int = LEAST) -> Hidden:
    """Hide small cells and margins of a two-way table until the attacker of `attack` pins none of them down.

    Args:
        counts: (r, c) counts of 0 or more, without margins.

    Returns:
        (r + 1, c + 1), true where a cell of `with_margins(counts)` is to be hidden. Further cells are the
        ring of least total count through each cell that is given away: few, not proved fewest.
    """
    table = with_margins(counts)
    hidden = (table > 0) & (table < least)
    for row, column in np.argwhere(hidden):
        low, high = bounds(table, hidden)
        if high[row, column] - low[row, column] < least - 1:
            ring = cheapest_ring(table, hidden, int(row), int(column), least)
            if ring is None:
                return table > 0  # nothing less protects a table this small
            hidden |= ring
    return hidden


def _checked(counts: Counts) -> Counts:
    counts = np.asarray(counts)
    if counts.size and (counts.min() < 0 or not np.issubdtype(counts.dtype, np.integer)):
        raise ValueError("counts are whole numbers of 0 or more")
    return counts.astype(np.int64)
