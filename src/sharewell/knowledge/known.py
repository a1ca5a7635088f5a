"""What each learner knows after a log, and the responses that each figure rests on."""

from __future__ import annotations

from typing import Final

import polars as pl

from sharewell.knowledge.predictions import Predictions
from sharewell.knowledge.responses import Responses

LAST: Final = 5
RIGHT: Final = "✓"
NOT_YET: Final = "–"


def known_now(responses: Responses, predictions: Predictions) -> pl.DataFrame:
    """One row a learner and skill: P(known) after the last response with that skill, and its evidence.

    Args:
        responses, predictions: of the same log; each response with one skill says most. For a response with
            several skills, P(known) is that of the least sure one, which is given to each of them.

    Returns:
        `student_id, skill_id, p_known[, p_known_low, p_known_high], responses, right, last`: how many responses
        and how many right ones the figure rests on, and the last five, the latest at the end (✓ right, – not).
    """
    link = responses.response_of_link
    intervals = {
        name: values[link]
        for name, values in (("p_known_low", predictions.known_low), ("p_known_high", predictions.known_high))
        if values is not None
    }
    table = pl.DataFrame(
        {
            "student": responses.student[link],
            "skill": responses.skill,
            "correct": responses.correct[link],
            "p_known": predictions.p_known[link],
            **intervals,
        }
    )
    mark = pl.when(pl.col("correct") == 1).then(pl.lit(RIGHT)).otherwise(pl.lit(NOT_YET))
    return (
        table.group_by("student", "skill", maintain_order=True)
        .agg(
            pl.col("p_known", *intervals).last(),
            responses=pl.len().cast(pl.Int64),
            right=pl.col("correct").cast(pl.Int64).sum(),
            last=mark.tail(LAST).str.join(""),
        )
        .sort("student", "skill")
        .select(
            _names("student", responses.students).alias("student_id"),
            _names("skill", responses.skills).alias("skill_id"),
            pl.col("p_known", *intervals).fill_nan(None),
            "responses",
            "right",
            "last",
        )
    )


def _names(code: str, names: list[str]) -> pl.Expr:
    return pl.col(code).replace_strict(range(len(names)), names, return_dtype=pl.String)
