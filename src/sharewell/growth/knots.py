"""Knots and boundaries by the reference's rule, from scores or from a file.

The rule: the scores of all prior years that a cohort may use, all students, stacked and grouped by subject
and grade. Inner knots are the quantiles .2, .4, .6, .8 (Hyndman & Fan 1996, type 7), boundaries the range
extended by a tenth at each end, lowest and highest obtainable score the range; each rounded to three digits.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import polars as pl

from sharewell.evidence import Place, Refusal, Refused
from sharewell.growth.files import need_columns, read_table
from sharewell.growth.splines import FloatArray, Knots

SHARES = (0.2, 0.4, 0.6, 0.8)
EXTENSION = 0.1
DIGITS = 3
KINDS = ("knots", "boundaries", "loss_hoss")

Tested = tuple[str, str]  # subject, grade


def knots_of(scores: FloatArray) -> Knots | None:
    """The knots of scores (n,); None where all scores are equal, which leaves no range to part."""
    low, high = float(scores.min()), float(scores.max())
    if low == high:
        return None
    inner = np.round(np.quantile(scores, SHARES, method="linear"), DIGITS)
    reach = EXTENSION * (high - low)
    ends = np.round([low - reach, high + reach, low, high], DIGITS).tolist()
    return Knots(tuple(inner.tolist()), (ends[0], ends[1]), (ends[2], ends[3]))


def knots_by_grade(scores: pl.DataFrame) -> dict[Tested, Knots | None]:
    """Knots of every subject and grade in `scores` (subject, grade, scale_score), all rows stacked."""
    parts = scores.partition_by("subject", "grade", as_dict=True, maintain_order=True)
    return {
        (str(key[0]), str(key[1])): knots_of(part["scale_score"].to_numpy()) for key, part in parts.items()
    }


def read_knots(path: Path) -> dict[Tested, Knots]:
    """Read `subject, grade, kind, value`: kind is knots, boundaries or loss_hoss, one row a value.

    Raises:
        Refused: missing columns, other kinds, values that are no numbers, a grade without boundaries.
    """
    table = read_table(path)
    need_columns(table, ["subject", "grade", "kind", "value"], str(path))
    return knots_from_table(table, str(path))


def knots_from_table(table: pl.DataFrame, file: str = "the knots") -> dict[Tested, Knots]:
    """Knots by subject and grade from the table of `read_knots`."""
    rows = table.select(
        pl.col("subject").cast(pl.String),
        pl.col("grade").cast(pl.String),
        pl.col("kind").cast(pl.String).str.replace(".", "_", literal=True),
        pl.col("value").cast(pl.Float64, strict=False),
    )
    refusals = [
        Refusal(
            "no-knot",
            Place(file, row, "kind" if kind not in KINDS else "value"),
            "This row says no knot.",
            f"Write one of {', '.join(KINDS)} as kind and a number as value.",
        )
        for row, (_, _, kind, value) in enumerate(rows.iter_rows(), start=2)
        if kind not in KINDS or value is None
    ]
    found: dict[Tested, Knots] = {}
    for (subject, grade), part in rows.partition_by("subject", "grade", as_dict=True).items():
        try:
            found[str(subject), str(grade)] = _one(part)
        except ValueError as error:
            what = f"The knots of {subject} in grade {grade} cannot be used: {error}."
            refusals.append(
                Refusal("no-knots", Place(file), what, "Give ascending knots and two boundaries around them.")
            )
    if refusals:
        raise Refused(refusals)
    return found


def _one(part: pl.DataFrame) -> Knots:
    knots, boundaries, loss_hoss = (sorted(part.filter(kind=kind)["value"].to_list()) for kind in KINDS)
    if len(boundaries) != 2 or len(loss_hoss) not in (0, 2):
        raise ValueError("boundaries and loss_hoss come in pairs")
    limits = (loss_hoss[0], loss_hoss[1]) if loss_hoss else None
    return Knots(tuple(knots), (boundaries[0], boundaries[1]), limits)


def knots_table(knots: Mapping[Tested, Knots]) -> pl.DataFrame:
    """The table that `read_knots` reads, by subject and grade in order."""
    rows = [
        (subject, grade, kind, value)
        for (subject, grade), one in knots.items()
        for kind, values in zip(KINDS, (one.inner, one.boundary, one.loss_hoss or ()), strict=True)
        for value in values
    ]
    schema = {"subject": pl.String, "grade": pl.String, "kind": pl.String, "value": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")
