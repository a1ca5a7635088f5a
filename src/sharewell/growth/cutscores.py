"""Cut scores: where a scale's performance levels begin, by subject and grade."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from sharewell.evidence import Place, Refusal, Refused
from sharewell.growth.files import need_columns, read_table, typed
from sharewell.growth.knots import Tested

CutScores = Mapping[Tested, tuple[float, ...]]


def read_cut_scores(path: Path) -> dict[Tested, tuple[float, ...]]:
    """Read `subject, grade, level, score`: level 1 begins at the lowest cut, level 2 at the next.

    Raises:
        Refused: missing columns, cells that are no numbers, levels that are not 1, 2, 3 … with rising scores.
    """
    table = read_table(path)
    need_columns(table, ["subject", "grade", "level", "score"], str(path))
    return cut_scores_from_table(table, str(path))


def cut_scores_from_table(
    table: pl.DataFrame, file: str = "the cut scores"
) -> dict[Tested, tuple[float, ...]]:
    """Cut scores by subject and grade from the table of `read_cut_scores`."""
    kinds = {"subject": "text", "grade": "text", "level": "whole", "score": "number"}
    rows, refusals = typed(table, kinds, file)  # pyright: ignore[reportArgumentType]
    found: dict[Tested, tuple[float, ...]] = {}
    for (subject, grade), part in rows.sort("level").partition_by("subject", "grade", as_dict=True).items():
        scores = part["score"].to_list()
        if part["level"].to_list() != list(range(1, len(scores) + 1)) or scores != sorted(scores):
            what = f"The levels of {subject} in grade {grade} are not 1, 2, 3 … with rising scores."
            refusals.append(Refusal("no-cuts", Place(file), what, "Give each level once, the lowest first."))
        found[str(subject), str(grade)] = tuple(scores)
    if refusals:
        raise Refused(refusals)
    return found
