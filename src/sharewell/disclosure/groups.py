"""Summaries of groups: the figures of small groups are not shown, nor those that would give them away."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from sharewell.disclosure.tables import LEAST, protect_one_way


def suppress_groups(
    frame: pl.DataFrame,
    count: str,
    values: Sequence[str],
    *,
    within: Sequence[str] = (),
    least: int = LEAST,
    total_published: bool = True,
) -> pl.DataFrame:
    """Empty `count` and `values` of groups of fewer than `least`, and of enough others to keep those hidden.

    Args:
        frame: one row a group, in any order; `count` says how many people it has.
        values: columns with figures about the group's people.
        within: columns of the larger group whose total is published beside (a school's year, say); groups are
            protected inside each. Without any, the whole frame is one larger group.
        total_published: false where no figure of the larger group is published anywhere.

    Returns:
        The same rows and columns in the same order, the hidden figures null, and `shown`, a Boolean.
    """
    numbered = frame.with_row_index("_at")
    parts = numbered.partition_by(list(within), maintain_order=True) if within else [numbered]
    shown = np.ones(frame.height, dtype=np.bool_)
    for part in parts:
        counts = part[count].fill_null(0).cast(pl.Int64).to_numpy()
        hidden = protect_one_way(counts, least=least, total_published=total_published)
        shown[part["_at"].to_numpy()] = ~hidden & (counts > 0)
    flagged = frame.with_columns(pl.Series("shown", shown))
    hide = [pl.when(pl.col("shown")).then(pl.col(name)).alias(name) for name in (count, *values)]
    return flagged.with_columns(hide)
