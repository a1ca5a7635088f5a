"""Pairs of scores, before and after: what effect sizes and conditional growth compare."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from sharewell.evidence import Caution, Place, Refusal, Refused
from sharewell.growth.files import need_columns, typed
from sharewell.growth.scores import check_scores


def pairs_from_table(
    frame: pl.DataFrame, by: Sequence[str], file: str = ""
) -> tuple[pl.DataFrame, list[Refusal], list[Caution]]:
    """Read `student_id, pre, post`, the columns `by`, and `csem_pre, csem_post` where they are given.

    Returns:
        The pairs (student_id, the columns of `by` as text, pre, post[, csem_pre, csem_post]), refusals,
        cautions.
    """
    errors = [name for name in ("csem_pre", "csem_post") if name in frame.columns]
    kinds = {"student_id": "text", **dict.fromkeys(by, "text")}
    kinds |= dict.fromkeys(["pre", "post", *errors], "number")
    need_columns(frame, kinds, file)
    table, refused = typed(frame, kinds, file, may_be_empty=["pre", "post", *errors])  # pyright: ignore[reportArgumentType]
    pairs = table.drop_nulls(["pre", "post"])
    cautions = _left_out(table.height - pairs.height, "one of the two scores")
    return _one_each(pairs, by, refused, file), refused, cautions


def pairs_from_scores(
    frame: pl.DataFrame, groups: pl.DataFrame | None, by: Sequence[str], file: str = ""
) -> tuple[pl.DataFrame, list[Refusal], list[Caution]]:
    """The latest year of each subject and the year before, from a long table of scores.

    Args:
        frame: student_id, subject, year, grade, scale_score[, csem].
        groups: student_id and further columns of `by` (school, class …), if any.
        by: subject and grade are known from the scores; other columns come from `groups`.
    """
    checked = check_scores(frame, file)
    latest = pl.col("year") == pl.col("year").max().over("subject")
    before = pl.col("year") == pl.col("year").max().over("subject") - 1
    errors = ["csem"] if "csem" in checked.table.columns else []
    columns = ["student_id", "subject", "scale_score", *errors]
    post = checked.table.filter(latest).select(*columns, "year", "grade")
    pre = checked.table.filter(before).select(columns)
    paired = post.join(pre, on=["student_id", "subject"], suffix="_pre", maintain_order="left")
    names = {"scale_score": "post", "scale_score_pre": "pre", "csem": "csem_post"}
    paired = paired.rename({old: new for old, new in names.items() if old in paired.columns})
    if groups is not None:
        need_columns(groups, ["student_id"], "the groups")
        text = groups.select(pl.all().cast(pl.String)).unique("student_id", keep="first", maintain_order=True)
        paired = paired.join(text, on="student_id", how="left", maintain_order="left")
    need_columns(paired, by, "the scores and groups")
    cautions = [*checked.cautions, *_left_out(post.height - paired.height, "a score of the year before")]
    return paired, list(checked.refused), cautions


def _left_out(many: int, what: str) -> list[Caution]:
    if not many:
        return []
    return [Caution("no-pair", f"{many} rows lack {what} and were left out.")]


def _one_each(pairs: pl.DataFrame, by: Iterable[str], refused: list[Refusal], file: str) -> pl.DataFrame:
    twice = pairs.select(pl.struct("student_id", *by).is_duplicated()).to_series()
    for row, student in pairs.filter(twice).select("row", "student_id").iter_rows():
        what = f"Student {student} stands in the same group twice; none of the rows was used."
        refused.append(Refusal("two-rows", Place(file, row), what, "Keep one row a student and group."))
    kept = pairs.filter(~twice).drop("row")
    if not kept.height:
        nothing = Refusal(
            "no-pairs", Place(file), "No row has two scores.", "Check the columns pre and post."
        )
        raise Refused([nothing, *refused])
    return kept
