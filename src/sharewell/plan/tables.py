"""Tables taken apart learner by learner."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import polars as pl

Row = dict[str, Any]


def by_learner(table: pl.DataFrame) -> dict[str, Sequence[Row]]:
    """Rows of a table by `student_id`, in the table's order."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in table.iter_rows(named=True):
        rows[row["student_id"]].append(row)
    return dict(rows)
