"""The words that gradebooks use for work without points: missing, excused, ungraded, unassigned."""

from __future__ import annotations

from typing import Final

import polars as pl

from sharewell.evidence.distinct import by_distinct
from sharewell.evidence.model import EXCUSED, MISSING, SCORED, UNASSIGNED, UNGRADED, Status

LATE: Final = "late"  # not a status of its own: late work counts by its points
INCOMPLETE: Final = "incomplete"
HANDED_IN: Final = "handed in"
WORDS: Final[dict[str, str]] = {
    **dict.fromkeys(
        (
            "missing",
            "not submitted",
            "notsubmitted",
            "not handed in",
            "not turned in",
            "no submission",
            "msg",
        ),
        MISSING,
    ),
    **dict.fromkeys(("excused", "exempt", "exempted", "ex", "exc"), EXCUSED),
    **dict.fromkeys(
        (
            "ungraded",
            "not graded",
            "not yet graded",
            "to be graded",
            "needs grading",
            "pending",
            "in progress",
            "partially graded",
            "not yet due",
        ),
        UNGRADED,
    ),
    **dict.fromkeys(
        ("unassigned", "not assigned", "n/a", "na", "not applicable", "not required"), UNASSIGNED
    ),
    **dict.fromkeys(
        ("scored", "graded", "fully graded", "complete", "completed", "marked", "on time", "done"), SCORED
    ),
    **dict.fromkeys(("submitted", "handed in", "turned in", "collected"), HANDED_IN),
    "late": LATE,
    "incomplete": INCOMPLETE,
}


def normal_word(text: pl.Expr) -> pl.Expr:
    """A status word as WORDS spells it: lower case, single spaces, no underscores or hyphens; "" is null."""
    word = text.str.strip_chars().str.to_lowercase().str.replace_all(r"[\s_-]+", " ").str.strip_chars()
    return pl.when(word != "").then(word)


def kinds_of(texts: pl.Series) -> pl.Series:
    """What each cell's word means, as a value of WORDS; null where it is no known word."""
    return by_distinct(
        texts, lambda text: normal_word(text).replace_strict(WORDS, default=None, return_dtype=pl.String)
    )


def status_of(kind: pl.Expr, has_points: pl.Expr, above_zero: pl.Expr, *, blank: str) -> pl.Expr:
    """The status of a result from what its word means (`WORDS`' values) and whether points are given.

    Points without a word are a score. Late or incomplete work counts by its points; without points it is not
    yet graded, or missing. Work only handed in is graded when its points are above zero, since some products
    write 0 until a teacher has read it.
    """
    return (
        pl.when(kind.is_null() & has_points)
        .then(pl.lit(SCORED))
        .when(kind.is_null())
        .then(pl.lit(blank))
        .when(kind == LATE)
        .then(pl.when(has_points).then(pl.lit(SCORED)).otherwise(pl.lit(UNGRADED)))
        .when(kind == INCOMPLETE)
        .then(pl.when(has_points).then(pl.lit(SCORED)).otherwise(pl.lit(MISSING)))
        .when(kind == HANDED_IN)
        .then(pl.when(has_points & above_zero).then(pl.lit(SCORED)).otherwise(pl.lit(UNGRADED)))
        .otherwise(kind)
        .cast(Status)
    )
